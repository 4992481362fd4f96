// Reads one point of the calendar off a folded text: a year, a month, a day, a half, a quarter, a feast, and what they are
// in figures where the text leaves the year to its reader. periods.ts puts points together to times.
import type { PartialDate } from "../src/domain/report.ts";
import { unitAt } from "./units.ts";

export interface Point {
  readonly from?: PartialDate | undefined;
  readonly to?: PartialDate | undefined;
  readonly end: number;
}

const HAN_DIGITS = "〇一二三四五六七八九";

const FESTIVALS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  元旦: ["01-01", "01-01"],
  三八: ["03-08", "03-08"],
  五一: ["05-01", "05-01"],
  五四: ["05-04", "05-04"],
  六一: ["06-01", "06-01"],
  七一: ["07-01", "07-01"],
  八一: ["08-01", "08-01"],
  国庆: ["10-01", "10-01"],
  // Lunar feasts move; these months hold every one.
  春节: ["01", "02"],
  端午: ["05", "06"],
  中秋: ["09", "10"],
  两节: ["01", "02"],
  双节: ["09", "10"],
};

export const FEAST = Object.keys(FESTIVALS).join("|");

const YEAR_AT =
  /((?:19|20)\d{2})(?: ?年(?![级龄轻])度?|(?=\s*(?:-|—+|–|~|至|到)\s*(?:19|20)\d{2} ?年?)|[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?!\d)|(?![\d%\-/]|[.,]\d|[余多万亿千百个名人件家元台场次期项户条份张年级号]))/y;
const HAN_YEAR_AT = /[一二][〇零○一二三四五六七八九]{3}年/y;
const RELATIVE_YEAR_AT = /(今年|本年度?|当年|全年|年内)|(去年|上年度?)|(前年)|(明年)/y;

const MONTH_AT =
  / ?的?(\d{1,2}|十[一二]|[一二三四五六七八九十]) ?月(?!饼|嫂|工资|薪)(份)?(?: ?(\d{1,2}|[一二]?十[一二三四五六七八九]?|三十一?|[一二三四五六七八九]) ?[日号])?/y;
const MONTHS_AT = / ?(\d{1,2})(?:月|月份)?\s*(?:-|—+|–|~|至|到)\s*(\d{1,2})月(份)?/y;
const PART_AT = /的?(?:(上半年)|(下半年)|前?第?([一二三四1-4])个?季度|(年?[底末]|岁末)|(年?初))/y;

const FEAST_AT = new RegExp(
  `["“”']?(${FEAST})(?:劳动节|国际劳动节|国际妇女节|妇女节|节|国际儿童节|儿童节)?["“”']?(?:节)?(?:、["“”']?(${FEAST})(?:节)?["“”']?)*(?:期间|前后|前夕|假期|之际|前|(?=慰问|活动|走访|送))`,
  "y",
);

const LONE_FEAST_AT = new RegExp(`(${FEAST})`, "g");

export interface Frame {
  readonly reportDate: PartialDate | undefined;
  /** The year the text named last. */
  readonly year: number | undefined;
}

export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** One point of the calendar, as exact as it is said. */
export function readPoint(text: string, at: number, frame: Frame): Point | undefined {
  const years = match(YEAR_AT, text, at);
  const han = years === null ? match(HAN_YEAR_AT, text, at) : null;
  const relative = years ?? han ?? match(RELATIVE_YEAR_AT, text, at);
  if (relative === null) return readWithin(text, at, undefined, frame);
  const end = at + relative[0].length;
  let year: number | undefined;
  if (years !== null) {
    year = Number(years[1]);
    // 2000盒 is a quantity.
    if (years[0].length === 4 && unitAt(text, end) !== undefined) return undefined;
    const date = partial(year, years[2], years[3]);
    if (years[2] !== undefined) return date === undefined ? undefined : { from: date, to: date, end };
  } else if (han !== null) {
    year = Number(Array.from(han[0].slice(0, 4), (c) => Math.max(0, HAN_DIGITS.indexOf(c))).join(""));
  } else {
    const current = yearOf(frame.reportDate);
    const step =
      relative[2] !== undefined ? -1 : relative[3] !== undefined ? -2 : relative[4] !== undefined ? 1 : 0;
    // What a report of January calls 全年 is the year that ended.
    const looksBack = /全年|年内/.test(relative[0]) && /^\d{4}-0[12]/.test(frame.reportDate ?? "");
    if (current === undefined) return { end: readWithin(text, end, undefined, frame)?.end ?? end };
    year = current + step - (looksBack ? 1 : 0);
  }
  return readWithin(text, end, year, frame) ?? { from: String(year), to: String(year), end };
}

