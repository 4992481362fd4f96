// The gazetteer's names, full and short, in tables made at first use. places.ts finds them in texts.
import type { Place } from "../src/domain/report.ts";
import gazetteer from "./gazetteer.json" with { type: "json" };
import { ORDINARY_NAMES } from "./ordinary-names.ts";
import { fold } from "./script.ts";

/** A name of the gazetteer with every place that has it. */
export interface Entry {
  readonly name: string;
  readonly short: boolean;
  readonly candidates: Place[];
}

const GAZETTEER: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = gazetteer;

const ETHNIC =
  /(?:壮|满|回|苗|维吾尔|土家|彝|蒙古|藏|布依|侗|瑶|朝鲜|白|哈尼|哈萨克|黎|傣|畲|傈僳|仡佬|东乡|拉祜|水|佤|纳西|羌|土|仫佬|锡伯|柯尔克孜|达斡尔|景颇|毛南|撒拉|布朗|塔吉克|普米|怒|裕固|保安|独龙|鄂温克|鄂伦春|各|自治)(?:族|$)|(?:维吾尔|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克)(?=自治)|各族/g;

const LEVELS = { province: 0, prefecture: 1, county: 2, unknown: 3 };

// Districts people name without 区.
const DISTRICTS: Readonly<Record<string, string>> = {
  浦东新区: "浦东",
  海淀区: "海淀",
  溧水区: "溧水",
  滨海新区: "滨海新区",
  两江新区: "两江新区",
};

export const CORPS: Place = {
  name: "新疆生产建设兵团",
  level: "prefecture",
  path: ["新疆维吾尔自治区", "新疆生产建设兵团"],
};

export function shortNames(name: string): string[] {
  const district = DISTRICTS[name];
  if (district !== undefined) return [district];
  if (/(?:省|自治区|特别行政区)$/.test(name)) {
    return [name.replace(/(?:维吾尔|壮族|回族)?自治区$|省$|特别行政区$/, "")];
  }
  const autonomous = /^(.+?)自治([州县旗])$/.exec(name);
  if (autonomous) {
    const base = (autonomous[1] ?? "").replace(ETHNIC, "");
    return base.length >= 2 ? [base + (autonomous[2] ?? ""), base] : [];
  }
  const base =
    /^(.{2,})(?:市|县|地区|盟|旗|林区)$/.exec(name)?.[1] ??
    /^(.{3,4})(?<!开发|园|新|管理|矿)区$/.exec(name)?.[1];
  return base === undefined ? [] : [base];
}

let table: Map<number, Entry[]> | undefined;

// Whether a name has this UTF-16 unit first, and second: most characters are passed over by this alone.
const isFirst = new Uint8Array(65_536);

const isSecond = new Uint8Array(65_536);
let byName = new Map<string, Entry>();
const keyOf = (first: number, second: number): number => first * 65_536 + second;

/** Names by their first two characters, longest first. */
function names(): Map<number, Entry[]> {
  if (table !== undefined) return table;
  const all = new Map<string, Entry>();
  const add = (written: string, place: Place, short: boolean): void => {
    // 乾安县 folds to 干安县.
    const name = fold(written);
    const entry = all.get(name) ?? { name, short, candidates: [] };
    entry.candidates.push(place);
    all.set(name, entry);
  };
  const shorts: [string, Place][] = [];
  const place = (name: string, level: Place["level"], above: readonly string[]): void => {
    const made: Place = { name, level, path: [...above, name] };
    add(name, made, false);
    for (const short of shortNames(name)) if (!ORDINARY_NAMES.has(short)) shorts.push([fold(short), made]);
  };
  for (const [province, prefectures] of Object.entries(GAZETTEER)) {
    place(province, "province", []);
    for (const [prefecture, counties] of Object.entries(prefectures)) {
      if (prefecture !== "") place(prefecture, "prefecture", [province]);
      const above = prefecture === "" ? [province] : [province, prefecture];
      for (const county of counties) place(county, "county", above);
    }
  }
  add(CORPS.name, CORPS, false);
  add("兵团", CORPS, true);
  for (const [short, made] of shorts) {
    const known = all.get(short);
    if (known !== undefined && !known.short) continue;
    const level = known?.candidates[0]?.level;
    if (level !== undefined && LEVELS[level] < LEVELS[made.level]) continue;
    if (level !== undefined && LEVELS[level] > LEVELS[made.level]) all.delete(short);
    add(short, made, true);
  }
  table = new Map();
  for (const entry of all.values()) {
    const [first, second] = [entry.name.charCodeAt(0), entry.name.charCodeAt(1)];
    isFirst[first] = 1;
    isSecond[second] = 1;
    const key = keyOf(first, second);
    table.set(key, [...(table.get(key) ?? []), entry]);
  }
  for (const entries of table.values()) entries.sort((left, right) => right.name.length - left.name.length);
  byName = all;
  return table;
}

/** The names that begin with the two characters at `at`, longest first; whether they stand there is for the caller to see. */
export function entriesAt(text: string, at: number): readonly Entry[] | undefined {
  const all = names();
  const first = text.charCodeAt(at);
  const second = isFirst[first] === 1 ? text.charCodeAt(at + 1) : 0;
  return isSecond[second] === 1 ? all.get(keyOf(first, second)) : undefined;
}

/** The entry of this name, full or short, folded. */
export function entryNamed(name: string): Entry | undefined {
  names();
  return byName.get(name);
}
