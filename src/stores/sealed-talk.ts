// What the talk tables hold of what was said: {"sealed": …}, with a message's kind beside it for SQL to ask by.
// Rows from before anything was sealed hold the value itself and are read as they are.
import { z } from "zod";
import { type Address, type Incoming, type IncomingContent, type Reply, wordsOf } from "../domain/message.ts";
import type { SentReply, TalkEntry } from "../domain/talk.ts";
import { type Cell, type Cipher, rowOf } from "./cipher.ts";
import type { AnswerRecord, RatedAnswer } from "./conversation-store.ts";
import { clean, json, openJson } from "./rows.ts";

const LocaleColumn = z.enum(["zh-Hans", "zh-Hant", "en"]);
const RatingColumn = z.enum(["up", "down"]);
const Content = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    text: z.string(),
    repliesTo: z.union([z.object({ message: z.string() }), z.object({ words: z.string() })]).exactOptional(),
  }),
  z.object({ kind: z.literal("rating"), answer: z.string(), rating: RatingColumn }),
  z.object({
    kind: z.literal("files"),
    files: z.array(z.object({ id: z.string(), name: z.string(), type: z.string(), size: z.number() })),
    text: z.string(),
    refused: z
      .array(z.object({ name: z.string(), why: z.enum(["too-large", "not-a-paper", "gone"]) }))
      .exactOptional(),
  }),
  z.object({
    kind: z.literal("remote-files"),
    files: z.array(z.object({ id: z.string(), name: z.string(), size: z.number().exactOptional() })),
    text: z.string(),
  }),
  z.object({
    kind: z.literal("unreadable"),
    what: z.enum(["voice", "video", "sticker", "location", "contact", "poll", "other"]),
  }),
  z.object({
    kind: z.literal("event"),
    event: z.discriminatedUnion("kind", [
      z.object({ kind: z.enum(["blocked", "unblocked"]) }),
      z.object({ kind: z.enum(["joined", "left"]) }),
      z.object({ kind: z.literal("role"), administrator: z.boolean() }),
      z.object({ kind: z.literal("migrated"), to: z.string() }),
    ]),
  }),
]);
const KindColumn = z.enum(["answer", "unknown", "offtopic", "smalltalk", "clarify"]);
const StoredReply = z.object({
  kind: z.enum([...KindColumn.options, "notice", "form", "case"]),
  text: z.string(),
  citations: z.array(
    z.object({
      report: z.string(),
      title: z.string(),
      publisher: z.string().exactOptional(),
      date: z.string().exactOptional(),
      quote: z.string(),
      link: z.string(),
    }),
  ),
  suggestions: z.array(z.string()),
  locale: LocaleColumn,
  answer: z.string().exactOptional(),
  about: z.string().exactOptional(),
  to: z.string().exactOptional(),
  replaces: z.string().exactOptional(),
  privately: z.object({ label: z.string(), start: z.string() }).exactOptional(),
});

export interface IncomingRow {
  channel: string;
  chat: string;
  message_id: string;
  sender: string;
  content: unknown;
  locale: string | null;
  received_at: string;
  group_id: string | null;
  tapped: string | null;
}
export interface TalkRow {
  sequence: number;
  message_id: string | null;
  content: unknown;
  reply: unknown;
  rating: string | null;
  at: string;
}
export interface RatedRow {
  id: string;
  question: string | null;
  question_sealed: string | null;
  kind: string;
  locale: string;
  passages: string[];
  cited: string[];
  rating: string;
  at: string;
}

/** Seals and opens the columns of the talk tables; sealed values come as the JSON that their columns take. */
export function createTalkSeals(cipher: Cipher) {
  const open = (stored: unknown, cell: Cell): unknown => {
    const sealed =
      typeof stored === "object" && stored !== null && "sealed" in stored ? stored.sealed : undefined;
    return typeof sealed === "string" ? openJson(cipher, sealed, cell) : stored;
  };
  const openContent = (address: Address, messageId: string, stored: unknown): IncomingContent =>
    Content.parse(open(stored, contentCell(address, messageId)));
  const openReply = (address: Address, sequence: number, stored: unknown): Reply =>
    StoredReply.parse(open(stored, replyCell(address, sequence)));

  return {
    sealContent: (address: Address, messageId: string, content: IncomingContent): string =>
      `{"kind":"${content.kind}","sealed":"${cipher.seal(json(content), contentCell(address, messageId))}"}`,

    sealState: (address: Address, state: unknown): string =>
      sealedJson(cipher.seal(json(state), stateCell(address))),

    /** Undefined when there is none. */
    openState: (address: Address, stored: unknown): unknown =>
      stored === null || stored === undefined ? undefined : open(stored, stateCell(address)),

    sealReply: (address: Address, { sequence, reply }: SentReply): string =>
      sealedJson(cipher.seal(json(reply), replyCell(address, sequence))),
    openReply,

    sealQuestion: ({ id, question }: AnswerRecord): string => cipher.seal(clean(question), questionCell(id)),

    /** The words are left out once they are gone; rows from before sealing hold them in clear. */
    ratedOf({ question, question_sealed, kind, locale, rating, ...row }: RatedRow): RatedAnswer {
      const words = question_sealed === null ? question : cipher.open(question_sealed, questionCell(row.id));
      return {
        ...row,
        kind: KindColumn.parse(kind),
        locale: LocaleColumn.parse(locale),
        rating: RatingColumn.parse(rating),
        ...(words === null ? {} : { question: words }),
      };
    },

    incomingOf({ channel, chat, message_id, sender, content, ...row }: IncomingRow): Incoming {
      const { locale, received_at, group_id, tapped } = row;
      const address = { channel, chat };
      return {
        address,
        messageId: message_id,
        sender,
        ...(group_id === null ? {} : { group: group_id }),
        ...(tapped === null ? {} : { tapped }),
        content: openContent(address, message_id, content),
        ...(locale === null ? {} : { locale: LocaleColumn.parse(locale) }),
        receivedAt: received_at,
      };
    },

    entryOf(address: Address, { sequence, message_id, content, reply, rating, at }: TalkRow): TalkEntry {
      if (message_id === null) {
        const given = rating === null ? {} : { rating: RatingColumn.parse(rating) };
        return { side: "reply", sequence, reply: openReply(address, sequence, reply), at, ...given };
      }
      const said = openContent(address, message_id, content);
      return {
        side: "member",
        sequence,
        messageId: message_id,
        text: wordsOf(said),
        ...(said.kind === "files"
          ? { files: said.files.map(({ name, type, size }) => ({ name, type, size })) }
          : {}),
        at,
      };
    },
  };
}

/** Neither a sealed value nor a kind holds anything that JSON writes in another way, and looking for it takes as long as sealing. */
const sealedJson = (sealed: string): string => `{"sealed":"${sealed}"}`;

const contentCell = ({ channel, chat }: Address, messageId: string): Cell => ({
  table: "incoming",
  row: rowOf(channel, chat, messageId),
  column: "content",
});
const questionCell = (id: string): Cell => ({ table: "answers", row: id, column: "question_sealed" });
const stateCell = ({ channel, chat }: Address): Cell => ({
  table: "conversations",
  row: rowOf(channel, chat),
  column: "state",
});
const replyCell = ({ channel, chat }: Address, sequence: number): Cell => ({
  table: "deliveries",
  row: rowOf(channel, chat, sequence),
  column: "reply",
});
