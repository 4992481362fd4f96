// Days and months as people type them: 去年8月, 今年三月十五, 上个月, 2026.8.31, 8/31/2026, 八月三十一号, last August, 3天前.
// field.ts calls it; what is left unsaid (the day, the year) is given back as it stands, for the next answer to complete.
import { parseHanNumber } from "../../../ingest/numbers.ts";
import { daysFrom, monthsFrom, readEnglish, type SaidDate, shifted } from "./read-date-english.ts";
import { plain, withoutLead, withoutTail } from "../words.ts";

export interface DateFrame {
  /** Today in China, "2026-11-22". */
  readonly today: string;
  readonly time?: "past" | "future";
  /** What an earlier answer said already: "2025-08", "2025". */
  readonly partial?: string;
}

const LEAD =
  /^(?:大概|大约|好像|应该|可能|我记得|记得|我们|我|他|她|是|在|从|就|于|:|住院|出院|到期|截止|说好|on|in|since|from|around|about|it was|it is|it's|was|i think|the)\s*/;
const TAIL =
  /(?:早上|上午|中午|下午|晚上|左右|那天|的时候|那会儿?|前后|吧|的|了|呢|啊|出院|住院|开始|生的|生|出生|确诊|到的|办的|起|i think)$/;
const YEARS: Readonly<Record<string, number>> = {
  大前年: -3,
  前年: -2,
  去年: -1,
  上年: -1,
  今年: 0,
  本年: 0,
  明年: 1,
  后年: 2,
};
const DAYS: Readonly<Record<string, number>> = {
  大前天: -3,
  前天: -2,
  昨天: -1,
  昨日: -1,
  yesterday: -1,
  今天: 0,
  今日: 0,
  today: 0,
  明天: 1,
  明日: 1,
  tomorrow: 1,
  后天: 2,
  大后天: 3,
};
const WEEK = "一二三四五六日";

/** Undefined when the text, all of it, is no date. What is not said is left out or filled from the frame. */
export function readSaidDate(text: string, frame: DateFrame): SaidDate | undefined {
  const words = withoutTail(withoutLead(plain(text), LEAD), TAIL);
  const said = readChinese(arabic(words.replace(/\s/g, "")), frame) ?? readEnglish(words, frame.today);
  if (said === undefined) return undefined;
  return placed(completed(said, frame), frame);
}

/** Whether the day exists in the calendar. */
export function isRealDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** "2026-08-31", or as much of it as is known. */
export function written({ year, month, day }: SaidDate): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  if (year === undefined) return "";
  if (month === undefined) return String(year);
  return `${year}-${two(month)}${day === undefined ? "" : `-${two(day)}`}`;
}

/** 二〇二六年八月三十一号 is 2026年8月31号. */
function arabic(text: string): string {
  return text
    .replace(
      /[〇○零一二三四五六七八九]{4}(?=年|[-/.])|[〇○零一二三四五六七八九]{2}(?=年\d|年[一二三四五六七八九十])/g,
      (run) => Array.from(run, (one) => Math.max(0, "〇一二三四五六七八九".indexOf(one))).join(""),
    )
    .replace(/[一二两三四五六七八九十]+(?=[月日号]|个月|天|年前|年后|周前|$)/g, (run) =>
      String(parseHanNumber(run) ?? run),
    );
}

