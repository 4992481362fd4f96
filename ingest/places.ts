// Finds place names in folded text, of reports and of questions alike, by one table built from the gazetteer at first
// use; what no gazetteer knows but is plainly a county or a city ("青禾县") is found by its form.
import type { Place } from "../src/domain/report.ts";
import { CORPS, entriesAt, type Entry, entryNamed, shortNames } from "./gazetteer.ts";
import { NEEDS_PARENT, NEIGHBOURS, NOT_AFTER } from "./ordinary-names.ts";
import { fold } from "./script.ts";
import { isOrdinaryWord } from "./words.ts";

export interface FoundPlace {
  readonly place: Place;
  readonly start: number;
  readonly end: number;
}

function fits(entry: Entry, text: string, at: number, previous: FoundPlace | undefined): boolean {
  const end = at + entry.name.length;
  const last = entry.name.at(-1) ?? "";
  const after = text[end] ?? "";
  if (!entry.short && after !== "" && (NOT_AFTER[last] ?? "").includes(after)) return false;
  // "大城市", "合作市场": a short name never eats into 城市 or 市场.
  if (entry.short && after === "市" && "场值面".includes(text[end + 1] || " ")) return false;
  const limits = NEIGHBOURS[entry.name];
  if (limits?.after !== undefined && after !== "" && limits.after.includes(after)) return false;
  const before = text[at - 1] ?? "";
  if (limits?.before !== undefined && before !== "" && limits.before.includes(before)) return false;
  // "示范县" holds no 范县: a name of two characters, or one many cities share, must be set off from what stands around it.
  const bare = entry.name.length === 2 && !entry.short;
  if (!bare && !NEEDS_PARENT.has(entry.name)) return true;
  if (entry.name.endsWith("县")) {
    if (before === "" || !/\p{Script=Han}/u.test(before) || BEFORE_A_NAME.includes(before)) return true;
    if (
      before !== "示" &&
      /^(?:总工会|工会|委|人民|政府)/.test(text.slice(end, end + 3)) &&
      !/[市区县省州和与及]/.test(before + entry.name)
    )
      return true;
  }
  return (
    previous?.end === at &&
    entry.candidates.some((one) => one.path.includes(previous.place.path.at(-1) ?? ""))
  );
}

// Words and dates that stand before a name and end no other word a county's name could be cut from.
const BEFORE_A_NAME = "在赴到从于对年月日号度间期是的下想说问那和与及跟比咱们我听帮去来让请由向往给";

const NOT_IN_NAME =
  /[年月日号度间期们咱想听下\d全各我本该所和与及每某邻困个地的是了着兼任到赴至于为从对向由区县市省州镇乡村旗盟老小外周属级一二三四五六七八九十百千万两几多这那其他有在把被让给去来将等将按据原跨问哪请省里说]/u;
const NO_NAME =
  /^(?:直辖|地级|县级|副省|特大|中心|贫困|示范|试点|重点|牧业|山区|边境|民族|先进|农业|产粮|帮扶|定点|受援|对口|脱贫|摘帽|深度|革命|人口|农村|资本|证券|文明|智慧|卫生|旅游|工业|超大|大中|中小|国际|现代|海滨|沿海|省会|首批|强县|菜篮)/u;

const COUNTY = "县".charCodeAt(0);
const CITY = "市".charCodeAt(0);

function unknownAt(text: string, at: number): { name: string; start: number } | undefined {
  // The name ends at `at`, which holds 县 or 市.
  const after = text[at + 1] ?? "";
  if ((NOT_AFTER[text[at] ?? ""] ?? "").includes(after) && after !== "") return undefined;
  const name = text.slice(at - 2, at);
  if (name.length < 2 || !/^\p{Script=Han}{2}$/u.test(name)) return undefined;
  if (
    NOT_IN_NAME.test(name) ||
    NO_NAME.test(name) ||
    /[城超上股都夜入开休门集早菜黑楼房债车花灯省]$/u.test(name)
  )
    return undefined;
  return isOrdinaryWord(name) ? undefined : { name: name + (text[at] ?? ""), start: at - 2 };
}

/** A county that has since become a district or a city keeps its name and takes the path of what it is now. */
function unknownPlace(name: string): Place {
  const now = ["区", "市", "县"]
    .map((kind) => entryNamed(name.slice(0, -1) + kind))
    .find((entry) => entry !== undefined);
  const [place, ...others] = now?.candidates ?? [];
  if (place === undefined || others.length > 0) return { name, level: "unknown", path: [name] };
  return { name, level: "county", path: [...place.path.slice(0, -1), name] };
}

