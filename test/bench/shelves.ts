// What every part of the bench works on: generated county reports, a data folder that goes away, the application on it.
import { randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type App, openApp } from "../../src/app.ts";
import { parseConfig } from "../../src/config.ts";
import type { LoadedFile } from "../../src/library/files.ts";
import { createLog } from "../../src/log.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { COUNTIES, type CountyReport, countyReports, type Shape } from "../support/county-reports.ts";

const SEED = 7;
/** A generated report gives 3.6 passages; a little more room than that. */
const PASSAGES_PER_REPORT = 3.4;

const times = new Map<string, number>();
for (const { name } of COUNTIES) times.set(name, (times.get(name) ?? 0) + 1);

/** Counties no report is about, for questions that have to be refused. */
export const ABSENT: readonly string[] = COUNTIES.map(({ name }) => name)
  .filter((name) => name.length === 3 && name.endsWith("县") && times.get(name) === 1)
  .filter((_, index) => index % 30 === 0);

/** The same reports every time; fewer are the first of more. */
export const generateReports = (count: number, shape: Shape = "dense"): CountyReport[] =>
  countyReports(count, SEED, ABSENT, shape);

export const reportsFor = (passages: number): CountyReport[] =>
  generateReports(Math.ceil(passages / PASSAGES_PER_REPORT));

export async function* filesOf(reports: Iterable<CountyReport>): AsyncGenerator<LoadedFile> {
  const encoder = new TextEncoder();
  for (const { name, text } of reports) {
    yield { path: join(tmpdir(), "county-reports", name), name, bytes: encoder.encode(text) };
  }
}

const folders: string[] = [];
process.on("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, removed when the bench ends. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), `gongyou-bench-${randomUUID().slice(0, 4)}-`));
  folders.push(folder);
  return folder;
}

export const catalogue = createCatalogue();
export const HOTLINE = "12351";

/** The application as the commands open it. */
export const openBench = (folder: string): Promise<App> =>
  openApp({
    config: parseConfig({ DATA_DIR: folder, HOTLINE }),
    catalogue,
    log: createLog("silent"),
    command: "bench",
  });

/** What the folder takes on disk, in bytes. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
