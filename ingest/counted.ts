// Says what a number in a sentence counts, from where the words around it stand: the noun beside it, and the programme
// the statement speaks of when that noun says too little ("慰问金", "人"). figures.ts calls it; no dictionary is needed.
import type { FoundNumber } from "./numbers.ts";
import { beginsWithVerb, endsWithVerb, phrasesOf } from "./phrases.ts";
import { unitFamily } from "./units.ts";
import { createFinder } from "./word-finder.ts";

/** A stretch between commas, offsets into the folded text; clauses of one statement have no ; between them. */
export interface Clause {
  readonly start: number;
  readonly end: number;
  readonly statement: number;
  /** The quantities in it, in order. */
  readonly numbers: readonly FoundNumber[];
  /** What was found out about it already: every figure of a statement asks for the clauses around it. */
  readonly known: { phrases?: readonly string[]; beside?: (readonly string[])[] };
}

const LIST_TAIL = /、.*等[一-鿿]/;
const SEPARATOR = /、|以及|和(?!谐)|(?<![普涉以])及|(?<!参)与|并(?!且)/;
const LISTED_BEFORE = /(?:、|以及|和|(?<![普涉以])及|(?<!参)与|并)\s*$/;
const TOTAL_BEFORE = /^(?:共|共计|合计|总计|总额|累计|总共)+$/;

// Roots of the words by which people ask: a phrase that holds one names a programme.
const namesProgramme = createFinder(
  "培训|实训|研修|进修|讲座|讲堂|课堂|疗休养|疗养|休养|法律|维权|普法|仲裁|调解|案件|欠薪|讨薪|互助|互保|助学|助困|助医|帮扶|帮困|解困|脱困|扶贫|救助|慰问|温暖|" +
    "清凉|关爱|体检|筛查|义诊|竞赛|大赛|比赛|比武|练兵|心理|疏导|驿站|服务站|站点|之家|书屋|工作室|文化宫|氧|哺乳|母婴|托管|托幼|托育|微心愿|爱心|贷款|贷免扶补|就业|" +
    "创业|招聘|岗位|入会|服务卡|年卡|会员卡|建议|专利|隐患|检查|安康杯|消费|采购|援疆|援藏|联谊|相亲|交友|宣讲|健步|运动会|文体|尘肺|高原病|保障计划|保险|示范点|阵地|" +
    "产改|志愿|防疫|抗疫|项目建设|活动|工程|计划|课程|夏令营|考察|慈善|捐",
);
// Whom programmes are for: better than nothing, where no programme is named.
const namesBeneficiary = createFinder("困难职工|特困|困难家庭|困难群众");
// Nouns that need a programme beside them to mean anything.
const WEAK =
  /^(?:(?:各类|专项|帮扶|援助|补助|扶持|工作)?(?:资金|经费|款项|金额|总额|现金)|价值|物资|款物|(?:困难|一线|在职|参与|参训|参赛|参加|参会|广大|干部|女|单身)?(?:职工|职工群众|员工|人员|群众|会员|人数|选手|队伍|人)|产业工人|农民工|学员|家庭|工会会员|(?:各类)?项目|(?:各类|系列)?活动|(?:节日)?(?:慰问|补助|救助|助学|奖励|互助)(?:金|款|品)|(?:慰问|活动)?物品|补贴|奖金|贷款|行业|单位|企业|优惠额?|场所|培训|慰问|帮扶|救助|补助|补贴|资助|奖励|服务|服务职工|组织|投入|为期|历时|(?:国家|省|市|县|区|州)级|.{0,1})$/;
const ACT =
  /投入|补助|补贴|资助|救助|发放|筹集|募集|争取|拨付|下拨|挽回|追回|追讨|讨回|节约|价值|捐赠|奖励|减免|优惠|购买|采购|捐款|增收|贷款/g;
const PURPOSE =
  /^(?:余)?(?:推进|用于|开展|实施|为|给|对|资助|补助|支持|建设|新建|建成|购买|购置|帮扶|救助|慰问|改善|举办|组织|发放|配备|打造|扶持|奖励)/;
const LATIN_ONLY = /^[^一-鿿]*$/;
const ENGLISH_STOP =
  /^(?:a|an|the|of|in|on|for|to|and|or|with|by|at|from|was|were|is|are|has|have|had|been|its|their|over|more|than|about|nearly|some|also|during|into|this|that|which|it|they|he|she|we|million|thousand|billion|hundred|total|respectively|yuan|rmb|cny)$/;

