// The words of a question that evidence should hold, each with its weight and with other words that say the same.
// Pure given the vocabulary. understand.ts calls it.
import type { Locale } from "../domain/message.ts";
import type { Span } from "../domain/report.ts";
import { type FoundNumber, parseHanNumber } from "../../ingest/numbers.ts";
import { findPeriods } from "../../ingest/periods.ts";
import {
  dictionaryWords,
  isOrdinaryWord,
  searchWords,
  taggedWords,
  type TaggedWord,
} from "../../ingest/words.ts";
import { asidesIn, blank, spanOf } from "./asides.ts";
import { ASKING } from "./asks.ts";
import { NOT_NAMES } from "./not-names.ts";
import type { ProgrammeMatch, Vocabulary } from "./vocabulary.ts";
import { COMMON, weightOf } from "./word-weights.ts";

/** A word of the question that evidence should hold, with other words that say the same. */
export interface Term {
  readonly word: string;
  readonly weight: number;
  /** The word's own parts: "劳模创新工作室" is also held by a clause with 劳模, 创新 and 工作室. */
  readonly parts: readonly string[];
  readonly alternatives: readonly string[];
  /** Other words of its programme: 技能大赛 for 劳动竞赛, alike and not the same. */
  readonly cousins: readonly string[];
  /** Where it stands in the question; asks are matched by it. */
  readonly span: Span;
  /** Regions that a report about which speaks of it without saying it: 新疆 for 援疆. */
  readonly regions: readonly string[];
  /** A name or quoted words: evidence without it is about something else. */
  readonly required: boolean;
  /** Whether it names a thing or a person rather than what is done or how. */
  readonly thing: boolean;
  /** Part of a way of speaking that named a programme; no report says it so. */
  readonly spoken: boolean;
  /** What a word of four characters is shortened to: 工运 for 工人运动. */
  readonly short?: string;
  /** Whether no dictionary has it: where a report says it, it is somebody's or something's name. */
  readonly coined: boolean;
  /** What reports call that programme: other words for it where no report found says it. */
  readonly meant: readonly string[];
}

const AIDED: ReadonlyMap<string, string> = new Map([
  ["援疆", "新疆"],
  ["援藏", "西藏"],
  ["援青", "青海"],
]);
// What is wanted of a thing, and no report tells in other words.
const ASPECTS: ReadonlySet<string> = new Set(
  "冠军 亚军 季军 一等奖 二等奖 三等奖 特等奖 第一名 头名 名次 排名 比分 景区 景点 下载 平均年龄 奖金 牌子 品牌 型号 颜色 票价 门票 单价 口味 歌词 利息 利率 会费 押金 定金 保证金 违约金 产假 年假 网址 官网 域名 二维码 口令".split(
    " ",
  ),
);

/** "心理咨询室周末上班吗": that there is one does not say when it is open. */
const OPENING =
  /^(?:周末|双休日?|节假日|晚上|夜里|中午|周[一二三四五六日天]).{0,3}(?:上班|开门|开放|营业|开)/u;
/** "谁拿第一" wants the winner; 第一家 is a way of counting. */
const WON = /[拿得夺获]了?$/u;

