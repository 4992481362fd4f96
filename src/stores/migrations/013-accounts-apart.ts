import { type Migration, sql } from "../kysely.ts";

const STATEMENTS = [
  // Whose each was before accounts were linked, so that what came with an account goes with it again; null where nothing was.
  `alter table accounts add column own_member text`,
  `alter table applications add column own_member text, add column own_filler text`,
  `alter table consents add column own_member text`,
  `alter table notices add column own_to text`,
];

export const accountsApart: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