/** What `clauses[at].numbers[index]` counts: a few words of the folded text, the noun beside the number first. May be empty. */
export function whatIsCounted(folded: string, clauses: readonly Clause[], at: number, index: number): string {
  const clause = clauses[at];
  const number = clause?.numbers[index];
  if (clause === undefined || number === undefined) return "";
  const around = folded.slice(
    Math.max(clause.start, number.start - 60),
    Math.min(clause.end, number.end + 60),
  );
  if (LATIN_ONLY.test(around)) return englishWords(folded, clauses, at);

  const family = unitFamily(number.unit ?? "");
  let own = besideNumber(folded, clause, index);
  if (own.length === 0) own = fromNeighbour(folded, clause, index);
  const words = [...own];
  let text = words.join(" ");
  const add = (word: string): void => {
    if (text.includes(word)) return;
    words.push(word);
    text = words.join(" ");
  };
  const weak = words.every((word) => WEAK.test(word));
  if (weak || (family !== "things" && family !== "percent" && !namesProgramme(text))) {
    const said = text;
    const within = topicsOf(phrasesIn(folded, clause)).filter((piece) => !said.includes(piece));
    const beside =
      weak && family === "money" && index > 0
        ? besideNumber(folded, clause, index - 1).filter((word) => !WEAK.test(word))
        : [];
    const near = [...beside, ...within.slice(-1)];
    const vague = weak || family === "money" || (family === "people" && text.length <= SHORT);
    const carried =
      near.length === 0 &&
      vague &&
      !GROWTH.test(text) &&
      !GROWTH.test(folded.slice(clause.start, number.start))
        ? carriedTopic(folded, clauses, at, number)
        : near;
    for (const topic of carried) add(topic);
  }
  const frame = frameOf(folded, clauses);
  if (frame !== undefined) add(frame);
  if (family === "money") {
    const act = folded.slice(clause.start, number.start).match(ACT)?.at(-1);
    if (act !== undefined) add(act);
  }
  return shorten(words);
}

function besideNumber(folded: string, clause: Clause, index: number): readonly string[] {
  const beside = (clause.known.beside ??= []);
  return (beside[index] ??= wordsBeside(folded, clause, index));
}

