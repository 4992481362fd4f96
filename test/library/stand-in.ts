// A small reader in place of ingest/read.ts and ready-made parts, so that these tests speak of the library alone.
import { createHash } from "node:crypto";
import type { FigureDraft, ParsedReport, PassageDraft, ReadResult } from "../../src/domain/report.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { createPgvector } from "../../src/knowledge/pgvector.ts";
import { type Library, createLibrary } from "../../src/library/library.ts";
import type { LoadedFile } from "../../src/library/files.ts";
import type { ReadingThreads } from "../../src/library/reading.ts";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import type { LibraryStore } from "../../src/stores/library-store.ts";
import { createPostgresLibrary } from "../../src/stores/postgres-library.ts";
import { pick, type Random, statement } from "../contracts/generated-text.ts";

/** First line title, the rest the body; a passage every three sentences; every number with 人次 a figure. */
export async function readPlain({ bytes }: { name: string; bytes: Uint8Array }): Promise<ReadResult> {
  const whole = new TextDecoder().decode(bytes);
  if (whole.trim() === "") return { kind: "unreadable", reason: "empty" };
  const [title = "", ...lines] = whole.split("\n");
  const body = lines.join("\n");
  const county = /[一-鿿]{2}县/u.exec(title)?.[0];
  const places = county === undefined ? [] : [county];
  const passages: PassageDraft[] = Array.from(body.matchAll(/(?:[^。]*。){1,3}/gu), (match, ordinal) => ({
    ordinal,
    start: match.index,
    end: match.index + match[0].length,
    text: match[0],
    places,
    date: "2023-09",
  }));
  const report: ParsedReport = {
    title,
    titleStated: true,
    publisher: "总工会",
    date: "2023-09",
    dateStated: true,
    places: places.map((name) => ({ name, level: "county", path: ["某省", name] })),
    body,
    blocks: [{ kind: "paragraph", start: 0, end: body.length }],
    passages,
    figures: figuresOf(body, passages),
    dropped: [{ line: 9, text: "版权所有\0", reason: "copyright" }],
    repairs: [{ kind: "pinyin", before: "工（gōng）", after: "工" }],
    damaged: 0,
  };
  return { kind: "report", report };
}

function figuresOf(body: string, passages: readonly PassageDraft[]): FigureDraft[] {
  return Array.from(body.matchAll(/(\d+)(人次)/g), (match) => {
    const start = match.index;
    return {
      value: Number(match[1]),
      valueText: match[0],
      unit: "人次",
      approximate: false,
      what: body.slice(Math.max(0, start - 6), start),
      places: ["某县", "某省"],
      period: { text: "2023年", from: "2023", to: "2023" },
      span: { start, end: start + match[0].length },
      clause: { start: Math.max(0, start - 6), end: start + match[0].length },
      passage: passages.find((one) => one.start <= start && start < one.end)?.ordinal ?? 0,
    };
  });
}

export interface Shelves {
  readonly database: Database;
  readonly store: LibraryStore;
  readonly knowledge: Knowledge;
  readonly library: Library;
}

/** Threads that read as `readPlain` does, from the first file on. */
export const PLAIN_THREADS: ReadingThreads = {
  entry: new URL("plain-thread.ts", import.meta.url),
  most: 2,
  every: { files: 1, bytes: Number.POSITIVE_INFINITY },
};

/** A whole library on the embedded database; without a folder it is in memory. */
export async function openShelves(folder?: string, threads?: ReadingThreads): Promise<Shelves> {
  const database = await openDatabase({ folder, command: "test" });
  const store = createPostgresLibrary(database);
  const knowledge = await createPgvector({ database });
  const now = (): Date => new Date("2026-01-02T03:04:05Z");
  const library = createLibrary({
    store,
    knowledge,
    read: readPlain,
    ...(threads === undefined ? {} : { threads }),
    now,
  });
  await library.mend();
  return { database, store, knowledge, library };
}

export async function empty(database: Database): Promise<void> {
  await database.query(
    "truncate reports, passages, figures, report_files, report_places, report_bands, replacements, knowledge_passages, knowledge_terms, knowledge_notes",
  );
}

/** Files in memory as the library takes them: path → text. */
export async function* given(files: Readonly<Record<string, string>>): AsyncGenerator<LoadedFile> {
  for (const [path, text] of Object.entries(files)) {
    yield { path, name: path.split("/").at(-1) ?? path, bytes: new TextEncoder().encode(text) };
  }
}

export function reportText(random: Random, place: string, sentences: number): string {
  const lines = Array.from({ length: sentences }, () => statement(random, place));
  return `${place}总工会${pick(random, ["工作综述", "年度报告", "服务职工纪实"])}\n${lines.join("")}`;
}

/** All that a reader can find, in an order that does not depend on how it came about. */
export async function contents({ database }: Shelves): Promise<Record<string, unknown[]>> {
  const tables = {
    reports: "id, path, name, hash, title, copy_of, passage_count, figure_count, body",
    passages: "*",
    figures: "*",
    report_files: "*",
    report_places: "*",
    report_bands: "band::text, report",
    replacements: "*",
    knowledge_passages: "id, report, version, places, sparse::text",
    [`(select term, sum(passages) as passages from (
        select term, passages from knowledge_terms
        union all select unnest(terms), unnest(passages) from knowledge_notes
      ) one group by term having sum(passages) <> 0) counts`]: "*",
  };
  const found: Record<string, unknown[]> = {};
  for (const [table, columns] of Object.entries(tables)) {
    const rows = await database.query<Record<string, unknown>>(`select ${columns} from ${table}`);
    found[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return found;
}

export const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
