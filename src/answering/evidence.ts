// Candidate evidence: every run of neighbouring clauses of the passages that search brought, measured against the question.
// Pure. answer.ts hands in the passages; judge.ts picks among the measured candidates.
import type { Span } from "../domain/report.ts";
import { findNumbers, type FoundNumber } from "../../ingest/numbers.ts";
import { findPlaces } from "../../ingest/places.ts";
import { fold } from "../../ingest/script.ts";
import { clauses, sentences } from "../../ingest/segment.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import {
  anchorsOf,
  isTheme,
  type Anchors,
  type FoldedPassage,
  type Missing,
  type PlaceBasis,
  type SentenceText,
} from "./anchors.ts";
import type { Ask } from "./asks.ts";
import { quantityFit } from "./quantity.ts";
import type { Term } from "./question-terms.ts";
import type { Understanding } from "./understand.ts";
import { holds, matchAll, namesPlace, partShare, share } from "./wording.ts";

/** A run of clauses of one sentence, and how well it serves. Shares and fits go from 0 to 1. */
export interface Candidate {
  readonly passage: FoundPassage;
  /** In the passage's text. */
  readonly span: Span;
  readonly sentence: Span;
  /** Share of the question's words that the clauses hold. */
  readonly own: number;
  /** The same, counting what the sentence, its neighbours, the heading and the title say, at a discount. */
  readonly covered: number;
  /** `covered` over the words that are no way of speaking; 1 when there are none. */
  readonly literal: number;
  /** Share of the question's runs of three characters that the clauses hold: words that were cut wrong still tell. */
  readonly runs: number;
  /** Whether the clauses hold a word of four characters or more. */
  readonly strong: boolean;
  /** The greatest `covered` over the words of one ask's own part. */
  readonly coveredPart: number;
  /** How well each ask of the question is served, in the order of the asks. */
  readonly served: readonly number[];
  /** Per ask, the share of the words around that ask. */
  readonly near: readonly number[];
  readonly missing: readonly Missing[];
  readonly place: PlaceBasis;
  /** Whether the clauses themselves name a place asked about. */
  readonly namesPlace: boolean;
  /** 0 when the clauses say no word of the programmes asked about, up to 1 for the strongest word. */
  readonly programme: number;
  /** Whether the clauses say a word of a programme that the question names in members' words. */
  readonly spoken: boolean;
  /** Characters that are not the question's own words: a heading that only repeats the question answers nothing. */
  readonly fresh: number;
  /** A short line that announces what follows. */
  readonly heading: boolean;
  readonly damaged: boolean;
}

const TIME =
  /(?:19|20)\d{2}年|\d+月|\d+[日号](?!线)|每?(?:周|星期)[一二三四五六日天]|\d{1,2}:\d{2}|\d+点|[上下]半年/u;
const LONGEST_RUN = 4;
const LONGEST_TEXT = 150;

interface Sentence extends Span, SentenceText {
  readonly of: FoldedPassage;
  /** Whether a semicolon parts it from the sentence before. */
  readonly continued: boolean;
  readonly matches: readonly number[];
  /** The best of the neighbours', the heading's and the title's matches, discounted. */
  readonly nearby: readonly number[];
}

/** What is the same for every candidate of a question. */
interface Measure {
  readonly question: Understanding;
  readonly weights: readonly number[];
  /** Per ask: the words of its own part of the question count whole, the others a little. */
  readonly ofAsks: readonly (readonly number[])[];
}

/** All candidates of the passages; the caller orders them. */
export function candidatesOf(passages: readonly FoundPassage[], question: Understanding): Candidate[] {
  const all = passages.flatMap((passage) => sentencesOf(passage, question));
  const weights = weightsIn(all, question);
  const measures: Measure = {
    question,
    weights,
    ofAsks: question.asks.map((ask) => weightsOf(ask, question.terms, weights)),
  };
  return all.flatMap((sentence) => {
    // A question in a report is answered by what follows it.
    if (ASKED.test(sentence.text) || !touches(sentence, question)) return [];
    const anchors = anchorsOf(sentence.of, sentence, question);
    const pieces = clauses(sentence.of.passage.text.slice(sentence.start, sentence.end)).map((span) =>
      pieceOf(sentence.text, span, question),
    );
    return Array.from(runs(pieces), (run) => measure(sentence, run, anchors, measures));
  });
}

