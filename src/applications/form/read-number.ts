// Amounts and counts as people type them: 三万五, 3万5千, 35k, ￥35,000元, 每月三千, 一家三口, none. field.ts calls it.
import { parseHanNumber } from "../../../ingest/numbers.ts";
import type { ValueNote } from "../../domain/form.ts";
import { dense, plain, withoutLead, withoutTail } from "../words.ts";

export type ReadNumber =
  | { readonly kind: "number"; readonly value: number; readonly note?: ValueNote }
  | { readonly kind: "vague" | "none" };

/** What a question asks for: the sum of a year, of a month, or neither. */
export type Per = "year" | "month" | undefined;

const SCALES: Readonly<Record<string, number>> = {
  十: 10,
  百: 100,
  千: 1000,
  k: 1000,
  thousand: 1000,
  hundred: 100,
  万: 10_000,
  w: 10_000,
  百万: 1_000_000,
  million: 1_000_000,
  亿: 100_000_000,
};
const FORMAL: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from("零壹贰叁肆伍陆柒捌玖拾佰仟", (formal, index) => [
    formal,
    "零一二三四五六七八九十百千"[index] ?? "",
  ]),
);
const ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve".split(" ");
const NOTHING =
  /^(?:一分(?:钱)?(?:也|都)?)?(?:没有|没|无|木有|没得|零|一分没有)(?:收入|支出|钱|人|孩子|了|的|呀|啊|呢|过|任何)*$|^(?:none|nothing|no|nil|zero|no (?:income|money|one|spending|cost)|i have none|i don't have any|nobody)$/;
const LEAD =
  /^(?:先说|先按|先算|先写|暂时|暂定|大概|大约|差不多|约|将近|接近|应该|可能|估计|好像|也就|一共|总共|合计|共计|拢共|加(?:起|在)?(?:来|一起|一块)|下来|到头|算下来|到手|我俩|俺俩|我们俩|两口子|我们两口子|总的|全家|我们家|我家|家里|家庭|我们|我|她|他|就|是|有|只有|才|挣|赚|拿|花|要|收入|支出|工资|人民币|rmb|cny|¥|￥|:|about|around|roughly|approximately|approx|it's|it is|is|i earn|i make|i get|we have|we earn|there are|total|in total|only|of|just)\s*/;
const TAIL =
  /(?:左右|上下|的样子|吧|呢|啊|了|哦|钱|整|块钱|块|元整|元|圆|人民币|yuan|rmb|cny|kuai|in total|altogether|per household|or so)$/;
const MONTHLY =
  /每个?月|一个月|月收入|月工资|月薪|月均|^月|\/月|按月|per month|a month|monthly|every month|each month|\/month|\/mo/;
const YEARLY =
  /每年|一年|全年|年收入|年薪|^年|\/年|per year|a year|yearly|annually|annual|every year|\/year|\/yr|in a year/;
const VAGUE =
  /[多几余来]|不到|出头|以上|以下|至少|最多|more than|less than|over |under |up to|several|some|至|到|~|-\d/;

/** "三万多吧，三万五", "五万多一点就算五万二": somebody settles on a number at the end. */
const SETTLED =
  /[多几来约概]\D*(?:[,。]|就算|就按|就写|就填|算)(?:就算|就按|就写|就填|算)?([\d零一二两三四五六七八九十百千万.]{1,12}(?:元|块钱?)?)$/;

/** An amount in yuan; with `per`, one said for the other period is converted and noted. */
export function readAmountOf(text: string, per: Per): ReadNumber {
  const words = plain(text);
  if (NOTHING.test(words) || NOTHING.test(dense(text))) return { kind: "number", value: 0 };
  const said: Per = MONTHLY.test(words) ? "month" : YEARLY.test(words) ? "year" : undefined;
  const bare = words
    .replace(said === "month" ? MONTHLY : YEARLY, " ")
    // "五千出头" and "三千来块" are five and three thousand to whoever says so.
    .replace(/出头|冒头|挂零|(?<=[千百万])来(?=块|元|钱|$)/g, "")
    .trim();
  const stripped = withoutTail(withoutLead(withoutTail(bare, TAIL), LEAD), TAIL);
  const value = parseNumber(stripped);
  if (value === undefined) {
    const settled = SETTLED.exec(dense(text))?.[1];
    return settled === undefined ? vagueOrNone(stripped) : readAmountOf(settled, per);
  }
  const rounded = Math.round(value * 100) / 100;
  if (said !== undefined && per !== undefined && said !== per) {
    return per === "year"
      ? { kind: "number", value: rounded * 12, note: { kind: "times-12", said: rounded } }
      : {
          kind: "number",
          value: Math.round((rounded / 12) * 100) / 100,
          note: { kind: "divided-by-12", said: rounded },
        };
  }
  const literal = /^\d{1,3}(?:,?\d{3})*(?:\.\d+)?$/.test(stripped);
  return { kind: "number", value: rounded, ...(literal ? {} : { note: { kind: "read" } }) };
}

const ALONE = /^(?:就|只有|只)?(?:我)?(?:一个人|自己一个人|我自己|自己|我一个|一个|just me|only me|myself)$/;
const COUNTED =
  /(?:口人|口子|口|个人|个孩子|个小孩|个娃|个月|个|人|位|名|天|次|回|年|岁|套|间|辆|张|份|件|平方米|平米|平|小时|people|persons?|children|kids|child|days?|times?|years?(?: old)?|months?|hours?|members|of us|rooms?)$/;

/** 3400米, 12公斤: whatever is counted, but 一堆, 一群 and 一样 count nothing. */
const ANY_UNIT =
  /^(?!一[大堆群帮些伙家点般直定样起切])(\d+|[零一二两三四五六七八九十百千万]+)(?:(?![零一二两三四五六七八九十百千万亿多几余来至到半])\p{Script=Han}){1,3}$/u;

/** A whole number of people, days, times. */
export function readCountOf(given: string): ReadNumber {
  // 5️⃣, as phones write it.
  const text = given.replace(/[\ufe0f\u20e3]/g, "");
  const words = plain(text);
  if (NOTHING.test(words)) return { kind: "number", value: 0 };
  const joined = dense(text);
  if (ALONE.test(words) || ALONE.test(joined)) return { kind: "number", value: 1, note: { kind: "read" } };
  const lead = withoutLead(
    withoutLead(withoutTail(words, TAIL), LEAD),
    /^一家子?(?=[一二两三四五六七八九十\d])/,
  );
  const stripped = withoutTail(lead, COUNTED)
    .replace(ANY_UNIT, "$1")
    .replace(/^(?:俩|两)$/, "2")
    .replace(/^仨$/, "3");
  const value = parseNumber(stripped);
  if (value === undefined || !Number.isInteger(value)) return vagueOrNone(stripped);
  return { kind: "number", value, ...(words.includes(String(value)) ? {} : { note: { kind: "read" } }) };
}

const vagueOrNone = (text: string): ReadNumber => ({
  kind:
    text.length <= 16 &&
    !/[吗呢嘛?]/.test(text) &&
    VAGUE.test(text) &&
    /[\d一二两三四五六七八九十百千万]/.test(text)
      ? "vague"
      : "none",
});

/** A number that is all of the text: 35,000 · 3.5万 · 3万5 · 三万五 · 35k · three thousand. Undefined for anything else. */
export function parseNumber(text: string): number | undefined {
  const joined = text
    .replace(/\s/g, "")
    .replace(/[壹贰叁肆伍陆柒捌玖拾佰仟]/g, (formal) => FORMAL[formal] ?? formal)
    .replace(/(\d),(?=\d{3}(?!\d))/g, "$1");
  const word = /^([a-z]+)(hundred|thousand|million)?$/.exec(joined);
  if (word !== null) {
    const value = ENGLISH.indexOf(word[1] ?? "");
    if (value >= 0) return value * (SCALES[word[2] ?? ""] ?? 1);
  }
  if (/^[零〇一二两三四五六七八九十百千万亿点]+$/.test(joined)) return parseHanNumber(joined);
  // "3 四万五" is two numbers.
  if (/\d[一二两三四五六七八九]|[一二两三四五六七八九]\d/.test(joined)) return undefined;
  const digits = joined.replace(/[一二两三四五六七八九]/g, (one) =>
    one === "两" ? "2" : String("零一二三四五六七八九".indexOf(one)),
  );
  if (!/^\d/.test(digits)) return undefined;
  let total = 0;
  let last = Number.POSITIVE_INFINITY;
  let at = 0;
  const part = /(\d+(?:\.\d+)?)(百万|million|thousand|hundred|[十百千万亿kw])?/y;
  while (at < digits.length) {
    part.lastIndex = at;
    const [whole = "", number = "", scaleWord] = part.exec(digits) ?? [];
    if (whole === "") return undefined;
    const scale = scaleWord === undefined ? 1 : (SCALES[scaleWord] ?? 1);
    if (scale >= last) return undefined;
    // 3万5 leaves the thousand unsaid.
    const unsaid = scaleWord === undefined && at > 0 && number.length === 1 && last > 10;
    total += Number(number) * (unsaid ? last / 10 : scale);
    last = scale;
    at += whole.length;
  }
  return Number.isFinite(total) ? Number(total.toPrecision(14)) : undefined;
}
