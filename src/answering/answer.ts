// A question in, a cited answer or an honest refusal out: understand → search → measure → judge → compose.
// conversation/ and the ask command call it; the knowledge index and the library are handed in.
import type { TalkContext } from "../domain/conversation.ts";
import type { Answer, Locale } from "../domain/message.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Embedder } from "../models/model.ts";
import type { LibraryStore } from "../stores/library-store.ts";
import { aggregate, figureFilters, findAggregation, type Aggregate, type Aggregation } from "./aggregate.ts";
import type { Candidate } from "./candidate.ts";
import { composeAnswer, composeIncomparable, composeUnknown, type Write } from "./compose.ts";
import { composeAggregate } from "./compose-aggregate.ts";
import { crisisIn } from "./crisis.ts";
import { createFinding } from "./finding.ts";
import { isAstray, remembered } from "./follow-up.ts";
import { compareOccasions, findOccasions, occasionsFilter } from "./occasions-compared.ts";
import { spelt } from "./spelling.ts";
import { suggest } from "./suggest.ts";
import { understand, type Understanding } from "./understand.ts";
import type { Vocabulary } from "./vocabulary.ts";
import { counts } from "./weigh.ts";

/** What answering reads of the library. */
export type LibraryReading = Pick<
  LibraryStore,
  "passagesByIds" | "figures" | "figureSubjects" | "knownPlaces"
>;

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

export interface AnsweringDependencies {
  readonly knowledge: Knowledge;
  readonly library: LibraryReading;
  readonly vocabulary: Vocabulary;
  readonly write: Write;
  readonly hotline: string;
  readonly embedder?: Embedder;
}

