// Holds the house rules that no compiler sees: who may import whom, and that each vendor is named in one place.
import { globSync, readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const files = globSync(["src/**/*.ts", "ingest/**/*.ts"], { cwd: root });

const RANKS: Record<string, number> = {
  "src/domain": 0,
  ingest: 0,
  "src/messages": 1,
  "src/channels": 2,
  "src/models": 2,
  "src/knowledge": 2,
  "src/stores": 2,
  "src/queue": 2,
  "src/library": 3,
  "src/answering": 3,
  "src/applications": 3,
  "src/members": 3,
  "src/notices": 3,
  "src/conversation": 4,
  "src/console": 5,
  "src/control": 5,
  "src/commands": 6,
  "src/config.ts": 6,
  "src/app.ts": 6,
  "src/report-thread.ts": 6,
  "src/report-threads.ts": 6,
  "src/main.ts": 6,
  "src/http.ts": 6,
  "src/log.ts": 6,
  "src/settings-file.ts": 6,
};
const ADAPTER_RANK = 2;
/** What puts the program together, and what puts together a thread of it. */
const COMPOSITION = new Set(["src/app.ts", "src/report-thread.ts"]);
const PORTS = [
  /^src\/channels\/(?:channel|platform)\.ts$/,
  /^src\/models\/model\.ts$/,
  /^src\/knowledge\/knowledge\.ts$/,
  /^src\/stores\/[a-z-]+-store\.ts$/,
  /^src\/stores\/stores\.ts$/,
  /^src\/queue\/jobs\.ts$/,
];
/** What a channel's settings look like holds no vendor and does nothing: the configuration reads them. */
const SETTINGS = /^src\/channels\/[a-z]+\/settings\.ts$/;
// A vendor whose name stands in more than one file cannot be replaced by changing one.
const FREE = /^(node:|zod$|yaml$)/;

interface Import {
  from: string;
  target: string;
  typeOnly: boolean;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(resolve(root, file), "utf8");
  const found = source.matchAll(
    /^(?:import|export)\s+(type\s)?[^"';]*?\bfrom\s+"([^"]+)"|^import\s+"([^"]+)"|\bimport\("([^"]+)"\)/gm,
  );
  return Array.from(found, ([, typeOnly, from, bare, dynamic]) => ({
    from: file,
    target: from ?? bare ?? dynamic ?? "",
    typeOnly: typeOnly !== undefined,
  }));
}

const roomOf = (file: string): string =>
  file.startsWith("ingest/") ? "ingest" : (/^src\/[a-z]+\//.exec(file)?.[0].slice(0, -1) ?? file);

const local = files
  .flatMap(importsOf)
  .filter((one) => one.target.startsWith("."))
  .map((one) => ({
    ...one,
    to: relative(root, resolve(root, dirname(one.from), one.target)),
  }));

describe("the house", () => {
  it("has a rank for every room", () => {
    expect(files.length).toBeGreaterThan(20);
    expect([...new Set(files.map(roomOf))].filter((room) => RANKS[room] === undefined)).toEqual([]);
  });

  it("imports only downwards or within a room", () => {
    const wrong = local.filter(({ from, to }) => {
      const here = roomOf(from),
        there = roomOf(to);
      if (here === there || RANKS[here] === 6) return false;
      if (here === "ingest") return there !== "src/domain";
      return (RANKS[there] ?? 9) >= (RANKS[here] ?? -1);
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("takes only ports, as types, from the adapters' rooms", () => {
    const wrong = local.filter(({ from, to, typeOnly }) => {
      const here = roomOf(from),
        there = roomOf(to);
      if (here === there || RANKS[there] !== ADAPTER_RANK || COMPOSITION.has(from)) return false;
      if (from === "src/config.ts" && SETTINGS.test(to)) return false;
      return !typeOnly || !PORTS.some((port) => port.test(to));
    });
    expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("names each vendor in one file", () => {
    const homes = new Map<string, Set<string>>();
    for (const { from, target } of files.flatMap(importsOf)) {
      if (target.startsWith(".") || FREE.test(target)) continue;
      const vendor = target
        .split("/")
        .slice(0, target.startsWith("@") ? 2 : 1)
        .join("/");
      homes.set(vendor, (homes.get(vendor) ?? new Set()).add(from));
    }
    const shared = [...homes]
      .filter(([, where]) => where.size > 1)
      .map(([vendor, where]) => `${vendor}: ${[...where].join(", ")}`);
    expect(shared).toEqual([]);
  });

  it("keeps ingest free of files and network, and the environment in main.ts", () => {
    const io = /from "node:(fs|net|http|https|child_process)|\bfetch\(/;
    expect(
      files.filter((file) => roomOf(file) === "ingest" && io.test(readFileSync(resolve(root, file), "utf8"))),
    ).toEqual([]);
    expect(
      files.filter(
        (file) => file !== "src/main.ts" && /process\.env/.test(readFileSync(resolve(root, file), "utf8")),
      ),
    ).toEqual([]);
  });
});
