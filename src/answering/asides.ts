// What a question says beside what it asks: what it is not about, who asks and for whom, the weather somebody works in. Texts are
// folded. Pure; question-terms.ts looks for no word of it, and understand.ts for no programme.
import type { Span } from "../domain/report.ts";

// "不是快递哈," says which of two alike is not meant.
const NOT_MEANT =
  /(?<![是算])不是(?<thing>(?![说问有吧吗么都没因为要想很太不])[^,;。?!()]{2,6}?)[哈啊哦喔]?(?=[,;。!)])/gu;
// "不算门票的" and "除了门票以外" name what is not asked for.
const LEFT_OUT =
  /不(?:算|含|包括|包含)(?!了?吗|不)[^,;。?!()]{1,8}?(?=的|[,;。?!)]|$)|除了[^,;。?!()]{2,14}?(?:[之以]?外(?![地卖国省县])|(?=[,还]))|(?<![扣排免解消清删拆])除(?!夕)[^,;。?!()]{2,14}?[之以]外/gu;
/** What the folded question says it does not mean: 快递 in "不是快递,是外卖". */
export const notMeantIn = (folded: string): string[] =>
  Array.from(folded.matchAll(NOT_MEANT), ({ groups }) => groups?.["thing"] ?? "");
/** The folded question without what it says it is not about, as long as it was. */
export const withoutLeftOut = (folded: string): string => blank(folded, leftOutIn(folded));
/** Where the folded question says what it is not about. */
export const leftOutIn = (folded: string): Span[] =>
  [...folded.matchAll(LEFT_OUT), ...folded.matchAll(NOT_MEANT)].map(spanOf);
/** "我跑外卖的,想找个地方热饭": who asks is no part of what is wanted, where something else is. */
const SPEAKER =
  /^(?:我|俺|咱)们?(?:家(?:里|那口子)?|老公|老婆)?(?:退休前|以前|原来|过去|年轻时)?(?:也|还|就)?(?:是|在|跑|开|送|干|做|当|搞)[^,。;?!]{1,14}[,。;]/gu;
/** "我老婆想做两癌检查": for whom it is wanted is told by no report. */
const FOR_WHOM =
  /^(?:那|请问)?(?:我|俺|咱)们?(?:家(?:的|里)?)?(?:老婆|老公|爱人|媳妇|对象|丈夫|妻子|爸爸?|妈妈?|父亲|母亲|爹|娘)(?:想要?|要|打算|准备)(?:去|来)?[做办报学]?/gu;
/** "刚休完产假回来上班,想挤奶": nor is where somebody comes from. */
const COME_FROM = /^(?:我|俺|咱)?们?(?:刚刚?|才)(?:休|生|坐|下|出|退|毕|从|当)[^,。;?!]{1,14}[,。;]/gu;
/** "冬天在外面送外卖": the weather somebody works in is no winter campaign. */
const WEATHER =
  /(?:大?[冬夏]天|大[热冷]天|[热冷]天|三伏天?|数九|[下刮]大?[雨雪风]天?)(?:里|的时候|的)?(?=在?(?:外[面头边]|户外|路上|街上)|[送跑扫]|干活)/gu;
/** The folded question without who asks and what weather they work in, as long as it was. */
export const withoutSpeaker = (folded: string): string =>
  blank(folded, [...folded.matchAll(SPEAKER), ...folded.matchAll(WEATHER)].map(spanOf));

/** Where the folded question says what evidence need not say. */
export const asidesIn = (folded: string): Span[] => [
  ...leftOutIn(folded),
  ...[WEATHER, FOR_WHOM, COME_FROM].flatMap((words) => Array.from(folded.matchAll(words), spanOf)),
];

export const spanOf = (found: RegExpMatchArray): Span => ({
  start: found.index ?? 0,
  end: (found.index ?? 0) + found[0].length,
});

/** The text with the spans blanked, as long as it was. */
export function blank(text: string, spans: readonly Span[]): string {
  const units = text.split("");
  for (const { start, end } of spans) for (let index = start; index < end; index++) units[index] = " ";
  return units.join("");
}
