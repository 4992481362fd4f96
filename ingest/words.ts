// Words for search: jieba's dictionary with the union's own terms, scripts folded, grammar words left out.
import { add_word, cut, cut_for_search, tag } from "jieba-wasm";
import { remembering } from "./remembering.ts";
import { fold } from "./script.ts";
import { STOP_WORDS, UNION_WORDS } from "./union-words.ts";

let prepared = false;
function prepare(): void {
  if (prepared) return;
  prepared = true;
  for (const word of UNION_WORDS) add_word(word, 20_000, "n");
}

const WORD = /[\p{Script=Han}a-z0-9]/u;

const LONGEST_STOP_WORD = Math.max(...Array.from(STOP_WORDS, (word) => word.length));

function tells(word: string): boolean {
  const first = word.charCodeAt(0);
  // Most words are plain Chinese, and the pattern is slow to say so.
  if (!(first >= 0x4e00 && first <= 0x9fa5) && !WORD.test(word)) return false;
  return word.length > LONGEST_STOP_WORD || !STOP_WORDS.has(word);
}

// What jieba gives for a word where it cuts for search: its parts that are words, then itself; undefined where it cuts
// the word by itself in another way than within a text.
const searchParts = remembering((word: string): readonly string[] | undefined => {
  const parts = cut_for_search(word, true);
  return parts.at(-1) === word ? parts.filter(tells) : undefined;
});

/** The words a passage is found by, repeats kept. Long words also give their parts. `folded` must come from `fold`. */
export function searchWords(folded: string): string[] {
  prepare();
  const words: string[] = [];
  // The same as `cut_for_search`, which takes longer: every part is carried over from WebAssembly.
  for (const word of cut(folded, true)) {
    if (word.length <= 2) {
      if (tells(word)) words.push(word);
      continue;
    }
    const parts = searchParts(word);
    if (parts === undefined) return cut_for_search(folded, true).filter(tells);
    for (const part of parts) words.push(part);
  }
  return words;
}

/** The text cut into words the dictionary knows, without guessing at others; single characters stand between them. */
export function dictionaryWords(folded: string): string[] {
  prepare();
  return cut(folded, false);
}

/** `searchWords` of a text in any script. */
export function wordsOf(text: string): string[] {
  return searchWords(fold(text));
}

/** A word with its part of speech in jieba's letters: n noun, v verb, nr person, ns place, m number, ... */
export interface TaggedWord {
  readonly word: string;
  readonly tag: string;
}

/** The text cut into words with their parts of speech, nothing left out. `folded` must come from `fold`. */
export function taggedWords(folded: string): TaggedWord[] {
  prepare();
  return tag(folded, true);
}

/** Whether the text is one dictionary word that names neither a place nor a person nor an organisation. */
export const isOrdinaryWord = remembering((folded: string): boolean => {
  prepare();
  const [word, ...others] = tag(folded, false);
  return folded.length >= 2 && word !== undefined && others.length === 0 && !/^n[rst]/.test(word.tag);
});
