import type { Cell, Cipher } from "./cipher.ts";
import type { Statements } from "./database.ts";
import type { Notice, NoticeResult, NoticeStore } from "./notice-store.ts";
import { openJson, present, sealJson } from "./rows.ts";

interface NoticeRow {
  id: string;
  to_kind: Notice["to"]["kind"];
  to_id: string;
  key: string;
  sealed: string;
  application: string | null;
  at: string;
  result: NoticeResult | null;
}

const COLUMNS = `id, to_kind, to_id, key, sealed, application, at, result`;

/** Notices in PostgreSQL, embedded or server; their values and suggestions are sealed. */
export function createPostgresNotices(statements: Statements, cipher: Cipher): NoticeStore {
  const cell = (id: string): Cell => ({ table: "notices", row: id, column: "sealed" });

  const noticeOf = ({ id, to_kind, to_id, key, sealed, application, at }: NoticeRow): Notice => ({
    id,
    to: { kind: to_kind, id: to_id },
    key,
    at,
    ...(openJson(cipher, sealed, cell(id)) as Pick<Notice, "values" | "suggestions">),
    ...present({ application }),
  });

  return {
    async add(notices) {
      if (notices.length === 0) return;
      await statements.query(
        `insert into notices (id, to_kind, to_id, key, sealed, application, at)
         select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
         on conflict (id) do nothing`,
        [
          notices.map(({ id }) => id),
          notices.map(({ to }) => to.kind),
          notices.map(({ to }) => to.id),
          notices.map(({ key }) => key),
          notices.map(({ id, values, suggestions }) => sealJson(cipher, { values, suggestions }, cell(id))),
          notices.map(({ application }) => application ?? null),
          notices.map(({ at }) => at),
        ],
      );
    },

    async find(id) {
      const [row] = await statements.query<NoticeRow>(`select ${COLUMNS} from notices where id = $1`, [id]);
      return row === undefined ? undefined : { ...noticeOf(row), ...present({ result: row.result }) };
    },

    async settle(id, result, at) {
      await statements.query(`update notices set result = $2, result_at = $3 where id = $1`, [
        id,
        result,
        at,
      ]);
    },

    async reopen(id) {
      const rows = await statements.query(
        `update notices set result = null, result_at = null where id = $1 and result = 'sent' returning 1 as one`,
        [id],
      );
      return rows.length > 0;
    },

    async about(application) {
      const rows = await statements.query<NoticeRow>(
        `select ${COLUMNS} from notices
         where application = $1 and (result is null or result = 'sent') order by ordinal`,
        [application],
      );
      return rows.map(noticeOf);
    },
  };
}
