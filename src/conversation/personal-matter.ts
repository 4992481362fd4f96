// What must not be talked of before others: numbers that identify a person, somebody's illness, what befell a family, who did
// what to whom, a household's money, a case. Told by words alone, rather too often than too seldom: whoever asked of policy is
// only led to the private chat. Whom the words speak of is told by person-spoken-of.ts. Pure.
import { fold } from "../../ingest/script.ts";
import { personalMatterInEnglish } from "./personal-english.ts";
import { holdsPersonalNumber } from "./personal-numbers.ts";
import { beginsWithName, endsInName, spokenOf } from "./person-spoken-of.ts";

export type PersonalMatter = "number" | "illness" | "life" | "grievance" | "money" | "case";

/** Characters before what befell somebody in which they are looked for. */
const LOOK_BACK = 32;
/** Whoever tells more misfortunes in one sentence has told of somebody by then. */
const MOST_TOLD = 60;

const DISEASE =
  "(?:乳腺|胃|肺|肝|[直结]?肠|宫颈|子宫|甲状腺|食[管道]|鼻咽|口腔|喉|卵巢|前列腺|胰腺|淋巴|脑|骨|血|皮肤|膀胱|肾)?(?<![两防抗])(?:癌|瘤)|尿毒|白血病|透析|化疗|放疗|尘肺|[矽硅]肺|职业病|[肝肾胃肠肺脑胆]炎|胰腺炎|乙肝|丙肝|肝硬化|艾滋|梅毒|性病|hiv|抑郁|焦虑症|精神(?:分裂|病|失常|障碍|崩溃|出了?问题)|躁郁|双相|自闭症|脑(?:梗|瘫|出血|溢血)|中风|偏瘫|截?瘫|心梗|心脏?病|冠心病|糖尿病|高血[压脂糖]|肺?结核|肺病|肝病|肾病|胃病|肾衰|帕金森|阿尔茨海默|痴呆|罕见病|渐冻|结节|囊肿|息肉|椎间盘|腰突|颈椎病|痛风|风湿|哮喘|癫痫|红斑狼疮|甲[亢减]|贫血|血友病|结石|疝气|白内障|青光眼|耳聋|失聪|失明|重病|绝症|慢性病|传染病|病史|新冠";
/** What befalls a body. */
const FALLEN_ILL =
  "(?:得|患|生|染)(?:了|上|有|的是?)?(?:[^,。?!;的]{0,6}?(?:病|症|炎|癌|瘤)|艾滋|尘肺|[矽硅]肺|抑郁|hiv)|查出|检查出|确诊|诊断(?:出|为)|住(?:了|过|进)?(?:医)?院|(?:做|动|开)(?:了|过|完|个)?[^,。?!;的]{0,5}(?:手术|支架|搭桥)|心脏?搭桥|病(?:了|倒|重|危)|瘫了|骨折|摔(?:断|伤|了|成|下)|[烧烫砸压]伤|[砸压摔撞]断|受了?(?:重)?伤|工伤|截肢|流产|小产|怀(?:孕|上|了)|残疾|吃.{0,3}(?:抗抑郁|精神).{0,2}药|吃不下饭|车祸";
/** Nobody is named, but only whoever has it says since when. */
const FOR_YEARS =
  /(?:得了|患了?|查出|确诊)[^,。?!;的]{0,8}?(?:癌|瘤|病|症|炎|尘肺|[矽硅]肺)[^,。?!;的]{0,3}[\d一二两三四五六七八九十半]+个?[年月天]了?(?=[,。!;]|$)/u;
/** What befalls a family. */
const FATE =
  "自杀|自尽|去世|过世|离世|逝世|病逝|病故|身亡|死了|走了|没了|不在了|离(?:了)?婚|丧偶|守寡|家暴|出轨|坐牢|判(?:了)?刑|被(?:抓|拘)|吸毒|赌博|失踪|出事了";
/** Behind these an illness is a programme's. */
const PROGRAMME =
  "(?:的)?(?:大病)?(?:救助|补助|补贴|帮扶|慰问|筛查|防治|预防|保险|互助|医保|检查|体检|鉴定|基金|知识|讲座|待遇|政策|关爱|康复|诊疗|站点?|专项|怎么申请)";
