// "赶的是哪个节", "在什么会之前": a time asked for by what is known to happen then, and told so: “在元旦、春节期间”,
// “党代会召开前”. Pure; ask-words.ts finds it in a question, service.ts looks for it in clauses.

/** A feast, a meeting, or a day by its date or by either of these. */
export type Occasion = "feast" | "meeting" | "day";

const FEASTS =
  "元旦|春节|元宵|清明|端午|中秋|国庆|重阳|两节|三八|五一|五四|六一|七一|八一|十一|寒假|暑假|寒暑假";
const DURING = "期间|之?前夕?|之?后|之际|当天|假期|来临|到来";
const FEAST = new RegExp(`(?<feast>${FEASTS})节?[”"」』]?(?:、[^,。;、]{2,5})?(?:${DURING})`, "u");
/** A feast day in other words than 期间: “喜迎国庆”, “六一儿童节活动”. */
const FEAST_DAY = new RegExp(
  `(?<feast>${FEASTS})[”"」』]?(?:节|(?:国际)?(?:劳动|妇女|儿童|青年)节)|(?:庆祝|喜迎|欢度|迎)[“"「『]?(?<kept>${FEASTS})`,
  "u",
);
const MEETING = /\p{Script=Han}{2,12}(?:召开|举行|开幕|到来|来临|开学|复工)(?:之?前夕?|之际|期间|之?后)/u;
const SEASON = /(?:疫情|节日|高温|汛期|农忙)[^,。;]{0,6}期间/u;

/** "三八节活动、技能培训" tells the day of the first only. */
const LISTED = /[动赛会班训]、/u;

/** Whether a text tells of a feast that the question does not name itself. */
const newFeast = (text: string, folded: string): boolean =>
  (LISTED.test(text) ? [FEAST] : [FEAST, FEAST_DAY]).some((feast) => {
    const found = feast.exec(text)?.groups;
    const name = found?.["feast"] ?? found?.["kept"];
    return name !== undefined && !folded.includes(name);
  });

/** Whether folded clauses tell a time in other words than a date, and not by a feast that the question names itself. */
export function tellsTime(text: string, folded: string): boolean {
  const found = FEAST.exec(text);
  const feast = found?.groups?.["feast"];
  if (feast !== undefined) return !folded.includes(feast);
  return SEASON.test(text) || MEETING.test(text);
}

/** The feast known by its day that a folded question names as a time, "五一那阵": a medal is called by one, too. */
export const dayIn = (folded: string): string | undefined => DAY.exec(folded)?.groups?.["day"];
const DAY =
  /(?<day>三八|五一|六一|七一|八一)(?:(?:国际)?(?:劳动|妇女|儿童|建军)?节|那[阵天会]|的时候|期间|前[后夕]|假期|放假|慰问|发|给|送|的(?=[?\s]|$)|[?呢])/u;

/** Whether folded clauses tell of that feast, or go on from a sentence that does and tell no time of their own. */
export function tellsDay(day: string, text: string, before: string): boolean {
  const said = new RegExp(`${day}(?!劳动奖|红旗)`, "u");
  return said.test(text) || (said.test(before) && !/\d月|\d日/u.test(text) && !newFeast(text, day));
}

const ASKED: readonly (readonly [Occasion, RegExp])[] = [
  ["feast", /(?:哪|什么|啥)(?:一?[个些]|几个)?(?:传统)?(?:节日|节(?![目点课省车能奏气约水育]))/u],
  [
    "meeting",
    /(?:哪|什么|啥)(?:一?[个次场])?(?:大?会议?|代表大会|党代会)(?:召开|举行|开幕|开)?(?:的?时候|之?前夕?|以前|之?后|以后|期间|之际)/u,
  ],
  ["day", /(?:在|是|选)[^,。?]{0,3}(?:什么|啥|哪个?)日子/u],
];

/** The occasion that a part of a folded question asks for, if it asks for one. */
export const occasionOf = (text: string): Occasion | undefined =>
  ASKED.find(([, asked]) => asked.test(text))?.[0];

/** Whether folded clauses tell it; a date tells a day. */
export function tellsOccasion(occasion: Occasion, text: string, folded: string, dated: boolean): boolean {
  switch (occasion) {
    case "feast":
      return newFeast(text, folded);
    case "meeting":
      return MEETING.test(text);
    case "day":
      return dated || newFeast(text, folded);
    default: {
      const impossible: never = occasion;
      return impossible;
    }
  }
}
