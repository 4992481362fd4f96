import type { ChannelState } from "../channel.ts";

export interface Hearing {
  listening(): void;
  /** One word for people who run the program. */
  deaf(why: string): void;
  state(): ChannelState;
}

/** Deaf until told otherwise; `since` stays while the reason changes. */
export function createHearing(now: () => Date): Hearing {
  let state: ChannelState = { kind: "deaf", since: now().toISOString(), why: "starting" };
  return {
    listening() {
      state = { kind: "listening" };
    },
    deaf(why) {
      state = { kind: "deaf", since: state.kind === "deaf" ? state.since : now().toISOString(), why };
    },
    state: () => state,
  };
}

/** Waits between attempts: each twice as long as the one before, up to a longest, and never two programs in step. */
export function createBackoff(
  first: number,
  longest: number,
  random: () => number,
): { next(): number; reset(): void } {
  let pause = first;
  return {
    next() {
      const now = pause;
      pause = Math.min(longest, pause * 2);
      return now * (0.75 + random() / 2);
    },
    reset() {
      pause = first;
    },
  };
}
