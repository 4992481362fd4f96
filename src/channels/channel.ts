import type {
  Address,
  FileReference,
  FileRefusal,
  Incoming,
  RefusedFile,
  RemoteFile,
} from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";

/** Takes one incoming message; resolves once it is stored, so that a channel may acknowledge it to its platform. */
export type OnMessage = (incoming: Incoming) => Promise<void>;

/** Keeps a file of a member's; `name` is the sender's. */
export type KeepFile = (
  from: Address,
  name: string,
  bytes: Uint8Array,
) => Promise<FileReference | Exclude<FileRefusal, "gone">>;

/**
 * Told as soon as the platform has taken a reply, so that what comes after a failure half-way repeats none. `messages` are
 * the platform's ids of it, more than one when it had to be split; none where the platform gives no ids.
 */
export type Taken = (reply: SentReply, messages: readonly string[]) => Promise<void>;

/** Whether messages can arrive. */
export type ChannelState =
  | { readonly kind: "listening" }
  /** `since` is an ISO instant, `why` one word for people who run the program: "conflict", "unauthorized", "unreachable". */
  | { readonly kind: "deaf"; readonly since: string; readonly why: string };

/** Shows a chat that an answer is on its way. Neither method throws, and none need be answered by the platform. */
export interface Working {
  /** Shows the text so far, as often as the platform allows. */
  show(text: string): void;
  /** Resolves with the id of the message that shows the text so far, for the answer to replace; undefined when none does. */
  end(): Promise<string | undefined>;
}

/**
 * A way in and out. `start` resolves when messages can arrive, or will as soon as the platform can be reached; `stop` when
 * nothing more will arrive; `send` works before the one and after the other. What a channel cannot do it leaves out.
 */
export interface Channel {
  readonly name: string;
  /** Set where a person can be written to under their id before they wrote to us. */
  readonly writesFirst?: true;
  start(onMessage: OnMessage): Promise<void>;
  /**
   * Resolves when the platform has taken all. Throws AppError channel.blocked when the person or group takes no messages,
   * channel.refused when the platform will never take this reply, channel.unreachable (retryable) otherwise; replies that
   * `taken` was not told of are the caller's to send again.
   */
  send(address: Address, replies: readonly SentReply[], taken: Taken): Promise<void>;
  stop(): Promise<void>;
  /** Answers an HTTP request meant for this channel, or undefined. */
  fetch?(request: Request): Promise<Response | undefined>;
  state?(): ChannelState;
  /** Brings files that are still with the platform. Throws AppError channel.unreachable (retryable). */
  fetchFiles?(
    from: Address,
    files: readonly RemoteFile[],
  ): Promise<{ readonly files: readonly FileReference[]; readonly refused: readonly RefusedFile[] }>;
  /** `to`: the message that is being answered, in a group. */
  working?(address: Address, to?: string): Working;
  /** Whether the person may change the group's settings. Throws AppError channel.unreachable (retryable). */
  administers?(group: string, sender: string): Promise<boolean>;
  /** Deletes a member's message in a group; false when the platform does not let us. */
  removeMessage?(group: string, messageId: string): Promise<boolean>;
}
