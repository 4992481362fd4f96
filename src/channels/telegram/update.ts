// The parts of an update that are read (core.telegram.org/bots/api#update); whatever else one holds is left alone. Pure.
import { z } from "zod";

/** What we ask to be told of; an edit is no new question, so edited messages are not among them. */
export const ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member"] as const;

const Chat = z.object({ id: z.number(), type: z.string() });
const User = z.object({
  id: z.number(),
  is_bot: z.boolean().default(false),
  language_code: z.string().exactOptional(),
});
/** Offsets and lengths in UTF-16 code units. */
const Entity = z.looseObject({
  type: z.string(),
  offset: z.number(),
  length: z.number(),
  user: z.object({ id: z.number() }).exactOptional(),
});
export type Entity = z.infer<typeof Entity>;
const File = z.object({
  file_id: z.string(),
  file_name: z.string().exactOptional(),
  file_size: z.number().exactOptional(),
});
const Button = z.object({ text: z.string(), callback_data: z.string().exactOptional() });
const Keyboard = z.object({ inline_keyboard: z.array(z.array(Button)) });

const Replied = z.object({
  message_id: z.number(),
  message_thread_id: z.number().exactOptional(),
  is_topic_message: z.boolean().exactOptional(),
  from: User.exactOptional(),
  sender_chat: Chat.exactOptional(),
  is_automatic_forward: z.boolean().exactOptional(),
  forum_topic_created: z.unknown().optional(),
  text: z.string().exactOptional(),
  entities: z.array(Entity).exactOptional(),
  caption: z.string().exactOptional(),
  caption_entities: z.array(Entity).exactOptional(),
});

const Message = z.looseObject({
  message_id: z.number(),
  message_thread_id: z.number().exactOptional(),
  is_topic_message: z.boolean().exactOptional(),
  /** 0 in a message that bots can no longer read. */
  date: z.number().default(0),
  from: User.exactOptional(),
  sender_chat: Chat.exactOptional(),
  chat: Chat,
  is_automatic_forward: z.boolean().exactOptional(),
  reply_to_message: Replied.exactOptional(),
  text: z.string().exactOptional(),
  entities: z.array(Entity).exactOptional(),
  /** Pages of one album have the same. */
  media_group_id: z.string().exactOptional(),
  caption: z.string().exactOptional(),
  caption_entities: z.array(Entity).exactOptional(),
  photo: z.array(z.object({ ...File.shape, width: z.number(), height: z.number() })).exactOptional(),
  document: File.exactOptional(),
  reply_markup: Keyboard.exactOptional(),
  migrate_to_chat_id: z.number().exactOptional(),
  migrate_from_chat_id: z.number().exactOptional(),
});
export type Message = z.infer<typeof Message>;

const CallbackQuery = z.object({
  id: z.string(),
  from: User,
  message: Message.exactOptional(),
  data: z.string().exactOptional(),
});
export type CallbackQuery = z.infer<typeof CallbackQuery>;

const Member = z.object({ status: z.string(), is_member: z.boolean().exactOptional() });
const MemberUpdate = z.object({
  chat: Chat,
  from: User,
  old_chat_member: Member,
  new_chat_member: Member,
});
export type MemberUpdate = z.infer<typeof MemberUpdate>;
export type Member = z.infer<typeof Member>;

export const Update = z.object({
  update_id: z.number(),
  message: Message.exactOptional(),
  callback_query: CallbackQuery.exactOptional(),
  my_chat_member: MemberUpdate.exactOptional(),
});
export type Update = z.infer<typeof Update>;

/** Who we are there (getMe). */
export const Self = z.object({ id: z.number(), username: z.string() });
export type Self = z.infer<typeof Self>;

/** A message as it is sent back to whoever sent it. */
export const SentMessage = z.object({
  message_id: z.number(),
  message_thread_id: z.number().exactOptional(),
  is_topic_message: z.boolean().exactOptional(),
});

/**
 * The id under which a message is known here: "123", or "123.77" in the topic 77 of a forum. Elsewhere
 * `message_thread_id` names a thread of replies, in which nothing can be sent.
 */
export function nameOfMessage(message: z.infer<typeof SentMessage>): string {
  const { message_id: id, message_thread_id: thread, is_topic_message: inTopic } = message;
  return inTopic === true && thread !== undefined ? `${id}.${thread}` : String(id);
}

/** The ids in such a name; undefined for the name of what is no message (a tap, an event). */
export function readNameOfMessage(name: string): { id: number; thread?: number } | undefined {
  const [, id, thread] = /^(\d+)(?:\.(\d+))?$/.exec(name) ?? [];
  if (id === undefined) return undefined;
  return thread === undefined ? { id: Number(id) } : { id: Number(id), thread: Number(thread) };
}
