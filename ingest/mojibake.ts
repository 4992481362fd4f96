// Realigns text that lost one byte of its GBK code: from there on every character is made of the second half of one and
// the first half of the next ("奖章获得者" turns to "奖?芦@得者"). The bytes are shifted back, and the lost one is put
// back only where the dictionary leaves one choice; otherwise a U+FFFD stands for it. Runs after pinyin is taken out.
import type { Repair } from "../src/domain/report.ts";
import { isCommon } from "./common-characters.ts";
import { gbkBytes, gbkCharacter, isSimplified, isTraditional } from "./formats/encoding.ts";
import { createReadings } from "./readings.ts";
import { pinyin, type Mended } from "./repair.ts";
import {
  type Cell,
  choices,
  commonChoices,
  foldFew,
  FULL_WIDTH,
  gapsIn,
  type Guess,
  inStyle,
  isPrivate,
  type Run,
  range,
  runsFrom,
  sameCharacter,
} from "./shifted-bytes.ts";
import { dictionaryWords } from "./words.ts";

const LOST = "\uFFFD";
const HAN = /\p{Script=Han}/u;
const CONTEXT = 4;
// A question mark between characters, or a character no Chinese report uses: bopomofo, box drawing, accented vowels.
const SUSPECT =
  /\?(?:[a-zɡāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹ]{1,6}\))?(?=[\p{Script=Han}!;:,.()?A-Z@-~“”’—…、。])|[\u3105-\u3129\u2500-\u257Fǎǐǒǔǖǘǚǜ\uE000-\uF8FF]|(?<=\p{Script=Han})[A-Za-z@`~^](?=\p{Script=Han})/gu;
// Tries allowed for one report, each segmenting a few characters: some, and more for a longer report.
const FEWEST_TRIES = 1_500;
const TRIES_A_CHARACTER = 0.05;

// Characters that stand by themselves in good prose.
const LONE = "的了和在是与及等为对向将把被由从到中上下里后前每各该其并也都还又不有个名人年月日元件项期次户";

const MARKS = new Set("。，、；：？！“”‘’（）《》〈〉【】·—…");

/** The word of the dictionary that covers the character at `index`, in a folded text. */
const wordAt = (folded: string, index: number): string => wordsAt([folded], index)[0] ?? "";

/**
 * The same for several texts of one line each. They are cut in one go: asking for each would cost as much again as
 * the cutting.
 */
function wordsAt(folded: readonly string[], index: number): string[] {
  const words: string[] = [];
  let at = 0;
  let start = 0;
  for (const word of dictionaryWords(folded.join("\n"))) {
    at += word.length;
    while (words.length < folded.length && start + index < at) {
      words.push(word === "\n" ? "" : word);
      start += (folded[words.length - 1] ?? "").length + 1;
    }
  }
  while (words.length < folded.length) words.push("");
  return words;
}

export interface Realigner {
  (line: string): Mended;
}

/** `lines` are the whole report as it came: its pinyin tells how its own characters are read. */
export function createRealigner(lines: readonly string[]): Realigner {
  const readAs = createReadings(lines);
  let budget = FEWEST_TRIES + lines.reduce((sum, line) => sum + line.length, 0) * TRIES_A_CHARACTER;

  const solved = new Map<string, string | undefined>();

  function solve(cell: Cell, left: string, right: string): string | undefined {
    const key = [cell.lead, cell.trail, cell.hint, left.slice(-CONTEXT), right.slice(0, CONTEXT)].join(" ");
    if (!solved.has(key)) solved.set(key, solveAnew(cell, left, right));
    return solved.get(key);
  }

  /** The one character a cell stands for between known neighbours; undefined when none or several would do. */
  function solveAnew(cell: Cell, left: string, right: string): string | undefined {
    const heard = cell.hint === undefined ? undefined : readAs(cell.hint);
    const bothLost = cell.lead === undefined && cell.trail === undefined;
    const candidates =
      bothLost && heard !== undefined
        ? Array.from(heard, (character) => ({ character, folded: foldFew(character), common: true }))
        : choices(cell).filter(({ character }) => heard?.has(character) ?? true);
    const [sole, ...rivals] = candidates;
    // Pinyin alone leaves too much open: with neither byte known the character must make a word.
    if (sole !== undefined && rivals.length === 0 && !bothLost) return sole.character;
    if (sole === undefined || budget < 0) return undefined;
    const before = foldFew(left.slice(-CONTEXT));
    const after = foldFew(right.slice(0, CONTEXT));
    const choose = (some: readonly Guess[]): readonly Guess[] => {
      budget -= some.length;
      const lengths = wordsAt(
        some.map(({ folded }) => before + folded + after),
        before.length,
      ).map(({ length }) => length);
      const longest = Math.max(0, ...lengths);
      // "实干" and "实干家" both being words, the longer one says more.
      return longest < 2
        ? []
        : some.filter((_, index) => (lengths[index] ?? 0) >= (longest > 2 ? longest : 2));
    };
    const around = left + right;
    const inUse = foldFew(around) === around ? isSimplified : isTraditional;
    const fits = choose(candidates.filter(({ character }) => HAN.test(character) && inUse(character)));
    const only = sameCharacter(fits, around);
    const marks = candidates.filter(({ character }) => MARKS.has(character));
    // After a whole word a mark is likelier than a rare character; after half a word it is not ("幸" wants "福").
    const whole = wordAt(before, before.length - 1).length > 1;
    if (marks.length > 0 && (fits.length === 0 || (whole && fits.every(({ common }) => !common)))) {
      return marks.length === 1 ? marks[0]?.character : undefined;
    }
    return only;
  }

  /** The run as text, unsolved characters as U+FFFD; undefined when its known bytes are no Chinese. */
  function restore(run: Run, left: string, right: string): string | undefined {
    const known = run.cells.map((cell) =>
      cell.lead !== undefined && cell.trail !== undefined ? gbkCharacter(cell.lead, cell.trail) : LOST,
    );
    if (known.some((one) => one === undefined || !(one === LOST || HAN.test(one) || MARKS.has(one))))
      return undefined;
    if (!promising(known.join(""), left, right)) return undefined;
    const out: string[] = [];
    for (let index = 0; index < known.length; index++) {
      const cell = run.cells[index];
      const next = run.cells[index + 1];
      if (cell === undefined) break;
      if (known[index] !== LOST) {
        out.push(known[index] ?? LOST);
        continue;
      }
      const before = left + out.join("");
      const after = known.slice(index + 1).join("") + right;
      if (cell.gap === true && next?.gap === true) {
        out.push(...solveGap(cell, next, before, after.slice(1)));
        index++;
      } else out.push(solve(cell, before, after) ?? LOST);
    }
    return out.join("");
  }

  /** Whether the characters whose bytes are both known stand in words, but for those beside an unknown one. */
  function promising(known: string, left: string, right: string): boolean {
    budget--;
    const before = left.slice(-CONTEXT);
    const folded = foldFew(before + known + right.slice(0, CONTEXT));
    let at = 0;
    let odd = 0;
    for (const word of dictionaryWords(folded)) {
      const start = at;
      at += word.length;
      if (
        word.length > 1 ||
        start < before.length ||
        start >= before.length + known.length ||
        !HAN.test(word)
      )
        continue;
      const beside = folded[start - 1] === LOST || folded[at] === LOST;
      if (!beside && !LONE.includes(word)) odd++;
    }
    return odd <= known.length / 6;
  }

  /** Two neighbours that lost a byte each: together those bytes were a private character. */
  function solveGap(first: Cell, second: Cell, left: string, right: string): [string, string] {
    if (second.hint !== undefined) {
      const heard = readAs(second.hint);
      const last = choices(second).filter(({ character }) => heard.has(character));
      const after = foldFew(right.slice(0, CONTEXT));
      const sure = last.filter(({ folded }) => wordAt(LOST + folded + after, 1).length > 1);
      return [LOST, (last.length === 1 ? last : sure.length === 1 ? sure : [])[0]?.character ?? LOST];
    }
    const before = foldFew(left.slice(-CONTEXT));
    const after = foldFew(right.slice(0, CONTEXT));
    const pairs = commonChoices(first).flatMap((one) =>
      commonChoices(second).flatMap((two) =>
        isPrivate(one.trail, two.lead)
          ? [
              {
                pair: [one.character, two.character] as [string, string],
                folded: before + one.folded + two.folded + after,
              },
            ]
          : [],
      ),
    );
    budget -= pairs.length;
    if (budget < 0) return [LOST, LOST];
    const inWord = (some: typeof pairs, index: number): typeof pairs => {
      const words = wordsAt(
        some.map(({ folded }) => folded),
        index,
      );
      return some.filter((_, at) => (words[at] ?? "").length > 1);
    };
    const [only, ...others] = inWord(inWord(pairs, before.length), before.length + 1);
    return only !== undefined && others.length === 0 ? only.pair : [LOST, LOST];
  }

  /**
   * Pinyin right after the lost byte was set behind the two bytes that ended there: half of the character before and
   * the lost one. Where the report spells out one such character elsewhere, the byte is known.
   */
  function leadBefore(left: string, hint: string): number | undefined {
    const half = gbkBytes(left.at(-1) ?? "")?.[1];
    const found = new Set<number>();
    for (const character of readAs(hint)) {
      const bytes = gbkBytes(character);
      if (bytes !== undefined && bytes[0] === half) found.add(bytes[1]);
    }
    const [only, ...others] = found;
    return others.length === 0 ? only : undefined;
  }

  /** How well a run reads between its neighbours: the share of its Han characters that stand in words. */
  function sense(run: string, left: string, right: string): number {
    budget--;
    const before = left.slice(-CONTEXT);
    const folded = foldFew(before + run + right.slice(0, CONTEXT));
    let at = 0;
    let han = 0;
    let inWords = 0;
    for (const word of dictionaryWords(folded)) {
      for (const character of word) {
        const inside = at >= before.length && at < before.length + run.length;
        at += character.length;
        if (!inside) continue;
        if (character === LOST) han += 0.5;
        else if (HAN.test(character)) {
          han++;
          if (word.length > 1 || LONE.includes(character)) inWords++;
          else if (!isCommon(character)) inWords--;
        } else if (
          !MARKS.has(character) &&
          !MARKS.has(FULL_WIDTH[character] ?? "") &&
          !/[\d ]/.test(character)
        )
          inWords--;
      }
    }
    return han === 0 ? 0 : inWords / han;
  }

  return (line) => {
    const repairs: Repair[] = [];
    let text = line;
    let from = 0;
    for (;;) {
      SUSPECT.lastIndex = from;
      const suspect = SUSPECT.exec(text);
      if (suspect === null || budget < 0) break;
      const best = bestAt(text, suspect.index, suspect[0]);
      if (best === undefined) {
        from = suspect.index + suspect[0].length;
        continue;
      }
      const before = text.slice(best.start, best.end);
      repairs.push({ kind: "mojibake", before, after: best.after });
      text = text.slice(0, best.start) + best.after + text.slice(best.end);
      from = best.start + best.after.length;
    }
    return { text, repairs };
  };

  function bestAt(
    text: string,
    at: number,
    suspect: string,
  ): { start: number; end: number; after: string } | undefined {
    const marked = suspect.startsWith("?");
    const hint = suspect.endsWith(")") ? suspect.slice(1, -1) : undefined;
    if (hint !== undefined && pinyin(hint) === undefined) return undefined;
    // Without a question mark the byte was lost unseen, somewhere before the odd character.
    const starts = marked ? [at] : range(Math.max(0, at - 8), at);
    let best:
      | { start: number; end: number; after: string; gain: number; sense: number; gaps: boolean }
      | undefined;
    for (const start of starts) {
      if (best !== undefined && !best.gaps && best.sense >= 0.99) break;
      const left = text.slice(Math.max(0, start - 12), start);
      const runStart = marked ? start + suspect.length : start;
      if (!marked && !HAN.test(left.at(-1) ?? "")) continue;
      const runs = runsFrom(text, runStart, hint !== undefined);
      // Straight readings first: a swallowed pair is assumed only where they make no sense.
      const lead = hint === undefined ? undefined : leadBefore(left, hint);
      for (const plainRun of runs.sort((one, two) => gapsIn(one) - gapsIn(two))) {
        const [first, ...others] = plainRun.cells;
        const run = lead === undefined ? plainRun : { ...plainRun, cells: [{ ...first, lead }, ...others] };
        if (budget < 0 || (gapsIn(run) > 0 && (best?.sense ?? 0) >= 0.9)) break;
        const end = runStart + run.length;
        if (!marked && end <= at) continue;
        const right = text.slice(end, end + 12);
        const after = restore(run, left, right);
        if (after === undefined) continue;
        const lost = after.split(LOST).length - 1;
        if (lost > 1 + (after.length > 6 ? 1 : 0) && hint === undefined) continue;
        const need = marked ? 0.66 : 0.99;
        const mended = sense(after, left, right);
        if (mended < need) continue;
        const plain = sense(text.slice(runStart, end).replaceAll("?", LOST), marked ? "" : left, right);
        const gain = mended - plain - lost * 0.12 - (gapsIn(run) > 0 ? 0.05 : 0);
        if (gain < (hint === undefined ? 0.2 : 0)) continue;
        if (best === undefined || gain > best.gain) {
          best = { start, end, after: inStyle(after, text), gain, sense: mended, gaps: gapsIn(run) > 0 };
        }
      }
    }
    return best;
  }
}
