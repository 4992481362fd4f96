// "湖北、吉林在新疆支援了啥项目" asks the same of two places, and no clause need tell of both. Pure; understand.ts makes a
// subject of each.
import { findPlaces, type FoundPlace } from "../../ingest/places.ts";

const AND = /^(?:、|和|与|跟|同|及|以及)$/u;

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
