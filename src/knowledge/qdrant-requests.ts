// What Qdrant is sent: a passage as a point, a question as one query, filters as conditions on the payload.
// qdrant.ts sends them and keeps the collection as they need it.
import type { KnowledgePassage, KnowledgeQuery } from "./knowledge.ts";
import { days, fusionDepth, RRF_CONSTANT } from "./ranking.ts";

export const DENSE = "dense";
export const SPARSE = "sparse";

/** The payload's fields that filters use, with the kind of index each needs. */
export const FIELDS = [
  ["report", "keyword"],
  ["version", "keyword"],
  ["places", "keyword"],
  ["first_day", "integer"],
  ["last_day", "integer"],
] as const;

// Hits beyond the limit, so that order among equals does not depend on which of them the server happened to leave out.
const SPARE_HITS = 16;

interface Condition {
  key: string;
  match?: { value: string } | { any: string[] };
  range?: { gte?: number; lte?: number };
}

interface Ranking {
  query: number[] | { indices: number[]; values: number[] };
  using: string;
  filter?: { must: Condition[] };
}

/** One ranking, or several fused by reciprocal rank. */
type Request = { limit: number; with_payload: string[] } & (
  | Ranking
  | { prefetch: (Ranking & { limit: number })[]; query: { rrf: { k: number } } }
);

export function pointOf(passage: KnowledgePassage, dimensions: number | undefined) {
  const { id, report, version, places, date, sparse, dense } = passage;
  const range = date === undefined ? undefined : days(date);
  return {
    id,
    vector: {
      ...(sparse.indices.length === 0
        ? {}
        : { [SPARSE]: { indices: [...sparse.indices], values: [...sparse.values] } }),
      ...(dense === undefined || dimensions === undefined ? {} : { [DENSE]: [...dense] }),
    },
    payload: {
      report,
      version,
      places,
      ...(range === undefined ? {} : { first_day: range.first, last_day: range.last }),
    },
  };
}

/** Undefined when nothing can match. */
export function requestOf(query: KnowledgeQuery, dimensions: number | undefined): Request | undefined {
  const { limit, sparse, reports } = query;
  if (limit < 1 || reports?.length === 0) return undefined;
  const dense = dimensions === undefined ? undefined : query.dense;
  const must = conditions(query);
  const filter = must.length === 0 ? {} : { filter: { must } };
  const bySparse =
    sparse.indices.length === 0
      ? []
      : [{ query: { indices: [...sparse.indices], values: [...sparse.values] }, using: SPARSE, ...filter }];
  const payload = { with_payload: ["report", "version"] };
  if (dense === undefined) {
    const [only] = bySparse;
    return only === undefined ? undefined : { ...only, ...payload, limit: limit + SPARE_HITS };
  }
  const depth = fusionDepth(limit);
  const byDense = { query: [...dense], using: DENSE, ...filter };
  return {
    prefetch: [...bySparse, byDense].map((one) => ({ ...one, limit: depth })),
    query: { rrf: { k: RRF_CONSTANT } },
    ...payload,
    limit: depth * 2,
  };
}

/** The report's passages, but for those of version `keep`. */
export function otherVersions(report: string, keep: string | undefined) {
  return {
    must: [matching("report", report)],
    ...(keep === undefined ? {} : { must_not: [matching("version", keep)] }),
  };
}

function conditions({ places = [], reports, from, to }: KnowledgeQuery): Condition[] {
  const must: Condition[] = places.map((place) => matching("places", place));
  if (reports !== undefined) must.push({ key: "report", match: { any: [...reports] } });
  if (from !== undefined) must.push({ key: "last_day", range: { gte: days(from).first } });
  if (to !== undefined) must.push({ key: "first_day", range: { lte: days(to).last } });
  return must;
}

const matching = (key: string, value: string) => ({ key, match: { value } });
