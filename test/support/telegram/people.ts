// People and groups as a test plays them: each does what its name says, and Telegram tells the bot as it would.
import { randomInt } from "node:crypto";
import { privateChat } from "./methods.ts";
import {
  botJson,
  type Button,
  type Chat,
  chatJson,
  createChat,
  type KnownFile,
  messageJson,
  newFileId,
  type Shown,
  type World,
} from "./world.ts";

export interface Told {
  readonly update: number;
  readonly message: number;
}

export interface SayOptions {
  /** A message of the same id again: the platform repeats it. */
  readonly message?: number;
  readonly replyTo?: number;
  /** A topic of a forum. */
  readonly thread?: number;
  /** As an administrator who shows no name. */
  readonly anonymous?: boolean;
  readonly caption?: string;
  readonly album?: string;
  readonly name?: string;
}

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly chat: Chat;
  start(payload?: string): Told;
  say(text: string, options?: SayOptions): Told;
  photo(file: Partial<KnownFile>, options?: SayOptions): Told;
  document(file: Partial<KnownFile>, options?: SayOptions): Told;
  /** Anything else: { voice: {...} }, { sticker: {...} }. */
  send(content: Record<string, unknown>, options?: SayOptions): Told;
  /** Taps the button of this label on the newest message that has it. */
  tap(label: string, where?: Chat): { update: number; query: string };
  /** Taps a button as it was, however the message stands now. */
  tapOld(button: Button, message: Shown | number, where?: Chat): { update: number; query: string };
  block(): void;
  unblock(): void;
  /** What the bot's side of the private chat shows. */
  seen(): Shown[];
}

export interface Group {
  readonly chat: Chat;
  readonly id: number;
  say(person: Person, text: string, options?: SayOptions): Told;
  send(person: Person, content: Record<string, unknown>, options?: SayOptions): Told;
  addBot(by: Person, administrator?: boolean): number;
  removeBot(by: Person): number;
  promoteBot(by: Person, administrator?: boolean): number;
  promote(person: Person): void;
  /** The id of the supergroup that goes on. */
  migrate(): Group;
  seen(): Shown[];
}

const BOT_OF_GROUP = { id: 1_087_968_824, is_bot: true, first_name: "Group", username: "GroupAnonymousBot" };
let lastPerson = 500_000_000;

export function createPeople(world: World) {
  function person(name = "某", language?: string): Person {
    const id = ++lastPerson;
    const chat = privateChat(world, id, name);
    const self = {
      id,
      is_bot: false,
      first_name: name,
      ...(language === undefined ? {} : { language_code: language }),
    };
    const member = (before: string, after: string): number =>
      world.add({ my_chat_member: memberJson(chat, self, before, after) });

    const one: Person = {
      id,
      name,
      chat,
      start(payload = "") {
        return one.say(payload === "" ? "/start" : `/start ${payload}`);
      },
      say: (text, options) => tell(chat, self, { text, ...withEntities("entities", text) }, options),
      send: (content, options) => tell(chat, self, content, options),
      photo: (file, options) => tell(chat, self, photoJson(world, file), options),
      document: (file, options) => tell(chat, self, documentJson(world, file, options), options),
      tap(label, where = chat) {
        const found = [...where.messages.values()]
          .reverse()
          .find((message) => message.buttons.flat().some((button) => button.text === label));
        const button = found?.buttons.flat().find((each) => each.text === label);
        if (found === undefined || button === undefined) throw new Error(`there is no button ${label}`);
        return one.tapOld(button, found, where);
      },
      tapOld(button, message, where = chat) {
        const query = String(randomInt(2 ** 47));
        world.queries.add(query);
        const json =
          typeof message === "number"
            ? { chat: chatJson(where), message_id: message, date: 0 }
            : messageJson(world, where, message);
        const update = world.add({
          callback_query: {
            id: query,
            from: self,
            message: json,
            chat_instance: "1",
            data: button.callback_data,
          },
        });
        return { update, query };
      },
      block() {
        chat.status = "kicked";
        member("member", "kicked");
      },
      unblock() {
        chat.status = "member";
        member("kicked", "member");
      },
      seen: () => [...chat.messages.values()].filter(({ from }) => from === "bot"),
    };
    return one;
  }

  function tell(chat: Chat, from: object, content: Record<string, unknown>, options: SayOptions = {}): Told {
    if (chat.type === "private" && chat.status === "never") chat.status = "member";
    const { message = ++chat.lastMessage, replyTo, thread, anonymous = false, caption, album } = options;
    const replied = replyTo === undefined ? undefined : chat.messages.get(replyTo);
    const { text } = content;
    chat.messages.set(message, {
      id: message,
      from: Object(from).id as number,
      text: typeof text === "string" ? text : "",
      entities: [],
      buttons: [],
      edits: 0,
      ...(thread === undefined ? {} : { thread }),
    });
    if (thread !== undefined) chat.topics.add(thread);
    const update = world.add({
      message: {
        message_id: message,
        ...(thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true }),
        from: anonymous ? BOT_OF_GROUP : from,
        ...(anonymous ? { sender_chat: chatJson(chat) } : {}),
        chat: chatJson(chat),
        date: Math.floor(Date.now() / 1_000),
        ...(replied === undefined ? {} : { reply_to_message: repliedJson(chat, replied) }),
        ...(album === undefined ? {} : { media_group_id: album }),
        ...(caption === undefined ? {} : { caption, ...withEntities("caption_entities", caption) }),
        ...content,
      },
    });
    return { update, message };
  }

  function repliedJson(chat: Chat, replied: Shown): object {
    return replied.from === "bot"
      ? messageJson(world, chat, replied)
      : {
          message_id: replied.id,
          from: { id: replied.from, is_bot: false, first_name: "某" },
          chat: chatJson(chat),
          date: 1,
          ...(replied.text === "" ? {} : { text: replied.text, ...withEntities("entities", replied.text) }),
        };
  }

  function memberJson(chat: Chat, from: object, before: string, after: string): object {
    const as = (status: string): object => ({ user: botJson(world), status });
    return {
      chat: chatJson(chat),
      from,
      date: Math.floor(Date.now() / 1_000),
      old_chat_member: as(before),
      new_chat_member: as(after),
    };
  }

  const selfOf = ({ id, name }: Person): object => ({ id, is_bot: false, first_name: name });

  function group(title = "某县工会群", type: "group" | "supergroup" = "supergroup"): Group {
    const id = type === "group" ? -randomInt(1_000_000, 9_000_000) : -1_000_000_000_000 - randomInt(1e9);
    return groupOf(createChat(world, { id, type, title }));
  }

  function groupOf(chat: Chat): Group {
    const change = (by: Person, before: Chat["status"], after: Chat["status"]): number => {
      chat.status = after;
      return world.add({ my_chat_member: memberJson(chat, selfOf(by), before, after) });
    };
    return {
      chat,
      id: chat.id,
      say: (by, text, options) =>
        tell(chat, selfOf(by), { text, ...withEntities("entities", text) }, options),
      send: (by, content, options) => tell(chat, selfOf(by), content, options),
      addBot: (by, administrator = false) => change(by, "left", administrator ? "administrator" : "member"),
      removeBot: (by) => change(by, chat.status, "kicked"),
      promoteBot: (by, administrator = true) =>
        change(by, chat.status, administrator ? "administrator" : "member"),
      promote: (one) => void chat.administrators.add(one.id),
      migrate() {
        const next = group(chat.title);
        next.chat.status = chat.status;
        for (const one of chat.administrators) next.chat.administrators.add(one);
        chat.movedTo = next.id;
        const common = {
          from: BOT_OF_GROUP,
          sender_chat: chatJson(chat),
          date: Math.floor(Date.now() / 1_000),
        };
        world.add({
          message: {
            message_id: ++chat.lastMessage,
            chat: chatJson(chat),
            ...common,
            migrate_to_chat_id: next.id,
          },
        });
        world.add({
          message: { message_id: 1, chat: chatJson(next.chat), ...common, migrate_from_chat_id: chat.id },
        });
        return next;
      },
      seen: () => [...chat.messages.values()].filter(({ from }) => from === "bot"),
    };
  }

  return { person, group };
}

