// Ingest through the real library on disk, beside bare jieba segmentation of the same text, and where the time goes. The
// reports are as long, as full of numbers and as damaged as real ones; shorter ones with a number in every sentence, whose
// rows take longer than their words, are shown beside them.
import { cut_for_search } from "jieba-wasm";
import { readReport } from "../../ingest/read.ts";
import { fold } from "../../ingest/script.ts";
import { queryVector } from "../../ingest/terms.ts";
import { createPgvector } from "../../src/knowledge/pgvector.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { createLibrary } from "../../src/library/library.ts";
import { bandsOf, fingerprintOf } from "../../src/library/near-copy.ts";
import { REPORT_THREADS } from "../../src/report-threads.ts";
import { openDatabase } from "../../src/stores/database.ts";
import type { LibraryStore } from "../../src/stores/library-store.ts";
import { createPostgresLibrary } from "../../src/stores/postgres-library.ts";
import type { CountyReport, Shape } from "../support/county-reports.ts";
import { digits, heading, median, note, spread, startClock, table, type Time } from "./measure.ts";
import { filesOf, generateReports, newFolder } from "./shelves.ts";

const ROUND = 128;
const WARM_ROUNDS = 2;
// Enough that what an ingest puts off is done within: term-counts.ts.
const ROUNDS = 16;
const STAGES = ["read", "fingerprint", "index vectors", "index write", "tables"] as const;
type Stage = (typeof STAGES)[number];
const WORDS: Readonly<Record<Shape, string>> = {
  real: "reports like real ones",
  dense: "short reports full of numbers",
};

/** A run pays for its threads' start: an office's first one, and that of a whole province. */
const RUNS = [
  { shape: "real", reports: 2_048, times: 3 },
  { shape: "real", reports: 8_192, times: 1 },
  { shape: "dense", reports: 2_048, times: 3 },
] as const;

export async function benchIngest(): Promise<void> {
  const real = reportsOf("real");
  await benchStages(real.splice(0, ROUND * (WARM_ROUNDS + ROUNDS)));
  for (const { shape, reports: run, times } of RUNS) {
    const reports = shape === "real" ? real.splice(0, run * times) : reportsOf(shape);
    await benchRuns(reports, run, shape);
  }
}

function reportsOf(shape: Shape): CountyReport[] {
  const read = RUNS.filter((run) => run.shape === shape).reduce(
    (sum, run) => sum + run.reports * run.times,
    0,
  );
  return generateReports(read + (shape === "real" ? ROUND * (WARM_ROUNDS + ROUNDS) : 0), shape);
}

/** Whole runs as the commands make them, reading beside writing. */
async function benchRuns(reports: readonly CountyReport[], run: number, shape: Shape): Promise<void> {
  const { most, every } = REPORT_THREADS;
  const database = await openDatabase({ folder: newFolder(), command: "bench" });
  const knowledge = await createPgvector({ database });
  const library = createLibrary({
    store: createPostgresLibrary(database),
    knowledge,
    read: readReport,
    threads: REPORT_THREADS,
    now: () => new Date(),
  });
  const runs: { whole: Time; words: Time }[] = [];
  for (let from = 0; from < reports.length; from += run) {
    const batch = reports.slice(from, from + run);
    const ingesting = startClock();
    await library.ingest(filesOf(batch));
    const whole = ingesting();
    const texts = batch.map(({ text }) => fold(text));
    const segmenting = startClock();
    for (const text of texts) cut_for_search(text, true);
    runs.push({ whole, words: segmenting() });
  }
  await database.close();

  const beside = Math.min(most, Math.floor(run / every.files));
  heading(
    `Ingest with threads that read beside this one: ${beside}; ${runs.length} × ${digits(run)} ${WORDS[shape]}`,
  );
  note(
    "Their start is part of the run. Median of the runs (least–most); jieba is one thread on the same text.",
  );
  table([
    ["", "ms/report", "× jieba"],
    ...(["wall", "cpu"] as const).map((clock) => [
      clock === "cpu" ? "CPU" : clock,
      spread(runs.map(({ whole }) => whole[clock] / run)),
      spread(runs.map(({ whole, words }) => whole[clock] / words[clock])),
    ]),
  ]);
  const perSecond = digits(run / (median(runs.map(({ whole }) => whole.wall)) / 1000));
  note(
    shape === "real"
      ? `${perSecond} reports/s by wall. Target: at most 3 × jieba by wall, on a machine with nothing else to do.`
      : `${perSecond} reports/s by wall.`,
  );
}

