// Questions through the answering that the application wires, the index alone within it, and MiniSearch over the same words.
// growth.ts calls it at every size of the store.
import MiniSearch from "minisearch";
import { fold } from "../../ingest/script.ts";
import { searchWords, wordsOf } from "../../ingest/words.ts";
import type { App } from "../../src/app.ts";
import { createAnswering } from "../../src/answering/answer.ts";
import {
  digits,
  mean,
  median,
  note,
  percentiles,
  quantile,
  startClock,
  table,
  type Time,
} from "./measure.ts";
import type { BenchQuestion, QuestionKind } from "./questions.ts";
import { catalogue, HOTLINE } from "./shelves.ts";

// Enough for the index to take its vectors into memory, which it does once several questions went through all of it.
const WARM_QUESTIONS = 120;
const FOUND = 32;

/** One question's times, the median of its rounds. */
interface Asked {
  readonly question: BenchQuestion;
  readonly whole: Time;
  readonly search: Time;
  readonly read: Time;
  readonly mini: Time | undefined;
  readonly kind: string;
  readonly holds: boolean;
}

export interface AskResult {
  readonly asked: readonly Asked[];
  /** Milliseconds MiniSearch took to index the passages; undefined when it was left out. */
  readonly miniIndexing: number | undefined;
}

type Mini = MiniSearch<{ id: number; words: string }>;

const NONE: Time = { wall: 0, cpu: 0 };
const add = (left: Time, right: Time): Time => ({ wall: left.wall + right.wall, cpu: left.cpu + right.cpu });
// The CPU clock may tick in steps of 4 ms: only its mean says something, and no single question's.
const middle = (times: readonly Time[]): Time => ({
  wall: median(times.map(({ wall }) => wall)),
  cpu: mean(times.map(({ cpu }) => cpu)),
});

/** Asks every question `rounds` times, ours and MiniSearch in turn. */
export async function measureAsk(
  app: App,
  questions: readonly BenchQuestion[],
  { rounds, mini: withMini }: { rounds: number; mini: boolean },
): Promise<AskResult> {
  let search = NONE;
  let read = NONE;
  const answering = createAnswering({
    knowledge: {
      ...app.knowledge,
      async search(query) {
        const clock = startClock();
        const hits = await app.knowledge.search(query);
        search = add(search, clock());
        return hits;
      },
    },
    library: {
      ...app.libraryStore,
      async passagesByIds(ids) {
        const clock = startClock();
        const passages = await app.libraryStore.passagesByIds(ids);
        read = add(read, clock());
        return passages;
      },
    },
    vocabulary: app.vocabulary,
    write: catalogue.text,
    hotline: HOTLINE,
  });
  const indexing = startClock();
  const mini = withMini ? await indexed(app) : undefined;
  const miniIndexing = withMini ? indexing().wall : undefined;

  for (const { text } of questions.slice(0, WARM_QUESTIONS)) {
    await answering.answer(`${text}呢`);
    if (mini !== undefined) searchMini(mini, text);
  }
  const asked: Asked[] = [];
  for (const question of questions) {
    const times: { whole: Time; search: Time; read: Time; mini: Time | undefined }[] = [];
    let outcome = { kind: "", text: "" };
    for (let round = 0; round < rounds; round++) {
      search = NONE;
      read = NONE;
      const clock = startClock();
      const { answer } = await answering.answer(question.text);
      const whole = clock();
      outcome = answer;
      const searching = startClock();
      if (mini !== undefined) searchMini(mini, question.text);
      times.push({ whole, search, read, mini: mini === undefined ? undefined : searching() });
    }
    const said = fold(outcome.text);
    asked.push({
      question,
      whole: middle(times.map((one) => one.whole)),
      search: middle(times.map((one) => one.search)),
      read: middle(times.map((one) => one.read)),
      mini: mini === undefined ? undefined : middle(times.flatMap((one) => one.mini ?? [])),
      kind: outcome.kind,
      holds: question.must.every((words) => said.includes(fold(words))),
    });
  }
  return { asked, miniIndexing };
}

async function indexed(app: App): Promise<Mini> {
  const mini: Mini = new MiniSearch({
    fields: ["words"],
    tokenize: (text) => text.split(" "),
    processTerm: (term) => term,
  });
  let id = 0;
  for (const report of await app.libraryStore.list()) {
    const passages = await app.libraryStore.passagesOf(report.id);
    mini.addAll(passages.map(({ text }) => ({ id: id++, words: wordsOf(text).join(" ") })));
  }
  return mini;
}

const searchMini = (mini: Mini, question: string): unknown =>
  mini.search(searchWords(fold(question)).join(" "), { combineWith: "OR" }).slice(0, FOUND);

export const wholeOf = ({ asked }: AskResult, by: keyof Time): number[] =>
  asked.map(({ whole }) => whole[by]);

/** The table beside MiniSearch, then what was answered. */
export function reportAsk({ asked, miniIndexing }: AskResult, passages: number, rounds: number): void {
  note(
    `${asked.length} different questions, each ${rounds} times, ours and MiniSearch in turn, after ${WARM_QUESTIONS} others; ` +
      `the median of each, then over the questions. Milliseconds; p50 / p95 are wall times.`,
  );
  const row = (name: string, of: (one: Asked) => Time | undefined): string[] => {
    const walls = asked.map((one) => of(one)?.wall ?? Number.NaN);
    const minis = asked.map(({ mini }) => mini?.wall ?? Number.NaN);
    const ratio = (part: number): string => digits(quantile(walls, part) / quantile(minis, part));
    const compared = miniIndexing === undefined ? [] : [`${ratio(0.5)} / ${ratio(0.95)}`];
    return [
      name,
      percentiles(walls),
      digits(mean(asked.map((one) => of(one)?.cpu ?? Number.NaN))),
      ...compared,
    ];
  };
  const rest = ({ whole, search, read }: Asked): Time => ({
    wall: whole.wall - search.wall - read.wall,
    cpu: whole.cpu - search.cpu - read.cpu,
  });
  table([
    [
      `at ${passages.toLocaleString("en")} passages`,
      "p50 / p95",
      "mean CPU",
      ...(miniIndexing === undefined ? [] : ["÷ MiniSearch's"]),
    ],
    row("ask, question to answer", ({ whole }) => whole),
    row("  the index's search alone", ({ search }) => search),
    row("  reading the passages", ({ read }) => read),
    row("  understanding and judging", rest),
    ...(miniIndexing === undefined ? [] : [row("MiniSearch, search alone", ({ mini }) => mini)]),
  ]);
  if (miniIndexing !== undefined)
    note(`MiniSearch indexed the passages in ${digits(miniIndexing / 1000)} s.`);
  note("");
  const kinds = Map.groupBy(asked, ({ question }): QuestionKind => question.kind);
  table([
    ["question", "count", "p50 / p95", "mean CPU", "answered", "refused", "facts held"],
    ...Array.from(kinds, ([kind, ones]) => {
      const checked = ones.filter(({ question }) => question.must.length > 0);
      const answered = ones.filter((one) => one.kind === "answer").length;
      return [
        kind,
        String(ones.length),
        percentiles(ones.map(({ whole }) => whole.wall)),
        digits(mean(ones.map(({ whole }) => whole.cpu))),
        String(answered),
        String(ones.length - answered),
        checked.length === 0 ? "" : `${checked.filter(({ holds }) => holds).length} of ${checked.length}`,
      ];
    }),
  ]);
}
