// What a question wants to know, part by part: "投入多少钱,在几个搬迁点办?" asks for money and for a count of places.
// Pure; understand.ts calls it, evidence.ts looks for clauses that satisfy it.
import { UNIT_AT } from "../../ingest/units.ts";
import { searchWords } from "../../ingest/words.ts";
import type { Span } from "../domain/report.ts";

export type AskKind = "quantity" | "money" | "percent" | "when" | "where" | "who" | "list" | "what";

export interface Ask {
  readonly kind: AskKind;
  /** The measure word asked with, folded ("人次", "项"), when one is said. */
  readonly unit?: string;
  /** What the measure word counts, when it follows at once: "户外劳动者服务站" in "多少个户外劳动者服务站". */
  readonly counted?: string;
  /** The words of `counted`, cut. */
  readonly countedWords?: readonly string[];
  /** What a "who" or "which" wants named. */
  readonly target?: "place" | "organisation" | "person";
  /** The part of the question that belongs to this ask. */
  readonly part: Span;
}

const HOW_MANY = /多少|几|若干/u;
const MONEY_WORDS =
  /多少(?:钱|元|块|万元|亿元|资金|经费|贷款|款|补助金|慰问金|补贴|补助(?:金|款)?)|几(?:块钱|万元|亿元|万块|元)|什么价|花费多大|金额|价值(?:是)?多少|值多少|(?:投入|花|用)了?多少$/u;
const PERCENT_WORDS =
  /占(?:了|比)?(?:是|有|达到?)?(?:多少|几成)|比例|百分之几|几成|占比|百分比|percent|percentage|share of|proportion/u;
const WHEN_WORDS =
  /什么时候|什么时间|何时|哪一?年|哪年哪月|几月|几号|哪天|哪一天|啥时候|几点|每月哪|周几|星期几|多久(?:以?前|之?前)|几时|when\b|what (?:year|month|date)|which (?:year|month)/u;
const WHERE_WORDS =
  /哪里|哪儿|在哪|何处|什么地方|哪个地方|啥地方|去哪|哪(?:几|两|三|些)个?(?:城市|省|地方|县|市)|where\b/u;
const WHO_WORDS =
  /谁|哪位|哪个(?:班组|单位|企业|公司|人|部门|工会|省|市|县|地方|集团|学校)|哪些(?:人|单位|企业|公司|省|市|县|地方)|哪家|哪几(?:家|个)|什么人|跟谁|和谁|who\b|whom\b|which (?:company|team|unit|organi[sz]ation|union|county|province|city)/u;
const LIST_WORDS =
  /哪些|些什么|些啥|(?:都|教|学|送|提供|包含|含)(?:了|过|些)?(?:什么|啥)|有什么|有啥|包括|都有|what (?:services|kinds|activities|facilities|is in|are)|which\b/u;
const ENGLISH_MANY = /how many(?:\s+(?<noun>[a-z]+))?/u;
const ENGLISH_MONEY = /how much|what (?:amount|sum)|cost|worth|value of/u;

// "多少个A、多少个B" and "投入多少钱,服务了多少人" are two asks; a mark between them ends the first.
const BREAK =
  /[,,、;;。.??!!]|(?:以及|还有|和|与|并且|, and | and )(?=[^,、]{0,12}(?:多少|几|什么时候|哪|how|when|where|who|which|what|until))/gu;

/** The asks of a folded question in their order; at least one. A part that asks nothing belongs to the ask before it, or after it at the start. */
export function findAsks(folded: string): Ask[] {
  const parts = splitParts(folded);
  const asks: Ask[] = [];
  let waiting = 0;
  for (const part of parts) {
    const text = folded.slice(part.start, part.end);
    const found = askOf(text);
    if (found === undefined) {
      const last = asks.at(-1);
      if (last !== undefined)
        asks[asks.length - 1] = { ...last, part: { start: last.part.start, end: part.end } };
      continue;
    }
    asks.push({ ...found, part: { start: part.start, end: part.end } });
    waiting = part.end;
  }
  if (asks.length === 0) return [{ kind: "what", part: { start: 0, end: folded.length } }];
  const last = asks.at(-1);
  if (last !== undefined && waiting < folded.length)
    asks[asks.length - 1] = { ...last, part: { start: last.part.start, end: folded.length } };
  return asks.flatMap((ask) => bothCounts(folded, ask));
}

