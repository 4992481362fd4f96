import { type Migration, sql } from "../kysely.ts";

const STATEMENTS = [
  // Partial, though every sequence is above 0: a planner without statistics took this index for the messages' own, whose
  // first columns are the same, and read a chat from its beginning to find one message.
  `drop index incoming_sequence`,
  `create unique index incoming_sequence on incoming (channel, chat, sequence) where sequence > 0`,
];

/** The talk tables' indexes, each for what it is meant for. */
export const talkIndexes: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
