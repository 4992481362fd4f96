// The Bot API's methods that the program uses, with the refusals of the real one (core.telegram.org/bots/api).
import { z } from "zod";
import { cleaned, readHtml, withMade, type Read } from "./html.ts";
import type { Limits } from "./limits.ts";
import { Deleted, Id, Sent, Tap } from "./payloads.ts";
import { type Button, type Chat, createChat, messageJson, type Shown, type World } from "./world.ts";

export type Result =
  | { readonly result: unknown }
  | { readonly status: number; readonly description: string; readonly parameters?: object };

const refuse = (description: string, status = 400, parameters?: object): Result => ({
  status,
  description: `${status === 403 ? "Forbidden" : status === 429 ? "Too Many Requests" : "Bad Request"}: ${description}`,
  ...(parameters === undefined ? {} : { parameters }),
});

/** What Telegram makes a preview of. */
const LINK = /https?:\/\/|\bwww\.|\b[\w-]+\.(?:com|cn|org|net|test|me)\b/i;

export function createMethods(world: World, limits: Limits | undefined) {
  const note = (violation: string): void => void world.violations.push(violation);

  /** The chat, or why nothing can be sent there. */
  function open(id: number): Chat | Result {
    const chat = world.chats.get(id);
    if (chat === undefined) return refuse("chat not found");
    if (chat.movedTo !== undefined) {
      return refuse("group chat was upgraded to a supergroup chat", 400, {
        migrate_to_chat_id: chat.movedTo,
      });
    }
    if (chat.type === "private") {
      if (chat.status === "never") return refuse("bot can't initiate conversation with a user", 403);
      if (chat.status === "kicked") return refuse("bot was blocked by the user", 403);
    } else if (chat.status === "kicked" || chat.status === "left") {
      return refuse(`bot was kicked from the ${chat.type} chat`, 403);
    }
    return chat;
  }

  function read({
    text,
    parse_mode: mode,
    entities = [],
    link_preview_options: preview,
  }: Sent): Read | Result {
    if (preview?.is_disabled !== true && LINK.test(text ?? ""))
      note("a link is shown as a picture of its page");
    if (text === undefined) return refuse("message text is empty");
    if (!text.isWellFormed()) note("text is no UTF-8");
    const parsed = mode === "HTML" ? readHtml(text) : { text, entities };
    if (parsed === undefined) {
      note("HTML that cannot be parsed");
      return refuse("can't parse entities");
    }
    const clean = cleaned(parsed);
    if (clean.text === "") {
      note("an empty message");
      return refuse("message text is empty");
    }
    if (Array.from(clean.text).length > 4_096) {
      note("a message over 4,096 characters");
      return refuse("message is too long");
    }
    if (clean.entities.length > 100) note("more than 100 entities");
    return withMade({ ...clean, entities: clean.entities.slice(0, 100) });
  }

  function keyboard({ reply_markup: markup }: Sent): readonly (readonly Button[])[] | Result {
    const rows = markup?.inline_keyboard ?? [];
    for (const { text, callback_data: data, url } of rows.flat()) {
      const bytes = Buffer.byteLength(data ?? "");
      if (text.trim() === "" || (data === undefined) === (url === undefined)) {
        note("a button without text or use");
        return refuse("BUTTON_INVALID");
      }
      if (data !== undefined && (bytes < 1 || bytes > 64)) {
        note("callback data over 64 bytes");
        return refuse("BUTTON_DATA_INVALID");
      }
      if (url !== undefined && !/^https:\/\/t\.me\/\w+(?:\?start=[\w-]{1,64})?$/.test(url)) {
        note(`a link that leads nowhere: ${url}`);
        return refuse("BUTTON_URL_INVALID");
      }
    }
    return rows;
  }

  function send(payload: Sent): Result {
    const chat = open(payload.chat_id);
    if (!("messages" in chat)) return chat;
    const waits = limits?.take(chat.id);
    if (waits !== undefined) return refuse(`retry after ${waits}`, 429, { retry_after: waits });
    const said = read(payload);
    if (!("entities" in said)) return said;
    const buttons = keyboard(payload);
    if (!Array.isArray(buttons)) return buttons as Result;
    const { message_thread_id: thread, reply_parameters: replied } = payload;
    if (thread !== undefined && !chat.topics.has(thread)) return refuse("message thread not found");
    const replyTo =
      replied !== undefined && chat.messages.has(replied.message_id) ? replied.message_id : undefined;
    if (replied !== undefined && replyTo === undefined && !replied.allow_sending_without_reply) {
      return refuse("message to be replied not found");
    }
    // A reply lands in the topic of what it replies to.
    const topic = thread ?? (replyTo === undefined ? undefined : chat.messages.get(replyTo)?.thread);
    const shown: Shown = {
      id: ++chat.lastMessage,
      from: "bot",
      text: said.text,
      entities: said.entities,
      buttons,
      edits: 0,
      ...(replyTo === undefined ? {} : { replyTo }),
      ...(topic === undefined ? {} : { thread: topic }),
    };
    chat.messages.set(shown.id, shown);
    return { result: messageJson(world, chat, shown) };
  }

  function edit(payload: Sent, withText: boolean): Result {
    const chat = open(payload.chat_id);
    if (!("messages" in chat)) return chat;
    const waits = limits?.take(chat.id);
    if (waits !== undefined) return refuse(`retry after ${waits}`, 429, { retry_after: waits });
    const known = chat.messages.get(payload.message_id ?? 0);
    if (known === undefined) return refuse("message to edit not found");
    if (known.from !== "bot") return refuse("message can't be edited");
    const said = withText ? read(payload) : known;
    if (!("entities" in said)) return said;
    const buttons = keyboard(payload);
    if (!Array.isArray(buttons)) return buttons as Result;
    if (said.text === known.text && JSON.stringify(buttons) === JSON.stringify(known.buttons)) {
      return refuse("message is not modified: specified new message content is exactly the same");
    }
    const shown = { ...known, text: said.text, entities: said.entities, buttons, edits: known.edits + 1 };
    chat.messages.set(known.id, shown);
    return { result: messageJson(world, chat, shown) };
  }

  const methods: Record<string, (payload: Record<string, unknown>) => Result> = {
    getMe: () => ({
      result: {
        id: world.bot.id,
        is_bot: true,
        first_name: world.bot.name,
        username: world.bot.username,
        can_join_groups: true,
        can_read_all_group_messages: world.readsAll,
        supports_inline_queries: false,
      },
    }),
    sendMessage: (payload) => send(Sent.parse(payload)),
    editMessageText: (payload) => edit(Sent.parse(payload), true),
    editMessageReplyMarkup: (payload) => edit(Sent.parse(payload), false),
    sendChatAction(payload) {
      const { chat_id: id, message_thread_id: thread } = Sent.parse(payload);
      const chat = open(id);
      if (!("messages" in chat)) return chat;
      world.actions.push({ chat: id, ...(thread === undefined ? {} : { thread }) });
      return { result: true };
    },
    answerCallbackQuery(payload) {
      const { callback_query_id: query, text } = Tap.parse(payload);
      if (!world.queries.delete(query))
        return refuse("query is too old and response timeout expired or query ID is invalid");
      if ((text?.length ?? 0) > 200) note("a toast over 200 characters");
      world.toasts.push({ query, ...(text === undefined ? {} : { text }) });
      return { result: true };
    },
    deleteMessage(payload) {
      const { chat_id: id, message_id: message = 0 } = Sent.parse(payload);
      const chat = open(id);
      if (!("messages" in chat)) return chat;
      const known = chat.messages.get(message);
      if (known === undefined) return refuse("message to delete not found");
      if (known.from !== "bot" && chat.status !== "administrator") return refuse("message can't be deleted");
      chat.messages.delete(message);
      return { result: true };
    },
    deleteMessages(payload) {
      const { chat_id: id, message_ids: all } = Deleted.parse(payload);
      const chat = open(id);
      if (!("messages" in chat)) return chat;
      const administers = chat.status === "administrator";
      // Those that are not there are passed over.
      if (!administers && all.some((one) => (chat.messages.get(one)?.from ?? "bot") !== "bot"))
        return refuse("message can't be deleted");
      for (const one of all) chat.messages.delete(one);
      return { result: true };
    },
    getChatMember(payload) {
      const { chat_id: id, user_id: user } = z.object({ chat_id: Id, user_id: z.number() }).parse(payload);
      const chat = open(id);
      if (!("messages" in chat)) return chat;
      const status = chat.administrators.has(user) ? "administrator" : "member";
      return { result: { status, user: { id: user, is_bot: false, first_name: "某" } } };
    },
    getFile(payload) {
      const { file_id: id } = z.object({ file_id: z.string() }).parse(payload);
      const file = world.files.get(id);
      if (file === undefined) return refuse("wrong file_id or the file is temporarily unavailable");
      if ((file.size ?? file.bytes.length) > 20 * 1024 * 1024) return refuse("file is too big");
      const size = file.size === undefined ? {} : { file_size: file.size };
      return { result: { file_id: id, file_unique_id: id.slice(-8), ...size, file_path: file.path } };
    },
    getMyCommands: (payload) => ({ result: world.commands.get(keyOfMenu(payload)) ?? [] }),
    setMyCommands(payload) {
      const Commands = z.array(
        z.object({ command: z.string().regex(/^[a-z\d_]{1,32}$/), description: z.string().min(1).max(256) }),
      );
      const parsed = Commands.safeParse(payload["commands"]);
      if (!parsed.success) {
        note("commands that are refused");
        return refuse("BOT_COMMAND_INVALID");
      }
      world.commands.set(keyOfMenu(payload), parsed.data);
      return { result: true };
    },
    setWebhook(payload) {
      const {
        url,
        secret_token: secret,
        allowed_updates: allowed,
      } = z
        .object({
          url: z.url(),
          secret_token: z.string().exactOptional(),
          allowed_updates: z.array(z.string()).exactOptional(),
        })
        .parse(payload);
      world.webhook = {
        url,
        ...(secret === undefined ? {} : { secret }),
        ...(allowed === undefined ? {} : { allowed }),
      };
      world.onUpdate();
      return { result: true };
    },
    deleteWebhook() {
      world.webhook = { url: "" };
      return { result: true };
    },
    getWebhookInfo() {
      const { url, allowed, lastError } = world.webhook;
      return {
        result: {
          url,
          has_custom_certificate: false,
          pending_update_count: world.updates.length,
          ...(allowed === undefined ? {} : { allowed_updates: allowed }),
          ...(lastError === undefined
            ? {}
            : { last_error_date: lastError.date, last_error_message: lastError.message }),
        },
      };
    },
  };

  return (method: string, payload: Record<string, unknown>): Result => {
    const known = methods[method];
    if (known === undefined) return { status: 404, description: "Not Found" };
    try {
      return known(payload);
    } catch {
      world.violations.push(`${method} with a payload that is refused`);
      return refuse("wrong parameters");
    }
  };
}

const Menu = z.object({
  scope: z.object({ type: z.string() }).default({ type: "default" }),
  language_code: z.string().default(""),
});
function keyOfMenu(payload: unknown): string {
  const { scope, language_code: language } = Menu.parse(payload);
  return `${scope.type} ${language}`;
}

/** A private chat of a person who never wrote to the bot. */
export const privateChat = (world: World, id: number, title: string): Chat =>
  createChat(world, { id, type: "private", title });
