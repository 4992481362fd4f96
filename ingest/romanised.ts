// Places by their romanised names, for questions in English: "Deqin", "Shangnan County", "Lijiang".
import { pinyin } from "pinyin-pro";
import type { Place } from "../src/domain/report.ts";
import gazetteer from "./gazetteer.json" with { type: "json" };
import { findPlaces, placeByName, shortName } from "./places.ts";

const SYLLABLE =
  "(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|a|e|i|o|u|v))";
const ROMANISED = new RegExp(`^${SYLLABLE}{2,6}$`);

let table: Map<string, string[]> | undefined;

/** A Chinese name in toneless pinyin, in one word: 德钦 is "deqin". */
export function inPinyin(name: string): string {
  return pinyin(name, { toneType: "none", type: "array", v: true }).join("");
}

/** Full names by toneless pinyin of their short form; made at the first English question. */
function names(): Map<string, string[]> {
  if (table !== undefined) return table;
  table = new Map();
  for (const [province, prefectures] of Object.entries(gazetteer)) {
    for (const name of [province, ...Object.keys(prefectures), ...Object.values(prefectures).flat()]) {
      const short = shortName(name);
      if (short.length < 2) continue;
      const key = inPinyin(short);
      const known = table.get(key);
      if (known === undefined) table.set(key, [name]);
      else known.push(name);
    }
  }
  return table;
}

/** Full names of the places whose short form reads like this, whatever the characters. */
export const placesReadAs = (name: string): readonly string[] => names().get(inPinyin(name)) ?? [];

/** A capitalised name in an English text. */
export interface RomanisedName {
  readonly text: string;
  /** The places of that name; none when it reads like pinyin and is no place known. */
  readonly places: readonly Place[];
}

/** The capitalised words of an English text that are written in pinyin, neighbours taken together ("Liu Qiang"). */
export function findRomanised(text: string): RomanisedName[] {
  const found: RomanisedName[] = [];
  for (const match of text.matchAll(/\b[A-Z][a-z']+(?:[ -][A-Z][a-z']+)*/g)) {
    const words = match[0]
      .replace(/[ -](?:County|City|Province|Prefecture|District|Autonomous|Region)\b.*$/, "")
      .split(/[ -]/);
    const joined = words.join("").toLowerCase().replaceAll("'", "");
    const places = (names().get(joined) ?? []).flatMap(
      (name) => placeByName(name) ?? findPlaces(name)[0]?.place ?? [],
    );
    if (places.length > 0 || (joined.length >= 5 && ROMANISED.test(joined))) {
      found.push({ text: match[0], places });
    }
  }
  return found;
}
