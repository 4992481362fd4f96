// Files members sent, in PostgreSQL, embedded or server: sealed in parts, so that a large one needs no large statement.
// A file exists once its last part is there; a half-written one is found by `unused` like one that no case holds.
import { randomUUID } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import type { FileReference } from "../domain/message.ts";
import type { AttachmentStore } from "./attachment-store.ts";
import { type Cell, type Cipher, rowOf } from "./cipher.ts";
import type { Statements } from "./database.ts";
import { clean, openJson, sealJson } from "./rows.ts";

const PART_BYTES = 512 * 1024;

const HELD = `exists (select 1 from application_files where file = attachments.id)`;

export function createPostgresAttachments(
  statements: Statements,
  cipher: Cipher,
  newId: () => string = randomUUID,
): AttachmentStore {
  const fileCell = (id: string): Cell => ({ table: "attachments", row: id, column: "sealed" });
  /** Bound to the number of parts too, so that none can be left out. */
  const partCell = (id: string, ordinal: number, parts: number): Cell => ({
    table: "attachment_parts",
    row: rowOf(id, ordinal, parts),
    column: "sealed",
  });

  const fileOf = ({ id, sealed }: { readonly id: string; readonly sealed: string }): FileReference => ({
    id,
    ...(openJson(cipher, sealed, fileCell(id)) as Omit<FileReference, "id">),
  });

  return {
    async add({ name, type, size }, bytes, from, at) {
      const id = newId();
      const parts = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
      await statements.query(
        `insert into attachments (id, channel, chat, added_at, sealed, parts, whole)
         values ($1, $2, $3, $4, $5, $6, false)`,
        [id, from.channel, from.chat, at, sealJson(cipher, { name, type, size }, fileCell(id)), parts],
      );
      // One by one, so that talks go on between the parts where the database has one session for all.
      for (let ordinal = 0; ordinal < parts; ordinal++) {
        const part = bytes.subarray(ordinal * PART_BYTES, (ordinal + 1) * PART_BYTES);
        await statements.copyIn(
          "attachment_parts",
          [
            { name: "attachment", type: "text" },
            { name: "ordinal", type: "int4" },
            { name: "sealed", type: "bytea" },
          ],
          [[id, ordinal, cipher.sealBytes(part, partCell(id, ordinal, parts))]],
        );
      }
      const whole = await statements.query(
        `update attachments set whole = true where id = $1 returning 1 as one`,
        [id],
      );
      // Forgotten while it was written.
      if (whole.length === 0) throw new AppError("conflict");
      return { id, name, type, size };
    },

    async kept(ids, { channel, chat }) {
      if (ids.length === 0) return [];
      const rows = await statements.query<{ id: string; sealed: string }>(
        `select id, sealed from attachments
         where id = any($1::text[]) and channel = $2 and chat = $3 and whole`,
        [ids.map(clean), channel, chat],
      );
      return ids.flatMap((id) => rows.filter((row) => row.id === id).map(fileOf));
    },

    async read(id) {
      const [row] = await statements.query<{ sealed: string; parts: number }>(
        `select sealed, parts from attachments where id = $1 and whole`,
        [clean(id)],
      );
      if (row === undefined) return undefined;
      const pieces: Uint8Array[] = [];
      for (let ordinal = 0; ordinal < row.parts; ordinal++) {
        const [part] = await statements.query<{ sealed: Uint8Array }>(
          `select sealed from attachment_parts where attachment = $1 and ordinal = $2`,
          [id, ordinal],
        );
        // Removed meanwhile.
        if (part === undefined) return undefined;
        pieces.push(cipher.openBytes(part.sealed, partCell(id, ordinal, row.parts)));
      }
      return { file: fileOf({ id, sealed: row.sealed }), bytes: new Uint8Array(Buffer.concat(pieces)) };
    },

    async remove(ids) {
      await statements.query(`delete from attachments where id = any($1::text[])`, [[...ids]]);
    },

    async unused(before) {
      const rows = await statements.query<{ id: string }>(
        `select id from attachments where added_at < $1 and not ${HELD} order by added_at, id`,
        [before],
      );
      return rows.map(({ id }) => id);
    },

    async forget({ channel, chat }) {
      await statements.query(`delete from attachments where channel = $1 and chat = $2 and not ${HELD}`, [
        channel,
        chat,
      ]);
    },
  };
}
