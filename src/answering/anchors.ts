// What a question names and evidence must hold: places, times, numbers, persons, quoted names, the programme.
// Pure; evidence.ts asks it once a sentence. A sentence that lacks one is about something else, however alike its words.
import type { Period, Place } from "../domain/report.ts";
import { findNumbers, type FoundNumber } from "../../ingest/numbers.ts";
import { findPeriods } from "../../ingest/periods.ts";
import { findPlaces } from "../../ingest/places.ts";
import { inPinyin } from "../../ingest/romanised.ts";
import { remembering } from "../../ingest/remembering.ts";
import { unitFamily } from "../../ingest/units.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import { ordinalsIn } from "./named.ts";
import { tellsDay } from "./occasions.ts";
import type { Term } from "./question-terms.ts";
import type { Understanding } from "./understand.ts";
import type { Programme, ProgrammeMatch } from "./vocabulary.ts";
import { holds, match, namesPlace } from "./wording.ts";
import { tellsOfThoseFrom } from "./works-away.ts";

export type Missing = "place" | "period" | "number" | "person" | "name" | "programme";

/** How a sentence comes to speak of the places named: its report is about them, it or one before it names them, or it lies inside them. */
export type PlaceBasis = "report" | "named" | "nearby" | "inside" | "none asked";

/** A passage with the folded form of its texts, made once. */
export interface FoldedPassage {
  readonly passage: FoundPassage;
  readonly title: string;
  readonly heading: string;
  readonly text: string;
  /** Ids of the programmes asked for that the whole passage is about. */
  readonly themes: ReadonlySet<string>;
  /** Ids of those that its report's title speaks of at least in passing. */
  readonly titles: ReadonlySet<string>;
  /** Whether the whole passage is about a programme the question asks for. */
  readonly theme: boolean;
  /** Whether its report's title speaks of such a programme at least in passing. */
  readonly titled: boolean;
}

/** Whether a report is about the region that a word speaks of without its name: 新疆 for 援疆. */
export const isOfRegion = ({ source }: FoundPassage, { regions }: Term): boolean =>
  source.places.some(({ name }) => regions.some((region) => name.includes(region)));

/** A sentence, the two and the five before it, and it with its neighbours and heading; all folded. */
export interface SentenceText {
  readonly text: string;
  readonly before: string;
  readonly earlier: readonly string[];
  readonly around: string;
}

export interface Anchors {
  readonly missing: readonly Missing[];
  readonly place: PlaceBasis;
  /** Whether the sentence itself states the times asked about, to the month. */
  readonly dated: boolean;
}

export function anchorsOf(passage: FoldedPassage, sentence: SentenceText, question: Understanding): Anchors {
  const missing: Missing[] = [];
  const bases = question.places.map((place) => basisOf(passage.passage, sentence, place, question));
  const elsewhere = question.without.some(({ name }) =>
    passage.passage.source.places.some(({ path }) => path.includes(name)),
  );
  if (bases.includes(undefined) || elsewhere) missing.push("place");
  if (!question.periods.every((period) => coversPeriod(passage, sentence.text, period)))
    missing.push("period");
  const { day } = question;
  if (day !== undefined && !tellsDay(day, sentence.text, sentence.earlier.at(-1) ?? ""))
    missing.push("period");
  if (question.numbers.length > 0) {
    const stated = findNumbers(sentence.text);
    if (!question.numbers.every((number) => stated.some((one) => sameQuantity(one, number))))
      missing.push("number");
  }
  if (question.ordinals.length > 0) {
    const stated = ordinalsIn(`${passage.title}\n${sentence.text}`);
    if (!question.ordinals.every((one) => stated.includes(one))) missing.push("number");
  }
  // Letters are looked for in the passage first: most have none of them, and spelling out a text takes its time.
  const named = (name: string): boolean =>
    (!/^[a-z]/i.test(name) || saysName(passage.text, name)) && saysName(sentence.around, name);
  if (!question.names.every(named)) missing.push("person");
  const known = (term: Term): boolean =>
    match(term, sentence.around) >= 0.8 ||
    passage.title.includes(term.word) ||
    isOfRegion(passage.passage, term) ||
    passage.passage.source.places.some(({ path }) => path.some((name) => name.includes(term.word)));
  if (!question.terms.every((term) => !term.required || known(term))) missing.push("name");
  if (question.notMeant.some((thing) => sentence.text.includes(thing))) missing.push("name");
  const place = worst(bases);
  const asked = question.programmes.filter(({ by }) => by === "term");
  // A clause on a named place, in a passage about the programme, need not name the programme again.
  const within = place === "named" ? `${passage.title}\n${passage.text}` : sentence.around;
  const held = (terms: readonly string[]): boolean => terms.some((term) => holds(within, term));
  const about = ({ id, terms }: Programme): boolean =>
    passage.themes.has(id) || passage.titles.has(id) || held(terms);
  // A station that fights for workers helps whom wages are owed, and need not say so.
  const helped = ({ helpedBy }: Programme): boolean =>
    !asksCount(question) &&
    question.programmes.some(({ programme }) => helpedBy.includes(programme.id) && about(programme));
  if (asked.length > 0 && !asked.some(({ programme }) => about(programme) || helped(programme)))
    missing.push("programme");
  else if (
    !question.programmes.every(
      (one) => !isSpecific(one, question) || about(one.programme) || helped(one.programme),
    )
  )
    missing.push("programme");
  return {
    missing,
    place,
    dated: question.periods.some((period) => statesMonth(passage, sentence.text, period)),
  };
}