/** Chooses among places of one name by what else the text names; left at its own name when nothing tells. */
function settle(entry: Entry, context: ReadonlySet<string>): Place {
  const [first, ...others] = entry.candidates;
  if (first !== undefined && others.length === 0) return first;
  const near = entry.candidates.map(
    (one) => one.path.slice(0, -1).filter((name) => context.has(name)).length,
  );
  const best = Math.max(...near);
  const winners = entry.candidates.filter((_, index) => near[index] === best);
  const winner = winners[0];
  if (best > 0 && winners.length === 1 && winner !== undefined) return winner;
  return {
    name: first?.name ?? entry.name,
    level: first?.level ?? "unknown",
    path: [first?.name ?? entry.name],
  };
}

/** A name of a place in a text, before it is known which place of that name is meant. */
export interface PlaceName {
  readonly name: string;
  readonly entry?: Entry;
  readonly start: number;
  readonly end: number;
}

/**
 * The places a text names, in order, without overlaps, longest names first. `folded` must come from `fold`; `context`
 * are places known from elsewhere (the report a passage stands in) that tell 城关区 of Lanzhou from that of Lhasa.
 */
export function findPlaces(folded: string, context: readonly Place[] = []): FoundPlace[] {
  return settlePlaces(findPlaceNames(folded), context);
}

/** The longest name that begins at `at` and stands there as one. */
function entryAt(text: string, at: number, previous: FoundPlace | undefined): Entry | undefined {
  return entriesAt(text, at)?.find((one) => text.startsWith(one.name, at) && fits(one, text, at, previous));
}

/** The first half of `findPlaces`: the names alone. */
export function findPlaceNames(folded: string): PlaceName[] {
  const raw: PlaceName[] = [];
  let previous: FoundPlace | undefined;
  let index = 0;
  let free = 0;
  while (index < folded.length) {
    const code = folded.charCodeAt(index);
    const entry = entryAt(folded, index, previous);
    // 和静海区 is 和 + 静海区, though 和静 is short for a county.
    const overlapping = entry?.short === true ? entryAt(folded, index + 1, previous) : undefined;
    const cut = overlapping?.short === false && overlapping.name.length >= (entry?.name.length ?? 0);
    if (entry !== undefined && !cut) {
      const end = index + entry.name.length;
      raw.push({ entry, name: entry.name, start: index, end });
      previous = { place: entry.candidates[0] ?? CORPS, start: index, end };
      index = end;
      free = end;
      continue;
    }
    if ((code === COUNTY || code === CITY) && index - 2 >= free) {
      const unknown = unknownAt(folded, index);
      if (unknown !== undefined) {
        raw.push({ name: unknown.name, start: unknown.start, end: index + 1 });
        free = index + 1;
      }
    }
    index++;
  }
  return raw;
}

/** The second half: which place each name means, among those of one name by what else these names and `context` say. */
export function settlePlaces(found: readonly PlaceName[], context: readonly Place[] = []): FoundPlace[] {
  if (found.length === 0) return [];
  const known = new Set(context.flatMap((place) => place.path));
  for (const { entry } of found) {
    const only = entry?.candidates.length === 1 ? entry.candidates[0] : undefined;
    for (const name of only?.path ?? []) known.add(name);
  }
  return found.map(({ entry, name, start, end }) => ({
    place: entry === undefined ? unknownPlace(name) : settle(entry, known),
    start,
    end,
  }));
}

/** The place of this name, full or short, in any script; undefined when the gazetteer has none or the name is shared. */
export function placeByName(name: string): Place | undefined {
  const entry = entryNamed(fold(name.trim()));
  const [place, ...others] = entry?.candidates ?? [];
  return others.length === 0 ? place : undefined;
}

const shortened = new Map<string, string>();

/** "德钦" for 德钦县, "西藏" for 西藏自治区, "黔东南" for its prefecture; the name itself when it has no shorter form. */
export function shortName(name: string): string {
  const known = shortened.get(name);
  if (known !== undefined) return known;
  const short = shortNames(name).at(-1) ?? (/^.{2,}区$/u.test(name) ? name.slice(0, -1) : name);
  shortened.set(name, short);
  return short;
}
