// What a message says to us: whether it addresses us at all, its words without our name, its commands as a private chat
// sends them. Pure.
import { OWN_COMMANDS } from "../taps.ts";
import type { Entity, Message, Self } from "./update.ts";

const COMMAND = /^\/([A-Za-z\d_-]{1,32})(?:@([A-Za-z\d_]+))?(?=\s|$)/;

/** The words of a private chat; undefined when they are a command for another bot. */
export function privateWords(text: string, self: Self): string | undefined {
  const command = readCommand(text, self);
  if (command === undefined) return text;
  return command.others ? undefined : spell(command.name, command.rest);
}

/** The words of a message in a group, its caption's too; undefined when it does not address us. */
export function groupWords(message: Message, self: Self): string | undefined {
  const text = message.text ?? message.caption ?? "";
  const entities = message.entities ?? message.caption_entities ?? [];
  const command = readCommand(text, self);
  if (command?.others === true) return undefined;
  const names = entities.filter((entity) => namesUs(entity, text, self));
  const said = without(text, names).trim();
  if (command !== undefined && (command.ours || OWN_COMMANDS.has(command.name.toLowerCase()))) {
    if (command.name.toLowerCase() !== "ask") return spell(command.name, command.rest);
    return command.rest === "" ? "/help" : command.rest;
  }
  if (names.length === 0 && !repliesToUs(message, self)) return undefined;
  // Who only calls our name wants to know what we are there for.
  return said === "" && names.length > 0 && message.text !== undefined ? "/help" : said;
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
