// Durable intake: stores each message before it is acknowledged, hands it to the conversation, saves what came of it in
// one transaction and passes the replies on. Messages of one chat go in order, chats beside each other. A command is
// answered first and stored with its answer, in one go.
import { memberCommand } from "../domain/conversation.ts";
import { AppError, nameOf } from "../domain/errors.ts";
import { type Address, calledTo, type Incoming } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import type { ConversationStore } from "../stores/conversation-store.ts";
import type { StoreSet } from "../stores/stores.ts";
import { createDelivery, type DeliveryOptions } from "./delivery.ts";
import { createGathering, type Gathered } from "./gathering.ts";
import { createHandling, type Handled, type HandlingOptions } from "./handling.ts";
import { createLines, keyOf, type LineLog } from "./lines.ts";

export interface InboxOptions
  extends Pick<DeliveryOptions, "deliver" | "onBlocked">,
    Pick<HandlingOptions, "handle" | "fetchFiles" | "working" | "text" | "hotline"> {
  readonly stores: Pick<StoreSet, "conversations" | "transaction">;
  /** Called when a change was saved that may have left jobs. */
  readonly onSaved?: () => void;
  readonly log: LineLog;
  readonly now: () => Date;
  /** Chats handled at one time: enough that a few that wait for a model keep nobody else waiting. */
  readonly concurrency?: number;
  /** Milliseconds; waits between attempts at a store or a platform that fails. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** Milliseconds between looks for replies that others left to be delivered, or that a platform did not take. */
  readonly sweep?: number;
  /** Milliseconds without another file after which the files of a chat count as sent together. */
  readonly gather?: number;
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

/** What became of a message. */
interface Finished {
  readonly sent: readonly SentReply[] | undefined;
  readonly elsewhere: readonly Address[];
  readonly outcome: string;
}

const ATTEMPTS = 5;
const CONCURRENCY = 256;

export function createInbox(options: InboxOptions): Inbox {
  const { stores, log, now } = options;
  const store = stores.conversations;
  const sleep = options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  const instant = (): string => now().toISOString();
  const lines = createLines<() => Promise<void>>({
    concurrency: options.concurrency ?? CONCURRENCY,
    work: (_, turn) => turn(),
  });
  const gathering = createGathering(options.gather ?? 800, (one) =>
    lines.add(one.incoming.address, () => converse(one)),
  );
  const delivery = createDelivery({
    store,
    deliver: options.deliver,
    ...(options.onBlocked === undefined ? {} : { onBlocked: options.onBlocked }),
    log,
    instant,
    ...(options.sweep === undefined ? {} : { sweep: options.sweep }),
  });
  const { attend, apology } = createHandling({
    ...options,
    standing: store.standing,
    wait: async (milliseconds) => {
      await sleep(milliseconds);
      return !stopped;
    },
  });
  /** By chat: the message that is being stored. Nothing of the chat may overtake it. */
  const arriving = new Map<string, Promise<void>>();
  let stopped = false;

  async function converse(gathered: Gathered): Promise<void> {
    const { incoming, also } = await gathered.whole();
    const started = performance.now();
    try {
      passOn(incoming, await finish(incoming, also), started);
    } catch (cause) {
      const { address, messageId } = incoming;
      log.error(
        { channel: address.channel, chat: address.chat, message: messageId, ...nameOf(cause) },
        "message left for the next start",
      );
    }
  }

  function passOn(
    { address, messageId }: Incoming,
    { sent, elsewhere, outcome }: Finished,
    started: number,
  ): void {
    if (sent !== undefined) delivery.hand(address, sent);
    for (const one of elsewhere) delivery.flush(one);
    const ms = Math.round(performance.now() - started);
    const fields = { channel: address.channel, chat: address.chat, message: messageId };
    log.info({ ...fields, outcome, replies: sent?.length ?? 0, ms }, "message handled");
  }

  /**
   * Answers the message and stores both. False when it is to go the usual way, for it was here before or something came
   * between; nothing of it is kept then.
   */
  async function answerArriving(incoming: Incoming): Promise<boolean> {
    const started = performance.now();
    const { outcome, after, ...handled } = await attend(incoming);
    if (after === undefined || handled.answer !== undefined || handled.rating !== undefined) return false;
    const { state, replies, elsewhere = [] } = handled;
    try {
      const sent = await save(handled, (talks, at) =>
        talks.receiveAnswered({ incoming, state, replies, at, after }),
      );
      if (sent === undefined) return false;
      passOn(incoming, { sent, elsewhere: elsewhere.map(({ address }) => address), outcome }, started);
      return true;
    } catch {
      return false;
    }
  }

  async function take(incoming: Incoming): Promise<void> {
    const { address } = incoming;
    if (isShortWork(incoming) && lines.free(address)) {
      const { promise, resolve } = Promise.withResolvers<boolean>();
      lines.add(address, () => answerArriving(incoming).then(resolve));
      if (await promise) return;
    }
    if (await store.receive(incoming)) gathering.add(incoming);
  }

  /** Handles and saves. A handler's failure becomes a kind reply; a store's failure is tried again. */
  async function finish(incoming: Incoming, also: readonly string[]): Promise<Finished> {
    for (let attempt = 1; ; attempt++) {
      const { outcome, after: _, ...handled } = await attend(incoming);
      try {
        const { save: __, elsewhere = [], ...completion } = handled;
        const sent = await save(handled, (talks, at) =>
          talks.complete({ incoming, also, ...completion, at }),
        );
        return { sent, elsewhere: elsewhere.map(({ address }) => address), outcome };
      } catch (cause) {
        if (stopped) throw cause;
        if (cause instanceof AppError && cause.code === "conflict" && attempt < ATTEMPTS) continue;
        // Something in the result may be what cannot be saved: the last attempt saves an apology instead.
        if (attempt >= ATTEMPTS) {
          const replies = apology(incoming);
          const sent = await store.complete({ incoming, also, replies, at: instant() });
          return { sent, elsewhere: [], outcome: "trouble" };
        }
        await sleep(50 * 4 ** attempt);
      }
    }
  }

  /** Keeps the turn by `keep`, and what else came of it in the same transaction. */
  async function save(
    { save: saveMore, elsewhere = [] }: Partial<Handled>,
    keep: (talks: ConversationStore, at: string) => Promise<SentReply[] | undefined>,
  ): Promise<SentReply[] | undefined> {
    const at = instant();
    if (saveMore === undefined && elsewhere.length === 0) return keep(store, at);
    const sent = await stores.transaction(async (inner) => {
      const kept = await keep(inner.conversations, at);
      if (kept === undefined) return undefined;
      for (const { address, reply, key } of elsewhere)
        await inner.conversations.post(address, reply, key, at);
      await saveMore?.(inner);
      return kept;
    });
    options.onSaved?.();
    return sent;
  }

  return {
    async receive(incoming) {
      if (stopped) throw new Error("the inbox is stopped");
      const { content } = incoming;
      const clean: Incoming =
        content.kind === "text"
          ? { ...incoming, content: { ...content, text: plain(content.text) } }
          : incoming;
      const key = keyOf(clean.address);
      while (arriving.has(key)) await arriving.get(key);
      const stored = take(clean);
      const settled = stored.then(undefined, () => {}).then(() => void arriving.delete(key));
      arriving.set(key, settled);
      await stored;
    },
    async resume(channels) {
      await delivery.resume(channels);
      for (const incoming of await store.pending(channels)) gathering.add(incoming);
    },
    sweep: delivery.sweep,
    async idle() {
      await lines.idle();
      await delivery.idle();
    },
    async stop(timeout) {
      stopped = true;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeout);
      });
      lines.halt();
      await Promise.race([lines.idle().then(delivery.idle), late]);
      clearTimeout(timer);
      delivery.stop();
      // What is left is taken over at once, or once nothing is heard of this process.
      await store.leave().catch(() => {});
    },
  };
}

/** A command by itself waits for no model and no file: its sender's platform may wait until it is answered. */
const isShortWork = ({ content }: Incoming): boolean =>
  content.kind === "text" &&
  calledTo(content) === undefined &&
  memberCommand(content.text.trim())?.rest === "";

/** Without what no store can hold. */
const plain = (text: string): string => text.toWellFormed().replaceAll("\0", "");