// 慰问 and 帮扶 are done in many programmes: with 尘肺病 beside it, a consolation of others is no answer.
const isSpecific = ({ by, words }: ProgrammeMatch, { asks }: Understanding): boolean =>
  by === "term" && words.length >= 3 && !words.startsWith("工会") && asks.length === 1;

/** Whether a folded text says a name; "虎之翼公司" is said for 虎之翼科技公司, "Fang Jianming" for 方建明. */
export function saysName(text: string, name: string): boolean {
  if (text.includes(name)) return true;
  if (/^[a-z]/i.test(name)) return inLetters(text).includes(name.toLowerCase().replace(/[^a-z]/g, ""));
  const body = COMPANY.exec(name)?.groups;
  if (body === undefined) return false;
  const at = text.indexOf(body["stem"] ?? "");
  return at >= 0 && text.slice(at, at + name.length + 8).includes(body["kind"] ?? "");
}
/** Of whole passages, so of no more than one question reads. */
const inLetters = remembering((text: string) => inPinyin(text), 500);
const COMPANY = /^(?<stem>.{2,})(?<kind>公司|集团)$/u;

function worst(bases: readonly (PlaceBasis | undefined)[]): PlaceBasis {
  if (bases.length === 0) return "none asked";
  if (bases.includes("inside")) return "inside";
  if (bases.includes("nearby")) return "nearby";
  return bases.includes("named") ? "named" : "report";
}

/** Whether the whole passage is about a programme. */
export function isTheme(
  { title, heading, text }: Pick<FoldedPassage, "title" | "heading" | "text">,
  { terms }: Programme,
): boolean {
  if (terms.some((term) => title.includes(term) || heading.includes(term))) return true;
  return terms.some((term) => text.split(term).length > 3);
}

/** Whether a sentence further on still tells of the thing that one naming the place told of: "驿站集休息区…于一体". */
function pointsTo({ text, earlier }: SentenceText, place: Place): boolean {
  const at = earlier.findLastIndex((one) => namesPlace(one, place.name));
  if (at < 0) return false;
  const thing = /^\p{Script=Han}{2}/u.exec(text)?.[0] ?? "";
  return (
    thing !== "" &&
    (earlier[at] ?? "").includes(thing) &&
    earlier.slice(at + 1).every((one) => findPlaces(one).length === 0)
  );
}

const QUOTES = ["“", '"', "「", "『"];
const asksCount = ({ asks }: Understanding): boolean =>
  asks.some(({ kind }) => kind === "quantity" || kind === "money" || kind === "percent");

// A county's report does not answer for its province when a quantity is asked; for "what is there" it may, with its name.
function basisOf(
  passage: FoundPassage,
  sentence: SentenceText,
  place: Place,
  question: Understanding,
): PlaceBasis | undefined {
  // What a home has, or the place of work, is not what there is for those from the one in the other.
  if (question.home !== undefined)
    return namesPlace(sentence.text, place.name) && tellsOfThoseFrom(sentence.text, question.home)
      ? "named"
      : undefined;
  const own = passage.source.places;
  if (own.some(({ name }) => name === place.name)) return "report";
  const counts = asksCount(question);
  const inside = own.some(({ path }) => path.includes(place.name));
  // "发放895份云南省工会系统证书" in a county's report counts nothing of the province, unless it tells of who was asked about.
  if (namesPlace(sentence.text, place.name)) {
    const named = question.names.some((name) => saysName(sentence.text, name));
    // 商洛市“劳动模范” are the city's, whoever of its counties they are.
    const titled = QUOTES.some((mark) => sentence.text.includes(place.name + mark));
    return counts && inside && !named && !titled && !THROUGHOUT.test(sentence.text) ? undefined : "named";
  }
  if (counts || NAME_OF_OFFICIAL.test(question.folded)) return undefined;
  // A report that names another place in passing goes on with its own, unless it still tells of the same thing.
  const passing =
    own.length > 0 && own.every(({ name, path }) => !place.path.includes(name) && !path.includes(place.name));
  if (pointsTo(sentence, place)) return "named";
  if (!passing && namesPlace(sentence.before, place.name)) return "nearby";
  return inside ? "inside" : undefined;
}

