// How well a run of clauses serves what a question asks: the right kind of number beside the right words, a date, a place,
// a list, somebody named. Pure; evidence.ts measures every run with it.
import type { Span } from "../domain/report.ts";
import { findNumbers, type FoundNumber } from "../../ingest/numbers.ts";
import { findPeriods } from "../../ingest/periods.ts";
import { findPlaces, shortName } from "../../ingest/places.ts";
import { blank } from "./asides.ts";
import { tellsAspect } from "./aspects.ts";
import type { Ask } from "./asks.ts";
import { saysName } from "./anchors.ts";
import { countServes } from "./counted.ts";
import { announces, detailIn } from "./cues.ts";
import { namesPerson } from "./named.ts";
import { tellsOccasion, tellsTime } from "./occasions.ts";
import type { Understanding } from "./understand.ts";
import { names } from "./who.ts";
import { matchAll, share } from "./wording.ts";
import { tellsOfMore } from "./yes-no.ts";

const TIME =
  /(?:19|20)\d{2}年|\d+月|(?<![\p{Script=Han}])(?:十[一二]?|[一二三四五六七八九])月(?![饼嫂子])|(?<![路街道巷\d])\d{1,2}[日号](?![线楼窗])|每?(?:周|星期)[一二三四五六日天]|\d{1,2}:\d{2}|\d+点|[上下]半年|\b(?:january|february|march|april|may|june|july|august|september|october|november|december|(?:in|by|since|from) (?:19|20)\d{2})\b/u;
const CLOCK = /\d{1,2}:\d{2}|\d{1,2}[点时](?!间|候|代|段)|[一二三四五六七八九十]点|24小时/u;
interface NumberInPlace {
  readonly number: FoundNumber;
  /** The number with what it counts: its own item of a list, else the whole clause. */
  readonly item: string;
  readonly matches: readonly number[];
  /** What a quotation says before its own comma, which parts no clause: "…项目160个,投入4.2亿元。". */
  readonly before?: readonly number[];
}

/** A clause with what the asks look for in it. */
export interface Piece extends Span {
  readonly folded: string;
  readonly matches: readonly number[];
  readonly numbers: readonly NumberInPlace[];
  readonly dated: boolean;
  readonly located: boolean;
  /** Whether it names a person. */
  readonly person: boolean;
}

/** Reads one clause of a folded sentence. */
export function pieceOf(sentence: string, span: Span, question: Understanding): Piece {
  const folded = sentence.slice(span.start, span.end);
  const kinds = new Set(question.asks.map(({ kind }) => kind));
  const counting = kinds.has("quantity") || kinds.has("money") || kinds.has("percent");
  const clock = question.asks.every((ask) => ask.kind !== "when" || ask.clock === true);
  const numbers = counting ? findNumbers(folded).filter((number) => isCount(number, folded)) : [];
  return {
    ...span,
    folded,
    matches: matchAll(question.terms, folded),
    numbers: numbers.map((number, index) => {
      const item = itemOf(folded, number, numbers[index - 1], numbers[index + 1], question.folded);
      const comma = folded.lastIndexOf(",", number.start);
      return {
        number,
        item,
        matches: matchAll(question.terms, item),
        ...(comma > 0 ? { before: matchAll(question.terms, folded.slice(0, comma)) } : {}),
      };
    }),
    dated: kinds.has("when") && (clock ? CLOCK : TIME).test(withoutNamedTimes(folded, question)),
    located:
      (kinds.has("where") || kinds.has("who")) &&
      // Where in 德钦县 is not told by its province.
      findPlaces(folded).some(({ place }) => !question.places.some(({ path }) => path.includes(place.name))),
    person: kinds.has("who") && namesPerson(folded),
  };
}

/** "When did it start, and how many were there by March 2023": a time that another part of the question names tells no when. */
function withoutNamedTimes(clause: string, { periods, asks, folded }: Understanding): string {
  const whens = asks.flatMap(({ kind, part }) => (kind === "when" ? folded.slice(part.start, part.end) : []));
  const named = periods.filter(({ text }) => !whens.some((part) => part.includes(text)));
  if (named.length === 0) return clause;
  const told = findPeriods(clause).filter(({ period }) =>
    named.some(({ from = "-" }) => (period.from ?? period.to)?.startsWith(from) === true),
  );
  return blank(clause, told);
}

