// Replaces words by a dictionary, the longest first, as a trie does, but by tables: most characters cost one look-up.
// script.ts folds with it, which every text goes through at least once.

export type Entry = readonly [from: string, to: string];

const UNITS = 65_536;
// What a unit may be: replaced by another, the first of a longer entry, such a first that may stand by itself.
const CHANGES = 1;
const BEGINS = 2;
const ALONE = 4;

/** A function that replaces what the entries hold, earlier ones first, and gives back the same string when that is nothing. */
export function createReplacer(entries: readonly Entry[]): (text: string) => string {
  const known = new Map(entries.toReversed());
  const kinds = new Uint8Array(UNITS);
  const second = new Uint8Array(UNITS);
  const characters = Uint16Array.from({ length: UNITS }, (_, unit) => unit);
  const words = new Map<number, Entry[]>();
  for (const [from, to] of known) {
    const first = from.charCodeAt(0);
    if (from.length === 1 && to.length === 1) {
      characters[first] = to.charCodeAt(0);
      if (from !== to) kinds[first] = (kinds[first] ?? 0) | CHANGES;
      continue;
    }
    const others = words.get(first) ?? [];
    words.set(first, [...others, [from, to]]);
    kinds[first] = (kinds[first] ?? 0) | (from.length === 1 ? BEGINS | ALONE : BEGINS);
    if (from.length > 1) second[from.charCodeAt(1)] = 1;
  }
  for (const several of words.values()) several.sort(([left], [right]) => right.length - left.length);

  const wordAt = (text: string, at: number, unit: number, kind: number): Entry | undefined =>
    (kind & ALONE) !== 0 || second[text.charCodeAt(at + 1)] === 1
      ? words.get(unit)?.find(([from]) => text.startsWith(from, at))
      : undefined;

  return (text) => {
    let at = 0;
    // Most texts hold nothing to replace, or only far in.
    for (; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const kind = kinds[unit] ?? 0;
      if (kind === 0) continue;
      const word = (kind & BEGINS) === 0 ? undefined : wordAt(text, at, unit, kind);
      if (word === undefined ? (kind & CHANGES) !== 0 : word[0] !== word[1]) break;
      if (word !== undefined) at += word[0].length - 1;
    }
    if (at >= text.length) return text;
    const start = at;
    let length = 0;
    for (; at < text.length; at++) {
      if (length + LONGEST > buffer.length) buffer = grown(buffer);
      const unit = text.charCodeAt(at);
      const kind = kinds[unit] ?? 0;
      const word = (kind & BEGINS) === 0 ? undefined : wordAt(text, at, unit, kind);
      if (word === undefined) {
        buffer[length++] = characters[unit] ?? unit;
        continue;
      }
      const [from, to] = word;
      for (let index = 0; index < to.length; index++) buffer[length++] = to.charCodeAt(index);
      at += from.length - 1;
    }
    return text.slice(0, start) + Buffer.from(buffer.buffer, 0, length * 2).toString("utf16le");
  };
}

/** No replacement is longer. */
const LONGEST = 64;
let buffer = new Uint16Array(1 << 12);

function grown(full: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(full.length * 2);
  larger.set(full);
  return larger;
}
