// The index of passages in a Qdrant server: one collection with a dense and a sparse vector a point.
// The server applies the inverse document frequency and fuses the rankings; order among equals is settled here.
import { QdrantClient, type Schemas } from "@qdrant/js-client-rest";
import { AppError } from "../domain/errors.ts";
import type { Knowledge, KnowledgeHit } from "./knowledge.ts";
import { DENSE, FIELDS, otherVersions, pointOf, requestOf, SPARSE } from "./qdrant-requests.ts";
import { best } from "./ranking.ts";

export interface QdrantOptions {
  /** http://host:6333, with a path when the server stands behind one; the port is 6333 when left out. */
  readonly url: string;
  readonly apiKey?: string;
  /** One library, one collection; it is made when missing. */
  readonly collection?: string;
  /** The embedder's; left out, the collection has no dense vectors. */
  readonly dimensions?: number;
  /** How long one request may take, in milliseconds. */
  readonly timeout?: number;
}

// The constant of reciprocal rank fusion can be set from this version on.
const OLDEST = { major: 1, minor: 16 };
const DEFAULT_PORT = 6333;
// A request stays well below the 32 MB a server takes by default.
const CHUNK = 256;

/**
 * Throws knowledge.refused when the key cannot be sent. Nothing is sent before the first call; a failed connection is
 * tried anew by the next, and a collection that is gone is made again. A server older than 1.16 is knowledge.refused,
 * with its version in the detail. For some seconds after many passages were pruned, scores may still count their terms.
 */
