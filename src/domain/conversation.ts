import type { Incoming, Locale, Rating } from "./message.ts";

/** What a talk remembers between questions. Plain data. */
export interface TalkContext {
  /** Names of the places the last question was about. */
  readonly places: readonly string[];
  /** Folded words that named the topic of the last question. */
  readonly topic: string;
  /** The last question that named its topic, as it was asked. */
  readonly question: string;
}

/** Where a talk stands, as stored. A state of another version is not read: the talk starts anew. */
export interface ConversationState {
  readonly version: 1;
  readonly context: TalkContext;
  readonly locale?: Locale;
  /** Id of the last answer that can be rated; "/up" and "/down" mean this one. */
  readonly answer?: string;
}

export type Step =
  | {
      readonly kind: "answer";
      readonly question: string;
      readonly context: TalkContext;
      readonly locale?: Locale;
    }
  /** `said`: in words, so that a word of thanks is due; undefined when there is nothing to rate. */
  | {
      readonly kind: "rate";
      readonly answer: string | undefined;
      readonly rating: Rating;
      readonly said?: Locale;
    }
  | { readonly kind: "help"; readonly locale: Locale };

const NOTHING: TalkContext = { places: [], topic: "", question: "" };

/** The stored state, or a fresh one when there is none or it is of another version. */
export function conversationState(stored: unknown): ConversationState {
  const known = stored as Partial<ConversationState> | null | undefined;
  return known?.version === 1 && known.context !== undefined
    ? (known as ConversationState)
    : { version: 1, context: NOTHING };
}

/** What to do with what came in. Pure; the state after an answer is made by `afterAnswer`. */
export function decide(
  state: ConversationState,
  incoming: Incoming,
): { state: ConversationState; step: Step } {
  const { content } = incoming;
  const locale = incoming.locale ?? state.locale;
  const next: ConversationState = locale === undefined ? state : { ...state, locale };
  if (content.kind === "rating")
    return { state, step: { kind: "rate", answer: content.answer, rating: content.rating } };
  const rating = /^\s*\/(up|down)\s*$/i.exec(content.text)?.[1]?.toLowerCase();
  if (rating === "up" || rating === "down") {
    return { state: next, step: { kind: "rate", answer: state.answer, rating, said: locale ?? "zh-Hans" } };
  }
  if (/^\s*\/(?:start|help)\b/i.test(content.text)) {
    return { state: { ...next, context: NOTHING }, step: { kind: "help", locale: locale ?? "zh-Hans" } };
  }
  return {
    state: next,
    step: {
      kind: "answer",
      question: content.text,
      context: state.context,
      ...(locale === undefined ? {} : { locale }),
    },
  };
}

/** The state once the question was answered; `answer` is the answer's id when it can be rated. */
export function afterAnswer(
  state: ConversationState,
  context: TalkContext,
  answer: string | undefined,
): ConversationState {
  return { ...state, context, ...(answer === undefined ? {} : { answer }) };
}
