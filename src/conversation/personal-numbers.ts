// Numbers that identify a person, as people write them in a chat: grouped, bracketed, with the country before them. A mistyped
// one is as personal as a right one. Counts, years and the hotline are none. All text is folded. Pure.

/** Between the digits of one number: what people group by, at most three signs, never a new line. */
const GAP = "(?:[^\\S\\n]|[-‐-―−.·•_()]){0,3}";
/** So many digits, grouped anyhow. */
const digits = (count: string): string => `(?:${GAP}\\d){${count}}`;
/** Where a number neither goes on nor is the end of another. */
const whole = (number: string): RegExp => new RegExp(`(?<!\\d)(?:${number})(?!\\d)`, "u");

const MOBILE = whole(`(?:(?:\\+|00)?\\(?86\\)?${GAP})?1${GAP}[3-9]${digits("9")}`);
const ABROAD = new RegExp(`(?<!\\d)\\+\\d{1,3}${digits("7,12")}(?!\\d)`, "u");
/** Run together, nothing else is as long; sums of money are, but end in noughts or are followed by what they are. */
const RUN_TOGETHER = /(?<!\d)(?!\d0{6,})(?:\d{17}x|\d{12,19})(?![\d元万亿])/u;
/** Grouped, only with a date of birth where an identity card has it. */
const IDENTITY = whole(
  `[1-9]${digits("5")}${GAP}(?:1${GAP}9|2${GAP}0)${digits("2")}${GAP}(?:0${GAP}[1-9]|1${GAP}[0-2])${GAP}[0-3]${digits("4")}${GAP}[\\dx]`,
);
const CARD = whole(`(?:6${GAP}[02]|4${GAP}\\d|5${GAP}[1-5]|9${GAP}5|3${GAP}[457])${digits("13,17")}`);
const HONG_KONG = /(?<![a-z\d])[a-z]{1,2}\s?\d{6}\s?\([\da]\)/u;
/** Passports, permits to travel, identity cards of Taiwan. */
const LETTERED = /(?<![a-z\d])[a-z]{1,2}\s?\d{8,10}(?![a-z\d])|(?<![a-z\d])e[a-z]\d{7}(?![a-z\d])/u;
/** Said to be one. */
const NAMED =
  /(?:身份证|护照|通行证|居住证|驾驶证|残疾证|医保|社保|公积金|银行卡|工资卡|存折|学籍)(?:卡|证|件)?(?:号码?|编号|账号)?\s*(?:是|为|:)?\s*[a-z]{0,2}\d[\d\s-]{4,}|(?:卡号|账号|证号|证件号|微信号?|qq号?|学号|手机号?|电话号?码?)\s*(?:是|为|:)\s*[a-z_]{0,8}\d[\d\s-]{5,}|(?:我|本人|他|她)的?(?:微信|qq)号?\s*(?:是|为|:)?\s*[a-z\d][\w-]{5,}|微信(?:号\s*(?:是|为|:)?|\s*(?:是|为|:))\s*[a-z][\w-]{5,}|\b(?:id(?: card)?|passport|account|card|bank card|wechat)(?: number| no\.?)?(?: is|:)?\s+[a-z]{0,2}\d[\d\s-]{4,}\d/u;

const EMAIL = /[a-z\d][\w.+-]*@[a-z\d-]+\.[a-z]{2,}/u;
/** Spoken out: "一三八零零一三八零零零". */
const SPOKEN = "零一二三四五六七八九";
const SPOKEN_OUT = /[零〇一幺二三四五六七八九]{7,}/gu;
const spelt = (run: string): string =>
  Array.from(run, (digit) => SPOKEN.indexOf(digit === "〇" ? "零" : digit === "幺" ? "一" : digit)).join("");

/** Whether a folded text holds a number by which a person is known, or money is had. */
export function holdsPersonalNumber(folded: string): boolean {
  const text = folded.replace(/[‐-―−]/g, "-").replace(SPOKEN_OUT, spelt);
  return [MOBILE, ABROAD, RUN_TOGETHER, IDENTITY, CARD, HONG_KONG, LETTERED, NAMED, EMAIL].some((number) =>
    number.test(text),
  );
}
