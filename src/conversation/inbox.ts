// Durable intake: stores each message before it is acknowledged, hands it to the conversation, saves what came of it in
// one transaction and delivers the replies. Messages of one chat go in order, chats beside each other.
import type { Address, Incoming, Locale, Reply } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import type { AnswerRecord, ConversationStore, RatingGiven } from "../stores/conversation-store.ts";

/** What the conversation makes of one message. */
export interface Handled {
  readonly state: unknown;
  readonly replies: readonly Reply[];
  readonly answer?: AnswerRecord;
  readonly rating?: RatingGiven;
}

export interface InboxLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface InboxOptions {
  readonly store: ConversationStore;
  /** Given the state saved last, or undefined; may throw, the member is then told and the state kept. */
  readonly handle: (state: unknown, incoming: Incoming) => Promise<Handled>;
  /** Resolves when the platform has taken the replies. */
  readonly deliver: (address: Address, replies: readonly Reply[]) => Promise<void>;
  readonly text: (locale: Locale, key: string, values: Readonly<Record<string, string>>) => string;
  readonly hotline: string;
  readonly log: InboxLog;
  readonly now: () => Date;
  /** Chats handled at one time. */
  readonly concurrency?: number;
  /** Milliseconds; waits between attempts at a store that fails. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

export interface Inbox {
  /** Resolves once the message is stored; a repeat is dropped. Rejects when it could not be stored. */
  readonly receive: (incoming: Incoming) => Promise<void>;
  /** Takes up what was stored and not finished before a restart; only of these channels when given. */
  resume(channels?: readonly string[]): Promise<void>;
  /** Resolves when nothing is running or waiting. */
  idle(): Promise<void>;
  /** Takes no more, lets what runs finish for up to `timeout` milliseconds; what is left waits for `resume`. */
  stop(timeout: number): Promise<void>;
}

const ATTEMPTS = 5;

export function createInbox(options: InboxOptions): Inbox {
  const { store, handle, deliver, text, hotline, log, now } = options;
  const sleep = options.sleep ?? ((milliseconds) => new Promise((done) => setTimeout(done, milliseconds)));
  const concurrency = options.concurrency ?? 8;
  const waiting = new Map<string, Incoming[]>();
  const ready: string[] = [];
  const busy = new Set<string>();
  /** Replies a platform did not take; they go before the next ones, so that order holds. */
  const owed = new Map<string, SentReply[]>();
  let watchers: (() => void)[] = [];
  let stopped = false;

  const instant = (): string => now().toISOString();

  function queue(incoming: Incoming): void {
    const key = keyOf(incoming.address);
    const line = waiting.get(key);
    if (line !== undefined) line.push(incoming);
    else {
      waiting.set(key, [incoming]);
      ready.push(key);
    }
    next();
  }

  function next(): void {
    while (busy.size < concurrency) {
      const key = stopped ? undefined : ready.shift();
      if (key === undefined) break;
      busy.add(key);
      void work(key).finally(() => {
        busy.delete(key);
        // One message a turn, so that a chat with many cannot starve the others.
        if ((waiting.get(key)?.length ?? 0) > 0) ready.push(key);
        else waiting.delete(key);
        next();
      });
    }
    if (busy.size > 0 || (!stopped && ready.length > 0)) return;
    const done = watchers;
    watchers = [];
    for (const watcher of done) watcher();
  }

  async function work(key: string): Promise<void> {
    const incoming = waiting.get(key)?.shift();
    if (incoming === undefined) return;
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
        return { sent: await store.complete({ incoming, ...handled, at: instant() }), outcome };
      } catch (cause) {
        if (stopped) throw cause;
        // Something in the result may be what cannot be saved: the last attempt saves an apology instead.
        if (attempt >= ATTEMPTS) {
          const sent = await store.complete({ incoming, replies: [trouble(incoming)], at: instant() });
          return { sent, outcome: "trouble" };
        }
        await sleep(50 * 4 ** attempt);
      }
    }
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
      owed.set(key, all);
      log.error({ ...address, replies: all.length, ...nameOf(cause) }, "replies not delivered");
      return;
    }
    owed.delete(key);
    const sequences = all.map(({ sequence }) => sequence);
    await store.delivered(address, sequences, "sent", instant());
  }

  function trouble({ content, locale }: Incoming): Reply {
    const own =
      locale ?? (content.kind === "text" && !/\p{Script=Han}/u.test(content.text) ? "en" : "zh-Hans");
    const line = text(own, "chat.trouble", { hotline });
    return { kind: "notice", text: line, citations: [], suggestions: [], locale: own };
  }

  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      watchers.push(resolve);
      next();
    });

  return {
    async receive(incoming) {
      if (stopped) throw new Error("the inbox is stopped");
      const { content } = incoming;
      const clean: Incoming =
        content.kind === "text"
          ? { ...incoming, content: { kind: "text", text: content.text.toWellFormed().replaceAll("\0", "") } }
          : incoming;
      if (await store.receive(clean)) queue(clean);
    },
    async resume(channels) {
      for (const { address, replies } of await store.undelivered(channels)) await hand(address, replies);
      for (const incoming of await store.pending(channels)) queue(incoming);
    },
    idle,
    async stop(timeout) {
      stopped = true;
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeout);
      });
      await Promise.race([idle(), late]);
      clearTimeout(timer);
    },
  };
}

const keyOf = ({ channel, chat }: Address): string => JSON.stringify([channel, chat]);

/** What a log may hold of a failure: its class and code, never its message, which can quote a member. */
function nameOf(cause: unknown): { error: string; code?: string } {
  if (!(cause instanceof Error)) return { error: typeof cause };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  return code === undefined ? { error: cause.name } : { error: cause.name, code };
}
