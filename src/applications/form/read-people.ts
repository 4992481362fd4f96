// How many people a household has, as families tell it: "老婆孩子加我，三个", "我和我妈俩", "七口人，三代同堂". listen-field.ts asks here
// for what is no bare number. Pure; whatever could be read in two ways is not read.
import { parseHanNumber } from "../../../ingest/numbers.ts";
import { looksLikeQuestion } from "./listen-question.ts";
import { plain } from "../words.ts";

const NUMBER = "\\d{1,2}|[一二两俩三仨四五六七八九十]{1,3}";
/** What a number of people is counted in; "两口子" are a couple. */
const TOTAL = new RegExp(
  `(?<![\\d.第两俩小])(?<number>${NUMBER})(?:(?<=[俩仨])(?:个|口|人)?|口之家|口子|口人|口|个人|人|个|位)(?=\\s|$|[,、。;:(!]|吧|呢|啊|了|哦|嘛|呗|过|住|生活|一起|吃|左右)`,
  "gu",
);
const COUPLE = /(?:两|俩|小两|老两)口子?|夫妻(?:俩|二人|两人|两个)?|夫妇(?:俩)?/;
/** Behind a number these say that it counts only some of them. */
const PART =
  /^(?:的)?(?:孩子|小孩|娃儿?|崽|儿子|女儿|闺女|丫头|老人|老的|小的|大的|大人|学生|兄弟|姐妹|妹妹?|弟弟?|哥哥?|姐姐?|孙子|孙女|读书|上学|念书)/;
/** What stands before the number that sums up. */
const SUM = /(?:一共|总共|共|合计|加起来|现在|连我|连上我|算上我|包括我|就(?:这|剩)?|总的)(?:是|有)?$/;
const NOT_NOW = /(?:不是|原来|以前|本来|去年|前年|过去|没有)(?:是|有)?$/;

/** People that need no number, each with how many they are; the longest names first. */
const PERSONS: readonly (readonly [RegExp, number])[] = [
  [/(?:我们?|他们)?(?:两|俩|小两|老两)口子?|(?:我们?)?夫妻(?:俩|二人|两人|两个)?|(?:我们?)?夫妇俩?/, 2],
  [/(?:我)?(?:公公婆婆|爷爷奶奶|外公外婆|姥姥姥爷|岳父岳母|爸妈|父母|爹娘|爹妈|二老|老两口|双亲)/, 2],
  [/一儿一女|一对双胞胎|双胞胎/, 2],
  [
    /(?:我|俺|咱)?(?:的|家)?(?:妈妈?|爸爸?|母亲|父亲|爹|娘|爷爷?|奶奶?|外公|外婆|姥姥|姥爷|阿公|阿嬷|阿妈|阿爸|公公|婆婆|岳父|岳母|丈母娘|老丈人|老公|老婆|先生|太太|丈夫|妻子|爱人|媳妇|堂客|婆娘|对象|老伴|儿子|女儿|闺女|丫头|孙子|孙女|哥哥?|姐姐?|弟弟?|妹妹?|老母亲|老父亲|宝宝|孩子|娃儿?|崽)/,
    1,
  ],
  [
    /(?:my )?(?:wife|husband|mother|mom|mum|father|dad|son|daughter|baby|grandmother|grandma|grandfather|grandpa|sister|brother)\b/,
    1,
  ],
  [/(?:my )?parents\b/, 2],
  [/我自个儿?|我自己|我本人|本人|自个儿?|自己|我|俺|(?:me|myself|i)\b/, 1],
];
const SEVERAL = new RegExp(
  `^(?<number>${NUMBER})(?:个|名|口|位)?(?:的)?(?:孩子|小孩|娃儿?|崽|儿子|女儿|闺女|老人|小的|老的|妹妹|弟弟|哥哥|姐姐|孙子|孙女)|^(?<count>\\d{1,2}|one|two|three|four|five) (?:kids?|child|children|sons?|daughters?)\\b`,
  "u",
);
/** What joins people in a sentence and counts nobody. */
const FILLER =
  /^(?:[,、。;:+&\s]|(?:and|with|plus)\b|一个人|独自|和|跟|与|同|加上?|还有|再加上?|以及|以外|带着?|养着?|家里有?|我家有?|一起|就是?|就剩|只有|只剩|是|有|住|过|生活|都|也|个|离婚了|单身|在家)+/;

