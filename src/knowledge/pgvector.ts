// The index of passages in PostgreSQL (or PGlite) with pgvector: an exact scan over sparse vectors, HNSW over dense ones.
// Exact, because an HNSW index over sparse term weights loses hits; the scan takes about 1 ms for 1,500 passages.
import { type SparseVector, TERM_SPACE } from "../../ingest/terms.ts";
import { AppError } from "../domain/errors.ts";
import type { Knowledge, KnowledgeHit, KnowledgePassage, KnowledgeQuery } from "./knowledge.ts";
import { best, days, fuse, fusionDepth } from "./ranking.ts";

interface Column {
  readonly name: string;
  readonly type: "int4" | "sparsevec" | "text" | "text[]" | "uuid" | "vector";
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
}

/**
 * Opens the index, making its tables when they are missing. When the tables hold dense vectors of another size, or none
 * where `dimensions` asks for them, the index is emptied: whoever fills it compares `count()` with what should be there.
 */
export async function createPgvector({ database, dimensions }: PgvectorOptions): Promise<Knowledge> {
  await database.transaction((statements) => prepare(statements, dimensions)).catch(refuse);

  return {
    async upsert(passages) {
      if (passages.length === 0) return;
      await database
        .transaction(async (statements) => {
          const changes = new Map<number, number>();
          const replaced = await statements.query<{ sparse: string }>(
            "delete from knowledge_passages where id = any($1::uuid[]) returning sparse::text",
            [passages.map(({ id }) => id)],
          );
          countTerms(
            changes,
            replaced.map(({ sparse }) => termsOf(sparse)),
            -1,
          );
          const fresh = [...new Map(passages.map((passage) => [passage.id, passage])).values()];
          await statements.copyIn("knowledge_passages", PASSAGE_COLUMNS, fresh.map(passageRow));
          countTerms(
            changes,
            fresh.map(({ sparse }) => sparse.indices),
            1,
          );
          if (dimensions !== undefined) {
            const rows = fresh.filter(({ dense }) => dense !== undefined).map(({ id, dense }) => [id, dense]);
            await statements.copyIn("knowledge_dense", DENSE_COLUMNS, rows);
          }
          await saveTerms(statements, changes);
        })
        .catch(refuse);
    },

    prune: (report, keep) =>
      database
        .transaction(async (statements) => {
          const gone = await statements.query<{ sparse: string }>(
            "delete from knowledge_passages where report = $1 and version <> $2 returning sparse::text",
            [report, keep ?? ""],
          );
          const changes = new Map<number, number>();
          countTerms(
            changes,
            gone.map(({ sparse }) => termsOf(sparse)),
            -1,
          );
          await saveTerms(statements, changes);
        })
        .catch(refuse),

    async search(query) {
      if (query.limit < 1) return [];
      if (query.dense === undefined || dimensions === undefined) {
        return best(await searchSparse(database, query, query.limit).catch(refuse), query.limit);
      }
      const depth = fusionDepth(query.limit);
      const dense = query.dense;
      const rankings = await database
        .transaction(async (statements) => [
          best(await searchSparse(statements, query, depth), depth),
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

    async close() {},
  };
}

// The row of knowledge_terms that counts the passages themselves.
const ALL_PASSAGES = -1;

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
  "create table if not exists knowledge_terms (term int4 primary key, passages int4 not null) with (fillfactor = 60)",
];

async function prepare(statements: PgvectorStatements, dimensions: number | undefined): Promise<void> {
  for (const statement of TABLES) await statements.query(statement);
  if (dimensions === undefined) return;
  const [column] = await statements.query<{ size: number }>(
    "select atttypmod as size from pg_attribute where attrelid = to_regclass('knowledge_dense') and attname = 'embedding'",
  );
  if (column?.size === dimensions) return;
  await statements.query("drop table if exists knowledge_dense");
  await statements.query("truncate knowledge_passages, knowledge_terms");
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

function countTerms(
  changes: Map<number, number>,
  passages: readonly (readonly number[])[],
  by: 1 | -1,
): void {
  if (passages.length > 0) changes.set(ALL_PASSAGES, (changes.get(ALL_PASSAGES) ?? 0) + by * passages.length);
  for (const terms of passages) {
    for (const term of terms) changes.set(term, (changes.get(term) ?? 0) + by);
  }
}

/** The term numbers in a sparsevec's text, "{1:0.5,7:1.2}/1000000000", which counts them from 1. */
function termsOf(text: string): number[] {
  const inner = text.slice(1, text.indexOf("}"));
  return inner === "" ? [] : inner.split(",").map((pair) => Number.parseInt(pair, 10) - 1);
}

async function saveTerms(
  statements: PgvectorStatements,
  changes: ReadonlyMap<number, number>,
): Promise<void> {
  // In one order everywhere, so that two writers wait for each other instead of locking up.
  const sorted = [...changes].filter(([, by]) => by !== 0).sort(([left], [right]) => left - right);
  if (sorted.length === 0) return;
  const terms = sorted.map(([term]) => term);
  await statements.query(
    `insert into knowledge_terms (term, passages) select * from unnest($1::int4[], $2::int4[])
     on conflict (term) do update set passages = knowledge_terms.passages + excluded.passages`,
    [terms, sorted.map(([, by]) => by)],
  );
  if (sorted.some(([, by]) => by < 0)) {
    await statements.query("delete from knowledge_terms where passages <= 0 and term = any($1::int4[])", [
      terms,
    ]);
  }
}

async function searchSparse(
  statements: PgvectorStatements,
  query: KnowledgeQuery,
  limit: number,
): Promise<KnowledgeHit[]> {
  const { indices } = query.sparse;
  if (indices.length === 0) return [];
  const rows = await statements.query<{ term: number; passages: number }>(
    "select term, passages from knowledge_terms where term = any($1::int4[])",
    [[ALL_PASSAGES, ...indices]],
  );
  const counts = new Map(rows.map(({ term, passages }) => [term, passages]));
  const weighted = weigh(query.sparse, counts, counts.get(ALL_PASSAGES) ?? 0);
  if (weighted === undefined) return [];
  const values: unknown[] = [weighted, limit];
  // The distance stands bare in the select list so that it is worked out once a row; <#> is the negative inner product.
  const hits = await statements.query<Omit<KnowledgeHit, "score"> & { distance: number }>(
    `select id, report, version, sparse <#> $1::sparsevec as distance from knowledge_passages
     where ${conditions(query, values)} order by distance, id limit $2`,
    values,
  );
  return hits
    .filter(({ distance }) => distance < 0)
    .map(({ distance, ...hit }) => ({ ...hit, score: -distance }));
}

/** The question's weights times the inverse document frequency, as a sparsevec's text; undefined when no passage has any of its terms. */
function weigh(sparse: SparseVector, counts: ReadonlyMap<number, number>, all: number): string | undefined {
  const pairs: string[] = [];
  sparse.indices.forEach((term, index) => {
    const holding = counts.get(term);
    if (holding === undefined) return;
    const weight = (sparse.values[index] ?? 0) * Math.log(1 + (all - holding + 0.5) / (holding + 0.5));
    pairs.push(`${term + 1}:${Math.fround(weight)}`);
  });
  return pairs.length === 0 ? undefined : `{${pairs.join(",")}}/${TERM_SPACE}`;
}

async function searchDense(
  statements: PgvectorStatements,
  query: KnowledgeQuery,
  dense: readonly number[],
  limit: number,
): Promise<KnowledgeHit[]> {
  // A filter takes hits away after the index gave them; iterative scan goes on until enough are left.
  await statements.query("set local hnsw.iterative_scan = strict_order");
  await statements.query("set local hnsw.ef_search = 200");
  const values: unknown[] = [`[${dense.join(",")}]`, limit];
  return statements.query<KnowledgeHit>(
    `select id, report, version, 1 - (embedding <=> $1::vector) as score
     from knowledge_dense join knowledge_passages using (id)
     where ${conditions(query, values)} order by embedding <=> $1::vector limit $2`,
    values,
  );
}

/** The filters as SQL; their values are added to `values`. */
function conditions({ places, reports, from, to }: KnowledgeQuery, values: unknown[]): string {
  const found = ["true"];
  if (places !== undefined && places.length > 0) found.push(`places @> $${values.push(places)}::text[]`);
  if (reports !== undefined) found.push(`report = any($${values.push(reports)}::text[])`);
  if (from !== undefined) found.push(`last_day >= $${values.push(days(from).first)}`);
  if (to !== undefined) found.push(`first_day <= $${values.push(days(to).last)}`);
  return found.join(" and ");
}

function refuse(cause: unknown): never {
  throw cause instanceof AppError ? cause : new AppError("knowledge.refused", { cause });
}
