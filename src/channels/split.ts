// Cuts a long text into messages of a platform. Pure.

/** Where a text may be cut, the best first: after a line, a sentence with what closes and cites it, a clause, a word. */
const ENDS = [
  /\n+/gu,
  /(?:[。！？…；]+|[.!?]+(?=["'”’」』）】)\]]*(?:\s|\[\d|$)))["'”’」』）】)\]]*(?:\[\d+\])*/gu,
  /[，、：]+|[,:](?=\s)/gu,
  /\s+/gu,
] as const;
/** Code units at the end of a window that are looked at for a whole character; none that is written is longer. */
const LONGEST_CHARACTER = 64;
const characters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * The text in parts of at most `most` UTF-16 code units, cut at ends of lines or sentences where there are some, else at
 * clauses, words or characters; never inside a surrogate pair. Only white space at the cuts is left out; no part is empty
 * but that of an empty text, and a text that fits is one part as it is.
 */
export function splitText(text: string, most: number): string[] {
  if (text.length <= most) return [text];
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > most) {
    const at = cutOf(rest, most);
    parts.push(rest.slice(0, at).trimEnd());
    rest = rest.slice(at).trimStart();
  }
  return rest === "" && parts.length > 0 ? parts : [...parts, rest];
}

function cutOf(text: string, most: number): number {
  const window = text.slice(0, most);
  for (const end of ENDS) {
    let best = 0;
    for (const match of window.matchAll(end)) {
      // What touches the end of the window may go on behind it, but a line or a word ends there all the same.
      best = match.index + match[0].length;
    }
    // A part that is nearly empty reads worse than one that ends within a sentence.
    if (best > most / 2) return best;
  }
  return characterEnd(text, most);
}

/** The last end of a character as it is seen, or else of a surrogate pair, at or before `most`. */
function characterEnd(text: string, most: number): number {
  const from = Math.max(0, most - LONGEST_CHARACTER);
  let last = 0;
  for (const { index } of characters.segment(text.slice(from, most + LONGEST_CHARACTER))) {
    if (from + index > most) break;
    last = index;
  }
  if (last > 0) return from + last;
  const inside = /[\ud800-\udbff]/.test(text[most - 1] ?? "") && /[\udc00-\udfff]/.test(text[most] ?? "");
  return inside && most > 1 ? most - 1 : most;
}
