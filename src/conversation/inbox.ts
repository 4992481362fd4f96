// Durable intake: stores each message before it is acknowledged, hands it to the conversation, saves what came of it in
// one transaction and delivers the replies. Messages of one chat go in order, chats beside each other.
import { AppError } from "../domain/errors.ts";
import type { Address, Incoming, Locale, Reply } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import type { AnswerRecord, RatingGiven } from "../stores/conversation-store.ts";
import type { Stores, StoreSet } from "../stores/stores.ts";
import { createLines, keyOf } from "./lines.ts";

/** What the conversation makes of one message. */
export interface Handled {
  readonly state: unknown;
  readonly replies: readonly Reply[];
  readonly answer?: AnswerRecord;
  readonly rating?: RatingGiven;
  /** What else is to be kept, in the same transaction. An AppError conflict has the message handled anew. */
  readonly save?: (stores: Stores) => Promise<void>;
}

export interface InboxLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface InboxOptions {
  readonly stores: Pick<StoreSet, "conversations" | "transaction">;
  /** Given the state saved last, or undefined; may throw, the member is then told and the state kept. */
  readonly handle: (state: unknown, incoming: Incoming) => Promise<Handled>;
  /**
   * Resolves when the platform has taken the replies. An AppError channel.blocked says that the person takes none: they
   * are given up, anything else is tried again.
   */
  readonly deliver: (address: Address, replies: readonly Reply[]) => Promise<void>;
  /** Told of a person who takes no messages. */
  readonly onBlocked?: (address: Address) => Promise<void>;
  /** Called when a change was saved that may have left jobs. */
  readonly onSaved?: () => void;
  readonly text: (locale: Locale, key: string, values: Readonly<Record<string, string>>) => string;
  readonly hotline: string;
  readonly log: InboxLog;
  readonly now: () => Date;
  /** Chats handled at one time. */
  readonly concurrency?: number;
  /** Milliseconds; waits between attempts at a store that fails. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Milliseconds between looks for replies that others left to be delivered, or that a platform did not take. */
  readonly sweep?: number;
}

export interface Inbox {
  /** Resolves once the message is stored; a repeat is dropped. Rejects when it could not be stored. */
  readonly receive: (incoming: Incoming) => Promise<void>;
  /** Takes up what was stored and not finished before a restart; only of these channels when given. */
  resume(channels?: readonly string[]): Promise<void>;
  /** Delivers soon what was posted to chats outside a turn, in each after what is under way there. */
  sweep(): void;
  /** Resolves when nothing is running or waiting. */
  idle(): Promise<void>;
  /** Takes no more, lets what runs finish for up to `timeout` milliseconds; what is left waits for `resume`. */
  stop(timeout: number): Promise<void>;
}

const ATTEMPTS = 5;
const SWEEP = 2_000;

/** What waits in a chat's line: a message to be handled, or word that replies were posted. */
type Item = { readonly kind: "message"; readonly incoming: Incoming } | { readonly kind: "flush" };

