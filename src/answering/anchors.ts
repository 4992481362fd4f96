// What a question names and evidence must hold: places, times, numbers, persons, quoted names, the programme.
// Pure; evidence.ts asks it once a sentence. A sentence that lacks one is about something else, however alike its words.
import type { Period, Place } from "../domain/report.ts";
import { findNumbers, type FoundNumber } from "../../ingest/numbers.ts";
import { findPeriods } from "../../ingest/periods.ts";
import { fold } from "../../ingest/script.ts";
import { unitFamily } from "../../ingest/units.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import type { Understanding } from "./understand.ts";
import { holds, match, namesPlace } from "./wording.ts";

export type Missing = "place" | "period" | "number" | "person" | "name" | "programme";

/** How a sentence comes to speak of the places named: its report is about them, it names them, or it lies inside them. */
export type PlaceBasis = "report" | "named" | "inside" | "none asked";

export interface Anchors {
  readonly missing: readonly Missing[];
  readonly place: PlaceBasis;
}

/** `before` is the sentence before, `around` the sentence with its neighbours and heading; all folded. */
export function anchorsOf(
  passage: FoundPassage,
  sentence: string,
  before: string,
  around: string,
  question: Understanding,
): Anchors {
  const missing: Missing[] = [];
  const bases = question.places.map((place) => basisOf(passage, sentence, before, place, question));
  if (bases.includes(undefined)) missing.push("place");
  if (!question.periods.every((period) => coversPeriod(passage, sentence, period))) missing.push("period");
  if (question.numbers.length > 0) {
    const stated = findNumbers(sentence);
    if (!question.numbers.every((number) => stated.some((one) => sameQuantity(one, number))))
      missing.push("number");
  }
  if (!question.persons.every((person) => around.includes(person))) missing.push("person");
  if (!question.terms.every((term) => !term.required || match(term, around) >= 0.8)) missing.push("name");
  const place = worst(bases);
  const programmes = question.programmes.filter(({ by }) => by === "term").map(({ programme }) => programme);
  // A clause on a named place, in a passage about the programme, need not name the programme again.
  const within = place === "named" ? fold(`${passage.source.title}\n${passage.text}`) : around;
  const held = (terms: readonly string[]): boolean =>
    terms.some((term) => holds(within, term)) || isTheme(passage, terms);
  if (programmes.length > 0 && !programmes.some(({ terms }) => held(terms))) missing.push("programme");
  return { missing, place };
}

function worst(bases: readonly (PlaceBasis | undefined)[]): PlaceBasis {
  if (bases.length === 0) return "none asked";
  if (bases.includes("inside")) return "inside";
  return bases.includes("named") ? "named" : "report";
}

// What the title or the heading names, or the passage says again and again, the whole passage is about.
function isTheme(passage: FoundPassage, terms: readonly string[]): boolean {
  const name = fold(`${passage.source.title}\n${passage.heading ?? ""}`);
  if (terms.some((term) => name.includes(term))) return true;
  const text = fold(passage.text);
  return terms.some((term) => text.split(term).length > 3);
}

// A county's report does not answer for its province when a quantity is asked; for "what is there" it may, with its name.
function basisOf(
  passage: FoundPassage,
  sentence: string,
  before: string,
  place: Place,
  question: Understanding,
): PlaceBasis | undefined {
  const own = passage.source.places;
  if (own.some(({ name }) => name === place.name)) return "report";
  if (namesPlace(sentence, place.name)) return "named";
  const counts = question.asks.some(
    ({ kind }) => kind === "quantity" || kind === "money" || kind === "percent",
  );
  if (counts) return undefined;
  if (namesPlace(before, place.name)) return "named";
  return own.some(({ path }) => path.includes(place.name)) ? "inside" : undefined;
}

function coversPeriod(passage: FoundPassage, sentence: string, asked: Period): boolean {
  const own = findPeriods(sentence, passage.source.date)
    .map(({ period }) => period)
    .filter((period) => period.from !== undefined || period.to !== undefined);
  const exact = own.filter((period) => !isLong(period));
  if (exact.length > 0) return exact.some((period) => overlaps(period, asked));
  if (own.length > 0) return false;
  // A report that states no time of its own speaks of the year it is dated, or in its first months of the year before.
  const { date } = passage.source;
  if (date === undefined) return false;
  const year = Number(date.slice(0, 4));
  const early = Number(date.slice(5, 7) || "12") <= 3;
  return overlaps({ from: String(early ? year - 1 : year), to: String(year), text: "" }, asked);
}

const isLong = ({ from, to }: Period): boolean =>
  from !== undefined && to !== undefined && Number(to.slice(0, 4)) - Number(from.slice(0, 4)) >= 2;

function overlaps(left: Period, right: Period): boolean {
  const from = (period: Period): string => (period.from ?? period.to ?? "0000").padEnd(10, "-00");
  const to = (period: Period): string => (period.to ?? period.from ?? "9999").padEnd(10, "-99");
  return from(left) <= to(right) && from(right) <= to(left);
}

/** Whether two numbers state the same quantity; a bare number matches any unit. */
export const sameQuantity = (left: FoundNumber, right: FoundNumber): boolean =>
  (left.value === right.value || left.upper === right.value) &&
  (left.unit === undefined || right.unit === undefined || unitFamily(left.unit) === unitFamily(right.unit));
