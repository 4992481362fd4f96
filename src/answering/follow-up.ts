// Follow-ups: what a question leaves unsaid because the talk has said it ("那法律援助呢?", "那商南呢?", "什么时候截止").
// Pure. understand.ts calls it with the question as understood alone.
import type { Cited, TalkContext } from "../domain/conversation.ts";
import type { Answer } from "../domain/message.ts";
import { fold } from "../../ingest/script.ts";
import { findPlaces } from "../../ingest/places.ts";
import { ABOUT_ASKING } from "./ask-words.ts";
import { COUNTING, findAsks } from "./asks.ts";
import { mostSpecific } from "./named.ts";
import type { Term } from "./question-terms.ts";
import type { Understanding } from "./understand.ts";

const FOLLOW_UP = /^(?:那么|那|还有|另外|再问|then |and |what about|how about)|呢[??]?$/u;
const POINTS_BACK =
  /那里|那边|那儿|这里|该县|该省|该市|他们|它们?|这个项目|这些|那些|[那这]一?[次回场批]|刚才|there\b|they\b|\bit\b|those|that (?:trip|time|day)/u;
const POINTS_AT_SOMEBODY = /[他她](?!们|乡|人)|这个人|此人|\b(?:he|she)\b/u;
// "排第二的呢", "县一级的里面呢": the last comparison once more.
const OF_COMPARISON =
  /^(?:那|那么)?(?:排|排在)?第[二三四五六七八九2-9]|^(?:那)?其次|倒数|[县市省州](?:一|这)?级|(?:县|市|省|州)里面/u;
const COMPARED = /最(?:多|高|大|少|低|小)|一共|总共|合计|分别|哪(?:个|些)|most|least/u;
// "专科呢" asks the same of another kind.
const ANOTHER = /^[^,。]{1,8}呢[??]?$/u;
const EVERYWHERE =
  /各(?:地|县|市|省|州|个?地方)|哪(?:个|些|几个)?(?:县|市|省|州|地方)|全国|所有|everywhere|which (?:county|province|city)/u;
/** "不知道多少平": an answer that somebody does not have, and no question. */
const KNOWS_NOT =
  /^(?:我|也|还|都|真)*(?:不知道|不清楚|不晓得|不记得|记不得|说不清)(?:是|有|该)?(?:多少|几|什么|啥|哪)/u;
// A question this short with no programme in it is about the last one.
const SHORT = 12;

const isOfProgramme = ({ word }: Term, { programmes }: Understanding): boolean =>
  programmes.some(({ words }) => words.includes(word));

/**
 * The question with the talk's places and topic where it names none itself. `again` understands another wording of it.
 * What is carried over without a word that points back is marked `tentative`: the question may have changed the subject.
 */
export function withContext(
  said: Understanding,
  context: TalkContext,
  again: (folded: string) => Understanding,
): Understanding {
  const { folded } = said;
  if (OF_COMPARISON.test(folded) && folded.length <= SHORT && COMPARED.test(context.question)) {
    const repeated = again(`${folded} ${fold(context.question)}`);
    return { ...repeated, inherited: { places: false, topic: true, tentative: false, bare: false } };
  }
  const person = context.person;
  if (person !== undefined && POINTS_AT_SOMEBODY.test(folded)) {
    const named = again(folded.replace(POINTS_AT_SOMEBODY, person));
    return { ...named, names: [person], inherited: { ...named.inherited, topic: true } };
  }
  const refersBack = FOLLOW_UP.test(folded) || POINTS_BACK.test(folded);
  const saysNothing = (term: Term): boolean => term.weight < 0.5 || ABOUT_ASKING.has(term.word);
  const topicMissing =
    said.kind === "vague" || (said.programmes.length === 0 && said.terms.every(saysNothing));
  const another =
    ANOTHER.test(folded) &&
    said.programmes.length === 0 &&
    said.places.length === 0 &&
    said.ambiguous.length === 0;
  const pointsOnly =
    another ||
    (POINTS_BACK.test(folded) &&
      said.programmes.length === 0 &&
      !said.terms.some(
        (term) => (term.thing ? term.weight >= 0.9 : term.weight >= 0.7) && !saysNothing(term),
      ));
  const short = said.programmes.length === 0 && folded.length <= SHORT;
  const needsTopic = context.topic !== "" && (topicMissing || pointsOnly || (short && !refersBack));
  const needsPlaces =
    said.places.length === 0 &&
    said.ambiguous.length === 0 &&
    !said.terms.some(({ required }) => required) &&
    context.places.length > 0 &&
    !EVERYWHERE.test(folded);
  if ((!needsTopic && !needsPlaces) || KNOWS_NOT.test(folded)) return said;
  // A bare word or two with nothing asked and nothing pointing back is not a follow-up but an unfinished thought.
  if (
    topicMissing &&
    !refersBack &&
    said.places.length === 0 &&
    said.asks.every(({ kind }) => kind === "what")
  )
    return said;
  const rebuilt = needsTopic ? again(`${folded} ${context.topic}`) : said;
  // What was said before matters less than what is asked now: "专科呢", then "什么时候截止".
  const terms = rebuilt.terms.map((term) =>
    needsTopic && term.span.start > folded.length && !isOfProgramme(term, rebuilt)
      ? { ...term, weight: 0.4 * term.weight }
      : term,
  );
  return {
    ...rebuilt,
    terms,
    kind: rebuilt.kind === "vague" && needsTopic ? "question" : rebuilt.kind,
    places: needsPlaces
      ? mostSpecific(context.places.flatMap((name) => findPlaces(name).map(({ place }) => place)))
      : rebuilt.places,
    // "那商南呢" asks what the last question asked.
    asks:
      needsTopic && said.asks.every(({ kind, need }) => kind === "what" && (need === true || refersBack))
        ? findAsks(fold(context.question))
        : said.asks,
    inherited: {
      places: needsPlaces,
      topic: needsTopic,
      tentative: !refersBack && !topicMissing,
      bare: said.terms.every(({ weight }) => weight < 0.7),
    },
    follows: said.places.length === 0 ? (context.cited ?? []) : [],
  };
}

