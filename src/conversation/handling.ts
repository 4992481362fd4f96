// One message handled: its files brought, the conversation asked, what is being written shown, and whoever handles it failing
// told kindly. What comes of it is the inbox's to keep.
import { isDeepStrictEqual } from "node:util";
import { AppError, nameOf } from "../domain/errors.ts";
import { type Address, type Incoming, type Locale, type Reply, wordsOf } from "../domain/message.ts";
import type { AnswerRecord, ConversationStore, RatingGiven } from "../stores/conversation-store.ts";
import type { Stores } from "../stores/stores.ts";
import type { LineLog } from "./lines.ts";
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

/** `after`: the newest entry of the talk as it was handled in; undefined when the handler failed. */
export type Attended = Partial<Handled> &
  Pick<Handled, "replies"> & { readonly outcome: string; readonly after?: number };

export interface HandlingOptions extends Pick<ConversationStore, "standing"> {
  /**
   * Given the state saved last, or undefined, and a way to show an answer while it is being written; may throw, the member
   * is then told and the state kept.
   */
  readonly handle: (state: unknown, incoming: Incoming, show: (text: string) => void) => Promise<Handled>;
  /** Brings the files of a message that are still with its platform. A retryable AppError is tried again. */
  readonly fetchFiles?: (incoming: Incoming) => Promise<Incoming>;
  /** Shows that an answer takes a while; undefined where the channel cannot. */
  readonly working?: OpenWorking;
  readonly text: (locale: Locale, key: string, values: Readonly<Record<string, string>>) => string;
  readonly hotline: string;
  readonly log: LineLog;
  /** Resolves after so many milliseconds; false when nothing more is to be tried. */
  readonly wait: (milliseconds: number) => Promise<boolean>;
}

export interface Handling {
  /** Never rejects. */
  attend(incoming: Incoming): Promise<Attended>;
  /** What is said when a message could not be handled. Nothing for what was no message. */
  apology(incoming: Incoming): readonly Reply[];
}

const FETCHES = 6;

export function createHandling(options: HandlingOptions): Handling {
  const { standing, handle, text, hotline, log } = options;

  async function attend(incoming: Incoming): Promise<Attended> {
    const { address, messageId, tapped, group } = incoming;
    // In a group several talk at once: every answer hangs on the message it answers.
    const to = group === undefined ? undefined : (tapped ?? messageId);
    const progress = startProgress(() => options.working?.(address, to));
    try {
      const brought = await bring(incoming);
      const { state: before, sequence: after } = await standing(address);
      const { state, ...handled } = await handle(before, brought, progress.show);
      const draft = await progress.end();
      const replies = handled.replies.map((reply, index) => ({
        ...reply,
        ...(to === undefined ? {} : { to }),
        ...(draft === undefined || index > 0 ? {} : { replaces: draft }),
      }));
      // A state that did not change is not written again.
      const changed = isDeepStrictEqual(state, before) ? {} : { state };
      return { ...handled, ...changed, replies, after, outcome: replies[0]?.kind ?? "no reply" };
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
        const again = cause instanceof AppError && cause.retryable && attempt < FETCHES;
        if (!again || !(await options.wait(250 * 2 ** attempt))) throw cause;
      }
    }
  }

  function apology({ content, locale }: Incoming): readonly Reply[] {
    if (content.kind === "event" || content.kind === "rating") return [];
    const words = wordsOf(content);
    const own = locale ?? (words !== "" && !/\p{Script=Han}/u.test(words) ? "en" : "zh-Hans");
    const line = text(own, "chat.trouble", { hotline });
    return [{ kind: "notice", text: line, citations: [], suggestions: [], locale: own }];
  }

  return { attend, apology };
}
