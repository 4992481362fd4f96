// Whether words tell of a danger though no saying of the vocabulary foresaw them: several cues together, each common talk by
// itself. A wrong yes costs a line of numbers, a wrong no may cost a life. Pure; vocabulary.ts hands in the cues.
import { fold } from "../../ingest/script.ts";

/** Patterns in simplified characters, by what they are a sign of. */
export interface DangerCues {
  /** To a body, of what is around, of being held or hunted, of somebody who does not come back, of the end of things. */
  readonly harm: readonly string[];
  readonly around: readonly string[];
  readonly held: readonly string[];
  readonly missing: readonly string[];
  readonly end: readonly string[];
  /** Whom it happens to, that it is now, and signs that it is no matter of now. */
  readonly who: readonly string[];
  readonly now: readonly string[];
  readonly calm: readonly string[];
}

/** "despair": somebody may be about to end their life; "held": somebody is kept, hunted or molested. */
export type Danger = "emergency" | "held" | "despair";

const SIGNS = ["harm", "around", "held", "missing", "end"] as const;
/** What a first sign of a kind weighs, and each further one. */
const FIRST = 2;
const FURTHER = 1;
const WHO = 0.5;
const NOW = 1;
const CALM = 2;
const ENOUGH = 3;
/** Longer stories are about more than a moment. */
const LONGEST = 120;

/** Reads folded words; undefined when they tell of no danger. */
export function createDangerSense(cues: DangerCues): (folded: string) => Danger | undefined {
  const patterns = (texts: readonly string[]): RegExp[] => texts.map((text) => new RegExp(fold(text), "gu"));
  const signs = SIGNS.map((kind) => ({ kind, all: patterns(cues[kind]) }));
  const [who, now, calm] = [patterns(cues.who), patterns(cues.now), patterns(cues.calm)];
  const found = (all: readonly RegExp[], text: string): number =>
    new Set(all.flatMap((one) => text.match(one) ?? [])).size;

  return (folded) => {
    if (folded.length > LONGEST) return undefined;
    const seen = signs.map(({ kind, all }) => ({ kind, count: found(all, folded) }));
    const told = seen.reduce((sum, { count }) => sum + (count === 0 ? 0 : FIRST + FURTHER * (count - 1)), 0);
    if (told === 0) return undefined;
    const weight =
      told +
      (found(who, folded) > 0 ? WHO : 0) +
      (found(now, folded) > 0 ? NOW : 0) -
      CALM * Math.min(2, found(calm, folded));
    if (weight < ENOUGH) return undefined;
    const most = Math.max(...seen.map(({ count }) => count));
    const isMost = (kind: string): boolean => seen.some((one) => one.kind === kind && one.count === most);
    if (isMost("end")) return "despair";
    // Who cannot get down for the smoke needs the fire brigade.
    return isMost("held") && !isMost("harm") && !isMost("around") ? "held" : "emergency";
  };
}
