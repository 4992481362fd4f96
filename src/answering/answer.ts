// A question in, a cited answer or an honest refusal out, in the light of the talk: understood with what was said before, asked
// again without it where that was no help, and remembered. conversation/ and the ask command call it.
import type { Cited, TalkContext } from "../domain/conversation.ts";
import { type Answer, type Locale, UNTOLD } from "../domain/message.ts";
import { shortName } from "../../ingest/places.ts";
import { fold } from "../../ingest/script.ts";
import { type AnsweringDependencies, createQuestionAnswering, type Found } from "./answer-question.ts";
import type { Candidate } from "./candidate.ts";
import { crisisAfter, crisisIn } from "./crisis.ts";
import { askedAgain, isAstray, ofPlaceAtAll, remembered } from "./follow-up.ts";
import { citedIn, createAnswerOfLast } from "./last-answer.ts";
import { asksForDetail, asksForMore } from "./more.ts";
import { personNamed } from "./named.ts";
import { spelt } from "./spelling.ts";
import { withoutStory } from "./story.ts";
import { understand, understandAlone, type Understanding } from "./understand.ts";
import { counts } from "./weigh.ts";

export interface AnswerOptions {
  /** What the device says; the question's own script goes first. */
  readonly locale?: Locale;
  /** The language of the answer whatever the question is in; quotations stay in the reports' words. */
  readonly answerIn?: Locale;
  readonly context?: TalkContext;
}

export interface Answered {
  readonly answer: Answer;
  /** Ids of the passages that search brought, best first. */
  readonly passages: readonly string[];
  /** What the talk should remember for a follow-up. */
  readonly context: TalkContext;
  /** Ids of the programmes that the question speaks of in a report's or in a member's way, the surest first. */
  readonly programmes: readonly string[];
  /** Those of them that it speaks of in a member's way. */
  readonly told: readonly string[];
  /** Whether it names a place, a time, a number or somebody, or asks for one: what a programme is does not answer it. */
  readonly particular: boolean;
}

export interface Answering {
  /** Never throws for what a member can type; AppError when a store is out of reach. */
  answer(question: string, options?: AnswerOptions): Promise<Answered>;
  /** Loads the dictionaries and prepares the statements, which the first question would otherwise wait a second for. */
  warm(): Promise<void>;
}

