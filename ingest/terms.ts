// BM25 as vectors: a document's term weights and a question's, so that their inner product (with the inverse document
// frequency that a store applies) is the BM25 score.

/** Term weights by term number; indices ascend, none twice. */
export interface SparseVector {
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

const SATURATION = 1.2;
const LENGTH_SHARE = 0.75;
// A fixed average keeps a passage's weights the same whatever else is in the library.
const AVERAGE_LENGTH = 110;
/** One more than the greatest term number; pgvector's sparsevec holds 1,000,000,000 dimensions at most. */
export const TERM_SPACE = 1_000_000_000;

/** The word's number: FNV-1a over UTF-16 units, below TERM_SPACE. Stored vectors depend on it. */
export function termNumber(word: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < word.length; index++) {
    hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193) >>> 0;
  }
  // A last mix: FNV alone leaves two-character words close together.
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return ((hash ^ (hash >>> 12)) >>> 0) % TERM_SPACE;
}

/**
 * Document weights of a passage. `context` are words of its title, heading and places: they count as said once, at half
 * weight, so that a passage is found by what it is about even where it does not repeat it.
 */
export function documentVector(words: readonly string[], context: readonly string[]): SparseVector {
  const said = numbersOf(words);
  const around = numbersOf(context);
  const norm = SATURATION * (1 - LENGTH_SHARE + (LENGTH_SHARE * words.length) / AVERAGE_LENGTH);
  const indices: number[] = [];
  const values: number[] = [];
  // Both ascend: they are counted side by side.
  for (let at = 0, beside = 0; at < said.length || beside < around.length; ) {
    const term = Math.min(said[at] ?? TERM_SPACE, around[beside] ?? TERM_SPACE);
    let count = 0;
    for (; said[at] === term; at++) count++;
    if (around[beside] === term) count += 0.5;
    while (around[beside] === term) beside++;
    indices.push(term);
    values.push(Math.fround((count * (SATURATION + 1)) / (count + norm)));
  }
  return { indices, values };
}

/** The words' numbers, ascending, repeats kept. */
function numbersOf(words: readonly string[]): Int32Array {
  const numbers = new Int32Array(words.length);
  for (let index = 0; index < words.length; index++) numbers[index] = termNumber(words[index] ?? "");
  return numbers.sort();
}

/** Question weights: each word's weight, words said twice counted once at their greatest weight. */
export function queryVector(weights: ReadonlyMap<string, number>): SparseVector {
  const numbers = new Map<number, number>();
  for (const [word, weight] of weights) {
    const number = termNumber(word);
    numbers.set(number, Math.max(weight, numbers.get(number) ?? 0));
  }
  const indices = Array.from(numbers.keys()).sort((left, right) => left - right);
  return { indices, values: indices.map((index) => Math.fround(numbers.get(index) ?? 0)) };
}
