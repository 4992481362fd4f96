import { type Migration, sql } from "../kysely.ts";

const STATEMENTS = [
  // due_at: when a waiting row may run, or when a running one's claim ends; null once failed. key: null from the first
  // claim on, so that what happens while a job runs can ask for another run.
  `create table outbox (
    id text collate "C" primary key, ordinal int4 generated always as identity, name text not null,
    payload jsonb not null, key text collate "C", state text collate "C" not null, due_at text collate "C",
    attempt int4 not null, claim text, code text, added_at text not null, done_at text collate "C"
  ) with (fillfactor = 70)`,
  `create index outbox_due on outbox (due_at, ordinal) where done_at is null`,
  `create unique index outbox_key on outbox (key) where key is not null`,
  // Who did what to which case, with every row bound to the one before.
  `create table audit (
    ordinal int4 primary key, actor_kind text not null, actor text collate "C" not null, action text not null,
    subject text collate "C" not null, at text collate "C" not null, link text not null
  )`,
  `create index audit_subject on audit (subject, ordinal)`,
  // How long the chain is and how it ends, sealed: rows cut off its end are missed.
  `create table audit_head (one boolean primary key check (one), sealed text not null)`,
  `create table notices (
    id text collate "C" primary key, ordinal int4 generated always as identity, to_kind text not null,
    to_id text collate "C" not null, key text not null, sealed text not null, application text collate "C",
    at text not null, result text, result_at text
  )`,
  `create index notices_application on notices (application) where application is not null`,
  `create index notices_to on notices (to_id)`,
  `create table attachments (
    id text collate "C" primary key, channel text collate "C" not null, chat text collate "C" not null,
    added_at text collate "C" not null, sealed text not null, parts int4 not null, whole boolean not null
  )`,
  `create index attachments_chat on attachments (channel, chat)`,
  `create table attachment_parts (
    attachment text collate "C" not null references attachments (id) on delete cascade, ordinal int4 not null,
    sealed bytea not null, primary key (attachment, ordinal)
  )`,
  // Sealed bytes cannot be compressed.
  `alter table attachment_parts alter column sealed set storage external`,
];

export const work: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
