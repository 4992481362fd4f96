// A question in, what it means out: kind, places, times, numbers, persons, programmes, what is asked and by which words.
// Pure given the vocabulary. answer.ts calls it first; evidence.ts, judge.ts and aggregate.ts read the result.
import type { Cited, TalkContext } from "../domain/conversation.ts";
import type { Locale } from "../domain/message.ts";
import type { Period, Place, Span } from "../domain/report.ts";
import { findNumbers, type FoundNumber } from "../../ingest/numbers.ts";
import { findPeriods } from "../../ingest/periods.ts";
import { findPlaces } from "../../ingest/places.ts";
import { findRomanised, type RomanisedName } from "../../ingest/romanised.ts";
import { fold, inScriptOf, localeOf } from "../../ingest/script.ts";
import { leftOutIn, notMeantIn, withoutLeftOut, withoutSpeaker } from "./asides.ts";
import { findAsks, type Ask } from "./asks.ts";
import { isDetail } from "./cues.ts";
import { placesBeside } from "./each-place.ts";
import { withContext } from "./follow-up.ts";
import {
  districtsIn,
  isNamedQuantity,
  mostSpecific,
  namesakes,
  namesCompany,
  ordinalsIn,
  personsIn,
  unknownBodies,
  wholeWords,
} from "./named.ts";
import { dayIn } from "./occasions.ts";
import { asksWhereSomebodyLives } from "./private-home.ts";
import { termsOf, translatedTerm, trigramsOf, type Term } from "./question-terms.ts";
import type { ProgrammeMatch, Vocabulary } from "./vocabulary.ts";
import { KINDS } from "./word-weights.ts";
import { homeOf } from "./works-away.ts";

export interface Understanding {
  readonly question: string;
  readonly folded: string;
  readonly locale: Locale;
  readonly kind: "question" | "smalltalk" | "offtopic" | "personal" | "crisis" | "vague";
  readonly smalltalk?: string;
  /** The places named, each with its most specific name only. */
  readonly places: readonly Place[];
  /** Places that it says it is not about: "除了西藏,还有谁". */
  readonly without: readonly Place[];
  /** Things that it says it does not mean: "不是快递,是外卖". */
  readonly notMeant: readonly string[];
  /** The feast known by its day that it names as a time: "五一那阵". */
  readonly day?: string;
  /** For a romanised name that several places share, those places; the library tells which is meant. */
  readonly ambiguous: readonly (readonly Place[])[];
  /** Times named that a passage must speak of; "近5年" is no such time. */
  readonly periods: readonly Period[];
  readonly numbers: readonly FoundNumber[];
  /** 第九批, 第2期: which of several. */
  readonly ordinals: readonly string[];
  /** The place of somebody's home, where they work in the other. */
  readonly home?: Place;
  /** Persons, and villages or bodies that no gazetteer knows. */
  readonly names: readonly string[];
  readonly programmes: readonly ProgrammeMatch[];
  readonly asks: readonly Ask[];
  readonly terms: readonly Term[];
  /** Its runs of three Han characters, the words of asking left out. */
  readonly trigrams: readonly string[];
  /** Carried over from the talk, not said in this question. */
  readonly inherited: Inherited;
  /** What the last answer quoted, where this question goes on from it: "那次送了多少台". */
  readonly follows: readonly Cited[];
  /** What was quoted before and is not wanted again: "还有吗". */
  readonly quoted: readonly Cited[];
}

export interface Inherited {
  readonly places: boolean;
  readonly topic: boolean;
  /** Whether nothing in the question points back. */
  readonly tentative: boolean;
  /** Whether all but what is asked was said before: "值多少钱", "谁去的". */
  readonly bare: boolean;
}
const NOTHING_INHERITED: Inherited = { places: false, topic: false, tentative: false, bare: false };

/** "你好我是德钦县的": a greeting that somebody goes on from without a stop. */
const GREETING = /^(?:你好|您好|在吗|大家好)[啊呀!,。~\s]*(?=我|咱|俺|请问|想问)/u;

/** "要交好多钱嘛": what is said for 多少 in the southwest. */
const HOW_MANY =
  /好多(?=[钱元块万亿人名个次期场件户家岁天台](?:\p{Script=Han}(?!吗)){0,8}?(?:[嘛喃咧哦呀呢]\s*)?(?:[?？]|$|(?<=[嘛喃咧哦呀呢]\s*)[,。]))(?![^,。]*吗)/u;

/** "写论文要用:", "记者核实一下:": what it is wanted for. */
const PREAMBLE =
  /^(?:我是|我|本人)?(?:记者|编辑|学生|研究生|通讯员)?(?:想|要|在|正在|帮忙|麻烦)?(?:写(?:个|一?篇|份)?(?:论文|材料|总结|报告|稿子?|作业|简报|文章|新闻)|做(?:作业|课题|调研)|核实|整理(?:材料|数据)|引用)[^,:;。?]{0,8}[:,]\s*/u;

