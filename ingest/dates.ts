// Dates as reports state them, and the year a jubilee gives away.
import type { PartialDate } from "../src/domain/report.ts";

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const DIGITS: Readonly<Record<string, string>> = {
  〇: "0",
  零: "0",
  "○": "0",
  一: "1",
  二: "2",
  三: "3",
  四: "4",
  五: "5",
  六: "6",
  七: "7",
  八: "8",
  九: "9",
};
const NUMERIC =
  /(?<!\d)((?:19|20)\d\d)\s*(?:[-/.]\s*(\d{1,2})(?:\s*[-/.]\s*(\d{1,2}))?(?!\d)|年(?:\s*(\d{1,2})\s*月(?:\s*(\d{1,2})\s*日)?)?)/;
const WRITTEN =
  /([二一][〇零○一二三四五六七八九]{3})年(?:([一二三四五六七八九十]{1,2})月(?:([一二三四五六七八九十]{1,3})日)?)?/;
const ENGLISH_MONTH_FIRST =
  /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b/i;
const ENGLISH_DAY_FIRST =
  /\b(\d{1,2})(?:st|nd|rd|th)?\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+((?:19|20)\d\d)\b/i;
const CLOCK = /^[\sT,]*\d{1,2}\s*[:：]\s*\d{2}(?:\s*[:：]\s*\d{2})?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/;

export interface FoundDate {
  readonly date: PartialDate;
  /** Where it stands, a time of day after it included. */
  readonly start: number;
  readonly end: number;
}

function written(text: string): number {
  if (text === "十") return 10;
  const [tens, ones] = text.includes("十") ? text.split("十") : ["", text];
  const ten = text.includes("十") ? Number(DIGITS[tens ?? ""] ?? "1") * 10 : 0;
  return ten + Number(DIGITS[ones ?? ""] ?? "0");
}

function made(year: number, month?: number, day?: number): PartialDate | undefined {
  if (month === undefined || Number.isNaN(month) || month === 0) return String(year);
  if (month > 12) return undefined;
  const start = `${year}-${String(month).padStart(2, "0")}`;
  if (day === undefined || Number.isNaN(day) || day === 0) return start;
  return day > new Date(Date.UTC(year, month, 0)).getUTCDate()
    ? undefined
    : `${start}-${String(day).padStart(2, "0")}`;
}

const number = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);

/** The first calendar date in a folded text. A bare year counts only with 年. */
export function findDate(folded: string): FoundDate | undefined {
  const found: { index: number; length: number; date: PartialDate }[] = [];
  const note = (match: RegExpExecArray | null, date: PartialDate | undefined): void => {
    if (match !== null && date !== undefined)
      found.push({ index: match.index, length: match[0].length, date });
  };
  const numeric = NUMERIC.exec(folded);
  if (numeric) {
    const [, year, month1, day1, month2, day2] = numeric;
    note(numeric, made(Number(year), number(month1 ?? month2), number(day1 ?? day2)));
  }
  const inWords = WRITTEN.exec(folded);
  if (inWords) {
    const year = Number(Array.from(inWords[1] ?? "", (one) => DIGITS[one] ?? "").join(""));
    const [, , month, day] = inWords;
    const sane = year > 1900 && year < 2100;
    note(
      inWords,
      sane
        ? made(
            year,
            month === undefined ? undefined : written(month),
            day === undefined ? undefined : written(day),
          )
        : undefined,
    );
  }
  const english = ENGLISH_MONTH_FIRST.exec(folded);
  if (english) {
    note(
      english,
      made(Number(english[3]), MONTHS.indexOf((english[1] ?? "").toLowerCase()) + 1, Number(english[2])),
    );
  }
  const british = ENGLISH_DAY_FIRST.exec(folded);
  if (british) {
    note(
      british,
      made(Number(british[3]), MONTHS.indexOf((british[2] ?? "").toLowerCase()) + 1, Number(british[1])),
    );
  }
  const [first] = found.sort((left, right) => left.index - right.index);
  if (first === undefined) return undefined;
  const end = first.index + first.length;
  const clock = CLOCK.exec(folded.slice(end, end + 40))?.[0].length ?? 0;
  return { date: first.date, start: first.index, end: end + clock };
}

// What is celebrated, and the year its count starts from.
const JUBILEES: readonly (readonly [RegExp, number])[] = [
  [/(?:中国共产党(?:成立|建党)?|建党)\s*(\d{2,3})\s*周年/g, 1921],
  [/(?:新中国|中华人民共和国|建国)(?:成立)?\s*(\d{2,3})\s*周年/g, 1949],
  [/(?:中国人民解放军建军|建军)\s*(\d{2,3})\s*周年/g, 1927],
  [/中华全国总工会成立\s*(\d{2,3})\s*周年/g, 1925],
  [/改革开放\s*(\d{2})\s*周年/g, 1978],
];

/**
 * The year a report must be from because of the jubilee it celebrates; undefined when none is named or they disagree.
 * A jubilee that is only remembered ("回顾…以来") does not count.
 */
export function inferYear(folded: string): PartialDate | undefined {
  const years = new Set<number>();
  for (const [pattern, start] of JUBILEES) {
    for (const match of folded.matchAll(pattern)) {
      const before = folded.slice(Math.max(0, match.index - 12), match.index);
      if (/庆祝|喜迎|迎接|献礼|隆重纪念|纪念/.test(before)) years.add(start + Number(match[1]));
    }
  }
  const [year, ...others] = years;
  return year === undefined || others.length > 0 || year > 2100 ? undefined : String(year);
}
