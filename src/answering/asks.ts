// What a question wants to know, part by part: "投入多少钱,在几个搬迁点办?" asks for money and for a count of places.
// Pure; understand.ts calls it, evidence.ts looks for clauses that satisfy it.
import type { Span } from "../domain/report.ts";
import { askOf } from "./ask-words.ts";
import type { Aspect } from "./aspects.ts";
import { occasionOf, type Occasion } from "./occasions.ts";

/** What policy notices, rules and questions-and-answers are asked for, told by cues rather than by the words in common. */
export type Detail =
  | "condition"
  | "exclusion"
  | "material"
  | "deadline"
  | "duration"
  | "procedure"
  | "contact"
  | "fee"
  | "yesno";

export type AskKind = "quantity" | "money" | "percent" | "when" | "where" | "who" | "list" | "what" | Detail;

/** Asks that a number or a date answers. */
export const COUNTING: ReadonlySet<AskKind> = new Set<AskKind>(["quantity", "money", "percent", "when"]);

export interface Ask {
  readonly kind: AskKind;
  /** The measure word asked with, folded ("人次", "项"), when one is said. */
  readonly unit?: string;
  /** What the measure word counts: "户外劳动者服务站" in "多少个户外劳动者服务站" and in "户外劳动者服务站有几个". */
  readonly counted?: string;
  /** The least that "多少万" can mean: 10,000. */
  readonly scale?: number;
  /** What "哪些区" and "哪家公司" want named: 区, 公司. */
  readonly head?: string;
  /** A word for what is counted that says too little to be looked for, 项目, where nothing else is counted. */
  readonly general?: string;
  /** Whether `counted` is what the question is about, as in "职工书屋有几个". */
  readonly subject?: boolean;
  /** The words of `counted`, cut. */
  readonly countedWords?: readonly string[];
  /** Whether it is paid out or in, though no money is named: "补多少". */
  readonly paid?: boolean;
  /** Whether it is what a member pays in: "一年交多少钱". */
  readonly payer?: boolean;
  /** For whom, how often or for which piece it is wanted: "一个人多少", "一天补多少", "一张多少钱". */
  readonly each?: "head" | "time" | "item";
  /** Whether what it consists of is wanted, one by one: "查哪些项目". */
  readonly several?: boolean;
  /** Whether nothing is asked in so many words: a need is told ("刚生完孩子,没地方喂奶"), or help is asked for. */
  readonly need?: boolean;
  /** Whether a time of day is wanted: "几点". */
  readonly clock?: boolean;
  /** Whether a date is wanted, not just a time: "哪一年", "几月几号". */
  readonly exact?: boolean;
  /** By what it is to be told when: a feast, a meeting. */
  readonly occasion?: Occasion;
  /** What a "who" or "which" wants named. */
  readonly target?: "place" | "organisation" | "person";
  /** Whether it is to be told which of several, by its number: "第几批". */
  readonly ordinal?: boolean;
  /** Whether the name itself is asked for: "老师叫什么". */
  readonly named?: boolean;
  /** What of a person or an event is wanted, when it is one of those that must be told as such: where somebody works. */
  readonly aspect?: Aspect;
  /** The part of the question that belongs to this ask. */
  readonly part: Span;
}

/** Whether a city, the single items or an aspect must be told: "在哪些县", "查哪些项目", "在哪里上班". */
export const wantsNamed = (ask: Ask | undefined): boolean =>
  ask?.several === true || ask?.aspect !== undefined || (ask?.kind === "where" && ask.target === "place");

// "多少个A、多少个B" and "投入多少钱,服务了多少人" are two asks; a mark between them ends the first.
const BREAK =
  /[,,、;;。.??!!]|(?<=\p{Script=Han})\s+(?=\p{Script=Han})|(?<=(?:多少|几)\p{Script=Han}{0,3})(?=[建办花投发送给用补拨][了过]?(?:多少|几))|(?:以及|还有|和|与|并且|, and | and )(?=[^,、]{0,12}(?:多少|几|什么时候|哪|how|when|where|who|which|what|until))/gu;

/** The asks of a folded question in their order; at least one. A part that asks nothing belongs to the ask before it, or after it at the start. */
export function findAsks(folded: string): Ask[] {
  const parts = splitParts(folded);
  const asks: Ask[] = [];
  let waiting = 0;
  let before: Span | undefined;
  for (const part of parts) {
    const text = folded.slice(part.start, part.end);
    const found =
      HOW_MANY_OF_THEM.test(text) && OF_PEOPLE.test(folded.slice(0, part.start))
        ? ({ kind: "quantity", unit: "人" } as const)
        : askIn(text);
    if (found === undefined) {
      const last = asks.at(-1);
      if (last !== undefined && AND_THAT.test(text)) asks.push({ ...last, part });
      else if (last !== undefined)
        asks[asks.length - 1] = { ...last, part: { start: last.part.start, end: part.end } };
      else before = part;
      continue;
    }
    if (before !== undefined && asks.length === 0 && OF_EACH.test(text))
      asks.push({ kind: found.kind, part: before });
    asks.push({ ...found, part: { start: part.start, end: part.end } });
    waiting = part.end;
  }
  if (asks.length === 0) return [{ kind: "what", need: true, part: { start: 0, end: folded.length } }];
  const [only] = asks;
  // "娃考上大学了,工会管吗": what is told first says what the question is about.
  if (asks.length === 1 && only !== undefined && !COUNTED.has(only.kind))
    return [{ ...only, part: { start: 0, end: folded.length } }];
  const last = asks.at(-1);
  if (last !== undefined && waiting < folded.length)
    asks[asks.length - 1] = { ...last, part: { start: last.part.start, end: folded.length } };
  return asks.flatMap((ask) => bothCounts(folded, ask));
}

