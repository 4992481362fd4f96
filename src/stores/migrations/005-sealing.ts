import { type Migration, sql } from "../kysely.ts";

const STATEMENTS = [
  // Which keys the data was sealed with: a value known to everybody, sealed with each.
  `create table key_checks (key text primary key, sealed text not null)`,
  // Sealed talks keep what SQL asks for ("kind") beside {"sealed": …}; rows from before stay readable.
  `alter table answers alter column question drop not null, add column question_sealed text`,
  // Under which key something was posted outside a turn: a second post of it is dropped.
  `alter table deliveries add column key text`,
  `create unique index deliveries_key on deliveries (channel, chat, key) where key is not null`,
];

export const sealing: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
