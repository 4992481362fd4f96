// The words a question counts with: 多少, 几, a measure word, and what is counted, for each or in all. Pure; ask-words.ts reads with it.
import { canonicalUnit, unitAt, unitFamily } from "../../ingest/units.ts";
import { searchWords, taggedWords } from "../../ingest/words.ts";
import type { Ask } from "./asks.ts";

// "哪几个" asks which.
const HOW_MANY = /多少|(?<!哪|好)几|若干/u;
const PAID =
  /(?:补助?|补贴|资助|救助|给|发|奖|赔|交|缴|出(?!了)|花|付|欠|垫付?|追回|讨回|要回|挣|领|拿|得|报|贴|扣|退|投|掏|拨|优惠|便宜|节约|节省|(?<!全)省|减免|挽回|收入|增收|工资|月薪|标准|费用|价格|学费)(?:了|到|回|下|给|能|可以|不能|不得|是|为|有|超过|低于|高于|最多|先|先垫付)*$/u;
const SPENT = /[花用投筹]|钱|资金|经费|款|补|发放|拨/u;
const PER_HEAD =
  /一个?人|每个?人|人均|平均(?!年龄)|每一?[名位户]|一户|[一每]一?个(?:学生|大学生|孩子|职工|工人|会员|家庭|困难|娃)|per (?:person|head|worker|student)/u;
const PER_TIME = /一[天日年次月](?=[^,]{0,6}(?:多少|几))|一个月|每[天日年次月]|per (?:day|year|month)/u;

export const PAYS =
  /(?:[交缴](?:纳)?|(?:自己|个人|本人|自个儿?)(?:还|也)?(?:得|要|需要?)?先?[掏出付交花])(?:多少|几)|\b(?:we|i|you|members|workers) (?:have to |must |need to )?pay\b/u;
const PER_ITEM =
  /(?:一|每)[张份台套本只个间座](?=(?:要|得|卖|收|是|花|值|投|建)*(?:多少(?:钱|元)|几块|几元))|(?:多少钱|多少元|几块钱?|几元)[一每][张份台套本只年月天次]/u;

export const eachOf = (text: string): Pick<Ask, "each"> =>
  PER_HEAD.test(text)
    ? { each: "head" }
    : PER_TIME.test(text)
      ? { each: "time" }
      : PER_ITEM.test(text)
        ? { each: "item" }
        : {};

/** What a part of a folded question counts, if it counts anything. */
export function countOf(text: string): Omit<Ask, "part"> | undefined {
  const many = HOW_MANY.exec(text);
  if (
    many === null ||
    /几乎|几年来|多少(?:也|都|总)?(?:有|能|会|得|给|可以|是)[^,。?]{0,4}[点些]/u.test(text)
  )
    return undefined;
  // "能出去休养几天吗" asks whether.
  if (many[0] === "几" && /几\p{Script=Han}{1,3}[吗么不][?？]?$/u.test(text)) return undefined;
  // "多少万条" counts in 条, "多少亿" is money.
  const scale = /^[个几]?[千百十]?[万亿]+/u.exec(text.slice(many.index + many[0].length))?.[0] ?? "";
  const at = many.index + many[0].length + scale.length;
  const bare = !/^\p{Script=Han}/u.test(text.slice(at));
  const scaled = scale === "" ? {} : { scale: scale.includes("亿") ? 1e8 : scale.includes("万") ? 1e4 : 10 };
  if (bare && (scale.endsWith("亿") || (scale !== "" && SPENT.test(text))))
    return { kind: "money", ...scaled };
  // "服务过的人有多少" asks of people.
  if (/的人(?:数)?(?:一?共|总共|大概|加起来|合计)*有?$/u.test(text.slice(0, many.index)))
    return { kind: "quantity", unit: "人" };
  // 几个人 counts people, 几个县 counts counties, 几个批次 batches.
  if (/^个人(?![大民])/u.test(text.slice(at))) return { kind: "quantity", unit: "人" };
  // "几号快递小哥" counts people, as reports never do.
  if (/^号(?:人|[^,。?]{0,8}(?:小哥|师傅|员工|职工|工人|工友|骑手|司机))/u.test(text.slice(at)))
    return { kind: "quantity", unit: "人" };
  const piece = /^个(?=批次|期次|场次|班次)/u.test(text.slice(at)) ? 1 : 0;
  // 几大系统 counts systems.
  if (/^大(?=\p{Script=Han}{2})/u.test(text.slice(at))) return { kind: "quantity", unit: "个" };
  // "讲了几回" counts times, as reports never do; 几层楼 counts floors.
  const spoken = /^(?:(?<times>回)(?![家来到乡])|(?<floors>层)|(?<power>度(?=电)))/u.exec(
    text.slice(at),
  )?.groups;
  const measure = unitAt(text, at + piece);
  // "多少种茶的农民" counts those who grow tea.
  // "多少在外头干活的人" counts people.
  if (measure === undefined && OF_PEOPLE.test(text.slice(at)))
    return { kind: "quantity", unit: "人", ...scaled };
  const grown =
    measure === "种" && /^种[^,。]{1,8}的(?:人|农民|农户|户|乡亲|职工|群众)/u.test(text.slice(at));
  const unit =
    (grown ? undefined : measure) ??
    (spoken?.["times"] === undefined ? (spoken?.["floors"] ?? spoken?.["power"]) : "次");
  const after = text.slice(at + piece + (unit?.length ?? 0));
  if (unit !== undefined && /^(?:元|块|元钱|块钱)$/u.test(unit))
    return { kind: "money", unit: "元", ...scaled };
  if (
    unit === undefined &&
    /^[^,。]{0,6}(?:金(?!秋)|资金|经费|款|贷款|补助|补贴|津贴|费(?!者)|钱|工资|奖励)/u.test(after)
  )
    return { kind: "money" };
  if (unit === undefined && many[0] === "几") return undefined;
  const before = text.slice(0, many.index);
  // "几天课" counts days.
  const lessons = unit !== undefined && unitFamily(canonicalUnit(unit)) === "time" ? /^[课班学]+/u : /^$/u;
  const following = headOf(
    after.replace(lessons, "").replace(/[呀啊呢吗吧嘛哦啦呐了]*(?:[^\p{Script=Han}a-z0-9].*)?$/u, ""),
  );
  const subject = following === "" ? countedBefore(before, unit) : "";
  const counted = following === "" ? subject : following;
  const general = counted === "" ? GENERAL.exec(after)?.[0] : undefined;
  return {
    kind: "quantity",
    ...(unit === undefined ? {} : { unit }),
    ...(unit === undefined && counted === "" && PAID.test(before) ? { paid: true } : {}),
    ...(unit === undefined && counted === "" && PAYS.test(text) ? { payer: true } : {}),
    ...eachOf(text),
    ...scaled,
    ...(subject === "" ? {} : { subject: true }),
    ...(counted === "" ? {} : { counted, countedWords: searchWords(counted) }),
    ...(general === undefined ? {} : { general }),
  };
}

