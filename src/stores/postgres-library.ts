// The library's tables in PostgreSQL, embedded or server. Reading; postgres-library-write.ts has the other half.
// A report's rows change only within one transaction, so that no reader sees half a version.
import type { Figure, Passage, Place, ReportSummary } from "../domain/report.ts";
import type { Statements } from "./database.ts";
import type {
  FigureFilter,
  FoundFigure,
  FoundPassage,
  KnownFile,
  KnownPlace,
  LibraryStore,
  ReportIdentity,
  Source,
  StoredReport,
} from "./library-store.ts";
import type { FiguresTable, PassagesTable, ReportsTable } from "./migrations/001-library.ts";
import { libraryWriter } from "./postgres-library-write.ts";

const SUMMARY =
  "r.id, r.name, r.hash, r.title, r.publisher, r.date, r.places, r.copy_of, r.passage_count, r.figure_count, " +
  "r.dropped_counts, r.repaired_counts, r.damaged, r.ingested_at";
const SOURCE =
  "r.name as source_name, r.title as source_title, r.publisher as source_publisher, r.date as source_date, " +
  "r.places as source_places";

const PASSAGE = "p.id, p.report, p.ordinal, p.span_start, p.span_end, p.text, p.heading, p.places, p.date";

export function createPostgresLibrary(database: Statements): LibraryStore {
  const one = async (condition: string, value: string): Promise<ReportSummary | undefined> => {
    const [row] = await database.query<ReportsTable>(`select ${SUMMARY} from reports r where ${condition}`, [
      value,
    ]);
    return row === undefined ? undefined : summaryOf(row);
  };

  return {
    async list() {
      const rows = await database.query<ReportsTable>(`select ${SUMMARY} from reports r order by r.name`);
      return rows.map(summaryOf);
    },

    byId: (id) => one("r.id = $1", id),
    byName: async (nameOrId) => (await one("r.name = $1", nameOrId)) ?? (await one("r.id = $1", nameOrId)),

    async report(id) {
      const [row] = await database.query<ReportsTable>(
        `select ${SUMMARY}, r.title_stated, r.date_stated, r.body, r.blocks, r.dropped, r.repairs
         from reports r where r.id = $1`,
        [id],
      );
      return row === undefined ? undefined : storedReportOf(row);
    },

    async raw(id) {
      const [row] = await database.query<{ raw: Uint8Array }>("select raw from reports where id = $1", [id]);
      return row?.raw;
    },

    async passagesByIds(ids) {
      if (ids.length === 0) return [];
      const rows = await database.query<PassagesTable & SourceColumns>(
        `select ${PASSAGE}, ${SOURCE} from passages p join reports r on r.id = p.report where p.id = any($1::uuid[])`,
        [ids],
      );
      const found = new Map(rows.map((row) => [row.id, { ...passageOf(row), source: sourceOf(row) }]));
      return ids
        .map((id) => found.get(id))
        .filter((passage): passage is FoundPassage => passage !== undefined);
    },

    async passagesOf(report, from = 0, to = 2_147_483_647) {
      const rows = await database.query<PassagesTable>(
        `select ${PASSAGE} from passages p where report = $1 and ordinal between $2 and $3 order by ordinal`,
        [report, from, to],
      );
      return rows.map(passageOf);
    },

    async figures(filter) {
      const values: unknown[] = [];
      const { perPlace } = filter;
      const chosen = perPlace === undefined ? "" : "distinct on (f.places[1], f.unit)";
      const first =
        perPlace === undefined
          ? ""
          : `order by f.places[1], f.unit, f.value ${perPlace === "most" ? "desc" : "asc"}, f.report, f.ordinal`;
      // The few that are left are joined to their reports, not the many that are looked at.
      const rows = await database.query<FiguresTable & SourceColumns & { passage_id: string }>(
        `select f.*, p.id as passage_id, ${SOURCE}
         from (select ${chosen} f.* from ${figuresAround(filter.place, values)}
           where ${figureConditions(filter, values)} ${first}) f
         join reports r on r.id = f.report join passages p on p.report = f.report and p.ordinal = f.passage
         order by r.name, f.ordinal`,
        values,
      );
      return rows.map(
        (row): FoundFigure => ({
          ...figureOf(row),
          clauseText: row.clause_text,
          passageId: row.passage_id,
          source: sourceOf(row),
        }),
      );
    },

    async figureSubjects(place) {
      const values: unknown[] = [];
      const rows = await database.query<{ what: string }>(
        `select distinct f.what from ${figuresAround(place, values)} where ${figureConditions({ place }, values)}`,
        values,
      );
      return rows.map(({ what }) => what);
    },

    knownPlaces(names) {
      const among = names === undefined ? "" : "where place = any($1::text[])";
      return database.query<KnownPlace>(
        `select place as name, count(*)::int4 as reports from report_places ${among} group by place order by place`,
        names === undefined ? [] : [names],
      );
    },

    async passageCount() {
      const [row] = await database.query<{ count: number }>("select count(*)::int4 as count from passages");
      return row?.count ?? 0;
    },

    knownFiles: (paths) =>
      database.query<KnownFile>("select path, hash, report from report_files where path = any($1::text[])", [
        paths,
      ]),

    holding: (hashes) =>
      database.query("select hash, id as report from reports where hash = any($1::text[]) order by id desc", [
        hashes,
      ]),

    async identities({ ids = [], bands = [], copiesOf = [] }) {
      const rows = await database.query<ReportsTable>(
        `select id, path, name, hash, copy_of, places, signature, numbers from reports where id in (
           select unnest($1::text[]) union select id from reports where copy_of = any($2::text[])
           union select report from report_bands where band = any($3::int8[])
         )`,
        [ids, copiesOf, bands],
      );
      return rows.map(identityOf);
    },

    async takenNames(names) {
      const rows = await database.query<{ name: string }>(
        "select name from reports where name = any($1::text[])",
        [names],
      );
      return rows.map(({ name }) => name);
    },

    async unfinished() {
      const rows = await database.query<{ report: string; hash: string | null }>(
        `select i.report, r.hash from replacements i
         left join reports r on r.id = i.report and r.copy_of is null order by i.report`,
      );
      return rows.map(({ report, hash }) => ({ report, ...(hash === null ? {} : { hash }) }));
    },

    ...libraryWriter(database),
  };
}

