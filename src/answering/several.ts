// "云岭工匠有哪两位" wants more than one named, and a report may name each in a sentence of its own. Pure; judge.ts adds
// what this finds to the one it picked.
import type { Candidate } from "./candidate.ts";
import { fold } from "../../ingest/script.ts";
import { isOrdinaryWord } from "../../ingest/words.ts";
import { isNewName } from "./named.ts";
import type { Understanding } from "./understand.ts";

const SEVERAL = /哪(?:[两三四五几]|好几)(?:位|名|个人)|都有谁|有哪些人/u;
const MOST_MORE = 1;

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
