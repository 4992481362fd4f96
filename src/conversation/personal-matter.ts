// What must not be talked of before others: numbers that identify a person, somebody's illness, a household's money, a case.
// Told by words alone, rather too often than too seldom: whoever asked of policy is only led to the private chat. Pure.
import { fold } from "../../ingest/script.ts";

export type PersonalMatter = "number" | "illness" | "money" | "case";

const RELATIVES =
  "爸爸?|妈妈?|父亲|母亲|爹|娘|老公|老婆|丈夫|妻子|爱人|对象|孩子|小孩|儿子|女儿|闺女|娃|爷爷|奶奶|外公|外婆|公公|婆婆|岳父|岳母|哥哥?|姐姐?|弟弟?|妹妹?|老人|父母";
const SURNAMES =
  "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金贾夏韦付方邹熊孟秦白江阎薛尹段雷侯龙黎史陶贺顾毛郝龚邵万覃武钱戴严莫孔向常汤普和扎";
/** The speaker, one of the family, or somebody by name. */
const PERSON = `(?:我们?家?(?:的|里)?(?:${RELATIVES})?|俺(?:们|家)?(?:${RELATIVES})?|本人|家里(?:的)?(?:${RELATIVES})?|(?:${RELATIVES})|同事\\p{Script=Han}{0,3}|[老小][${SURNAMES}]|[${SURNAMES}](?:师傅|某某?|\\p{Script=Han}{1,2}?))`;

const DISEASE =
  "癌|肿瘤|瘤|尿毒症|白血病|淋巴瘤|透析|化疗|放疗|尘肺|[矽硅]肺|职业病|肝炎|乙肝|丙肝|肝硬化|艾滋|梅毒|hiv|抑郁|焦虑症|精神分裂|精神病|躁郁|双相|自闭症|脑梗|脑瘫|脑出血|中风|偏瘫|瘫痪|截瘫|心梗|心脏病|冠心病|糖尿病|肺结核|肺病|肾衰|肾病|帕金森|阿尔茨海默|痴呆|流产|截肢|罕见病|渐冻";
const FALLEN_ILL =
  "得了|患了|患有|患上|查出|检查出|确诊|诊断(?:出|为)|住(?:了)?院|住进|做了?(?:大)?手术|动了?手术|病(?:了|倒|重|危)|瘫了|残疾|怀孕|受了?重伤";
/** Between a person and an illness these words make it a question of rules. */
const ASKING =
  "想问|请问|问一下|问问|问下|了解|咨询|听说|知道|看到|想|要|能|可以|应该|单位|工会|县|市|省|报道";

const ILLNESS = new RegExp(
  `${PERSON}(?:(?!${ASKING})[^，。？！,.?!；;]){0,8}?(?:${DISEASE}|${FALLEN_ILL})|(?:我|本人|俺)[^，。？！,.?!；;]{0,4}(?:有|是)[^，。？！,.?!；;]{0,6}(?:${DISEASE})`,
  "u",
);
const ILLNESS_ENGLISH =
  /\b(?:i|i'm|i've|my (?:father|mother|dad|mum|mom|wife|husband|son|daughter|child|kid|parents?|brother|sister))\b[^.?!]{0,40}\b(?:cancer|leuk(?:a)?emia|tumou?r|dialysis|stroke|hiv|aids|depress\w*|diagnosed|hospital(?:ised|ized)?|surgery|pregnant|miscarriage|disabled|paraly[sz]ed|silicosis|tuberculosis|diabetes)\b/;
const MONEY = new RegExp(
  `(?:我们?家?|俺家?|家里|本人)[^，。？！,.?!；;]{0,10}(?:月|年)?(?:收入|工资|存款|欠|负债|债)[^，。？！?!；;]{0,6}\\d|(?:欠|借)了?\\d+(?:\\.\\d+)?(?:万|千|元|块)[^。？！?!]{0,8}(?:外债|债|账)`,
  "u",
);
const CASE = /(?<!\d)20\d{2}-\d{6}(?!\d)|(?:我|我的)(?:那(?:个|件))?(?:申请|案子|材料)(?:办|批|审|到|交|还)/u;

/** What the words would tell others of a person; undefined when nothing. */
export function personalMatterIn(text: string): PersonalMatter | undefined {
  const folded = fold(text.normalize("NFKC")).toLowerCase();
  if (holdsNumber(folded)) return "number";
  if (ILLNESS.test(folded) || ILLNESS_ENGLISH.test(folded)) return "illness";
  if (MONEY.test(folded)) return "money";
  return CASE.test(folded) ? "case" : undefined;
}

// People write long numbers in groups; a mistyped one is as personal as a right one.
function holdsNumber(text: string): boolean {
  const joined = text.replace(/(?<=\d)[\s.·-](?=[\dx])/g, "");
  return /(?<!\d)(?:\d{17}[\dx]|\d{15}|(?:62|4|5[1-5])\d{13,17}|1[3-9]\d{9})(?!\d)/.test(joined);
}
