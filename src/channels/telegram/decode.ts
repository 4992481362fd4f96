// What an update says, in the words of the house. Pure: nothing is fetched, and who we are is an argument.
import { groupTalk } from "../../domain/group.ts";
import type {
  ChatEvent,
  Incoming,
  IncomingContent,
  Locale,
  RemoteFile,
  Unreadable,
} from "../../domain/message.ts";
import type { Page } from "./albums.ts";
import { readTap } from "./buttons.ts";
import {
  type CallbackQuery,
  type Entity,
  type Member,
  type MemberUpdate,
  type Message,
  nameOfMessage,
  type Self,
  Update,
} from "./update.ts";
import { groupWords, privateWords, repliedTo } from "./words.ts";

export const NAME = "telegram";

/** A tap that Telegram wants to be told was seen. */
export interface SeenTap {
  /** Its callback query's id. */
  readonly query: string;
  readonly locale?: Locale;
  readonly what: "said" | "rated" | "unknown";
  /** The message that was answered by it, to be shown so. */
  readonly chosen?: Chosen;
}

export interface Chosen {
  readonly chat: number;
  readonly message: number;
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly label: string;
}

export interface Decoded {
  /** In order; empty for what is not for us. */
  readonly incoming: readonly Incoming[];
  readonly tap?: SeenTap;
  /** A page of an album in a group, also one that is not for us by itself. */
  readonly page?: Page;
}

const NOTHING: Decoded = { incoming: [] };

/** Undefined for what is no update at all. */
export function decode(update: unknown, self: Self, receivedAt: string): Decoded | undefined {
  const parsed = Update.safeParse(update);
  if (!parsed.success) return undefined;
  const { update_id: id, message, callback_query: query, my_chat_member: member } = parsed.data;
  if (message !== undefined) return { ...decodeMessage(message, self, receivedAt), ...pageOf(message) };
  if (query !== undefined) return decodeTap(query, receivedAt);
  if (member !== undefined) return decodeMember(member, id, receivedAt);
  return NOTHING;
}

const isGroup = ({ type }: Message["chat"]): boolean => type === "group" || type === "supergroup";

function decodeMessage(message: Message, self: Self, receivedAt: string): Decoded {
  const { chat, from, sender_chat: senderChat } = message;
  const { migrate_to_chat_id: to, migrate_from_chat_id: before } = message;
  // Telegram says it in both, and each would do: they are one event.
  if (to !== undefined) return migrated(chat.id, to, receivedAt);
  if (before !== undefined) return migrated(before, chat.id, receivedAt);
  const common = { messageId: nameOfMessage(message), receivedAt, ...localeOf(from) };
  if (chat.type === "private") {
    if (from === undefined || from.is_bot) return NOTHING;
    const words = privateWords(message.text ?? message.caption ?? "", self);
    if (words === undefined && message.text !== undefined) return NOTHING;
    const content = contentOf(message, words ?? "", self);
    if (content === undefined) return NOTHING;
    const sender = String(chat.id);
    return { incoming: [{ address: { channel: NAME, chat: sender }, sender, content, ...common }] };
  }
  if (!isGroup(chat) || message.is_automatic_forward === true) return NOTHING;
  // An administrator without a name speaks as the group, others may speak as a channel: `from` is then a bot of Telegram's.
  const speaker = senderChat?.id ?? (from?.is_bot === false ? from.id : undefined);
  const words = groupWords(message, self);
  const content = words === undefined ? undefined : contentOf(message, words, self);
  if (speaker === undefined || content === undefined) return NOTHING;
  const [group, sender] = [String(chat.id), String(speaker)];
  const address = { channel: NAME, chat: groupTalk(group, sender) };
  return { incoming: [{ address, group, sender, content, ...common }] };
}

function pageOf({ chat, message_id: message, media_group_id: album }: Message): Pick<Decoded, "page"> {
  if (album === undefined || !isGroup(chat)) return {};
  return { page: { group: String(chat.id), album, message } };
}

// The first that a message has; an animation also comes as a document, and a venue as a location.
const UNREADABLE: readonly (readonly [string, Unreadable])[] = [
  ["animation", "video"],
  ["video", "video"],
  ["video_note", "video"],
  ["voice", "voice"],
  ["audio", "voice"],
  ["sticker", "sticker"],
  ["location", "location"],
  ["contact", "contact"],
  ["poll", "poll"],
  ["dice", "other"],
  ["game", "other"],
  ["story", "other"],
  ["paid_media", "other"],
  ["checklist", "other"],
];

