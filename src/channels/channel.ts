import type { Address, FileReference, Incoming, Reply } from "../domain/message.ts";

/** Takes one incoming message; resolves once it is stored, so that a channel may acknowledge it to its platform. */
export type OnMessage = (incoming: Incoming) => Promise<void>;

/** Why a file was not taken: too large, or no picture, PDF or office document. */
export type FileRefusal = "too-large" | "not-a-paper";

/** Keeps a file before the message that names it is handed over; `name` is the sender's. */
export type KeepFile = (
  from: Address,
  name: string,
  bytes: Uint8Array,
) => Promise<FileReference | FileRefusal>;

/**
 * A way in and out. `start` resolves when messages can arrive, `send` when the platform has taken the replies,
 * `stop` when nothing more will arrive. `fetch` answers an HTTP request meant for this channel, or undefined.
 */
export interface Channel {
  readonly name: string;
  start(onMessage: OnMessage): Promise<void>;
  send(address: Address, replies: readonly Reply[]): Promise<void>;
  stop(): Promise<void>;
  fetch?(request: Request): Promise<Response | undefined>;
}
