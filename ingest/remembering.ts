// Memory for pure functions of a word or a character: the same few come again and again.
const MOST_REMEMBERED = 100_000;

/** Remembers what a function says of words, of `most` at a time: few different ones make up most of a text. */
export function remembering<Result>(
  say: (word: string) => Result,
  most = MOST_REMEMBERED,
): (word: string) => Result {
  let known = new Map<string, Result>();
  return (word) => {
    let result = known.get(word);
    if (result === undefined && !known.has(word)) {
      if (known.size >= most) known = new Map();
      known.set(word, (result = say(word)));
    }
    return result as Result;
  };
}