/** Undefined when the words do not tell it for sure. */
export function readPeople(text: string): number | undefined {
  // 银 is 人 where the north-east is at home.
  const words = plain(text).replace(/(?<=[个口])银/g, "人");
  if (words.length > 40 || looksLikeQuestion(text)) return undefined;
  const english =
    /^(?:[^\d]*\b)?(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten) (?:people|persons?|ppl|of us)\b|^(?:we are|we're|there are) (\d{1,2}|two|three|four|five|six|seven|eight|nine|ten)(?: of us)?$/.exec(
      words,
    );
  if (english !== null) return valueOf(english[1] ?? english[2] ?? "");
  if (/^just me\b|\bonly me\b|\blive alone\b/.test(words)) return 1;
  const others = new RegExp(
    `^除了?我(?:自己)?(?:之外|以外|外)?,?(?:还|就)?(?:有)?(${NUMBER})(?:个|口|人|位)`,
    "u",
  ).exec(words);
  if (others !== null) {
    const more = valueOf(others[1] ?? "");
    return more === undefined ? undefined : more + 1;
  }
  if (
    /^(?:光棍|单身汉?|孤身|孤家寡人|独居)|^(?:就|只有|只剩)?(?:我|俺)?(?:自己)?一个人(?:过|住|生活)?(?:[,。]|$)|^(?:就|只有|只剩)(?:我|俺)自己(?:住|过|一个)?(?:[,。\s]|$)/.test(
      words,
    )
  )
    return 1;
  return totalIn(words) ?? namedIn(words);
}

function totalIn(words: string): number | undefined {
  const totals = Array.from(words.matchAll(TOTAL), (found) => {
    const before = words.slice(0, found.index);
    const after = words.slice(found.index + found[0].length);
    return {
      value: valueOf(found.groups?.["number"] ?? ""),
      sums: SUM.test(before),
      past: NOT_NOW.test(before),
      part: PART.test(after),
    };
  }).filter(({ part, past }) => !part && !past);
  const [only] = totals;
  if (only === undefined) return undefined;
  const said = new Set(totals.map(({ value }) => value));
  // "两口子加一个" is a sum nobody has made.
  if (said.size === 1) return COUPLE.test(words) && !only.sums ? undefined : only.value;
  const summed = totals.filter(({ sums }) => sums);
  return summed.length === 1 ? summed[0]?.value : undefined;
}

/** The people who are named, when nothing else stands in the words. */
function namedIn(words: string): number | undefined {
  let rest = words;
  let people = 0;
  let self = false;
  while (rest !== "") {
    const filler = FILLER.exec(rest)?.[0];
    if (filler !== undefined) {
      rest = rest.slice(filler.length);
      continue;
    }
    const several = SEVERAL.exec(rest);
    if (several !== null) {
      people += valueOf(several.groups?.["number"] ?? several.groups?.["count"] ?? "") ?? 0;
      rest = rest.slice(several[0].length);
      continue;
    }
    // "刚满月的宝宝"
    const kind = /^[^,、。\s我和跟]{1,5}的(?=[\p{Script=Han}])/u.exec(rest)?.[0];
    const named = PERSONS.flatMap(([pattern, count]) => {
      const found = new RegExp(`^(?:${pattern.source})`, "u").exec(rest.slice(kind?.length ?? 0))?.[0];
      return found === undefined ? [] : [{ length: (kind?.length ?? 0) + found.length, count, found }];
    }).toSorted((one, other) => other.length - one.length)[0];
    if (named === undefined) return undefined;
    self ||= /^(?:我|俺|自己|本人|me\b|i\b|myself)/.test(named.found) || named.count === 2;
    people += named.count;
    rest = rest.slice(named.length);
  }
  // Whoever names the others only may have left themselves out.
  return self && people > 0 ? people : undefined;
}

function valueOf(number: string): number | undefined {
  const english = "zero one two three four five six seven eight nine ten".split(" ").indexOf(number);
  if (english > 0) return english;
  const plainNumber = number.replace("俩", "两").replace("仨", "三");
  const value = /^\d+$/.test(plainNumber) ? Number(plainNumber) : parseHanNumber(plainNumber);
  return value === undefined || value < 1 || value > 30 ? undefined : value;
}
