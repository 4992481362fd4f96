// Finds the times a folded text speaks of and resolves them: figures.ts gives them to figures, the question side to filters.
// What depends on the day of writing (今年, 近5年来, 8月) is resolved against the report's date, or left unresolved without one.
import type { PartialDate, Period } from "../src/domain/report.ts";
import {
  back,
  FEAST,
  type Frame,
  match,
  pad,
  partial,
  type Point,
  readPoint,
  readWithin,
  smallNumber,
  yearOf,
} from "./calendar.ts";

export interface FoundPeriod {
  readonly period: Period;
  /** Half-open range of UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

const MONTHS_ENGLISH =
  "january february march april may june july august september october november december".split(" ");
// What can begin a time; all else is skipped without a closer look.
const START = new RegExp(
  `截[至止]|(?:19|20)\\d{2}|[二一][〇零○一二三四五六七八九]{3}年|今年|本年|当年|去年|上年|前年|明年|全年|年内|每(?:年|月|季度|学期|逢)|近|过去|最近|\\d{1,2}(?=[-—至到~]+\\d{1,2}月)|[0-9一二三四五六七八九十]{1,3}(?:个?月|年(?:多?来|内))|["“”']?(?:${FEAST})|[上下]半年|前?第?[一二三四1-4]个?季度|["“]?十[二三四五]五|目前|迄今|至今|上个?月|本月|\\b(?:since|last|this|past|january|february|march|april|may|june|july|august|september|october|november|december)\\b`,
  "g",
);
const TIE_AT = /\s*(?:-|—+|–|~|至|到|to|and)\s*/y;
const SINCE_AT = /(?:年)?(?:以来|来(?!自)|起|至今|以后|之后|迄今)/y;
const BEFORE_AT = /(?:以前|之前|前)(?![三四五十期\d])/y;
const SPAN_AT =
  /(近|过去|最近|past |last )\s*([\d一二两三四五六七八九十]{1,3}|two|three|four|five|six|ten)\s*(个?月|年|years?|months?)(多|间|多?来|里)?/y;
const YEARS_SINCE_AT = /([\d一二两三四五六七八九十]{1,3})年多?来/y;
const WITHIN_AT = /([\d一二两三四五六七八九十]{1,3})(?:年|个月)内/y;
const EVERY_AT = /每(?:年|月|季度|学期)/y;
const NOW_AT = /(?:截[至止])?(?:目前|至今|迄今|发稿(?:时)?|现在|日前)/y;
const PLAN_AT = /["“]?十([二三四五])五["”]?(?:规划)?(?:期间|时期|以来)/y;
const MONTH_BACK_AT = /(上个?月)|(本月)/y;
const ENGLISH_MONTH_AT = new RegExp(`(${MONTHS_ENGLISH.join("|")})(?: \\d{1,2},?)? ((?:19|20)\\d{2})`, "y");
const ENGLISH_YEAR_AT = /(?:(since|last|this) )(?:((?:19|20)\d{2})|year)/y;
const UNTIL = /(?:截[至止]到?|至|到|直至|until |by )\s*$/;

/** Every time a text that went through `fold` names, in order, never overlapping. `text` is as the folded text says it. */
export function findPeriods(folded: string, reportDate?: PartialDate): FoundPeriod[] {
  const found: FoundPeriod[] = [];
  let year: number | undefined;
  START.lastIndex = 0;
  for (let hit = START.exec(folded); hit !== null; hit = START.exec(folded)) {
    const before = folded[hit.index - 1] ?? "";
    const at =
      /^截[至止]/.test(hit[0]) && !match(NOW_AT, folded, hit.index) ? hit.index + hit[0].length : hit.index;
    const read = /[\d.第]/.test(before) ? undefined : readPeriod(folded, at, { reportDate, year });
    if (read === undefined) {
      // A digit run is one thing: 12022年 does not hold the year 2022.
      START.lastIndex = hit.index + (/^\d+/.exec(folded.slice(hit.index, hit.index + 12))?.[0].length ?? 1);
      continue;
    }
    const stated = /(?:19|20)\d{2}/.exec(folded.slice(at, read.end))?.[0];
    // What began then goes on: 2016年以来 says nothing of the year of a later 8月.
    if (stated !== undefined && !folded.slice(at, read.end).endsWith("来")) year = Number(stated);
    const period: Period = {
      ...(read.from === undefined ? {} : { from: read.from }),
      ...(read.to === undefined ? {} : { to: read.to }),
      text: folded.slice(hit.index, read.end).trim(),
    };
    found.push({ period, start: hit.index, end: read.end });
    START.lastIndex = read.end;
  }
  return found;
}

function readPeriod(text: string, at: number, frame: Frame): Point | undefined {
  const loose = readLoose(text, at, frame.reportDate);
  if (loose !== undefined) return loose;
  const first = readPoint(text, at, frame);
  if (first === undefined) return undefined;
  const tie = match(TIE_AT, text, first.end);
  if (tie !== null && first.from !== undefined) {
    const second = readSecond(text, first.end + tie[0].length, first.from, frame);
    if (second?.to !== undefined && second.to >= first.from) {
      return { from: first.from, to: second.to, end: second.end };
    }
  }
  const since = match(SINCE_AT, text, first.end);
  if (since !== null) return { from: first.from, to: frame.reportDate, end: first.end + since[0].length };
  const until = UNTIL.test(text.slice(Math.max(0, at - 6), at));
  const before = match(BEFORE_AT, text, first.end);
  if (until || before !== null) return { to: first.to, end: first.end + (before?.[0].length ?? 0) };
  return first;
}

/** Times said without a calendar: 近5年来, 每年, 截至目前. */
function readLoose(text: string, at: number, reportDate: PartialDate | undefined): Point | undefined {
  const span = match(SPAN_AT, text, at) ?? match(YEARS_SINCE_AT, text, at);
  if (span !== null) {
    const [count, unit] = span.length > 2 ? [span[2], span[3] ?? ""] : [span[1], "年"];
    const from = back(reportDate, smallNumber(count ?? ""), /月|month/.test(unit));
    return { from, to: reportDate, end: at + span[0].length };
  }
  const open = match(WITHIN_AT, text, at) ?? match(EVERY_AT, text, at);
  if (open !== null) return { end: at + open[0].length };
  const now = match(NOW_AT, text, at);
  if (now !== null) return { to: reportDate, end: at + now[0].length };
  const plan = match(PLAN_AT, text, at);
  if (plan !== null) {
    const first = 2011 + "二三四五".indexOf(plan[1] ?? "") * 5;
    return {
      from: String(first),
      to: plan[0].endsWith("以来") ? reportDate : String(first + 4),
      end: at + plan[0].length,
    };
  }
  const month = match(MONTH_BACK_AT, text, at);
  if (month !== null) {
    const value = back(reportDate?.slice(0, 7), month[1] === undefined ? 0 : 1, true);
    return { from: value, to: value, end: at + month[0].length };
  }
  const english = match(ENGLISH_MONTH_AT, text, at);
  if (english !== null) {
    const value = `${english[2]}-${pad(MONTHS_ENGLISH.indexOf(english[1] ?? "") + 1)}`;
    return { from: value, to: value, end: at + english[0].length };
  }
  const year = match(ENGLISH_YEAR_AT, text, at);
  if (year === null) return undefined;
  const current = yearOf(reportDate);
  const value =
    year[2] ?? (current === undefined ? undefined : String(current - (year[1] === "last" ? 1 : 0)));
  const to = year[1] === "last" ? value : year[1] === "since" ? reportDate : value;
  return { from: value, to, end: at + year[0].length };
}

/** The far end of a range may leave out what the near end said: 2021年3月至5月, 12月5日至8日. */
function readSecond(text: string, at: number, from: PartialDate, frame: Frame): Point | undefined {
  const day = match(/(\d{1,2})[日号]/y, text, at);
  if (day !== null && from.length === 10) {
    const date = partial(Number(from.slice(0, 4)), from.slice(5, 7), day[1]);
    return { from: date, to: date, end: at + day[0].length };
  }
  const inYear = readWithin(text, at, Number(from.slice(0, 4)), frame);
  if (inYear !== undefined) return inYear;
  const now = match(NOW_AT, text, at);
  return now === null ? readPoint(text, at, frame) : { to: frame.reportDate, end: at + now[0].length };
}
