// Figures of a report: every quantity it states with what is counted, where and when. The last step of reading a report:
// statements.ts finds the sentences, counted.ts names the thing, and this file adds place, period and passage.
import type { Block, FigureDraft, PartialDate, PassageDraft, Period, Place } from "../src/domain/report.ts";
import { type Clause, whatIsCounted } from "./counted.ts";
import { type Forward, forward, type Spanned } from "./forward.ts";
import { type FoundNumber, findNumbers } from "./numbers.ts";
import { type FoundPeriod, findPeriods } from "./periods.ts";
import { type FoundPlace, findPlaces } from "./places.ts";
import { fold } from "./script.ts";
import { isFigure, type Sentence, sentencesWith } from "./statements.ts";

export interface FiguresInput {
  readonly body: string;
  readonly blocks: readonly Block[];
  readonly passages: readonly PassageDraft[];
  readonly places: readonly Place[];
  readonly date?: PartialDate;
  /** `fold(body)`, where the caller has it already. */
  readonly folded?: string;
}

// A yearbook states a few thousand; beyond this a file is a table of numbers or an attack.
const MOST_FIGURES = 20_000;
const WHOLE = /全[省市区县州国]/;
const SUBJECT_AFTER =
  /^(?:市|县|区|州|省)?(?:各级|总工会|工会|总|的|职工|全|今年|去年|组织|开展|举办|投入|建|共|累计|已|,|\d)/;
const LOCATION_BEFORE = /(?:在|赴|到|往|向|从|支援|援助|对口|来自|驻|籍|与|和|、)$/;

/**
 * The figures of a report in the order of its text. Dates, ordinals, codes, names with numbers and vague numbers (几十)
 * are none. `what`, `unit` and `places` are simplified; `unit` is canonical (`canonicalUnit`), so 名 is 人. A figure
 * outside every passage is left out, as is a heading's that the text states again, and what comes after
 * about 20,000 of them. Never throws.
 */
export function findFigures(input: FiguresInput): FigureDraft[] {
  const folded = input.folded ?? fold(input.body);
  const report: Report = {
    input,
    folded,
    numbers: forward(findNumbers(folded).filter((number) => number.kind === "quantity")),
    passages: forward(input.passages),
    home: input.places[0]?.path.toReversed() ?? [],
    known: new Set(input.places.flatMap((place) => place.path)),
  };
  const figures: FigureDraft[] = [];
  const inHeadings = new Set<FigureDraft>();
  for (const block of input.blocks) {
    if (figures.length >= MOST_FIGURES) break;
    const before = figures.length;
    addFromBlock(figures, report, block);
    if (block.kind === "heading") for (const figure of figures.slice(before)) inHeadings.add(figure);
  }
  if (inHeadings.size === 0) return figures;
  const key = (figure: FigureDraft): string => `${figure.value} ${figure.unit}`;
  const stated = new Set(figures.filter((figure) => !inHeadings.has(figure)).map(key));
  return figures.filter((figure) => !inHeadings.has(figure) || !stated.has(key(figure)));
}

/** What is told of the whole report, and how far its numbers and passages were gone through. */
interface Report {
  readonly input: FiguresInput;
  readonly folded: string;
  readonly numbers: Forward<FoundNumber>;
  readonly passages: Forward<PassageDraft>;
  /** The main place and those around it, nearest first. */
  readonly home: readonly string[];
  /** Names of the report's places and those around them. */
  readonly known: ReadonlySet<string>;
}

function addFromBlock(figures: FigureDraft[], report: Report, block: Block): void {
  const { input, folded } = report;
  const inBlock = report.numbers.within(block.start, block.end);
  if (inBlock.length === 0) return;
  const times = findPeriods(folded.slice(block.start, block.end), input.date).map((one) =>
    shifted(one, block.start),
  );
  const periodsAhead = forward(times);
  let openingTime: Period | undefined;
  let blockPlaces: readonly string[] | undefined;
  let looked = false;
  for (const sentence of sentencesWith(folded, block, inBlock)) {
    if (figures.length >= MOST_FIGURES) return;
    for (const former of periodsAhead.before(sentence.start)) {
      if (setsTime(folded, block, former)) openingTime = former.period;
    }
    const periods = periodsAhead.within(sentence.start, sentence.end);
    const here = report.passages.overlapping(sentence.start, sentence.end);
    let places: readonly FoundPlace[] = [];
    if (namesMore(report, here)) {
      if (!looked) blockPlaces = openingPlaces(folded, block, input);
      looked = true;
      places = placesIn(report, sentence);
    }
    addFromSentence(figures, report, sentence, { periods, here, places, openingTime, blockPlaces });
    if (periods.length > 0) {
      const last = periods.findLast((one) => setsTime(folded, block, one));
      if (last !== undefined) openingTime = last.period;
    }
  }
}

/** What stands in a sentence, and what its block said before it. */
interface Around {
  readonly periods: readonly FoundPeriod[];
  readonly here: readonly PassageDraft[];
  readonly places: readonly FoundPlace[];
  readonly openingTime: Period | undefined;
  readonly blockPlaces: readonly string[] | undefined;
}

