// Hands what came in to whoever stores it: one line a chat, so that a message which cannot be stored for a moment is not
// overtaken by the next one, and chats beside each other.
import type { Incoming } from "../../domain/message.ts";
import type { OnMessage } from "../channel.ts";

export interface Intake {
  /**
   * Resolves once it is stored; rejects when that takes too long to tell the platform in time, which then brings it again.
   * A message goes on being tried here meanwhile.
   */
  take(incoming: Incoming, how?: How): Promise<void>;
  /** Takes nothing more; resolves when what is being stored is. */
  stop(): Promise<void>;
}

export interface How {
  /** It is not tried again: whoever sent it sees that it failed. */
  readonly once?: true;
  /** Asked in the message's turn; when false it is not for us, and let go. */
  readonly only?: () => Promise<boolean>;
}

export interface IntakeOptions {
  readonly onMessage: OnMessage;
  /** Milliseconds after which the platform is told that it was not taken; it waits three seconds. */
  readonly deadline?: number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const DEADLINE = 2_500;
/** Milliseconds before each new try; then it is left to the platform, which brings it for hours. */
const PAUSES = [50, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000];
/** Messages that may wait; a store that is down must not fill the memory. */
const MOST_WAITING = 2_000;
const LONGEST_STOP = 3_000;

export function createIntake({ onMessage, deadline = DEADLINE, wait }: IntakeOptions): Intake {
  const lines = new Map<string, Promise<void>>();
  /** By chat and message: a repeat waits for the first. */
  const waiting = new Map<string, Promise<void>>();
  let stopped = false;

  async function store(incoming: Incoming, { once, only }: How): Promise<void> {
    for (let attempt = 0; ; attempt++) {
      if (stopped) throw new Error("stopped");
      try {
        if (only !== undefined && !(await only())) return;
        return await onMessage(incoming);
      } catch (cause) {
        const pause = once === true ? undefined : PAUSES[attempt];
        if (pause === undefined) throw cause;
        await wait(pause);
      }
    }
  }

  function enqueue(incoming: Incoming, how: How): Promise<void> {
    const { chat } = incoming.address;
    const key = `${chat} ${incoming.messageId}`;
    const known = waiting.get(key);
    if (known !== undefined) return known;
    if (waiting.size >= MOST_WAITING) return Promise.reject(new Error("too many wait"));
    const before = lines.get(chat);
    const stored = (before ?? Promise.resolve()).then(() => store(incoming, how));
    const turn = settle(stored).finally(() => {
      waiting.delete(key);
      if (lines.get(chat) === turn) lines.delete(chat);
    });
    lines.set(chat, turn);
    waiting.set(key, stored);
    return stored;
  }

  return {
    async take(incoming, how = {}) {
      if (stopped) throw new Error("stopped");
      await within(deadline, enqueue(incoming, how));
    },
    async stop() {
      stopped = true;
      await within(LONGEST_STOP, Promise.all(lines.values())).catch(() => {});
    },
  };
}

const settle = (work: Promise<void>): Promise<void> => work.catch(() => {});

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("too late")), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    void work.catch(() => {});
  }
}
