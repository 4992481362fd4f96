/** Lets nothing through for a while after the platform did not answer several times in a row. */
export interface Breaker {
  /** False while requests are to fail at once; after a pause one is let through to look. */
  readonly open: () => boolean;
  good(): void;
  bad(): void;
}

const PATIENCE = 3;
const SHORTEST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

/** `now`: milliseconds that only ever grow. */
export function createBreaker(now: () => number): Breaker {
  let failures = 0;
  let until = 0;
  return {
    open() {
      if (failures < PATIENCE) return true;
      if (now() < until) return false;
      // Whoever looks now looks for all: the others go on failing at once until it is known.
      until = now() + SHORTEST_PAUSE;
      return true;
    },
    good() {
      failures = 0;
    },
    bad() {
      failures++;
      const pause = SHORTEST_PAUSE * 2 ** Math.min(10, Math.max(0, failures - PATIENCE));
      until = now() + Math.min(LONGEST_PAUSE, pause);
    },
  };
}