function addFromSentence(figures: FigureDraft[], report: Report, sentence: Sentence, around: Around): void {
  const { input, folded } = report;
  const { periods, here } = around;
  const clauses = sentence.clauses.map((clause) => ({
    ...clause,
    numbers: clause.numbers.filter((number) => isFigure(folded, number, clause, periods)),
  }));
  for (const [at, clause] of clauses.entries()) {
    for (const [index, number] of clause.numbers.entries()) {
      const passage = here.find((one) => one.start <= number.start && number.start < one.end);
      if (passage === undefined) continue;
      const period = periodOf(number, clause, clauses, periods) ?? around.openingTime;
      const places = placesOf(folded, number, clause, sentence, around.places, report.home);
      figures.push({
        value: number.value,
        valueText: input.body.slice(number.start, number.end),
        unit: number.unit ?? "",
        approximate: number.approximate,
        what: whatIsCounted(folded, clauses, at, index),
        places: places ?? around.blockPlaces ?? report.home,
        ...(period === undefined ? {} : { period }),
        span: { start: number.start, end: number.end },
        clause: { start: clause.start, end: clause.end },
        passage: passage.ordinal,
      });
    }
  }
}

/** Whether passages name other places than the report's. They name every place in them, so most sentences need no look. */
function namesMore({ input, known }: Report, here: readonly PassageDraft[]): boolean {
  // No gazetteer knows a place within a county.
  return (
    input.places[0]?.level !== "county" &&
    here.some((passage) => passage.places.some((name) => !known.has(name)))
  );
}

function placesIn({ input, folded }: Report, { start, clauses }: Sentence): FoundPlace[] {
  const last = clauses.findLast((clause) => clause.numbers.length > 0)?.end ?? start;
  return findPlaces(folded.slice(start, last), input.places).map((one) => shifted(one, start));
}

function shifted<Found extends Spanned>(found: Found, by: number): Found {
  return { ...found, start: found.start + by, end: found.end + by };
}

/** The nearest time said before the number in its clause, else after it, else in its statement; see the tests for lists of times. */
function periodOf(
  number: FoundNumber,
  clause: Clause,
  clauses: readonly Clause[],
  periods: readonly FoundPeriod[],
): Period | undefined {
  if (periods.length === 0) return undefined;
  const inClause = periods.filter((one) => one.start >= clause.start && one.end <= clause.end);
  const own = inClause.findLast((one) => one.end <= number.start) ?? inClause[0];
  if (own !== undefined && isTimed(own.period)) return own.period;
  const statementOf = (one: FoundPeriod): number =>
    clauses.findLast((other) => other.start <= one.start)?.statement ?? 0;
  const former = periods.filter((one) => one.end <= number.start && isTimed(one.period));
  const same = former.findLast((one) => statementOf(one) === clause.statement);
  if (same !== undefined) return same.period;
  // 元旦…;…;五一…;: where statements name their own times, the first one's is not everyone's.
  const shared = new Set(periods.map(statementOf)).size === 1 ? former.at(-1)?.period : undefined;
  return shared ?? own?.period;
}

/** 每年 and 5年内 name no time of their own; 今年以来 does, even where no date resolves it. */
function isTimed(period: Period): boolean {
  return (period.from ?? period.to) !== undefined || !/^每|内$/.test(period.text);
}

/** Whether a time is that of all that follows: a block's first words (近5年来,) or a sentence's (8月11日以来,). */
function setsTime(folded: string, block: Block, { period, start, end }: FoundPeriod): boolean {
  if (!isTimed(period)) return false;
  if (start - block.start <= 6 && /^[,间]/.test(folded.slice(end, end + 1))) return true;
  return (
    period.text.endsWith("来") && /(?:^|[。!?\n\s]|自)$/.test(folded.slice(Math.max(0, start - 1), start))
  );
}

/** The place a clause itself speaks of; undefined when the report's own place holds. */
function placesOf(
  folded: string,
  number: FoundNumber,
  clause: Clause,
  sentence: Sentence,
  places: readonly FoundPlace[],
  home: readonly string[],
): readonly string[] | undefined {
  const main = home[0];
  const fitting = places.filter(
    (one) => main === undefined || (one.place.path.at(-1) !== main && one.place.path.includes(main)),
  );
  if (fitting.length === 0 || WHOLE.test(folded.slice(clause.start, clause.end))) return undefined;
  const previous = clause.numbers.findLast((other) => other.end <= number.start);
  const beside = fitting.filter(
    (one) => one.start >= (previous?.end ?? clause.start) && one.end <= number.start,
  );
  const inClause = fitting.filter((one) => one.start >= clause.start && one.end <= number.start);
  const opening = fitting.filter((one) => isSubject(folded, one, sentence.start));
  const chosen = [beside, inClause, opening].find((group) => group.length > 0) ?? [];
  // 新疆维吾尔自治区、兵团各级工会: the report's own place speaks along.
  if (
    main !== undefined &&
    places.some(
      (one) => one.place.path.at(-1) === main && one.start >= clause.start && one.end <= number.start,
    )
  ) {
    return undefined;
  }
  const deepest = chosen.filter((one) => !chosen.some((other) => isInside(other.place, one.place)));
  const names = new Set(deepest.map((one) => one.place.name));
  const place = deepest[0]?.place;
  return names.size === 1 && place !== undefined ? place.path.toReversed() : undefined;
}

function isInside(inner: Place, outer: Place): boolean {
  return inner.name !== outer.name && inner.path.includes(outer.name);
}

function isSubject(folded: string, hit: FoundPlace, start: number): boolean {
  const lead = folded.slice(start, hit.start);
  return (
    lead.length <= 16 && !LOCATION_BEFORE.test(lead) && SUBJECT_AFTER.test(folded.slice(hit.end, hit.end + 4))
  );
}

/** The place a block's first words set for all of it. */
function openingPlaces(folded: string, block: Block, input: FiguresInput): readonly string[] | undefined {
  const lead = folded.slice(block.start, Math.min(block.end, block.start + 40));
  const main = input.places[0]?.name;
  const place = findPlaces(lead, input.places).find(
    (one) =>
      one.start <= 16 && isSubject(lead, one, 0) && (main === undefined || one.place.path.includes(main)),
  );
  return place?.place.path.toReversed();
}