export function createAnswering(dependencies: AnsweringDependencies): Answering {
  const { library, vocabulary } = dependencies;
  const questions = createQuestionAnswering(dependencies);
  const ofLast = createAnswerOfLast(dependencies, questions);

  /** "Guyuan" is 固原市 or 沽源县: the one the reports know better. */
  async function settled(question: Understanding): Promise<Understanding> {
    if (question.ambiguous.length === 0) return question;
    const known = await library.knownPlaces(question.ambiguous.flat().map(({ name }) => name));
    const reports = new Map(known.map(({ name, reports: count }) => [name, count]));
    const chosen = question.ambiguous.flatMap((shared) =>
      shared
        .toSorted((left, right) => (reports.get(right.name) ?? 0) - (reports.get(left.name) ?? 0))
        .slice(0, 1),
    );
    return { ...question, places: [...question.places, ...chosen], ambiguous: [] };
  }

  /** "五一送清凉呢" asks what was asked of the other, if that is told; else whatever is told of it. */
  async function asAskedBefore(question: Understanding, context: TalkContext | undefined): Promise<Found> {
    const again =
      question.kind === "question" && context !== undefined ? askedAgain(question, context) : undefined;
    const found = again === undefined ? undefined : await questions.answer(again);
    return found?.answer.kind === "answer" && found.partly !== true ? found : questions.answer(question);
  }

  /** "那吉林呢": what a report that the last answer quoted tells of that place. */
  async function toldBesideCited(
    text: string,
    { locale, answerIn }: AnswerOptions,
    cited: readonly Cited[],
  ): Promise<Found | undefined> {
    const question = ofPlaceAtAll(await settled(understand(text, vocabulary, undefined, locale, answerIn)));
    if (question === undefined) return undefined;
    const quoted = await library.passagesByIds(cited.map(({ passage }) => passage));
    const reports = new Set(quoted.map(({ report }) => report));
    return questions.tell(question, ({ passage }) => reports.has(passage.report));
  }

  /** What the reports tell of what is asked, whoever asks it. */
  async function toldWithoutStory({
    kind,
    folded,
    question,
    locale,
    home,
  }: Understanding): Promise<{ readonly asked: Understanding; readonly found: Found } | undefined> {
    const wording =
      kind === "question"
        ? withoutStory(folded, (clause) => vocabulary.matchProgrammes(clause).some(({ by }) => by === "term"))
        : undefined;
    // Who works away from home asks for those from there, though only their story says so.
    if (wording === undefined || (home !== undefined && !wording.includes(shortName(home.name))))
      return undefined;
    const asked = await settled(understandAlone(wording, question, vocabulary, locale));
    const found = asked.kind === "question" ? await questions.answer(asked) : undefined;
    return found?.answer.kind === "answer" && found.partly !== true ? { asked, found } : undefined;
  }

  /** "还有吗", "这是哪天的报道": what asks of the last answer keeps the talk where it is. */
  async function answeredOfLast(
    said: string,
    { context, locale, answerIn }: AnswerOptions,
  ): Promise<Answered | undefined> {
    if (context === undefined) return undefined;
    const reader = (): Locale => understand(said, vocabulary, undefined, locale, answerIn).locale;
    const found = await ofLast(said, context, reader);
    if (found === undefined) return undefined;
    const { answer, passages, cited } = found;
    const { programmes = [] } = context;
    return { answer, passages, context: { ...context, cited }, programmes, told: [], particular: true };
  }

  function consoled({ folded, locale }: Understanding, context: TalkContext | undefined): Answered {
    const text = dependencies.write(locale, `answer.crisis.${crisisAfter(folded)}`, {
      hotline: dependencies.hotline,
    });
    return {
      answer: { kind: "smalltalk", text, citations: [], locale, suggestions: [] },
      passages: [],
      context: { ...(context ?? { places: [], topic: "", question: "" }), despair: true },
      programmes: [],
      told: [],
      particular: true,
    };
  }

  const answering: Answering = {
    async warm() {
      // With a word mistyped, so that the words are known by their sound, too.
      await answering.answer("工会疗休养陪训有多少人");
    },
    async answer(said, options = {}) {
      const again = await answeredOfLast(said, options);
      if (again !== undefined) return again;
      const text = await spelt(said, library);
      let question = await settled(
        understand(text, vocabulary, options.context, options.locale, options.answerIn),
      );
      // "还有吗" of nothing.
      if (asksForMore(fold(said)) || asksForDetail(fold(said))) question = { ...question, kind: "vague" };
      let found = await asAskedBefore(question, options.context);
      const astray = question.inherited.tentative && isAstray(question, found.answer);
      const inherits = question.inherited.topic || question.inherited.places;
      if (inherits && (found.answer.kind !== "answer" || astray)) {
        // The talk's place and topic did not help: the question may have changed the subject.
        const alone = await settled(
          understand(text, vocabulary, undefined, options.locale, options.answerIn),
        );
        if (question.inherited.tentative || standsAlone(alone)) {
          const second = await questions.answer(alone);
          if (second.answer.kind === "answer" || found.answer.kind === "offtopic" || astray)
            [question, found] = [alone, second];
        }
      }
      let asked = question;
      if (UNTOLD.has(found.answer.kind)) {
        const second = await toldWithoutStory(question);
        if (second !== undefined) ({ asked, found } = second);
      }
      if (UNTOLD.has(found.answer.kind) && options.context?.cited !== undefined)
        found = (await toldBesideCited(text, options, options.context.cited)) ?? found;
      const despair = inDespair(question) || (options.context?.despair === true && !goesOn(asked, found));
      // After "我想死", what is not understood may be how it is meant to be done.
      if (despair && !inDespair(question) && found.answer.kind !== "smalltalk")
        return consoled(question, options.context);
      const { answer, passages, picks = [] } = found;
      const programmes = spokenOf(question);
      // What is no matter of ours leaves the talk where it was: "怕丢人", and then "那申请吧".
      const talked =
        answer.kind === "offtopic" && options.context !== undefined
          ? options.context
          : {
              ...remembered(asked, programmes, citedIn(picks), options.context),
              ...personIn(asked, picks),
            };
      return {
        answer,
        passages,
        context: (talked.despair ?? false) === despair ? talked : { ...talked, despair },
        programmes,
        told: toldIn(question),
        particular: isParticular(question),
      };
    },
  };
  return answering;
}

const inDespair = ({ kind, smalltalk, folded }: Understanding): boolean =>
  (kind === "crisis" && crisisIn(folded) !== "violence") || smalltalk === "despair";

/** Whether somebody who was in despair laughs, or speaks of something else: of a place, or of what a programme is for. */
const goesOn = ({ places, programmes, smalltalk, folded }: Understanding, { answer }: Found): boolean =>
  smalltalk === "calmed" ||
  /哈哈|嘿嘿|嘻嘻/u.test(folded) ||
  (answer.kind !== "offtopic" &&
    (places.length > 0 ||
      programmes.some(({ by }) => by === "term" || (by === "saying" && crisisAfter(folded) === "still"))));

const isParticular = (question: Understanding): boolean =>
  [question.places, question.periods, question.numbers, question.names, question.ordinals].some(
    (named) => named.length > 0,
  ) ||
  // London is in no gazetteer.
  question.terms.some(({ required }) => required) ||
  counts(question);

/** Whether a question that also points back names its own place and thing: "And what did Shenzhen build in Xinjiang?" */
const standsAlone = ({ kind, places, terms }: Understanding): boolean =>
  kind === "question" &&
  (places.length > 1 || (places.length === 1 && terms.some(({ weight }) => weight >= 1)));

/** Whom an answer to "who" names, for "他是干什么的" after it. */
function personIn({ asks }: Understanding, [pick]: readonly Candidate[]): Pick<TalkContext, "person"> {
  const wanted = asks.some(({ kind, target }) => kind === "who" && target === "person");
  if (!wanted || pick === undefined) return {};
  const person = personNamed(fold(pick.passage.text.slice(pick.span.start, pick.span.end)));
  return person === undefined ? {} : { person };
}

const toldIn = ({ programmes }: Understanding): readonly string[] =>
  programmes.filter(({ by }) => by === "saying").map(({ programme }) => programme.id);

const spokenOf = ({ programmes }: Understanding): readonly string[] =>
  programmes.filter(({ by }) => by !== "related").map(({ programme }) => programme.id);