/** Behind these it is those who have it, and how many there are. */
const THOSE_WHO =
  "[^,。?!;]{0,6}的|职工|工人|员工|会员|患者|病人|人员|人数|家庭|困难|(?:的)?(?:有|共|了)?(?:多少|几)[名个位人例]";

const ILLNESS = new RegExp(`${FALLEN_ILL}|${DISEASE}`, "gu");
const LIFE = new RegExp(FATE, "gu");
const WRONG =
  /骚扰|猥亵|性侵|殴打|打人|辱骂|骂人|欺负|霸凌|侵占|贪污|受贿|克扣|挪用|吃回扣|乱收费|收黑钱|报复|诽谤|诬陷|行贿|拖欠|欠薪/gu;
const AGAINST_ME =
  /(?:骚扰|猥亵|性侵|殴打|打(?:伤|了|过)?|骂(?:了|过)?|欺负|侮辱|威胁|报复|诽谤|诬陷|霸凌|逼|骗|[摸掐])(?:了|过|着)?(?:我|俺)(?!们?(?:县|市|省|单位|工会|的?电话|电话))|收了?(?:我|俺)们?的?(?:钱|礼|好处)|动手动脚|(?:我|俺)(?:们)?(?:被|遭|受|让人?|在[^,。?!;]{1,8}(?:被|遭))[^,。?!;]{0,8}(?:骚扰|猥亵|性侵|殴打|打了|家暴|欺负|侮辱|威胁|诬陷|霸凌)/u;
const ACCUSES = /(?:投诉|举报|检举|控告|状告|告发|告)(?:一下)?(?<whom>[^,。?!;]{2,16})/u;
const OUR_HEAD =
  /^(?:我们?|俺|咱们?)(?:的|单位|公司|厂|村|车间|班组)*(?:领导|老板|经理|主任|书记|主席|队长|班长|组长|厂长|站长|局长|同事|师傅)/u;
const WHO_I_AM =
  /我(?:的名字)?叫(?!什么|你|他|她|不|了|车|外卖|人)\p{Script=Han}{2,4}|(?:我|本人)(?:家)?(?:的)?(?:家庭)?(?:住在?|住址|地址)[^。?!;]{0,20}(?:\d+号|栋|幢|单元|室|弄|楼|小区)/u;

const AMOUNT = "(?:\\d|[一二两三四五六七八九十几半][十百千万亿])";
const OWNING = "(?:收入|工资|薪|存款|欠|负债|债|挣|赚|贷款|网贷)";
const NOT_OURS = "(?!们?(?:县|市|省|州|区|镇|乡|村|厂|矿|单位|公司|工会|国|这里))";
const MONEY = new RegExp(
  `(?:我${NOT_OURS}|俺|家里|本人)[^,。?!;]{0,10}?${OWNING}[^。?!;\\d]{0,8}?${AMOUNT}|(?<!困难|职工|每|低收入|贫困|户)家庭(?!人均)[^,。?!;]{0,6}?${OWNING}[^,。?!;\\d]{0,4}?${AMOUNT}(?![^,。?!;]{0,6}(?:以下|以内|标准))|(?:欠|借)(?:了|着)?${AMOUNT}[^。?!;]{0,10}(?:外债|债|账)|(?:月薪|(?<!最低|平均|人均|的)工资(?:才|只有|就))${AMOUNT}|欠(?:了|着)?我${NOT_OURS}[^,。?!;]{0,8}${AMOUNT}`,
  "u",
);

const WHEN =
  "(?:上次|上个?月|上周|前几天|昨天|之前|早就|已经|去年|今年|前年|年初|年底|[\\d一二三四五六七八九十]+月份?)";
