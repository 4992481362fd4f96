// What somebody tells, rather than asks or answers: "工资三个月没发了", "房子被水淹了". Whoever tells of a trouble wants to hear what
// can be done about it, not how many others it was done for, and within a form it is no answer. Pure.
import { looksLikeQuestion } from "./listen-question.ts";
import { dense, plain } from "../words.ts";

const FAMILY =
  "(?:爸爸?|妈妈?|父亲|母亲|老公|老婆|丈夫|妻子|爱人|孩子|娃|儿子|女儿|公公|婆婆|爷爷|奶奶|外公|外婆|老人|家里人)";

const TROUBLES: readonly RegExp[] = [
  // Wages and money.
  /(?:工资|工钱|薪水?|加班费|血汗钱).{0,8}(?:没|不|欠|拖|扣|少)|(?:没|不|拖着不|赖着不).{0,4}(?:发|给|结|付).{0,6}(?:工资|工钱|薪|钱)|扣(?:了|我).{0,4}(?:钱|工资|工钱)/,
  /欠.{0,6}(?:债|薪|工资|工钱|货款|贷)|网贷|催(?:债|款|我还)|倒闭|学费.{0,4}(?:差|不够|凑)|借(?:米|钱过)|(?:钱|存折|房子).{0,6}(?:偷|押|赌|骗)|赌钱|还不[起上]|(?:交|付|读|看|供|养|租|吃|买)不起|揭不开锅|吃不上饭|没(?:钱|饭)(?:吃|交|看|治|过|用|了|$)|没(?:有)?(?:地方|房子)住/,
  // Work.
  /(?:被|给|把我|将我|要|突然).{0,5}(?:辞退?|开除|炒|裁|解雇|赶走)|(?:让|叫|逼|赶)(?:我|我们)(?:走|辞|离|滚|.{0,5}搬)|裁就裁|不要我了|失业|下岗|丢了工作|没(?:了)?工作|(?:天天|每天|老是|总是|强制).{0,3}加班|加班到/,
  /(?:打|骂|欺负|骚扰|侮辱|羞辱|威胁|刁难|逼|坑|骗)(?:了)?(?:我|我们|人)|(?:被|给).{0,6}(?:打|骂|欺负|骚扰|侮辱|威胁|坑|骗)/,
  // Body and mind.
  /(?:摔|砸|压|轧|撞|烫|割|绞|打|弄|扎|电)(?:断|伤|坏|残|了|到|着)|断了|受伤|骨折|晕|昏倒|昏过去|中暑|(?:热|冷|累|痛|疼|难受)得?(?:受|扛|顶)不[了住]|瘫|残疾|残了/,
  /(?:得|患|查出|确诊|生)了?.{0,6}(?:病|癌|症|瘤|尘肺)|住院|动手术|开刀|病倒|睡不着|失眠|做噩梦|崩溃|透析|化疗|中风|痴呆|偏瘫|想哭|堵得慌|干不了活/,
  // Home.
  /走丢|没了.{0,3}(?:依靠|靠山)/,
  new RegExp(`${FAMILY}.{0,3}(?:走了|没了|去世|过世|死了|跑了|不在了|病了|病倒)|离婚了|没人(?:管|照顾)`),
  /(?:房子?|屋|家).{0,5}(?:淹|烧|塌|冲|进水|漏(?!了?(?:填|写|报|说|交|算|[一两]个|个))|着火|失火)|遭(?:了)?灾|(?:日子|实在|真的|快).{0,4}(?:过|活|撑|熬|干|待)不下去/,
  /\b(?:(?:hasn't|haven't|not|never|won't|didn't|doesn't) (?:been )?pa(?:id|y)|owes? (?:me|us)|fired|laid off|lost (?:my|his|her|our) job|behind on|diagnosed|cancer|(?:so |very )scared|injured|hurt (?:at|my)|broke (?:my|his|her)|in hospital|can't (?:afford|pay|sleep)|in debt|evicted|flooded|burn(?:t|ed) down|(?:beat|hit|harass)(?:s|es|ed)? me)\b/,
];

/** What tells of a trouble is short, and names no year and no figure of a report. */
const LONGEST = 50;
const OF_REPORTS = /(?:19|20)\d\d年|\d{3,}|多少|几[人件名户次]/;

/** "啥也没剩下", "不知道能去哪": the word of a question asks nothing. */
const ASKS_NOTHING =
  /(?:什么|啥|谁|哪里|哪儿)[^,。]{0,4}(?:都|也)[^?？吗么]*$|不(?:知道|晓得)(?:[^,。?？]{0,8}$|.{0,4}(?:什么|啥|谁)(?=[ ,。]))|哪个?(?:出|付|交|看)得起|有(?:什么|啥)(?:意思|用|意义|盼头|活头)/;

export function tellsTrouble(text: string): boolean {
  const words = plain(text);
  if (words.length > LONGEST || OF_REPORTS.test(words)) return false;
  if (looksLikeQuestion(text) && !ASKS_NOTHING.test(words)) return false;
  return TROUBLES.some((pattern) => pattern.test(words) || pattern.test(dense(text)));
}

/** "有时候真的撑不下去了", said of oneself and not of a firm: whoever says so needs somebody to talk to first. */
const DESPAIR =
  /(?:撑|熬|挺|坚持|扛|活)不下去|(?:撑|熬)不住|(?:看不到|没有?)(?:一点)?(?:希望|盼头|活路)了?$|\b(?:can't|cannot) (?:go on|cope|take (?:it|this) any ?more)\b/;
const OF_A_FIRM = /(?:厂|公司|单位|店|生意|工地|铺子|车间)(?:子|里)?.{0,6}(?:撑|熬|挺|坚持|扛|活)不/;

export function despairs(text: string): boolean {
  const words = plain(text);
  return DESPAIR.test(words) && !OF_A_FIRM.test(words) && !isJoke(text);
}

/** "累死我了哈哈": nobody laughs about what they need help with. */
export const isJoke = (text: string): boolean =>
  /哈哈|嘿嘿|嘻嘻|笑[死喷]|笑不活|开玩笑|说着玩|闹着玩|社死|追剧|[😂🤣😆😄]|\b(?:lol|lmao|haha|just kidding)/u.test(
    plain(text),
  );

const hanIn = (words: string): number => words.match(/\p{Script=Han}/gu)?.length ?? 0;
const englishIn = (words: string): number => words.match(/[a-z]+(?:'[a-z]+)?/g)?.length ?? 0;

/** Whether somebody has said more than a word or a number: it deserves to be told that it was seen. */
export function isSentence(text: string): boolean {
  const words = plain(text);
  return hanIn(words) >= 8 || englishIn(words) >= 5;
}

/** Whether the words tell something, rather than ask or name it; "快来人嘛" asks nothing. */
export function isTold(text: string): boolean {
  const words = plain(text).replace(/嘛$/, "");
  const asks = looksLikeQuestion(words) && !ASKS_NOTHING.test(words);
  return (hanIn(words) >= 7 || englishIn(words) >= 4) && !asks;
}
