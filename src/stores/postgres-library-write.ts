// The writing half of the library's tables: whole batches by COPY, one transaction a batch.
import type { Statements } from "./database.ts";
import type { LibraryStore } from "./library-store.ts";
import {
  BAND_COLUMNS,
  bandRows,
  encodeReport,
  FIGURE_COLUMNS,
  figureRows,
  PASSAGE_COLUMNS,
  passageRows,
  PLACE_COLUMNS,
  placeRows,
  REPORT_COLUMNS,
  reportRow,
} from "./postgres-library-rows.ts";

type LibraryWriter = Pick<LibraryStore, "encode" | "begin" | "replace" | "finish">;

export function libraryWriter(database: Statements): LibraryWriter {
  return {
    encode: encodeReport,

    async begin(reports) {
      await database.query(
        "insert into replacements (report) select * from unnest($1::text[]) on conflict do nothing",
        [reports],
      );
    },

    replace: ({ versions, removed = [], files = [] }) =>
      database.transaction(async (statements) => {
        await clear(
          statements,
          versions.map(({ id }) => id),
          removed,
        );
        // In the order of the keys: what goes to neighbouring places of an index is taken in quicker.
        const ordered = versions.toSorted((left, right) => (left.id < right.id ? -1 : 1));
        const bands = versions.flatMap(bandRows).sort(([left], [right]) => (left < right ? -1 : 1));
        await statements.copyIn("reports", REPORT_COLUMNS, ordered.map(reportRow));
        await statements.copyIn("passages", PASSAGE_COLUMNS, ordered.flatMap(passageRows));
        await statements.copyIn("figures", FIGURE_COLUMNS, ordered.flatMap(figureRows));
        await statements.copyIn("report_bands", BAND_COLUMNS, bands);
        await statements.copyIn("report_places", PLACE_COLUMNS, ordered.flatMap(placeRows));
        if (files.length > 0) {
          await statements.query(
            `insert into report_files (path, hash, report) select * from unnest($1::text[], $2::text[], $3::text[])
             on conflict (path) do update set hash = excluded.hash, report = excluded.report`,
            [files.map(({ path }) => path), files.map(({ hash }) => hash), files.map(({ report }) => report)],
          );
        }
      }),

    async finish(reports) {
      await database.query("delete from replacements where report = any($1::text[])", [reports]);
    },
  };
}

async function clear(
  statements: Statements,
  replaced: readonly string[],
  removed: readonly string[],
): Promise<void> {
  const held = await statements.query<{ id: string }>("select id from reports where id = any($1::text[])", [
    [...replaced, ...removed],
  ]);
  if (held.length === 0) return;
  const ids = held.map(({ id }) => id);
  for (const table of ["passages", "figures", "report_places"]) {
    await statements.query(`delete from ${table} where report = any($1::text[])`, [ids]);
  }
  await statements.query(
    `delete from report_bands where report = any($1::text[])
     and band in (select unnest(bands) from reports where id = any($1::text[]))`,
    [ids],
  );
  await statements.query("delete from reports where id = any($1::text[])", [ids]);
  if (removed.length > 0) {
    await statements.query("delete from report_files where report = any($1::text[])", [removed]);
  }
}