/** A part of a year: a month, a day, a half, a quarter, a feast. Without a year the frame gives one. */
export function readWithin(
  text: string,
  at: number,
  stated: number | undefined,
  frame: Frame,
): Point | undefined {
  const months = match(MONTHS_AT, text, at);
  if (months !== null) {
    const year = stated ?? yearFor(Number(months[2]), frame);
    const [from, to] = [partial(year, months[1]), partial(year, months[2])];
    return { from, to, end: at + months[0].length };
  }
  const month = match(MONTH_AT, text, at);
  if (month !== null) {
    const number = smallNumber(month[1] ?? "");
    if (number < 1 || number > 12) return undefined;
    const day = month[3] === undefined ? undefined : String(smallNumber(month[3]));
    const date = partial(stated ?? yearFor(number, frame), String(number), day);
    return { from: date, to: date, end: at + month[0].length };
  }
  const part = match(PART_AT, text, at);
  // 年底 and 年初 alone could be any year's.
  if (
    part !== null &&
    (stated !== undefined || part[4] === undefined) &&
    (stated !== undefined || part[5] === undefined)
  ) {
    const quarter = "一二三四".indexOf(part[3] ?? "-") + 1 || Number(part[3]);
    const cumulative = /^的?前/.test(part[0]);
    const [first, last] =
      part[1] !== undefined
        ? [1, 6]
        : part[2] !== undefined
          ? [7, 12]
          : part[4] !== undefined
            ? [12, 12]
            : part[5] !== undefined
              ? [1, 1]
              : [cumulative ? 1 : quarter * 3 - 2, quarter * 3];
    const year = stated ?? yearFor(last - 2, frame);
    return { from: partial(year, String(first)), to: partial(year, String(last)), end: at + part[0].length };
  }
  const feast = match(FEAST_AT, text, at);
  if (feast === null) return undefined;
  const ranges = Array.from(feast[0].matchAll(LONE_FEAST_AT), (hit) => FESTIVALS[hit[1] ?? ""] ?? ["", ""]);
  const first = ranges[0]?.[0] ?? "";
  const last = ranges.at(-1)?.[1] ?? "";
  const year = stated ?? yearFor(Number(first.slice(0, 2)), frame);
  const end = at + feast[0].length;
  if (year === undefined) return { end };
  // People celebrate around the day, so the month is all that is certain.
  return { from: `${year}-${first.slice(0, 2)}`, to: `${year}-${last.slice(0, 2)}`, end };
}

export function yearOf(date: PartialDate | undefined): number | undefined {
  return date === undefined ? undefined : Number(date.slice(0, 4));
}

/** The year of a month said without one: the text's own year, else the last such month that the report can look back on. */
function yearFor(month: number, frame: Frame): number | undefined {
  if (frame.year !== undefined) return frame.year;
  const year = yearOf(frame.reportDate);
  if (year === undefined || frame.reportDate === undefined) return undefined;
  const written = frame.reportDate.length >= 7 ? Number(frame.reportDate.slice(5, 7)) : 12;
  return month > written ? year - 1 : year;
}

export function back(date: PartialDate | undefined, count: number, months: boolean): PartialDate | undefined {
  const year = yearOf(date);
  if (year === undefined || date === undefined) return undefined;
  if (!months) return String(year - count) + date.slice(4, 7);
  if (date.length < 7) return date;
  const total = year * 12 + Number(date.slice(5, 7)) - 1 - count;
  return partial(Math.floor(total / 12), String((total % 12) + 1));
}

export function partial(year: number | undefined, month?: string, day?: string): PartialDate | undefined {
  if (year === undefined) return undefined;
  const [monthNumber, dayNumber] = [Number(month ?? 1), Number(day ?? 1)];
  if (monthNumber < 1 || monthNumber > 12 || dayNumber < 1 || dayNumber > 31) return undefined;
  if (month === undefined) return String(year);
  return day === undefined ? `${year}-${pad(monthNumber)}` : `${year}-${pad(monthNumber)}-${pad(dayNumber)}`;
}

export const pad = (value: number): string => String(value).padStart(2, "0");

export function smallNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const english = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].indexOf(
    text,
  );
  if (english > 0) return english;
  const [tens, ones] = text.includes("十") ? text.split("十") : ["", text];
  const digit = (word: string): number => Math.max(0, HAN_DIGITS.indexOf(word === "两" ? "二" : word));
  return (text.includes("十") ? (tens ? digit(tens) : 1) * 10 : 0) + (ones ? digit(ones) : 0);
}
