// Words for search: jieba's dictionary with the union's own terms, scripts folded, grammar words left out.
import { add_word, cut, cut_for_search } from "jieba-wasm";
import { fold } from "./script.ts";
import { STOP_WORDS, UNION_WORDS } from "./union-words.ts";

let prepared = false;
function prepare(): void {
  if (prepared) return;
  prepared = true;
  for (const word of UNION_WORDS) add_word(word, 20_000);
}

const WORD = /[\p{Script=Han}a-z0-9]/u;

/** The words a passage is found by, repeats kept. Long words also give their parts. `folded` must come from `fold`. */
export function searchWords(folded: string): string[] {
  prepare();
  return cut_for_search(folded, true).filter((word) => WORD.test(word) && !STOP_WORDS.has(word));
}

/** The text cut into words from first to last character, nothing left out. `folded` must come from `fold`. */
export function cutWords(folded: string): string[] {
  prepare();
  return cut(folded, true);
}

/** `searchWords` of a text in any script. */
export function wordsOf(text: string): string[] {
  return searchWords(fold(text));
}
