import type { ApplicationState } from "../domain/application.ts";
import type { ApplicationStore, Fingerprint } from "./application-store.ts";
import type { Cipher } from "./cipher.ts";
import type { Statements } from "./database.ts";

/** A case in one of these stands in nobody's way. */
const FREE: readonly ApplicationState[] = ["draft", "withdrawn", "refused", "expired"];

/** By what two cases of one person or household are told, as HMACs only: part of the application store. */
export function createDuplicateRows(
  statements: Statements,
  cipher: Cipher,
): Pick<ApplicationStore, "setFingerprints" | "sharing"> {
  return {
    async setFingerprints(id, fingerprints) {
      const pairs = new Map(fingerprints.map((one) => [hashesOf(cipher, one)[0] ?? "", one.kind]));
      const hashes = [...pairs.keys()].sort();
      await statements.transaction(async (inner) => {
        // Two cases of one household wait for each other here, so that the later one sees the earlier.
        for (const hash of hashes) {
          await inner.query(`select pg_advisory_xact_lock(hashtextextended($1, 0))`, [hash]);
        }
        await inner.query(`delete from fingerprints where application = $1`, [id]);
        await inner.query(
          `insert into fingerprints (application, kind, hash)
           select $1::text, one.kind, one.hash from unnest($2::text[], $3::text[]) as one (kind, hash)`,
          [id, hashes.map((hash) => pairs.get(hash)), hashes],
        );
      });
    },

    async sharing({ id, programme }, fingerprints) {
      const hashes = fingerprints.flatMap((one) => hashesOf(cipher, one));
      const rows = await statements.query<{ id: string }>(
        `select distinct id from applications join fingerprints on application = id
         where hash = any($1::text[]) and id <> $2 and programme = $3 and state <> all($4::text[]) order by id`,
        [hashes, id, programme, [...FREE]],
      );
      return rows.map((row) => row.id);
    },
  };
}

/** However it was typed, one number is one fingerprint. */
function hashesOf(cipher: Cipher, { kind, value }: Fingerprint): readonly string[] {
  return cipher.fingerprints(kind, value.normalize("NFKC").replace(/\s+/g, "").toUpperCase());
}
