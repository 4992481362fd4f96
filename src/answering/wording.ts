// Whether a text says a word of the question: the word itself, another word for it, or its parts. All texts are folded.
// Pure; evidence.ts and aggregate.ts measure with it.
import { placeByName, shortName } from "../../ingest/places.ts";
import { remembering } from "../../ingest/remembering.ts";
import type { Term } from "./question-terms.ts";
import type { Understanding } from "./understand.ts";

const TITLE = /^副?(?:主席|书记|部长|主任|局长|会长|市长|县长|省长)$/u;

/** How much of each term a folded text holds, 0 to 1, in the order of the terms. */
export function matchAll(terms: readonly Term[], text: string): number[] {
  return terms.map((term) => (text === "" ? 0 : match(term, text)));
}

/** How much of a term a folded text holds, 0 to 1. */
export function match(term: Term, text: string): number {
  if (says(text, term.word)) return 1;
  if (TITLE.test(term.word)) return 0;
  const long = (word: string): boolean => word.length > 1;
  let best = term.alternatives.some((word) => long(word) && text.includes(word))
    ? 0.85
    : term.cousins.some((word) => long(word) && tellsOf(text, word))
      ? COUSIN
      : 0;
  if (best === 0 && [...term.alternatives, ...term.cousins].some((word) => long(word) && holds(text, word)))
    best = 0.7;
  if (best === 0 && term.short !== undefined && text.includes(term.short)) best = COUSIN;
  if (best < 0.9 && term.parts.length > 0)
    best = Math.max(best, 0.9 * partShare(term.word, term.parts, text));
  return best;
}

const COUSIN = 0.78;

/** What a word stands in by chance: nobody works overtime, 加班, in 数控机加班组. */
const BY_CHANCE: Readonly<Record<string, RegExp>> = { 加班: /加班(?!组)/u };

// A vice-chairman is no chairman.
const says = (text: string, word: string): boolean =>
  TITLE.test(word) && !word.startsWith("副")
    ? new RegExp(`(?<!副)${word}`, "u").test(text)
    : (BY_CHANCE[word]?.test(text) ?? text.includes(word));

/** The share of a word's characters that its parts found in a folded text cover, 0 to 1. */
export function partShare(word: string, parts: readonly string[], text: string): number {
  const covered = new Set<number>();
  for (const part of parts) {
    if (!text.includes(part)) continue;
    const start = word.indexOf(part);
    for (let index = start; index < start + part.length; index++) covered.add(index);
  }
  return covered.size / word.length;
}

/** Whether a folded text says the word, or says both halves of a longer word near each other ("技能提升培训" for 技能培训). */
export function holds(text: string, word: string): boolean {
  if (tellsOf(text, word)) return true;
  if (word.length < 4 || word.length > 8 || text.includes(word)) return false;
  const middle = Math.floor(word.length / 2);
  const left = text.indexOf(word.slice(0, middle));
  if (left < 0) return false;
  const right = text.indexOf(word.slice(middle), left + middle);
  return right >= 0 && right - left - middle <= 6;
}

// 河北 is a province, and no way to write 河北区.
const shortOf = remembering((name: string): string => {
  const short = shortName(name);
  const province = !/[省市]$|自治区$/u.test(name) && placeByName(`${short}省`) !== undefined;
  return short.length >= 2 && !province ? short : name;
});

/** Whether a folded text names the place, in full or in short. */
export function namesPlace(text: string, name: string): boolean {
  // Nobody writes 新疆生产建设兵团 twice.
  if (name === "北京市" && /[在进来赴]京/u.test(text)) return true;
  if (name.endsWith("兵团")) return text.includes("兵团");
  return text.includes(shortOf(name));
}

/** Whether a folded text holds the word other than as the name of a cup: “互助保障杯”健步走 is no mutual aid. */
function tellsOf(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (text[at + word.length] !== "杯") return true;
  return false;
}

/** The share of the terms' weights that the values give, 0 to 1; `empty` when there are no terms. */
export function share(weights: readonly number[], values: readonly number[], empty = 0): number {
  let total = 0;
  let got = 0;
  weights.forEach((weight, index) => {
    total += weight;
    got += weight * (values[index] ?? 0);
  });
  return total === 0 ? empty : got / total;
}

const BY_SURENESS = { term: 1, saying: 0.7, related: 0.35 } as const;

/** 0 when a folded text says no word of the programmes asked about, up to 1 for the strongest word of the surest one. */
export function programmeStrength(text: string, question: Understanding): number {
  return Math.max(
    0,
    ...question.programmes.map(({ programme, by }) => {
      const index = programme.terms.findIndex((term) => holds(text, term));
      return index < 0 ? 0 : BY_SURENESS[by] * Math.max(0.6, 1 - 0.05 * index);
    }),
  );
}
