// Replaces words by a dictionary, the longest first, as a trie does, but by tables: most characters cost one look-up.
// script.ts folds with it, which every text goes through at least once.

/** Entries "from to" between bars, as OpenCC's dictionaries are kept; of two with the same left side the first counts. */
export type Dictionary = string;

const UNITS = 65_536;
const CHUNK = 8_192;

/** A function that replaces what the dictionary holds, and returns the very same string when there is nothing of it. */
export function createReplacer(dictionaries: readonly Dictionary[]): (text: string) => string {
  const single = Uint16Array.from({ length: UNITS }, (_, unit) => unit);
  const known = new Map<string, string>();
  for (const dictionary of dictionaries) {
    for (const entry of dictionary.split("|")) {
      const [from = "", to = ""] = entry.split(" ");
      if (from !== "" && !known.has(from)) known.set(from, to);
    }
  }
  const longer = new Map<number, [from: string, to: string][]>();
  const startsLonger = new Uint8Array(UNITS);
  for (const [from, to] of known) {
    const first = from.charCodeAt(0);
    if (from.length === 1 && to.length === 1) single[first] = to.charCodeAt(0);
    else {
      longer.set(first, [...(longer.get(first) ?? []), [from, to]]);
      startsLonger[first] = 1;
    }
  }
  for (const entries of longer.values()) entries.sort(([left], [right]) => right.length - left.length);

  return (text) => {
    let out = "";
    let copied = 0;
    const units: number[] = [];
    // Characters replaced one for one are gathered; `out` holds what stands before them.
    const flush = (): void => {
      for (let at = 0; at < units.length; at += CHUNK)
        out += String.fromCharCode(...units.slice(at, at + CHUNK));
      units.length = 0;
    };
    let changed = false;
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      const now = single[unit] ?? unit;
      if (startsLonger[unit] === 1) {
        const entry = longer.get(unit)?.find(([from]) => text.startsWith(from, at));
        if (entry !== undefined) {
          const [from, to] = entry;
          if (changed || from !== to) {
            if (!changed) out = text.slice(copied, at);
            changed = true;
            flush();
            out += to;
          }
          at += from.length - 1;
          continue;
        }
      }
      if (now !== unit && !changed) {
        out = text.slice(copied, at);
        changed = true;
      }
      if (changed) units.push(now);
    }
    if (!changed) return text;
    flush();
    return out;
  };
}
