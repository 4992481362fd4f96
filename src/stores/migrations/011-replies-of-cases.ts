import { type Migration, sql } from "../kysely.ts";

const STATEMENTS = [
  // The application whose answers a reply shows to staff: it is deleted with them.
  `alter table deliveries add column about text`,
  `create index deliveries_about on deliveries (about) where about is not null`,
];

export const repliesOfCases: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
