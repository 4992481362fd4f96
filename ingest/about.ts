// What places a report is about: said in its title, by "…总工会", early and often. A list of provinces that each gave
// something does not make a report about all of them.
import type { Place } from "../src/domain/report.ts";
import { findPlaceNames, findPlaces, type FoundPlace, type PlaceName, settlePlaces } from "./places.ts";

const EARLY = 300;
// Below this score nothing says that the report is about a place rather than naming it.
const ENOUGH = 4;

// A notice that speaks of "我县" is signed by the union that issued it.
const SIGNATURE = /\n([^\n。,]{2,24}工会(?:委员会|办公室)?)(?:\n[^\n]{0,24})?\s*$/u;

interface Tally {
  readonly place: Place;
  score: number;
}

const within = (inner: Place, outer: Place): boolean =>
  inner.name !== outer.name &&
  inner.path.length > outer.path.length &&
  outer.path.every((name, at) => inner.path[at] === name);

/** Gives places the full path of a namesake settled elsewhere in the text. */
function score(
  found: readonly FoundPlace[],
  folded: string,
  weight: (at: number) => number,
): Map<string, Tally> {
  const tallies = new Map<string, Tally>();
  found.forEach((one, index) => {
    const tally = tallies.get(one.place.path.join("/")) ?? { place: one.place, score: 0 };
    const after = folded.slice(one.end, one.end + 12);
    let points = weight(one.start);
    if (/^(?:各级|省|市|县|区)?(?:总)?工会/.test(after)) points *= 2;
    // One of many, side by side.
    const neighbour = found[index + 1];
    const previous = found[index - 1];
    const listed =
      (neighbour !== undefined && folded.slice(one.end, neighbour.start) === "、") ||
      (previous !== undefined && folded.slice(previous.end, one.start) === "、");
    // Where a meeting was held is not what it was about.
    const venue = folded[one.start - 1] === "在" && /^.{0,6}(?:开幕|召开|举行|举办|闭幕|开班)/.test(after);
    if (listed || venue) points *= 0.3;
    tally.score += points;
    tallies.set(one.place.path.join("/"), tally);
  });
  return tallies;
}

/**
 * The main place first, at most three; empty when the report is about the whole country. All texts folded; a publisher
 * counts when it is a union ("曲靖市总工会"). `names` are the body's, where the caller has them already.
 */
export function placesOfReport(
  title: string,
  body: string,
  publisher = "",
  names: readonly PlaceName[] = findPlaceNames(body),
): Place[] {
  const inBody = settlePlaces(names);
  const inTitle = findPlaces(
    title,
    inBody.map((one) => one.place),
  );
  const tallies = score(inBody, body, (at) => (at < EARLY ? 2 : 1));
  const inPublisher = publisher.includes("工会")
    ? findPlaces(
        publisher,
        inBody.map((one) => one.place),
      )
    : [];
  const signed = SIGNATURE.exec(body)?.[1] ?? "";
  const inSignature = findPlaces(
    signed,
    inBody.map((one) => one.place),
  );
  const said = [
    ...score(inSignature, signed, () => 4),
    ...score(inTitle, title, () => 8),
    ...score(inPublisher, publisher, () => 3),
  ];
  for (const [key, { place, score: points }] of said) {
    const tally = tallies.get(key) ?? { place, score: 0 };
    tally.score += points;
    tallies.set(key, tally);
  }
  if (tallies.size === 0) return [];

  // A county speaks for its province too, but counts most for itself.
  const all = [...tallies.values()];
  const total = all.reduce((sum, one) => sum + one.score, 0);
  const weightOf = (tally: Tally): number =>
    tally.score +
    all
      .filter((other) => within(other.place, tally.place))
      .reduce((sum, other) => sum + other.score * 0.5, 0);
  const ranked = all
    .map((tally) => ({ tally, weight: weightOf(tally) }))
    .sort((left, right) => right.weight - left.weight);
  const top = ranked[0];
  if (top === undefined || top.weight < total * 0.25) return [];
  // One early mention is enough where no other place is named.
  if (top.weight < ENOUGH && !(top.weight >= 2 && top.weight >= total * 0.8)) return [];
  // Most of what is said of a province may be said of one county in it.
  let main = top.tally;
  for (;;) {
    const inner = all
      .filter((one) => within(one.place, main.place) && one.score >= Math.max(main.score * 0.6, ENOUGH))
      .sort((left, right) => right.score - left.score)[0];
    if (inner === undefined) break;
    main = inner;
  }
  const others = ranked
    .map((one) => one.tally)
    .filter(
      (one) =>
        one !== main &&
        one.score >= main.score * 0.6 &&
        one.score >= ENOUGH * 2 &&
        !within(one.place, main.place) &&
        !within(main.place, one.place),
    );
  return [main, ...others].slice(0, 3).map((one) => one.place);
}
