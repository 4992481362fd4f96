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
}

export type Step =
  | { readonly kind: "answer"; readonly question: string; readonly context: TalkContext; readonly locale?: Locale }
  | { readonly kind: "rate"; readonly answer: string; readonly rating: Rating }
  | { readonly kind: "help"; readonly locale: Locale };

const NOTHING: TalkContext = { places: [], topic: "", question: "" };

/** The stored state, or a fresh one when there is none or it is of another version. */
export function conversationState(stored: unknown): ConversationState {
  const known = stored as Partial<ConversationState> | null | undefined;
  return known?.version === 1 && known.context !== undefined ? (known as ConversationState) : { version: 1, context: NOTHING };
}

/** What to do with what came in. Pure; the state after an answer is made by `afterAnswer`. */
export function decide(state: ConversationState, incoming: Incoming): { state: ConversationState; step: Step } {
  const { content } = incoming;
  const locale = incoming.locale ?? state.locale;
  const next: ConversationState = locale === undefined ? state : { ...state, locale };
  if (content.kind === "rating") return { state, step: { kind: "rate", answer: content.answer, rating: content.rating } };
  if (/^\s*\/(?:start|help)\b/i.test(content.text)) {
    return { state: { ...next, context: NOTHING }, step: { kind: "help", locale: locale ?? "zh-Hans" } };
  }
  return {
    state: next,
    step: { kind: "answer", question: content.text, context: state.context, ...(locale === undefined ? {} : { locale }) },
  };
}

/** The state once the question was answered. */
export function afterAnswer(state: ConversationState, context: TalkContext): ConversationState {
  return { ...state, context };
}
