// From an understood question to the passages worth reading: one query, about the places named or over the whole library.
// answer.ts calls it between understanding and measuring.
import { findPlaces } from "../../ingest/places.ts";
import { fold } from "../../ingest/script.ts";
import { queryVector } from "../../ingest/terms.ts";
import { searchWords } from "../../ingest/words.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Embedder } from "../models/model.ts";
import type { FoundPassage, LibraryStore } from "../stores/library-store.ts";
import type { Understanding } from "./understand.ts";

/** Passages read for a question. */
const READ = 24;
/** Passages looked at where those of the counties inside a named province or prefecture stand among them. */
const READ_AROUND = 72;

export interface SearchDependencies {
  readonly knowledge: Knowledge;
  readonly library: Pick<LibraryStore, "passagesByIds">;
  readonly embedder?: Embedder;
}

export interface Search {
  /** Passages about the places named; the whole library when none is named. */
  near(): Promise<FoundPassage[]>;
  /** Passages of the whole library, for the nearest thing when the place has no answer. */
  anywhere(): Promise<FoundPassage[]>;
}

/** Prepares the query once; the returned functions run it. */
export async function searchFor(
  question: Understanding,
  { knowledge, library, embedder }: SearchDependencies,
): Promise<Search> {
  const sparse = queryVector(searchWeights(question));
  const dense = embedder === undefined ? undefined : (await embedder.embed([question.question]))[0];
  const query = { sparse, limit: READ, ...(dense === undefined ? {} : { dense }) };
  const find = async (places: readonly string[], limit: number): Promise<FoundPassage[]> => {
    const hits = await knowledge.search(places.length === 0 ? query : { ...query, limit, places });
    return library.passagesByIds(hits.map(({ id }) => id));
  };
  const names = question.places.map(({ name }) => name);
  const regions = names.length > 0 ? [] : regionsOf(question);
  const wide = question.places.some(({ level }) => level === "province" || level === "prefecture");
  return {
    near: async () =>
      regions.length > 0
        ? distinct([...(await find(regions, READ)), ...(await find([], READ))])
        : wide
          ? ownFirst(await find(names, READ_AROUND), names).slice(0, READ)
          : find(names, READ),
    anywhere: () => find([], READ),
  };
}

/** The regions that a word speaks of without their name: whoever asks about 援疆 is answered from 新疆 first. */
const regionsOf = ({ terms }: Understanding): string[] =>
  terms.flatMap(({ regions }) =>
    regions.flatMap((region) => findPlaces(region).map(({ place }) => place.name)),
  );

const distinct = (passages: readonly FoundPassage[]): FoundPassage[] =>
  Array.from(new Map(passages.map((passage) => [passage.id, passage])).values());

/** The passages of the places themselves before those of the places inside them, else in their order. */
function ownFirst(passages: readonly FoundPassage[], names: readonly string[]): FoundPassage[] {
  const isOwn = ({ source }: FoundPassage): boolean => source.places.some(({ name }) => names.includes(name));
  return [...passages.filter(isOwn), ...passages.filter((passage) => !isOwn(passage))];
}

function searchWeights(question: Understanding): Map<string, number> {
  const weights = new Map<string, number>();
  const add = (text: string, weight: number): void => {
    for (const word of wordsIn(text)) weights.set(word, Math.max(weight, weights.get(word) ?? 0));
  };
  for (const { programme, by } of question.programmes) {
    programme.related.slice(0, 6).forEach((term) => add(term, 0.15));
    programme.terms
      .slice(0, 8)
      .forEach((term, index) => add(term, (by === "saying" ? 0.8 : 0.4) * (index === 0 ? 1 : 0.6)));
  }
  for (const term of question.terms) {
    for (const other of [...term.alternatives, ...term.cousins].slice(0, 6)) add(other, 0.25 * term.weight);
  }
  for (const term of question.terms) add(term.word, Math.max(0.2, term.weight));
  for (const place of question.places) add(fold(place.name), 1);
  for (const name of question.names) add(fold(name), 1);
  for (const number of question.numbers) add(number.text, 0.8);
  return weights;
}

const cut = new Map<string, readonly string[]>();
const MOST_CUT = 5_000;

/** The vocabulary's terms come again with every question: their words are kept. */
function wordsIn(text: string): readonly string[] {
  const known = cut.get(text);
  if (known !== undefined) return known;
  const words = searchWords(text);
  if (cut.size >= MOST_CUT) cut.clear();
  cut.set(text, words);
  return words;
}
