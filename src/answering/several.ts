// "云岭工匠有哪两位" wants more than one named, and a report may name each in a sentence of its own. Pure; judge.ts adds
// what this finds to the one it picked.
import type { Candidate } from "./candidate.ts";
import { fold } from "../../ingest/script.ts";
import { isOrdinaryWord } from "../../ingest/words.ts";
import { isNewName } from "./named.ts";
import type { Term } from "./question-terms.ts";
import type { Understanding } from "./understand.ts";

const SEVERAL = /哪(?:[两三四五几]|好几)(?:位|名|个人)|都有谁|有哪些人/u;
const MOST_MORE = 1;
const WHICH_PLACES =
  /哪(?:些|几个|几家)(?:地方|地区|县|市|省|州|区|工会)|which (?:places|counties|provinces|unions)/u;
const MOST_PLACES = 3;

/** Where it is asked which places did something: the best of other places' reports that tell of it, too. `score`: the higher the better. */
export function othersElsewhere(
  { folded, asks, places, terms }: Understanding,
  pick: Candidate,
  possible: readonly Candidate[],
  score: (one: Candidate) => number,
): Candidate[] {
  const wanted = asks.some(({ kind }) => kind === "who" || kind === "where" || kind === "list");
  if (places.length > 0 || !wanted || !WHICH_PLACES.test(folded)) return [];
  const thing = terms.reduce<Term | undefined>(
    (most, term) => (most === undefined || term.weight > most.weight ? term : most),
    undefined,
  );
  if (thing === undefined) return [];
  const placeOf = ({ passage }: Candidate): string => passage.source.places[0]?.name ?? "";
  const others = possible.filter(
    (one) =>
      placeOf(one) !== "" &&
      placeOf(one) !== placeOf(pick) &&
      [thing.word, ...thing.alternatives].some((word) =>
        fold(one.passage.text.slice(one.span.start, one.span.end)).includes(word),
      ),
  );
  const best = Array.from(Map.groupBy(others, placeOf).values(), (ofPlace) =>
    ofPlace.reduce((top, one) => (score(one) > score(top) ? one : top)),
  );
  return best.toSorted((left, right) => score(right) - score(left)).slice(0, MOST_PLACES - 1);
}

/** The other sentences of the pick's report that name somebody right beside the word asked of; none unless several are wanted. */
export function othersNamed(
  { folded, asks, terms }: Understanding,
  pick: Candidate,
  possible: readonly Candidate[],
): Candidate[] {
  const word = terms.findLast(({ weight }) => weight >= 1)?.word;
  if (asks.length !== 1 || word === undefined || !SEVERAL.test(folded)) return [];
  const before = new RegExp(`\\p{Script=Han}{2}(?=[“"「『]${word}[”"」』])`, "u");
  const after = new RegExp(`(?<=${word}[”"」』]?)\\p{Script=Han}{2}`, "u");
  const names = (one: Candidate): string | undefined => {
    const text = fold(one.passage.text.slice(one.span.start, one.span.end));
    const [ahead, behind] = [before.exec(text)?.[0], after.exec(text)?.[0]];
    if (ahead !== undefined && !isOrdinaryWord(ahead)) return ahead;
    return behind !== undefined && isNewName(behind) ? behind : undefined;
  };
  const first = names(pick);
  if (first === undefined) return [];
  const elsewhere = possible.filter(
    (one) =>
      one.passage.report === pick.passage.report &&
      !(one.passage.id === pick.passage.id && one.sentence.start === pick.sentence.start) &&
      (names(one) ?? first) !== first,
  );
  // The shortest quotation that names somebody else.
  return elsewhere
    .toSorted((left, right) => left.span.end - left.span.start - (right.span.end - right.span.start))
    .slice(0, MOST_MORE);
}
