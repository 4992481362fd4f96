// Whom words speak of that stand before something that befalls people: the speaker and theirs, somebody by name, or people
// in general. "卓玛" in "卓玛得了肺癌" is somebody; "职工" and "德钦县" are nobody. Texts are folded. Pure.
import { findPlaceNames } from "../../ingest/places.ts";
import { isOrdinaryWord, taggedWords } from "../../ingest/words.ts";
import { COMPOUND_SURNAMES, SURNAMES } from "./surnames.ts";

/** `own`: the speaker or one of the family, or somebody known by kinship; `named`: somebody by name. */
export type SpokenOf = "own" | "named" | undefined;

const KIN =
  "爸爸?|妈妈?|父亲|母亲|父母|爹|娘|老公|老婆|丈夫|妻子|媳妇|爱人|对象|男朋友|女朋友|孩子|小孩|儿子|女儿|闺女|娃儿?|孙子|孙女|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|哥哥?|姐姐?|嫂子?|弟弟?|妹妹?|叔叔?|舅舅?|姑姑?|姨妈?|伯父|老人|家人|家属|亲戚";
const KNOWN = "同事|朋友|同学|邻居|工友|室友|战友|徒弟|师傅|搭档|战友";
/** Whoever these are is nobody in particular. */
const ANYBODY =
  "职工|工人|员工|会员|民工|农民|人员|群众|居民|村民|牧民|患者|病人|病员|女工|矿工|司机|骑手|小哥|教师|老师|医生|护士|干部|党员|青年|妇女|儿童|学生|劳模|劳动者|从业者|者|子女|配偶|直系亲属|双方|别人|有人|人们?|大家|谁|哪些|家庭|[户名位个些]";
const UNITS = "县|市|省|州|区|镇|乡|村|厂|矿|局|校|院|队|班组|车间|单位|公司|企业|工会|医院|工地|部门|国";

const ASKING =
  /^.*(?:想问(?:一下|问|下)?|请问|问一下|问问|问下|了解(?:一下|下)?|咨询(?:一下|下)?|听说|知道|看到|报道|如果|要是|假如|万一|一旦)/u;
/** Between somebody and what befell them. */
const MEANWHILE =
  /(?:去年|今年|前年|昨天|前天|今天|上个?月|上周|最近|前几天|前不久|刚刚?|刚才|已经|早就|突然|忽然|不幸|又|也|都|就|才|还|给|被(?:机器|车|石头|钢筋|铁板|人|电|火|水)?|因公?|因病|因为|在(?:医院|家|工地|单位|外地|厂里|路上)|医院|干活|上班|下班|\d+[年月岁日号]|现在|目前|年底|年初|他|她|两年前|[一二三四五六七八九十两几]+[年个]月?前?|一直|长期|可能|好像|有了?|是|[,，、\s])$/u;

const OWN = new RegExp(
  `(?:我们?(?!们|${UNITS})|俺们?(?!${UNITS})|咱们?(?!们|${UNITS})|本人|自己|家里(?!有?人))(?<gap>[^我]{0,14})$`,
  "u",
);
/** After "我" these make it a question of rules. */
const RULES = new RegExp(
  `要(?!做|动|住|去|化|截|透)|想(?!不开)|能|可以|应该|怎么|如何|多少|有没有|是不是|什么|申请|报(?!了)|办|领|参加|关于|对`,
  "u",
);
const KIN_LAST = new RegExp(`(?:${KIN})$`, "u");
const KIN_OF_ANYBODY = new RegExp(
  `(?:职工|工人|员工|会员|民工|人员|劳模|干部)(?:的|及|和|本人|家庭)*(?:${KIN})$`,
  "u",
);
const KNOWN_LAST = new RegExp(`(?:${KNOWN})$`, "u");
const ANYBODY_LAST = new RegExp(`(?:${ANYBODY}|${UNITS})$`, "u");
const CALLED = new RegExp(
  `(?:[老小阿][${SURNAMES}]|[${SURNAMES}](?:师傅|某某?|姐|哥|叔|婶|阿姨|主任|经理|书记|主席|队长|班长|老师|医生))$`,
  "u",
);
const HAN = /^\p{Script=Han}+$/u;
/** In no name, or only where the whole is known for one. */
const NOT_IN_NAME =
  /[我你他她它们的得了着过是有在不没这那哪谁几个位名县市省区镇乡村厂矿年月日号期万与及或对给把被让从就都又也还请问怎么什要想该如何多少吗呢吧]/u;
const UYGHUR =
  /(?:买买提|买合木提|阿[不布卜]都|吐尔[逊孙]|玉素[甫普]|热合曼|尼亚孜|库尔班|古丽)\p{Script=Han}{0,3}$/u;
const WHOLE_NAME = new RegExp(
  `^(?:(?:${COMPOUND_SURNAMES})\\p{Script=Han}{1,2}|[${SURNAMES}]\\p{Script=Han}{1,2})$`,
  "u",
);

/** Of whom the words speak that end here. */
export function spokenOf(before: string): SpokenOf {
  const said = withoutMeanwhile(before.replace(ASKING, ""));
  if (said === "") return undefined;
  if (KIN_LAST.test(said)) return KIN_OF_ANYBODY.test(said) ? undefined : "own";
  if (CALLED.test(said) || KNOWN_LAST.test(said)) return "named";
  const gap = OWN.exec(said)?.groups?.["gap"];
  if (gap === "") return "own";
  if (ANYBODY_LAST.test(said)) return undefined;
  if (gap !== undefined && !RULES.test(gap)) return "own";
  return endsInName(said) ? "named" : undefined;
}

function withoutMeanwhile(said: string): string {
  for (let left = said; ; ) {
    const next = left.replace(MEANWHILE, "");
    if (next === left) return left;
    left = next;
  }
}

/** Whether a name of a person ends the words. A place is none, however it is called. */
export function endsInName(said: string): boolean {
  const rest = said.slice(Math.max(0, ...findPlaceNames(said).map(({ end }) => end)));
  if (UYGHUR.test(rest)) return true;
  const tagged = taggedWords(rest);
  const names: string[] = [];
  for (const { word, tag } of tagged.toReversed()) {
    if (!isNamelike(word, tag)) break;
    names.unshift(word);
  }
  const name = names.join("");
  if (name.length >= 2 && name.length <= 8) return true;
  // Some names are cut as words are: 张大 + 强, 欧阳 + 娜娜.
  let start = 0;
  const starts = tagged.map(({ word }) => (start += word.length) - word.length);
  return starts.some((at) => {
    const last = rest.slice(at);
    return WHOLE_NAME.test(last) && !isOrdinaryWord(last) && !NOT_IN_NAME.test(last.slice(1));
  });
}

const isNamelike = (word: string, tag: string): boolean =>
  HAN.test(word) && !NOT_IN_NAME.test(word) && /^(?:nr|x|ns$)/.test(tag) && !isOrdinaryWord(word);

/** Whether the words begin with a name of a person. */
export function beginsWithName(said: string): boolean {
  let name = "";
  for (const { word, tag } of taggedWords(said)) {
    if (!/^(?:nr|x)/.test(tag) || isOrdinaryWord(word)) break;
    name += word;
  }
  return WHOLE_NAME.test(name);
}