export function createAnswering(dependencies: AnsweringDependencies): Answering {
  const { library, vocabulary, write, hotline } = dependencies;
  const judged = createFinding(dependencies);

  async function answerQuestion(
    question: Understanding,
  ): Promise<{ answer: Answer; passages: readonly string[] }> {
    const aggregation = findAggregation(question);
    if (aggregation !== undefined) {
      const found = await aggregated(aggregation, question);
      if (found !== undefined) {
        return {
          answer: composeAggregate(question, found, write, await suggestions(question)),
          passages: [],
        };
      }
      if (question.places.length === 0) return incomparable(question);
    }
    const occasions = findOccasions(question);
    const compared =
      occasions && compareOccasions(occasions, question, await library.figures(occasionsFilter(occasions)));
    if (compared !== undefined) {
      return {
        answer: composeAggregate(question, compared, write, await suggestions(question)),
        passages: [],
      };
    }
    const { verdict, passages } = await judged(question);
    // Of one place alone nothing is more or less than of the other.
    if (aggregation?.among !== undefined && (verdict.kind !== "answered" || verdict.partly))
      return incomparable(question);
    const ids = passages.map(({ id }) => id);
    const next = await suggestions(question);
    if (verdict.kind === "answered")
      return { answer: composeAnswer(question, verdict.picks, verdict.partly, write, next), passages: ids };
    if (verdict.nearest === undefined && question.programmes.length === 0 && question.places.length === 0) {
      return { answer: plain(question, "offtopic", "answer.offtopic"), passages: ids };
    }
    const known = await library.knownPlaces(question.places.map(({ name }) => name));
    return {
      answer: composeUnknown(
        question,
        verdict,
        known.length === question.places.length,
        hotline,
        write,
        next,
      ),
      passages: ids,
    };
  }

  /** By the surest wording that finds something to compare, else by the surest that finds anything. */
  async function aggregated(
    aggregation: Aggregation,
    question: Understanding,
  ): Promise<Aggregate | undefined> {
    let single: Aggregate | undefined;
    for (const filter of figureFilters(aggregation, question)) {
      const found = aggregate(aggregation, question, await library.figures(filter));
      if (found !== undefined && found.rows.length > 1) return found;
      single ??= found;
    }
    return single;
  }

  /** No report states the figures to compare: says so, with the nearest thing. */
  async function incomparable(
    question: Understanding,
  ): Promise<{ answer: Answer; passages: readonly string[] }> {
    const { verdict, passages } = await judged(question);
    const nearest = verdict.kind === "answered" ? verdict.picks[0] : verdict.nearest;
    const answer = composeIncomparable(question, nearest, hotline, write, await suggestions(question));
    return { answer, passages: passages.map(({ id }) => id) };
  }

  /** What to ask next; in a county only what its reports state figures on. */
  async function suggestions(question: Understanding): Promise<string[]> {
    const place = question.places[0];
    if (place === undefined || place.level === "province") return suggest(question, vocabulary, write);
    return suggest(question, vocabulary, write, await library.figureSubjects(place.name));
  }

  const clarified = (question: Understanding): { answer: Answer; passages: readonly string[] } => ({
    answer: plain(
      question,
      "clarify",
      question.places.length > 0 ? "answer.clarify-place" : "answer.clarify",
    ),
    passages: [],
  });

  /** "青禾办了什么活动" says no topic, and a report that says it in the same words answers it. */
  async function toldInItsWords(
    question: Understanding,
  ): Promise<{ answer: Answer; passages: readonly string[] } | undefined> {
    if (question.places.length === 0 || question.inherited.places || question.trigrams.length < 3)
      return undefined;
    const { verdict, passages } = await judged(question);
    if (verdict.kind !== "answered" || !verdict.picks.every(isInItsWords)) return undefined;
    const answer = composeAnswer(question, verdict.picks, verdict.partly, write, await suggestions(question));
    return { answer, passages: passages.map(({ id }) => id) };
  }

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

  const plain = (question: Understanding, kind: Answer["kind"], key: string): Answer => ({
    kind,
    text: write(question.locale, key, { hotline }),
    citations: [],
    locale: question.locale,
    suggestions: kind === "unknown" ? [] : suggest(question, vocabulary, write),
  });

  async function answerUnderstood(
    question: Understanding,
  ): Promise<{ answer: Answer; passages: readonly string[] }> {
    switch (question.kind) {
      case "question":
        return answerQuestion(question);
      case "smalltalk": {
        const { smalltalk = "greeting" } = question;
        const answer = plain(question, "smalltalk", `answer.smalltalk.${smalltalk}`);
        return {
          answer: FOR_A_PERSON.has(smalltalk) ? { ...answer, suggestions: [] } : answer,
          passages: [],
        };
      }
      case "offtopic":
        return { answer: plain(question, "offtopic", "answer.offtopic"), passages: [] };
      case "personal":
        return { answer: plain(question, "unknown", "answer.personal"), passages: [] };
      case "crisis":
        // No rating bar, no tappable topics: only where help is.
        return {
          answer: {
            ...plain(question, "smalltalk", `answer.crisis.${crisisIn(question.folded)}`),
            suggestions: [],
          },
          passages: [],
        };
      case "vague":
        return (await toldInItsWords(question)) ?? clarified(question);
      default: {
        const impossible: never = question.kind;
        return impossible;
      }
    }
  }

  const answering: Answering = {
    async warm() {
      // With a word mistyped, so that the words are known by their sound, too.
      await answering.answer("工会疗休养陪训有多少人");
    },
    async answer(said, options = {}) {
      const text = await spelt(said, library);
      let question = await settled(
        understand(text, vocabulary, options.context, options.locale, options.answerIn),
      );
      let { answer, passages } = await answerUnderstood(question);
      const astray = question.inherited.tentative && isAstray(question, answer);
      if (question.inherited.tentative && (answer.kind !== "answer" || astray)) {
        // The talk's place and topic did not help: the question may have changed the subject.
        const alone = await settled(
          understand(text, vocabulary, undefined, options.locale, options.answerIn),
        );
        const second = await answerUnderstood(alone);
        if (second.answer.kind === "answer" || answer.kind === "offtopic" || astray)
          [question, answer, passages] = [alone, second.answer, second.passages];
      }
      const programmes = spokenOf(question);
      // What is no matter of ours leaves the talk where it was: "怕丢人", and then "那申请吧".
      const talked =
        answer.kind === "offtopic" && options.context !== undefined
          ? options.context
          : remembered(question, programmes, options.context);
      return {
        answer,
        passages,
        context: talked,
        programmes,
        told: toldIn(question),
        particular: isParticular(question),
      };
    },
  };
  return answering;
}

/** Small talk after which nothing but a person helps. */
const FOR_A_PERSON: ReadonlySet<string> = new Set([
  "danger",
  "emergency",
  "held",
  "despair",
  "person",
  "contact",
  "trust",
]);

const IN_ITS_WORDS = 0.6;
const isInItsWords = ({ place, namesPlace: itself, runs }: Candidate): boolean =>
  place === "named" && itself && runs >= IN_ITS_WORDS;

const isParticular = (question: Understanding): boolean =>
  [question.places, question.periods, question.numbers, question.names, question.ordinals].some(
    (named) => named.length > 0,
  ) ||
  // London is in no gazetteer.
  question.terms.some(({ required }) => required) ||
  counts(question);

const toldIn = ({ programmes }: Understanding): readonly string[] =>
  programmes.filter(({ by }) => by === "saying").map(({ programme }) => programme.id);

const spokenOf = ({ programmes }: Understanding): readonly string[] =>
  programmes.filter(({ by }) => by !== "related").map(({ programme }) => programme.id);