interface SourceColumns {
  report: string;
  source_name: string;
  source_title: string;
  source_publisher: string | null;
  source_date: string | null;
  source_places: Place[];
}

function sourceOf(row: SourceColumns): Source {
  return {
    id: row.report,
    name: row.source_name,
    title: row.source_title,
    ...(row.source_publisher === null ? {} : { publisher: row.source_publisher }),
    ...(row.source_date === null ? {} : { date: row.source_date }),
    places: row.source_places,
  };
}

function summaryOf(row: ReportsTable): ReportSummary {
  return {
    id: row.id,
    name: row.name,
    hash: row.hash,
    title: row.title,
    ...(row.publisher === null ? {} : { publisher: row.publisher }),
    ...(row.date === null ? {} : { date: row.date }),
    places: row.places,
    ...(row.copy_of === null ? {} : { copyOf: row.copy_of }),
    passages: row.passage_count,
    figures: row.figure_count,
    dropped: row.dropped_counts,
    repaired: row.repaired_counts,
    damaged: row.damaged,
    ingestedAt: row.ingested_at,
  };
}

function storedReportOf(row: ReportsTable): StoredReport {
  return {
    summary: summaryOf(row),
    title: row.title,
    titleStated: row.title_stated,
    ...(row.publisher === null ? {} : { publisher: row.publisher }),
    ...(row.date === null ? {} : { date: row.date }),
    dateStated: row.date_stated,
    places: row.places,
    body: row.body,
    blocks: row.blocks,
    dropped: row.dropped,
    repairs: row.repairs,
    damaged: row.damaged,
  };
}

function passageOf(row: PassagesTable): Passage {
  return {
    id: row.id,
    report: row.report,
    ordinal: row.ordinal,
    start: row.span_start,
    end: row.span_end,
    text: row.text,
    ...(row.heading === null ? {} : { heading: row.heading }),
    places: row.places,
    ...(row.date === null ? {} : { date: row.date }),
  };
}

function figureOf(row: FiguresTable): Figure {
  const { period_from: from, period_to: to, period_text: text } = row;
  return {
    report: row.report,
    value: row.value,
    valueText: row.value_text,
    unit: row.unit,
    approximate: row.approximate,
    what: row.what,
    places: row.places,
    ...(text === null
      ? {}
      : { period: { text, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) } }),
    span: { start: row.span_start, end: row.span_end },
    clause: { start: row.clause_start, end: row.clause_end },
    passage: row.passage,
  };
}

function identityOf(row: ReportsTable): ReportIdentity {
  return {
    id: row.id,
    path: row.path,
    name: row.name,
    hash: row.hash,
    ...(row.copy_of === null ? {} : { copyOf: row.copy_of }),
    fingerprint: {
      signature: numbersOf(row.signature),
      numbers: numbersOf(row.numbers),
      places: row.places[0]?.path ?? [],
    },
  };
}

/** A copy, because the bytes may not start where four-byte numbers may. */
function numbersOf(bytes: Uint8Array): Int32Array {
  return new Int32Array(new Uint8Array(bytes).buffer);
}

/** The figures as `f`; with a place, those of the reports that cover it. */
function figuresAround(place: string | undefined, values: unknown[]): string {
  if (place === undefined) return "figures f";
  // `offset 0` keeps it report by report, through the index. PGlite gathers no statistics by itself: without them the
  // planner takes the reports to be few and long, and would read every figure of the library.
  return `(select report from report_places where place = $${values.push(place)}) covering
    cross join lateral (select * from figures where report = covering.report offset 0) f`;
}

function figureConditions({ place, what, units, reports, without }: FigureFilter, values: unknown[]): string {
  const found = ["true"];
  if (place !== undefined) {
    found.push(`$${values.push(place)} = any(f.places)`);
  }
  if (units !== undefined) found.push(`f.unit = any($${values.push(units)}::text[])`);
  if (reports !== undefined) found.push(`f.report = any($${values.push(reports)}::text[])`);
  // One by one: an array of them, or LIKE, takes several times as long.
  const parameters = (texts: readonly string[]): string[] =>
    texts.map((text) => `$${values.push(text)}::text`);
  if (what !== undefined) {
    const any = parameters(what).map((text) => `position(${text} in f.what) > 0`);
    found.push(any.length === 0 ? "false" : `(${any.join(" or ")})`);
  }
  for (const text of parameters(without ?? [])) {
    found.push(`position(${text} in f.what) = 0 and position(${text} in f.clause_text) = 0`);
  }
  return found.join(" and ");
}