// "真有人找着活了吗,几个".
const HOW_MANY_OF_THEM = /^\s*(?:一?共|大概|有)*几个[?？]?$/u;
const OF_PEOPLE = /有(?:没有)?人|多少人|谁/u;

function askIn(text: string): Omit<Ask, "part"> | undefined {
  const occasion = occasionOf(text);
  // 哪两位 asks as 哪几位 does.
  const counted = text.replace(/哪[两三四五](?=[位名])/u, "哪几");
  return occasion === undefined ? askOf(counted) : { kind: "when", occasion };
}

// "本科给多少,专科呢" asks the same of another.
const AND_THAT = /^\s*(?:那|而|还有)?[^,]{1,8}呢$/u;
const COUNTED: ReadonlySet<AskKind> = new Set<AskKind>([...COUNTING, "where", "who", "list", "what"]);

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

// "职工书屋和户外服务站各建多少" asks the same of two.
const OF_EACH = /(?:各|分别).{0,4}(?:多少|几)/u;

// "去了几期多少人" asks twice without a mark.
function bothCounts(folded: string, ask: Ask): Ask[] {
  if (ask.kind !== "quantity" && ask.kind !== "money") return [ask];
  const text = folded.slice(ask.part.start, ask.part.end);
  const counts = Array.from(text.matchAll(/(?:多少|几)(?!乎|年来)/gu));
  if (counts.length < 2) return [ask];
  return counts.flatMap((count, index) => {
    const start = index === 0 ? 0 : count.index;
    const end = counts[index + 1]?.index ?? text.length;
    const found = askIn(text.slice(count.index, end));
    return found === undefined
      ? []
      : [{ ...found, part: { start: ask.part.start + start, end: ask.part.start + end } }];
  });
}

/** The words of asking itself, which no report repeats. */
export const ASKING =
  /(?:值|花费?了?|[用掏投出拿]了)(?=多少)|(?:一个人|每个人|每人|人均|一人|一次|一天|一年|一个月|一户)(?=交|出|给|补|发|能|可|最多|多少|要|得|有|奖|缴|花|付|是)|(?:有|是)?(?:多少|几)[十百千万亿]*(?:人次|户次|场次|批次|人|名|位|个|项|件|份|家|条|台|套|期|次|场|批|户|张|处|间|座|所|支|钱|元|块|点|号|月|岁|折|成|天课?|小时课?)?|什么时候|什么时间|什么地方|(?:[赶趁过]的?)?(?:是)?(?:哪|什么|啥)(?:一?[个些]|几个)?(?:节日|节(?![目点课省车能奏气约水育]))|(?:赶在?)?(?:哪|什么|啥)(?:一?[个次场])?(?:大?会议?)(?:召开|举行|开幕|开)?(?:的?时候|之?前夕?|以前|之?后|以后|期间|之际)|什么日子|几时|哪年哪月|(?<=哪一?年)起|哪一?年|哪一?天|何时|哪里|哪儿|在哪|哪些|哪一?个(?:省|市|县|州)?|哪[种类]|哪位(?:同志|师傅|老师|先生|女士)?|哪家|哪几个|哪[两三四五几][位名]|什么|怎么样|怎么|怎样|如何|啥时候|啥|谁|是不是|有没有|能不能|可不可以|给不给|[要会用收管]不[要会用收管]|行不行|[能可是]否|请问|一共|总共|(?:麻烦|劳驾|想|来|先)?(?:请教|打听|咨询|问|查)(?:一?下|问|查|个)|帮我(?:查|看|问)(?:一?下)?|麻烦(?:您|你)?|告诉我|(?:是)?(?:干嘛|干什么|干啥|做什么|做啥|什么人)的?(?=[?!。,、\s]|$)|(?:都)?[干做搞办](?:了|过|些|的|个)*(?:什么|啥)|[干做](?:的?是)?(?:哪|什么|啥)一?行的?|加(?:起来|在?一起|一?块儿?|到一起)|(?<=[教让帮请])人(?=[学会做用说写懂])|哪样|(?:我)?想知道|(?:我)?想了解(?:一下)?|(?<=[教学干做办搞])点(?=什么|啥)|[这那]一?[类种样]的?人|(?:呢|吗|吧|啊|呀|(?<=\p{Script=Han}{2})不)(?=[?!。,、\s]|$)/gu;
