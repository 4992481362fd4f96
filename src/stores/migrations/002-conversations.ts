import { type Migration, sql } from "../kysely.ts";

/** The tables of talks, one property a table, one field a column. */
export interface ConversationTables {
  conversations: ConversationsTable;
  incoming: IncomingTable;
  deliveries: DeliveriesTable;
  answers: AnswersTable;
  ratings: RatingsTable;
}

export interface ConversationsTable {
  channel: string;
  chat: string;
  state: unknown;
  /** The last sequence given to a message or a reply of this chat. */
  sequence: number;
  updated_at: string;
}

export interface IncomingTable {
  channel: string;
  chat: string;
  message_id: string;
  /** Order of arrival over all chats. */
  ordinal: number;
  sequence: number;
  sender: string;
  content: unknown;
  locale: string | null;
  received_at: string;
  done_at: string | null;
}

export interface DeliveriesTable {
  channel: string;
  chat: string;
  sequence: number;
  reply: unknown;
  answer: string | null;
  intended_at: string;
  /** Null while in doubt; then "sent" or "refused". */
  result: string | null;
  result_at: string | null;
}

export interface AnswersTable {
  id: string;
  channel: string;
  chat: string;
  question: string;
  kind: string;
  locale: string;
  passages: string[];
  cited: string[];
  ms: number;
  at: string;
}

export interface RatingsTable {
  answer: string;
  rating: string;
  at: string;
}

const STATEMENTS = [
  `create table conversations (
    channel text not null, chat text not null, state jsonb, sequence int4 not null, updated_at text not null,
    primary key (channel, chat)
  )`,
  `create table incoming (
    channel text not null, chat text not null, message_id text not null,
    ordinal int4 generated always as identity, sequence int4 not null, sender text not null, content jsonb not null,
    locale text, received_at text not null, done_at text, primary key (channel, chat, message_id)
  )`,
  `create unique index incoming_sequence on incoming (channel, chat, sequence)`,
  `create index incoming_pending on incoming (ordinal) where done_at is null`,
  `create table deliveries (
    channel text not null, chat text not null, sequence int4 not null, reply jsonb not null, answer text,
    intended_at text not null, result text, result_at text, primary key (channel, chat, sequence)
  )`,
  `create index deliveries_in_doubt on deliveries (channel, chat, sequence) where result is null`,
  `create table answers (
    id text primary key, channel text not null, chat text not null, question text not null, kind text not null,
    locale text not null, passages text[] not null, cited text[] not null, ms float8 not null, at text not null
  )`,
  `create index answers_chat on answers (channel, chat)`,
  `create table ratings (
    answer text primary key references answers (id) on delete cascade, rating text not null, at text not null
  )`,
];

export const conversations: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
