import type { ChannelState } from "../channel.ts";

/** What is known about whether messages can arrive, from several sides; the worst of them is told. */
export interface KnownState {
  readonly state: () => ChannelState;
  /** `why` undefined: this side is well again. */
  say(side: "intake" | "requests", why: string | undefined): void;
}

export function createState(now: () => Date): KnownState {
  const deaf = new Map<string, { readonly since: string; readonly why: string }>();
  deaf.set("intake", { since: now().toISOString(), why: "starting" });
  return {
    state() {
      const worst = deaf.get("intake") ?? deaf.get("requests");
      return worst === undefined ? { kind: "listening" } : { kind: "deaf", ...worst };
    },
    say(side, why) {
      if (why === undefined) deaf.delete(side);
      else if (deaf.get(side)?.why !== why) {
        // Deaf for another reason is still deaf since then.
        deaf.set(side, { since: deaf.get(side)?.since ?? now().toISOString(), why });
      }
    },
  };
}
