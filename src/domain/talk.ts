import type { FileReference, Rating, Reply } from "./message.ts";

/** A reply with its place in the talk: sequences grow within a chat, over both sides, with gaps allowed. */
export interface SentReply {
  readonly sequence: number;
  readonly reply: Reply;
}

/** One line of a talk as a member sees it. */
export type TalkEntry =
  | {
      readonly side: "member";
      readonly sequence: number;
      readonly messageId: string;
      readonly text: string;
      /** What was sent with it; left out when nothing was. */
      readonly files?: readonly Pick<FileReference, "name" | "type" | "size">[];
      /** ISO instant. */
      readonly at: string;
    }
  | {
      readonly side: "reply";
      readonly sequence: number;
      readonly reply: Reply;
      /** ISO instant. */
      readonly at: string;
      readonly rating?: Rating;
    };

export interface Talk {
  /** The last sequence given out in this chat; 0 for a chat that is not known. */
  readonly newest: number;
  /** How many of the member's messages are not yet answered. */
  readonly waiting: number;
  readonly entries: readonly TalkEntry[];
}
