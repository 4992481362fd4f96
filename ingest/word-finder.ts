// Tells whether a text holds one of many words. A pattern tries every word at every character; this one looks at a
// table of first characters and tries few.

/** `words` stand between bars, as in a pattern, and are plain: "培训|实训|讲座". */
export function createFinder(words: string): (text: string) => boolean {
  const begins = new Uint8Array(65_536);
  const byFirst = new Map<number, string[]>();
  for (const word of words.split("|")) {
    const first = word.charCodeAt(0);
    begins[first] = 1;
    byFirst.set(first, [...(byFirst.get(first) ?? []), word]);
  }
  return (text) => {
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (begins[unit] === 1 && byFirst.get(unit)?.some((word) => text.startsWith(word, at)) === true)
        return true;
    }
    return false;
  };
}