export function createQdrant(options: QdrantOptions): Knowledge {
  const { collection = "gongyou_passages", dimensions } = options;
  const client = connect(options);
  let prepared: Promise<void> | undefined;

  async function ready(): Promise<void> {
    const preparing = (prepared ??= prepare(client, collection, dimensions));
    try {
      await preparing;
    } catch (cause) {
      if (prepared === preparing) prepared = undefined;
      throw cause;
    }
  }

  async function asking<Result>(work: () => Promise<Result>): Promise<Result> {
    const attempt = (): Promise<Result> => ready().then(work);
    try {
      return await attempt().catch((cause: unknown) => {
        if (statusOf(cause) === 404) prepared = undefined;
        else if (!isClosed(cause)) throw cause;
        return attempt();
      });
    } catch (cause) {
      throw classified(cause);
    }
  }

  return {
    upsert: (passages) =>
      asking(async () => {
        for (let start = 0; start < passages.length; start += CHUNK) {
          const points = passages.slice(start, start + CHUNK).map((passage) => pointOf(passage, dimensions));
          completed(await client.upsert(collection, { wait: true, points }));
        }
      }),

    prune: (report, keep) =>
      asking(async () => {
        const filter = otherVersions(report, keep);
        await emptied(client, collection, filter);
        completed(await client.delete(collection, { wait: true, filter }));
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
  // Node's own refusal of such a header would quote the key.
  if (apiKey !== undefined && /[^\x20-\x7e]/.test(apiKey.trim())) {
    throw new AppError("knowledge.refused", { detail: { reason: "unusable key" } });
  }
  return new QdrantClient({
    url: origin,
    port: portOf(url),
    // The client ignores a path in `url`.
    prefix: pathname.replace(/\/+$/, ""),
    timeout,
    checkCompatibility: false,
    // As a header, because the client writes a warning to the console when it is given a key and no TLS.
    ...(apiKey === undefined ? {} : { headers: { "api-key": apiKey } }),
  });
}

/** The port as written: URL drops 80 and 443, for which the client would then take 6333. */
function portOf(url: string): number {
  const written = /^[a-z]+:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(url)?.[1];
  return written === undefined ? DEFAULT_PORT : Number(written);
}

async function prepare(
  client: QdrantClient,
  collection: string,
  dimensions: number | undefined,
): Promise<void> {
  await refuseOlder(client);
  if (!(await client.collectionExists(collection)).exists) {
    try {
      await client.createCollection(collection, {
        ...(dimensions === undefined
          ? {}
          : { vectors: { [DENSE]: { size: dimensions, distance: "Cosine" } } }),
        sparse_vectors: { [SPARSE]: { modifier: "idf" } },
        // A server counts the passages that hold a term within each shard, and until it tidies up also those deleted.
        shard_number: 1,
        optimizers_config: { deleted_threshold: 0.05, vacuum_min_vector_number: 100 },
      });
    } catch (cause) {
      // Another process may have made it in between.
      if (!(await client.collectionExists(collection)).exists) throw cause;
    }
  }
  const { config, payload_schema: indexed } = await client.getCollection(collection);
  const { vectors, sparse_vectors: sparse } = config.params;
  const dense =
    vectors !== undefined && DENSE in vectors ? (vectors as Record<string, unknown>)[DENSE] : undefined;
  const size = isSized(dense) ? dense.size : undefined;
  if (sparse?.[SPARSE]?.modifier !== "idf" || (dimensions !== undefined && size !== dimensions)) {
    throw new AppError("knowledge.refused", { detail: { collection, reason: "made for other vectors" } });
  }
  for (const [field_name, field_schema] of FIELDS) {
    if (indexed[field_name]?.data_type === field_schema) continue;
    completed(await client.createPayloadIndex(collection, { field_name, field_schema, wait: true }));
  }
}

async function refuseOlder(client: QdrantClient): Promise<void> {
  const version = await client.versionInfo().then(
    (info) => info.version,
    (cause: unknown) => {
      if (![401, 403, 404].includes(statusOf(cause) ?? 0)) throw cause;
      return "";
    },
  );
  const [, major, minor] = (/^v?(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  // A proxy may keep the version to itself; an old server then refuses the first hybrid query.
  if (major === undefined || minor === undefined) return;
  if (major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor)) return;
  throw new AppError("knowledge.refused", {
    detail: { version: `${major}.${minor}`, needed: `${OLDEST.major}.${OLDEST.minor}` },
  });
}

/**
 * Takes the vectors from the passages that are about to go, so that their terms are no longer counted: what is only deleted
 * counts until the server tidies up, and would sway the order of hits.
 */
async function emptied(client: QdrantClient, collection: string, filter: Schemas["Filter"]): Promise<void> {
  let offset: Schemas["ExtendedPointId"] | undefined;
  do {
    const page = await client.scroll(collection, {
      filter,
      limit: CHUNK,
      with_payload: ["report", "version"],
      ...(offset === undefined ? {} : { offset }),
    });
    // The payload stays, so that a prune that was broken off finds them again.
    const points = page.points.map(({ id, payload = {} }) => ({ id, vector: {}, payload }));
    if (points.length > 0) completed(await client.upsert(collection, { wait: true, points }));
    offset = typeof page.next_page_offset === "object" ? undefined : page.next_page_offset;
  } while (offset !== undefined);
}

/** A server that stopped waiting has kept the change and not yet made it; sending it again does no harm. */
function completed({ status }: Schemas["UpdateResult"]): void {
  if (status !== "completed") throw new AppError("knowledge.unreachable", { retryable: true });
}

function isSized(vector: unknown): vector is { size: number } {
  return typeof vector === "object" && vector !== null && "size" in vector && typeof vector.size === "number";
}

function hitOf({ id, score, payload }: Schemas["ScoredPoint"]): KnowledgeHit {
  return { id: String(id), score, report: String(payload?.report), version: String(payload?.version) };
}

const statusOf = (cause: unknown): number | undefined =>
  cause instanceof Error && "status" in cause ? Number(cause.status) : undefined;

/** A server closes connections it has not heard on for 5 s; all it is asked here may be asked twice. */
function isClosed(cause: unknown): boolean {
  const inner = cause instanceof Error ? cause.cause : undefined;
  return (
    inner instanceof Error &&
    "code" in inner &&
    ["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"].includes(String(inner.code))
  );
}

/** What the server or the network said stays inside `cause`: it may hold the key or a question's terms. */
function classified(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const status = statusOf(cause);
  const busy = status === undefined || status === 408 || status === 429 || status >= 500;
  return new AppError(busy ? "knowledge.unreachable" : "knowledge.refused", {
    retryable: busy,
    cause,
    ...(status === undefined ? {} : { detail: { status: String(status) } }),
  });
}
