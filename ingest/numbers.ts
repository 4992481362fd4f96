// Finds every number of a folded text and says what it is: a quantity with its unit, a date, an ordinal, a code, or bare.
// periods.ts and figures.ts build on it; the question side uses it to know the numbers a member names.
import { type Amount, ARABIC_AT, exact, HAN_AT, match, readAmount } from "./amounts.ts";
import { canonicalUnit, DIRECT_NOUN_AT, ENGLISH_UNIT_AT, GREAT_AT, unitAt } from "./units.ts";

export { parseHanNumber } from "./amounts.ts";

export type NumberKind =
  /** Counts or measures something; `unit` is set. */
  | "quantity"
  /** A number with nothing to count by: "三万五", "1300". */
  | "bare"
  /** 第3期, 101周年, 20届三中全会. */
  | "ordinal"
  /** A year, month, day or clock time. */
  | "date"
  /** A telephone, document or licence number, or part of a name. */
  | "code";

export interface FoundNumber {
  readonly kind: NumberKind;
  /** In whole `unit`s: 9700余万元 is 97000000 of 元. The lower end of a range. Means nothing for dates and codes. */
  readonly value: number;
  /** The upper end of a range: 5至7天. */
  readonly upper?: number;
  /** Canonical: 元, 人, 人次, %; see `canonicalUnit`. */
  readonly unit?: string;
  /** True for 余, 多, 约, 近, 超过, 不少于 and ranges. */
  readonly approximate: boolean;
  /** Half-open range of UTF-16 units, unit included. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const CANDIDATE = /\d|[零〇一二两三四五六七八九十百千]/g;
const DATE_AT =
  /(?:19|20)\d{2}(?: ?年(?![级龄轻])度?(?: ?\d{1,2} ?月份?(?: ?\d{1,2} ?[日号])?)?|(?=\s*(?:-|—|–|~|至|到)+\s*(?:19|20)\d{2}(?!\d))|[-/.]\d{1,2}[-/.]\d{1,2}日?)|\d{1,2} ?月(?:份| ?\d{1,2} ?[日号])?(?:\s*(?:-|—|–|~|至|到)\s*\d{1,2}[日号])?|\d{1,2}日|\d{1,2}(?=\s*(?:-|—|–|~|至|到)\s*\d{1,2}日)|\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}时(?:\d{1,2}分)?|\d{1,2}点(?:\d{1,2}分|半|(?![\d多]))/y;
const HAN_DATE_AT =
  /[一二][〇零○一二三四五六七八九]{3}年(?:[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}[日号])?)?|[一二三四五六七八九十]{1,2}月(?:份|[一二三四五六七八九十]{1,3}[日号])?(?!饼)|[一二三四五六七八九十]{1,3}日(?!游)/y;
const CODE_AT =
  /0\d{2,3}-\d{7,8}|\d{3}-\d{3,4}-\d{3,4}|\d{3,4}-\d{3,4}-\d{4}|1[3-9]\d{9}(?!\d)|\d{5,}-\d+|\d{1,7}号(?!召)/y;
const SHARE_AT = /([百千])分之/y;
const TIE_AT = /\s*(?:至|到|-|—{1,2}|–|~)\s*(?=[\d一二两三四五六七八九十])/y;
const TAIL_AT = /以上|左右|上下/y;
const TENTHS_AT = /成(?=[,。;、)的以左多]|$|职工|员工|工人)/y;
const LEAD =
  /(?:约|近|超|超过|逾|不少于|不低于|不下|至少|达到?近|大约|接近|突破|多达|约为|over|about|nearly|more than|some)\s*$/;
// Their last characters: most numbers are told by these alone.
const LEAD_ENDS = "约近超过逾于下少破达为rtyne";
const MONEY_SIGN = /(?:[¥￥]|rmb|cny)\s?$/;
const MONEY_ENDS = "¥￥by";

/** Every number of a text that went through `fold`, in order, never overlapping. */
export function findNumbers(folded: string): FoundNumber[] {
  const found: FoundNumber[] = [];
  CANDIDATE.lastIndex = 0;
  for (let hit = CANDIDATE.exec(folded); hit !== null; hit = CANDIDATE.exec(folded)) {
    const number = readNumber(folded, hit.index);
    if (number === undefined) {
      // The rest of a run that is no number (一带一路) is looked at character by character, digits never.
      if (/\d/.test(hit[0]))
        CANDIDATE.lastIndex = hit.index + (match(ARABIC_AT, folded, hit.index)?.[0].length ?? 1);
      continue;
    }
    found.push(number);
    CANDIDATE.lastIndex = number.end;
  }
  return found;
}

function readNumber(text: string, start: number): FoundNumber | undefined {
  const arabic = text.charCodeAt(start) < 0x3a;
  const before = text[start - 1] ?? "";
  const made = (
    kind: NumberKind,
    value: number,
    end: number,
    more: Partial<FoundNumber> = {},
  ): FoundNumber => ({
    kind,
    value,
    approximate: false,
    start,
    end,
    text: text.slice(start, end),
    ...more,
  });

  const share = arabic || text[start + 1] !== "分" ? null : match(SHARE_AT, text, start);
  if (share !== null) {
    const amount = readAmount(text, start + share[0].length);
    if (amount === undefined) return undefined;
    const value = share[1] === "百" ? amount.value : amount.value / 10;
    return made("quantity", value, amount.end, {
      unit: "%",
      approximate: amount.vague || isLed(text, start),
    });
  }
  if (before !== "第") {
    const code = arabic && !/[\d月]/.test(before) ? match(CODE_AT, text, start) : null;
    if (code !== null) return made("code", 0, start + code[0].length);
    const date = match(arabic ? DATE_AT : HAN_DATE_AT, text, start);
    if (date !== null) return made("date", 0, start + date[0].length);
  }
  // 几百, 数十, 上百: nobody counted.
  if (!arabic && /[几数上成]/.test(before)) {
    const vague = match(HAN_AT, text, start);
    if (/[十百千]/.test(text[start] ?? "")) return made("code", 0, start + (vague?.[0].length ?? 1));
  }
  const amount = readAmount(text, start);
  if (amount === undefined) {
    const name = arabic ? null : match(/[一二两三四五六七八九]{2,}/y, text, start);
    return name === null ? undefined : made("code", 0, start + name[0].length);
  }
  if (before === "第" || text.startsWith("周年", amount.end))
    return made("ordinal", amount.value, amount.end);
  if (/[a-z_〔[#/]/.test(before) && arabic) return made("code", amount.value, amount.end);
  if (amount.countless) return made("code", 0, amount.end);

  const led = isLed(text, start);
  const tie = amount.vague ? null : (tieAt(text, amount.end) ?? tieAfterUnit(text, amount.end));
  if (tie !== null) {
    const upper = readAmount(text, tie.index + tie[0].length);
    const unit = upper === undefined ? undefined : readUnit(text, upper, start);
    if (upper !== undefined && unit !== undefined) {
      const lower =
        amount.scale === 1 && upper.scale > 1 && amount.value < upper.value / upper.scale
          ? amount.value * upper.scale
          : amount.value;
      if (lower < upper.value) {
        return made("quantity", lower, unit.end, { upper: upper.value, unit: unit.unit, approximate: true });
      }
    }
  }
  const unit = readUnit(text, amount, start);
  if (unit === undefined) return made("bare", amount.value, amount.end, { approximate: led || amount.vague });
  const value = unit.unit === "%" && unit.tenths ? amount.value * 10 : amount.value;
  const approximate = led || amount.vague || unit.vague;
  return made("quantity", exact(value + (unit.half ? 0.5 : 0)), unit.end, { unit: unit.unit, approximate });
}

interface Unit {
  readonly unit: string;
  readonly end: number;
  readonly vague: boolean;
  readonly tenths: boolean;
  readonly half: boolean;
}

function readUnit(text: string, amount: Amount, start: number): Unit | undefined {
  const at =
    text[amount.end] === " " &&
    /[\d%]/.test(text[amount.end - 1] ?? "") &&
    !/[a-z]/.test(text[amount.end + 1] ?? "a")
      ? amount.end + 1
      : amount.end;
  const made = (word: string, end: number, more: Partial<Unit> = {}): Unit => ({
    unit: canonicalUnit(word),
    end,
    vague: "以左上".includes(text[end] ?? "-") && match(TAIL_AT, text, end) !== null,
    tenths: false,
    half: false,
    ...more,
  });
  if (endsIn(MONEY_ENDS, text, start) && MONEY_SIGN.test(text.slice(Math.max(0, start - 4), start)))
    return made("元", amount.end);
  const word = unitAt(text, at);
  if (word !== undefined) {
    const unit = word === "个多月" ? "个月" : word;
    let end = at + word.length;
    if (unit !== word) return made(unit, end, { vague: true });
    // 十年前 dates, 三年级 names; 一年半 and 两个半小时 are said this way.
    if (/^(?:年|天|个月|小时)$/.test(unit) && text[end] === "半") return made(unit, end + 1, { half: true });
    if (unit === "个" && /^半(?:小时|月|钟头)/.test(text.slice(end, end + 3))) {
      const halved = /^半(小时|月|钟头)/.exec(text.slice(end, end + 3))?.[1] ?? "";
      end += 1 + halved.length;
      return made(halved, end, { half: true });
    }
    if (unit === "元" && text.startsWith("人民币", end)) end += 3;
    return made(unit, end);
  }
  const tenths = match(TENTHS_AT, text, at);
  if (tenths !== null && amount.value < 10) return made("%", at + 1, { tenths: true });
  const great = match(GREAT_AT, text, at);
  if (great !== null && amount.value < 100) return made("个", at + 1);
  const noun = isYearLike(amount.value) ? null : match(DIRECT_NOUN_AT, text, at);
  const spoken = text.charCodeAt(start) < 0x3a || amount.vague;
  if (noun !== null && spoken)
    return made(noun[1] !== undefined ? "个" : noun[2] !== undefined ? "人" : "户", at);
  const english = match(ENGLISH_UNIT_AT, text, amount.end);
  if (english === null || (isYearLike(amount.value) && english[1] !== "")) return undefined;
  return made(english[2] ?? "", amount.end + (english[1] === "" ? english[0].length : 0));
}

function tieAt(text: string, at: number): RegExpExecArray | null {
  const next = text[at] ?? "";
  return "至到-—–~".includes(next) || next.trim() === "" ? match(TIE_AT, text, at) : null;
}

// 3个至5个, 10元-20元: the unit stands on both ends.
function tieAfterUnit(text: string, at: number): RegExpExecArray | null {
  const unit = unitAt(text, at);
  return unit === undefined ? null : tieAt(text, at + unit.length);
}

function isYearLike(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value <= 2100;
}

function isLed(text: string, start: number): boolean {
  return endsIn(LEAD_ENDS, text, start) && LEAD.test(text.slice(Math.max(0, start - 10), start));
}

/** Whether one of the characters stands before `start`, white space aside. */
function endsIn(characters: string, text: string, start: number): boolean {
  let at = start - 1;
  while (at > 0 && text[at]?.trim() === "") at--;
  return at >= 0 && characters.includes(text[at] ?? "-");
}