function splitParts(folded: string): Span[] {
  const parts: Span[] = [];
  let start = 0;
  for (const mark of folded.matchAll(BREAK)) {
    // "2.5万" and "1,000" are numbers, not breaks.
    if (
      /[.,]/u.test(mark[0]) &&
      /\d/u.test(folded[mark.index - 1] ?? "") &&
      /\d/u.test(folded[mark.index + 1] ?? "")
    )
      continue;
    if (mark.index > start) parts.push({ start, end: mark.index });
    start = mark.index + mark[0].length;
  }
  if (start < folded.length) parts.push({ start, end: folded.length });
  return parts;
}

// "去了几期多少人" asks twice without a mark.
function bothCounts(folded: string, ask: Ask): Ask[] {
  if (ask.kind !== "quantity" && ask.kind !== "money") return [ask];
  const text = folded.slice(ask.part.start, ask.part.end);
  const counts = Array.from(text.matchAll(/(?:多少|几)(?!乎|年来)/gu));
  if (counts.length < 2) return [ask];
  return counts.flatMap((count, index) => {
    const start = index === 0 ? 0 : count.index;
    const end = counts[index + 1]?.index ?? text.length;
    const found = askOf(text.slice(count.index, end));
    return found === undefined
      ? []
      : [{ ...found, part: { start: ask.part.start + start, end: ask.part.start + end } }];
  });
}

function askOf(text: string): Omit<Ask, "part"> | undefined {
  // 第几轮 asks which one, not how many.
  if (/第(?:几|多少)/u.test(text)) return { kind: "what" };
  if (PERCENT_WORDS.test(text)) return { kind: "percent" };
  if (WHEN_WORDS.test(text)) return { kind: "when" };
  if (MONEY_WORDS.test(text)) return { kind: "money" };
  const english = ENGLISH_MANY.exec(text);
  if (english !== null) return { kind: "quantity" };
  if (ENGLISH_MONEY.test(text)) return { kind: "money" };
  const many = HOW_MANY.exec(text);
  if (many !== null && !/几乎|几年来|多少有(?:点|些)/u.test(text)) {
    const at = many.index + many[0].length;
    // 几个人 counts people, 几个县 counts counties.
    if (/^个人(?![大民])/u.test(text.slice(at))) return { kind: "quantity", unit: "人" };
    UNIT_AT.lastIndex = at;
    const unit = UNIT_AT.exec(text)?.[0];
    const after = text.slice(at + (unit?.length ?? 0));
    if (unit !== undefined && /^(?:元|块|元钱|块钱)$/u.test(unit)) return { kind: "money", unit: "元" };
    if (unit === undefined && /^[^,。]{0,6}(?:金(?!秋)|资金|经费|款|贷款|补助|补贴|费用)/u.test(after))
      return { kind: "money" };
    if (unit === undefined && many[0] === "几") return undefined;
    const counted = after.replace(/[^\p{Script=Han}a-z0-9]+.*$/u, "");
    return {
      kind: "quantity",
      ...(unit === undefined ? {} : { unit }),
      ...(counted === "" ? {} : { counted, countedWords: searchWords(counted) }),
    };
  }
  if (WHERE_WORDS.test(text)) return { kind: "where" };
  if (WHO_WORDS.test(text)) return { kind: "who", target: targetOf(text) };
  if (LIST_WORDS.test(text)) return { kind: "list" };
  if (/什么|啥|what\b/u.test(text)) return { kind: "what" };
  return undefined;
}

function targetOf(text: string): NonNullable<Ask["target"]> {
  if (/哪(?:个|些|几个|一个)(?:省|市|县|地方|州|区)|which (?:county|province|city)/u.test(text))
    return "place";
  return /哪(?:个|些|几个|一个|家|几家)(?:班组|单位|企业|公司|部门|工会|集团|学校|机构)?|[跟和与]谁|which/u.test(
    text,
  )
    ? "organisation"
    : "person";
}

/** The words of asking itself, which no report repeats. */
export const ASKING =
  /(?:多少|几)(?:人次|户次|场次|批次|人|名|位|个|项|件|份|家|条|台|套|期|次|场|批|户|张|处|间|座|所|支|钱|元|块)?|什么时候|什么时间|什么地方|哪年哪月|哪一?年|哪一?天|何时|哪里|哪儿|在哪|哪些|哪个|哪位|哪家|哪几个|什么|怎么样|怎么|怎样|如何|啥时候|啥|谁|是不是|有没有|能不能|可不可以|给不给|请问|一共|总共|麻烦问一下|问一下|告诉我|我想知道|想了解|(?:呢|吗|吧|啊|呀)(?=[?!。,、\s]|$)/gu;
