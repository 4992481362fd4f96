// PostgreSQL inside this process, kept in a folder: the embedded database.
import { PGlite } from "@electric-sql/pglite";
import { vector } from "@electric-sql/pglite-pgvector";
import { AppError } from "../domain/errors.ts";
import type { Session } from "./kysely.ts";

/** Vacuuming takes a second or two. */
const WORTH_VACUUM = 2_000;
/** PostgreSQL's number for the type. */
const BYTEA = 17;
const DISK_FULL = /\bENOSPC\b|no space left on device/i;

/**
 * Opens the database in `folder`, which is made when missing; undefined keeps it in memory. Commits survive the death
 * of the process, not a power cut. Statements fail with AppError disk.full when the disk is full.
 */
export async function openPglite(folder: string | undefined): Promise<Session> {
  const pglite = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    extensions: { vector },
    // PGlite's own way takes many times as long.
    parsers: { [BYTEA]: (text: string) => new Uint8Array(Buffer.from(text.slice(2), "hex")) },
  });
  let removed = 0;
  return {
    async query(text, values, blob) {
      try {
        const result = await pglite.query(
          text,
          [...values],
          blob === undefined ? {} : { blob: new Blob([blob.slice()]) },
        );
        if (text.startsWith("delete ")) removed += result.affectedRows ?? 0;
        return {
          rows: result.rows,
          ...(result.affectedRows === undefined ? {} : { affected: result.affectedRows }),
        };
      } catch (cause) {
        throw diskFull(cause) ? new AppError("disk.full", { retryable: true, cause }) : cause;
      }
    },
    async close() {
      // Nothing else frees the room of removed rows here, and the exact scan would read it again with every question.
      if (folder !== undefined && removed >= WORTH_VACUUM) await pglite.exec("vacuum").catch(() => {});
      await pglite.close();
    },
  };
}

/** Whether a failure of the database or the file system means that the disk is full. */
export function diskFull(cause: unknown): boolean {
  if (!(cause instanceof Error)) return false;
  const code = "code" in cause ? cause.code : undefined;
  return code === "53100" || code === "ENOSPC" || DISK_FULL.test(cause.message);
}
