// The index of passages in PostgreSQL (or PGlite) with pgvector: an exact scan over sparse vectors, HNSW over dense ones.
// Exact, because an HNSW index over sparse term weights loses hits; kept-vectors.ts spares the scan where many ask.
import { TERM_SPACE } from "../../ingest/terms.ts";
import { AppError } from "../domain/errors.ts";
import { ALL_PASSAGES, createKeptVectors, type KeptVectors } from "./kept-vectors.ts";
import type { Knowledge, KnowledgePassage } from "./knowledge.ts";
import { searchDense, searchSparse } from "./pgvector-search.ts";
import { type CountChanges, createCountChanges, foldNotes, TERM_TABLES } from "./term-counts.ts";
import { best, days, fuse, fusionDepth } from "./ranking.ts";

interface Column {
  readonly name: string;
  readonly type: "int4" | "int4[]" | "sparsevec" | "text" | "text[]" | "uuid" | "vector";
}

/** What is needed of a database; the embedded one and a server's both fit. */
export interface PgvectorStatements {
  query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  copyIn(table: string, columns: readonly Column[], rows: Iterable<readonly unknown[]>): Promise<void>;
}

export interface PgvectorOptions {
  readonly database: PgvectorStatements & {
    transaction<Result>(work: (statements: PgvectorStatements) => Promise<Result>): Promise<Result>;
  };
  /** The embedder's; left out, dense vectors are neither kept nor searched. */
  readonly dimensions?: number;
  /** Over the same database; closed with the index. */
  readonly kept?: KeptVectors;
}

/**
 * Opens the index, making its tables when they are missing. When the tables hold dense vectors of another size, or none
 * where `dimensions` asks for them, the index is emptied: whoever fills it compares `count()` with what should be there.
 */
export async function createPgvector({
  database,
  dimensions,
  kept = createKeptVectors({ database }),
}: PgvectorOptions): Promise<Knowledge> {
  await database.transaction((statements) => prepare(statements, dimensions)).catch(refuse);

  // Notes of this process that are not in the table yet.
  let noted = 0;
  async function fold(): Promise<void> {
    noted = 0;
    await database.transaction(foldNotes).catch(refuse);
  }

  /** Changes passages and notes what that does to the counts, or does neither. */
  async function changing(
    work: (statements: PgvectorStatements, changes: CountChanges) => Promise<void>,
  ): Promise<void> {
    await database
      .transaction(async (statements) => {
        const changes = createCountChanges();
        await work(statements, changes);
        await changes.note(statements);
      })
      .catch(refuse);
    if (++noted >= MOST_NOTES) await fold();
  }

  return {
    async upsert(passages) {
      if (passages.length === 0) return;
      await changing(async (statements, changes) => {
        const replaced = await statements.query<{ sparse: string }>(
          "delete from knowledge_passages where id = any($1::uuid[]) returning sparse::text",
          [passages.map(({ id }) => id)],
        );
        const fresh = [...new Map(passages.map((passage) => [passage.id, passage])).values()];
        await statements.copyIn("knowledge_passages", PASSAGE_COLUMNS, fresh.map(passageRow));
        if (dimensions !== undefined) {
          const rows = fresh.filter(({ dense }) => dense !== undefined).map(({ id, dense }) => [id, dense]);
          await statements.copyIn("knowledge_dense", DENSE_COLUMNS, rows);
        }
        changes.count(replaced.map(termsOf), -1);
        changes.count(
          fresh.map(({ sparse }) => sparse.indices),
          1,
        );
      });
    },

    prune: (report, keep) =>
      changing(async (statements, changes) => {
        const gone = await statements.query<{ sparse: string }>(
          "delete from knowledge_passages where report = $1 and version <> $2 returning sparse::text",
          [report, keep ?? ""],
        );
        changes.count(gone.map(termsOf), -1);
      }),

    async search(query) {
      if (query.limit < 1) return [];
      if (noted > 0) await fold();
      if (query.dense === undefined || dimensions === undefined) {
        return best(await searchSparse(database, kept, query, query.limit).catch(refuse), query.limit);
      }
      const depth = fusionDepth(query.limit);
      const dense = query.dense;
      const rankings = await database
        .transaction(async (statements) => [
          best(await searchSparse(statements, kept, query, depth), depth),
          best(await searchDense(statements, query, dense, depth), depth),
        ])
        .catch(refuse);
      return best(fuse(rankings), query.limit);
    },

    async count() {
      const [row] = await database
        .query<{ passages: number }>("select passages from knowledge_terms where term = $1", [ALL_PASSAGES])
        .catch(refuse);
      return row?.passages ?? 0;
    },

    close: () => kept.close(),
  };
}

/** Of some thousand passages each. Folding so many costs a third of what folding each would; a search reads them all. */
const MOST_NOTES = 8;

const PASSAGE_COLUMNS: readonly Column[] = [
  { name: "id", type: "uuid" },
  { name: "report", type: "text" },
  { name: "version", type: "text" },
  { name: "places", type: "text[]" },
  { name: "first_day", type: "int4" },
  { name: "last_day", type: "int4" },
  { name: "sparse", type: "sparsevec" },
];
const DENSE_COLUMNS: readonly Column[] = [
  { name: "id", type: "uuid" },
  { name: "embedding", type: "vector" },
];

// A larger toast_tuple_target keeps long passages' vectors in the row, where a scan reads them at once.
const TABLES = [
  "create extension if not exists vector",
  `create table if not exists knowledge_passages (
    id uuid primary key, report text not null, version text not null, places text[] not null,
    first_day int4, last_day int4, sparse sparsevec(${TERM_SPACE}) not null
  ) with (toast_tuple_target = 8160)`,
  "create index if not exists knowledge_report on knowledge_passages (report)",
  "create index if not exists knowledge_places on knowledge_passages using gin (places)",
  ...TERM_TABLES,
];

async function prepare(statements: PgvectorStatements, dimensions: number | undefined): Promise<void> {
  for (const statement of TABLES) await statements.query(statement);
  await foldNotes(statements);
  if (dimensions === undefined) return;
  const [column] = await statements.query<{ size: number }>(
    "select atttypmod as size from pg_attribute where attrelid = to_regclass('knowledge_dense') and attname = 'embedding'",
  );
  if (column?.size === dimensions) return;
  await statements.query("drop table if exists knowledge_dense");
  await statements.query("truncate knowledge_passages, knowledge_terms, knowledge_notes");
  await statements.query(
    `create table knowledge_dense (
      id uuid primary key references knowledge_passages on delete cascade, embedding vector(${Math.trunc(dimensions)}) not null
    )`,
  );
  await statements.query("create index on knowledge_dense using hnsw (embedding vector_cosine_ops)");
}

function passageRow({ id, report, version, places, date, sparse }: KnowledgePassage): unknown[] {
  const range = date === undefined ? undefined : days(date);
  return [id, report, version, places, range?.first, range?.last, { dimensions: TERM_SPACE, ...sparse }];
}

/** The term numbers in a sparsevec's text, "{1:0.5,7:1.2}/1000000000", which counts them from 1. */
function termsOf({ sparse: text }: { readonly sparse: string }): number[] {
  const inner = text.slice(1, text.indexOf("}"));
  return inner === "" ? [] : inner.split(",").map((pair) => Number.parseInt(pair, 10) - 1);
}

function refuse(cause: unknown): never {
  throw cause instanceof AppError ? cause : new AppError("knowledge.refused", { cause });
}
