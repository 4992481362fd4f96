// Whether clauses tell of what a yes-or-no question wants to know of its topic: that there is a 托管班 does not say
// whether it gives lunch. Pure; service.ts asks it of every run of clauses.
import type { Understanding } from "./understand.ts";

const TOLD = 0.5;
const WORD = 0.5;
const IN_PARTS = /[,;。].{3}/u;

/**
 * Whether the words beside those for the topic are told of at least by half; `covered` are the matches of the terms. True
 * where only a way of speaking names the topic, or something is told before: who tells of a need says more than any report
 * answers.
 */
export function tellsOfMore(question: Understanding, covered: readonly number[]): boolean {
  const named = question.programmes.filter(({ by }) => by === "term");
  if (named.length === 0 || IN_PARTS.test(question.folded)) return true;
  const isTopic = (word: string): boolean =>
    named.some(
      ({ words, programme: { terms } }) =>
        words.includes(word) || word.includes(words) || terms.some((term) => term.includes(word)),
    );
  let asked = 0;
  let told = 0;
  question.terms.forEach(({ word, weight }, index) => {
    if (weight < WORD || isTopic(word)) return;
    asked += weight;
    if ((covered[index] ?? 0) >= TOLD) told += weight;
  });
  return told >= 0.5 * asked;
}
