// Typed by sound: members write 陪训 for 培训 and 商楠 for 商南. A run of characters that is no word, and reads like one
// word of the vocabulary or like one place, may be meant for it. Pure; understand.ts mends words, answer.ts places.
import { findPlaces, shortName } from "../../ingest/places.ts";
import { inPinyin, placesReadAs } from "../../ingest/romanised.ts";
import { dictionaryWords, isOrdinaryWord } from "../../ingest/words.ts";

export interface Homophones {
  /** The folded question with the words mended; as long as it was. A word of the dictionary is left as it is. */
  mended(folded: string): string;
}

const LONGEST = 6;
// Endings that words take freely: 心理咨询师 is no mistyped 心理咨询室.
const ENDINGS = new Set("师员者家长工手生民站点室班部院所会金费卡证书地");
const HAN = /^\p{Script=Han}+$/u;
// These stand alone in any sentence; a pair of them is no mistyped word.
const STANDS_ALONE = new Set(
  "的了是在有和与给都就也被把去来到我你他她们这那几多少个人不没很吗呢吧啊哪谁要会能想问说做办搞发送买卖",
);
// A place's short name is looked for where a place is named: at the start, or after such a word.
const BEFORE_A_PLACE = /(?:^|[\s,。?!、]|[在去到问于从])$/u;

/** `words` are those to be recognised by their sound. */
export function createHomophones(words: Iterable<string>): Homophones {
  let bySound: Map<string, string[]> | undefined;

  return {
    mended(folded) {
      let text = folded;
      let free = 0;
      for (const { start, end } of unknownRuns(folded)) {
        const run = folded.slice(start, end);
        bySound ??= readings(words);
        const word = start < free ? undefined : closest(run, bySound.get(inPinyin(run)));
        if (word === undefined) continue;
        text = text.slice(0, start) + word + text.slice(end);
        free = end;
      }
      return text;
    },
  };
}

function readings(words: Iterable<string>): Map<string, string[]> {
  const table = new Map<string, string[]>();
  for (const word of new Set(words)) {
    if (word.length < 2 || word.length > LONGEST || !HAN.test(word)) continue;
    const key = inPinyin(word);
    table.set(key, [...(table.get(key) ?? []), word]);
  }
  return table;
}

/** Characters of a question that may be a place's name, mistyped. */
export interface Misspelt {
  readonly written: string;
  /** What reads like it: 商南 for 商楠, 商南县 for 商楠县. */
  readonly meant: string;
  /** The place in full. */
  readonly place: string;
}

/** Short names of no place known that read like a place, where places are named: 商楠 for 商南. */
export function misspeltPlaces(folded: string): Misspelt[] {
  return Array.from(unknownRuns(folded)).flatMap(({ start, end }) => {
    const written = folded.slice(start, end);
    if (!BEFORE_A_PLACE.test(folded.slice(0, start))) return [];
    const names = placesReadAs(written);
    const meant = closest(written, names.map(shortName));
    const place = names.find((name) => shortName(name) === meant);
    return meant === undefined || place === undefined ? [] : [{ written, meant, place }];
  });
}

/** The one of the names that a full name must be meant for: as long, half of its characters, and read nearly alike. */
export function nearlyRead(written: string, names: readonly string[]): string | undefined {
  const sound = inPinyin(written);
  return closest(
    written,
    names.filter((name) => name.length === written.length && differByOne(inPinyin(name), sound)),
  );
}

/**
 * The characters of the folded texts that read like a word of three or more which none of them holds: 洛桑旺堆 for 罗桑旺堆.
 * Undefined for a word of the dictionary.
 */
export function heardIn(word: string, texts: readonly string[]): string | undefined {
  if (word.length < 3 || !HAN.test(word) || isOrdinaryWord(word) || texts.some((text) => text.includes(word)))
    return undefined;
  const sound = inPinyin(word);
  const alike = new Set<string>();
  for (const text of texts)
    for (let at = 0; at + word.length <= text.length; at++) {
      const run = text.slice(at, at + word.length);
      if (2 * sharedBy(word, run) >= word.length && HAN.test(run) && inPinyin(run) === sound) alike.add(run);
    }
  return closest(word, Array.from(alike));
}

function sharedBy(left: string, right: string): number {
  let shared = 0;
  for (let at = 0; at < left.length; at++) if (left[at] === right[at]) shared++;
  return shared;
}

/** Whether two spellings are the same but for one letter more, less or other. */
function differByOne(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return long.slice(at + 1) === short.slice(short.length === long.length ? at + 1 : at);
}

/** The one word that shares most characters with the run, at least half of them; none when two share as many. */
function closest(run: string, words: readonly string[] = []): string | undefined {
  const shared = (word: string): number => sharedBy(word, run);
  const isEnding = (word: string): boolean =>
    word.length > 3 && word.slice(0, -1) === run.slice(0, -1) && ENDINGS.has(run.at(-1) ?? "");
  const [first, second] = words
    .filter((word) => word.length === run.length && 2 * shared(word) >= run.length && !isEnding(word))
    .sort((left, right) => shared(right) - shared(left));
  if (first === undefined || first === run) return undefined;
  return second !== undefined && shared(second) === shared(first) ? undefined : first;
}

/** Runs of whole tokens that are no word together and hold a character left over between words; the longest first. */
function* unknownRuns(folded: string): Generator<{ start: number; end: number }> {
  let offset = 0;
  const tokens = dictionaryWords(folded).map((word) => {
    const start = offset;
    offset += word.length;
    return { word, start, end: offset };
  });
  const placed = findPlaces(folded).filter(({ place }) => place.level !== "unknown");
  for (let from = 0; from < tokens.length; from++) {
    for (let to = Math.min(tokens.length, from + LONGEST) - 1; to > from; to--) {
      const run = tokens.slice(from, to + 1);
      const [start, end] = [tokens[from]?.start ?? 0, tokens[to]?.end ?? 0];
      const single = run.filter(({ word }) => word.length === 1);
      if (end - start > LONGEST || !run.every(({ word }) => HAN.test(word)) || single.length === 0) continue;
      // Two characters must both be left over, and neither be a word that stands alone: 去实 of "去实训" is no 去世.
      const alone = single.filter(({ word }) => STANDS_ALONE.has(word)).length;
      if (alone === single.length || (alone > 0 && end - start === 2)) continue;
      if (placed.some((place) => place.start < end && place.end > start)) continue;
      yield { start, end };
    }
  }
}