const OF_PEOPLE = /^[^,。?]{1,12}的人(?![才均员民群])/u;
const GENERAL = /^(?:地方|东西|项目|方面|事情|活动|场所)/u;

const DEED = /^\p{Script=Han}[了过]/u;
// "多少人次能出去休养", "多少人听过课": what is done, and by nobody else than those counted.
const DOING = /^(?:入会|加入|报名|考上|拿到|才?能|可以|会|要|得|去|来|想|在|已|是|有)/u;

/** What is counted, without what it does: 职工 of "职工参加", 商家 of "商家给会员打折". */
export function headOf(counted: string): string {
  const text = counted.replace(/^的/u, "");
  // "人次去比过云南的竞赛": what those did who are counted.
  if (/^[去来]\p{Script=Han}+[了过]/u.test(text)) return "";
  // "人次的职工上了赛场" counts those who did.
  const who =
    text === counted
      ? undefined
      : /^(?<who>\p{Script=Han}{2,6}?)\p{Script=Han}[了过]/u.exec(text)?.groups?.["who"];
  if (who !== undefined && taggedWords(who).every(({ tag }) => /^[nljb]|^vn/u.test(tag))) return who;
  const said = /的(?<head>[^的]{2,})$/u.exec(text)?.groups?.["head"];
  if (said !== undefined) return GENERAL.test(said) ? "" : said;
  const short = /的(?<head>[屋站点店班馆室卡证])$/u.exec(text)?.groups?.["head"];
  if (short !== undefined) return short;
  if (GENERAL.test(text) && text.length <= 3) return "";
  if (DEED.test(text) || DOING.test(text)) return "";
  const words = taggedWords(text);
  const end = words.findIndex(
    ({ tag }, index) =>
      index > 0 && (/^[pdrcu]/u.test(tag) || (tag === "v" && words[index - 1]?.tag !== "v")),
  );
  return end < 0
    ? text
    : words
        .slice(0, end)
        .map(({ word }) => word)
        .join("");
}

const BUILT = /[修建盖办设开添][成好起]?了?$/u;

/** "职工书屋有几个", "书屋修了几个" count what stands before, when that is a thing. */
function countedBefore(before: string, unit: string | undefined): string {
  if (unit !== undefined && unitFamily(unit) !== "things") return "";
  const last = taggedWords(
    before.replace(/(?:一共|总共|总计|到底|大概|共|都)?(?:有|是)?$/u, "").replace(BUILT, ""),
  ).at(-1);
  return last !== undefined && last.word.length >= 2 && /^n(?!r|s)|^vn|^l$/u.test(last.tag) ? last.word : "";
}
