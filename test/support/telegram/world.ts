// Who and what there is in the stand-in's Telegram: people, chats, their messages, files, and the updates for the bot.
import { randomBytes } from "node:crypto";
import type { Entity } from "./html.ts";

export interface Button {
  readonly text: string;
  readonly callback_data?: string;
  readonly url?: string;
}

/** A message as a person sees it. */
export interface Shown {
  readonly id: number;
  /** "bot", or the person's id. */
  readonly from: number | "bot";
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly buttons: readonly (readonly Button[])[];
  readonly replyTo?: number;
  readonly thread?: number;
  readonly edits: number;
}

export interface Chat {
  readonly id: number;
  readonly type: "private" | "group" | "supergroup";
  readonly title: string;
  readonly messages: Map<number, Shown>;
  /** Private: whether the person started the bot and has not blocked it. In groups: what the bot is there. */
  status: "member" | "administrator" | "left" | "kicked" | "never";
  readonly administrators: Set<number>;
  readonly topics: Set<number>;
  movedTo?: number;
  lastMessage: number;
}

export interface KnownFile {
  readonly bytes: Uint8Array;
  readonly path: string;
  /** As Telegram tells it; undefined when it does not. */
  readonly size?: number;
  /** Bytes go on for ever after the first. */
  readonly endless?: boolean;
}

export type Update = { readonly update_id: number } & Record<string, unknown>;

export interface World {
  readonly bot: { readonly id: number; readonly username: string; readonly name: string };
  token: string;
  readonly chats: Map<number, Chat>;
  readonly files: Map<string, KnownFile>;
  readonly updates: Update[];
  /** What the bot showed above a tap. */
  readonly toasts: { readonly query: string; readonly text?: string }[];
  /** Actions like "typing", by chat. */
  readonly actions: { readonly chat: number; readonly thread?: number }[];
  readonly queries: Set<string>;
  readonly commands: Map<string, unknown>;
  readonly violations: string[];
  webhook: {
    url: string;
    secret?: string;
    allowed?: string[];
    lastError?: { date: number; message: string };
  };
  readsAll: boolean;
  add(update: Record<string, unknown>): number;
  /** Called whenever there is an update more. */
  onUpdate: () => void;
}

export function createWorld(token: string, username: string): World {
  let lastUpdate = 700_000_000;
  const world: World = {
    bot: { id: Number(token.split(":")[0]), username, name: "工友" },
    token,
    chats: new Map(),
    files: new Map(),
    updates: [],
    toasts: [],
    actions: [],
    queries: new Set(),
    commands: new Map(),
    violations: [],
    webhook: { url: "" },
    readsAll: false,
    add(update) {
      lastUpdate++;
      world.updates.push({ update_id: lastUpdate, ...update });
      world.onUpdate();
      return lastUpdate;
    },
    onUpdate() {},
  };
  return world;
}

export function createChat(world: World, chat: Pick<Chat, "id" | "type" | "title">): Chat {
  const made: Chat = {
    ...chat,
    messages: new Map(),
    status: "never",
    administrators: new Set(),
    topics: new Set(),
    lastMessage: chat.type === "private" ? 100 : 5_000,
  };
  world.chats.set(chat.id, made);
  return made;
}

export const chatJson = ({ id, type, title }: Chat): object =>
  type === "private" ? { id, type, first_name: title } : { id, type, title };

export const botJson = ({ bot }: World): object => ({
  id: bot.id,
  is_bot: true,
  first_name: bot.name,
  username: bot.username,
});

/** As the Bot API gives one back. */
export function messageJson(world: World, chat: Chat, shown: Shown): object {
  const { id, text, entities, buttons, thread } = shown;
  return {
    message_id: id,
    from: botJson(world),
    chat: chatJson(chat),
    date: Math.floor(Date.now() / 1_000),
    ...(thread === undefined ? {} : { message_thread_id: thread, is_topic_message: true }),
    text,
    ...(entities.length === 0 ? {} : { entities }),
    ...(buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: buttons } }),
  };
}

export const newFileId = (): string => `AgACAgUAAx${randomBytes(24).toString("base64url")}`;
