// An officer who works off the queue: opens each case that is theirs and decides by its number, so that all kinds of
// decisions happen: a paper asked for, a refusal, an approval, a payment, a closing.
import type { Chatter, Heard } from "./chatter.ts";
import { sleep } from "./random.ts";

export interface Officer {
  /** Works until told to stop; resolves with the number of decisions made. */
  work(stopped: () => boolean): Promise<number>;
}

/** Words in an open case by which an officer sees what happened before. */
export interface Marks {
  readonly asked: string;
  readonly refused: string;
  /** A paper that is asked for again where there is one. */
  readonly paper: string;
}

export function createOfficer(chatter: Chatter, marks: Marks): Officer {
  const last = (heard: readonly Heard[]): Heard | undefined => heard.at(-1);

  function decisionFor(number: string, shown: Heard): string | undefined {
    const has = (verb: string): boolean => shown.suggestions.includes(`/${verb} ${number}`);
    const kind = Number(number.slice(-2)) % 5;
    if (has("paid")) return `/paid ${number} ${1_000 + kind}`;
    if (has("close")) return `/close ${number}`;
    if (has("refuse")) {
      if (kind === 0 && !shown.text.includes(marks.asked)) {
        const wanted = shown.text.includes(marks.paper) ? marks.paper : "手机号";
        return `/ask ${number} ${wanted} 请再核对一下`;
      }
      if (kind === 1 && !shown.text.includes(marks.refused)) return `/refuse ${number} 1 确认`;
      return has("forward") ? `/forward ${number}` : has("approve") ? `/approve ${number}` : undefined;
    }
    return undefined;
  }

  return {
    async work(stopped) {
      let decisions = 0;
      while (!stopped()) {
        const queue = last(await chatter.say("/queue"));
        const own = queue?.text.split("\n").flatMap((line) => /●\s*(\d{4}-\d+)/.exec(line)?.[1] ?? []) ?? [];
        for (const number of own.slice(0, 4)) {
          // Paying follows approving, and closing paying: the case is still at hand.
          for (;;) {
            const shown = last(await chatter.say(`/case ${number}`));
            const decision = shown === undefined ? undefined : decisionFor(number, shown);
            if (decision === undefined) break;
            await chatter.say(decision);
            decisions++;
            if (decision.startsWith("/forward")) break;
          }
        }
        if (own.length === 0) await sleep(3_000);
      }
      return decisions;
    },
  };
}
