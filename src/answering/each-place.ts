// "湖北、吉林在新疆支援了啥项目" asks the same of two places, "商南有几个书屋?新疆建了几个站?" asks each of its own, and no
// clause need tell of both. Pure; understand.ts makes a subject of each.
import { findPlaces, type FoundPlace } from "../../ingest/places.ts";
import type { Place, Span } from "../domain/report.ts";

const AND = /^(?:全?[省市州县区])?(?:、|(?:和|与|跟|同|及)在?|以及|vs\.?|对比)$/u;
const EACH =
  /分别|各(?:自|有|是|叫|补|办|建|投|花|发|培|帮|去|给|搞)|对比|比较|[比对]一[比下]|相比|比(?:差|多|少)|差(?:了)?多少|相差|差距|多少[、,;]\s*\p{Script=Han}{2,8}多少|\b(?:compare|each|respectively|versus|vs)\b/u;

/** The places that a question asks the same of, also one that lies in the other: "云南省和德钦县分别", "德钦补了多少?整个云南又补了多少?" */
export function placesBeside(folded: string, parts: readonly Span[]): Place[] {
  const places = findPlaces(folded).filter(({ place }) => place.level !== "unknown");
  const halves = ofTheirOwnPlaces(folded, parts).length > 1;
  const beside = halves ? places : EACH.test(folded) ? sideBySide(folded, places) : [];
  return beside.length < 2 ? [] : beside.map(({ place }) => place);
}

/** Whether the same is asked of each of several places: "云南和商南分别有多少". */
export const asksOfEach = (folded: string): boolean => EACH.test(folded);

/** The folded question once for each of the places named side by side in it, as "、" or 和 joins them; none when none are. */
export function ofEachPlace(folded: string): string[] {
  const joined = sideBySide(
    folded,
    findPlaces(folded).filter(({ place }) => place.level !== "unknown"),
  );
  const [first, last] = [joined[0], joined.at(-1)];
  if (first === undefined || last === undefined || first === last) return [];
  return joined.map(
    ({ start, end }) => folded.slice(0, first.start) + folded.slice(start, end) + folded.slice(last.end),
  );
}

/** The first places that stand side by side. */
function sideBySide(folded: string, places: readonly FoundPlace[]): FoundPlace[] {
  const run: FoundPlace[] = [];
  for (const place of places) {
    const before = run.at(-1);
    if (before === undefined || AND.test(folded.slice(before.end, place.start))) run.push(place);
    else if (run.length > 1) break;
    else run.splice(0, 1, place);
  }
  return run;
}

/**
 * The folded question in halves where each asks of a place that those before did not name; `parts` are what its asks take up
 * of it. A part that names none goes with the one before. None when all of it is asked of one place.
 */
export function ofTheirOwnPlaces(folded: string, parts: readonly Span[]): string[] {
  const places = findPlaces(folded).filter(({ place }) => place.level !== "unknown");
  const halves: Span[] = [];
  const named = new Set<string>();
  let from = 0;
  for (const { end } of parts) {
    const here = places.filter((one) => one.start >= from && one.end <= end).map(({ place }) => place.name);
    const last = halves.at(-1);
    if (last === undefined || here.some((name) => !named.has(name))) halves.push({ start: from, end });
    else halves[halves.length - 1] = { start: last.start, end };
    // Without a place at its start, the first half is asked of all of them.
    if (named.size + here.length === 0) return [];
    for (const name of here) named.add(name);
    from = end;
  }
  return halves.length < 2 ? [] : halves.map(({ start, end }) => folded.slice(start, end).replace(MARKS, ""));
}
const MARKS = /^[\s,、;。?!]+/u;
