// What travels between a channel and the conversation.

export type Locale = "zh-Hans" | "zh-Hant" | "en";

/** Where a talk takes place: one chat of one channel. */
export interface Address {
  readonly channel: string;
  readonly chat: string;
}

/** One thing a member did, decoded by a channel. `messageId` is unique within the chat and repeats when the platform repeats. */
export interface Incoming {
  readonly address: Address;
  readonly messageId: string;
  /** The channel's id of the person. */
  readonly sender: string;
  readonly content: IncomingContent;
  /** What the person's device or settings say; the question's own script goes first. */
  readonly locale?: Locale;
  /** ISO instant. */
  readonly receivedAt: string;
}

export type IncomingContent =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "rating"; readonly answer: string; readonly rating: Rating }
  /** Photos and files sent together; `text` is the caption, "" when there is none. */
  | { readonly kind: "files"; readonly files: readonly FileReference[]; readonly text: string };

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
}