function touches({ matches, text }: Sentence, question: Understanding): boolean {
  return (
    matches.some((value, index) => value > 0.3 && (question.terms[index]?.weight ?? 0) >= 0.5) ||
    question.places.some(({ name }) => namesPlace(text, name)) ||
    programmeStrength(text, question) > 0
  );
}

function sentencesOf(passage: FoundPassage, question: Understanding): Sentence[] {
  const { terms } = question;
  const folded = {
    passage,
    title: fold(passage.source.title),
    heading: fold(passage.heading ?? ""),
    text: fold(passage.text),
  };
  const theme = question.programmes.some(({ programme }) => isTheme(folded, programme.terms));
  const of: FoldedPassage = { ...folded, theme };
  const ofTitle = matchAll(terms, of.title);
  const ofHeading = matchAll(terms, of.heading);
  const spans = sentences(passage.text);
  const texts = spans.map(({ start, end }) => of.text.slice(start, end));
  const matches = texts.map((text) => matchAll(terms, text));
  return spans.map((span, at) => ({
    ...span,
    of,
    text: texts[at] ?? "",
    before: texts.slice(Math.max(0, at - 2), at).join("\n"),
    around: [of.heading, ...texts.slice(Math.max(0, at - 1), at + 2)].join("\n"),
    continued: continues(texts[at - 1]),
    matches: matches[at] ?? [],
    nearby: terms.map((_, index) =>
      Math.max(
        // What a semicolon separates, or a few words announce, still speaks of the same thing.
        (continues(texts[at - 1]) ? 0.75 : ASKED.test(texts[at - 1] ?? "") ? 0.8 : 0.45) *
          (matches[at - 1]?.[index] ?? 0),
        0.45 * (matches[at + 1]?.[index] ?? 0),
        0.6 * (ofHeading[index] ?? 0),
        0.5 * (ofTitle[index] ?? 0),
      ),
    ),
  }));
}

// "——实施彩虹计划。", "三、申报材料", a signature, a dateline in brackets.
const ANNOUNCES =
  /^[—–-].{0,20}$|^[一二三四五六七八九十]+、[^。,]{0,18}$|^.{2,16}(?:总工会|工会|办公室)$|^[(（][^)）]{0,30}[)）]$/u;