/** "德钦和商南比一比:" before each is asked of by its name. */
const COMPARING = /^[^,:;。?]{2,14}(?:比一?比|对比(?:一下)?|比较(?:一下)?)[:,]\s*/u;
const namesTwo = (folded: string): boolean =>
  new Set(findPlaces(folded).map(({ place }) => place.name)).size > 1;

const AMBIGUOUS_PERIOD = /^(?:近|最近|这|每|去年|今年|前年|目前|截至|期间)/u;

/** Understands a question, with what the talk remembers when it is a follow-up. */
export function understand(
  question: string,
  vocabulary: Vocabulary,
  context?: TalkContext,
  locale?: Locale,
  answerIn?: Locale,
): Understanding {
  const folded = vocabulary
    .mended(fold(shortened(question.normalize("NFC").trim())))
    .replaceAll("几多", "多少")
    .replace(HOW_MANY, "多少")
    // 公会 is what an input method makes of 工会; no dictionary keeps these from being cut wrong.
    .replaceAll("公会", "工会")
    .replaceAll("法绿", "法律")
    .replaceAll("莫得", "没有")
    // 云南省总 is what officers call its 总工会.
    .replace(/(?<=[省市州县区]总)(?=任|干|副?主席|党组|书记|领导|机关|本级|那边)/gu, "工会")
    .replace(GREETING, "")
    .replace(PREAMBLE, "")
    .replace(COMPARING, (intro: string, _at: number, whole: string) =>
      namesTwo(whole.slice(intro.length)) ? "" : intro,
    );
  const script = localeOf(question);
  const asked =
    script === "en" || script === undefined
      ? (script ?? locale ?? "zh-Hans")
      : scriptOf(question, script, locale);
  const answerLocale = answerIn ?? asked;
  const said = understandAlone(folded, question, vocabulary, answerLocale);
  if (context === undefined || (said.kind !== "question" && said.kind !== "vague")) return said;
  return withContext(said, context, (wording) =>
    understandAlone(wording, question, vocabulary, answerLocale),
  );
}

const LONGEST = 400;

// A letter-long story asks at its beginning or at its end; reading all of it would hold up everybody else.
const shortened = (text: string): string =>
  text.length <= LONGEST ? text : `${text.slice(0, LONGEST / 2)}\n${text.slice(-LONGEST / 2)}`.toWellFormed();

// Words that are the same in both scripts say nothing of the reader; the device does.
const scriptOf = (question: string, script: Locale, locale: Locale | undefined): Locale =>
  locale === "zh-Hant" && inScriptOf("zh-Hant", question) === question ? "zh-Hant" : script;

