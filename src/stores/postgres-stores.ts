import { randomUUID } from "node:crypto";
import type { Cipher } from "./cipher.ts";
import type { Statements } from "./database.ts";
import { createPostgresApplications } from "./postgres-applications.ts";
import { createPostgresAttachments } from "./postgres-attachments.ts";
import { createPostgresAudit } from "./postgres-audit.ts";
import { createPostgresConversations } from "./postgres-conversations.ts";
import { createPostgresGroups } from "./postgres-groups.ts";
import { createPostgresJobs } from "./postgres-jobs.ts";
import { createPostgresLibrary } from "./postgres-library.ts";
import { createPostgresMembers } from "./postgres-members.ts";
import { createPostgresNotices } from "./postgres-notices.ts";
import type { Stores, StoreSet } from "./stores.ts";
import { type Gather, together } from "./together.ts";

/**
 * Every store over one database, embedded or server; a transaction's stores are all of that transaction. `shared`: other
 * processes may use the database at the same time.
 */
export function createPostgresStores(
  database: Statements,
  cipher: Cipher,
  newId: () => string = randomUUID,
  shared = false,
): StoreSet {
  const process = shared ? newId() : undefined;
  const over = (statements: Statements, gather?: Gather): Stores => ({
    library: createPostgresLibrary(statements),
    conversations: createPostgresConversations(statements, cipher, gather, process),
    applications: createPostgresApplications(statements, cipher),
    members: createPostgresMembers(statements, cipher, newId, gather),
    groups: createPostgresGroups(statements),
    jobs: createPostgresJobs(statements, newId),
    notices: createPostgresNotices(statements, cipher),
    audit: createPostgresAudit(statements, cipher),
    attachments: createPostgresAttachments(statements, cipher, newId),
  });
  return {
    ...over(database, together),
    transaction: (work) => database.transaction((statements) => work(over(statements))),
  };
}