/** Something of the speaker's that an office has in hand; "上个月交的申请" is whoever asks so. */
const MINE = `(?:${WHEN}(?:交|提交|申请|申报)的|(?:我|俺|我们?家|我(?:爸|妈|老公|老婆|爱人|孩子|儿子|女儿|父亲|母亲))(?:的|那|这|${WHEN}?(?:交|报|提交|申请|填|办|申报)(?:了|的|过)?))[^,。?!;]{0,8}?(?:申请|案子|材料|补助|补贴|救助|慰问金|助学|款|钱|报销|互助|手续|表|件|单子|援助|贷款|名额|事|证)[金款]?`;
const STATE =
  "到账|到现在|到哪|下来|批|办(?:好|完|到|成|了)|审|发(?:了|放|下|到|给)|消息|动静|结果|收到|通过|怎么样|咋样|怎样|进度|进展|什么时候|啥时候|多久|几时|何时|驳回|退回|拒|还(?:没|要|差)|交(?:了|齐|没)|到(?:了|没)|卡(?:在|住)";
const OWN_CASE = new RegExp(
  `${MINE}[^。?!;]{0,10}?(?:${STATE})|我(?:的)?(?:那(?:个|件))?(?:申请|案子|材料)(?:办|批|审|到|交|还)`,
  "u",
);
/** A case's number, but one that is only given as what was handled: "办件 2026-000123". */
const CASE_NUMBER = /(?<!办件(?:编?号)?[\s:]*)(?<!\d)20\d{2}-\d{6}(?!\d)/u;
const HANDLED_NUMBER = /20\d{2}-\d{6}(?!\d)/u;
const ASKS_STATE = new RegExp(`我|${STATE}|撤回|申诉`, "u");

/** What the words would tell others of a person; undefined when nothing. */
export function personalMatterIn(text: string): PersonalMatter | undefined {
  const plain = text.normalize("NFKC");
  const folded = fold(plain).toLowerCase();
  if (holdsPersonalNumber(folded)) return "number";
  const clauses = folded.split(/[。?!;\n]/u);
  if (clauses.some((clause) => befalls(clause, ILLNESS)) || FOR_YEARS.test(folded)) return "illness";
  if (clauses.some(isGrievance)) return "grievance";
  if (clauses.some((clause) => befalls(clause, LIFE)) || WHO_I_AM.test(folded)) return "life";
  if (MONEY.test(folded)) return "money";
  if (isCase(folded)) return "case";
  return personalMatterInEnglish(plain);
}

/** Whether something of the kind befell somebody in particular. */
function befalls(clause: string, what: RegExp): boolean {
  return Array.from(clause.matchAll(what))
    .slice(0, MOST_TOLD)
    .some(({ 0: said, index }) => {
      const before = beginningOf(clause, index);
      const after = clause.slice(index + said.length);
      const of = spokenOf(before);
      if (of === undefined) return false;
      const general = PROGRAMME_AFTER.test(after) || THOSE_WHO_AFTER.test(after);
      return of === "own" || !general;
    });
}

const PROGRAMME_AFTER = new RegExp(`^[^,。?!;]{0,2}?${PROGRAMME}`, "u");
const THOSE_WHO_AFTER = new RegExp(`^[^,。?!;]{0,4}?(?:${THOSE_WHO})`, "u");

/** The words of the same clause before a place, and before them the clause's neighbour when they are none. */
const beginningOf = (clause: string, index: number): string => {
  const before = clause.slice(Math.max(0, index - LOOK_BACK), index);
  return before.slice(before.lastIndexOf(",") + 1);
};

function isGrievance(clause: string): boolean {
  if (AGAINST_ME.test(clause)) return true;
  const whom = ACCUSES.exec(clause)?.groups?.["whom"];
  if (whom !== undefined && (OUR_HEAD.test(whom) || beginsWithName(whom))) return true;
  return Array.from(clause.matchAll(WRONG))
    .slice(0, MOST_TOLD)
    .some(({ index }) => {
      const before = beginningOf(clause, index);
      return spokenOf(before) === "named" || endsInName(before);
    });
}

function isCase(folded: string): boolean {
  if (CASE_NUMBER.test(folded) || OWN_CASE.test(folded)) return true;
  return HANDLED_NUMBER.test(folded) && ASKS_STATE.test(folded);
}
