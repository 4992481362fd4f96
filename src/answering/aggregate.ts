// Questions across reports: "哪个县疗休养的人最多?", "各地法律援助一共办了多少件?". Answered from the figures, each with its source.
// Pure. answer.ts asks `findAggregation` first and hands `aggregate` the figures of the programme.
import type { FigureFilter, FoundFigure } from "../stores/library-store.ts";
import { placeByName } from "../../ingest/places.ts";
import { unitFamily, type UnitFamily } from "../../ingest/units.ts";
import type { Understanding } from "./understand.ts";

export type Operation = "most" | "least" | "total" | "each" | "difference";
type Level = "province" | "prefecture" | "county" | "city";

export interface Aggregation {
  readonly operation: Operation;
  /** Only figures of places of this level, when the question says 县, 市 or 省. */
  readonly level?: Level;
  readonly family?: UnitFamily;
  readonly unit?: string;
  /** 2 for "排第二的"; absent for the first. */
  readonly rank?: number;
  /** Names of the places to compare with each other, when the question names them. */
  readonly among?: readonly string[];
}

export const MOST = /(?:最多|最高|最大|排第一|第一名|领先)|\b(?:most|highest|largest|biggest)\b/u;
export const LEAST = /(?:最少|最低|最小|垫底)|\b(?:fewest|least|lowest|smallest)\b/u;
const WHICH_PLACE =
  /哪(?:一?个|些|几个)?(?<level>省|市|州|县|区|地区|地方|地)|(?<first>什么地方|哪里|哪儿)|最(?:多|少|高|低|大|小)的(?:是)?(?:一个)?(?<ranked>省|市|州|县|区|地方)|\b(?:which|what) (?<english>province|prefecture|city|county|place|region)/u;
const ACROSS =
  /各(?:地|县|市|省|州|个?地方|区|处)|所有(?:的)?(?:县|市|省|地方|报告|报道)|全部(?:的)?(?:县|市|省|地方|报告|报道)|(?<!哪|在[^,。?]{0,8})几个(?:县|市|省|地方)[^,。?]{0,12}(?:一共|总共|合计|总计|加)|这些(?:县|市|省|地方|报告|报道)|报[告道]里|\b(?:across|all (?:the )?(?:places|counties|provinces|reports|regions))\b/u;
const TOTAL = /一共|总共|合计|总计|加起来|加在一起|\b(?:in total|altogether|in all|total|sum)\b/u;
const EACH = /分别|各(?:自|是)?(?:有|是|办|花|投入)?多少|\beach\b/u;

const RANK = /第(?<rank>[二三四五六七八九2-9])(?:名|位|多|高|大|少|低|的|是|呢|[??]|$)|其次|second|third/u;
const WHICH_OF = /哪(?:个|边|一边|一个|里|家|县|市|儿|一家)|谁|which/u;
const MORE = /多|高|大|more|larger|higher/u;
const LESS = /少|低|小|fewer|less|lower/u;
const DIFFERENCE = /(?:差|多|少|相差|高|低)(?:了|出)?多少|差距|相差|difference|how many more|how much more/u;
const MENTIONED =
  /哪(?:些|几个?|个)(?:地方|县|市|省|州|地区)?的?(?:报告|报道).{0,4}(?:讲|提|写|说|有|涉及)|which (?:reports|places) (?:mention|tell|speak)/u;

/** The aggregation a question asks for; undefined when it asks about one place or one report. */
export function findAggregation(question: Understanding): Aggregation | undefined {
  const { folded } = question;
  const compared = comparisonOf(question);
  if (compared !== undefined) return compared;
  const place = WHICH_PLACE.exec(folded);
  const across = ACROSS.test(folded);
  const operation: Operation | undefined =
    place !== null && MOST.test(folded)
      ? "most"
      : place !== null && LEAST.test(folded)
        ? "least"
        : across && TOTAL.test(folded)
          ? "total"
          : (across && EACH.test(folded)) || MENTIONED.test(folded)
            ? "each"
            : undefined;
  if (operation === undefined || question.programmes.length === 0) return undefined;
  const rank = rankOf(folded);
  const level = levelOf(
    /(?<level>[县市省州])(?:一|这)?(?:级|里面)/u.exec(folded)?.groups?.["level"] ??
      place?.groups?.["level"] ??
      place?.groups?.["ranked"] ??
      place?.groups?.["english"] ??
      /各(?<level>省|市|州|县)/u.exec(folded)?.groups?.["level"] ??
      "",
  );
  const unit = question.asks.find((ask) => ask.kind === "quantity")?.unit;
  const family = familyOf(folded, unit);
  return {
    operation,
    ...(rank === undefined ? {} : { rank }),
    ...(level === undefined ? {} : { level }),
    ...(family === undefined ? {} : { family }),
    ...(unit === undefined ? {} : { unit }),
  };
}

