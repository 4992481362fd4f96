// Passes replies on to the channels: in order within a chat, chats beside each other, and a chat that waits for its
// platform keeps no other waiting. What a platform did not take is tried again, by this process or the next.
import { setImmediate as nextTurn } from "node:timers/promises";
import { AppError, nameOf } from "../domain/errors.ts";
import type { Taken } from "../channels/channel.ts";
import type { Address } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import type { ConversationStore } from "../stores/conversation-store.ts";
import { createLines, keyOf, type LineLog } from "./lines.ts";

export interface DeliveryOptions {
  readonly store: Pick<ConversationStore, "alive" | "takeOver" | "waitingChats" | "delivered">;
  /** As Channel.send promises. */
  readonly deliver: (address: Address, replies: readonly SentReply[], taken: Taken) => Promise<void>;
  /** Told of a person or a group that takes no messages, with the sequences of the replies that were refused. */
  readonly onBlocked?: (address: Address, refused: readonly number[]) => Promise<void>;
  readonly log: LineLog;
  readonly instant: () => string;
  /** Milliseconds between looks for replies that nobody handed over here. */
  readonly sweep?: number;
}

export interface Delivery {
  hand(address: Address, replies: readonly SentReply[]): void;
  /** Sends what is stored for the chat and not sent. */
  flush(address: Address): void;
  /** Sends what an earlier run left, and from now on what others post; only of these channels when given. */
  resume(channels: readonly string[] | undefined): Promise<void>;
  /** Looks at once. */
  sweep(): void;
  idle(): Promise<void>;
  /** Begins nothing more. */
  stop(): void;
}

const SWEEP = 2_000;
const LONGEST_PAUSE = 5 * 60_000;
/** Most of them are never handed over: others wrote them. Those that are come within moments. */
const MOST_FOUND = 5_000;

/** What waits in a chat's line: replies, or word that there are some in the store. */
type Item = { readonly kind: "replies"; readonly replies: readonly SentReply[] } | { readonly kind: "flush" };

export function createDelivery({ store, deliver, log, instant, ...options }: DeliveryOptions): Delivery {
  const lines = createLines<Item>({ concurrency: Number.POSITIVE_INFINITY, work });
  /** Replies a platform did not take; they go before the next ones, so that order holds. */
  const owed = new Map<string, readonly SentReply[]>();
  /** Sent, but the store could not be told: never sent again by this process. */
  const untold = new Map<string, Map<number, readonly string[]>>();
  /** Found in the store, where they stand before they are handed over here: not to be sent twice. */
  const found = new Set<string>();
  const pauses = new Map<string, { readonly failures: number; readonly until: number }>();
  let stopped = false;
  let sweeping: NodeJS.Timeout | undefined;
  let look: () => void = () => {};

  async function work(address: Address, item: Item): Promise<void> {
    // Whoever brought the messages asks for the next ones first: they come while these replies go.
    await nextTurn();
    try {
      const key = keyOf(address);
      if (item.kind === "replies") {
        // What was found in the store meanwhile is sent, or owed.
        return await send(
          address,
          item.replies.filter(({ sequence }) => !found.delete(placeOf(key, sequence))),
        );
      }
      if ((pauses.get(key)?.until ?? 0) > performance.now()) return;
      await tell(address);
      const stored = await store.takeOver(address);
      owed.delete(key);
      if (stored.length === 0) return;
      for (const { sequence } of stored) find(placeOf(key, sequence));
      await send(address, stored);
    } catch (cause) {
      log.error({ ...address, ...nameOf(cause) }, "replies left for later");
    }
  }

  function find(place: string): void {
    found.add(place);
    const oldest = found.values().next().value;
    if (found.size > MOST_FOUND && oldest !== undefined) found.delete(oldest);
  }

  async function send(address: Address, replies: readonly SentReply[]): Promise<void> {
    const key = keyOf(address);
    const known = untold.get(key);
    let left = [...(owed.get(key) ?? []), ...replies].filter(({ sequence }) => known?.has(sequence) !== true);
    owed.delete(key);
    while (left.length > 0) {
      try {
        await deliver(address, left, async (reply, messages) => {
          left = left.filter((one) => one !== reply);
          untold.set(key, (untold.get(key) ?? new Map()).set(reply.sequence, messages));
          await tell(address);
        });
        pauses.delete(key);
        return;
      } catch (cause) {
        log.error({ ...address, replies: left.length, ...nameOf(cause) }, "replies not delivered");
        const code = cause instanceof AppError ? cause.code : undefined;
        if (code === "channel.blocked") {
          const refused = left.map(({ sequence }) => sequence);
          await store.delivered(address, refused, "refused", instant());
          await options.onBlocked?.(address, refused);
          return;
        }
        if (code !== "channel.refused") return later(key, left);
        // This one the platform will never take; those behind it may be what the member waits for.
        const [refused, ...others] = left;
        if (refused !== undefined) await store.delivered(address, [refused.sequence], "refused", instant());
        left = others;
      }
    }
  }

  function later(key: string, left: readonly SentReply[]): void {
    if (left.length > 0) owed.set(key, left);
    const failures = (pauses.get(key)?.failures ?? 0) + 1;
    const pause = Math.min(LONGEST_PAUSE, (options.sweep ?? SWEEP) * 2 ** Math.min(failures - 1, 10));
    pauses.set(key, { failures, until: performance.now() + pause });
  }

  /** Records what was sent; what cannot be recorded now is recorded before the chat's next replies. */
  async function tell(address: Address): Promise<void> {
    const key = keyOf(address);
    for (const [sequence, messages] of untold.get(key) ?? []) {
      await store.delivered(address, [sequence], "sent", instant(), messages);
      untold.get(key)?.delete(sequence);
    }
    untold.delete(key);
  }

  function flush(address: Address): void {
    if (!lines.waiting(address).some(({ kind }) => kind === "flush")) lines.add(address, { kind: "flush" });
  }

  return {
    hand(address, replies) {
      if (replies.length > 0) lines.add(address, { kind: "replies", replies });
    },
    flush,
    async resume(channels) {
      let before: ReadonlyMap<string, number> = new Map();
      const again = async (all: boolean): Promise<void> => {
        try {
          await store.alive();
          const waiting = await store.waitingChats(channels);
          // What waits in a busy chat is being sent, mostly; what still waits at the next look was left by somebody else.
          for (const { address, since } of waiting) {
            if (all || lines.free(address) || before.get(keyOf(address)) === since) flush(address);
          }
          before = new Map(waiting.map(({ address, since }) => [keyOf(address), since]));
        } catch (cause) {
          log.error(nameOf(cause), "looking for replies to deliver failed");
        }
        plan(options.sweep ?? SWEEP, false);
      };
      const plan = (wait: number, all: boolean): void => {
        clearTimeout(sweeping);
        if (!stopped) sweeping = setTimeout(() => void again(all), wait).unref();
      };
      look = () => plan(0, true);
      await again(true);
    },
    sweep: () => look(),
    idle: lines.idle,
    stop() {
      stopped = true;
      clearTimeout(sweeping);
      lines.halt();
    },
  };
}

const placeOf = (key: string, sequence: number): string => `${key} ${sequence}`;
