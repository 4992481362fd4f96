import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { readReport } from "../../ingest/read.ts";
import { createLibrary, type IngestOutcome } from "../../src/library/library.ts";
import { createPrepare, takeTogether } from "../../src/library/prepare.ts";
import { openReading } from "../../src/library/reading.ts";
import { REPORT_THREADS } from "../../src/report-threads.ts";
import { encodeReport } from "../../src/stores/postgres-library-rows.ts";
import { countyReports } from "../support/county-reports.ts";
import { contents, given, openShelves, PLAIN_THREADS, readPlain, type Shelves } from "./stand-in.ts";

const BROKEN = { kind: "unreadable", reason: "broken" };
const fileOf = (name: string) => ({
  name,
  bytes: new TextEncoder().encode(`砚山县总工会\n${name}举办培训350人次。`),
});

it("ends in the same library with threads as without", async () => {
  const reports = countyReports(300, 3).map(({ name, text }): [string, string] => [`/in/${name}`, text]);
  const twice = reports.slice(0, 3).map(([path, text]): [string, string] => [`/again${path}`, text]);
  const copies = reports
    .slice(3, 6)
    .map(([path, text]): [string, string] => [`/copy${path}`, `${text}本站转载。`]);
  const files = Object.fromEntries([...reports, ...twice, ...copies, ["/in/empty.txt", ""]]);
  let readHere = 0;

  async function taken(threads: boolean): Promise<[IngestOutcome[], Record<string, unknown[]>]> {
    const shelves: Shelves = await openShelves();
    const library = createLibrary({
      store: shelves.store,
      knowledge: shelves.knowledge,
      async read(file) {
        // Slow enough that threads are ready before it has read everything.
        if (threads) await setTimeout(200);
        if (threads) readHere++;
        return readReport(file);
      },
      ...(threads ? { threads: { ...REPORT_THREADS, most: 2, every: { files: 20, bytes: 1_000_000 } } } : {}),
      now: () => new Date("2026-01-02T03:04:05Z"),
    });
    const outcomes = await library.ingest(given(files));
    const found = await contents(shelves);
    await shelves.database.close();
    return [outcomes, found];
  }

  expect(await taken(true)).toEqual(await taken(false));
  expect(readHere).toBeLessThan(Object.keys(files).length);
}, 180_000);

it("loses one file to what ends a thread, and reads the others", async () => {
  const prepare = createPrepare(readPlain, encodeReport);
  const reading = openReading(prepare, { ...PLAIN_THREADS, most: 1 });
  const bad = new Map([
    [10, "rejected"],
    [40, "throws"],
    [80, "exits"],
  ]);
  const files = Array.from({ length: 120 }, (_, index) => fileOf(`${bad.get(index) ?? "good"}-${index}.txt`));
  // Nobody collects, so only the thread reads, until its replacement has ended too.
  const results = await Promise.all(files.map((file) => reading.begin(file).result));
  await reading.close();
  for (const [index, file] of files.entries()) {
    expect(results[index], file.name).toEqual(bad.has(index) ? BROKEN : (await prepare([file]))[0]);
  }
});

it("reads here when a thread cannot even begin", async () => {
  const reading = openReading(createPrepare(readPlain, encodeReport), {
    ...PLAIN_THREADS,
    entry: new URL("no-such-thread.ts", import.meta.url),
  });
  const pending = Array.from({ length: 20 }, (_, index) => reading.begin(fileOf(`${index}.txt`)));
  const results = await reading.collect(pending);
  await reading.close();
  expect(results.map(({ kind }) => kind)).toEqual(pending.map(() => "prepared"));
});

it("leaves a file's own bytes as they are", async () => {
  const reading = openReading(createPrepare(readPlain, encodeReport), PLAIN_THREADS);
  const whole = new TextEncoder().encode("....砚山县总工会\n举办培训350人次。");
  const part = { name: "part.txt", bytes: whole.subarray(4) };
  const { result } = reading.begin(part);
  expect([await result]).toEqual(await createPrepare(readPlain, encodeReport)([part]));
  expect(part.bytes).toHaveLength(whole.length - 4);
  await reading.close();
});

it("prepares together no more than it may hold", () => {
  const file = (bytes: number) => ({ name: "x.txt", bytes: new Uint8Array(bytes) });
  const taken = (queue: { name: string; bytes: Uint8Array }[], most: number): number =>
    takeTogether(queue, most, (one) => one).length;
  const queue = [10, 20, 30, 2_000_000, 40, 50].map(file);
  expect(taken(queue, 2)).toBe(2);
  expect(taken(queue, 8)).toBe(1);
  expect(taken(queue, 8)).toBe(1);
  expect(taken(queue, 8)).toBe(2);
  expect(taken(queue, 8)).toBe(0);
});