const QUOTED = /[“「『"《](?<inside>[^”」』"》]{2,20})[”」』"》]/gu;
/** The terms of a folded question, without its places, numbers, dates and words of asking. */
export function termsOf(
  folded: string,
  places: readonly Span[],
  vocabulary: Vocabulary,
  programmes: readonly ProgrammeMatch[],
  numbers: readonly FoundNumber[],
  locale: Locale,
): Term[] {
  const hidden = blank(folded, [
    ...places,
    ...numbers.map(({ start, end }) => ({ start, end })),
    // 中秋 and 春节 are words that reports repeat; 2021年 is not.
    ...findPeriods(folded).filter(({ period }) => /\d/.test(period.text)),
    ...Array.from(folded.matchAll(ASKING), spanOf),
    ...asidesIn(folded),
  ]);
  const quoted = Array.from(folded.matchAll(QUOTED), (one) => one.groups?.["inside"] ?? "").filter(
    (inside) => inside !== "",
  );
  const sayings = vocabulary.sayingsIn(folded);
  const idioms = sayings.filter((saying) => vocabulary.synonymsOf(saying).length > 0);
  const terms: Term[] = [];
  let offset = 0;
  for (const { word, tag } of wordsBeside(hidden, programmes, idioms)) {
    const span = { start: offset, end: offset + word.length };
    offset += word.length;
    const parts = searchWords(word);
    // In an English question the dictionary's report words stand for these.
    if (parts.length === 0 || (locale === "en" && /^[a-z]+$/.test(word))) continue;
    // 工会 in a text does not mean that half of 数字工会 is there.
    const smaller = parts.filter((part) => part !== word && !COMMON.has(part));
    const region = AIDED.get(word.replace(/^对口/u, ""));
    const spoken = sayings.some((saying) => saying.includes(word));
    const programme = programmes.find(
      ({ by, words }) =>
        by !== "saying" && (words.includes(word) || word.includes(words)) && word.length >= 2,
    );
    const weight = weightOf(word, tag);
    const required =
      region !== undefined ||
      (ASPECTS.has(word) && isAskedOf(folded, span)) ||
      OPENING.test(hidden.slice(span.start)) ||
      FEAST.test(word) ||
      (DISASTER.test(word) && !spoken) ||
      (weight >= 1 && isPartner(hidden, span)) ||
      (word === "第一" && WON.test(hidden.slice(0, span.start))) ||
      isName(word, tag) ||
      (quoted.some((inside) => inside.includes(word)) && word.length >= 2 && !COMMON.has(word));
    const short = shortOf(word);
    terms.push({
      ...(short === undefined ? {} : { short }),
      word,
      weight,
      parts: smaller,
      span,
      thing: isThing(word, tag),
      spoken,
      regions: region === undefined ? [] : [region],
      // Aid to Xinjiang is no aid to Tibet.
      alternatives: region === undefined ? [...vocabulary.synonymsOf(word), ...inDigits(word)] : [region],
      coined: tag === "x" && /^\p{Script=Han}{3,}$/u.test(word),
      meant: required || weight <= 0.2 ? [] : meantBy(word, programmes),
      cousins: region === undefined ? (programme?.programme.terms ?? []).filter((term) => term !== word) : [],
      required,
    });
  }
  return asAlternatives(folded, terms);
}

/** "产假结束回去上班,挤奶都没个地方": a clause that asks nothing wants nothing told of what it names. */
function isAskedOf(folded: string, { start, end }: Span): boolean {
  const from = Math.max(...Array.from(",。;?!", (mark) => folded.lastIndexOf(mark, start))) + 1;
  const to = folded.slice(end).search(/[,。;!]/u);
  return (
    to < 0 ||
    ASKS_OF.test(folded.slice(from, end + to)) ||
    !/[,。;!]/u.test(folded.slice(0, folded.length - 1))
  );
}
const ASKS_OF =
  /多少|几|多久|多长|多大|怎|咋|什么|啥|[吗么?？]|有没有|是不是|能|可以|哪|谁|how|what|when|which/u;

/** 六大 is written 6大, too. */
const inDigits = (word: string): string[] => {
  const [, number = "", rest = ""] = /^([二两三四五六七八九十]+)(大|项|个|类|条|种)$/u.exec(word) ?? [];
  const value = parseHanNumber(number.replace("两", "二"));
  return rest === "" || value === undefined ? [] : [`${value}${rest}`];
};

/** "盖新楼还是修旧楼": a clause that tells of the one tells of what was asked by both. */
function asAlternatives(folded: string, terms: readonly Term[]): Term[] {
  const at = folded.indexOf("还是");
  const first = terms.find(({ span }) => span.end === at);
  const second = terms.find(({ span }) => span.start === at + 2);
  if (at < 0 || first === undefined || second === undefined) return Array.from(terms);
  const both = [first, second].flatMap(({ word, alternatives }) => [word, ...alternatives]);
  return terms.map((term) => (term === first || term === second ? { ...term, alternatives: both } : term));
}

/** What reports call the programmes that the question names in a way of speaking which holds the word. */
const meantBy = (word: string, programmes: readonly ProgrammeMatch[]): readonly string[] =>
  programmes.flatMap(({ by, words, programme: { terms } }) =>
    by === "saying" && words.includes(word) ? terms : [],
  );

/** The words of a question; a programme's own words are words, too, so that "互助金发了" is not cut into 互助 and 金发. */
function wordsBeside(
  text: string,
  programmes: readonly ProgrammeMatch[],
  idioms: readonly string[],
): TaggedWord[] {
  const edges = new Set([0, text.length]);
  const known = [...programmes.map(({ words }) => words), ...idioms].filter((words) =>
    /^\p{Script=Han}{3,}$/u.test(words),
  );
  const fixed = [...text.matchAll(FESTIVAL), ...text.matchAll(MONEY_GIVEN)].map(([said]) => said);
  const whole: Span[] = [];
  for (const words of [...known, ...fixed]) {
    const start = text.indexOf(words);
    const end = start + words.length;
    // 工会法 in 工会法律援助 is none, where 法律援助 is known for sure.
    const cuts = whole.some(
      (one) => start < one.end && end > one.start && (start < one.start || end > one.end),
    );
    if (start < 0 || cuts) continue;
    whole.push({ start, end });
    edges.add(start).add(end);
  }
  const sorted = Array.from(edges).sort((left, right) => left - right);
  return sorted.slice(1).flatMap((end, index) => {
    const part = text.slice(sorted[index], end);
    if (part.replace(FESTIVAL, "") === "" && part !== "") return [{ word: part, tag: "t" }];
    // What members say in a fixed way, and the vocabulary has other words for, is one word: 穷帽子.
    if (idioms.includes(part)) return [{ word: part, tag: "n" }];
    return taggedWords(part).flatMap(unguessed);
  });
}

/** 找个, 我休 and 搞了个 are jieba's guesses at words that no dictionary has; they are cut at their light characters. */
function unguessed(guessed: TaggedWord): TaggedWord[] {
  const { word, tag } = guessed;
  if (tag !== "x" || !/^\p{Script=Han}{2,}$/u.test(word) || !GLUED.test(word)) return [guessed];
  return dictionaryWords(word).flatMap((part) => taggedWords(part));
}
const GLUED = /[人个了着过我你他她咱还就也又让把被的得不没点些这那哪弄搞能送]/u;

/** "和中国联通搞校企合作的是哪所学院": with whom it was done is told by no clause that names another. */
const isPartner = (text: string, { start, end }: Span): boolean =>
  /(?:^|[,。;])[和跟与同]$/u.test(text.slice(0, start)) &&
  /^[^,。;]{0,10}(?:合作|联合|携手|结对|共建|签)/u.test(text.slice(end));

/** What was given at one feast is not told by what was given at another. */
const FEAST = /^(?:中秋|端午|重阳|元宵|国庆|春节|元旦|八月十五|五月初五)节?$/u;
/** Nor what was done after a flood by what was done after a fire. */
const DISASTER = /^(?:洪水|洪灾|水灾|洪涝|地震|火灾|台风|泥石流|旱灾|雪灾)$/u;
const FESTIVAL = /(?:三八|五一|五四|六一|七一|八一|十一)(?:节|劳动节|儿童节|妇女节)?|八月十五|五月初五/gu;

// "拿钱建" is no 钱建.
const MONEY_GIVEN = /[拿出掏花投凑]了?钱(?=[建修盖办买搞请给帮支扩])/gu;

/** The first and the third character of a word of two halves, unless they are a word that every report says. */
function shortOf(word: string): string | undefined {
  const [first = "", second = "", third = "", ...others] = word;
  if (others.length !== 1 || !/^\p{Script=Han}{4}$/u.test(word)) return undefined;
  const halves = isOrdinaryWord(first + second) && isOrdinaryWord(third + others.join(""));
  const short = first + third;
  return halves && !COMMON.has(short) && !/[中上下内外]$/u.test(short) ? short : undefined;
}

const isThing = (word: string, tag: string): boolean =>
  word.length >= 2 &&
  !/^[vadpucrmqfyzt]$/u.test(tag[0] === "v" ? (tag === "vn" ? "n" : "v") : (tag[0] ?? ""));

/** The runs of three Han characters of a folded question, without the words of asking. */
export function trigramsOf(folded: string): string[] {
  const text = blank(folded, Array.from(folded.matchAll(ASKING), spanOf));
  const found = new Set<string>();
  for (let index = 0; index + 3 <= text.length; index++) {
    const run = text.slice(index, index + 3);
    if (/^\p{Script=Han}{3}$/u.test(run)) found.add(run);
  }
  return Array.from(found);
}

// jieba tags places it knows and the gazetteer does not (东京, 长白山), organisations and foreign names.
const isName = (word: string, tag: string): boolean =>
  (tag === "ns" || tag === "nt" || WORKS.test(word)) &&
  word.length >= 2 &&
  !NOT_NAMES.has(word) &&
  // 人做县 of "工人做县总工会副主席" is jieba's guess.
  !/[做当给把被]/u.test(word) &&
  !COMMON.has(word) &&
  !GENERAL_PLACE.test(word);
// 大国工匠 is one title, 云岭工匠 another.
const WORKS =
  /^(?:.{2,}(?:厂|公司|集团|煤矿|特钢|钢铁|学院)|(?!劳模|职工|优秀|技能|青年|产业|民族|一线|行业)..工匠)$/u;
const GENERAL_PLACE =
  /^(?:中国|全国|祖国|国家|中华|城市|农村|城乡|乡镇|县城|省城|省里|县里|市里|当地|本地|内地|外地|边疆|高原|惠及)|(?:工会|县|市|省|区|州|部|部门)$/u;

/** An English phrase of a question as the report words the vocabulary has for it; English reports say it as it is. */
export function translatedTerm(folded: string, phrase: string, chinese: readonly string[]): Term {
  const start = Math.max(0, folded.indexOf(phrase));
  const [word = phrase, ...others] = chinese;
  return {
    word,
    alternatives: [...others, phrase],
    weight: COMMON.has(word) || /^(?:money|yuan|funds?|amount|value)$/.test(phrase) ? 0.2 : 1,
    parts: searchWords(word).filter((part) => part !== word && !COMMON.has(part)),
    span: { start, end: start + phrase.length },
    regions: [],
    cousins: [],
    required: ASPECTS.has(word) || DISASTER.test(word) || /球赛?$/u.test(word),
    thing: true,
    spoken: false,
    coined: false,
    meant: [],
  };
}
