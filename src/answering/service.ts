// How well a run of clauses serves what a question asks: the right kind of number beside the right words, a date, a place,
// a list, somebody named. Pure; evidence.ts measures every run with it.
import type { Span } from "../domain/report.ts";
import { findNumbers, type FoundNumber } from "../../ingest/numbers.ts";
import { findPlaces } from "../../ingest/places.ts";
import type { Ask } from "./asks.ts";
import { nameAt } from "./named.ts";
import { quantityFit } from "./quantity.ts";
import type { Understanding } from "./understand.ts";
import { holds, matchAll, partShare, share } from "./wording.ts";

const TIME =
  /(?:19|20)\d{2}年|\d+月|\d+[日号](?!线)|每?(?:周|星期)[一二三四五六日天]|\d{1,2}:\d{2}|\d+点|[上下]半年|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:in|by|since|from) (?:19|20)\d{2})\b/u;
interface NumberInPlace {
  readonly number: FoundNumber;
  /** The number with what it counts: its own item of a list, else the whole clause. */
  readonly item: string;
  readonly matches: readonly number[];
}

/** A clause with what the asks look for in it. */
export interface Piece extends Span {
  readonly folded: string;
  readonly matches: readonly number[];
  readonly numbers: readonly NumberInPlace[];
  readonly dated: boolean;
  readonly located: boolean;
}

/** Reads one clause of a folded sentence. */
export function pieceOf(sentence: string, span: Span, question: Understanding): Piece {
  const folded = sentence.slice(span.start, span.end);
  const kinds = new Set(question.asks.map(({ kind }) => kind));
  const counting = kinds.has("quantity") || kinds.has("money") || kinds.has("percent");
  const numbers = counting ? findNumbers(folded).filter((number) => isCount(number, folded)) : [];
  return {
    ...span,
    folded,
    matches: matchAll(question.terms, folded),
    numbers: numbers.map((number, index) => {
      const item = itemOf(folded, number, numbers[index - 1], numbers[index + 1], question.folded);
      return { number, item, matches: matchAll(question.terms, item) };
    }),
    dated: kinds.has("when") && TIME.test(folded),
    located:
      (kinds.has("where") || kinds.has("who")) &&
      findPlaces(folded).some(({ place }) => !question.places.some((asked) => asked.name === place.name)),
  };
}

// English counts without a measure word: "6 large systems".
const isCount = ({ kind, end }: FoundNumber, folded: string): boolean =>
  kind === "quantity" || (kind === "bare" && /^ [a-z]{3}/.test(folded.slice(end, end + 4)));

// In "257個模範職工之家、107個戶外勞動者服務站" each number has its own item.
function itemOf(
  text: string,
  number: FoundNumber,
  before: FoundNumber | undefined,
  after: FoundNumber | undefined,
  question: string,
): string {
  const from = before === undefined ? 0 : before.end;
  const to = after === undefined ? text.length : after.start;
  // In "書屋、文化宮等項目762個" the number counts what stands after 等.
  const head = /[\p{Script=Han}]/u.test(text[number.end] ?? "") ? -1 : text.lastIndexOf("等", number.start);
  const counted = text.slice(head + 1, number.start);
  if (head >= from && counted.length > 0 && !question.includes(counted)) return counted + number.text;
  const mark = text.lastIndexOf("、", number.start);
  const start = mark > from && before !== undefined ? mark : from;
  const next = text.indexOf("、", number.end);
  return text.slice(start, next >= 0 && next < to ? next : to);
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

/** Both go from 0 to 1. */
export interface Service {
  readonly served: number;
  /** Share of the ask's words beside what answers it. */
  readonly near: number;
}

/** How a run of clauses serves one ask. `weights` are the terms' for this ask, `own` and `covered` the run's matches. */
export function serves(
  ask: Ask,
  run: readonly Piece[],
  text: string,
  question: Understanding,
  weights: readonly number[],
  own: readonly number[],
  covered: readonly number[],
): Service {
  const near = share(
    weights,
    own.map((value, index) => 0.7 * value + 0.3 * (covered[index] ?? 0)),
  );
  switch (ask.kind) {
    case "quantity":
    case "money":
    case "percent":
      return countServes(ask, run, question, weights, covered);
    case "when":
      return { served: run.some(({ dated }) => dated) ? 1 : 0, near };
    case "where":
      return { served: run.some(({ located }) => located) ? 1 : EVENT_AT.test(text) ? 0.9 : 0.3, near };
    case "list":
      return { served: text.includes("、") ? 1 : 0.5, near };
    case "who":
      return { served: names(ask.target, run, text, question), near };
    case "what":
      return { served: 0.7, near };
    default: {
      const impossible: never = ask.kind;
      return impossible;
    }
  }
}

const EVENT_AT = /在.{2,20}(?:揭牌|挂牌|举行|举办|召开|成立|设立|启用|开班|开课|签约|建)/u;
const NOTHING: Service = { served: 0, near: 0 };

function countServes(
  ask: Ask,
  run: readonly Piece[],
  question: Understanding,
  weights: readonly number[],
  covered: readonly number[],
): Service {
  let best = NOTHING;
  run.forEach((piece, at) => {
    for (const { number, item, matches } of piece.numbers) {
      const fit = quantityFit(ask, number, question);
      if (fit === 0) continue;
      // What a number counts stands beside it, or in the clause before; the rest of the run says less.
      const before = run[at - 1]?.matches;
      const local = matches.map((value, index) =>
        Math.max(value, 0.75 * (before?.[index] ?? 0), 0.45 * (covered[index] ?? 0)),
      );
      const near = share(weights, local);
      const beside = Math.max(share(weights, local, 1), 0.8 * programmeStrength(item, question));
      const service = { served: fit * (0.5 + 0.5 * beside) * (counts(ask, item) ? 1 : 0.6), near };
      if (service.served + service.near > best.served + best.near) best = service;
    }
  });
  return best;
}

function counts({ counted, countedWords = [] }: Ask, item: string): boolean {
  return counted === undefined || holds(item, counted) || partShare(counted, countedWords, item) >= 0.6;
}

const ORGANISATION = /公司|集团|班组|学院|学校|中心|工厂|厂|局|委员会|基金会|企业|单位/u;

const PERSON =
  /(?:主席|书记|部长|主任|师傅|代表|劳模|获得者|记者|工匠|司机|快递员|同志)[\p{Script=Han}]{2,3}|[\p{Script=Han}]{2,3}(?:主席|书记|部长|主任|师傅|同志|等\d+人)/u;

function names(target: Ask["target"], run: readonly Piece[], text: string, question: Understanding): number {
  if (target === "place") return run.some(({ located }) => located) ? 1 : 0.5;
  if (target === "organisation") return ORGANISATION.test(text) ? 1 : 0.5;
  // "律师是谁": a name right behind the word that was asked for.
  const named = question.terms.some(({ word, weight }) => {
    const at = text.indexOf(word);
    return weight >= 0.5 && at >= 0 && nameAt(text, at + word.length);
  });
  return named ? 1 : PERSON.test(text) || ORGANISATION.test(text) ? 0.8 : 0.4;
}
