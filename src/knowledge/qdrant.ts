// The index of passages in a Qdrant server, version 1.16 or later: one collection with a dense and a sparse vector a point.
// The server applies the inverse document frequency and fuses the rankings; order among equals is settled here.
import { QdrantClient, type Schemas } from "@qdrant/js-client-rest";
import { AppError } from "../domain/errors.ts";
import type { Knowledge, KnowledgeHit, KnowledgePassage, KnowledgeQuery } from "./knowledge.ts";
import { best, days, fusionDepth, RRF_CONSTANT } from "./ranking.ts";

export interface QdrantOptions {
  /** http://host:6333, with a path when the server stands behind one. */
  readonly url: string;
  readonly apiKey?: string;
  /** One library, one collection; it is made when missing. */
  readonly collection?: string;
  /** The embedder's; left out, the collection has no dense vectors. */
  readonly dimensions?: number;
  /** How long one request may take, in milliseconds. */
  readonly timeout?: number;
}

const DENSE = "dense";
const SPARSE = "sparse";
// A request stays well below the 32 MB a server takes by default.
const CHUNK = 256;
// Hits beyond the limit, so that order among equals does not depend on which of them the server happened to leave out.
const SPARE_HITS = 16;

/** Nothing is sent before the first call; a failed connection is tried anew by the next. */
export function createQdrant(options: QdrantOptions): Knowledge {
  const { collection = "gongyou_passages", dimensions } = options;
  const client = connect(options);
  let prepared: Promise<void> | undefined;

  async function asking<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      prepared ??= prepare(client, collection, dimensions);
      await prepared;
      return await work();
    } catch (cause) {
      // The collection may be gone or may not have been made: look again next time.
      prepared = undefined;
      throw classified(cause);
    }
  }

  return {
    upsert: (passages) =>
      asking(async () => {
        for (let start = 0; start < passages.length; start += CHUNK) {
          const points = passages.slice(start, start + CHUNK).map((passage) => pointOf(passage, dimensions));
          await client.upsert(collection, { wait: true, points });
        }
      }),

    prune: (report, keep) =>
      asking(async () => {
        const filter: Schemas["Filter"] = {
          must: [matching("report", report)],
          ...(keep === undefined ? {} : { must_not: [matching("version", keep)] }),
        };
        await client.delete(collection, { wait: true, filter });
      }),

    async search(query) {
      const request = requestOf(query, dimensions);
      if (request === undefined) return [];
      const { points } = await asking(() => client.query(collection, request));
      return best(points.map(hitOf), query.limit);
    },

    count: () => asking(async () => (await client.count(collection, { exact: true })).count),

    async close() {},
  };
}

function connect({ url, apiKey, timeout = 30_000 }: QdrantOptions): QdrantClient {
  const { origin, pathname } = new URL(url);
  return new QdrantClient({
    url: origin,
    // The client ignores a path in `url`.
    prefix: pathname.replace(/\/+$/, ""),
    timeout,
    checkCompatibility: false,
    ...(apiKey === undefined ? {} : { apiKey }),
  });
}

async function prepare(
  client: QdrantClient,
  collection: string,
  dimensions: number | undefined,
): Promise<void> {
  if (!(await client.collectionExists(collection)).exists) {
    try {
      await client.createCollection(collection, {
        ...(dimensions === undefined
          ? {}
          : { vectors: { [DENSE]: { size: dimensions, distance: "Cosine" } } }),
        sparse_vectors: { [SPARSE]: { modifier: "idf" } },
      });
    } catch (cause) {
      // Another process may have made it in between.
      if (!(await client.collectionExists(collection)).exists) throw cause;
    }
  }
  const { vectors, sparse_vectors: sparse } = (await client.getCollection(collection)).config.params;
  const dense =
    vectors !== undefined && DENSE in vectors ? (vectors as Record<string, unknown>)[DENSE] : undefined;
  const size = isSized(dense) ? dense.size : undefined;
  if (sparse?.[SPARSE]?.modifier !== "idf" || (dimensions !== undefined && size !== dimensions)) {
    throw new AppError("knowledge.refused", { detail: { collection, reason: "made for other vectors" } });
  }
  const fields = {
    report: "keyword",
    version: "keyword",
    places: "keyword",
    first_day: "integer",
    last_day: "integer",
  };
  for (const [field_name, field_schema] of Object.entries(fields)) {
    await client.createPayloadIndex(collection, {
      field_name,
      field_schema: field_schema as "keyword" | "integer",
      wait: true,
    });
  }
}

function isSized(vector: unknown): vector is { size: number } {
  return typeof vector === "object" && vector !== null && "size" in vector && typeof vector.size === "number";
}

function pointOf(passage: KnowledgePassage, dimensions: number | undefined): Schemas["PointStruct"] {
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
function requestOf(
  query: KnowledgeQuery,
  dimensions: number | undefined,
): Schemas["QueryRequest"] | undefined {
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

function conditions({ places = [], reports, from, to }: KnowledgeQuery): Schemas["FieldCondition"][] {
  const must = places.map((place): Schemas["FieldCondition"] => matching("places", place));
  if (reports !== undefined) must.push({ key: "report", match: { any: [...reports] } });
  if (from !== undefined) must.push({ key: "last_day", range: { gte: days(from).first } });
  if (to !== undefined) must.push({ key: "first_day", range: { lte: days(to).last } });
  return must;
}

const matching = (key: string, value: string): Schemas["FieldCondition"] => ({ key, match: { value } });

function hitOf({ id, score, payload }: Schemas["ScoredPoint"]): KnowledgeHit {
  return { id: String(id), score, report: String(payload?.report), version: String(payload?.version) };
}

/** What the server or the network said stays inside `cause`: it may hold the key or a question's terms. */
function classified(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const status = cause instanceof Error && "status" in cause ? Number(cause.status) : undefined;
  const busy = status === undefined || status === 408 || status === 429 || status >= 500;
  return new AppError(busy ? "knowledge.unreachable" : "knowledge.refused", {
    retryable: busy,
    cause,
    ...(status === undefined ? {} : { detail: { status: String(status) } }),
  });
}
