import type { ApplicationStore } from "./application-store.ts";
import type { AttachmentStore } from "./attachment-store.ts";
import type { AuditStore } from "./audit-store.ts";
import type { ConversationStore } from "./conversation-store.ts";
import type { GroupStore } from "./group-store.ts";
import type { JobStore } from "./job-store.ts";
import type { LibraryStore } from "./library-store.ts";
import type { MemberStore } from "./member-store.ts";
import type { NoticeStore } from "./notice-store.ts";

/** Every table group; what is done through one set of them within a transaction is kept whole or not at all. */
export interface Stores {
  readonly library: LibraryStore;
  readonly conversations: ConversationStore;
  readonly applications: ApplicationStore;
  readonly members: MemberStore;
  readonly groups: GroupStore;
  readonly jobs: JobStore;
  readonly notices: NoticeStore;
  readonly audit: AuditStore;
  readonly attachments: AttachmentStore;
}

export interface StoreSet extends Stores {
  /** Inside `work` only the stores it is given may be used. */
  transaction<Result>(work: (stores: Stores) => Promise<Result>): Promise<Result>;
}
