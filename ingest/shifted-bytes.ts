// Reads text as GBK bytes shifted by one: which runs of characters such a text could stand for, and which characters two
// bytes, or one of them, can be. mojibake.ts chooses among these.
import { isCommon } from "./common-characters.ts";
import { gbkBytes, gbkCharacter } from "./formats/encoding.ts";
import { pinyin } from "./repair.ts";
import { fold, inScriptOf } from "./script.ts";

// Longest run that is tried, in characters; real ones end at the first character with an ASCII half.
const REACH = 28;

/** A character of the realigned run: its two bytes, where known. */
export interface Cell {
  readonly lead?: number;
  readonly trail?: number;
  /** The pinyin that stood behind it. */
  readonly hint?: string;
  /** Set on the two characters around a pair of bytes that was swallowed whole. */
  readonly gap?: boolean;
}

export interface Run {
  readonly cells: readonly Cell[];
  /** How much of the text it replaces. */
  readonly length: number;
}

// Half-width marks that stood full-width when the bytes were lost.
export const FULL_WIDTH: Readonly<Record<string, string>> = {
  "!": "！",
  ";": "；",
  ":": "：",
  ",": "，",
  "(": "（",
  ")": "）",
};

const HALF_WIDTH = Object.fromEntries(Object.entries(FULL_WIDTH).map(([half, full]) => [full, half]));
export const gapsIn = (run: Run): number => run.cells.filter((cell) => cell.gap === true).length;

/** Every way to read the text from `at` as shifted by one byte: straight, or with one pair swallowed on the way. */
export function runsFrom(text: string, at: number, hinted: boolean): Run[] {
  const runs: Run[] = [];
  const walk = (
    index: number,
    pending: number | undefined,
    cells: Cell[],
    gaps: number,
    swallowed: boolean,
  ): void => {
    if (index - at > REACH) return;
    const character = text[index] ?? "";
    const cell = (trail: number | undefined, hint?: string): Cell => ({
      ...(pending === undefined ? {} : { lead: pending }),
      ...(trail === undefined ? {} : { trail }),
      ...(hint === undefined ? {} : { hint }),
      ...(swallowed ? { gap: true } : {}),
    });
    if (gaps < 1 && (cells.length > 0 || index > at) && pending !== undefined) {
      walk(index, undefined, [...cells, { lead: pending, gap: true }], gaps + 1, true);
    }
    if (character === "?") {
      const hint = /^\?([^\s()]{1,6})\)/.exec(text.slice(index, index + 9))?.[1];
      const good = hint !== undefined && pinyin(hint) !== undefined;
      if (cells.length > 0 || pending !== undefined || (hinted && good)) {
        runs.push({
          cells: [...cells, cell(undefined, good ? hint : undefined)],
          length: index - at + (good ? (hint?.length ?? 0) + 2 : 1),
        });
      }
      return;
    }
    if (/[@-~]/.test(character)) {
      const trail = character.charCodeAt(0);
      const end = index + 1;
      runs.push({ cells: [...cells, cell(trail)], length: end - at });
      return;
    }
    const bytes = gbkBytes(FULL_WIDTH[character] ?? character);
    if (bytes !== undefined) walk(index + 1, bytes[1], [...cells, cell(bytes[0])], gaps, false);
  };
  walk(at, undefined, [], 0, false);
  return runs;
}

const PRIVATE_LEADS = [
  [0xaa, 0xaf],
  [0xf8, 0xfe],
] as const;

/** Whether two bytes fall where GBK keeps room for private characters, which print as nothing. */
export function isPrivate(lead: number, trail: number): boolean {
  if (PRIVATE_LEADS.some(([from, to]) => lead >= from && lead <= to)) return trail >= 0xa1;
  return lead >= 0xa1 && lead <= 0xa7 && trail >= 0x40 && trail <= 0xa0;
}

export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const LEADS = range(0x81, 0xfe);
const TRAILS = range(0x40, 0xfe).filter((byte) => byte !== 0x7f);
const foldedCharacters = new Map<string, string>();

/** `fold` of a few characters, one by one: setting up a conversion for each try would cost more than the try. */
export function foldFew(text: string): string {
  let out = "";
  for (const character of text) {
    let one = foldedCharacters.get(character);
    if (one === undefined) foldedCharacters.set(character, (one = fold(character)));
    out += one;
  }
  return out;
}

/** A character that may stand somewhere. */
export interface Guess {
  readonly character: string;
  readonly folded: string;
  readonly common: boolean;
}

/** A character that a cell may stand for, and its two bytes. */
export interface Choice extends Guess {
  readonly lead: number;
  readonly trail: number;
}

/** What a cell may stand for: one character when both bytes are known. */
export const choices = byBytes(makeChoices);

/** Those of them that make up most of Chinese prose. */
export const commonChoices = byBytes((cell) => choices(cell).filter(({ common }) => common));

function byBytes(make: (cell: Cell) => readonly Choice[]): (cell: Cell) => readonly Choice[] {
  const known = new Map<string, readonly Choice[]>();
  return (cell) => {
    const key = `${cell.lead} ${cell.trail}`;
    let some = known.get(key);
    if (some === undefined) known.set(key, (some = make(cell)));
    return some;
  };
}

function makeChoices(cell: Cell): readonly Choice[] {
  const leads = cell.lead === undefined ? LEADS : [cell.lead];
  const trails = cell.trail === undefined ? TRAILS : [cell.trail];
  return leads
    .flatMap((lead) => trails.map((trail) => ({ lead, trail, character: gbkCharacter(lead, trail) })))
    .flatMap(({ character, ...bytes }) => {
      if (character === undefined) return [];
      const folded = foldFew(character);
      return { ...bytes, character, folded, common: isCommon(folded) };
    });
}

/** The one character these are, once forms of one character are taken together; undefined when they are several. */
export function sameCharacter(fits: readonly Guess[], around: string): string | undefined {
  const [first, ...others] = fits;
  if (first === undefined || others.some(({ folded }) => folded !== first.folded)) return undefined;
  if (others.length === 0) return first.character;
  const wanted = fold(around) === around ? first.folded : inScriptOf("zh-Hant", first.folded);
  return fits.find(({ character }) => character === wanted)?.character;
}

/** Marks in the width the line has them in. */
export function inStyle(run: string, line: string): string {
  const half = (line.match(/[,;:()]/g) ?? []).length;
  const full = (line.match(/[，；：（）]/g) ?? []).length;
  return half > full ? run.replace(/[！；：，（）]/g, (mark) => HALF_WIDTH[mark] ?? mark) : run;
}
