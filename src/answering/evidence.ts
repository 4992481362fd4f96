// Candidate evidence: every run of neighbouring clauses of the passages that search brought, measured against the question.
// Pure. answer.ts hands in the passages; judge.ts picks among the measured candidates.
import type { Span } from "../domain/report.ts";
import { findNumbers } from "../../ingest/numbers.ts";
import { fold } from "../../ingest/script.ts";
import { clauses } from "../../ingest/segment.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import { anchorsOf, sameQuantity, saysName, type Anchors } from "./anchors.ts";
import type { Candidate } from "./candidate.ts";
import {
  AHEAD,
  announces,
  FOCUS,
  FOCUSED,
  HOW,
  MEANS,
  OFFER,
  OFFERED,
  PLANNED,
  REASON,
  states,
  THEME,
  THEMED,
  WHOLE_SECTION,
  WHY,
} from "./cues.ts";
import { asHeard, asMeant } from "./meant.ts";
import { isAsked, isHeadingLine, type Section } from "./outline.ts";
import { isFollowed, readPassage, tells, type ReadPassage, type Sentence } from "./sentences.ts";
import { pieceOf, serves, type Piece } from "./service.ts";
import { literalShare, weightsIn, weightsOf } from "./term-weights.ts";
import type { Understanding } from "./understand.ts";
import { counts } from "./weigh.ts";
import { holds, namesPlace, programmeStrength, share } from "./wording.ts";

const LONGEST_RUN = 4;
const LONGEST_TEXT = 150;

/** What is the same for every candidate of a question. */
interface Measure {
  readonly question: Understanding;
  readonly weights: readonly number[];
  /** Per ask: the words of its own part of the question count whole, the others a little. */
  readonly ofAsks: readonly (readonly number[])[];
  /** The weights of the words that name a thing, 0 for the others; as the words are, and as they tell the sentences apart. */
  readonly things: readonly number[];
  readonly telling: readonly number[];
  readonly counting: boolean;
}

/** All candidates of the passages; the caller orders them. */
export function candidatesOf(passages: readonly FoundPassage[], typed: Understanding): Candidate[] {
  const texts = passages.map(({ report, text }) => ({ report, text: fold(text) }));
  const question = asHeard(
    typed,
    texts.map(({ text }) => text),
  );
  const meant = asMeant(question, texts);
  const read = passages.map((passage) => {
    const asked = meant.get(passage.report) ?? question;
    return { passage: readPassage(passage, asked), asked };
  });
  const all = read.flatMap(({ passage }) => passage.sentences);
  const weights = weightsIn(all, question);
  const things = question.terms.map(({ thing, spoken, weight }, index) =>
    thing && !spoken && weight >= 1 && (weights[index] ?? 0) >= 0.25 ? weight : 0,
  );
  const measures: Measure = {
    things,
    telling: weights.map((weight, index) => (things[index] === 0 ? 0 : weight)),
    counting: counts(question),
    question,
    weights,
    ofAsks: question.asks.map((ask) => weightsOf(ask, question.terms, weights)),
  };
  return read.flatMap(({ passage, asked }) => {
    const ofPassage = { ...measures, question: asked };
    return [
      ...passage.sentences.flatMap((sentence) => ofSentence(sentence, ofPassage)),
      ...passage.sections.flatMap((section) => ofSection(section, passage, ofPassage)),
    ];
  });
}

const wasQuoted = ({ of, start, end }: Sentence, { quoted }: Understanding): boolean =>
  quoted.some((one) => one.passage === of.passage.id && one.start < end && one.end > start);

function ofSentence(sentence: Sentence, measures: Measure): Candidate[] {
  const { question } = measures;
  if (wasQuoted(sentence, question)) return [];
  // A question in a report is answered by what follows it.
  if (isAsked(sentence.text) || isHeadingLine(sentence.text)) return [];
  if (UNQUOTABLE.test(sentence.text) || BARE_TITLE.test(sentence.text) || !touches(sentence, question))
    return [];
  const anchors = anchorsOf(sentence.of, sentence, question);
  const pieces = clauses(sentence.of.passage.text.slice(sentence.start, sentence.end)).map((span) =>
    pieceOf(sentence.text, span, question),
  );
  const measured = Array.from(runs(pieces), (run) => measure(sentence, run, anchors, measures));
  const long = pieces.length > LONGEST_RUN && sentence.text.length <= LONGEST_SECTION;
  return long && wantsSections(question)
    ? [...measured, measure(sentence, pieces, anchors, measures)]
    : measured;
}

