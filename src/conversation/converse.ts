import { afterAnswer, conversationState, decide } from "../domain/conversation.ts";
import type { Incoming, Locale, Reply } from "../domain/message.ts";
import type { Answering } from "../answering/answer.ts";
import type { Handled } from "./inbox.ts";

export interface ConverseDependencies {
  readonly answering: Answering;
  readonly write: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly hotline: string;
  readonly now: () => Date;
  readonly newId: () => string;
}

/** One turn of a talk: the stored state and what came in give the new state and the replies. */
export function createConversation({ answering, write, hotline, now, newId }: ConverseDependencies) {
  const notice = (locale: Locale, key: string): Reply => ({
    kind: "notice",
    text: write(locale, key, { hotline }),
    citations: [],
    suggestions: [],
    locale,
  });

  return async function handle(stored: unknown, incoming: Incoming): Promise<Handled> {
    const { state, step } = decide(conversationState(stored), incoming);
    switch (step.kind) {
      case "rate":
        return {
          state,
          replies:
            step.said === undefined
              ? []
              : [notice(step.said, step.answer === undefined ? "chat.nothing-to-rate" : "chat.rated")],
          ...(step.answer === undefined ? {} : { rating: { answer: step.answer, rating: step.rating } }),
        };
      case "help":
        return { state, replies: [notice(step.locale, "answer.smalltalk.help")] };
      case "answer": {
        const started = performance.now();
        const { answer, passages, context } = await answering.answer(step.question, {
          context: step.context,
          ...(step.locale === undefined ? {} : { locale: step.locale }),
        });
        const id = newId();
        const rateable = answer.kind === "answer" || answer.kind === "unknown";
        const reply: Reply = { ...answer, ...(rateable ? { answer: id } : {}) };
        return {
          state: afterAnswer(state, context, reply.answer),
          replies: [reply],
          answer: {
            id,
            question: step.question,
            kind: answer.kind,
            locale: answer.locale,
            passages,
            cited: answer.citations.map(({ report }) => report),
            ms: Math.round(performance.now() - started),
            at: now().toISOString(),
          },
        };
      }
      default: {
        const impossible: never = step;
        return impossible;
      }
    }
  };
}
