// Sparse vectors turned round, from term to passages: a question then touches only the passages that hold its words.
// kept-vectors.ts fills it from the database's rows; pgvector.ts ranks by it in place of the database's exact scan.

/** One passage; `vector` is its sparsevec as sparsevec_send gives it. */
export interface VectorRow {
  readonly id: string;
  readonly vector: Uint8Array;
}

/** Up to 65,536 passages. What holds `terms[n]` stands in `places` and `weights` from `starts[n]` to `starts[n + 1]`. */
export interface Postings {
  readonly ids: readonly string[];
  /** Ascending. */
  readonly terms: Int32Array;
  readonly starts: Int32Array;
  /** Places in `ids`. */
  readonly places: Uint16Array;
  readonly weights: Float32Array;
}

export interface Ranked {
  readonly id: string;
  readonly score: number;
}

// What sparsevec_send writes, in network order: dimensions, count and a zero, then the indices, then the values.
const COUNT_AT = 4;
const INDICES_AT = 12;

export function invert(rows: readonly VectorRow[]): Postings {
  const views = rows.map(({ vector }) => new DataView(vector.buffer, vector.byteOffset, vector.byteLength));
  const counts = views.map((view) => view.getInt32(COUNT_AT));
  const all = counts.reduce((sum, count) => sum + count, 0);

  // A term's slot is its turn of first appearance, until all terms are known and can be put in order.
  const slots = new Map<number, number>();
  const slotOf = new Int32Array(all);
  const holding: number[] = [];
  let at = 0;
  views.forEach((view, place) => {
    const end = INDICES_AT + 4 * (counts[place] ?? 0);
    for (let byte = INDICES_AT; byte < end; byte += 4) {
      const term = view.getInt32(byte);
      let slot = slots.get(term);
      if (slot === undefined) {
        slot = slots.size;
        slots.set(term, slot);
        holding.push(0);
      }
      holding[slot] = (holding[slot] ?? 0) + 1;
      slotOf[at++] = slot;
    }
  });

  const terms = Int32Array.from(slots.keys()).sort();
  const starts = new Int32Array(terms.length + 1);
  const next = new Int32Array(terms.length);
  terms.forEach((term, index) => {
    const slot = slots.get(term) ?? 0;
    const start = starts[index] ?? 0;
    next[slot] = start;
    starts[index + 1] = start + (holding[slot] ?? 0);
  });

  const places = new Uint16Array(all);
  const weights = new Float32Array(all);
  at = 0;
  views.forEach((view, place) => {
    const count = counts[place] ?? 0;
    const values = INDICES_AT + 4 * count;
    for (let index = 0; index < count; index++) {
      const slot = slotOf[at++] ?? 0;
      const to = next[slot] ?? 0;
      next[slot] = to + 1;
      places[to] = place;
      weights[to] = view.getFloat32(values + 4 * index);
    }
  });
  return { ids: rows.map(({ id }) => id), terms, starts, places, weights };
}

/**
 * The `limit` passages with the greatest inner product above 0, best first, equals by id. Sums run in single precision in
 * the order of the terms, as pgvector's do: the scores are the same to the last bit. `indices` ascend.
 */
export function rank(
  parts: readonly Postings[],
  { indices, values }: { readonly indices: readonly number[]; readonly values: readonly number[] },
  limit: number,
): Ranked[] {
  let found: Ranked[] = [];
  let least = 0;
  for (const { ids, terms, starts, places, weights } of parts) {
    const scores = new Float32Array(ids.length);
    indices.forEach((term, index) => {
      const slot = placeOf(terms, term);
      if (slot === undefined) return;
      const weight = values[index] ?? 0;
      const end = starts[slot + 1] ?? 0;
      for (let at = starts[slot] ?? 0; at < end; at++) {
        const place = places[at] ?? 0;
        scores[place] = (scores[place] ?? 0) + Math.fround(weight * (weights[at] ?? 0));
      }
    });
    for (let place = 0; place < scores.length; place++) {
      const score = scores[place] ?? 0;
      if (score > 0 && score >= least) found.push({ id: ids[place] ?? "", score });
    }
    if (found.length > limit) {
      found = found.sort(better).slice(0, limit);
      least = found.at(-1)?.score ?? 0;
    }
  }
  return found.sort(better).slice(0, limit);
}

const better = (left: Ranked, right: Ranked): number =>
  right.score - left.score || (left.id < right.id ? -1 : 1);

function placeOf(ascending: Int32Array, wanted: number): number | undefined {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((ascending[middle] ?? 0) < wanted) from = middle + 1;
    else to = middle;
  }
  return ascending[from] === wanted ? from : undefined;
}
