// An event as the platform sends it becomes what a member did, or nothing. Both ways in, long connection and webhook,
// bring the same envelope. Pure: whether a message of a group answers one of ours is left to whoever can look it up.
import { z } from "zod";
import { groupTalk, LONGEST_START } from "../../domain/group.ts";
import type { ChatEvent, Incoming, IncomingContent } from "../../domain/message.ts";
import { OWN_COMMANDS } from "../taps.ts";
import { contentOf, type Mention } from "./content.ts";

export const NAME = "feishu";

export type Decoded =
  | { readonly kind: "message"; readonly incoming: Incoming }
  /** Said in a group as a reply: meant for us only if the message replied to is ours. */
  | { readonly kind: "reply"; readonly parent: string; readonly incoming: Incoming }
  /** `message`: the one whose button it was; `privately`: it leads out of a group. */
  | {
      readonly kind: "tap";
      readonly incoming: Incoming;
      readonly message: string;
      readonly said: "words" | "rating" | "privately";
    };

const Id = z.object({ open_id: z.string().min(1) });
const Header = z.object({ event_id: z.string().min(1), event_type: z.string() });
const Envelope = z.object({ header: Header, event: z.unknown() });
/** Whom it names is not always told: somebody of another organisation, everybody, a bot. */
const MentionShape = z.object({
  key: z.string(),
  name: z.string().nullish(),
  id: z.object({ open_id: z.string().nullish() }).nullish(),
});
const Message = z.object({
  sender: z.object({ sender_id: Id, sender_type: z.string().default("user") }),
  message: z.object({
    message_id: z.string().min(1),
    parent_id: z.string().nullish(),
    root_id: z.string().nullish(),
    chat_id: z.string().min(1),
    chat_type: z.string(),
    message_type: z.string(),
    content: z.string().default(""),
    mentions: z.array(MentionShape).nullish(),
  }),
});
/** What our buttons hold; `group` where the card stood in one. */
export const ButtonValue = z.union([
  z.object({ say: z.string().min(1), group: z.literal(true).optional() }),
  z.object({ rating: z.enum(["up", "down"]), answer: z.string().min(1), group: z.literal(true).optional() }),
  z.object({
    start: z
      .string()
      .regex(/^[\w-]*$/)
      .max(LONGEST_START),
  }),
]);
export type ButtonValue = z.infer<typeof ButtonValue>;
const Tap = z.object({
  operator: Id,
  action: z.object({ value: ButtonValue }),
  context: z.object({ open_message_id: z.string().min(1), open_chat_id: z.string().min(1) }),
});
const Chat = z.object({ chat_id: z.string().min(1), operator_id: Id.optional() });

const CHAT_EVENTS: Readonly<Record<string, ChatEvent>> = {
  "im.chat.member.bot.added_v1": { kind: "joined" },
  "im.chat.member.bot.deleted_v1": { kind: "left" },
  "im.chat.disbanded_v1": { kind: "left" },
};

/** Whether deciding about an event takes our own open id. */
export const asksForOwnId = (envelope: unknown): boolean => {
  const { header, event } = Envelope.safeParse(envelope).data ?? {};
  return (
    header?.event_type === "im.message.receive_v1" &&
    Message.safeParse(event).data?.message.chat_type !== "p2p"
  );
};

/** Undefined for what is not for us. `own`: our open id, which a group's messages are told apart by. */
export function decode(envelope: unknown, own: string | undefined, receivedAt: string): Decoded | undefined {
  const { data } = Envelope.safeParse(envelope);
  if (data === undefined) return undefined;
  const { event_type: type, event_id: id } = data.header;
  if (type === "im.message.receive_v1")
    return decodeMessage(Message.safeParse(data.event).data, own, receivedAt);
  if (type === "card.action.trigger") return decodeTap(Tap.safeParse(data.event).data, id, receivedAt);
  const news = CHAT_EVENTS[type];
  const chat = Chat.safeParse(data.event).data;
  if (news === undefined || chat === undefined) return undefined;
  const incoming: Incoming = {
    address: { channel: NAME, chat: chat.chat_id },
    messageId: `event-${id}`,
    group: chat.chat_id,
    sender: chat.operator_id?.open_id ?? chat.chat_id,
    content: { kind: "event", event: news },
    receivedAt,
  };
  return { kind: "message", incoming };
}

function decodeMessage(
  event: z.infer<typeof Message> | undefined,
  own: string | undefined,
  receivedAt: string,
): Decoded | undefined {
  // Other bots' messages are none of ours; two bots could talk for ever.
  if (event === undefined || event.sender.sender_type !== "user") return undefined;
  const { message } = event;
  const sender = event.sender.sender_id.open_id;
  const mentions: Mention[] = (message.mentions ?? []).map(({ key, name, id }) => ({
    key,
    name: name ?? "",
    openId: id?.open_id ?? undefined,
  }));
  const { message_id: messageId, message_type: kind, chat_id: group } = message;
  const parent = [message.parent_id, message.root_id].find((one) => one != null && one !== "");
  const said = contentOf({ messageId, type: kind, content: message.content, mentions, own });
  const content = said.kind === "text" && parent != null ? { ...said, repliesTo: { message: parent } } : said;
  if (message.chat_type === "p2p") {
    const address = { channel: NAME, chat: sender };
    return { kind: "message", incoming: { address, messageId, sender, content, receivedAt } };
  }
  const incoming: Incoming = {
    address: { channel: NAME, chat: groupTalk(group, sender) },
    messageId,
    group,
    sender,
    content: orHelp(content),
    receivedAt,
  };
  const mentioned = own !== undefined && mentions.some(({ openId }) => openId === own);
  if (mentioned || isCommand(content)) return { kind: "message", incoming };
  return parent == null ? undefined : { kind: "reply", parent, incoming };
}

function decodeTap(
  tap: z.infer<typeof Tap> | undefined,
  id: string,
  receivedAt: string,
): Decoded | undefined {
  if (tap === undefined) return undefined;
  const { value } = tap.action;
  const sender = tap.operator.open_id;
  const { open_message_id: message, open_chat_id: group } = tap.context;
  const base = { messageId: `tap-${id}`, sender, receivedAt };
  const alone = { channel: NAME, chat: sender };
  if ("start" in value) {
    const content = { kind: "text", text: value.start === "" ? "/start" : `/start ${value.start}` } as const;
    return { kind: "tap", message, said: "privately", incoming: { ...base, address: alone, content } };
  }
  const content: IncomingContent =
    "say" in value
      ? { kind: "text", text: value.say }
      : { kind: "rating", answer: value.answer, rating: value.rating };
  const place =
    value.group === true
      ? { address: { channel: NAME, chat: groupTalk(group, sender) }, group }
      : { address: alone };
  const said = "say" in value ? "words" : "rating";
  return { kind: "tap", message, said, incoming: { ...base, ...place, tapped: message, content } };
}

/** A bare mention asks what can be done here. */
const orHelp = (content: IncomingContent): IncomingContent =>
  content.kind === "text" && content.text === "" ? { ...content, text: "/help" } : content;

/** The platform knows no commands: a word of ours after a slash is one. */
function isCommand(content: IncomingContent): boolean {
  if (content.kind !== "text") return false;
  const name = /^\/([a-z][a-z-]*)(?=\s|$)/.exec(content.text)?.[1];
  return name !== undefined && (name === "start" || OWN_COMMANDS.has(name));
}
