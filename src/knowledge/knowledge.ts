import type { SparseVector } from "../../ingest/terms.ts";
import type { PartialDate } from "../domain/report.ts";

/** A passage as the index sees it. `id` is a UUID and belongs to one version of one report. */
export interface KnowledgePassage {
  readonly id: string;
  readonly report: string;
  /** The report's content hash: passages of two versions never share it. */
  readonly version: string;
  /** Names of places it is about, with the places around them. */
  readonly places: readonly string[];
  readonly date?: PartialDate;
  /** BM25 document weights, without the inverse document frequency, which the store applies. */
  readonly sparse: SparseVector;
  /** Present when an embedder is configured; then every passage has one of the same size. */
  readonly dense?: readonly number[];
}

export interface KnowledgeQuery {
  readonly sparse: SparseVector;
  readonly dense?: readonly number[];
  readonly limit: number;
  /** Only passages about all of these places. */
  readonly places?: readonly string[];
  /** Only passages of these reports. */
  readonly reports?: readonly string[];
  /**
   * Only passages whose date overlaps the days from `from` to `to`, both included. A partial date stands for all its
   * days, on either side: "2023" is 1 January to 31 December. One end left out is open; an undated passage never matches.
   */
  readonly from?: PartialDate;
  readonly to?: PartialDate;
}

export interface KnowledgeHit {
  readonly id: string;
  readonly report: string;
  readonly version: string;
  /** Comparable within one answer only; higher is better. */
  readonly score: number;
}

/**
 * The index of passages. Both implementations pass test/contracts/knowledge.ts.
 * Sparse scores are the inner product of the query's weights, the document's weights and the term's inverse document
 * frequency ln(1 + (N - n + 0.5) / (n + 0.5)), with N passages of which n hold the term; a passage that shares no term
 * is no hit. With a dense vector in the query the two rankings are fused by reciprocal rank, 1 / (2 + rank from 0).
 * Equal scores are ordered by id. Failures are AppError knowledge.unreachable (retryable) or knowledge.refused.
 */
export interface Knowledge {
  /** Adds passages or overwrites those with the same id; they are found by the next search. All or none of one call where the store has transactions; repeating a failed call mends it everywhere. */
  upsert(passages: readonly KnowledgePassage[]): Promise<void>;
  /** Takes away the report's passages, except those of version `keep` when it is given. */
  prune(report: string, keep?: string): Promise<void>;
  search(query: KnowledgeQuery): Promise<KnowledgeHit[]>;
  count(): Promise<number>;
  close(): Promise<void>;
}
