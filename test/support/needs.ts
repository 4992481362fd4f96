import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { describe, it } from "vitest";

/** What some tests use and a machine may not have. */
export type Need = "shared" | "chromium" | "redis" | "postgres" | "qdrant";

const HOW: Readonly<Record<Need, string>> = {
  shared: "put the project's shared folder beside this repository",
  chromium: "apt-get install chromium fonts-noto-cjk, or name a browser in CHROMIUM",
  redis: "apt-get install redis-server",
  postgres: "set DATABASE_URL to a PostgreSQL server on which databases may be made",
  qdrant: "set QDRANT_URL to a running Qdrant server",
};

function onPath(names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return names
    .flatMap((name) => [...folders, "/usr/bin"].map((folder) => join(folder, name)))
    .find((file) => existsSync(file));
}

/** The folder of real reports and questions, when it is there. */
export function sharedFolder(): string | undefined {
  const folder = resolve(import.meta.dirname, "..", "..", "..", "shared");
  return existsSync(join(folder, "reports")) ? folder : undefined;
}

export const chromiumPath = (): string | undefined =>
  process.env["CHROMIUM"] ?? onPath(["chromium", "chromium-browser"]);
export const redisPath = (): string | undefined => onPath(["redis-server"]);

const FIND: Readonly<Record<Need, () => string | undefined>> = {
  shared: sharedFolder,
  chromium: chromiumPath,
  redis: redisPath,
  postgres: () => process.env["DATABASE_URL"],
  qdrant: () => process.env["QDRANT_URL"],
};

/** Where the thing is; undefined when it is missing. */
export const needs = (what: Need): string | undefined => FIND[what]();

/**
 * A suite that runs when the thing is there. Otherwise it is skipped and its name says how to get it; with
 * GONGYOU_REQUIRE_ALL=1 it fails instead. A Qdrant server stays optional even then: none can be installed by the run.
 */
export function describeWith(what: Need, name: string, suite: (where: string) => void): void {
  const where = needs(what);
  if (where !== undefined) {
    describe(name, () => suite(where));
    return;
  }
  const missing = `${what} is missing (${HOW[what]})`;
  if (process.env["GONGYOU_REQUIRE_ALL"] === "1" && what !== "qdrant") {
    describe(name, () => {
      it(missing, () => {
        throw new Error(missing);
      });
    });
  } else {
    describe.skip(`${name}: ${missing}`, () => {
      it("is skipped", () => {});
    });
  }
}
