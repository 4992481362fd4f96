// Whether words are a question to us rather than an answer. Where answers are free text both look alike, so what tells
// them apart is what they are about: how the matter is handled, or what happened to the member. listen.ts asks here.
import type { Field, FieldType, ProgrammeCategory } from "../../domain/programme.ts";
import { dense, plain } from "../words.ts";

/** Answered in the member's own words, where an answer and a question look alike. */
export const FREE: ReadonlySet<FieldType> = new Set(["text", "long-text", "address"]);

const ADDRESSED =
  /^(?:请问|问一下|问下|我?想问|我?要问|我?想咨询|咨询一下|打听一下|我想知道|想知道|请教|有个问题|问个问题|may i ask|can i ask|question:|i have a question|i want to ask|i'd like to know|i want to know)/;
const ASKS =
  /什么时候|啥时候|几时|多久|多长时间|几天|几号|怎么|怎样|咋|啷个|点样|点算|点申请|如何|哪里|哪儿|[在去到]哪|哪个|哪些|哪天|为什么|为啥|为何|能否|可不可以|可否|是否|有没有|需不需要|([一-鿿])不\1|多少|什么(?!的$)|啥(?!的$)|谁(?:能|会|来|可以|看|知道)|几个工作日|哪一?[年月家位]|(?:[建办修设开]了|一共|总共)几[个期家条项次座所位名场间][呀啊呢]?$/;
/** "村里会知道不", "这样行不", "收费不". */
const ENDS_IN_NOT =
  /^(?!.*[也都就还偏才我]不$)[^,。!]{2,6}不$|(?:会|能|可以|得|要|算|有).{0,8}[^也都就还]不$|(?:知道|看到|看见|行|好|成|中|可以|能|够|对|管用)不$/;
/** "什么都没有了", "不知道怎么过": the word asks nothing. */
const INDEFINITE =
  /(?:什么|多少|怎么|哪|谁|几).{0,6}(?:都|也)|(?:不知道?|说不清|不晓得|没有?)[^,。?]{0,6}(?:什么|怎么|多少|哪|谁|为何)|多少[年个次]/;
/** "没啥原因就是穷". */
const ASKS_NOTHING = /^(?:也|都|真的?|其实)?没(?:有)?(?:什么|啥)(?!时候).{2,}[^?吗么呢]$/;
const STARTS_ENGLISH =
  /^(?:(?:and|but|so|ok|okay|wait|sorry|hi|hello)[, ]+)*(?:who|what|what's|when|where|why|how|which|can|could|do|does|did|is|are|will|would|should|may|am|has|have)\b/;

/** Whether the words have the form of a question. */
export function looksLikeQuestion(text: string): boolean {
  const words = plain(text);
  const raw = text.trim();
  return (
    /[?？]\s*$/.test(raw) ||
    /[?]/.test(words) ||
    /(?:吗|么|呢|嘛)$/.test(words) ||
    ENDS_IN_NOT.test(words) ||
    ADDRESSED.test(words) ||
    (ASKS.test(words) && !ASKS_NOTHING.test(words)) ||
    STARTS_ENGLISH.test(words)
  );
}

const COUNTS =
  /税前|税后|(?:写|填|按|算)[^,。]{0,8}还是|(?:怎么|咋|如何)算[?？]?$|^(?:那|是|就|该|要)*(?:写|填|按|算).{0,10}还是|(?:算不算|计唔计|要不要算|用不用算|也算|还算|算进去|算上|算一口|算在内).{0,8}(?:人头|一口|进去|在内|吗|么|呢|不)?[?？]?$|(?:写|填|按).{0,8}还是(?:写|填|按)|^(?:啥|什么)叫|算不算|do i count|does .{1,20} count/;

/** "没有单位怎么填", "写户籍的还是现在住的": said of the form, where the answer is free text, too. */
const FILLING = /^.{0,12}(?:怎么|咋|如何)(?:填|写|选)[?？]?$|^(?:那|是|就|该|要)*(?:写|填).{0,10}还是/;

/** Whether somebody asks what belongs to the answer: "住校的女儿算不算进去", "写户口本上的还是写实际住的". `free`: the answer is free text, in which people tell of such things, too. */
export function asksWhatCounts(text: string, free: boolean): boolean {
  const words = plain(text);
  if (FILLING.test(words)) return true;
  return !free && words.length <= 40 && COUNTS.test(words) && (looksLikeQuestion(text) || /还是/.test(words));
}

/** About the way of an application: papers, time, decision, money, who sees it, how to fill it in. */
const PROCEDURE =
  /申请|材料|证明|审核|审批|批下来|批准|能批|发放|发下来|发钱|到账|打款|拨款|下来|有结果|出结果|多久能|几天能|办理|办好|办完|能办|要交|要带|要准备|手续|流程|步骤|条件|资格|符合|保密|隐私|泄露|公开|公示|谁会?看|谁能看|收费|要钱|免费|你们|你是|机器人|人工|必须|一定要填|可以不填|不填行|怎么填|怎么写|怎么答|写多少|多少字|详细|低保标准|什么时候能|什么时候可以|什么时候发|什么时候有|几号发|能发多少|能领多少|能补多少|补多少|多少钱补|补助|热线|电话多少|地址在哪|去哪里?(?:办|交|领)|\b(?:appl(?:y|ication)|papers?|documents?|how long|take|decide[ds]?|approved?|paid|when will (?:i|it|you|the)|who (?:sees|reads|will see)|private|confidential|free|cost|do i (?:have|need) to|must i|what should i write|eligible|qualify|you (?:a )?(?:bot|robot|human))\b/;
const DEFINES =
  /^(?:什么(?:是|叫|算)|啥(?:是|叫|算)|what (?:is|does|are) )|(?:是什么|是啥|指什么|指的是什么|什么意思|啥意思)[?]?$/;

/**
 * What words are that could be a free-text answer. "unclear" only when nothing tells: then the member is asked. Hazards
 * and suggestions are often put as questions ("能不能装个风扇？"), and a story may end with one; those are answers.
 */
export function classifyFreeText(
  text: string,
  field: Pick<Field, "type">,
  category: ProgrammeCategory,
): "answer" | "question" | "unclear" {
  if (!looksLikeQuestion(text)) return "answer";
  const words = plain(text);
  const length = dense(words).length;
  const marked =
    /[?？]\s*$/.test(text) ||
    /(?:吗|么|呢|嘛)$/.test(words) ||
    ADDRESSED.test(words) ||
    STARTS_ENGLISH.test(words);
  if (!marked && (INDEFINITE.test(words) || /[,;。:]/.test(words) || length > 14)) return "answer";
  const english = /^[\x20-\x7e]*$/.test(words);
  const short = english ? words.split(" ").length <= 16 : length <= 26;
  if (ADDRESSED.test(words) && short) return "question";
  if (!short) return "answer";
  const clauses = words.split(/[,;。:]/).filter((part) => part.trim() !== "");
  // "车间没有灯, 晚上怎么走路?": something is told first.
  const told = clauses.length > 1 && !looksLikeQuestion(clauses[0] ?? "") && (clauses[0]?.length ?? 0) >= 4;
  if (DEFINES.test(words) && clauses.length === 1) return "question";
  if (PROCEDURE.test(words) && !told) return "question";
  if (field.type === "address" || field.type === "text") {
    return /[?]|[吗呢嘛]$/.test(words) || /[?？]\s*$/.test(text) || STARTS_ENGLISH.test(words)
      ? "question"
      : "answer";
  }
  if (category === "reports" || told) return "answer";
  return "unclear";
}