const wantsSections = ({ asks }: Understanding): boolean => asks.some(({ kind }) => WHOLE_SECTION.has(kind));

const LONGEST_SECTION = 240;
const LONGEST_COUNTED = 170;

/** What stands under a heading, a question or the lead line of a list, as one run: "三、申报材料" and the items below it. */
function ofSection(section: Section, { sentences }: ReadPassage, measures: Measure): Candidate[] {
  const { question } = measures;
  // The date of one item dates no number of another.
  if (measures.counting && question.periods.length > 0) return [];
  const lead = sentences[section.lead];
  if (lead === undefined || (section.quoted && !wantsSections(question)) || UNQUOTABLE.test(lead.text))
    return [];
  const from = section.quoted ? section.lead : section.lead + 1;
  const start = sentences[from]?.start ?? 0;
  const longest = wantsSections(question) ? LONGEST_SECTION : LONGEST_COUNTED;
  const items = sentences
    .slice(from, section.end)
    .filter(({ end, text }) => end - start <= longest && !UNQUOTABLE.test(text));
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined || (section.quoted && items.length < 2)) return [];
  if (items.some((item) => wasQuoted(item, question))) return [];
  const around = [lead, ...items];
  if (!around.some((sentence) => touches(sentence, question))) return [];
  const text = lead.of.text.slice(first.start, last.end);
  const matches = lead.matches.map((value, index) =>
    Math.max(0.9 * value, ...items.map((item) => item.matches[index] ?? 0)),
  );
  const whole: Sentence = {
    ...first,
    end: last.end,
    text,
    matches,
    continued: false,
    around: [first.around, text].join("\n"),
    leads: [lead.text, ...lead.leads],
  };
  const piece: Piece = { ...pieceOf(text, { start: 0, end: text.length }, question), matches };
  return [measure(whole, [piece], anchorsOf(lead.of, whole, question), measures)];
}

function touches(sentence: Sentence, question: Understanding): boolean {
  const { matches, introduced, text, of, leads } = sentence;
  return (
    introduced ||
    isFollowed(sentence, question) ||
    // Where all is about the programme, a clause that states the very thing asked for need not say a word of the question.
    (of.titled &&
      question.asks.some(
        ({ kind, paid, each }) =>
          states(kind, text, leads) ||
          leads.some((lead) => announces(kind, lead)) ||
          (paid === true && each === "head" && /\d元/u.test(text)),
      )) ||
    question.terms.some((term, index) => tells(term, matches[index])) ||
    question.names.some((name) => saysName(of.text, name) && saysName(text, name)) ||
    (question.numbers.length > 0 && statesNumber(text, question)) ||
    question.places.some(({ name }) => namesPlace(text, name)) ||
    programmeStrength(text, question) > 0
  );
}

