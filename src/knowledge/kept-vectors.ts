// Decides when the sparse vectors are worth keeping in memory, loads them piece by piece, and lets go of them when they change.
// pgvector.ts asks it with each search over the whole index; while it has nothing, the database scans.
import { invert, type Postings, type VectorRow } from "./postings.ts";

export interface KeptVectorsOptions {
  readonly database: { query<Row>(text: string, values?: readonly unknown[]): Promise<Row[]> };
  /** Searches of one state before it is loaded; loading takes about as long as sixteen scans. */
  readonly patience?: number;
  /** Indexes of more passages are left to the database: 100,000 take about 80 MB here. */
  readonly most?: number;
}

export interface KeptVectors {
  /** All vectors as they were in `state`, when they are here; else the call is counted, and may start loading them. */
  at(state: string, passages: number): readonly Postings[] | undefined;
  /** Waits for the loading under way. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The row of knowledge_terms that counts the passages themselves. Every change of the index writes it. */
export const ALL_PASSAGES = -1;

/** A select expression over that row: the number of the transaction that wrote it last. */
export const STATE = "xmin::text";

/** Pages read at once, of some 7 passages each. A question that comes meanwhile waits for each of its statements so long. */
const PAGES = 32;
/** Passages of one part; the fewer parts, the quicker a search, and the longer one takes to make. */
const PART = 1_000;

export function createKeptVectors({
  database,
  patience = 8,
  most = 400_000,
}: KeptVectorsOptions): KeptVectors {
  let current = "";
  let searches = 0;
  let kept: readonly Postings[] | undefined;
  let loading: Promise<void> | undefined;
  let closed = false;

  async function load(state: string): Promise<void> {
    const [size] = await database.query<{ pages: number }>(
      "select (pg_relation_size('knowledge_passages') / current_setting('block_size')::int)::int4 as pages",
    );
    const parts: Postings[] = [];
    let waiting: VectorRow[] = [];
    const pages = size?.pages ?? 0;
    for (let page = 0; page < pages; page += PAGES) {
      if (closed || state !== current) return;
      const rows = await database.query<VectorRow>(
        `select id, sparsevec_send(sparse) as vector from knowledge_passages
         where ctid >= $1::tid and ctid < $2::tid`,
        [`(${page},0)`, `(${page + PAGES},0)`],
      );
      waiting.push(...rows);
      if (waiting.length < PART && page + PAGES < pages) continue;
      parts.push(invert(waiting));
      waiting = [];
    }
    const [now] = await database.query<{ state: string }>(
      `select ${STATE} as state from knowledge_terms where term = $1`,
      [ALL_PASSAGES],
    );
    if (now?.state === state && state === current) kept = parts;
  }

  return {
    at(state, passages) {
      if (state !== current) {
        current = state;
        searches = 0;
        kept = undefined;
      }
      if (kept !== undefined) return kept;
      searches++;
      if (searches > patience && passages <= most && loading === undefined && !closed) {
        searches = 0;
        // What cannot be loaded is scanned; the scan tells what is wrong.
        loading = load(state)
          .catch(() => {})
          .finally(() => {
            loading = undefined;
          });
      }
      return undefined;
    },
    settled: async () => loading,
    async close() {
      closed = true;
      kept = undefined;
      await loading;
    },
  };
}
