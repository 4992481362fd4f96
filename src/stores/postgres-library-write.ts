// The writing half of the library's tables: whole batches by COPY, one transaction a batch.
import type { FigureDraft, ParsedReport } from "../domain/report.ts";
import type { CopyColumn, CopyType } from "./copy-rows.ts";
import type { Statements } from "./database.ts";
import type { LibraryStore, ReportVersion } from "./library-store.ts";

type LibraryWriter = Pick<LibraryStore, "begin" | "replace" | "finish">;

export function libraryWriter(database: Statements): LibraryWriter {
  return {
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
        await statements.copyIn("reports", REPORT_COLUMNS, versions.map(reportRow));
        await statements.copyIn("passages", PASSAGE_COLUMNS, versions.flatMap(passageRows));
        await statements.copyIn("figures", FIGURE_COLUMNS, versions.flatMap(figureRows));
        await statements.copyIn(
          "report_bands",
          BAND_COLUMNS,
          versions.flatMap(({ id, bands }) => Array.from(new Set(bands), (band) => [band, id])),
        );
        await statements.copyIn("report_places", PLACE_COLUMNS, versions.flatMap(placeRows));
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

function columns(types: Readonly<Record<string, CopyType>>): CopyColumn[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}

const REPORT_COLUMNS = columns({
  id: "text",
  path: "text",
  name: "text",
  hash: "text",
  raw: "bytea",
  title: "text",
  title_stated: "bool",
  publisher: "text",
  date: "text",
  date_stated: "bool",
  places: "jsonb",
  body: "text",
  blocks: "jsonb",
  dropped: "jsonb",
  repairs: "jsonb",
  damaged: "int4",
  dropped_counts: "jsonb",
  repaired_counts: "jsonb",
  passage_count: "int4",
  figure_count: "int4",
  copy_of: "text",
  signature: "bytea",
  numbers: "bytea",
  bands: "int8[]",
  ingested_at: "text",
});

function reportRow(version: ReportVersion): unknown[] {
  const { report, fingerprint } = version;
  return [
    version.id,
    version.path,
    version.name,
    version.hash,
    version.raw,
    report.title,
    report.titleStated,
    report.publisher,
    report.date,
    report.dateStated,
    report.places,
    report.body,
    report.blocks,
    report.dropped,
    report.repairs,
    report.damaged,
    countBy(report.dropped.map(({ reason }) => reason)),
    countBy(report.repairs.map(({ kind }) => kind)),
    report.passages.length,
    report.figures.length,
    version.copyOf,
    bytesOf(fingerprint.signature),
    bytesOf(fingerprint.numbers),
    version.bands,
    version.ingestedAt,
  ];
}

const PASSAGE_COLUMNS = columns({
  id: "uuid",
  report: "text",
  ordinal: "int4",
  span_start: "int4",
  span_end: "int4",
  text: "text",
  heading: "text",
  places: "text[]",
  date: "text",
});

function passageRows({ id, report, passageIds }: ReportVersion): unknown[][] {
  return report.passages.map((passage, index) => [
    passageIds[index],
    id,
    passage.ordinal,
    passage.start,
    passage.end,
    passage.text,
    passage.heading,
    passage.places,
    passage.date,
  ]);
}

const FIGURE_COLUMNS = columns({
  report: "text",
  ordinal: "int4",
  value: "float8",
  value_text: "text",
  unit: "text",
  approximate: "bool",
  what: "text",
  places: "text[]",
  period_from: "text",
  period_to: "text",
  period_text: "text",
  clause_text: "text",
  span_start: "int4",
  span_end: "int4",
  clause_start: "int4",
  clause_end: "int4",
  passage: "int4",
});

function figureRows({ id, report }: ReportVersion): unknown[][] {
  return report.figures.map((figure, ordinal) => [id, ordinal, ...figureValues(figure, report)]);
}

function figureValues(figure: FigureDraft, { body }: ParsedReport): unknown[] {
  return [
    figure.value,
    figure.valueText,
    figure.unit,
    figure.approximate,
    figure.what,
    figure.places,
    figure.period?.from,
    figure.period?.to,
    figure.period?.text,
    body.slice(figure.clause.start, figure.clause.end),
    figure.span.start,
    figure.span.end,
    figure.clause.start,
    figure.clause.end,
    figure.passage,
  ];
}

const BAND_COLUMNS = columns({ band: "int8", report: "text" });
const PLACE_COLUMNS = columns({ report: "text", place: "text" });

/** What a report covers; a copy covers nothing that its original does not. */
function placeRows({ id, report, copyOf }: ReportVersion): unknown[][] {
  if (copyOf !== undefined) return [];
  const names = new Set([
    ...report.places.flatMap(({ path }) => path),
    ...report.passages.flatMap(({ places }) => places),
    ...report.figures.flatMap(({ places }) => places),
  ]);
  return Array.from(names, (name) => [id, name]);
}

function countBy(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function bytesOf(numbers: Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