function wordsBeside(folded: string, clause: Clause, index: number): readonly string[] {
  const number = clause.numbers[index];
  if (number === undefined) return [];
  const previous = clause.numbers[index - 1];
  const next = clause.numbers[index + 1];
  const before = folded.slice(previous?.end ?? clause.start, number.start);
  const after = untilNext(folded.slice(number.end, next?.start ?? clause.end), next !== undefined);
  const family = unitFamily(number.unit ?? "");
  let found: string[] | undefined;
  const left = (): string[] =>
    (found ??= leftPhrase(before, previous === undefined ? undefined : unitFamily(previous.unit ?? "")));
  const right = phrasesOf(after);
  if (family === "money" || family === "percent") {
    if (/^的?["“]?[一-鿿]/.test(after) && (PURPOSE.test(after) || left().length === 0))
      return [...right, ...left()];
    return left().length > 0 ? left() : right;
  }
  if (right.length === 0) return left();
  // 11人被授予…, 200人参加…: who they are stands before, what they did after.
  const begins = beginsWithVerb(after) && !before.endsWith("等");
  return begins ? [...left(), ...right] : right;
}

/** The words after a number that are its own: a list goes on to the next number, unless 等 closes it before. */
function untilNext(after: string, hasNext: boolean): string {
  if (!hasNext || LIST_TAIL.test(after)) return after;
  const cut = SEPARATOR.exec(after);
  return cut === null ? after : after.slice(0, cut.index);
}

/** The phrase that ends right before a number. What follows a former number directly is that one's own. */
function leftPhrase(before: string, previous: string | undefined): string[] {
  const found = phrasesOf(before);
  const last = found.at(-1);
  if (last === undefined || endsWithVerb(before)) return [];
  if (previous !== undefined && LISTED_BEFORE.test(before)) return [];
  const claimed =
    previous !== undefined &&
    previous !== "money" &&
    previous !== "time" &&
    found.length === 1 &&
    /^[一-鿿"“]/.test(before);
  if (claimed && !SEPARATOR.test(before[0] ?? "") && !beginsWithVerb(before)) {
    const listed = before.split(/[、,]/);
    const tail = listed.length > 1 ? phrasesOf(listed.at(-1) ?? "") : [];
    return tail.slice(-1);
  }
  let phrase = last;
  if (previous !== undefined && !LIST_TAIL.test(before))
    phrase = phrasesOf(phrase.split(/、/).at(-1) ?? phrase).at(-1) ?? phrase;
  const former = found.at(-2);
  return phrase.length <= 3 && !WEAK.test(phrase) && former !== undefined && previous === undefined
    ? [former, phrase]
    : [phrase];
}

/** 6期200人, 8个行业377人: a number with no words of its own shares its neighbour's. */
function fromNeighbour(folded: string, clause: Clause, index: number): readonly string[] {
  const number = clause.numbers[index];
  const next = clause.numbers[index + 1];
  if (number !== undefined && next !== undefined && /^[\s,(]?$/.test(folded.slice(number.end, next.start))) {
    const shared = besideNumber(folded, clause, index + 1);
    if (shared.length > 0) return shared;
  }
  for (let at = index - 1; at >= Math.max(0, index - 3); at--) {
    const shared = besideNumber(folded, clause, at);
    if (shared.length > 0) return shared;
  }
  return next === undefined ? [] : besideNumber(folded, clause, index + 1);
}

/** 金秋助学活动中,…: a sentence's first words may name the programme of all that follows. */
function frameOf(folded: string, clauses: readonly Clause[]): string | undefined {
  const first = clauses[0];
  if (first === undefined || first.numbers.length > 0 || first.end - first.start > 20) return undefined;
  const text = folded.slice(first.start, first.end);
  return /(?:中|方面|上|工作|行动|期间)$/.test(text) ? topicsOf(phrasesIn(folded, first)).at(-1) : undefined;
}

function phrasesIn(folded: string, clause: Clause): readonly string[] {
  return (clause.known.phrases ??= phrasesOf(folded.slice(clause.start, clause.end)));
}

/** The phrases that name a programme, else those that say whom one is for. */
function topicsOf(phrases: readonly string[]): readonly string[] {
  const telling = phrases.filter((words) => !WEAK.test(words) && !GROWTH.test(words));
  const named = telling.filter((words) => namesProgramme(words));
  return named.length > 0 ? named : telling.filter((words) => namesBeneficiary(words));
}

/** The programme the neighbouring clauses of the same statement name: the former first, but money spent looks ahead. */
function carriedTopic(
  folded: string,
  clauses: readonly Clause[],
  at: number,
  number: FoundNumber,
): readonly string[] {
  const here = clauses[at];
  if (here === undefined) return [];
  const near = (position: number): Clause | undefined =>
    clauses[position]?.statement === here.statement ? clauses[position] : undefined;
  const family = unitFamily(number.unit ?? "");
  const lead = folded.slice(here.start, number.start);
  const total = TOTAL_BEFORE.test(lead);
  const search = (skipCounted: boolean): readonly string[] => {
    for (let position = at - 1; position >= Math.max(0, at - FAR); position--) {
      const clause = near(position);
      if (clause === undefined) break;
      if (skipCounted && clause.numbers.length > 0) continue;
      const topic = topicsOf(phrasesIn(folded, clause)).at(-1);
      if (topic !== undefined) return [topic];
    }
    return [];
  };
  const backward = (): readonly string[] => {
    const named = total ? search(true) : [];
    return named.length > 0 ? named : search(false);
  };
  const forward = (): readonly string[] => {
    for (const clause of [near(at + 1), near(at + 2)]) {
      if (clause === undefined || (clause.numbers.length > 0 && !SPENT.test(lead) && family !== "things"))
        break;
      const found = phrasesIn(folded, clause);
      const topic = topicsOf(found).at(-1);
      if (topic !== undefined)
        return [topic, ...found.filter((piece) => piece !== topic && !WEAK.test(piece)).slice(-2)];
      // Money buys what the next words name, programme or not.
      if (SPENT.test(lead) && found.length > 0) return found.filter((words) => !GROWTH.test(words)).slice(-2);
    }
    return [];
  };
  const former = near(at - 1);
  const ahead = SPENT.test(lead) && (former === undefined || former.numbers.length === 0);
  const [first, second] = ahead ? [forward, backward] : [backward, forward];
  const found = first();
  if (found.length > 0) return found;
  const other = second();
  if (other.length > 0 || namesProgramme(folded.slice(here.start, here.end))) return other;
  // No programme at all: at least what the clause before speaks of.
  const before = near(at - 1);
  return before === undefined ? [] : phrasesIn(folded, before).slice(-2);
}

// A programme named further back than this is another matter.
const FAR = 8;
// 青年, 患病职工: who they are, not what for.
const SHORT = 5;
// What grew by so much is not counted again.
const GROWTH = /同比|环比|(?:比|较)(?:上年|去年|同期|上季)/;
const SPENT = /投入|筹集|募集|筹措|安排|拨付|下拨|争取|出资|使用|集资金/;

const LONGEST = 48;

function shorten(words: readonly string[]): string {
  const unique = words.filter((word, index) => words.indexOf(word) === index);
  let text = "";
  for (const word of unique) {
    // The head of a Chinese phrase is at its end.
    const short = word.length > LONGEST ? word.slice(-LONGEST) : word;
    if (text !== "" && text.length + short.length > LONGEST + 16) break;
    text += (text === "" ? "" : " ") + short;
  }
  return text;
}

/** English words around the number; a clause of few words takes the one before along. */
function englishWords(folded: string, clauses: readonly Clause[], at: number): string {
  const wordsOf = (clause: Clause | undefined): string[] =>
    (clause === undefined
      ? []
      : (folded.slice(clause.start, clause.end).match(/[a-z][a-z'-]+/g) ?? [])
    ).filter((word) => !ENGLISH_STOP.test(word));
  const own = wordsOf(clauses[at]);
  const former = clauses[at - 1]?.statement === clauses[at]?.statement ? clauses[at - 1] : undefined;
  return [...(own.length < 4 ? wordsOf(former) : []), ...own].slice(0, 12).join(" ");
}
