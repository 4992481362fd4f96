// "还有吗" and "说详细点": what more the reports tell of what the talk is about, and what stands around the last quotation.
// Pure given the vocabulary; last-answer.ts asks it.
import type { Cited, TalkContext } from "../domain/conversation.ts";
import type { Locale } from "../domain/message.ts";
import { sentences } from "../../ingest/segment.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import type { Quoted } from "./candidate.ts";
import { understandAlone, type Understanding } from "./understand.ts";
import type { Vocabulary } from "./vocabulary.ts";

const END = "[吗么嘛没呢呀啊吧呗不了]*[?？。!~]*$";
const MORE = new RegExp(
  `^(?:那|嗯|好的?|行|哦)?[,，\\s]?(?:(?:还有|再有)(?:别的|其他的?|其它的?|另外的?|更多的?)?(?:什么|啥|哪些|点儿?)?(?:没有)?|(?:别的|其他的?|其它的?)(?:还有|呢)|就这些|只有这些|就这(?:一?[点个条])|(?:再|多)(?:来|举|给|列)(?:点|些|几[个条]|一[些个条])(?:例子)?)${END}|^(?:and )?(?:anything|what) else[?!. ]*$|^(?:any(?:thing)? )?more[?!. ]*$|^is that all[?!. ]*$`,
  "u",
);
const DETAIL = new RegExp(
  `^(?:那|嗯|好的?|请|麻烦|能|可以|你|您)*[,，\\s]?(?:再|多)?(?:(?:说|讲|介绍|展开|解释)(?:得?(?:详细|具体|清楚|明白|仔?细|说|讲|一下|下))(?:点儿?|些|一[点些下])?|(?:详细|具体|仔?细|展开)(?:的|地)?(?:点儿?|些|一[点些])?(?:[说讲]?(?:说|讲|一下|下|的)?)?|(?:具体|详细)(?:情况)?(?:呢|是什么|怎么样))${END}|^(?:tell me more|more details?|in detail|go on)(?: please)?[?!. ]*$`,
  "u",
);

/** Whether a folded text asks what else there is. */
export const asksForMore = (folded: string): boolean => MORE.test(folded.trim());
/** Whether it asks for the last answer at greater length. */
export const asksForDetail = (folded: string): boolean => DETAIL.test(folded.trim());

/** The talk's topic once more, without what was quoted; undefined when the talk has none. */
export function moreOf(
  { places, topic, cited = [] }: TalkContext,
  said: string,
  vocabulary: Vocabulary,
  locale: Locale,
): Understanding | undefined {
  if (cited.length === 0 || topic === "") return undefined;
  const wording = [...places, topic].join(" ");
  const question = understandAlone(wording, said, vocabulary, locale);
  return {
    ...question,
    kind: "question",
    asks: [{ kind: "what", part: { start: 0, end: wording.length } }],
    quoted: cited,
  };
}

/** Characters of a quotation at length. */
const LONGEST = 260;

/** The whole sentences that were quoted from, and the one behind; undefined where that is no more than was quoted. */
export function atLength(cited: readonly Cited[], passages: readonly FoundPassage[]): Quoted | undefined {
  for (const { passage: id, start, end } of cited) {
    const passage = passages.find((one) => one.id === id);
    if (passage === undefined) continue;
    const all = sentences(passage.text);
    const first = all.findIndex((one) => one.end > start);
    const last = all.findIndex((one) => one.end >= end);
    const from = all[first]?.start ?? start;
    const next = all[last + 1]?.end;
    const to = next !== undefined && next - from <= LONGEST ? next : (all[last]?.end ?? end);
    if (first >= 0 && to - from > end - start + 4) return { passage, span: { start: from, end: to } };
  }
  return undefined;
}