// English counts without a measure word: "6 large systems".
const isCount = ({ kind, value, text, start, end }: FoundNumber, folded: string): boolean =>
  // "一次性", "一名": ways of speaking that part no item from its number.
  !(value === 1 && text.startsWith("一") && !/占|仅|只/u.test(folded[start - 1] ?? "")) &&
  (kind === "quantity" || (kind === "bare" && /^ [a-z]{3}/.test(folded.slice(end, end + 4))));

// In "257個模範職工之家、107個戶外勞動者服務站" each number has its own item.
function itemOf(
  text: string,
  number: FoundNumber,
  before: FoundNumber | undefined,
  after: FoundNumber | undefined,
  question: string,
): string {
  const from = before === undefined ? 0 : before.end;
  const to = after === undefined ? text.length : after.start;
  // In "書屋、文化宮等項目762個" the number counts what stands after 等.
  const head = /[\p{Script=Han}]/u.test(text[number.end] ?? "") ? -1 : text.lastIndexOf("等", number.start);
  const counted = text.slice(head + 1, number.start);
  if (head >= from && counted.length > 0 && !question.includes(counted)) return counted + number.text;
  const mark = text.lastIndexOf("、", number.start);
  const start = mark > from && before !== undefined ? mark : from;
  const next = text.indexOf("、", number.end);
  return text.slice(start, next >= 0 && next < to ? next : to);
}

/** Both go from 0 to 1. */
export interface Service {
  readonly served: number;
  /** Share of the ask's words beside what answers it. */
  readonly near: number;
  /** Where in the sentence the number stands that answers a count. */
  readonly at?: number;
}

const UNTOLD = 0.3;
const ORDINAL = /第[\d一二三四五六七八九十]|首[个批次届轮]/u;

/** How a run of clauses serves one ask. `weights` are the terms' for this ask, `own` and `covered` the run's matches. */
export function serves(
  ask: Ask,
  run: readonly Piece[],
  text: string,
  question: Understanding,
  weights: readonly number[],
  own: readonly number[],
  covered: readonly number[],
  leads: readonly string[],
): Service {
  const near = share(
    weights,
    own.map((value, index) => 0.7 * value + 0.3 * (covered[index] ?? 0)),
  );
  if (ask.aspect !== undefined && !(tellsAspect(ask.aspect, text) && isOfNamed(text, question)))
    return { served: UNTOLD, near };
  switch (ask.kind) {
    case "quantity":
    case "money":
    case "percent": {
      const service = countServes(ask, run, text, question, weights, covered);
      return { ...service, served: service.served === 0 ? 0 : service.served + introduced(ask.kind, leads) };
    }
    case "when": {
      const dated = run.some((piece) => piece.dated);
      const told =
        ask.occasion === undefined
          ? dated
            ? 1
            : ask.exact !== true && tellsTime(text, question.folded)
              ? 0.8
              : 0
          : tellsOccasion(ask.occasion, text, question.folded, dated)
            ? 1
            : 0;
      return { served: told === 0 ? 0 : told + introduced("when", leads), near };
    }
    case "where": {
      if (ask.target === "place") return { served: namesWithin(text, question) ? 1 : 0.3, near };
      const told = run.some(({ located }) => located)
        ? ASKS_PLACE_OF.test(question.folded) && onlyWhoDid(text)
          ? 0.8
          : 1
        : EVENT_AT.test(text) || ADDRESS.test(text) || IN_BEIJING.test(text)
          ? 0.9
          : question.terms.length > 1 && share(weights, own) >= 0.85
            ? 0.8
            : 0.3;
      return { served: told + introduced("where", leads), near };
    }
    case "list":
      return {
        served: listing(text, ask) + headed(ask, text) + introduced("list", leads),
        near,
      };
    case "yesno":
      // What helps in a need is told without a "may".
      if (ask.need === true) return { served: 0.7, near };
      if (!tellsOfMore(question, covered)) return { served: 0.3, near };
      return { served: detailIn("yesno", text) >= 1 ? 0.9 : 0.6, near };
    case "condition":
    case "fee":
    case "exclusion":
    case "material":
    case "deadline":
    case "duration":
    case "procedure":
    case "contact": {
      const told = 0.75 * detailIn(ask.kind, text) + 3 * introduced(ask.kind, leads);
      // Clauses that say all that was asked, in the question's own words, hardly speak of something else.
      // How a card is got is not told by how many were.
      const done = ask.kind === "procedure" && /\d/u.test(text);
      const said =
        !done && OWN_WORDS.has(ask.kind) && question.terms.length > 1 && share(weights, own) >= 0.85;
      return { served: Math.max(told, said ? 0.45 : 0), near };
    }
    case "who":
      return { served: names(ask, run, text, question, covered), near };
    case "what":
      return { served: ask.ordinal === true && !ORDINAL.test(text) ? UNTOLD : 0.7, near };
    default: {
      const impossible: never = ask.kind;
      return impossible;
    }
  }
}

