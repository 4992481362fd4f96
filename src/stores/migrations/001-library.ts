import type { Dropped, Block, Place, Repair } from "../../domain/report.ts";
import { type Migration, sql } from "../kysely.ts";

/** The library's tables, one property a table, one field a column. */
export interface LibraryTables {
  reports: ReportsTable;
  passages: PassagesTable;
  figures: FiguresTable;
  replacements: ReplacementsTable;
  report_files: ReportFilesTable;
  report_places: ReportPlacesTable;
  report_bands: ReportBandsTable;
}

export interface ReportsTable {
  id: string;
  /** Where the file was read from; one path is one report. */
  path: string;
  /** What people call it; unique. */
  name: string;
  hash: string;
  raw: Uint8Array;
  title: string;
  title_stated: boolean;
  publisher: string | null;
  date: string | null;
  date_stated: boolean;
  places: Place[];
  body: string;
  blocks: Block[];
  dropped: Dropped[];
  repairs: Repair[];
  damaged: number;
  /** How many were dropped and repaired of each kind. */
  dropped_counts: Record<string, number>;
  repaired_counts: Record<string, number>;
  passage_count: number;
  figure_count: number;
  copy_of: string | null;
  /** What near-copies are told by: 32-bit numbers in the machine's order, and keys to look them up by. */
  signature: Uint8Array;
  numbers: Uint8Array;
  bands: bigint[];
  ingested_at: string;
}

/** Every path a file was read from; several may lead to one report. */
export interface ReportFilesTable {
  path: string;
  hash: string;
  report: string;
}

/** `reports.bands` the other way round, to find near-copies by; a GIN index over the arrays took fifty times as long. */
export interface ReportBandsTable {
  band: bigint;
  report: string;
}

/** The places a report covers. */
export interface ReportPlacesTable {
  report: string;
  place: string;
}

export interface PassagesTable {
  id: string;
  report: string;
  ordinal: number;
  span_start: number;
  span_end: number;
  text: string;
  heading: string | null;
  places: string[];
  date: string | null;
}

export interface FiguresTable {
  report: string;
  ordinal: number;
  value: number;
  value_text: string;
  unit: string;
  approximate: boolean;
  what: string;
  places: string[];
  period_from: string | null;
  period_to: string | null;
  period_text: string | null;
  clause_text: string;
  span_start: number;
  span_end: number;
  clause_start: number;
  clause_end: number;
  passage: number;
}

/** Reports whose passages are being replaced or removed in the index; a row left behind means it stopped half-way. */
export interface ReplacementsTable {
  report: string;
}

const STATEMENTS = [
  `create table reports (
    id text primary key, path text not null unique, name text not null unique, hash text not null, raw bytea not null,
    title text not null, title_stated boolean not null, publisher text, date text, date_stated boolean not null,
    places jsonb not null, body text not null, blocks jsonb not null, dropped jsonb not null, repairs jsonb not null,
    damaged int4 not null, dropped_counts jsonb not null, repaired_counts jsonb not null,
    passage_count int4 not null, figure_count int4 not null, copy_of text,
    signature bytea not null, numbers bytea not null, bands int8[] not null, ingested_at text not null
  )`,
  // Compressing takes longer here than writing.
  `alter table reports alter raw set storage external, alter body set storage external`,
  `create index reports_hash on reports (hash)`,
  `create index reports_copy_of on reports (copy_of) where copy_of is not null`,
  `create table report_bands (band int8 not null, report text not null, primary key (band, report))`,
  `create table passages (
    id uuid primary key, report text not null, ordinal int4 not null, span_start int4 not null, span_end int4 not null,
    text text not null, heading text, places text[] not null, date text, unique (report, ordinal)
  )`,
  `create table figures (
    report text not null, ordinal int4 not null, value float8 not null, value_text text not null, unit text not null,
    approximate boolean not null, what text not null, places text[] not null, period_from text, period_to text,
    period_text text, clause_text text not null, span_start int4 not null, span_end int4 not null, clause_start int4 not null,
    clause_end int4 not null, passage int4 not null, primary key (report, ordinal)
  )`,
  `create table report_files (path text primary key, hash text not null, report text not null)`,
  `create index report_files_hash on report_files (hash)`,
  `create index report_files_report on report_files (report)`,
  `create table report_places (report text not null, place text not null, primary key (place, report))`,
  `create index report_places_report on report_places (report)`,
  `create table replacements (report text primary key)`,
];

export const library: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
