// The two searches of the index in PostgreSQL: by terms, exactly, and by direction.
// pgvector.ts calls them, in one transaction when it fuses both.
import { type SparseVector, TERM_SPACE } from "../../ingest/terms.ts";
import { ALL_PASSAGES, type KeptVectors } from "./kept-vectors.ts";
import type { KnowledgeHit, KnowledgeQuery } from "./knowledge.ts";
import type { PgvectorStatements } from "./pgvector.ts";
import { rank, type Ranked } from "./postings.ts";
import { days } from "./ranking.ts";
import { countsOf } from "./term-counts.ts";

type Reading = Pick<PgvectorStatements, "query">;

/** The `limit` best by terms, in no order: by the vectors kept in memory, or by a scan; both give the same. */
export async function searchSparse(
  statements: Reading,
  kept: KeptVectors,
  query: KnowledgeQuery,
  limit: number,
): Promise<KnowledgeHit[]> {
  const { indices } = query.sparse;
  if (indices.length === 0) return [];
  const rows = await countsOf(statements, indices);
  const counts = new Map(rows.map(({ term, passages }) => [term, passages]));
  const all = rows.find(({ term }) => term === ALL_PASSAGES);
  const weighted = weigh(query.sparse, counts, all?.passages ?? 0);
  if (weighted.indices.length === 0 || all?.state == null) return [];
  const values: unknown[] = [];
  const filters = conditions(query, values);
  const postings = filters.length === 0 ? kept.at(all.state, all.passages) : undefined;
  if (postings !== undefined) return withReports(statements, rank(postings, weighted, limit));
  const vector = `$${values.push(textOf(weighted))}::sparsevec`;
  // The distance stands bare in the select list so that it is worked out once a row; <#> is the negative inner product.
  const hits = await statements.query<Omit<KnowledgeHit, "score"> & { distance: number }>(
    `select id, report, version, sparse <#> ${vector} as distance from knowledge_passages
     ${where(filters)} order by distance, id limit $${values.push(limit)}`,
    values,
  );
  return hits
    .filter(({ distance }) => distance < 0)
    .map(({ distance, ...hit }) => ({ ...hit, score: -distance }));
}

async function withReports(statements: Reading, ranked: readonly Ranked[]): Promise<KnowledgeHit[]> {
  const rows = await statements.query<Omit<KnowledgeHit, "score">>(
    "select id, report, version from knowledge_passages where id = any($1::uuid[])",
    [ranked.map(({ id }) => id)],
  );
  const scores = new Map(ranked.map(({ id, score }) => [id, score]));
  return rows.map((row) => ({ ...row, score: scores.get(row.id) ?? 0 }));
}

/** The question's weights times the inverse document frequency, without the terms that no passage has. */
function weigh(sparse: SparseVector, counts: ReadonlyMap<number, number>, all: number): SparseVector {
  const indices: number[] = [];
  const values: number[] = [];
  sparse.indices.forEach((term, index) => {
    const holding = counts.get(term);
    if (holding === undefined) return;
    const weight = (sparse.values[index] ?? 0) * Math.log(1 + (all - holding + 0.5) / (holding + 0.5));
    indices.push(term);
    values.push(Math.fround(weight));
  });
  return { indices, values };
}

/** As pgvector writes it, counting terms from 1. */
const textOf = ({ indices, values }: SparseVector): string =>
  `{${indices.map((term, index) => `${term + 1}:${values[index] ?? 0}`).join(",")}}/${TERM_SPACE}`;

/** The `limit` nearest by direction; `statements` is a transaction. */
export async function searchDense(
  statements: Reading,
  query: KnowledgeQuery,
  dense: readonly number[],
  limit: number,
): Promise<KnowledgeHit[]> {
  // A filter takes hits away after the index gave them; iterative scan goes on until enough are left.
  await statements.query("set local hnsw.iterative_scan = strict_order");
  await statements.query("set local hnsw.ef_search = 200");
  const values: unknown[] = [`[${dense.join(",")}]`, limit];
  const filters = conditions(query, values);
  return statements.query<KnowledgeHit>(
    `select id, report, version, 1 - (embedding <=> $1::vector) as score
     from knowledge_dense join knowledge_passages using (id)
     ${where(filters)} order by embedding <=> $1::vector limit $2`,
    values,
  );
}

/** The filters as SQL; their values are added to `values`. */
function conditions({ places, reports, from, to }: KnowledgeQuery, values: unknown[]): string[] {
  const found: string[] = [];
  if (places !== undefined && places.length > 0) found.push(`places @> $${values.push(places)}::text[]`);
  if (reports !== undefined) found.push(`report = any($${values.push(reports)}::text[])`);
  if (from !== undefined) found.push(`last_day >= $${values.push(days(from).first)}`);
  if (to !== undefined) found.push(`first_day <= $${values.push(days(to).last)}`);
  return found;
}

const where = (filters: readonly string[]): string =>
  filters.length === 0 ? "" : `where ${filters.join(" and ")}`;
