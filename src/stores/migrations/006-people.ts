import { type Migration, sql } from "../kysely.ts";

// Ids and ISO instants are compared by their bytes, the same on every server.
const STATEMENTS = [
  `create table members (id text collate "C" primary key, created_at text collate "C" not null)`,
  `create table accounts (
    channel text collate "C" not null, sender text collate "C" not null, chat text, member text collate "C" not null,
    locale text, reachable boolean not null, last_seen text collate "C" not null, primary key (channel, sender)
  ) with (fillfactor = 80)`,
  `create index accounts_member on accounts (member)`,
  `create table codes (
    hash text collate "C" primary key, kind text not null, target text not null, expires_at text collate "C" not null
  )`,
  `create table consents (
    ordinal int4 generated always as identity primary key, member text collate "C" not null, programme text not null,
    version int4 not null, application text collate "C" not null, given_at text not null, withdrawn_at text
  )`,
  `create index consents_member on consents (member)`,
  `create table units (
    id text collate "C" primary key, name text not null, level text not null, parent text collate "C",
    place text[] not null
  )`,
  `create table staff (
    id text collate "C" primary key, name_sealed text not null, unit text collate "C" not null, roles text[] not null,
    active boolean not null
  )`,
  `create table staff_accounts (
    channel text collate "C" not null, sender text collate "C" not null, staff text collate "C" not null,
    primary key (channel, sender)
  )`,
  `create index staff_accounts_staff on staff_accounts (staff)`,
];

export const people: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
