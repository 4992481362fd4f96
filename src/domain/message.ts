// What travels between a channel and the conversation.

export type Locale = "zh-Hans" | "zh-Hant" | "en";

/**
 * Where a talk takes place: one chat of one channel. In a group every member has a talk of their own, whose chat
 * `groupTalk` (domain/group.ts) makes of the group's id and the member's.
 */
export interface Address {
  readonly channel: string;
  readonly chat: string;
}

/** One thing a member did, decoded by a channel. `messageId` is unique within the chat and repeats when the platform repeats. */
export interface Incoming {
  readonly address: Address;
  readonly messageId: string;
  /** The platform's id of the group it was said in; left out in a private chat. */
  readonly group?: string;
  /** The platform's id of the message whose button was tapped; left out when the words were typed. */
  readonly tapped?: string;
  /** The channel's id of the person. */
  readonly sender: string;
  readonly content: IncomingContent;
  /** What the person's device or settings say; the question's own script goes first. */
  readonly locale?: Locale;
  /** ISO instant. */
  readonly receivedAt: string;
}

export type IncomingContent =
  | { readonly kind: "text"; readonly text: string; readonly repliesTo?: RepliedTo }
  | { readonly kind: "rating"; readonly answer: string; readonly rating: Rating }
  /** Photos and files sent together; `text` is the caption, "" when there is none. `refused` are those not taken. */
  | {
      readonly kind: "files";
      readonly files: readonly FileReference[];
      readonly text: string;
      readonly refused?: readonly RefusedFile[];
    }
  /** Files that are still with the platform: the channel's `fetchFiles` makes them `files` before they are handled. */
  | { readonly kind: "remote-files"; readonly files: readonly RemoteFile[]; readonly text: string }
  /** Something that holds no words that can be read. */
  | { readonly kind: "unreadable"; readonly what: Unreadable }
  /** No message of a member's, but news of the chat itself. */
  | { readonly kind: "event"; readonly event: ChatEvent };

/** The message that words were said in reply to. */
export type RepliedTo =
  /** The platform's id of it; it may be one of ours. */
  | { readonly message: string }
  /** What a colleague wrote in a group, where the words themselves only call for us to answer it. */
  | { readonly words: string };

/** A colleague's words that we are called to answer; undefined when the member asks in their own. */
export const calledTo = (content: IncomingContent): string | undefined =>
  content.kind === "text" && content.repliesTo !== undefined && "words" in content.repliesTo
    ? content.repliesTo.words
    : undefined;

/** The member's own words in it; "" when it holds none. */
export const wordsOf = (content: IncomingContent): string => ("text" in content ? content.text : "");

/** Characters that a member's words may have, in every channel. */
export const LONGEST_MESSAGE = 2_000;

/** Whether words are to be sent again, shorter. What a person sees as one sign may count as several. */
export const isTooLong = (words: string): boolean =>
  words.length > LONGEST_MESSAGE && Array.from(words).length > LONGEST_MESSAGE;

export type Unreadable = "voice" | "video" | "sticker" | "location" | "contact" | "poll" | "other";

export type ChatEvent =
  /** A person stopped taking messages of ours, or takes them again. */
  | { readonly kind: "blocked" | "unblocked" }
  /** We came into a group, or are in it no more. */
  | { readonly kind: "joined" | "left" }
  /** What we may do in a group has changed. */
  | { readonly kind: "role"; readonly administrator: boolean }
  /** The group goes on under another id. */
  | { readonly kind: "migrated"; readonly to: string };

/** A file that is still with the platform. */
export interface RemoteFile {
  /** What the channel needs to fetch it; means nothing elsewhere. */
  readonly id: string;
  readonly name: string;
  /** Bytes, when the platform tells. */
  readonly size?: number;
}

/** Why a file was not taken: too large, no picture, PDF or office document, or no more to be had from the platform. */
export type FileRefusal = "too-large" | "not-a-paper" | "gone";

export interface RefusedFile {
  readonly name: string;
  readonly why: FileRefusal;
}

/** A file that the channel has stored already. */
export interface FileReference {
  readonly id: string;
  /** As the member's device named it, cut to 120 characters. */
  readonly name: string;
  /** Media type told by its first bytes, not by its name. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
}

export type Rating = "up" | "down";

/** A sentence that backs an answer, word for word as the report (once repaired) has it. */
export interface Citation {
  /** The ingested file's name. */
  readonly report: string;
  readonly title: string;
  readonly publisher?: string;
  readonly date?: string;
  readonly quote: string;
  /** Path of the report's page with the quote marked: /reports/<id>?from=..&to=.. */
  readonly link: string;
}

/** Bounds what `text` may say: an answer quotes reports; unknown and offtopic say so and may name the nearest thing. */
export type AnswerKind = "answer" | "unknown" | "offtopic" | "smalltalk" | "clarify";

export interface Answer {
  readonly kind: AnswerKind;
  /** What a member reads, without the list of sources; "[1]" points at the first citation. */
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly locale: Locale;
  /** Questions a member may tap next. */
  readonly suggestions: readonly string[];
}

/** Answers that the reports do not give; what else is known may. */
export const UNTOLD: ReadonlySet<string> = new Set<AnswerKind>(["unknown", "offtopic", "clarify"]);

/**
 * One message to a member; "form" asks or confirms something of an application, "case" tells of one. Suggestions are
 * what can be tapped; a tap sends the same words as typing them. `answer` is set on answers that can be rated.
 */
export interface Reply {
  readonly kind: AnswerKind | "notice" | "form" | "case";
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly suggestions: readonly string[];
  readonly locale: Locale;
  readonly answer?: string;
  /** Id of the application whose answers the text shows to staff; what is stored of the reply goes when they go. */
  readonly about?: string;
  /** The platform's id of the member's message that this answers; set in groups, so that several talks do not mix. */
  readonly to?: string;
  /** The platform's id of a message of ours that this takes the place of; sent as a new one where that cannot be done. */
  readonly replaces?: string;
  /** A way from a group into the private chat. */
  readonly privately?: PrivateLink;
}

/** One tap that opens the private chat and says there what `start` holds, so that the topic comes along. */
export interface PrivateLink {
  readonly label: string;
  /**
   * At most LONGEST_START (domain/group.ts) characters of A-Z a-z 0-9 _ -. Where a link holds fewer (Telegram 64,
   * core.telegram.org/bots/features#deep-linking) a longer one leads to the chat alone.
   */
  readonly start: string;
}