/** "五一送清凉呢", after a count of something else: the same asked of it, each in the whole wording; undefined when it asks by itself. */
export function askedAgain(
  question: Understanding,
  { question: before }: TalkContext,
): Understanding | undefined {
  if (!/呢[??]?$/u.test(question.folded) || !question.asks.every(({ need }) => need === true))
    return undefined;
  const asks = findAsks(fold(before)).filter(({ kind }) => COUNTING.has(kind));
  const part = { start: 0, end: question.folded.length };
  return asks.length === 0 ? undefined : { ...question, asks: asks.map((ask) => ({ ...ask, part })) };
}

/** "那吉林呢", "what about Jilin": what there is of the place at all, for where the talk's topic finds nothing; undefined when it says more. */
export function ofPlaceAtAll(question: Understanding): Understanding | undefined {
  const { folded, places } = question;
  if (places.length !== 1 || !FOLLOW_UP.test(folded) || folded.length > SHORT * 2) return undefined;
  const part = { start: 0, end: folded.length };
  return {
    ...question,
    kind: "question",
    asks: [{ kind: "what", part }],
    terms: [],
    programmes: [],
    trigrams: [],
  };
}

/** Whether an answer in the light of the talk says nothing of the thing that the question itself names: "公示在哪里看". */
export function isAstray({ question, terms }: Understanding, { citations }: Answer): boolean {
  const own = terms.filter(
    ({ thing, weight, span }) => thing && weight >= 0.9 && span.end <= fold(question.trim()).length,
  );
  const quoted = citations.map(({ quote }) => fold(quote)).join("\n");
  return (
    own.length > 0 &&
    !own.some(({ word, alternatives, parts }) =>
      [word, ...alternatives, ...parts].some((one) => quoted.includes(one)),
    )
  );
}

/** What the talk should remember of the question and of what its answer quoted, for the next one. */
export function remembered(
  question: Understanding,
  programmes: readonly string[],
  cited: readonly Cited[],
  before: TalkContext | undefined,
): TalkContext {
  if (question.kind !== "question" && question.kind !== "vague")
    return before ?? { places: [], topic: "", question: "" };
  const topic = topicOf(question);
  return {
    places: question.places.map(({ name }) => name),
    topic: topic === "" ? (before?.topic ?? "") : topic,
    // What names no topic ("3", "那先这样吧") changes none.
    question:
      question.inherited.topic || topic === "" ? (before?.question ?? question.question) : question.question,
    programmes: programmes.length > 0 || topic !== "" ? programmes : (before?.programmes ?? []),
    cited: cited.length > 0 || before === undefined ? cited : (before.cited ?? []),
  };
}

/** The words to remember as the topic of this question. */
function topicOf(understanding: Understanding): string {
  return understanding.terms
    .filter((term) => term.weight >= 0.5 && !ABOUT_ASKING.has(term.word))
    .map((term) => term.word)
    .join(" ");
}
