// A question in, what it means out: kind, places, times, numbers, persons, programmes, what is asked and by which words.
// Pure given the vocabulary. answer.ts calls it first; search.ts, evidence.ts and aggregate.ts read the result.
import type { TalkContext } from "../domain/conversation.ts";
import type { Locale } from "../domain/message.ts";
import type { Period, Place, Span } from "../domain/report.ts";
import { findNumbers, parseHanNumber, type FoundNumber } from "../../ingest/numbers.ts";
import { unitFamily } from "../../ingest/units.ts";
import { findPeriods } from "../../ingest/periods.ts";
import { findPlaces, placeByName, shortName, type FoundPlace } from "../../ingest/places.ts";
import { findRomanised, type RomanisedName } from "../../ingest/romanised.ts";
import { fold, localeOf } from "../../ingest/script.ts";
import { dictionaryWords, searchWords, taggedWords } from "../../ingest/words.ts";
import { ASKING, findAsks, type Ask } from "./asks.ts";
import type { ProgrammeMatch, Vocabulary } from "./vocabulary.ts";

/** A word of the question that evidence should hold, with other words that say the same. */
export interface Term {
  readonly word: string;
  readonly weight: number;
  /** The word's own parts: "劳模创新工作室" is also held by a clause with 劳模, 创新 and 工作室. */
  readonly parts: readonly string[];
  readonly alternatives: readonly string[];
  /** Where it stands in the question; asks are matched by it. */
  readonly span: Span;
  /** A name or quoted words: evidence without it is about something else. */
  readonly required: boolean;
  /** Part of a way of speaking that named a programme; no report says it so. */
  readonly spoken: boolean;
}

export interface Understanding {
  readonly question: string;
  readonly folded: string;
  readonly locale: Locale;
  readonly kind: "question" | "smalltalk" | "offtopic" | "personal" | "vague";
  readonly smalltalk?: string;
  /** The places named, each with its most specific name only. */
  readonly places: readonly Place[];
  /** For a romanised name that several places share, those places; the library tells which is meant. */
  readonly ambiguous: readonly (readonly Place[])[];
  /** Times named that a passage must speak of; "近5年" is no such time. */
  readonly periods: readonly Period[];
  readonly numbers: readonly FoundNumber[];
  /** 第九批, 第2期: which of several. */
  readonly ordinals: readonly string[];
  readonly persons: readonly string[];
  readonly programmes: readonly ProgrammeMatch[];
  readonly asks: readonly Ask[];
  readonly terms: readonly Term[];
  /** Its runs of three Han characters, the words of asking left out. */
  readonly trigrams: readonly string[];
  /** Carried over from the talk, not said in this question. */
  readonly inherited: { readonly places: boolean; readonly topic: boolean };
}

// Words that almost every union report holds: they find nothing and prove nothing.
const COMMON = new Set(
  (
    "工会 总工会 职工 工人 员工 会员 单位 工作 活动 项目 情况 服务 组织 全国 全省 全县 全市 县 市 省 州 区 年 数量 人数 金额 内容 方面 地方 报告 报道 " +
    "问题 提供 开展 进行 举办 实施 推动 建设 建立 建成 建了 建 办 办了 做 做了 搞 有关 相关 各级 新一轮 累计 目前 现在 已经 去了 发 发了 送 送了 给 花 花费 用 投 出 出了 提 提了 参加 大家 " +
    "东西 地儿 城市 担任 职务 名字 姓名 叫 说 介绍 要求 天天 听说 有人 有些 我县 我市 我省 本地 当地 本县 里面 期间 时候 结束 以后 之后 以来 五年 union workers worker county province report people money"
  ).split(" "),
);

const PERSON_TITLE =
  /(?<name>\p{Script=Han}{2,3})(?:副?主席|副?书记|副?部长|副?主任|副?局长|同志|师傅|老师|先生|女士|书记|经理)/u;
const LEADING_NAME =
  /^(?<name>\p{Script=Han}{2,3}?)(?=获得|获|是|在|被|当|担任|得过|拿过|有没有|说|来自|为|去|做|家)/u;