async function benchStages(reports: readonly CountyReport[]): Promise<void> {
  const database = await openDatabase({ folder: newFolder(), command: "bench" });
  const spent = new Map<string, number>();
  const add = (stage: Stage, { cpu }: Time): void => {
    spent.set(stage, (spent.get(stage) ?? 0) + cpu);
  };
  const timed = async <Result>(stage: Stage, work: () => Promise<Result>): Promise<Result> => {
    const clock = startClock();
    try {
      return await work();
    } finally {
      add(stage, clock());
    }
  };
  const store = createPostgresLibrary(database);
  const times = (): Map<string, number> => new Map(STAGES.map((stage) => [stage, spent.get(stage) ?? 0]));
  const knowledge = await createPgvector({ database });
  const library = createLibrary({
    store: {
      ...timedStore(store, timed),
      encode(report) {
        const clock = startClock();
        const encoded = store.encode(report);
        add("tables", clock());
        return encoded;
      },
    },
    knowledge: timedIndex(knowledge, timed),
    read: (file) => timed("read", () => readReport(file)),
    now: () => new Date(),
  });

  const rounds: { whole: Time; words: Time; stages: Map<string, number>; characters: number }[] = [];
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round++) {
    const batch = reports.slice(round * ROUND, (round + 1) * ROUND);
    spent.clear();
    const ingesting = startClock();
    await library.ingest(filesOf(batch));
    const whole = ingesting();
    const texts = batch.map(({ text }) => fold(text));
    const segmenting = startClock();
    for (const text of texts) cut_for_search(text, true);
    const words = segmenting();
    const stages = times();
    const again = startClock();
    for (const text of texts) bandsOf(fingerprintOf(text, []).signature);
    stages.set("fingerprint", again().cpu);
    const rest = whole.cpu - [...stages.values()].reduce((sum, one) => sum + one, 0);
    stages.set("index vectors", Math.max(0, rest));
    if (round < WARM_ROUNDS) continue;
    rounds.push({ whole, words, stages, characters: texts.reduce((sum, text) => sum + text.length, 0) });
  }
  // The first search finishes what ingesting left to it, so it belongs to the whole.
  const searching = startClock();
  await knowledge.search({ sparse: queryVector(new Map([["职工", 1]])), limit: 1 });
  const search = searching().cpu;
  await database.close();

  heading(
    `Ingest without threads that read: ${ROUNDS} rounds of ${ROUND} reports after ${WARM_ROUNDS} to warm up, PGlite on disk`,
  );
  const characters = rounds.reduce((sum, one) => sum + one.characters, 0) / (ROUNDS * ROUND);
  note(`A report has ${digits(characters)} characters. Median of the rounds (least–most).`);
  const perReport = (ms: number): number => ms / ROUND;
  table([
    ["", "wall ms/report", "CPU ms/report", "× jieba (wall)", "× jieba (CPU)"],
    ...[
      { name: "library.ingest", of: (one: (typeof rounds)[number]) => one.whole },
      { name: "jieba cut_for_search", of: (one: (typeof rounds)[number]) => one.words },
    ].map(({ name, of }) => [
      name,
      spread(rounds.map((one) => perReport(of(one).wall))),
      spread(rounds.map((one) => perReport(of(one).cpu))),
      spread(rounds.map((one) => of(one).wall / one.words.wall)),
      spread(rounds.map((one) => of(one).cpu / one.words.cpu)),
    ]),
  ]);
  note(
    `${digits(1000 / median(rounds.map((one) => perReport(one.whole.wall))))} reports/s by wall, ` +
      `${digits(1000 / median(rounds.map((one) => perReport(one.whole.cpu))))} by CPU.`,
  );
  const sum = (of: (one: (typeof rounds)[number]) => number): number =>
    rounds.reduce((total, one) => total + of(one), 0);
  const words = sum((one) => one.words.cpu);
  const whole = sum((one) => one.whole.cpu) + search;
  note(
    `All rounds and the first search after them (${digits(search)} ms): ${digits(whole / words)} × jieba by CPU, ` +
      `${digits(sum((one) => one.whole.wall) / sum((one) => one.words.wall))} × by wall without the search.`,
  );
  note("");
  table([
    ["stage", "CPU ms/report", "share", "× jieba (CPU)", "all rounds"],
    ...STAGES.map((stage) => {
      const of = ({ stages }: (typeof rounds)[number]): number => stages.get(stage) ?? 0;
      return [
        stage,
        spread(rounds.map((one) => perReport(of(one)))),
        `${digits(median(rounds.map((one) => (100 * of(one)) / one.whole.cpu)))} %`,
        spread(rounds.map((one) => of(one) / one.words.cpu)),
        digits(sum(of) / words),
      ];
    }),
  ]);
  note(
    "Fingerprint is timed apart, on the same text; index vectors is the remainder, with names and near-copies.",
  );
}

type Timed = <Result>(stage: Stage, work: () => Promise<Result>) => Promise<Result>;

function timedIndex(knowledge: Knowledge, timed: Timed): Knowledge {
  return {
    ...knowledge,
    upsert: (passages) => timed("index write", () => knowledge.upsert(passages)),
    prune: (report, keep) => timed("index write", () => knowledge.prune(report, keep)),
  };
}

function timedStore(store: LibraryStore, timed: Timed): LibraryStore {
  return {
    ...store,
    begin: (reports) => timed("tables", () => store.begin(reports)),
    replace: (change) => timed("tables", () => store.replace(change)),
    finish: (reports) => timed("tables", () => store.finish(reports)),
    unfinished: () => timed("tables", () => store.unfinished()),
    knownFiles: (paths) => timed("tables", () => store.knownFiles(paths)),
    holding: (hashes) => timed("tables", () => store.holding(hashes)),
    takenNames: (names) => timed("tables", () => store.takenNames(names)),
    identities: (wanted) => timed("tables", () => store.identities(wanted)),
  };
}
