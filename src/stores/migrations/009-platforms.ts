import { type Migration, sql } from "../kysely.ts";

const STATEMENTS = [
  // Where a message was said and which button said it; null in private chats and for what was typed.
  `alter table incoming add column group_id text, add column tapped text`,
  // The platform's ids of the messages that showed a reply.
  `alter table deliveries add column messages text[]`,
  // Messages of chats that were forgotten, by HMAC, so that a platform that brings one again is not answered twice.
  `create table forgotten_messages (mark text collate "C" primary key, received_at text collate "C" not null)`,
  `create table groups (
    channel text collate "C" not null, id text collate "C" not null, language text, quiet boolean not null,
    topics text[] not null, primary key (channel, id)
  )`,
];

export const platforms: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
