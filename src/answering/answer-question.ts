// An understood question in, a cited answer or an honest refusal out: search → measure → judge → compose. Knows nothing of the talk;
// answer.ts asks it, and asks again when the talk was no help.
import type { Answer } from "../domain/message.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Embedder } from "../models/model.ts";
import type { LibraryStore } from "../stores/library-store.ts";
import { aggregate, figureFilters, findAggregation, type Aggregate, type Aggregation } from "./aggregate.ts";
import type { Candidate } from "./candidate.ts";
import { composeAnswer, composeIncomparable, composeUnknown, type Write } from "./compose.ts";
import { composeAggregate } from "./compose-aggregate.ts";
import { crisisIn } from "./crisis.ts";
import { createFinding } from "./finding.ts";
import { compareOccasions, findOccasions, occasionsFilter } from "./occasions-compared.ts";
import { suggest } from "./suggest.ts";
import type { Understanding } from "./understand.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What answering reads of the library. */
export type LibraryReading = Pick<
  LibraryStore,
  "passagesByIds" | "figures" | "figureSubjects" | "knownPlaces"
>;

export interface AnsweringDependencies {
  readonly knowledge: Knowledge;
  readonly library: LibraryReading;
  readonly vocabulary: Vocabulary;
  readonly write: Write;
  readonly hotline: string;
  readonly embedder?: Embedder;
}

/** An answer, with what it was found in and what it quotes of that. */
export interface Found {
  readonly answer: Answer;
  readonly passages: readonly string[];
  readonly picks?: readonly Candidate[];
  /** Whether one of several asks found nothing. */
  readonly partly?: boolean;
}

export interface QuestionAnswering {
  answer(question: Understanding): Promise<Found>;
  /** The answer whose quotations all fit; undefined when there is none. */
  tell(question: Understanding, fits: (pick: Candidate) => boolean): Promise<Found | undefined>;
}

export function createQuestionAnswering(dependencies: AnsweringDependencies): QuestionAnswering {
  const { library, vocabulary, write, hotline } = dependencies;
  const judged = createFinding(dependencies);

  async function answerQuestion(question: Understanding): Promise<Found> {
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
      return {
        answer: composeAnswer(question, verdict.picks, verdict.partly, write, next),
        passages: ids,
        picks: verdict.picks,
        partly: verdict.partly,
      };
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
  async function incomparable(question: Understanding): Promise<Found> {
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

  const clarified = (question: Understanding): Found => ({
    answer: plain(
      question,
      "clarify",
      question.places.length > 0 ? "answer.clarify-place" : "answer.clarify",
    ),
    passages: [],
  });

  /** "青禾办了什么活动" says no topic, and a report that says it in the same words answers it. */
  async function toldInItsWords(question: Understanding): Promise<Found | undefined> {
    if (question.places.length === 0 || question.inherited.places || question.trigrams.length < 3)
      return undefined;
    return tell(question, isInItsWords);
  }

  const plain = (question: Understanding, kind: Answer["kind"], key: string): Answer => ({
    kind,
    text: write(question.locale, key, { hotline }),
    citations: [],
    locale: question.locale,
    suggestions: kind === "unknown" ? [] : suggest(question, vocabulary, write),
  });

  async function answerUnderstood(question: Understanding): Promise<Found> {
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

  async function tell(
    question: Understanding,
    fits: (pick: Candidate) => boolean,
  ): Promise<Found | undefined> {
    const { verdict, passages } = await judged(question);
    if (verdict.kind !== "answered" || !verdict.picks.every(fits)) return undefined;
    const answer = composeAnswer(question, verdict.picks, verdict.partly, write, await suggestions(question));
    return { answer, passages: passages.map(({ id }) => id), picks: verdict.picks };
  }

  return { answer: answerUnderstood, tell };
}

/** Small talk after which nothing but a person helps. */
const FOR_A_PERSON: ReadonlySet<string> = new Set([
  "danger",
  "emergency",
  "held",
  "despair",
  "calmed",
  "person",
  "contact",
  "trust",
]);

const IN_ITS_WORDS = 0.6;
const isInItsWords = ({ place, namesPlace: itself, runs }: Candidate): boolean =>
  place === "named" && itself && runs >= IN_ITS_WORDS;