/** A folded wording as it is understood by itself, asked in `question`. */
export function understandAlone(
  folded: string,
  question: string,
  vocabulary: Vocabulary,
  locale: Locale,
): Understanding {
  const said = wholeWords(folded, findPlaces(folded));
  const leftOut = leftOutIn(folded);
  const isLeftOut = ({ start, end }: Span): boolean =>
    leftOut.some((span) => start >= span.start && end <= span.end);
  const without = said.filter(isLeftOut).map(({ place }) => place);
  const named = said.filter((one) => !namesCompany(folded, one) && !isLeftOut(one));
  const found = [...named, ...districtsIn(folded, said)];
  const places = mostSpecific(found.map(({ place }) => place));
  const wanted = vocabulary.matchProgrammes(withoutSpeaker(withoutLeftOut(folded)));
  const programmes = wanted.length > 0 ? wanted : vocabulary.matchProgrammes(withoutLeftOut(folded));
  const periods = findPeriods(folded)
    .map(({ period }) => period)
    .filter((period) => period.from !== undefined && !AMBIGUOUS_PERIOD.test(period.text));
  const sayings = vocabulary.sayingsIn(folded);
  const numbers = findNumbers(folded).filter(
    (number) =>
      isNamedQuantity(number) &&
      // "欠我两万块工钱": the asker's own trouble, which no report has to state.
      !sayings.some((words) => words.includes(number.text) && !/多少|几/u.test(words)) &&
      !found.some(({ start, end }) => number.start >= start && number.end <= end),
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
  const namesake = places.flatMap((place) => {
    const others = namesakes(place);
    return others.length === 0 || folded.includes(place.name) ? [] : [[place, ...others]];
  });
  const allPlaces = mostSpecific([
    ...places.filter((place) => !namesake.some(([first]) => first === place)),
    ...translatedPlaces.map(({ place }) => place),
    ...romanised.flatMap(({ places: shared }) => (shared.length === 1 ? shared : [])),
  ]);
  // What lies in the other is asked of beside it.
  const beside = placesBeside(
    folded,
    asks.map(({ part }) => part),
  );
  for (const place of beside) if (allPlaces.every(({ name }) => name !== place.name)) allPlaces.push(place);
  const terms = [
    ...termsOf(folded, [...said, ...found], vocabulary, programmes, numbers, locale),
    ...english
      .filter(({ chinese }) => !chinese.some((word) => findPlaces(word).length > 0))
      .map(({ english: phrase, chinese }) => translatedTerm(folded, phrase, chinese)),
  ];
  const trigrams = trigramsOf(folded);
  const home = homeOf(folded, found);
  const day = dayIn(folded);
  const smalltalk = vocabulary.smalltalk(folded);
  const base = {
    question,
    folded,
    locale,
    places: allPlaces,
    without,
    notMeant: notMeantIn(folded),
    ...(day === undefined ? {} : { day }),
    ambiguous: [
      ...namesake,
      ...romanised.map(({ places: several }) => several).filter((several) => several.length > 1),
    ],
    ...(home === undefined ? {} : { home }),
    periods,
    numbers,
    ordinals: ordinalsIn(folded),
    names: Array.from(
      new Set([...personsIn(folded, found), ...unknownBodies(folded, found), ...strangers(romanised)]),
    ),
    programmes,
    asks,
    terms,
    trigrams,
    inherited: NOTHING_INHERITED,
    follows: [],
    quoted: [],
  };
  if (vocabulary.isCrisis(folded)) return { ...base, kind: "crisis" };
  if (smalltalk !== undefined) return { ...base, kind: "smalltalk", smalltalk };
  if (vocabulary.asksPersonal(folded) || asksWhereSomebodyLives(folded)) return { ...base, kind: "personal" };
  const names = programmes.length + allPlaces.length + romanised.length;
  if (english.length > 0 && names === 0 && isMostlyUnknown(folded, english))
    return { ...base, kind: "offtopic" };
  if (vocabulary.isOfftopic(folded) && !programmes.some(({ by }) => by === "term"))
    return { ...base, kind: "offtopic" };
  // "温岭哪些情况不给补": with a place, what is asked for is a topic.
  const told = allPlaces.length > 0 && asks.some(({ kind }) => kind !== "yesno" && isDetail(kind));
  // "湖北在双河市干了什么": one place does something in the other.
  const between = allPlaces.length > 1 && asks.some(({ kind }) => kind !== "yesno");
  const counted = allPlaces.length > 0 && numbers.length > 0;
  // "服务职工的项目一共多少个": with a place, what is counted is a topic, too.
  const things =
    allPlaces.length > 0 &&
    asks.some(({ unit, counted: thing }) => unit !== undefined && thing !== undefined);
  // "拿钱建了一个什么馆": with a place, the kind of thing is a topic.
  const kindOfThing = allPlaces.length > 0 && A_KIND.test(folded);
  // "方建明是什么人": a person and nothing else.
  const person = base.names.length > 0 && ABOUT_SOMEBODY.test(folded);
  const says =
    told ||
    between ||
    counted ||
    person ||
    things ||
    kindOfThing ||
    terms.some(({ weight, word }) => weight >= 0.5 || KINDS.has(word)) ||
    programmes.length > 0;
  return { ...base, kind: says ? "question" : "vague" };
}

const A_KIND =
  /[建盖修办开造成立](?:了|的是)?一?个?(?:什么|啥)(?:样的)?(?:展览?|纪念|文化|体育)?[馆厂院站店楼室]/u;
const ABOUT_SOMEBODY = /是(?:谁|什么人|哪位|[干做](?:什么|啥|嘛|哪一?行))/u;

/** English words that say nothing of the matter. */
const ENGLISH_ASKING: ReadonlySet<string> = new Set(
  "what when where which whose many much does have been were will would could should there their they them about with from that this into over than your tell please know give gave more most some".split(
    " ",
  ),
);

/** "What's the score of the game last night": one word of five is in the vocabulary. */
function isMostlyUnknown(folded: string, english: readonly { readonly english: string }[]): boolean {
  const words = (text: string): string[] =>
    (text.match(/[a-z]{4,}/g) ?? []).filter((word) => !ENGLISH_ASKING.has(word));
  const known = english.flatMap((one) => words(one.english)).length;
  return words(folded).length > 3 * known;
}

// "Golden Autumn" is in the vocabulary and no name.
const translates = (english: readonly { english: string }[], name: string): boolean =>
  english.some((one) => one.english.includes(name.toLowerCase()) || name.toLowerCase().includes(one.english));