/** Undefined for news that nobody said: someone joined, a message was pinned. */
function contentOf(message: Message, words: string, self: Self): IncomingContent | undefined {
  if (message.text !== undefined) {
    const to = repliedTo(message, self);
    return { kind: "text", text: words, ...(to === undefined ? {} : { repliesTo: to }) };
  }
  const unreadable = UNREADABLE.find(([name]) => message[name] !== undefined);
  // What is asked below a video can be answered without it.
  if (unreadable !== undefined && words.trim() !== "") return { kind: "text", text: words };
  if (unreadable !== undefined) return { kind: "unreadable", what: unreadable[1] };
  const file = fileOf(message);
  return file === undefined ? undefined : { kind: "remote-files", files: [file], text: words };
}

function fileOf({ message_id: id, photo, document }: Message): RemoteFile | undefined {
  const largest = photo?.toSorted((one, other) => other.width * other.height - one.width * one.height)[0];
  const file = document ?? largest;
  if (file === undefined) return undefined;
  const name = document === undefined ? `photo-${id}.jpg` : (document.file_name ?? `file-${id}`);
  return { id: file.file_id, name, ...(file.file_size === undefined ? {} : { size: file.file_size }) };
}

function decodeTap(query: CallbackQuery, receivedAt: string): Decoded {
  const { id, from, message } = query;
  const tapped = readTap(query);
  const seen = { query: id, ...localeOf(from) };
  if (message === undefined || tapped.kind === "unknown")
    return { incoming: [], tap: { ...seen, what: "unknown" } };
  const group = isGroup(message.chat) ? String(message.chat.id) : undefined;
  const sender = String(from.id);
  const incoming: Incoming = {
    address: { channel: NAME, chat: group === undefined ? sender : groupTalk(group, sender) },
    messageId: `tap-${id}`,
    ...(group === undefined ? {} : { group }),
    tapped: nameOfMessage(message),
    sender,
    content:
      tapped.kind === "rating"
        ? { kind: "rating", answer: tapped.answer, rating: tapped.rating }
        : { kind: "text", text: tapped.say },
    ...localeOf(from),
    receivedAt,
  };
  if (tapped.kind === "rating") return { incoming: [incoming], tap: { ...seen, what: "rated" } };
  const { chat, message_id: number, text, entities = [] } = message;
  const chosen =
    tapped.once && group === undefined && text !== undefined
      ? { chosen: { chat: chat.id, message: number, text, entities, label: tapped.label } }
      : {};
  return { incoming: [incoming], tap: { ...seen, what: "said", ...chosen } };
}

const isIn = ({ status, is_member: isMember }: Member): boolean =>
  ["creator", "administrator", "member"].includes(status) || (status === "restricted" && isMember === true);

function decodeMember(update: MemberUpdate, id: number, receivedAt: string): Decoded {
  const { chat, from, old_chat_member: before, new_chat_member: after } = update;
  const [was, is] = [isIn(before), isIn(after)];
  if (chat.type === "private") {
    if (was === is) return NOTHING;
    const sender = String(chat.id);
    const event: ChatEvent = { kind: is ? "unblocked" : "blocked" };
    return { incoming: [eventOf(sender, sender, `member-${id}`, event, receivedAt)] };
  }
  if (!isGroup(chat)) return NOTHING;
  const [group, sender] = [String(chat.id), String(from.id)];
  const told = (name: string, event: ChatEvent): Incoming => ({
    ...eventOf(group, sender, `${name}-${id}`, event, receivedAt),
    group,
    ...localeOf(from),
  });
  const administered = before.status === "administrator";
  const administers = after.status === "administrator";
  return {
    incoming: [
      ...(was === is ? [] : [told("member", { kind: is ? "joined" : "left" })]),
      ...(is && administered !== administers
        ? [told("role", { kind: "role", administrator: administers })]
        : []),
    ],
  };
}

function migrated(before: number, to: number, receivedAt: string): Decoded {
  const group = String(before);
  const event: ChatEvent = { kind: "migrated", to: String(to) };
  return { incoming: [{ ...eventOf(group, group, `migrated-${to}`, event, receivedAt), group }] };
}

const eventOf = (
  chat: string,
  sender: string,
  messageId: string,
  event: ChatEvent,
  receivedAt: string,
): Incoming => ({
  address: { channel: NAME, chat },
  messageId,
  sender,
  content: { kind: "event", event },
  receivedAt,
});

/** The language of the person's Telegram, an IETF tag, when it is one of ours. */
function localeOf(from: Message["from"]): { locale?: Locale } {
  const [language, ...rest] = (from?.language_code ?? "").toLowerCase().split("-");
  if (language === "en") return { locale: "en" };
  if (language !== "zh") return {};
  return { locale: rest.some((one) => ["hant", "tw", "hk", "mo"].includes(one)) ? "zh-Hant" : "zh-Hans" };
}