/** Mentions and commands, as Telegram marks them. */
function withEntities(name: string, text: string): Record<string, unknown> {
  const entities = [
    ...Array.from(text.matchAll(/@[A-Za-z]\w{3,}/g), ({ index, 0: found }) => ({
      type: "mention",
      offset: index,
      length: found.length,
    })),
    ...Array.from(text.matchAll(/(?<=^|\s)\/\w+(?:@\w+)?/g), ({ index, 0: found }) => ({
      type: "bot_command",
      offset: index,
      length: found.length,
    })),
  ].filter(
    (one, _, all) =>
      one.type !== "mention" ||
      !all.some(
        (other) => other !== one && other.offset < one.offset && one.offset < other.offset + other.length,
      ),
  );
  return entities.length === 0 ? {} : { [name]: entities };
}

function keep(
  world: World,
  file: Partial<KnownFile>,
  path: string,
): { id: string; size: number | undefined } {
  const id = newFileId();
  const bytes = file.bytes ?? new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
  const size = "size" in file ? file.size : bytes.length;
  world.files.set(id, {
    bytes,
    path,
    ...(size === undefined ? {} : { size }),
    ...(file.endless === undefined ? {} : { endless: file.endless }),
  });
  return { id, size };
}

function photoJson(world: World, file: Partial<KnownFile>): Record<string, unknown> {
  const small = keep(world, {}, `photos/file_${randomInt(1e6)}.jpg`);
  const large = keep(world, file, `photos/file_${randomInt(1e6)}.jpg`);
  return {
    photo: [
      { file_id: small.id, file_unique_id: "a", width: 90, height: 67, file_size: 7 },
      {
        file_id: large.id,
        file_unique_id: "b",
        width: 1280,
        height: 960,
        ...(large.size === undefined ? {} : { file_size: large.size }),
      },
    ],
  };
}

function documentJson(
  world: World,
  file: Partial<KnownFile>,
  options: SayOptions = {},
): Record<string, unknown> {
  const { id, size } = keep(world, file, `documents/file_${randomInt(1e6)}.pdf`);
  const name = options.name ?? "诊断书.pdf";
  return {
    document: {
      file_id: id,
      file_unique_id: "c",
      file_name: name,
      mime_type: "application/pdf",
      ...(size === undefined ? {} : { file_size: size }),
    },
  };
}
