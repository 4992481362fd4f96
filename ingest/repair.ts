// Mends what is certain in a line: pinyin put in brackets behind characters, odd spaces and controls, look-alike marks.
// The script of the report stays as it is. Lost and shifted bytes are mojibake.ts.
import type { Repair, RepairKind } from "../src/domain/report.ts";

export interface Mended {
  readonly text: string;
  readonly repairs: readonly Repair[];
}

const INITIAL = "(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])";
const FINAL =
  "(?:iang|iong|uang|ueng|ang|eng|ing|ong|iao|ian|uai|uan|van|ai|ei|ao|ou|an|en|in|un|vn|ia|ie|iu|ua|uo|ui|ue|ve|er|a|o|e|i|u|v)";
const SYLLABLE = new RegExp(`^(?:${INITIAL}?${FINAL}|n|ng|m|hm|hng)$`);
const TONES = /[\u0300\u0301\u0304\u030C]/;
const LATIN = "a-zA-Zɡüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿê\u0300-\u030C";
const BRACKETED = new RegExp(`(?<=[\\p{Script=Han}\\u3007A-Z@-~])[(（]([${LATIN}]{1,8})[)）]`, "gu");

export interface Syllable {
  readonly toned: boolean;
}

const syllables = new Map<string, Syllable | undefined>();
// More than there are syllables with tones; beyond it the words are no pinyin.
const MAX_SYLLABLES = 4_000;

function readSyllable(word: string): Syllable | undefined {
  const parts = word.replaceAll("ɡ", "g").normalize("NFD").toLowerCase();
  const bare = parts.replace(/u\u0308/g, "v").replace(/[\u0300-\u030C]/g, "");
  return SYLLABLE.test(bare) ? { toned: TONES.test(parts) } : undefined;
}

/** Whether a word is a pinyin syllable, and whether it carries a tone mark. */
export function pinyin(word: string): Syllable | undefined {
  if (syllables.has(word)) return syllables.get(word);
  const syllable = readSyllable(word);
  if (syllables.size < MAX_SYLLABLES) syllables.set(word, syllable);
  return syllable;
}

// What looks like a mark of Chinese text and is another character.
const VARIANT_MARKS: Readonly<Record<string, string>> = {
  "﹔": ";",
  "﹐": ",",
  "﹑": "、",
  "﹒": "。",
  "﹕": ":",
  "﹖": "?",
  "﹗": "!",
  "﹙": "(",
  "﹚": ")",
  "﹪": "%",
  "﹣": "-",
  "‧": "·",
  "•": "·",
  "・": "·",
  "･": "·",
  "､": "、",
  "｡": "。",
  "〝": "“",
  "〞": "”",
  "＂": '"',
  "﹏": "_",
};
const VARIANT_MARK = new RegExp(`[${Object.keys(VARIANT_MARKS).join("")}]`, "gu");
// Kangxi radicals and compatibility forms print like the character they stand for.
const LOOKALIKE = /[\u2E80-\u2FDF\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;
const FULL_DIGIT = /[０-９Ａ-Ｚａ-ｚ％．]/gu;
const CONTROL =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF\uFFF9-\uFFFC\u{E0000}-\u{E007F}]/gu;
const ODD_SPACE = /[\u00A0\u2000-\u200A\u202F\u205F\u3000\t]/g;
const ANY_ODD = new RegExp(
  `[${[VARIANT_MARK, LOOKALIKE, FULL_DIGIT, CONTROL, ODD_SPACE].map(({ source }) => source.slice(1, -1)).join("")}]`,
  "u",
);
// The same by UTF-16 unit; halves of a pair may be odd together.
let oddUnits: Uint8Array | undefined;

function mayBeOdd(text: string): boolean {
  oddUnits ??= Uint8Array.from({ length: 65_536 }, (_, unit) =>
    (unit & 0xf800) === 0xd800 || ANY_ODD.test(String.fromCharCode(unit)) ? 1 : 0,
  );
  for (let index = 0; index < text.length; index++) {
    if (oddUnits[text.charCodeAt(index)] === 1) return true;
  }
  return false;
}

// Without a letter or a mark of these no syllable is toned.
const MAY_BE_TONED = /[\u00e0-\u036f]/;
const TONED = /[(（][a-zɡ]{0,5}[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-zɡ]{0,3}[)）]/u;

/** Mends lines of one report: what a bare syllable in brackets means depends on whether others carry tones. */
export function createMender(whole: string): (line: string) => Mended {
  const toned = MAY_BE_TONED.test(whole) && TONED.test(whole.normalize("NFC"));

  return (line) => {
    const repairs: Repair[] = [];
    let text = line;
    const swap = (kind: RepairKind, pattern: RegExp, after: (match: string) => string): void => {
      text = text.replace(pattern, (match: string) => {
        const mended = after(match);
        if (mended !== match) repairs.push({ kind, before: match, after: mended });
        return mended;
      });
    };
    if (mayBeOdd(text)) {
      swap("spacing", CONTROL, () => "");
      text = text.replace(ODD_SPACE, " ");
      swap("variant", LOOKALIKE, (match) => match.normalize("NFKC"));
      swap("variant", FULL_DIGIT, (match) => match.normalize("NFKC"));
      swap("punctuation", VARIANT_MARK, (match) => VARIANT_MARKS[match] ?? match);
    }
    if (toned) {
      text = text.replace(BRACKETED, (match, word: string, at: number) => {
        if (pinyin(word) === undefined) return match;
        const character = Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) ?? "";
        repairs.push({ kind: "pinyin", before: character + match, after: character });
        return "";
      });
    }
    // A bar at the edge is what a table or a link list left behind.
    if (text.includes("  ")) text = text.replace(/ {2,}/g, " ");
    if (/[|｜]/.test(text)) text = text.replace(/^\s*[|｜]\s+|\s+[|｜]\s*$/g, "");
    return { text: text.trim(), repairs };
  };
}
