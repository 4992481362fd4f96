// Durable intake: stores each message before it is acknowledged, hands it to the conversation, saves what came of it in
// one transaction and passes the replies on. Messages of one chat go in order, chats beside each other.
import { AppError, nameOf } from "../domain/errors.ts";
import { type Address, type Incoming, type Locale, type Reply, wordsOf } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import type { AnswerRecord, RatingGiven } from "../stores/conversation-store.ts";
import type { Stores, StoreSet } from "../stores/stores.ts";
import { createDelivery, type DeliveryOptions } from "./delivery.ts";
import { createGathering, type Gathered } from "./gathering.ts";
import { createLines, type LineLog } from "./lines.ts";
import { type OpenWorking, startProgress } from "./progress.ts";

/** What the conversation makes of one message. */
export interface Handled {
  readonly state: unknown;
  readonly replies: readonly Reply[];
  /** Replies to other chats, each once under its key. */
  readonly elsewhere?: readonly { readonly address: Address; readonly reply: Reply; readonly key: string }[];
  readonly answer?: AnswerRecord;
  readonly rating?: RatingGiven;
  /** What else is to be kept, in the same transaction. An AppError conflict has the message handled anew. */
  readonly save?: (stores: Stores) => Promise<void>;
}

export interface InboxOptions extends Pick<DeliveryOptions, "deliver" | "onBlocked"> {
  readonly stores: Pick<StoreSet, "conversations" | "transaction">;
  /**
   * Given the state saved last, or undefined, and a way to show an answer while it is being written; may throw, the member
   * is then told and the state kept.
   */
  readonly handle: (state: unknown, incoming: Incoming, show: (text: string) => void) => Promise<Handled>;
  /** Brings the files of a message that are still with its platform. A retryable AppError is tried again. */
  readonly fetchFiles?: (incoming: Incoming) => Promise<Incoming>;
  /** Shows that an answer takes a while; undefined where the channel cannot. */
  readonly working?: OpenWorking;
  /** Called when a change was saved that may have left jobs. */
  readonly onSaved?: () => void;
  readonly text: (locale: Locale, key: string, values: Readonly<Record<string, string>>) => string;
  readonly hotline: string;
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

const ATTEMPTS = 5;
const FETCHES = 6;
const CONCURRENCY = 256;

export function createInbox(options: InboxOptions): Inbox {
  const { stores, handle, text, hotline, log, now } = options;
  const store = stores.conversations;
  const sleep = options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  const instant = (): string => now().toISOString();
  const lines = createLines<Gathered>({ concurrency: options.concurrency ?? CONCURRENCY, work: converse });
  const gathering = createGathering(options.gather ?? 800, (one) => lines.add(one.incoming.address, one));
  const delivery = createDelivery({
    store,
    deliver: options.deliver,
    ...(options.onBlocked === undefined ? {} : { onBlocked: options.onBlocked }),
    log,
    instant,
    ...(options.sweep === undefined ? {} : { sweep: options.sweep }),
  });
  let stopped = false;

  async function converse(_: Address, gathered: Gathered): Promise<void> {
    const { incoming, also } = await gathered.whole();
    const { address, messageId } = incoming;
    const started = performance.now();
    const fields = { channel: address.channel, chat: address.chat, message: messageId };
    try {
      const { sent, elsewhere, outcome } = await finish(incoming, also);
      if (sent !== undefined) delivery.hand(address, sent);
      for (const one of elsewhere) delivery.flush(one);
      const ms = Math.round(performance.now() - started);
      log.info({ ...fields, outcome, replies: sent?.length ?? 0, ms }, "message handled");
    } catch (cause) {
      log.error({ ...fields, ...nameOf(cause) }, "message left for the next start");
    }
  }

  /** Handles and saves. A handler's failure becomes a kind reply; a store's failure is tried again. */
  async function finish(
    incoming: Incoming,
    also: readonly string[],
  ): Promise<{ sent: SentReply[] | undefined; elsewhere: readonly Address[]; outcome: string }> {
    for (let attempt = 1; ; attempt++) {
      const { outcome, ...handled } = await attend(incoming);
      try {
        const elsewhere = (handled.elsewhere ?? []).map(({ address }) => address);
        return { sent: await save(incoming, also, handled), elsewhere, outcome };
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

  async function attend(
    incoming: Incoming,
  ): Promise<Partial<Handled> & Pick<Handled, "replies"> & { outcome: string }> {
    const { address, messageId, tapped, group } = incoming;
    // In a group several talk at once: every answer hangs on the message it answers.
    const to = group === undefined ? undefined : (tapped ?? messageId);
    const progress = startProgress(() => options.working?.(address, to));
    try {
      const brought = await bring(incoming);
      const handled = await handle(await store.state(address), brought, progress.show);
      const draft = await progress.end();
      const replies = handled.replies.map((reply, index) => ({
        ...reply,
        ...(to === undefined ? {} : { to }),
        ...(draft === undefined || index > 0 ? {} : { replaces: draft }),
      }));
      return { ...handled, replies, outcome: replies[0]?.kind ?? "no reply" };
    } catch (cause) {
      await progress.end();
      log.error({ channel: address.channel, message: messageId, ...nameOf(cause) }, "handler failed");

      const replies = apology(incoming).map((reply) => (to === undefined ? reply : { ...reply, to }));
      return { replies, outcome: "trouble" };
    }
  }

  async function bring(incoming: Incoming): Promise<Incoming> {
    const { content, group } = incoming;
    // In a group papers are not taken; what is not taken is not fetched.
    if (content.kind !== "remote-files" || group !== undefined || options.fetchFiles === undefined)
      return incoming;
    for (let attempt = 1; ; attempt++) {
      try {
        return await options.fetchFiles(incoming);
      } catch (cause) {
        const again = cause instanceof AppError && cause.retryable && attempt < FETCHES && !stopped;
        if (!again) throw cause;
        await sleep(250 * 2 ** attempt);
      }
    }
  }

  async function save(
    incoming: Incoming,
    also: readonly string[],
    { save: saveMore, elsewhere = [], ...handled }: Partial<Handled> & Pick<Handled, "replies">,
  ): Promise<SentReply[] | undefined> {
    const at = instant();
    const completion = { incoming, also, ...handled, at };
    if (saveMore === undefined && elsewhere.length === 0) return store.complete(completion);
    const sent = await stores.transaction(async (inner) => {
      const done = await inner.conversations.complete(completion);
      if (done === undefined) return undefined;
      for (const { address, reply, key } of elsewhere)
        await inner.conversations.post(address, reply, key, at);
      await saveMore?.(inner);
      return done;
    });
    options.onSaved?.();
    return sent;
  }

  /** Nothing for what was no message. */
  function apology({ content, locale }: Incoming): readonly Reply[] {
    if (content.kind === "event" || content.kind === "rating") return [];
    const words = wordsOf(content);
    const own = locale ?? (words !== "" && !/\p{Script=Han}/u.test(words) ? "en" : "zh-Hans");
    const line = text(own, "chat.trouble", { hotline });
    return [{ kind: "notice", text: line, citations: [], suggestions: [], locale: own }];
  }

  return {
    async receive(incoming) {
      if (stopped) throw new Error("the inbox is stopped");
      const { content } = incoming;
      const clean: Incoming =
        content.kind === "text"
          ? { ...incoming, content: { kind: "text", text: content.text.toWellFormed().replaceAll("\0", "") } }
          : incoming;
      if (await store.receive(clean)) gathering.add(clean);
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
    },
  };
}