function readChinese(text: string, { today }: DateFrame): SaidDate | undefined {
  const [year = 0, month = 0] = today.split("-").map(Number);
  const full =
    /^(\d{4})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})[日号]?$/.exec(text) ??
    /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(text);
  if (full !== null) return { year: Number(full[1]), month: Number(full[2]), day: Number(full[3]) };
  const american = /^(\d{1,2})[-/.](\d{1,2})[-/.]((?:19|20)\d{2})$/.exec(text);
  if (american !== null) {
    const [first, second] = [Number(american[1]), Number(american[2])];
    const [m, d] = first > 12 ? [second, first] : [first, second];
    return { year: Number(american[3]), month: m, day: d };
  }
  const parts =
    /^(?:(\d{4}|\d{2}|大?前年|去年|上年|今年|本年|明年|后年)(?:年|[-/.]|(?<=年))?的?)?(?:(\d{1,2})(?:月份?|[-/.](?=\d))的?)?(?:(\d{1,2})[日号]?)?$/.exec(
      text,
    );
  if (parts !== null && text !== "") {
    const [, yearWord, monthWord, dayWord] = parts;
    const bareNumber = /^\d{1,2}$/.test(text);
    const yearMonth = /^((?:19|20)\d{2})[-/.](\d{1,2})$/.exec(text);
    if (yearMonth !== null) return { year: Number(yearMonth[1]), month: Number(yearMonth[2]) };
    const known = yearWord === undefined ? undefined : yearOf(yearWord, year);
    if (yearWord !== undefined && known === undefined) return undefined;
    if (yearWord !== undefined && monthWord === undefined && dayWord !== undefined) return undefined;
    if (
      !bareNumber &&
      (yearWord ?? monthWord ?? dayWord) !== undefined &&
      (yearWord === undefined || /年|^\d{4}$/.test(text) || monthWord !== undefined)
    ) {
      return {
        ...(known === undefined ? {} : { year: known }),
        ...(monthWord === undefined ? {} : { month: Number(monthWord) }),
        ...(dayWord === undefined ? {} : { day: Number(dayWord) }),
      };
    }
  }
  const relative = /^(上上个?月|上个?月|这个?月|本月|当月|下个?月)(?:的?(\d{1,2})[日号]?)?$/.exec(text);
  if (relative !== null) {
    const word = relative[1] ?? "";
    const back = word.startsWith("上上") ? -2 : word.startsWith("上") ? -1 : word.startsWith("下") ? 1 : 0;
    const day = relative[2] === undefined ? {} : { day: Number(relative[2]) };
    return { ...monthsFrom(year, month, back), ...day };
  }
  if (Object.hasOwn(DAYS, text)) return daysFrom(today, DAYS[text] ?? 0);
  const ago = /^(\d+|半)(个?月|天|日|周|个?星期|个?礼拜|年)(?:以)?(前|后|之前|之后)$/.exec(text);
  if (ago !== null) {
    const count = (ago[1] === "半" ? 0.5 : Number(ago[1])) * (/前/.test(ago[3] ?? "") ? -1 : 1);
    return shifted(
      today,
      count,
      /月/.test(ago[2] ?? "")
        ? "month"
        : /年/.test(ago[2] ?? "")
          ? "year"
          : /周|星期|礼拜/.test(ago[2] ?? "")
            ? "week"
            : "day",
    );
  }
  const week = /^(上上|上|这|本|下)?个?(?:周|星期|礼拜)([一二三四五六日天1-7])$/.exec(text);
  if (week !== null) {
    const ahead = { 上上: -2, 上: -1, 下: 1 }[week[1] ?? ""] ?? 0;
    const wanted = /\d/.test(week[2] ?? "")
      ? Number(week[2]) - 1
      : WEEK.indexOf((week[2] ?? "").replace("天", "日"));
    const current = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
    return daysFrom(today, ahead * 7 + wanted - current);
  }
  return undefined;
}

function yearOf(word: string, current: number): number | undefined {
  if (Object.hasOwn(YEARS, word)) return current + (YEARS[word] ?? 0);
  const value = Number(word);
  if (word.length === 4) return value >= 1900 && value <= current + 60 ? value : undefined;
  // 98年 is behind, 27年 may lie a little ahead.
  const near = 2000 + value;
  return near <= current + 5 ? near : 1900 + value;
}

/** What an earlier answer said fills what this one leaves out: "去年8月", then "15号". */
function completed(said: SaidDate, { partial }: DateFrame): SaidDate {
  const [year, month] = (partial ?? "").split("-").map(Number);
  if (year === undefined || year === 0 || said.year !== undefined) return said;
  if (said.month === undefined && month === undefined) return said;
  return { year, ...(said.month === undefined && month !== undefined ? { month } : {}), ...said };
}

/** The year or month left unsaid is the nearest that fits: behind today, unless the field asks for what lies ahead. */
function placed(said: SaidDate, { today, time }: DateFrame): SaidDate | undefined {
  const [year = 0, month = 0, date = 0] = today.split("-").map(Number);
  const ahead = time === "future";
  if (said.year !== undefined) return said;
  if (said.month !== undefined) {
    const day = said.day ?? (ahead ? 31 : 1);
    const later = said.month > month || (said.month === month && day > date);
    const same = said.month === month && day === date;
    return { ...said, year: same ? year : ahead ? (later ? year : year + 1) : later ? year - 1 : year };
  }
  if (said.day === undefined) return undefined;
  const shift = ahead ? (said.day < date ? 1 : 0) : said.day > date ? -1 : 0;
  return { ...monthsFrom(year, month, shift), day: said.day };
}