const QUOTED = /[“「『"《](?<inside>[^”」』"》]{2,20})[”」』"》]/gu;
const FOLLOW_UP = /^(?:那么|那|还有|另外|再问|then |and |what about|how about)|呢[??]?$/u;
const POINTS_BACK =
  /那里|那边|那儿|这里|该县|该省|该市|他们|它们?|这个项目|这些|那些|there\b|they\b|\bit\b|those/u;
const AMBIGUOUS_PERIOD = /^(?:近|最近|这|每|去年|今年|前年|目前|截至|期间)/u;

/** Understands a question, with what the talk remembers when it is a follow-up. */
export function understand(
  question: string,
  vocabulary: Vocabulary,
  context?: TalkContext,
  locale?: Locale,
): Understanding {
  const folded = fold(question.normalize("NFC")).trim();
  const script = localeOf(question);
  // Two characters that are the same in both scripts say nothing of the reader; the device does.
  const answerLocale =
    script === "en" || script === undefined
      ? (script ?? locale ?? "zh-Hans")
      : scriptOf(question, script, locale);
  const said = understandAlone(folded, question, vocabulary, answerLocale);
  if (context === undefined || (said.kind !== "question" && said.kind !== "vague")) return said;
  return inherit(said, folded, question, vocabulary, context, answerLocale);
}

function scriptOf(question: string, script: Locale, locale: Locale | undefined): Locale {
  const neutral = fold(question) === question.toLowerCase() && script === "zh-Hans";
  return neutral && locale === "zh-Hant" && localeOf(question) === "zh-Hans" && !hasSimplifiedOnly(question)
    ? "zh-Hant"
    : script;
}

const hasSimplifiedOnly = (text: string): boolean =>
  /[会职业经费补贴办疗养训练费发点岁医药险车书务员为个么这来说对时现间题]/u.test(text);

function understandAlone(
  folded: string,
  question: string,
  vocabulary: Vocabulary,
  locale: Locale,
): Understanding {
  const found = wholeWords(folded, findPlaces(folded));
  const places = mostSpecific([...found.map(({ place }) => place), ...districtsIn(folded, found)]);
  const programmes = vocabulary.matchProgrammes(folded);
  const periods = findPeriods(folded)
    .map(({ period }) => period)
    .filter((period) => period.from !== undefined && !AMBIGUOUS_PERIOD.test(period.text));
  const numbers = findNumbers(folded).filter(
    (number) =>
      isNamed(number) && !found.some(({ start, end }) => number.start >= start && number.end <= end),
  );
  const strangers = (names: readonly RomanisedName[]): string[] =>
    names.flatMap(({ text, places: shared }) => (shared.length === 0 ? [text] : []));
  const asks = findAsks(folded);
  const english = locale === "en" ? vocabulary.fromEnglish(folded) : [];
  const romanised =
    locale === "en" ? findRomanised(question).filter(({ text }) => !translates(english, text)) : [];
  const translatedPlaces = english.flatMap(({ chinese }) =>
    chinese.flatMap((word) => findPlaces(word).filter((one) => one.end - one.start === word.length)),
  );
  const allPlaces = mostSpecific([
    ...places,
    ...translatedPlaces.map(({ place }) => place),
    ...romanised.flatMap(({ places: shared }) => (shared.length === 1 ? shared : [])),
  ]);
  const terms = [
    ...termsOf(folded, found, vocabulary, programmes, numbers, locale),
    ...english
      .filter(({ chinese }) => !chinese.some((word) => findPlaces(word).length > 0))
      .map(({ english: phrase, chinese }) => translatedTerm(folded, phrase, chinese)),
  ];
  const trigrams = trigramsOf(blank(folded, Array.from(folded.matchAll(ASKING), spanOf)));
  const smalltalk = vocabulary.smalltalk(folded);
  const base = {
    question,
    folded,
    locale,
    places: allPlaces,
    ambiguous: romanised.map(({ places: shared }) => shared).filter((shared) => shared.length > 1),
    periods,
    numbers,
    ordinals: ordinalsIn(folded),
    persons: [...personsIn(folded, found), ...strangers(romanised)],
    programmes,
    asks,
    terms,
    trigrams,
    inherited: { places: false, topic: false },
  };
  if (smalltalk !== undefined) return { ...base, kind: "smalltalk", smalltalk };
  if (vocabulary.asksPersonal(folded)) return { ...base, kind: "personal" };
  if (vocabulary.isOfftopic(folded) && !programmes.some(({ by }) => by === "term"))
    return { ...base, kind: "offtopic" };
  const says = terms.some((term) => term.weight >= 0.5) || programmes.length > 0;
  return { ...base, kind: says ? "question" : "vague" };
}

function inherit(
  said: Understanding,
  folded: string,
  question: string,
  vocabulary: Vocabulary,
  context: TalkContext,
  locale: Locale,
): Understanding {
  const refersBack = FOLLOW_UP.test(folded) || POINTS_BACK.test(folded);
  const topicMissing = said.kind === "vague" || said.terms.every((term) => term.weight < 0.5);
  const placesMissing = said.places.length === 0;
  if (!refersBack && !topicMissing) return said;
  if (
    topicMissing &&
    said.places.length === 0 &&
    !refersBack &&
    said.asks.every((ask) => ask.kind === "what")
  )
    return said;
  const needsTopic = topicMissing && context.topic !== "";
  const needsPlaces = placesMissing && context.places.length > 0;
  const rebuilt = needsTopic
    ? understandAlone(`${folded} ${context.topic}`, question, vocabulary, locale)
    : said;
  const oldPlaces = needsPlaces
    ? mostSpecific(context.places.flatMap((name) => findPlaces(name).map(({ place }) => place)))
    : [];
  return {
    ...rebuilt,
    kind:
      rebuilt.kind === "vague" && !needsTopic
        ? "vague"
        : rebuilt.kind === "vague"
          ? "question"
          : rebuilt.kind,
    places: needsPlaces ? oldPlaces : rebuilt.places,
    // "那商南呢" asks what the last question asked.
    asks:
      said.asks.every((ask) => ask.kind === "what") && needsTopic
        ? findAsks(fold(context.question))
        : said.asks,
    inherited: { places: needsPlaces, topic: needsTopic },
  };
}

/** The words to remember as the topic of this question. */
export function topicOf(understanding: Understanding): string {
  return understanding.terms
    .filter((term) => term.weight >= 0.5)
    .map((term) => term.word)
    .join(" ");
}

// "1300台" names a quantity that evidence must hold; "五年" and "一个" are ways of speaking.
function isNamed({ kind, value, unit, text, approximate }: FoundNumber): boolean {
  if (approximate || (kind !== "quantity" && kind !== "bare")) return false;
  if (unit !== undefined && unitFamily(unit) === "time") return false;
  // 12351 is whom to call, not how many.
  if (unit === undefined && (value >= 10_000 || (value >= 1900 && value <= 2100))) return false;
  return /\d/.test(text) ? value >= 3 : unit !== undefined && value >= 10;
}

// 都安 in "都安排" is no place: a name that cuts a word of the dictionary in two was never meant.
function wholeWords(folded: string, found: readonly FoundPlace[]): FoundPlace[] {
  const edges = new Set<number>([0]);
  let offset = 0;
  for (const { word } of taggedWords(folded)) edges.add((offset += word.length));
  return found.filter(({ place, start, end }) => {
    if (end - start === place.name.length) return true;
    const inside = Array.from(folded.slice(start, end)).length >= 3 || (edges.has(start) && edges.has(end));
    return inside || !cutsWord(folded, start, end);
  });
}

function cutsWord(folded: string, start: number, end: number): boolean {
  let offset = 0;
  for (const word of dictionaryWords(folded)) {
    const from = offset;
    offset += word.length;
    if (word.length > 1 && ((from < start && offset > start) || (from < end && offset > end))) return true;
  }
  return false;
}

const ORDINAL = /第(?<number>\d+|[一二三四五六七八九十]+)(?<of>[批期届次轮季条章站场])/gu;

/** Ordinals with their number written in digits: 第九批 and 第9批 are "9批". Texts are folded. */
export function ordinalsIn(folded: string): string[] {
  return Array.from(folded.matchAll(ORDINAL), ({ groups }) => {
    const number = groups?.["number"] ?? "";
    return `${/\d/.test(number) ? Number(number) : (parseHanNumber(number) ?? number)}${groups?.["of"] ?? ""}`;
  });
}

// "涪陵" is said for 涪陵区; in a question, unlike in a report, a district's short name is nearly always the district.
function districtsIn(folded: string, found: readonly FoundPlace[]): Place[] {
  let offset = 0;
  return taggedWords(folded).flatMap(({ word, tag }) => {
    const start = offset;
    offset += word.length;
    if (
      tag !== "ns" ||
      word.length < 2 ||
      found.some((one) => one.start < start + word.length && one.end > start)
    )
      return [];
    return placeByName(`${word}区`) ?? placeByName(`${word}新区`) ?? [];
  });
}

function mostSpecific(places: readonly Place[]): Place[] {
  const byName = new Map(places.map((place) => [place.name, place]));
  const all = Array.from(byName.values());
  return all.filter(
    (place) => !all.some((other) => other.name !== place.name && other.path.includes(place.name)),
  );
}

function personsIn(folded: string, places: readonly FoundPlace[]): string[] {
  const titled = PERSON_TITLE.exec(folded)?.groups?.["name"];
  const tagged = taggedWords(folded).filter(
    ({ word, tag }) => tag === "nr" && word.length >= 2 && word.length <= 4,
  );
  const names = new Set(tagged.map(({ word }) => word));
  const leading = LEADING_NAME.exec(folded)?.groups?.["name"];
  if (leading !== undefined && !dictionaryWords(leading).some((word) => word.length === leading.length))
    names.add(leading);
  // A title follows a name directly; the two or three characters before it are the name when the first is a surname.
  if (titled !== undefined) {
    for (const length of [3, 2]) {
      const name = titled.slice(-length);
      if (name.length === length && SURNAMES.includes(name[0] ?? "")) {
        names.add(name);
        break;
      }
    }
  }
  const inPlace = (name: string): boolean =>
    places.some(
      ({ start, end, place }) =>
        folded.slice(start, end).includes(name) || name.includes(shortName(place.name)),
    );
  return Array.from(names)
    .filter((name) => !inPlace(name))
    .filter((name) => SURNAMES.includes(name[0] ?? "") && !/[省市县区州旗]$/u.test(name));
}

// The commonest surnames, and those that are seldom words by themselves.
const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤代常" +
  "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧阳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙戈浦亢".replaceAll(
    /[和平南强国位来都门海花明相初云容时时全]/gu,
    "",
  );

function termsOf(
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
  ]);
  const quoted = Array.from(folded.matchAll(QUOTED), (one) => one.groups?.["inside"] ?? "").filter(
    (inside) => inside !== "",
  );
  const sayings = vocabulary.sayingsIn(folded);
  const terms: Term[] = [];
  let offset = 0;
  for (const { word, tag } of taggedWords(hidden)) {
    const span = { start: offset, end: offset + word.length };
    offset += word.length;
    const parts = searchWords(word);
    // In an English question the dictionary's report words stand for these.
    if (parts.length === 0 || (locale === "en" && /^[a-z]+$/.test(word))) continue;
    const smaller = parts.filter((part) => part !== word);
    const spoken = sayings.some((saying) => saying.includes(word));
    const programme = programmes.find(
      ({ by, words }) =>
        by !== "saying" && (words.includes(word) || word.includes(words)) && word.length >= 2,
    );
    terms.push({
      word,
      weight: weightOf(word, tag),
      parts: smaller,
      span,
      spoken,
      alternatives: [
        ...vocabulary.synonymsOf(word),
        ...(programme?.programme.terms ?? []).filter((term) => term !== word),
      ],
      required:
        isName(word, tag) ||
        (quoted.some((inside) => inside.includes(word)) && word.length >= 2 && !COMMON.has(word)),
    });
  }
  return terms;
}

