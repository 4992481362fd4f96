import type { Working } from "../channels/channel.ts";
import type { Address } from "../domain/message.ts";

/** `to`: the message being answered, in a group. */
export type OpenWorking = (address: Address, to: string | undefined) => Working | undefined;

export interface Progress {
  readonly show: (text: string) => void;
  /** The id of a message that shows the answer so far, for the answer to replace. Never rejects. */
  end(): Promise<string | undefined>;
}

/** Milliseconds before a member is shown that somebody is at it: most answers are there sooner. */
const PATIENCE = 500;

/** Shows that an answer is being worked on once it takes a while, or as soon as there is something of it to show. */
export function startProgress(open: () => Working | undefined): Progress {
  let working: Working | undefined;
  const timer = setTimeout(() => {
    working ??= open();
  }, PATIENCE);
  timer.unref();
  return {
    show(text) {
      working ??= open();
      working?.show(text);
    },
    async end() {
      clearTimeout(timer);
      const ended = working;
      working = undefined;
      return ended?.end();
    },
  };
}
