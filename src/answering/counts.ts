// One number answers one count: "国庆发了多少,中秋又发了多少" is not told twice by the same amount. Pure; judge.ts picks by it.
import type { Candidate } from "./candidate.ts";

/** What was found for an ask, and how well it does. */
export interface Scored {
  readonly candidate: Candidate;
  readonly score: number;
}

/** Whether a candidate answers every count of the question with a number of its own. */
export function countsApart({ counted }: Candidate): boolean {
  const numbers = counted.filter((at) => at !== undefined);
  return new Set(numbers).size === numbers.length;
}

/** Whether a candidate for one ask answers it with the number that was found for another ask. */
export const takesNumber = (
  candidate: Candidate,
  ask: number,
  found: readonly (Scored | undefined)[],
): boolean =>
  candidate.counted[ask] !== undefined &&
  found.some(
    (other, at) =>
      at !== ask &&
      other !== undefined &&
      other.candidate.passage.id === candidate.passage.id &&
      other.candidate.counted[at] === candidate.counted[ask],
  );

/**
 * The findings, one an ask, without a number that answers two: the ask it suits less gets what `another` finds among the
 * rest, and keeps its own where there is nothing else.
 */
export function withOwnNumbers(
  found: readonly (Scored | undefined)[],
  another: (ask: number, fits: (candidate: Candidate) => boolean) => Scored | undefined,
): (Scored | undefined)[] {
  const own = Array.from(found);
  own.forEach((one, ask) => {
    if (one === undefined) return;
    const better = own.map((other, at) =>
      at !== ask && (other?.score ?? 0) >= one.score ? other : undefined,
    );
    if (takesNumber(one.candidate, ask, better))
      own[ask] = another(ask, (candidate) => !takesNumber(candidate, ask, own)) ?? one;
  });
  return own;
}
