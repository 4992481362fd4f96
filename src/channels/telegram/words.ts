// What a message says to us: whether it addresses us at all, its words without our name, its commands as a private chat
// sends them. Pure.
import { isTooLong, type RepliedTo } from "../../domain/message.ts";
import { OWN_COMMANDS } from "../taps.ts";
import { type Entity, type Message, nameOfMessage, type Self } from "./update.ts";

/** What a few words are made of that only ask us to look at the message they reply to. */
const CALL =
  /^(?=.{0,16}$)(?:[你您请帮给忙]|[帮给][我你他她]们?|麻烦|能(?:不能)?|可以|[这那][个条]?|问题?|看看?|说说?|讲讲?|回[答复]|解?答|怎么|一?下|[吗呢吧么呀啊]|谢谢|[\s,，。.?？!！~])*$/u;
const CALL_IN_ENGLISH =
  /^(?=.{0,40}$)(?:(?:please|can|could|you|help|answer|reply|look|at|this|that|him|her|us|me|with|it|to|the|question|thanks)\b|[\s,.?!])*$/i;

const COMMAND = /^\/([A-Za-z\d_-]{1,32})(?:@([A-Za-z\d_]+))?(?=\s|$)/;

/** The words of a private chat; undefined when they are a command for another bot. */
export function privateWords(text: string, self: Self): string | undefined {
  const command = readCommand(text, self);
  if (command === undefined) return text;
  return command.others ? undefined : spell(command.name, command.rest);
}

/**
 * What a message replies to: one of ours, or in a group what a colleague wrote, where we are only called to answer that.
 * Nothing else of a colleague's is carried along.
 */
export function repliedTo(message: Message, self: Self): RepliedTo | undefined {
  const { reply_to_message: replied, chat } = message;
  if (replied === undefined) return undefined;
  if (repliesToUs(message, self)) return { message: nameOfMessage(replied) };
  const ofSomebody = replied.from?.is_bot === false || replied.sender_chat !== undefined;
  if (chat.type === "private" || !ofSomebody || replied.is_automatic_forward === true) return undefined;
  const own = ownWords(message, self);
  if (!own.named || !(CALL.test(own.said) || CALL_IN_ENGLISH.test(own.said))) return undefined;
  const { said } = ownWords(replied, self);
  return said === "" || said.startsWith("/") || isTooLong(said) ? undefined : { words: said };
}

/** The words of a message in a group, its caption's too; undefined when it does not address us. */
export function groupWords(message: Message, self: Self): string | undefined {
  const { text, named, said } = ownWords(message, self);
  const command = readCommand(text, self);
  if (command?.others === true) return undefined;
  if (command !== undefined && (command.ours || OWN_COMMANDS.has(command.name.toLowerCase()))) {
    if (command.name.toLowerCase() !== "ask") return spell(command.name, command.rest);
    return command.rest === "" ? "/help" : command.rest;
  }
  if (!named && !repliesToUs(message, self)) return undefined;
  // Who only calls our name wants to know what we are there for.
  return said === "" && named && message.text !== undefined ? "/help" : said;
}

/** The words of a message, without our name in them; whether it stood there. */
function ownWords(
  message: Pick<Message, "text" | "entities" | "caption" | "caption_entities">,
  self: Self,
): { text: string; said: string; named: boolean } {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const names = entities.filter((entity) => namesUs(entity, text, self));
  return { text, said: without(text, names).trim(), named: names.length > 0 };
}

function readCommand(
  text: string,
  { username }: Self,
): { name: string; rest: string; ours: boolean; others: boolean } | undefined {
  const [all, name, bot] = COMMAND.exec(text) ?? [];
  if (all === undefined || name === undefined) return undefined;
  const ours = bot?.toLowerCase() === username.toLowerCase();
  return { name, rest: text.slice(all.length).trim(), ours, others: bot !== undefined && !ours };
}

const spell = (name: string, rest: string): string => (rest === "" ? `/${name}` : `/${name} ${rest}`);

function namesUs({ type, offset, length, user }: Entity, text: string, { id, username }: Self): boolean {
  if (type === "text_mention") return user?.id === id;
  const named = text.slice(offset, offset + length).toLowerCase();
  return type === "mention" && named === `@${username.toLowerCase()}`;
}

function without(text: string, names: readonly Entity[]): string {
  return names.reduceRight((left, { offset, length }) => {
    const before = left.slice(0, offset).trimEnd();
    const after = left.slice(offset + length).trimStart();
    return before === "" || after === "" ? before + after : `${before} ${after}`;
  }, text);
}

function repliesToUs({ reply_to_message: replied }: Message, { id }: Self): boolean {
  // Whatever is said in a topic of a forum comes as a reply to the message that opened it, which may be ours.
  return replied?.from?.id === id && replied.forum_topic_created === undefined;
}