const spanOf = (found: RegExpMatchArray): Span => ({
  start: found.index ?? 0,
  end: (found.index ?? 0) + found[0].length,
});

// "Golden Autumn" is in the vocabulary and no name.
const translates = (english: readonly { english: string }[], name: string): boolean =>
  english.some((one) => one.english.includes(name.toLowerCase()) || name.toLowerCase().includes(one.english));

function trigramsOf(text: string): string[] {
  const found = new Set<string>();
  for (let index = 0; index + 3 <= text.length; index++) {
    const run = text.slice(index, index + 3);
    if (/^\p{Script=Han}{3}$/u.test(run)) found.add(run);
  }
  return Array.from(found);
}

// jieba tags places it knows and the gazetteer does not (东京, 长白山), organisations and foreign names.
const isName = (word: string, tag: string): boolean =>
  (tag === "ns" || tag === "nt") &&
  word.length >= 2 &&
  !COMMON.has(word) &&
  !GENERAL_PLACE.test(word);
const GENERAL_PLACE =
  /^(?:中国|全国|祖国|国家|中华|城市|农村|城乡|乡镇|县城|省城|省里|县里|市里|当地|本地|内地|外地|边疆|高原)|(?:工会|县|市|省|区|州)$/u;

function blank(text: string, spans: readonly Span[]): string {
  const units = text.split("");
  for (const { start, end } of spans) for (let index = start; index < end; index++) units[index] = " ";
  return units.join("");
}

