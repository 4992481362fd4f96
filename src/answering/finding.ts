// Where an answer is looked for: near the places asked about first, then wherever these are spoken of. answer.ts calls it.
import { fold } from "../../ingest/script.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import { candidatesOf } from "./evidence.ts";
import { judge, type Verdict } from "./judge.ts";
import { joined } from "./quotation.ts";
import type { Term } from "./question-terms.ts";
import { searchFor, type SearchDependencies } from "./search.ts";
import { subjectsOf } from "./subjects.ts";
import type { Understanding } from "./understand.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { namesPlace } from "./wording.ts";

export interface Judged {
  readonly verdict: Verdict;
  readonly passages: readonly FoundPassage[];
}

export interface FindingDependencies extends SearchDependencies {
  readonly vocabulary: Vocabulary;
}

/** Searches and judges each subject of the question; what one part finds stands beside what the others find. */
export function createFinding(
  dependencies: FindingDependencies,
): (question: Understanding) => Promise<Judged> {
  const { vocabulary } = dependencies;

  async function judged(question: Understanding): Promise<Judged> {
    const subjects = subjectsOf(question, vocabulary);
    if (subjects.length === 1) return judgedAlone(question);
    const found: Judged[] = [];
    for (const subject of subjects) found.push(await judgedAlone(subject));
    const answered = found.flatMap(({ verdict }) => (verdict.kind === "answered" ? [verdict] : []));
    if (answered.length === 0) return judgedAlone(question);
    return {
      verdict: {
        kind: "answered",
        picks: joined(answered.flatMap(({ picks }) => picks)),
        partly: answered.length < found.length || answered.some(({ partly }) => partly),
      },
      passages: found.flatMap(({ passages }) => passages),
    };
  }

  /** With the passages that the last answer quoted, which a question that goes on from it may share no word with. */
  async function withFollowed(
    found: readonly FoundPassage[],
    { follows }: Understanding,
  ): Promise<readonly FoundPassage[]> {
    const missing = new Set(follows.map(({ passage }) => passage));
    for (const { id } of found) missing.delete(id);
    return missing.size === 0
      ? found
      : [...found, ...(await dependencies.library.passagesByIds(Array.from(missing)))];
  }

  async function judgedAlone(question: Understanding): Promise<Judged> {
    const search = await searchFor(question, dependencies);
    const near = await withFollowed(await search.near(), question);
    const verdict = judge(question, candidatesOf(near, question));
    if (verdict.kind === "answered") {
      const others = await ofOthers(question, near, () => search.anywhere());
      if (!others) return { verdict, passages: near };
      const [nearest] = verdict.picks;
      return {
        verdict: { kind: "unknown", missing: ["name"], ...(nearest === undefined ? {} : { nearest }) },
        passages: near,
      };
    }
    if (question.places.length === 0) return { verdict, passages: near };
    // Another place's report may tell of this one, and a course of Tibet's be held in Beijing.
    const anywhere = await search.anywhere();
    const known = new Set(near.map(({ id }) => id));
    const named = anywhere.filter((passage) => !known.has(passage.id) && speaksOf(passage, question));
    if (named.length > 0) {
      const second = judge(question, candidatesOf(named, question));
      if (second.kind === "answered") return { verdict: second, passages: [...near, ...named] };
    }
    if (verdict.nearest !== undefined) return { verdict, passages: near };
    const passages = [...near, ...anywhere];
    return { verdict: judge(question, candidatesOf(passages, question)), passages };
  }

  return judged;
}

/** Whether the question says a name of its own that nothing found near the place says and that is another place's. */
async function ofOthers(
  { folded, terms, places }: Understanding,
  near: readonly FoundPassage[],
  anywhere: () => Promise<readonly FoundPassage[]>,
): Promise<boolean> {
  const says = (word: string, passages: readonly FoundPassage[]): boolean =>
    passages.some(({ text }) => fold(text).includes(word));
  const names = places.length === 0 ? [] : terms.flatMap((term) => ownName(term, folded) ?? []);
  const unsaid = names.filter((name) => !says(name, near));
  if (unsaid.length === 0) return false;
  const found = await anywhere();
  return unsaid.some((name) => says(name, found));
}

/** 红叶式 of "红叶式班组" is a thing's own name; words that the vocabulary knows are told in other words, too. */
function ownName(
  { word, span, thing, spoken, alternatives, cousins }: Term,
  folded: string,
): string | undefined {
  const name = /^[式牌杯]/u.test(folded.slice(span.end)) ? folded.slice(span.start, span.end + 1) : word;
  const known = spoken || alternatives.length + cousins.length > 0;
  return thing && !known && name.length >= 3 ? name : undefined;
}

/** Whether a passage names every place asked about. */
function speaksOf({ text }: FoundPassage, { places }: Understanding): boolean {
  const folded = fold(text);
  return places.every(({ name }) => namesPlace(folded, name));
}
