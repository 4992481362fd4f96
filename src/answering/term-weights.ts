// What each word of a question counts among the sentences found: a rare word more, a word that all hold less, the words of
// asking and of the programme the passages are about hardly anything. Pure; evidence.ts measures with it.
import { ASKED_THINGS } from "./ask-words.ts";
import { COUNTING, type Ask } from "./asks.ts";
import { isDetail } from "./cues.ts";
import type { Term } from "./question-terms.ts";
import type { Sentence } from "./sentences.ts";
import type { Understanding } from "./understand.ts";
import { share } from "./wording.ts";

/**
 * The weights of the terms. A word that nearly every sentence found holds tells them apart less than one that few hold;
 * and where the passages are about the programme as a whole, its own words tell nothing.
 */
export function weightsIn(all: readonly Sentence[], question: Understanding): number[] {
  const detailed = question.asks.every(({ kind }) => isDetail(kind));
  const loose = !question.asks.some(({ kind }) => COUNTING.has(kind));
  const onlyMoney = question.asks.every(({ kind }) => kind === "money");
  const themed = all.filter(({ of }) => of.theme).length > 0.5 * all.length;
  return question.terms.map((term, index) => {
    const holding = all.filter((sentence) => (sentence.matches[index] ?? 0) >= 0.8).length;
    const rarity = Math.log(1 + (all.length + 1) / (1 + holding)) / Math.log(2 + all.length);
    const ofTheme =
      themed &&
      question.programmes.some(({ programme }) => programme.terms.some((word) => word.includes(term.word)));
    // What the member does about it, in a word that nothing found says, is a way of speaking; a thing would be missed.
    // "材料", "截止": the cues tell, and reports say it in other words.
    if (detailed && ASKED_THINGS.has(term.word)) return 0.35 * term.weight;
    // An amount says by itself that it is money.
    if (onlyMoney && MONEY.has(term.word)) return 0.2 * term.weight;
    if (holding === 0 && !term.thing && loose) return 0.6 * term.weight;
    if (holding > 0 && term.coined) return NAMED;
    return term.weight * (0.3 + 0.9 * Math.min(1, rarity)) * (ofTheme ? 0.4 : 1);
  });
}

/** A name that jieba does not know weighs as much as a long word that it does. */
const NAMED = 1.3;

/** Words for money itself: an amount says them. */
export const MONEY: ReadonlySet<string> = new Set(
  "钱 资金 经费 款 款项 金额 费用 花销 开销 开支 支出 花费 总额 资金总额 总金额 投资额".split(" "),
);

/** The weights for one ask: the words of its own part of the question count whole, the others a little. */
export const weightsOf = (ask: Ask, terms: readonly Term[], weights: readonly number[]): number[] =>
  weights.map((weight, index) => {
    const span = terms[index]?.span;
    const inside = span !== undefined && span.start < ask.part.end && span.end > ask.part.start;
    return inside ? weight : 0.3 * weight;
  });

/** The share of the weights that the values give, over the words that are no way of speaking; 1 when there are none. */
export function literalShare(
  terms: readonly Term[],
  weights: readonly number[],
  values: readonly number[],
): number {
  const kept = weights.map((weight, index) => {
    const term = terms[index];
    return term === undefined || term.spoken || term.weight < 0.5 ? 0 : weight;
  });
  return share(kept, values, 1);
}
