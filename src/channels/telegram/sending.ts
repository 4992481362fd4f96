// Replies out: encoded, sent in order, each told as soon as Telegram has taken it.
import { readGroupTalk } from "../../domain/group.ts";
import type { Address, Reply } from "../../domain/message.ts";
import type { SentReply } from "../../domain/talk.ts";
import type { Taken } from "../channel.ts";
import { Done } from "./api.ts";
import type { Chosen } from "./decode.ts";
import { encode, MOST_CHARACTERS, type EncodeOptions, type Outgoing } from "./encode.ts";
import { errorOf } from "./failure.ts";
import type { Payload, Posting } from "./posting.ts";
import { nameOfMessage, readNameOfMessage, SentMessage, type Self } from "./update.ts";

export interface SendingOptions extends Pick<EncodeOptions, "text" | "publicUrl"> {
  readonly posting: Posting;
  /** Rejects with an AppError. */
  readonly self: () => Promise<Self>;
}

export interface Sending {
  send(address: Address, replies: readonly SentReply[], taken: Taken): Promise<void>;
  /** Shows below a message what was chosen of it, and takes its buttons away, unless a reply stands there. Never rejects. */
  showChosen(chosen: Chosen): Promise<void>;
}

/** Replies of which some messages went out are remembered, so that a failure half-way repeats none. */
const MOST_BEGUN = 1_000;
/** Topic 1 of a forum is its main one, and must not be named. */
const MAIN_TOPIC = 1;

export const SHOWN = { parse_mode: "HTML", link_preview_options: { is_disabled: true } } as const;

export function createSending({ posting, self, text, publicUrl }: SendingOptions): Sending {
  const begun = new Map<string, string[]>();
  /** Messages in whose place a reply stands by now: "chat message". */
  const replaced = new Set<string>();

  async function sendReply(address: Address, { sequence, reply }: SentReply): Promise<string[]> {
    const group = readGroupTalk(address.chat)?.group;
    // Only links into the private chat name us, and most replies hold none.
    const { username } = reply.privately === undefined && group === undefined ? NOBODY : await self();
    const messages = encode(reply, { text, username, publicUrl, group });
    const key = `${address.chat} ${sequence}`;
    const ids = begun.get(key) ?? [];
    for (const [index, message] of messages.entries()) {
      if (index < ids.length) continue;
      const inPlace = index === 0 ? await replace(address, reply, message) : undefined;
      ids.push(inPlace ?? (await sendMessage(address, reply, message)));
      begun.set(key, ids);
      const oldest = begun.keys().next().value;
      if (begun.size > MOST_BEGUN && oldest !== undefined) begun.delete(oldest);
    }
    begun.delete(key);
    return ids;
  }

  /** The id of the message that now shows it; undefined when it has to be sent as a new one. */
  async function replace(address: Address, reply: Reply, message: Outgoing): Promise<string | undefined> {
    const known = reply.replaces === undefined ? undefined : readNameOfMessage(reply.replaces);
    if (known === undefined) return undefined;
    const payload = { chat_id: chatOf(address), message_id: known.id, ...shown(message) };
    // Before it is done: the mark of what was tapped there must not come behind it.
    note(`${payload.chat_id} ${known.id}`);
    const answer = await posting.post("editMessageText", payload, { result: SentMessage.or(Done) });
    if (answer.ok || answer.kind === "unchanged") return reply.replaces;
    if (answer.kind === "refused" || answer.kind === "no-topic") return undefined;
    throw errorOf(answer);
  }

  function note(place: string): void {
    replaced.add(place);
    const oldest = replaced.values().next().value;
    if (replaced.size > MOST_BEGUN && oldest !== undefined) replaced.delete(oldest);
  }

  async function sendMessage(address: Address, { to }: Reply, message: Outgoing): Promise<string> {
    const known = to === undefined ? undefined : readNameOfMessage(to);
    const thread = known?.thread === MAIN_TOPIC ? undefined : known?.thread;
    const payload: Payload = {
      chat_id: chatOf(address),
      ...(thread === undefined ? {} : { message_thread_id: thread }),
      ...(known === undefined
        ? {}
        : { reply_parameters: { message_id: known.id, allow_sending_without_reply: true } }),
      ...shown(message),
    };
    const answer = await posting.post("sendMessage", payload, { result: SentMessage });
    if (!answer.ok) throw errorOf(answer);
    return nameOfMessage(answer.result);
  }

  return {
    async send(address, replies, taken) {
      for (const reply of replies) await taken(reply, await sendReply(address, reply));
    },
    async showChosen({ chat, message, text: said, entities, label }) {
      const payload = { chat_id: String(chat), message_id: message };
      if (replaced.has(`${chat} ${message}`)) return;
      const more = `\n\n✓ ${label}`;
      const fits = said.length + more.length <= MOST_CHARACTERS;
      const result = SentMessage.or(Done);
      if (!fits) await posting.post("editMessageReplyMarkup", payload, { result }, false);
      else {
        // Its own formatting is given back as it came; a mark-up of ours could read it as another.
        const { link_preview_options: preview } = SHOWN;
        // Nothing in the label becomes a link either.
        const plain = /[@/.]/.test(label)
          ? [{ type: "code", offset: said.length + more.length - label.length, length: label.length }]
          : [];
        const all = [...entities, ...plain];
        const edit = { ...payload, text: said + more, entities: all, link_preview_options: preview };
        await posting.post("editMessageText", edit, { result }, false);
      }
    },
  };
}

const NOBODY: Pick<Self, "username"> = { username: "" };

export const chatOf = ({ chat }: Address): string => readGroupTalk(chat)?.group ?? chat;

const shown = ({ html, keyboard }: Outgoing): object => ({
  text: html,
  ...SHOWN,
  ...(keyboard === undefined ? {} : { reply_markup: { inline_keyboard: keyboard } }),
});
