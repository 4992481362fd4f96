// Where somebody tells of themselves before they ask, the question without that: "我砌了半辈子墙,腰坏了,云南去年疗休养多少人" asks
// of Yunnan's recuperation, and no report has to speak of walls. Pure; answer.ts asks so where the whole found no answer.
import { findNumbers } from "../../ingest/numbers.ts";
import { findPeriods } from "../../ingest/periods.ts";
import { findPlaces } from "../../ingest/places.ts";
import { askOf } from "./ask-words.ts";

const CLAUSE = /[^,;。.!?…~\n]+?(?=(?<=\p{Script=Han})\s+(?=\p{Script=Han})|[,;。.!?…~\n]|$)/gu;
/** "您好", "谢谢", "急": said to whoever answers. */
const TO_US =
  /^\s*(?:(?:你|您|大家)好|在吗|[哎唉诶喂嗨]+|(?:多|太)?谢谢?(?:你|您|啦|了)*|麻烦(?:你|您|了)*|拜托(?:了)?|(?:很|挺|真的?)?急(?:死了?|用)?|在线等|打扰(?:一下|了)?|(?:想|要|来)?(?:请教|请问|问|咨询|打听)(?:一?下|你|您|个事|一句)*|(?:阿?[哥姐叔姨]|大[哥姐爷妈]|师傅|老师|同志|领导|亲)(?:们)?[,,]?(?:想?(?:请教|请问|问)(?:一?下|个事)?)?)[啊呀哦嘛哈吧呢了]*\s*$/u;
/** "我原来在纺织厂", "我女儿嫁过来", "表哥在那边守边": who asks, and their people. */
const OWN =
  /^\s*(?:[哎唉诶喂嗨哦啊嗯]+\s*)?(?:因为|其实|就是|说实话|那会儿?)?(?:我|俺|咱|本人|孩子|娃|老[公婆伴]|媳妇|爱人|表?[哥弟姐妹]夫?|堂[哥弟姐妹]|[父母]亲|爸|妈|女儿|儿子|闺女|邻居|老乡|工友|同事|师傅们|朋友|亲戚)/u;
/** What a clause points back with says what a clause before it spoke of: it needs that. */
const POINTS_BACK = /^\s*(?:它|他|她|这|那(?!边)|其中|里面|其|当中)/u;

/**
 * The folded question without the clauses that only tell of whoever asks; undefined where there are none, or where what is
 * left asks nothing, or no more of a place. `isTopic`: whether a clause says a programme in a report's words.
 */
export function withoutStory(folded: string, isTopic: (clause: string) => boolean): string | undefined {
  const clauses = Array.from(folded.matchAll(CLAUSE), ([clause]) => clause).filter(
    (clause) => clause.trim() !== "",
  );
  const asks = clauses.map((clause) => askOf(clause) !== undefined);
  if (!asks.includes(true)) return undefined;
  // "那个中心,它一年训多少人" goes back to the clause before it.
  const neededBy = (index: number): boolean => POINTS_BACK.test(clauses[index + 1] ?? "");
  let begun = false;
  const kept = clauses.filter((clause, index) => {
    if (TO_US.test(clause)) return false;
    const says = asks[index] === true || isNarrowing(clause) || isTopic(clause);
    if (!says && OWN.test(clause)) return false;
    begun ||= says || neededBy(index) || findPlaces(clause).length > 0;
    return begun;
  });
  if (kept.length === clauses.length || kept.every((clause) => askOf(clause) === undefined)) return undefined;
  const rest = kept.map((clause) => clause.trim()).join(",");
  const placed = findPlaces(rest).length > 0 || AIDED_REGION.test(rest);
  // Whoever names their place in what they tell may ask of it.
  if (!placed && findPlaces(folded).length > 0) return undefined;
  return rest;
}

/** Speaks of a region without its name. */
const AIDED_REGION = /援[疆藏青]/u;

/** A day, a year or an amount: what is asked is held to it, whoever's story it stands in. */
const isNarrowing = (clause: string): boolean =>
  /[“"「『《]/u.test(clause) ||
  findPeriods(clause).some(({ period }) => /\d/.test(period.text)) ||
  findNumbers(clause).some(({ text }) => /\d/.test(text));