export function createInbox(options: InboxOptions): Inbox {
  const { stores, handle, deliver, text, hotline, log, now } = options;
  const store = stores.conversations;
  const sleep = options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  const lines = createLines<Item>({ concurrency: options.concurrency ?? 8, work });
  /** Replies a platform did not take; they go before the next ones, so that order holds. */
  const owed = new Map<string, SentReply[]>();
  let stopped = false;
  let sweeping: NodeJS.Timeout | undefined;
  let look: (wait: number) => void = () => {};

  const instant = (): string => now().toISOString();

  const take = (incoming: Incoming): void => lines.add(incoming.address, { kind: "message", incoming });

  function flush(address: Address): void {
    if (!lines.waiting(address).some(({ kind }) => kind === "flush")) lines.add(address, { kind: "flush" });
  }

  async function work(address: Address, item: Item): Promise<void> {
    if (item.kind === "message") return converse(item.incoming);
    try {
      const [posted] = await store.undelivered([address.channel], address.chat);
      owed.delete(keyOf(address));
      if (posted !== undefined) await hand(address, posted.replies);
    } catch (cause) {
      log.error({ ...address, ...nameOf(cause) }, "posted replies left for later");
    }
  }

  async function converse(incoming: Incoming): Promise<void> {
    const started = performance.now();
    const fields = {
      channel: incoming.address.channel,
      chat: incoming.address.chat,
      message: incoming.messageId,
    };
    try {
      const { sent, outcome } = await finish(incoming);
      if (sent !== undefined) await hand(incoming.address, sent);
      const ms = Math.round(performance.now() - started);
      log.info({ ...fields, outcome, replies: sent?.length ?? 0, ms }, "message handled");
    } catch (cause) {
      log.error({ ...fields, ...nameOf(cause) }, "message left for the next start");
    }
  }

  /** Handles and saves. A handler's failure becomes a kind reply; a store's failure is tried again. */
  async function finish(incoming: Incoming): Promise<{ sent: SentReply[] | undefined; outcome: string }> {
    for (let attempt = 1; ; attempt++) {
      let outcome: string;
      let handled: Partial<Handled> & Pick<Handled, "replies">;
      try {
        handled = await handle(await store.state(incoming.address), incoming);
        outcome = handled.replies[0]?.kind ?? "no reply";
      } catch (cause) {
        log.error(
          { channel: incoming.address.channel, message: incoming.messageId, ...nameOf(cause) },
          "handler failed",
        );
        handled = { replies: [trouble(incoming)] };
        outcome = "trouble";
      }
      try {
        return { sent: await save(incoming, handled), outcome };
      } catch (cause) {
        if (stopped) throw cause;
        if (cause instanceof AppError && cause.code === "conflict" && attempt < ATTEMPTS) continue;
        // Something in the result may be what cannot be saved: the last attempt saves an apology instead.
        if (attempt >= ATTEMPTS) {
          const sent = await store.complete({ incoming, replies: [trouble(incoming)], at: instant() });
          return { sent, outcome: "trouble" };
        }
        await sleep(50 * 4 ** attempt);
      }
    }
  }

  async function save(
    incoming: Incoming,
    { save: saveMore, ...handled }: Partial<Handled> & Pick<Handled, "replies">,
  ): Promise<SentReply[] | undefined> {
    const completion = { incoming, ...handled, at: instant() };
    if (saveMore === undefined) return store.complete(completion);
    const sent = await stores.transaction(async (inner) => {
      const done = await inner.conversations.complete(completion);
      if (done !== undefined) await saveMore(inner);
      return done;
    });
    options.onSaved?.();
    return sent;
  }

  async function hand(address: Address, sent: readonly SentReply[]): Promise<void> {
    const key = keyOf(address);
    const all = [...(owed.get(key) ?? []), ...sent];
    if (all.length === 0) return;
    try {
      await deliver(
        address,
        all.map(({ reply }) => reply),
      );
    } catch (cause) {
      log.error({ ...address, replies: all.length, ...nameOf(cause) }, "replies not delivered");
      if (!(cause instanceof AppError) || cause.code !== "channel.blocked") {
        owed.set(key, all);
        return;
      }
      owed.delete(key);
      await store.delivered(address, sequencesOf(all), "refused", instant());
      await options.onBlocked?.(address);
      return;
    }
    owed.delete(key);
    await store.delivered(address, sequencesOf(all), "sent", instant());
  }

  function trouble({ content, locale }: Incoming): Reply {
    const own =
      locale ?? (content.kind === "text" && !/\p{Script=Han}/u.test(content.text) ? "en" : "zh-Hans");
    const line = text(own, "chat.trouble", { hotline });
    return { kind: "notice", text: line, citations: [], suggestions: [], locale: own };
  }

  return {
    async receive(incoming) {
      if (stopped) throw new Error("the inbox is stopped");
      const { content } = incoming;
      const clean: Incoming =
        content.kind === "text"
          ? { ...incoming, content: { kind: "text", text: content.text.toWellFormed().replaceAll("\0", "") } }
          : incoming;
      if (await store.receive(clean)) take(clean);
    },
    async resume(channels) {
      for (const { address, replies } of await store.undelivered(channels)) await hand(address, replies);
      for (const incoming of await store.pending(channels)) take(incoming);
      const again = async (): Promise<void> => {
        try {
          for (const { address } of await store.undelivered(channels)) flush(address);
        } catch (cause) {
          log.error(nameOf(cause), "looking for replies to deliver failed");
        }
        look(options.sweep ?? SWEEP);
      };
      look = (wait) => {
        clearTimeout(sweeping);
        if (!stopped) sweeping = setTimeout(() => void again(), wait).unref();
      };
      look(options.sweep ?? SWEEP);
    },
    sweep: () => look(0),
    idle: lines.idle,
    async stop(timeout) {
      stopped = true;
      clearTimeout(sweeping);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeout);
      });
      lines.halt();
      await Promise.race([lines.idle(), late]);
      clearTimeout(timer);
    },
  };
}

const sequencesOf = (sent: readonly SentReply[]): number[] => sent.map(({ sequence }) => sequence);

/** What a log may hold of a failure: its class and code, never its message, which can quote a member. */
function nameOf(cause: unknown): { error: string; code?: string } {
  if (!(cause instanceof Error)) return { error: typeof cause };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  return code === undefined ? { error: cause.name } : { error: cause.name, code };
}
