// Replies go out as cards, in order: in the place of a draft, as an answer to the message in a group, or as a new message.
// What was sent of a reply when a later part failed is not sent again.
import { createHash } from "node:crypto";
import { AppError } from "../../domain/errors.ts";
import { readGroupTalk } from "../../domain/group.ts";
import type { Address, Reply } from "../../domain/message.ts";
import type { SentReply } from "../../domain/talk.ts";
import type { Taken } from "../channel.ts";
import type { Api, Place } from "./api.ts";
import { type CardStyle, encode } from "./card.ts";
import { createRecent } from "./recent.ts";

export interface SendingOptions {
  readonly api: Pick<Api, "send" | "edit">;
  readonly style: (group: string | undefined) => CardStyle;
  /** Told of every message of ours in a group. */
  readonly onSent: (group: string, message: string) => void;
  /** Told of a message in whose place a reply is about to stand. */
  readonly onReplaced: (message: string) => void;
  /** Milliseconds that only ever grow. */
  readonly clock: () => number;
}

/** A message taken under a name; `done` when its reply was, so that the name can only stand for another reply by now. */
interface Named {
  readonly message: string;
  readonly done: boolean;
  readonly at: number;
}

/** Milliseconds the platform keeps a name. */
const NAMED = 3_600_000;

/** The group a talk takes place in; a chat that is a group itself is one, too. */
export function groupOf(chat: string): string | undefined {
  return readGroupTalk(chat)?.group ?? (chat.startsWith("oc_") ? chat : undefined);
}

export function createSending({ api, style, onSent, onReplaced, clock }: SendingOptions) {
  const named = createRecent<Named>(5_000);

  async function sendOne(address: Address, { sequence, reply }: SentReply): Promise<string[]> {
    const group = groupOf(address.chat);
    const contents = encode(reply, style(group));
    const messages: string[] = [];
    const names: string[] = [];
    for (const [part, content] of contents.entries()) {
      const replaced = part === 0 ? await replace(address.chat, reply, content) : undefined;
      const name = nameOf(address, sequence, part, reply);
      const message = replaced ?? (await sendPart(address.chat, group, reply, content, name));
      messages.push(message);
      if (replaced === undefined) {
        names.push(name);
        named.set(name, { message, done: false, at: clock() });
      }
      if (group !== undefined) onSent(group, message);
    }
    for (const name of names) {
      const known = named.get(name);
      if (known !== undefined) named.set(name, { ...known, done: true });
    }
    return messages;
  }

  /** The id of the message changed in place; undefined when it cannot be. */
  async function replace(chat: string, { replaces }: Reply, content: string): Promise<string | undefined> {
    if (replaces === undefined) return undefined;
    onReplaced(replaces);
    try {
      await api.edit(replaces, groupOf(chat) ?? chat, content);
      return replaces;
    } catch (cause) {
      // Recalled, older than two weeks, or no card: the words themselves may still be taken.
      if (cause instanceof AppError && cause.code === "channel.refused") return undefined;
      throw cause;
    }
  }

  async function sendPart(
    chat: string,
    group: string | undefined,
    reply: Reply,
    content: string,
    name: string,
  ): Promise<string> {
    const known = named.get(name);
    // Sent before a later part failed.
    if (known !== undefined && !known.done) return known.message;
    const limit = group ?? chat;
    const place: Place = group === undefined ? { openId: chat } : { group };
    // What was no message, like our coming into a group, can be answered, but not replied to.
    if (group === undefined || reply.to?.startsWith("om_") !== true)
      return api.send({ place, chat: limit, content, uuid: name });
    try {
      return await api.send({ place: { to: reply.to }, chat: limit, content, uuid: name });
    } catch (cause) {
      // The question may have been recalled meanwhile; what it asked can be answered all the same.
      if (!(cause instanceof AppError) || cause.code !== "channel.refused") throw cause;
      return api.send({ place, chat: limit, content, uuid: uuidOf(name, "alone") });
    }
  }

  /** The same after a restart, so that what was sent and not recorded is not shown twice. */
  function nameOf({ channel, chat }: Address, sequence: number, part: number, reply: Reply): string {
    const first = uuidOf(channel, chat, String(sequence), String(part), JSON.stringify(reply));
    // A talk that was erased counts anew: the same words at the same place are another reply, then.
    for (let name = first; ; name = uuidOf(name, "again")) {
      const known = named.get(name);
      if (known?.done !== true || clock() - known.at > NAMED) return name;
    }
  }

  return async (address: Address, replies: readonly SentReply[], taken: Taken): Promise<void> => {
    for (const reply of replies) await taken(reply, await sendOne(address, reply));
  };
}

/** 43 characters; the platform takes 50. */
export const uuidOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");
