// All changes to the tables, in the order of their names, and the tables as they are after the last one.
// To add tables: write 00x-name.ts beside this file, add its line below and its interface to Schema. Never change a
// migration that was released: data folders remember its name.
import type { Migration } from "../kysely.ts";
import { type LibraryTables, library } from "./001-library.ts";
import { type ConversationTables, conversations } from "./002-conversations.ts";

export interface Schema extends LibraryTables, ConversationTables {}

export const MIGRATIONS: Record<string, Migration> = {
  "001-library": library,
  "002-conversations": conversations,
};
