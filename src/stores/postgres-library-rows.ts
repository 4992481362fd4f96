// A report's rows in the library's tables, in two halves: what its text says is encoded where it was read, in whatever
// thread; which report it is, and of which version, is added where it is written.
import type { FigureDraft, ParsedReport } from "../domain/report.ts";
import { type CopyColumn, type CopyType, encodedColumn, encodedRows, encodeFields } from "./copy-rows.ts";
import type { EncodedReport, ReportVersion } from "./library-store.ts";

function columns(types: Readonly<Record<string, CopyType>>): CopyColumn[] {
  return Object.entries(types).map(([name, type]) => ({ name, type }));
}

const REPORT_TEXT = columns({
  title: "text",
  title_stated: "bool",
  publisher: "text",
  date: "text",
  date_stated: "bool",
  places: "json",
  body: "text",
  blocks: "json",
  dropped: "json",
  repairs: "json",
  damaged: "int4",
  dropped_counts: "json",
  repaired_counts: "json",
});

const PASSAGE_TEXT = columns({
  ordinal: "int4",
  span_start: "int4",
  span_end: "int4",
  text: "text",
  heading: "text",
  places: "text[]",
  date: "text",
});

const FIGURE_TEXT = columns({
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

const PLACE_TEXT = columns({ place: "text" });

/** Needs no database. */
export function encodeReport(report: ParsedReport): EncodedReport {
  return {
    report: encodeFields(REPORT_TEXT, [reportValues(report)]).bytes,
    passages: encodeFields(
      PASSAGE_TEXT,
      report.passages.map(({ ordinal, start, end, text, heading, places, date }) => [
        ordinal,
        start,
        end,
        text,
        heading,
        places,
        date,
      ]),
    ),
    figures: encodeFields(
      FIGURE_TEXT,
      report.figures.map((figure, ordinal) => [ordinal, ...figureValues(figure, report)]),
    ),
    places: encodeFields(
      PLACE_TEXT,
      Array.from(placesOf(report), (place) => [place]),
    ),
  };
}

function reportValues(report: ParsedReport): unknown[] {
  return [
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
  ];
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

/** What a report covers. */
const placesOf = (report: ParsedReport): Set<string> =>
  new Set([
    ...report.places.flatMap(({ path }) => path),
    ...report.passages.flatMap(({ places }) => places),
    ...report.figures.flatMap(({ places }) => places),
  ]);

function countBy(kinds: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

export const REPORT_COLUMNS = [
  ...columns({
    id: "text",
    path: "text",
    name: "text",
    hash: "text",
    raw: "bytea",
    copy_of: "text",
    signature: "bytea",
    numbers: "bytea",
    bands: "int8[]",
    ingested_at: "text",
    passage_count: "int4",
    figure_count: "int4",
  }),
  encodedColumn(REPORT_TEXT),
];

export function reportRow(version: ReportVersion): unknown[] {
  const { content, fingerprint, copyOf } = version;
  return [
    version.id,
    version.path,
    version.name,
    version.hash,
    version.raw,
    copyOf,
    bytesOf(fingerprint.signature),
    bytesOf(fingerprint.numbers),
    version.bands,
    version.ingestedAt,
    copyOf === undefined ? content.passages.ends.length : 0,
    copyOf === undefined ? content.figures.ends.length : 0,
    content.report,
  ];
}

export const PASSAGE_COLUMNS = [...columns({ report: "text", id: "uuid" }), encodedColumn(PASSAGE_TEXT)];

export const passageRows = ({ id, content, passageIds, copyOf }: ReportVersion): unknown[][] =>
  copyOf === undefined
    ? encodedRows(content.passages).map((fields, index) => [id, passageIds[index], fields])
    : [];

export const FIGURE_COLUMNS = [...columns({ report: "text" }), encodedColumn(FIGURE_TEXT)];

export const figureRows = ({ id, content, copyOf }: ReportVersion): unknown[][] =>
  copyOf === undefined ? encodedRows(content.figures).map((fields) => [id, fields]) : [];

export const PLACE_COLUMNS = [...columns({ report: "text" }), encodedColumn(PLACE_TEXT)];

/** A copy covers nothing that its original does not. */
export const placeRows = ({ id, content, copyOf }: ReportVersion): unknown[][] =>
  copyOf === undefined ? encodedRows(content.places).map((fields) => [id, fields]) : [];

export const BAND_COLUMNS = columns({ band: "int8", report: "text" });

export const bandRows = ({ id, bands }: ReportVersion): [band: bigint, id: string][] =>
  Array.from(new Set(bands), (band) => [band, id]);

function bytesOf(numbers: Int32Array): Uint8Array {
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}
