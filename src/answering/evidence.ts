// Candidate evidence: every run of neighbouring clauses of the passages that search brought, measured against the question.
// Pure. answer.ts hands in the passages; judge.ts picks among the measured candidates.
import type { Span } from "../domain/report.ts";
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
import type { Term } from "./question-terms.ts";
import { pieceOf, programmeStrength, serves, type Piece } from "./service.ts";
import type { Understanding } from "./understand.ts";
import { holds, matchAll, namesPlace, share } from "./wording.ts";

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
  readonly damaged: boolean;
}

const LONGEST_RUN = 4;
const LONGEST_TEXT = 150;

interface Sentence extends Span, SentenceText {
  readonly of: FoldedPassage;
  /** Whether a semicolon parts it from the sentence before. */
  readonly continued: boolean;
  /** The two sentences before it. */
  readonly earlier: readonly { readonly start: number; readonly text: string }[];
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
    if (ASKED.test(sentence.text) || UNQUOTABLE.test(sentence.text) || !touches(sentence, question))
      return [];
    const anchors = anchorsOf(sentence.of, sentence, question);
    if (ANNOUNCES.test(sentence.text)) return announced(sentence, all, anchors, measures);
    const pieces = clauses(sentence.of.passage.text.slice(sentence.start, sentence.end)).map((span) =>
      pieceOf(sentence.text, span, question),
    );
    return Array.from(runs(pieces), (run) => measure(sentence, run, anchors, measures));
  });
}

const LONGEST_SECTION = 170;

/** What stands under a heading that the question names: "三、申报材料" is answered by the items below it. */
function announced(
  heading: Sentence,
  all: readonly Sentence[],
  anchors: Anchors,
  measures: Measure,
): Candidate[] {
  const below = all.slice(all.indexOf(heading) + 1);
  const next = below.findIndex(({ of, text }) => of !== heading.of || ANNOUNCES.test(text));
  const items = (next < 0 ? below : below.slice(0, next)).filter(
    ({ end }) => end - heading.end <= LONGEST_SECTION,
  );
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return [];
  const text = heading.of.text.slice(first.start, last.end);
  const matches = heading.matches.map((value, index) =>
    Math.max(0.9 * value, ...items.map((item) => item.matches[index] ?? 0)),
  );
  const section: Sentence = { ...first, end: last.end, text, matches, continued: false };
  const piece: Piece = { ...pieceOf(text, { start: 0, end: text.length }, measures.question), matches };
  return [measure(section, [piece], anchors, measures)];
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
    earlier: spans
      .slice(Math.max(0, at - 2), at)
      .map(({ start }, index) => ({ start, text: texts[Math.max(0, at - 2) + index] ?? "" })),
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
// Where somebody lives is nobody's business, and a text that talks to machines is no report.
const UNQUOTABLE = /家住|住址[::]?|(?:忽略|无视).{0,10}(?:指示|指令|提示)|ignore .{0,20}instructions/u;
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
    span: trimmed(
      passage.text,
      anchors.place === "nearby" ? naming(sentence, question) : sentence.start + first,
      sentence.start + last,
    ),
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

/** Where a quotation begins that needs the sentence before it to say which place it speaks of. */
function naming(sentence: Sentence, question: Understanding): number {
  const found = sentence.earlier.find(({ text }) =>
    question.places.some(({ name }) => namesPlace(text, name)),
  );
  return found?.start ?? sentence.start;
}

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
