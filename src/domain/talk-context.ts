// What earlier answers of a talk were about, for words said in reply to one of them. Pure.
import type { ConversationState, TalkContext } from "./conversation.ts";

/** What an answer was about that can be rated, for words said in reply to it. */
export interface EarlierAnswer {
  readonly answer: string;
  readonly context: TalkContext;
  /** ISO instant. */
  readonly at: string;
}

const MOST = 20;
/** Milliseconds; no longer than the words themselves are kept. */
const WEEK = 7 * 24 * 3_600_000;

/** The state once the question was answered; `answer` is the answer's id when it can be rated, with when it was given. */
export function afterAnswer(
  state: ConversationState,
  context: TalkContext,
  answer: { readonly id: string; readonly at: string } | undefined,
): ConversationState {
  if (answer === undefined) return { ...state, context };
  const { id, at } = answer;
  const recent = (state.earlier ?? []).filter((one) => Date.parse(at) - Date.parse(one.at) < WEEK);
  return { ...state, context, answer: id, earlier: [...recent, { answer: id, context, at }].slice(-MOST) };
}

/** The state as it was after an answer; unchanged when that is not remembered any more. */
export function backAt(state: ConversationState, answer: string | undefined): ConversationState {
  const known = state.earlier?.find((one) => one.answer === answer);
  return known === undefined ? state : { ...state, context: known.context, answer: known.answer };
}

/** The state once somebody wanted to apply: what is asked next is about that, whether a form could be opened or not. */
export function talkingOf(
  state: ConversationState,
  words: string,
  programmes: readonly string[],
): ConversationState {
  return { ...state, context: { ...state.context, topic: words, question: words, programmes } };
}
