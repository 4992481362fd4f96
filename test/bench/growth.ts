// One store that grows: at every size the asks, the folder's size, and what the program then needs to start and to hold.
// The ask part is the same with fewer sizes and MiniSearch beside it.
import { measureAsk, reportAsk, wholeOf } from "./ask.ts";
import { digits, heading, mean, note, percentiles, startClock, table } from "./measure.ts";
import { questionsFrom } from "./questions.ts";
import { filesOf, newFolder, openBench, reportsFor, sizeOf } from "./shelves.ts";
import { startOnce } from "./start.ts";

const QUESTIONS = 240;
const ROUNDS = 3;
const ROUNDS_IN_PASSING = 1;
/** Reports ingested between two looks at the count. */
const STEP = 128;
const MEGABYTE = 1_000_000;

export interface GrowthPlan {
  /** Passages, ascending. */
  readonly sizes: readonly number[];
  /** Sizes at which MiniSearch is measured too and the full ask table is printed. */
  readonly compared: readonly number[];
}

export async function benchGrowth({ sizes, compared }: GrowthPlan): Promise<void> {
  const folder = newFolder();
  const reports = reportsFor(Math.max(...sizes));
  const rows: string[][] = [];
  let ingested = 0;
  for (const size of sizes) {
    const app = await openBench(folder);
    const before = ingested;
    const ingesting = startClock();
    let passages = await app.libraryStore.passageCount();
    while (passages < size && ingested < reports.length) {
      const missing = Math.ceil(((size - passages) / Math.max(1, passages)) * ingested);
      const step = Math.max(8, Math.min(STEP, ingested === 0 ? STEP : missing));
      await app.library.ingest(filesOf(reports.slice(ingested, ingested + step)));
      ingested = Math.min(reports.length, ingested + step);
      passages = await app.libraryStore.passageCount();
    }
    const took = ingesting();
    process.stderr.write(`… ${passages.toLocaleString("en")} passages\n`);
    const beside = compared.includes(size);
    const rounds = beside ? ROUNDS : ROUNDS_IN_PASSING;
    const questions = questionsFrom(reports.slice(0, ingested), QUESTIONS);
    const result = await measureAsk(app, questions, { rounds, mini: beside });
    await app.close();
    if (beside) {
      heading(`Ask at ${passages.toLocaleString("en")} passages of ${ingested.toLocaleString("en")} reports`);
      reportAsk(result, passages, rounds);
      if (size >= 20_000) note("Target: p95 of ask at most 60 ms.");
    }
    const started = await startOnce(folder);
    const count = ingested - before;
    rows.push([
      passages.toLocaleString("en"),
      ingested.toLocaleString("en"),
      digits((count * 1000) / took.wall),
      digits((count * 1000) / took.cpu),
      percentiles(wholeOf(result, "wall")),
      digits(mean(wholeOf(result, "cpu"))),
      digits(sizeOf(folder) / MEGABYTE),
      digits(started.ready / 1000),
      started.memory === undefined ? "–" : digits(started.memory.now / MEGABYTE),
    ]);
  }
  heading("Growth of one store");
  note(
    "Ingest from the size above to this one; ask over " +
      `${QUESTIONS} questions, p50 / p95 by wall; warm start until the web chat answers; memory of that process (RSS) after an answer.`,
  );
  table([
    ["passages", "reports", "reports/s", "by CPU", "ask ms", "mean CPU", "folder MB", "start s", "RSS MB"],
    ...rows,
  ]);
}
