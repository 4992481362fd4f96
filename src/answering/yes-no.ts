// Whether clauses tell of what a yes-or-no question wants to know of its topic: that there is a 托管班 does not say
// whether it gives lunch. Pure; service.ts asks it of every run of clauses.
import type { Understanding } from "./understand.ts";

const TOLD = 0.5;
const WORD = 0.5;
const DEED = 0.3;
const IN_PARTS = /[,;。].{3}/u;
/** What a member wants done stands behind it: "那个驿站能给热热吗". */
const MAY = /^.*(?:能不能|可不可以|能否|可否|可以|能)(?:给|帮|让)?(?=[^,。;]{1,16}$)/u;

/**
 * Whether the words beside those for the topic are told of at least by half; `covered` are the matches of the terms. True
 * where only a way of speaking names the topic, or something is told before: who tells of a need says more than any report
 * answers. What is wanted done must be told for the most part, and told of itself.
 */
export function tellsOfMore(question: Understanding, covered: readonly number[]): boolean {
  const from = MAY.exec(question.folded)?.[0].length ?? Infinity;
  const named = question.programmes.filter(
    ({ by, words }) => by === "term" || isThing(words, from, question),
  );
  if (named.length === 0) return true;
  const isTopic = (word: string): boolean =>
    named.some(
      ({ words, programme: { terms } }) =>
        words.includes(word) || word.includes(words) || terms.some((term) => term.includes(word)),
    );
  const deeds = question.terms.flatMap(({ word, weight, span }, index) =>
    span.start >= from && weight >= DEED && !isTopic(word)
      ? [{ weight, told: (covered[index] ?? 0) >= TOLD }]
      : [],
  );
  if (deeds.length > 0) return sum(deeds.filter(({ told }) => told)) > 0.5 * sum(deeds);
  if (IN_PARTS.test(question.folded)) return true;
  let asked = 0;
  let told = 0;
  question.terms.forEach(({ word, weight }, index) => {
    if (weight < WORD || isTopic(word)) return;
    asked += weight;
    if ((covered[index] ?? 0) >= TOLD) told += weight;
  });
  return told >= 0.5 * asked;
}

const sum = (deeds: readonly { readonly weight: number }[]): number =>
  deeds.reduce((total, { weight }) => total + weight, 0);

/** Whether the words of a programme are one thing of which something is wanted: 书屋 in "书屋能借书不". */
const isThing = (words: string, from: number, { folded, terms }: Understanding): boolean =>
  from < Infinity &&
  folded.indexOf(words) < from &&
  terms.some(({ thing, word, weight }) => thing && weight >= 1 && word === words);
