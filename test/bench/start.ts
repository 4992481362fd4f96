// The program as a newcomer starts it: until the web chat answers, until its first answer, and the memory it then holds.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { digits, heading, note, spread, table } from "./measure.ts";
import { newFolder } from "./shelves.ts";

const ROOT = resolve(import.meta.dirname, "..", "..");
const RUNS = 3;
const QUESTION = "德钦县举办了几期技能培训?";
const PATIENCE = 120_000;

/** In milliseconds from the start of the process; memory in bytes, on Linux only. */
export interface Started {
  readonly ready: number;
  readonly answered: number;
  readonly memory: { readonly now: number; readonly peak: number } | undefined;
}

/** Starts the program on the folder, asks one question in the web chat, stops it. */
export async function startOnce(folder: string): Promise<Started> {
  const begun = performance.now();
  const child = spawn(process.execPath, [join(ROOT, "bin", "gongyou.js"), "start"], {
    env: {
      ...process.env,
      DATA_DIR: folder,
      PORT: "0",
      HOST: "127.0.0.1",
      LOG_LEVEL: "silent",
      LANG: "C",
      QDRANT_URL: "",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  try {
    const address = await addressIn(child.stdout);
    const health = await fetch(new URL("/health", address));
    if (!health.ok) throw new Error(`/health gave ${health.status}`);
    const ready = performance.now() - begun;
    await answerTo(QUESTION, address);
    const answered = performance.now() - begun;
    return { ready, answered, memory: memoryOf(child.pid) };
  } finally {
    child.kill("SIGTERM");
    await ended;
  }
}

async function addressIn(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) {
    const address = /http:\/\/\S+/.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error("the program ended before it gave an address");
}

/** Asks the way the page does: a cookie, the stream of events, a message; returns when the reply is there. */
async function answerTo(question: string, address: string): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE);
  const page = await fetch(address, { signal });
  const cookie = page.headers.get("set-cookie")?.split(";")[0] ?? "";
  const events = await fetch(new URL("/api/events", address), { headers: { cookie }, signal });
  const sent = await fetch(new URL("/api/messages", address), {
    method: "POST",
    headers: { cookie, "content-type": "application/json" },
    body: JSON.stringify({ id: "bench-1", text: question }),
    signal,
  });
  if (!sent.ok || events.body === null) throw new Error(`the message was refused: ${sent.status}`);
  let heard = "";
  for await (const part of events.body.pipeThrough(new TextDecoderStream())) {
    heard += part;
    if (/^event: reply$/m.test(heard)) return;
  }
  throw new Error("the stream ended without a reply");
}

/** Of the program itself: the launcher's child when there is one. */
function memoryOf(launcher: number | undefined): Started["memory"] {
  try {
    const children = readFileSync(`/proc/${launcher}/task/${launcher}/children`, "utf8").trim().split(/\s+/);
    const status = readFileSync(`/proc/${children[0] || launcher}/status`, "utf8");
    const kilobytes = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1]) * 1024;
    return { now: kilobytes("VmRSS"), peak: kilobytes("VmHWM") };
  } catch {
    return undefined;
  }
}

export async function benchStart(): Promise<void> {
  const cold: Started[] = [];
  const warm: Started[] = [];
  for (let run = 0; run < RUNS; run++) {
    const folder = newFolder();
    cold.push(await startOnce(folder));
    warm.push(await startOnce(folder));
  }
  heading(`Start, ${RUNS} runs each, cold and warm in turn: median (least–most)`);
  const seconds = (runs: readonly Started[], of: (one: Started) => number): string =>
    spread(runs.map((one) => of(one) / 1000));
  const megabytes = (runs: readonly Started[], of: "now" | "peak"): string =>
    runs.every(({ memory }) => memory !== undefined)
      ? spread(runs.map(({ memory }) => (memory?.[of] ?? 0) / 1_000_000))
      : "–";
  const row = (name: string, runs: readonly Started[]): string[] => [
    name,
    seconds(runs, ({ ready }) => ready),
    seconds(runs, ({ answered }) => answered),
    megabytes(runs, "now"),
    megabytes(runs, "peak"),
  ];
  table([
    ["", "/health s", "first answer s", "RSS MB", "peak RSS MB"],
    row("cold: new folder, samples loaded", cold),
    row("warm: the same folder again", warm),
  ]);
  note(`Whole process by the launcher, wall time. Cold costs ${digits(ratioOf(cold, warm))} × warm.`);
}

const ratioOf = (cold: readonly Started[], warm: readonly Started[]): number => {
  const sum = (runs: readonly Started[]): number => runs.reduce((total, { ready }) => total + ready, 0);
  return sum(cold) / sum(warm);
};
