import type { Locale } from "../domain/message.ts";
import type { Account } from "./member-store.ts";
import { present } from "./rows.ts";

export interface AccountRow {
  channel: string;
  sender: string;
  chat: string | null;
  member: string;
  locale: Locale | null;
  reachable: boolean;
  last_seen: string;
}

export const ACCOUNT = `channel, sender, chat, member, locale, reachable, last_seen`;

export const accountOf = (row: AccountRow): Account => ({
  channel: row.channel,
  sender: row.sender,
  member: row.member,
  reachable: row.reachable,
  lastSeen: row.last_seen,
  ...present({ chat: row.chat, locale: row.locale }),
});