// "哪里有驿站", "驿站在哪".
const ASKS_PLACE_OF = /哪(?:里|儿|边)(?:可以|能)?(?:有|找)|(?<!是)在哪(?:里|儿|边)?[呀啊呢]?[?]?$|附近/u;
const WHO_DID = /^(?:省|自治区|州|市|县|区)?(?:各级|本级|市县)?(?:总?工会|省总|县总)/u;

/** Whether clauses name places as those of the unions that did something, which does not tell where it is. */
const onlyWhoDid = (text: string): boolean =>
  findPlaces(text).every(({ end }) => WHO_DID.test(text.slice(end)));

/** Where one person works is not told of another. */
const isOfNamed = (text: string, { names: asked }: Understanding): boolean =>
  asked.length === 0 || /^[他她其]/u.test(text) || asked.some((name) => saysName(text, name));

/**
 * Whether clauses name a place other than those of the question: inside the one that is said right before 哪, and where
 * something was held or built rather than who did it.
 */
function namesWithin(text: string, { places, folded }: Understanding): boolean {
  const before = folded.slice(0, folded.search(/[的里内]?哪/u));
  const around = places.find(({ name }) => before.endsWith(name) || before.endsWith(shortName(name)));
  if (IN_A_PLACE.test(folded) && !IN.test(text)) return false;
  if (around === undefined && IN_BEIJING.test(text)) return true;
  return findPlaces(text).some(
    ({ place }) =>
      places.every(({ name, path }) => name !== place.name && !path.includes(place.name)) &&
      (around === undefined || place.path.includes(around.name)),
  );
}
const IN_A_PLACE = /[在去到往][^,。?]{0,8}哪/u;
const IN = /[在于到赴至往](?![内外位此档线])|走进|进京/u;
const IN_BEIJING = /[在进赴]京(?!东|津|杭|沪)/u;

/** What a heading or question that announces the very thing asked for adds; what stands further above adds less. */
function introduced(kind: Ask["kind"], leads: readonly string[]): number {
  const at = leads.findIndex((lead) => announces(kind, lead));
  return at < 0 ? 0 : at === 0 ? 0.25 : 0.15;
}

/** A list of three or more lists more surely than a pair; where several are wanted, one that names none tells none. */
function listing(text: string, { several }: Ask): number {
  const marks = text.split("、").length - 1;
  if (marks === 0) return several === true && !/[“”《和及]/u.test(text) ? 0.35 : 0.5;
  return marks === 1 ? 0.95 : 1.05;
}

/** What a list adds whose items are what was asked for: "服务区、休息区" for "哪些区". */
function headed({ head }: Ask, text: string): number {
  if (head === undefined) return 0;
  // 知情权、监督权 are rights, 电工、焊工 are trades.
  const short = head.length === 2 ? head[0] : undefined;
  const items = text.split(/、|和(?=[^、]{2,6}(?:[,;。]|$))/u).map((item) => item.replace(/[,;。].*$/u, ""));
  const ends = items.filter(
    (item) => item.endsWith(head) || (short !== undefined && item.endsWith(short)),
  ).length;
  return ends > 1 ? 0.3 : 0;
}

const ADDRESS =
  /[路街道巷]\d+号|\d+号(?:楼|窗口)|[一二三四五六七八九十\d]+楼|\d{3}室|地[址点]|设在|位于|(?:在|到|去|至|送|往|来).{1,14}(?:部|科|室|中心|大厅|窗口|文化宫|公园|广场|礼堂|会馆|体育馆|学校|医院|网点|银行)/u;
const OWN_WORDS: ReadonlySet<Ask["kind"]> = new Set<Ask["kind"]>(["procedure", "condition"]);
const EVENT_AT = /在.{2,20}(?:揭牌|挂牌|举行|举办|召开|成立|设立|启用|开班|开课|签约|开展|建)/u;