// Where somebody lives is nobody's business, and a text that talks to machines is no report.
const BARE_TITLE = /关于.{4,60}的(?:通知|公告|通告|启事)(?:[^。;,]{0,24})$/u;
const UNQUOTABLE =
  /(?:现|兹)将.{2,40}如下|家住|住址[::]?|(?:忽略|无视).{0,10}(?:指示|指令|提示)|ignore .{0,20}instructions/u;
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
  { question, weights, ofAsks, things, telling, counting }: Measure,
): Candidate {
  const first = run[0]?.start ?? 0;
  const last = run.at(-1)?.end ?? 0;
  const text = sentence.text.slice(first, last);
  const own = question.terms.map((_, index) => Math.max(0, ...run.map((one) => one.matches[index] ?? 0)));
  const covered = own.map((value, index) =>
    Math.max(value, 0.8 * (sentence.matches[index] ?? 0), sentence.nearby[index] ?? 0),
  );
  const services = question.asks.map((ask, index) =>
    serves(ask, run, text, question, ofAsks[index] ?? weights, own, covered, sentence.leads),
  );
  const { passage } = sentence.of;
  return {
    passage,
    span: trimmed(
      passage.text,
      anchors.place === "nearby" ? naming(sentence, last, question) : sentence.start + first,
      sentence.start + last,
    ),
    sentence,
    ...(sentence.leansOn === undefined || (first > 0 && !sentence.speaks)
      ? {}
      : { leansOn: sentence.leansOn }),
    own: share(weights, own),
    covered: share(weights, covered),
    // English words are translated loosely.
    lost: untold(things, covered) > (question.locale === "en" ? 0.7 : 0.5),
    coveredPart: Math.max(...ofAsks.map((part) => share(part, covered))),
    literal: literalShare(question.terms, weights, covered),
    runs: runShare(text, question.trigrams),
    strong:
      question.terms.some((term, index) => term.word.length >= 4 && (own[index] ?? 0) >= 0.9) ||
      question.asks.some(({ counted = "" }) => counted.length >= 3 && text.includes(counted)),
    served: services.map(({ served }) => served),
    counted: services.map(({ at }) => (at === undefined ? undefined : sentence.start + at)),
    near: services.map(({ near }) => near),
    missing: anchors.missing,
    place: anchors.place,
    dated: anchors.dated,
    named: question.names.some((name) => saysName(sentence.text, name) && saysName(text, name)),
    astray:
      (!counting && untold(telling, covered) > 0.5) ||
      (question.places.length === 0 && FROM_ONE_PLACE.test(text)),
    reasoned: REASONS.some(([asked, told]) => asked.test(question.folded) && told.test(text)),
    stated: question.numbers.length > 0 && run.some(({ folded }) => statesNumber(folded, question)),
    namesPlace: question.places.some(({ name }) => namesPlace(text, name)),
    around: question.places.some(({ path }) => passage.source.places.some(({ name }) => path.includes(name))),
    programme: Math.max(
      programmeStrength(text, question),
      sentence.continued ? 0.7 * programmeStrength(sentence.before, question) : 0,
      0.8 * sentence.ledBy,
      // Where the whole passage is about the programme, a sentence need not say its name.
      sentence.of.theme ? 0.6 : sentence.of.titled ? 0.4 : 0,
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
    followed: isFollowed(sentence, question),
  };
}

// What a place does for those from another is for nobody else.
const FROM_ONE_PLACE = /(?<![户书国学党古])籍(?!贯)/u;

const REASONS: readonly (readonly [asked: RegExp, told: RegExp])[] = [
  [WHY, REASON],
  [HOW, MEANS],
  [AHEAD, PLANNED],
  [OFFER, OFFERED],
  [FOCUS, FOCUSED],
  [THEME, THEMED],
];

/** The share of the weights whose words the values hardly tell of; 0 when there are none. */
function untold(weights: readonly number[], values: readonly number[]): number {
  let total = 0;
  let missed = 0;
  for (let index = 0; index < weights.length; index++) {
    const weight = weights[index] ?? 0;
    total += weight;
    if ((values[index] ?? 0) < 0.3) missed += weight;
  }
  return total === 0 ? 0 : missed / total;
}

const statesNumber = (text: string, { numbers }: Understanding): boolean =>
  findNumbers(text).some((stated) => numbers.some((number) => sameQuantity(stated, number)));

const runShare = (text: string, trigrams: readonly string[]): number =>
  trigrams.length === 0
    ? 0
    : trigrams.filter((run) => text.includes(run)).length / Math.max(3, trigrams.length);

/** Where a quotation begins that needs the sentence before it to say which place it speaks of, unless it grows too long. */
function naming(sentence: Sentence, last: number, question: Understanding): number {
  const found = sentence.lastTwo.find(({ text }) =>
    question.places.some(({ name }) => namesPlace(text, name)),
  );
  const start = found?.start ?? sentence.start;
  return sentence.start + last - start > LONGEST_TEXT ? sentence.start : start;
}

/** The span without "——" before a paragraph and "," after a clause, which are no part of a quotation. */
export function trimmed(text: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && /[—–\-•·、,\uFF0C;\uFF1B:\uFF1A\s]/u.test(text[start] ?? "")) start++;
  while (end > start && /[、,\uFF0C;\uFF1B:\uFF1A\s]/u.test(text[end - 1] ?? "")) end--;
  return { start, end };
}
