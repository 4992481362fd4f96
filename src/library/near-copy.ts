// Tells whether two reports are the same article from two sites: another script, another header, a few lost characters.
// MinHash finds candidates; the numbers they state and their place decide, because counties fill in the same template.
import type { Fingerprint } from "../stores/library-store.ts";

const SHINGLE = 5;
const BIN_BITS = 7;
const BINS = 1 << BIN_BITS;
const BAND_ROWS = 8;

/** Chosen on templates filled in by different counties (below .7) against copies with lost characters (above .8). */
const SIMILAR_TEXT = 0.75;
const DIFFERENT_NUMBERS = 0.2;

/** `folded` is the body as `fold` gives it; `places` the path of the main place. */
export function fingerprintOf(folded: string, places: readonly string[]): Fingerprint {
  return { signature: minHash(lettersOf(folded)), numbers: numbersIn(folded), places };
}

const LETTER = /[\p{L}\p{N}]/u;
let letters: Uint8Array | undefined;
let buffer = new Uint16Array(0);

/** The text's letters and digits as UTF-16 units, good until the next call. */
function lettersOf(text: string): Uint16Array {
  letters ??= Uint8Array.from({ length: 65_536 }, (_, unit) =>
    LETTER.test(String.fromCharCode(unit)) ? 1 : 0,
  );
  // Halves of a pair say nothing by themselves.
  const plain = /[\ud800-\udfff]/.test(text) ? text.replace(/[^\p{L}\p{N}]/gu, "") : text;
  if (buffer.length < plain.length) buffer = new Uint16Array(plain.length * 2);
  let length = 0;
  for (let index = 0; index < plain.length; index++) {
    const unit = plain.charCodeAt(index);
    if (letters[unit] === 1 || (unit & 0xf800) === 0xd800) buffer[length++] = unit;
  }
  return buffer.subarray(0, length);
}

/** How much of the text two reports share, 0 to 1; 0 when one has no text. */
export function similarity(left: Fingerprint, right: Fingerprint): number {
  if (left.signature.length !== right.signature.length || left.signature.length === 0) return 0;
  let same = 0;
  for (let bin = 0; bin < BINS; bin++) if (left.signature[bin] === right.signature[bin]) same++;
  return same / BINS;
}

/** Whether one is a near-copy of the other. Two that state other numbers or are about other places never are. */
export function nearCopy(left: Fingerprint, right: Fingerprint): boolean {
  if (similarity(left, right) < SIMILAR_TEXT || !samePlace(left.places, right.places)) return false;
  const most = Math.max(left.numbers.length, right.numbers.length);
  return most - inBoth(left.numbers, right.numbers) <= Math.floor(most * DIFFERENT_NUMBERS);
}

/** Keys that two reports as similar as near-copies are share at least one of, with probability .8 at the limit and .99 at .85. */
export function bandsOf(signature: Int32Array): readonly bigint[] {
  const known = bandsBySignature.get(signature);
  if (known !== undefined) return known;
  const bands: bigint[] = [];
  bandsBySignature.set(signature, bands);
  for (let start = 0; start < signature.length; start += BAND_ROWS) {
    let low = start;
    let high = ~start;
    for (let row = start; row < start + BAND_ROWS; row++) {
      low = mix(low ^ (signature[row] ?? 0));
      high = mix(Math.imul(high, 31) ^ (signature[row] ?? 0));
    }
    bands.push((BigInt(high) << 32n) | BigInt(low >>> 0));
  }
  return bands;
}

// Asked for when a report is looked up, placed and written.
const bandsBySignature = new WeakMap<Int32Array, bigint[]>();

/** One-permutation MinHash: each shingle's hash picks a bin, and the bin keeps its least; empty without text. */
function minHash(units: Uint16Array): Int32Array {
  if (units.length < SHINGLE) return new Int32Array(0);
  const least = new Uint32Array(BINS).fill(0xffffffff);
  for (let start = 0; start + SHINGLE <= units.length; start++) {
    let shingle = SEED;
    for (let at = start; at < start + SHINGLE; at++) shingle = Math.imul(shingle ^ (units[at] ?? 0), PRIME);
    const hash = mix(shingle) >>> 0;
    const bin = hash >>> (32 - BIN_BITS);
    if (hash < (least[bin] ?? 0)) least[bin] = hash;
  }
  // An empty bin borrows from the next full one, changed by the distance so that two borrowers still differ.
  const signature = new Int32Array(BINS);
  for (let bin = 0; bin < BINS; bin++) {
    let distance = 0;
    while (least[(bin + distance) % BINS] === 0xffffffff) distance++;
    signature[bin] = ((least[(bin + distance) % BINS] ?? 0) + Math.imul(distance, 0x9e3779b1)) | 0;
  }
  return signature;
}

const NUMBER = /\d+(?:[.,]\d+)*/g;

function numbersIn(folded: string): Int32Array {
  const numbers = new Set(folded.match(NUMBER)?.map((number) => number.replaceAll(",", "")));
  return Int32Array.from(numbers, (number) => hashOf(number)).sort();
}

function inBoth(left: Int32Array, right: Int32Array): number {
  const known = new Set(right);
  return left.reduce((count, number) => count + (known.has(number) ? 1 : 0), 0);
}

/** One lies within the other, or one is not known. */
function samePlace(left: readonly string[], right: readonly string[]): boolean {
  const [mine, theirs] = [left.at(-1), right.at(-1)];
  return mine === undefined || theirs === undefined || left.includes(theirs) || right.includes(mine);
}

// FNV-1a.
const SEED = 0x811c9dc5;
const PRIME = 0x01000193;

function hashOf(text: string): number {
  let hash = SEED;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  return mix(hash);
}

function mix(value: number): number {
  let hash = value;
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}