/** "永春和溆浦哪个疗休养人多", "凤城和沛县的法律援助差多少件": the places named, with each other. */
function comparisonOf(question: Understanding): Aggregation | undefined {
  const { folded, places, programmes } = question;
  if (places.length < 2 || programmes.length === 0) return undefined;
  const operation: Operation | undefined = DIFFERENCE.test(folded)
    ? "difference"
    : !WHICH_OF.test(folded)
      ? undefined
      : LESS.test(folded) && !/多少/u.test(folded)
        ? "least"
        : MORE.test(folded)
          ? "most"
          : undefined;
  if (operation === undefined) return undefined;
  const unit = question.asks.find((ask) => ask.kind === "quantity")?.unit;
  const family = familyOf(folded, unit);
  return {
    operation,
    among: places.map(({ name }) => name),
    ...(family === undefined ? {} : { family }),
    ...(unit === undefined ? {} : { unit }),
  };
}

const RANKS = "二三四五六七八九";

function rankOf(folded: string): number | undefined {
  const found = RANK.exec(folded);
  if (found === null) return undefined;
  const said = found.groups?.["rank"];
  if (said === undefined) return found[0] === "third" ? 3 : 2;
  return /\d/.test(said) ? Number(said) : RANKS.indexOf(said) + 2;
}

function levelOf(word: string): Level | undefined {
  if (/^(?:省|province)$/.test(word)) return "province";
  if (/^(?:州|地区|prefecture)$/.test(word)) return "prefecture";
  if (/^(?:县|区|county)$/.test(word)) return "county";
  return /^(?:市|city)$/.test(word) ? "city" : undefined;
}

const MONEY =
  /钱|资金|经费|金额|投入|补助金|慰问金|元|补(?:得|了)|[花砸拨捐](?:得|了)|\b(?:money|amount|spent|paid|yuan)\b/u;

export function familyOf(folded: string, unit: string | undefined): UnitFamily | undefined {
  if (MONEY.test(folded)) return "money";
  if (unit !== undefined && unit !== "个") return unitFamily(unit);
  if (/人(?:数|次)?|职工|\b(?:people|workers|persons|members)\b/u.test(folded)) return "people";
  if (/件|案/u.test(folded)) return "cases";
  return undefined;
}

export interface Aggregate {
  readonly operation: Operation;
  /** How many rows come before the one asked for: 1 for "排第二的". */
  readonly skipped: number;
  /** The figures used, one a place, greatest first (least first for "least"). */
  readonly rows: readonly FoundFigure[];
  /** Only for "total" and "difference". */
  readonly total?: number;
  readonly approximate: boolean;
  /** Places left out of the sum because their province's figure already holds them. */
  readonly contained: readonly string[];
  readonly unit: string;
  /** Whether the rows are several things at one place, not one a place. */
  readonly within?: true;
}