// Nor is a county's chairman, or the one its report only calls 省总工会主席, known to be another place's.
const NAME_OF_OFFICIAL =
  /(?:主席|书记|主任|部长|会长|理事长)(?:是|叫|姓)?(?:什么|啥|谁|哪位)|(?:谁|哪位)是[^,。?]{0,12}(?:主席|书记|主任|部长|会长)/u;

const THROUGHOUT = /全[省州市区]/u;

function coversPeriod(passage: FoldedPassage, sentence: string, named: Period): boolean {
  const asked = isOpen(named) ? { ...named, to: "9999" } : named;
  const own = findPeriods(sentence, passage.passage.source.date)
    .map(({ period }) => period)
    .filter((period) => period.from !== undefined || period.to !== undefined);
  // "2016年起" is told of by "2016年以来", and by what is so at the report's date.
  if (isOpen(named) && own.some(({ from }) => from?.slice(0, 4) === asked.from?.slice(0, 4))) return true;
  const exact = own.filter((period) => !isLong(period));
  if (exact.length > 0) return exact.some((period) => overlaps(period, asked));
  if (own.length > 0) return false;
  // "2023年工作总结", or a passage that names one year only, speaks of that year throughout.
  const years = new Set(
    [...passage.title.matchAll(YEAR), ...passage.text.matchAll(YEAR)].map(([year]) => year.slice(0, 4)),
  );
  const [year, ...others] = years;
  if (year !== undefined && others.length === 0) return overlaps({ from: year, to: year, text: "" }, asked);
  // Else the year it is dated, or in its first months the year before too.
  const { date } = passage.passage.source;
  if (date === undefined) return years.has(asked.from?.slice(0, 4) ?? "");
  const dated = Number(date.slice(0, 4));
  const early = Number(date.slice(5, 7) || "12") <= 3;
  return overlaps({ from: String(early ? dated - 1 : dated), to: String(dated), text: "" }, asked);
}

const statesMonth = ({ passage }: FoldedPassage, text: string, asked: Period): boolean =>
  (asked.from?.length ?? 0) >= 7 &&
  findPeriods(text, passage.source.date).some(
    ({ period }) => period.from !== undefined && period.from.slice(0, 7) === asked.from?.slice(0, 7),
  );

const isOpen = ({ from, to, text }: Period): boolean =>
  from !== undefined && (to === undefined || SINCE.test(text));
const SINCE = /(?:以来|以后|之后|起|至今)$/u;

const YEAR = /(?:19|20)\d{2}年/gu;

const isLong = ({ from, to }: Period): boolean =>
  from !== undefined && to !== undefined && Number(to.slice(0, 4)) - Number(from.slice(0, 4)) >= 2;

function overlaps(left: Period, right: Period): boolean {
  const from = (period: Period): string => (period.from ?? period.to ?? "0000").padEnd(10, "-00");
  const to = (period: Period): string => (period.to ?? period.from ?? "9999").padEnd(10, "-99");
  return from(left) <= to(right) && from(right) <= to(left);
}

/** Whether two numbers state the same quantity; a bare number matches any unit. */
export const sameQuantity = (left: FoundNumber, right: FoundNumber): boolean =>
  (left.value === right.value ||
    left.upper === right.value ||
    isAbout(left, right) ||
    isAbout(right, left)) &&
  (left.unit === undefined ||
    right.unit === undefined ||
    unitFamily(left.unit) === unitFamily(right.unit) ||
    (isOfAnything(left.unit) && isCounted(right.unit)) ||
    (isOfAnything(right.unit) && isCounted(left.unit)));

// "217个住院职工" are 217名 in a report.
const isOfAnything = (unit: string): boolean => unit === "个";
const isCounted = (unit: string): boolean => /^(?:people|cases|things)$/.test(unitFamily(unit));

/** 2130万 is about 两千多万. */
const isAbout = ({ value }: FoundNumber, rough: FoundNumber): boolean =>
  rough.approximate &&
  /多|余/u.test(rough.text) &&
  value > rough.value &&
  value < rough.value + 10 ** Math.floor(Math.log10(rough.value));
