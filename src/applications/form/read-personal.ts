// Numbers and names of a person: identity card, mobile, bank card, name. field.ts calls it; nothing is kept or logged here.
import type { Problem } from "../../domain/form.ts";
import { dayInChina, dense } from "../words.ts";
import { isRealDay } from "./read-date.ts";

type ReadText = { readonly value: string } | { readonly problem: Problem };

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const LEAD =
  /^(?:我的|本人|他的|她的)?(?:身份证(?:号码?)?|身分证(?:号码?)?|证件号码?|手机(?:号码?)?|电话(?:号码?)?|联系电话|银行卡(?:号码?)?|卡号|账号|帐号|号码|id(?:number|card)?|mobile|phone(?:number)?|card(?:number)?|it'?s|是|为|:|my)+/;

const digitsOf = (text: string): string =>
  dense(text)
    .replace(LEAD, "")
    .replace(/[-–—_·.()]/g, "")
    .replace(/^[零〇一幺二两三四五六七八九\d]{6,}[x叉]?$/u, saidByDigits);

const SAID = "零一二三四五六七八九";
const saidByDigits = (said: string): string =>
  said
    .replaceAll("〇", "零")
    .replaceAll("幺", "一")
    .replaceAll("两", "二")
    .replaceAll("叉", "x")
    .replace(/[零一二三四五六七八九]/gu, (digit) => String(SAID.indexOf(digit)));

/** 18 digits by GB 11643, the last possibly X; of 15-digit cards, void since 2013, it is said that they are old. */
export function readIdentity(text: string, now: Date): ReadText {
  const number = digitsOf(text).replace(/[×х*]$/u, "x");
  if (/^\d{15}$/.test(number)) return { problem: "identity-old" };
  if (!/^\d{17}[\dx]$/.test(number)) return { problem: "identity-length" };
  const [year, month, day] = [number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)];
  const birth = `${year}-${month}-${day}`;
  if (
    Number(year) < 1900 ||
    !isRealDay(Number(year), Number(month), Number(day)) ||
    birth > dayInChina(now)
  ) {
    return { problem: "identity-date" };
  }
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number[index]), 0);
  if ("10x98765432"[sum % 11] !== number[17]) return { problem: "identity-checksum" };
  return { value: number.toUpperCase() };
}

/** Birth date and sex as a valid identity number tells them. */
export function personOf(identity: string): { readonly birth: string; readonly sex: "male" | "female" } {
  return {
    birth: `${identity.slice(6, 10)}-${identity.slice(10, 12)}-${identity.slice(12, 14)}`,
    sex: Number(identity[16]) % 2 === 1 ? "male" : "female",
  };
}

export function readMobile(text: string): ReadText {
  const number = digitsOf(text)
    .replace(/^(?:\+|00)?86(?=1\d{10}$)/, "")
    .replace(/^\+/, "");
  if (/^1[3-9]\d{9}$/.test(number)) return { value: number };
  // "13800138000（微信同号）": one number among words.
  const inside = dense(text).match(/(?<!\d)1[3-9]\d{9}(?!\d)/g) ?? [];
  return inside.length === 1 && inside[0] !== undefined ? { value: inside[0] } : { problem: "not-mobile" };
}

/** 15 to 19 digits with a right check digit (Luhn). */
export function readCard(text: string): ReadText {
  const number = digitsOf(text);
  if (!/^\d{15,19}$/.test(number)) return { problem: "not-card" };
  const sum = Array.from(number)
    .reverse()
    .map(Number)
    .reduce((total, digit, index) => {
      const doubled = index % 2 === 1 ? digit * 2 : digit;
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return sum % 10 === 0 ? { value: number } : { problem: "card-checksum" };
}

const NAME_LEAD =
  /^(?:(?:我|他|她|本人|孩子|爱人|老公|老婆)?(?:的)?(?:名字|姓名)?(?:就)?(?:叫做|叫|是|:|：)|(?:my |his |her )?name(?: is|'s)? ?:?|i am |i'm |it's )\s*/iu;
const NO_NAME =
  /[了这们唉哎呀啊]|什么|怎么|哪里|哪儿|哪个|多少|为何|为什么|不知道|没有|帮我|你好|您好|请问|谢谢|可以|申请|几个|[吗呢吧嘛]$|^[我你您他她这那没无不]|先生$|女士$|小姐$|师傅$|同志$|身份证|电话|收入/u;

/** "身份证上是刘桂芳，平时都喊我芳姐", "免贵姓欧阳，欧阳建军": the name among other words. */
const NAMED =
  /^(?:我)?(?:叫|是)?(\p{Script=Han}{2,4})(?:[\s,，]*1\d{10}|[,，。\s]+\p{Script=Han}{1,4}的\p{Script=Han}[^]*)$|^(?:我)?(?:身份证|证件|户口本?)上?(?:写的|的名字)?(?:是|叫|写的是)(\p{Script=Han}{2,4})(?=[\s,，。、;；]|$)|^(?:我)?免贵姓?\p{Script=Han}{1,2}[\s,，。]+(?:我?叫)?(\p{Script=Han}{2,4})$/u;

/** "免贵姓欧阳，单名一个娜". */
const SPELT =
  /^(?:我)?(?:免贵)?姓(\p{Script=Han}{1,2})[\s,，]*(?:单名|名)(?:就)?(?:叫|是)?(?:一个)?(\p{Script=Han}{1,2}?)字?$/u;

/** 2 to 30 characters of a script people write names in; Chinese with "·" inside allowed. */
export function readName(words: string): ReadText {
  const named = NAMED.exec(words.trim());
  const family = SPELT.exec(words.trim());
  const text =
    family !== null
      ? `${family[1]}${family[2]}`
      : named === null
        ? words
        : (named.slice(1).find((one) => one !== undefined) ?? "");
  const trimmed = text
    .normalize("NFC")
    .trim()
    .replace(/[。.,，!！、\s]+$/u, "")
    .replace(NAME_LEAD, "")
    .trim();
  const han = trimmed.replace(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, "").replace(/[•・．‧∙●.]/gu, "·");
  if (/^\p{Script=Han}+(?:·\p{Script=Han}+)*$/u.test(han)) {
    const length = Array.from(han).length;
    const whole = length >= 2 && length <= 30 && (length <= 8 || han.includes("·"));
    return whole && !NO_NAME.test(han) ? { value: han } : { problem: "not-name" };
  }
  const latin = trimmed.replace(/\s+/g, " ");
  const fits = /^\p{L}[\p{L}\p{M}.'’ -]{1,29}$/u.test(latin) && !/\p{Script=Han}/u.test(latin);
  return fits && !NOT_LATIN.test(latin) ? { value: latin } : { problem: "not-name" };
}

const NOT_LATIN =
  /^(?:yes|no|ok|okay|hi|hello|what|when|why|how|who|where|help|none|nothing|skip|stop|cancel|back|later|thanks|thank you)\b|\b(?:is|are|do|does|can|the)\b/i;
