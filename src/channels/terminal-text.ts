// Full-width characters take two columns of a terminal.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]|[\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|[“”‘’…—]/u;
const ZERO = /\p{M}|\u200b|\u200d|\ufe0f/u;
/** Never begin a line. */
const CLOSING = /[，。、；：？！）》】」』”’…%,.;:?!)\]}]/u;
// Control characters and those that turn the reading direction could rewrite what stands on the screen.
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text with nothing in it that a terminal would obey. */
export const plainText = (text: string): string =>
  text.replaceAll("\r\n", "\n").replaceAll("\t", "  ").replace(UNSAFE, "");

const widthOf = (character: string): number => (ZERO.test(character) ? 0 : WIDE.test(character) ? 2 : 1);

/**
 * Breaks each line to `width` columns: between Chinese characters, at spaces of other scripts, and inside a word only
 * when it is longer than a line. Closing punctuation may stand out by one character. `indent` starts every line.
 */
export function wrap(text: string, width: number, indent = ""): string {
  const room = Math.max(8, width - indent.length);
  return text
    .split("\n")
    .flatMap((line) => wrapLine(line, room))
    .map((line) => (indent + line).trimEnd())
    .join("\n");
}

function wrapLine(text: string, room: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  // A word, a run of spaces, or one wide character.
  for (const piece of text.match(/[\u0021-\u007e\u00a1-\u10ff]+|\s+|[^]/gu) ?? []) {
    const width = Array.from(piece).reduce((sum, one) => sum + widthOf(one), 0);
    if (used + width <= room || (CLOSING.test(piece) && piece.length === 1 && used <= room)) {
      line += piece;
      used += width;
    } else if (width <= room) {
      lines.push(line);
      line = piece.trim();
      used = line === "" ? 0 : width;
    } else {
      for (const character of piece) {
        if (used + widthOf(character) > room) {
          lines.push(line);
          line = "";
          used = 0;
        }
        line += character;
        used += widthOf(character);
      }
    }
  }
  lines.push(line);
  return lines;
}