function weightOf(word: string, tag: string): number {
  if (COMMON.has(word)) return 0.2;
  if (/^[a-z0-9]+$/.test(word)) return word.length >= 3 ? 0.4 : 0.2;
  const kind = tag[0] ?? "";
  if (word.length === 1) return tag === "v" && !LIGHT_VERBS.has(word) ? 0.45 : 0.2;
  const base =
    kind === "n" || tag === "eng" || tag === "l" || tag === "j"
      ? 1
      : tag === "vn"
        ? 0.9
        : kind === "v"
          ? 0.7
          : kind === "a" || kind === "b"
            ? 0.5
            : 0.5;
  return base * (1 + 0.15 * (Math.min(word.length, 6) - 2));
}

const LIGHT_VERBS = new Set(
  "有 是 要 能 会 想 做 去 来 给 用 到 说 得 过 让 叫 办 搞 请 问 找 看 弄 干 出 上 下 在".split(" "),
);

function translatedTerm(folded: string, phrase: string, chinese: readonly string[]): Term {
  const start = Math.max(0, folded.indexOf(phrase));
  const [word = phrase, ...alternatives] = chinese;
  return {
    word,
    alternatives,
    weight: COMMON.has(word) ? 0.2 : 1,
    parts: searchWords(word).filter((part) => part !== word),
    span: { start, end: start + phrase.length },
    required: false,
    spoken: false,
  };
}
