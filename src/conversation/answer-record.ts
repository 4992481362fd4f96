import type { Answered } from "../answering/answer.ts";
import type { AnswerRecord } from "../stores/conversation-store.ts";

/** What is kept of an answer beside its words. `started` is of performance.now, `at` an ISO instant. */
export function recordOf(
  { answer, passages }: Answered,
  { id, question, started, at }: { id: string; question: string; started: number; at: string },
): AnswerRecord {
  return {
    id,
    question,
    kind: answer.kind,
    locale: answer.locale,
    passages,
    cited: answer.citations.map(({ report }) => report),
    ms: Math.round(performance.now() - started),
    at,
  };
}

/** Whether members are asked what they think of it. */
export const isRateable = ({ answer }: Answered): boolean =>
  answer.kind === "answer" || answer.kind === "unknown";
