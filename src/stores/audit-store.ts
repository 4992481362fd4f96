import type { Actor } from "../domain/application.ts";

/** One line of the log of who did what with members' data. Ids only. */
export interface AuditEntry {
  readonly actor: Actor;
  /** "opened", "decided", "corrected", "exported", "erased", "consented", "linked", "staff-added", "purged", … */
  readonly action: string;
  /** The kind and id of what it was done to: "application:…", "member:…". */
  readonly subject: string;
  /** ISO instant. */
  readonly at: string;
}

export type AuditCheck =
  | { readonly kind: "sound"; readonly entries: number }
  /** The first row whose hash does not follow from the row before, counted from 1. */
  | { readonly kind: "broken"; readonly at: number };

/** A chain: each row's hash covers the row and the hash before it, under a key that the database does not hold. */
export interface AuditStore {
  append(entry: AuditEntry): Promise<void>;
  verify(): Promise<AuditCheck>;
  of(subject: string): Promise<AuditEntry[]>;
}
