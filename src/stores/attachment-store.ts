import type { Address, FileReference } from "../domain/message.ts";

/** Files members sent, sealed. */
export interface AttachmentStore {
  /** Keeps the bytes; `from` is whose chat it came from, for erasing what never became part of a case. */
  add(file: Omit<FileReference, "id">, bytes: Uint8Array, from: Address, at: string): Promise<FileReference>;
  /** Those of the ids that came from this chat, in the order given. */
  kept(ids: readonly string[], from: Address): Promise<FileReference[]>;
  read(id: string): Promise<{ readonly file: FileReference; readonly bytes: Uint8Array } | undefined>;
  remove(ids: readonly string[]): Promise<void>;
  /** Ids of files older than `before` that no case holds. */
  unused(before: string): Promise<string[]>;
  /** Deletes what came from this chat and no case holds. */
  forget(from: Address): Promise<void>;
}
