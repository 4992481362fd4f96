import { type Migration, sql } from "../kysely.ts";

const STATEMENTS = [
  // Which process sends a reply, so that of several none sends it twice; null while none does.
  `alter table deliveries add column taken_by text`,
  // Processes that send, and when each was heard of last.
  `create table processes (id text primary key, seen_at timestamptz not null)`,
];

export const repliesBeingSent: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
