// Talks in groups: the name of a member's own talk within a group, and the link that takes a topic out of it into private.
// Pure. Whatever a link says is only ever looked up among the messages of whoever opened it.

import type { Locale } from "./message.ts";

/** What a group's administrators can set. */
export interface GroupSettings {
  /** The language of every answer; left out, each is answered in the language it was asked in. */
  readonly language?: Locale;
  /** Nothing is said in the group: answers go to private chats. */
  readonly quiet: boolean;
  /** Topics that may be talked of, by id; empty for all. */
  readonly topics: readonly string[];
}

export const DEFAULT_SETTINGS: GroupSettings = { quiet: false, topics: [] };

const BETWEEN = "#";
/** Before a topic, so that no topic is taken for a one-time code. */
const TOPIC = "p_";
/** As `newCode` makes them: four and four of the letters and digits that are not mistaken for one another. */
const CODES = /(?<![a-z\d_])([2-9A-HJ-NP-Z]{4})(?:\s?-\s?)?([2-9A-HJ-NP-Z]{4})(?![a-z\d_])/giu;

/** Characters of `PrivateLink.start`. */
export const LONGEST_START = 256;

/** The chat of a member's own talk within a group. Group ids hold no "#". */
export const groupTalk = (group: string, sender: string): string => `${group}${BETWEEN}${sender}`;

/** Undefined for a chat that is no talk within a group. */
export function readGroupTalk(chat: string): { group: string; sender: string } | undefined {
  const at = chat.indexOf(BETWEEN);
  return at < 1 ? undefined : { group: chat.slice(0, at), sender: chat.slice(at + 1) };
}

/**
 * The one-time codes that words hold, wherever they stand in a sentence and however wide they are written: before others
 * every one of them is given away. Each as it was made, once.
 */
export function codesIn(words: string): readonly string[] {
  const found = Array.from(
    words
      .normalize("NFKC")
      .replace(/[‐-―−]/g, "-")
      .matchAll(CODES),
    ([, first = "", last = ""]) => `${first}-${last}`.toUpperCase(),
  );
  // Four letters and four letters are two words, and eight digits a number.
  return [...new Set(found.filter((code) => /\d/.test(code) && /[A-Z]/.test(code)))];
}

/** What a message in a group was about, named so that a link can carry it. */
export interface Topic {
  readonly group: string;
  readonly messageId: string;
}

/** For `PrivateLink.start`; undefined when the ids are too long for a link, which then leads to the chat alone. */
export function topicStart({ group, messageId }: Topic): string | undefined {
  const start = TOPIC + Buffer.from(`${group}${BETWEEN}${messageId}`, "utf8").toString("base64url");
  return start.length <= LONGEST_START ? start : undefined;
}

/** The topic of a start word; undefined when it carries none. */
export function readTopicStart(start: string): Topic | undefined {
  if (!start.startsWith(TOPIC)) return undefined;
  const said = Buffer.from(start.slice(TOPIC.length), "base64url").toString("utf8");
  const at = said.indexOf(BETWEEN);
  return at < 1 || at === said.length - 1
    ? undefined
    : { group: said.slice(0, at), messageId: said.slice(at + 1) };
}
