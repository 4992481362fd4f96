// What the words of a question mean among the passages found: one that reads like another there, a way of speaking that no
// report says. Pure; evidence.ts measures the passages against the question so understood.
import { heardIn } from "./homophones.ts";
import type { Term } from "./question-terms.ts";
import type { Understanding } from "./understand.ts";

/** The question with a name or a word that nothing found says taken for what reads like it there. */
export function asHeard(question: Understanding, texts: readonly string[]): Understanding {
  const names = question.names.map((name) => heardIn(name, texts) ?? name);
  // 次仁措姆 is a name to no dictionary; the texts tell that somebody or something is called so.
  const called = question.terms.filter(
    ({ coined, word }) => coined && texts.some((text) => text.includes(word)),
  );
  const terms = question.terms.map((term) => {
    const heard = heardIn(term.word, texts);
    return heard === undefined ? term : { ...term, alternatives: [...term.alternatives, heard] };
  });
  return { ...question, names: [...names, ...called.map(({ word }) => word)], terms };
}

/**
 * By report, the question with "看娃" taken for 托管班 and 托幼服务站 where nothing found says 看娃: nothing of the report
 * when a place is named, else nothing at all.
 */
export function asMeant(
  question: Understanding,
  texts: readonly { readonly report: string; readonly text: string }[],
): ReadonlyMap<string, Understanding> {
  if (question.terms.every(({ meant }) => meant.length === 0)) return new Map();
  const placed = question.places.length > 0;
  return new Map(
    texts.map(({ report }) => {
      const around = texts.filter((one) => !placed || one.report === report);
      const said = ({ word, alternatives }: Term): boolean =>
        [word, ...alternatives].some((one) => around.some(({ text }) => text.includes(one)));
      const terms = question.terms.map((term) =>
        term.meant.length === 0 || said(term)
          ? term
          : { ...term, alternatives: [...term.alternatives, ...term.meant] },
      );
      return [report, { ...question, terms }];
    }),
  );
}
