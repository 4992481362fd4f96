// All changes to the tables, in the order of their names, and the tables as they are after the last one.
// To add tables: write 00x-name.ts beside this file, add its line below, and its interface to Schema where
// statements are built over it. Never change a
// migration that was released: data folders remember its name.
import type { Migration } from "../kysely.ts";
import { type LibraryTables, library } from "./001-library.ts";
import { type ConversationTables, conversations } from "./002-conversations.ts";
import { libraryWriting } from "./003-library-writing.ts";
import { sealing } from "./005-sealing.ts";
import { people } from "./006-people.ts";
import { applications } from "./007-applications.ts";
import { work } from "./008-work.ts";
import { platforms } from "./009-platforms.ts";
import { talkIndexes } from "./010-talk-indexes.ts";
import { repliesOfCases } from "./011-replies-of-cases.ts";
import { repliesBeingSent } from "./012-replies-being-sent.ts";
import { accountsApart } from "./013-accounts-apart.ts";
import { reportsAsWritten } from "./014-reports-as-written.ts";

export interface Schema extends LibraryTables, ConversationTables {}

export const MIGRATIONS: Record<string, Migration> = {
  "001-library": library,
  "002-conversations": conversations,
  "003-library-writing": libraryWriting,
  "005-sealing": sealing,
  "006-people": people,
  "007-applications": applications,
  "008-work": work,
  "009-platforms": platforms,
  "010-talk-indexes": talkIndexes,
  "011-replies-of-cases": repliesOfCases,
  "012-replies-being-sent": repliesBeingSent,
  "013-accounts-apart": accountsApart,
  "014-reports-as-written": reportsAsWritten,
};