const ASKED = /[?？][”"』」]?$/u;

const continues = (before: string | undefined): boolean =>
  before !== undefined && (/[;；::]$/u.test(before) || before.length <= 12);

// A word that nearly every sentence found holds tells them apart less than one that few hold; and where the passages
// are about the programme as a whole, its own words tell nothing.
function weightsIn(all: readonly Sentence[], question: Understanding): number[] {
  const themed = all.filter(({ of }) => of.theme).length > 0.5 * all.length;
  return question.terms.map((term, index) => {
    const holding = all.filter((sentence) => (sentence.matches[index] ?? 0) >= 0.8).length;
    const rarity = Math.log(1 + (all.length + 1) / (1 + holding)) / Math.log(2 + all.length);
    const ofTheme =
      themed &&
      question.programmes.some(({ programme }) => programme.terms.some((word) => word.includes(term.word)));
    return term.weight * (0.3 + 0.9 * Math.min(1, rarity)) * (ofTheme ? 0.4 : 1);
  });
}

interface NumberInPlace {
  readonly number: FoundNumber;
  /** The number with what it counts: its own item of a list, else the whole clause. */
  readonly item: string;
  readonly matches: readonly number[];
}

interface Piece extends Span {
  readonly folded: string;
  readonly matches: readonly number[];
  readonly numbers: readonly NumberInPlace[];
  readonly dated: boolean;
  readonly located: boolean;
}

function pieceOf(sentence: string, span: Span, question: Understanding): Piece {
  const folded = sentence.slice(span.start, span.end);
  const kinds = new Set(question.asks.map(({ kind }) => kind));
  const counting = kinds.has("quantity") || kinds.has("money") || kinds.has("percent");
  const numbers = counting ? findNumbers(folded).filter(({ kind }) => kind === "quantity") : [];
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

function* runs(pieces: readonly Piece[]): Generator<readonly Piece[]> {
  for (let from = 0; from < pieces.length; from++) {
    const start = pieces[from]?.start ?? 0;
    for (let to = from; to < Math.min(pieces.length, from + LONGEST_RUN); to++) {
      if (to > from && (pieces[to]?.end ?? 0) - start > LONGEST_TEXT) break;
      yield pieces.slice(from, to + 1);
    }
  }
}

function measure(
  sentence: Sentence,
  run: readonly Piece[],
  anchors: Anchors,
  { question, weights, ofAsks }: Measure,
): Candidate {
  const first = run[0]?.start ?? 0;
  const last = run.at(-1)?.end ?? 0;
  const text = sentence.text.slice(first, last);
  const own = question.terms.map((_, index) => Math.max(0, ...run.map((one) => one.matches[index] ?? 0)));
  const covered = own.map((value, index) =>
    Math.max(value, 0.8 * (sentence.matches[index] ?? 0), sentence.nearby[index] ?? 0),
  );
  const services = question.asks.map((ask, index) =>
    serves(ask, run, text, question, ofAsks[index] ?? weights, own, covered),
  );
  const { passage } = sentence.of;
  return {
    passage,
    span: trimmed(passage.text, sentence.start + first, sentence.start + last),
    sentence,
    own: share(weights, own),
    covered: share(weights, covered),
    coveredPart: Math.max(...ofAsks.map((part) => share(part, covered))),
    literal: literalShare(question.terms, weights, covered),
    runs: runShare(text, question.trigrams),
    strong: question.terms.some((term, index) => term.word.length >= 4 && (own[index] ?? 0) >= 0.9),
    served: services.map(({ served }) => served),
    near: services.map(({ near }) => near),
    missing: anchors.missing,
    place: anchors.place,
    namesPlace: question.places.some(({ name }) => namesPlace(text, name)),
    programme: Math.max(
      programmeStrength(text, question),
      sentence.continued ? 0.7 * programmeStrength(sentence.before, question) : 0,
      // Where the whole passage is about the programme, a sentence need not say its name.
      sentence.of.theme ? 0.6 : 0,
    ),
    spoken: question.programmes.some(
      ({ programme, by }) => by === "saying" && programme.terms.some((term) => holds(text, term)),
    ),
    fresh:
      text.length -
      question.terms.reduce(
        (sum, term, index) =>
          sum + ((own[index] ?? 0) === 1 && text.includes(term.word) ? term.word.length : 0),
        0,
      ) -
      question.places.reduce((sum, { name }) => sum + (namesPlace(text, name) ? name.length : 0), 0),
    heading: ANNOUNCES.test(sentence.text),
    damaged: text.includes("\uFFFD"),
  };
}

function literalShare(terms: readonly Term[], weights: readonly number[], values: readonly number[]): number {
  const kept = weights.map((weight, index) => {
    const term = terms[index];
    return term === undefined || term.spoken || term.weight < 0.5 ? 0 : weight;
  });
  return share(kept, values, 1);
}

const runShare = (text: string, trigrams: readonly string[]): number =>
  trigrams.length === 0
    ? 0
    : trigrams.filter((run) => text.includes(run)).length / Math.max(3, trigrams.length);

// "——" before a paragraph and "," after a clause are no part of a quotation.
function trimmed(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && /[—–\-•·、,,;;::\s]/u.test(text[start] ?? "")) start++;
  while (end > start && /[、,,;;::\s]/u.test(text[end - 1] ?? "")) end--;
  return { start, end };
}

const weightsOf = (ask: Ask, terms: readonly Term[], weights: readonly number[]): number[] =>
  weights.map((weight, index) => {
    const span = terms[index]?.span;
    const inside = span !== undefined && span.start < ask.part.end && span.end > ask.part.start;
    return inside ? weight : 0.3 * weight;
  });

const BY_SURENESS = { term: 1, saying: 0.7, related: 0.35 } as const;

function programmeStrength(text: string, question: Understanding): number {
  return Math.max(
    0,
    ...question.programmes.map(({ programme, by }) => {
      const index = programme.terms.findIndex((term) => holds(text, term));
      return index < 0 ? 0 : BY_SURENESS[by] * Math.max(0.6, 1 - 0.05 * index);
    }),
  );
}

interface Service {
  readonly served: number;
  /** Share of the ask's words beside what answers it. */
  readonly near: number;
}

function serves(
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
      return { served: names(ask.target, run, text) ? 1 : 0.5, near };
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

function names(target: Ask["target"], run: readonly Piece[], text: string): boolean {
  if (target === "place") return run.some(({ located }) => located);
  return ORGANISATION.test(text) || (target === "person" && PERSON.test(text));
}
