// What both indexes must do alike to agree: order hits, fuse two rankings, turn partial dates into days.
import type { PartialDate } from "../domain/report.ts";
import type { KnowledgeHit } from "./knowledge.ts";

/** Reciprocal rank fusion gives the hit at rank r, counted from 0, 1 / (RRF_CONSTANT + r) from each ranking. */
export const RRF_CONSTANT = 2;

/** How many hits of each ranking take part in a fusion. */
export const fusionDepth = (limit: number): number => Math.max(50, limit);

// Stores add up in different orders and precisions; what is equal but for that counts as equal.
const PRECISION = 6;

/** The best `limit` hits, best first, equal scores by id. */
export function best(hits: readonly KnowledgeHit[], limit: number): KnowledgeHit[] {
  return hits
    .map((hit) => ({ hit, score: Number(hit.score.toPrecision(PRECISION)) }))
    .sort((left, right) => right.score - left.score || (left.hit.id < right.hit.id ? -1 : 1))
    .slice(0, limit)
    .map(({ hit }) => hit);
}

/** The hits of several rankings, each best first, with their fused scores, in no order. */
export function fuse(rankings: readonly (readonly KnowledgeHit[])[]): KnowledgeHit[] {
  const fused = new Map<string, KnowledgeHit>();
  for (const ranking of rankings) {
    ranking.forEach((hit, rank) => {
      const score = (fused.get(hit.id)?.score ?? 0) + 1 / (RRF_CONSTANT + rank);
      fused.set(hit.id, { ...hit, score });
    });
  }
  return [...fused.values()];
}

/** First and last day a partial date stands for, as numbers that order like days: 2023-09 is 20230901 to 20230931. */
export function days(date: PartialDate): { first: number; last: number } {
  const [year = 0, month, day] = date.split("-").map(Number);
  return {
    first: year * 10_000 + (month ?? 1) * 100 + (day ?? 1),
    last: year * 10_000 + (month ?? 12) * 100 + (day ?? 31),
  };
}