/** Undefined when no figure fits. `figures` are what one of `figureFilters` found. */
export function aggregate(
  aggregation: Aggregation,
  question: Understanding,
  figures: readonly FoundFigure[],
): Aggregate | undefined {
  const fitting = figures.filter((figure) => fits(figure, aggregation, question));
  const unit = commonUnit(fitting, aggregation);
  if (unit === undefined) return undefined;
  const comparable = fitting.filter((figure) => sameMeasure(figure.unit, unit));
  const perPlace = Array.from(
    Map.groupBy(comparable, (figure) => figure.places[0] ?? "").values(),
    (ofPlace) => ofPlace.reduce((top, figure) => (figure.value > top.value ? figure : top)),
  );
  const direction = aggregation.operation === "least" ? -1 : 1;
  const rows = perPlace.sort(
    (left, right) =>
      direction * (right.value - left.value) ||
      (left.places[0] ?? "").localeCompare(right.places[0] ?? "", "zh"),
  );
  // Within a named place one row is no comparison, and the ordinary answer may say more.
  if (rows.length === 0 || (rows.length === 1 && question.places.length > 0)) return undefined;
  const skipped = (aggregation.rank ?? 1) - 1;
  if (rows.length <= skipped) return undefined;
  if (aggregation.operation !== "total") {
    const [first, second] = rows;
    return {
      operation: aggregation.operation,
      skipped,
      rows,
      ...(aggregation.operation === "difference" && first !== undefined && second !== undefined
        ? { total: Math.abs(first.value - second.value) }
        : {}),
      approximate: rows.some((row) => row.approximate),
      contained: [],
      unit,
    };
  }
  const names = new Set(rows.map((row) => row.places[0] ?? ""));
  const inside = (figure: FoundFigure): boolean => figure.places.slice(1).some((around) => names.has(around));
  const summed = rows.filter((row) => !inside(row));
  return {
    operation: "total",
    skipped: 0,
    rows: summed,
    total: summed.reduce((sum, row) => sum + row.value, 0),
    approximate: summed.some((row) => row.approximate),
    contained: rows.filter(inside).map((row) => row.places[0] ?? ""),
    unit,
  };
}

// Growth, shares of a whole and amounts per head are no amounts to compare or to add; in both scripts, as clauses have them.
export const NO_AMOUNT =
  "同比 较上年 較上年 比上年 比去年 较去年 較去年 增长 增長 人均 每人 每名 每户 每戶 其中".split(" ");

const OF_SEVERAL = ["等项目", "等項目"];

/**
 * What to ask of the figures, tried in turn until one finds some: the question's own word for the programme, its first
 * term, any of its terms.
 */
export function figureFilters(aggregation: Aggregation, question: Understanding): FigureFilter[] {
  // A report's own word for one of them says which is meant.
  const terms = question.programmes.filter(({ by }) => by === "term");
  const matches = terms.length > 0 ? terms : question.programmes;
  const wordings = [
    terms.map(({ words }) => words),
    matches.map(({ programme }) => programme.terms[0] ?? programme.name.zh),
    matches.flatMap(({ programme }) => programme.terms),
  ];
  // Two places are compared by what the question says; two of a programme's words may be of different things.
  return (aggregation.among === undefined ? wordings : wordings.slice(0, 2))
    .filter((what) => what.length > 0)
    .map((what) => ({
      what,
      // Of one place the stations alone, and of the other all that was built, would be compared.
      without: aggregation.among === undefined ? NO_AMOUNT : [...NO_AMOUNT, ...OF_SEVERAL],
      perPlace: aggregation.operation === "least" ? "least" : "most",
    }));
}

function fits(figure: FoundFigure, aggregation: Aggregation, question: Understanding): boolean {
  const family = unitFamily(figure.unit);
  return (
    figure.places.length > 0 &&
    (aggregation.family === undefined
      ? family !== "percent" && family !== "time"
      : family === aggregation.family) &&
    (aggregation.level === undefined || isOfLevel(figure.places[0] ?? "", aggregation.level)) &&
    (aggregation.among === undefined
      ? question.places.every((place) => figure.places.slice(1).includes(place.name))
      : aggregation.among.includes(figure.places[0] ?? ""))
  );
}

function isOfLevel(name: string, level: Level): boolean {
  // 市 is said of prefectures and of counties alike.
  if (level === "city") return name.endsWith("市");
  const known = placeByName(name)?.level;
  return known === undefined || known === "unknown"
    ? level === "county" && /[县旗区]$/u.test(name)
    : known === level;
}

// 人 and 人次 count people and are compared; 个 and 件 are not.
const sameMeasure = (left: string, right: string): boolean =>
  left === right || (/^人次?$/.test(left) && /^人次?$/.test(right));

function commonUnit(figures: readonly FoundFigure[], aggregation: Aggregation): string | undefined {
  if (aggregation.unit !== undefined) {
    const asked = figures.find((figure) => sameMeasure(figure.unit, aggregation.unit ?? ""));
    if (asked !== undefined) return asked.unit;
  }
  const counts = Map.groupBy(figures, (figure) => (/^人次?$/.test(figure.unit) ? "人" : figure.unit));
  return Array.from(counts).sort((left, right) => right[1].length - left[1].length)[0]?.[0];
}
