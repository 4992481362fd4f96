// Scores answers against a question set: one JSON object a line with id, kind, q, and must + cite or refuse.
// Pure; the eval command asks the questions and prints the table.
import { z } from "zod";
import { fold } from "../../ingest/script.ts";
import type { Answer } from "../domain/message.ts";

export const evaluationQuestionSchema = z.object({
  id: z.string(),
  kind: z.string().default("question"),
  q: z.string().min(1),
  /** Every group needs one of its strings in the answer, scripts folded. */
  must: z.array(z.array(z.string())).default([]),
  /** One of the citations comes from a report whose name begins with one of these. */
  cite: z.array(z.string()).default([]),
  /** The right answer is that the reports do not say. */
  refuse: z.boolean().default(false),
});

export type EvaluationQuestion = z.infer<typeof evaluationQuestionSchema>;

export interface Score {
  readonly id: string;
  readonly kind: string;
  readonly question: string;
  readonly refused: boolean;
  readonly shouldRefuse: boolean;
  /** All facts there; for a question to refuse, whether it was refused. */
  readonly right: boolean;
  readonly cited: boolean;
  /** Characters quoted, all quotations together. */
  readonly quoted: number;
  readonly ms: number;
}

export function scoreAnswer(question: EvaluationQuestion, answer: Answer, ms: number): Score {
  const refused = answer.kind !== "answer";
  const text = fold(answer.text);
  const facts = question.must.every((group) => group.some((fact) => text.includes(fold(fact))));
  return {
    id: question.id,
    kind: question.kind,
    question: question.q,
    refused,
    shouldRefuse: question.refuse,
    right: question.refuse ? refused : !refused && facts,
    cited:
      question.cite.length === 0 ||
      answer.citations.some(({ report }) => question.cite.some((name) => report.startsWith(name))),
    quoted: answer.citations.reduce((sum, { quote }) => sum + quote.length, 0),
    ms,
  };
}

export interface Evaluation {
  readonly questions: number;
  /** Shares of 1. */
  readonly factsRight: number;
  readonly citationsRight: number;
  readonly refusalsRight: number;
  readonly wronglyRefused: number;
  readonly meanQuotation: number;
  readonly p50: number;
  readonly p95: number;
  readonly wrong: readonly Score[];
}

export function summarise(scores: readonly Score[]): Evaluation {
  const answerable = scores.filter((score) => !score.shouldRefuse);
  const refusable = scores.filter((score) => score.shouldRefuse);
  const answered = answerable.filter((score) => !score.refused);
  const times = scores.map((score) => score.ms).sort((left, right) => left - right);
  return {
    questions: scores.length,
    factsRight: share(answerable, (score) => score.right),
    citationsRight: share(answered, (score) => score.cited),
    refusalsRight: share(refusable, (score) => score.right),
    wronglyRefused: answerable.length === 0 ? 0 : share(answerable, (score) => score.refused),
    meanQuotation:
      answered.length === 0 ? 0 : answered.reduce((sum, score) => sum + score.quoted, 0) / answered.length,
    p50: times[Math.floor(times.length * 0.5)] ?? 0,
    p95: times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? 0,
    wrong: scores.filter((score) => !score.right || (!score.shouldRefuse && !score.refused && !score.cited)),
  };
}

const share = (scores: readonly Score[], holds: (score: Score) => boolean): number =>
  scores.length === 0 ? 1 : scores.filter(holds).length / scores.length;
