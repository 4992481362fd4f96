// The words a question asks with, kind by kind: "谁可以申请" wants conditions, "要带什么" papers, "什么时候截止" a last day.
// Pure data and one reading of it; asks.ts gives every part of a question its kind.
import { canonicalUnit } from "../../ingest/units.ts";
import { taggedWords } from "../../ingest/words.ts";
import { aspectOf } from "./aspects.ts";
import { countOf, eachOf, headOf, PAYS } from "./count-words.ts";
import type { Ask, AskKind } from "./asks.ts";

const MONEY_WORDS =
  /多少(?:钱|元|块|万元|亿元|资金|经费|贷款|款|补助金|慰问金|补贴|补助(?:金|款)?|(?:经济)?损失)|几(?:块钱|万元|亿元|万块|元)|几[十百千]+(?:块钱?|元)|什么价|花费多大|金额|(?:资金|经费|款|费用|投资额?|总额)(?:一?共|总共)?(?:是|有|为)?多少|价值(?:是)?多少|值多少|(?:投入|[花用投掏]|筹集?)了?多少$/u;
const PERCENT_WORDS =
  /占(?:了|比)?(?:是|有|达到?)?(?:多少|几成)|百分之多少|比例|百分之几|几成|几折|占比|百分比|percent|percentage|share of|proportion/u;
const WHEN_WORDS =
  /什么时候|什么时间|何时|哪一?年|哪年哪月|几月|几号(?!人|[^,。?]{0,8}(?:小哥|师傅|员工|职工|工人|工友|骑手|司机))|哪天|哪一天|啥时(?!代)|多会儿|几点|每月哪|周几|星期几|多久(?:以?前|之?前)|几时|when\b|what (?:year|month|date)|which (?:year|month)/u;
const DATED = /哪一?[年月天]|几[月号点时]|周几|星期几|多久|what (?:year|month|date)|which (?:year|month)/u;
const WHERE_WORDS =
  /哪里|哪儿|[设建挂落安放]在哪[家个所]|在哪(?![几些种类方家所]|个(?!地方))|何处|什么地方|哪个地方|啥地方|去哪(?![家所])|(?<![学得拿做办看])到哪(?![些家所])|往哪|哪(?:几|两|三|些)个?(?:城市|省|地方|县|市)|where\b/u;
const WHO_WORDS =
  /谁|哪一?位|哪个(?:班组|机构|组织|协会|基金会|单位|企业|公司|律所|律师事务所|医院|银行|人|部门|工会|省|市|县|地方|集团|学校)|哪些(?:人|单位|企业|公司|省|市|县|地方)|哪[个所间座]\p{Script=Han}{0,3}?(?:厂|院|校|大学|[中小]学|馆|商场|店|景区|园|社区|村|镇|街道|中心|局)|哪家|哪几(?:家|个(?!大?(?:方面|领域|环节|重点|问题|强化|工程|项目|活动|专业|工种|系统|行业|课程))|位)|什么人|跟谁|和谁|哪个(?=[捐送建办写给评管出搞弄说讲带当得拿签])|who\b|whom\b|which (?:company|team|unit|organi[sz]ation|union|county|province|city)/u;
const NAMED_WORDS =
  /(?:律师|顾问|主席|书记|部长|主任|师傅|老师|班长|队长|校长|厂长|会长|局长|司机|教师|专家|获得者|[师员工家者人手长匠]|劳模|模范|状元|职工|标兵|人物|小哥)(?:名字|姓名)?(?:叫|姓|是)(?:什么|啥子?)(?:名字?|名儿)?(?:[?？]|$)|(?:[师员长席记板理者匠模人工家手]|顾问|头头|领导|老大|法人|主讲|代表|评委|裁判|[冠亚季]军|等奖|第一名?|头名)(?:都|到底)?(?:是|叫)(?:谁|哪位)|谁(?:赢|夺冠|夺魁|获胜|胜出)|谁(?:来|去|给[^,。?]{1,12})?(?:签的?(?:字|约)|主持|讲的?课|授课|主讲|带队|剪彩|发言|致辞)/u;
// "活动叫什么名字" wants what a report has in quotation marks.
const CALLED = /叫(?:什么|啥)(?:名字?|名儿)[?？]?$|what (?:is|was|are|were) the names? of\b/u;
const LIST_WORDS =
  /哪些|哪几|些什么|些啥|(?:都|教|学|送|提供|包含|含)(?:了|过|些|点)?(?:什么|啥)|有什么|有啥|包括|都有|what (?:services|kinds|activities|facilities|skills|courses|trades|is in|are)|which\b/u;
const ENGLISH_MANY =
  /(?:how many|\bnumber of)(?<nouns>(?:\s+(?!were|was|did|do|does|are|is|have|has|had|can|will|in|of|to|for|by|from|at|who|that)[a-z'-]+){0,4})/u;
const ENGLISH_MONEY =
  /how much|how many (?:yuan|loans|funds)|^(?:[a-z]+ )?money (?:for|to|given|paid|spent)|what (?:amount|sum)|cost|worth|value of/u;

// An officer's "覆盖的县区数量", "补助总额", which ask without a word of asking.
const AMOUNT =
  /(?:金额|[投总]资?额|总价值|资金总量|费用|资金|经费|花销|开销|开支|支出|花费)(?:分别)?(?:是|有|呢)?[?？]?$/u;
const COUNT =
  /(?<!\d|多少|几)(?:(?<people>人数|人次)|(?<households>户数)|(?<times>次数|场次)|(?<terms>期数)|(?<cases>件数)|数量|总数|总量|规模|数目|(?<![多少])数)(?:分别)?(?:是|有|呢)?[?？]?$/u;
const COUNTED_IN = { people: "人", households: "户", times: "次", terms: "期", cases: "件" } as const;

// "哪些事职工能参与" wants the matters, not who may.
const WHO_MAY =
  "(?!哪些(?:大?事情?|服务|活动|课程|福利|问题|项目)(?:职工|员工|工人|会员|农民工|骑手|大家|我们?|咱们?)(?:才?能|可以))(?:谁|(?:什么|哪些|啥|哪种|哪类|什么样的?|怎样的|何种)(?:人员?|职工|员工|单位|企业|对象|家庭|会员|女职工|农民工|学生|孩子|骑手|司机)?)";
/** Tried in this order before the counts, dates and places; the first that is said gives the kind. */
const DETAILS: readonly (readonly [AskKind, RegExp])[] = [
  [
    "contact",
    /(?<!(?:多少|几).{0,8}|卫星|来)(?:电话|热线|联系方式|联系人|邮箱)(?:号码)?(?:(?:是|有)?(?:多少|什么|哪|谁|几|啥|呢|[?？]|$)|(?:能不能|可以|可不可以|麻烦|能)?(?:给|发|告诉|报)(?:我|俺|咱|一?[个下]))|怎么联系|打(?:哪|什么|啥|多少).{0,3}(?:电话|号)|(?:找|问|联系)(?:谁|哪位|哪个部门|什么人)(?:办|问|咨询|申请|报名|说理|讲理|评理|管|告|讨|反映|[?？,，]|$)|contact|phone number|whom? .{0,12}(?:call|ask)/u,
  ],
  [
    "exclusion",
    /(?:哪些|什么|哪种|哪类|啥)[^,，。?？]{0,8}(?:不(?:给|能|予|可以|得|在|享受|报|补|受理|安排|算|参加|可|行|发|让|收)|除外|被?排除)|(?:谁|什么人)(?:不能|不可以|不得)|not (?:eligible|covered|allowed|qualify)/u,
  ],
  [
    "material",
    /(?:带|交|递交|提交|准备|备齐|出示)(?:些|齐|上|好|过去|来)?(?:什么|啥|哪些|哪几样)(?!时|地|条件|资格|单位|钱|费)|(?:要|需要?|得|须)(?:提供|出具|开)?(?:些)?(?:什么|啥|哪些)(?:东西|材料|资料|证件?|手续|证明|文件|单据)|(?:什么|哪些|啥|几样|几份)(?:材料|资料|证件|手续|证明|单据|凭证)|(?:材料|资料|证件|凭证)(?:有|要|是|都)*(?:哪些|什么|啥|怎么|清单)|(?:what|which) (?:documents?|papers?|materials?|proof)|\b(?:to|must|should|i|we|you|need) bring\b/u,
  ],
  [
    "deadline",
    /截止|截至(?:什么|哪|几)|(?:到|至)(?:什么时候|啥时候|哪一?天|几号|几月|何时)|(?:什么时候|啥时候|哪一?天|几号|几月几?号?)(?:之前|以前|前|为止|结束|算?完|到头|收尾)|最(?:晚|迟)(?:什么|啥|到|在|哪|几|多|是)|期限|过期|(?:多少|几)(?:个)?(?:工作日|天|日|个?月|小时)(?:之内|以内|内)|多久(?:之内|以内|内)|deadline|\bwhen\b.{0,60}\b(?:close|end|due)|by when/u,
  ],
  [
    "duration",
    /多久(?!以?前|之?前)|多长时间|(?:要|需|等|学|管|发|干|去)(?:多少|几)(?:个)?(?:天|日|工作日|小时|学时|年)|(?:多少|几)(?:个)?(?:天|工作日)(?:能|才|可以)?(?:有)?(?:答复|回复|办好|办完|到账|出结果|批|审)|how long/u,
  ],
  [
    "fee",
    /要不要(?:自己|个人|我)?(?:掏|交|花|出|付)?(?:钱|费)|收不收(?:钱|费)?|(?:收|要|用|需要?)(?:自己|个人|另外)?(?:掏|交|花|出|付|收)?(?:学|会)?(?:钱|费用?)(?:吗|不|么|嘛)|(?:怎么|咋|如何|怎样)个?收费|收费标准|免费(?:吗|的?吗|不)|是不是免费|(?:谁|哪个|哪里)(?:出|掏|给|承担)(?:的)?(?:钱|费)(?![建办修搞买弄])|(?:费用|钱)(?:是)?(?:由)?谁|is .{0,30}\bfree\b|free of charge|who pays/u,
  ],
  [
    "condition",
    new RegExp(
      `${WHO_MAY}.{0,6}?(?:才能|(?<![功技性智职节产])能|可以|可(?!以)|有资格|符合|会被|才算|算得?上?(?:是)?)(?!帮|替|给我|教)|${WHO_MAY}(?:情况|情形)|${WHO_MAY}.{0,4}(?:申请|报名|享受|领取)|(?:条件|资格|门槛|(?<!(?:没|找|处|谈|搞|介绍|个)有?)对象|范围|要求)(?:是|有|都)*(?:什么|哪些|啥|怎样|怎么|多高|呢|[?？]|$)|(?:什么|哪些|啥|怎样的?)(?:条件|资格|要求|学历|门槛)|(?:要|得|需要)满足|怎么(?:样)?(?:才)?(?:能?算|才能|能)(?!申请|报|办|领)|年龄.{0,4}(?:限|要求|多|吗|什么)|(?:多大|几岁|多少岁)(?:年纪|岁数|年龄|的人)?.{0,6}(?:能|可以|才|去|报|参)|who (?:can|may|is eligible|qualif|could)|eligib|qualif|requirement|seniority|condition`,
      "u",
    ),
  ],
  [
    "procedure",
    /(?:怎么|如何|咋|怎样|咋个)(?:样)?(?:才能|能|去|来)?(?:申请|报名|报|办(?![?？]?$)|弄|交|领|参加|加入|入会|查|转|联系|预约|登记|操作|申报|缴|操办|走|用|取|发放|发(?!展))|(?:流程|程序|步骤)(?:是|有|都)*(?:什么|怎|哪|啥|呢|[?？]|$)|怎么个.{0,4}法|(?:卡|证|手续)怎么办|how (?:do|can|to|should|does)\b.{0,16}\b(?:apply|register|join|sign|enrol|claim|get)/u,
  ],
];
const YES_NO =
  /吗|能不能|可不可以|是不是|有没有|要不要|会不会|收不收|给不给|管不管|行不行|能否|可否|是否|用不用|需不需要|算不算|带不带|还能.{0,10}不|不[?？]?$|没有?[?？]?$|^(?:is|are|can|do|does|may|must)\b/u;

/** Words for what is asked of a topic; a report states it in other words. */
export const ASKED_THINGS: ReadonlySet<string> = new Set(
  (
    "材料 资料 证件 手续 证明 申请材料 准备 携带 截止 截至 期限 截止日期 截止时间 日期 条件 资格 要求 对象 流程 程序 步骤 电话 号码 联系 联系人 " +
    "地址 地点 时间 费用 收费 免费 掏钱 要钱 交钱 标准 名额 范围 带"
  ).split(" "),
);
/** With the words for what is done about it: a question of these alone names no topic. */
export const ABOUT_ASKING: ReadonlySet<string> = new Set([
  ...ASKED_THINGS,
  ..."报名 申请 办理 申报 领取 到账 花 投 投了 投入 花了 找 开门 关门 交 批 公示 审核 审批 家属".split(" "),
]);

/** "放暑假孩子没人带怎么办": so does who does not know what to do. */
const HELPLESS = /(?:怎么|如何)(?:办|弄|搞|整)[呢啊呀]?[?？]?$/u;
/** "工会能不能帮着贷点款": who asks for help tells a need. */
const HELP =
  /(?:能不能|可不可以|能否|可以|能|会不会|有没有|管不管|肯不肯)[^,。?]{0,4}(?:帮|管|解决|照顾|支持|照应|找个)|(?:工会|单位)[^,。?]{0,3}给[^,。?]{1,6}[不吗么嘛][?？]?$|管不管|管吗|帮帮|管管/u;

/** "装机容量有多大" wants a number; how great an influence is, no number tells. */
const MEASURED =
  /(?<of>(?:装机|建筑|占地|使用|总)?(?:容量|面积|体积|高度|长度|宽度|深度|重量|里程|功率|产量|规模))(?:是|有|到底)*多[大高长宽深重]|(?:中心|基地|场地|阵地|[宫馆站室园楼])(?:建了|新[添增](?:了|加了)?|有|占地|到底)*多大(?<area>面积)?/u;

/** "在新疆哪个城市" wants a city named, and in 新疆. */
const OF_LEVEL =
  /(?:在|去|到|往|是)[^,。?]{0,8}哪(?:一?个|些|几个|[两三]个)(?:(?:外地|外省|省外|其他|别的|不同)的?)?(?:城市|县市?|市|州市?|区县?|乡镇|街道)(?!的?工会)/u;

/** What a part of a folded question asks, if it asks anything. */
const NAMED_ONES = /几[个项类种条点方面大](?:方面|[^,。?]{1,8})(?:分别|都)?是(?:哪些|哪几|什么|啥)/u;

export function askOf(text: string): Omit<Ask, "part"> | undefined {
  const aspect = aspectOf(text);
  const ask = kindOf(text);
  return aspect === undefined || ask?.kind === "quantity" ? ask : { kind: "what", ...ask, aspect };
}

function kindOf(text: string): Omit<Ask, "part"> | undefined {
  // 第几轮 asks which one, not how many; so does 多少周年.
  if (/第(?:几|多少)/u.test(text)) return { kind: "what", ordinal: true };
  if (/(?:多少|几)周年/u.test(text)) return { kind: "what" };
  // "提的几个要求是哪些" wants them named.
  if (NAMED_ONES.test(text)) return { kind: "list" };
  const detail = DETAILS.find(([, words]) => words.test(text));
  if (detail !== undefined && !(detail[0] === "deadline" && /几点/u.test(text))) return { kind: detail[0] };
  if (/^叫(?:啥|什么)/u.test(text)) return { kind: "who", target: "person" };
  if (PERCENT_WORDS.test(text)) return { kind: "percent" };
  if (WHEN_WORDS.test(text))
    return {
      kind: "when",
      ...(/几点/u.test(text) ? { clock: true } : {}),
      ...(DATED.test(text) ? { exact: true } : {}),
    };
  if (MONEY_WORDS.test(text))
    return { kind: "money", ...eachOf(text), ...(PAYS.test(text) ? { payer: true } : {}) };
  if (ENGLISH_MONEY.test(text) && !/how many (?!yuan|loans|funds)/u.test(text))
    return { kind: "money", ...(PAYS.test(text) ? { payer: true } : {}) };
  const many = ENGLISH_MANY.exec(text);
  if (many !== null) return { kind: "quantity", ...englishUnit(many.groups?.["nouns"] ?? "") };
  const counted = countOf(text);
  if (counted !== undefined) return counted;
  const size = MEASURED.exec(text);
  if (size !== null) {
    const measured = size.groups?.["of"] ?? "面积";
    return { kind: "quantity", counted: measured, countedWords: [measured], subject: true };
  }
  if (OF_LEVEL.test(text)) return { kind: "where", target: "place" };
  if (WHERE_WORDS.test(text)) return { kind: "where" };
  if (NAMED_WORDS.test(text)) return { kind: "who", target: "person", named: true };
  if (CALLED.test(text)) return { kind: "who", named: true };
  if (WHO_WORDS.test(text)) return { kind: "who", target: targetOf(text), ...headAsked(text) };
  if (LIST_WORDS.test(text))
    return { kind: "list", ...headAsked(text), ...(SEVERAL.test(text) ? { several: true } : {}) };
  if (YES_NO.test(text)) return { kind: "yesno", ...(HELP.test(text) ? { need: true } : {}) };
  if (/什么|啥|干嘛|怎么|怎样|如何|what\b/u.test(text))
    return { kind: "what", ...(HELPLESS.test(text) ? { need: true } : {}) };
  if (/的(?:时间|日期)(?:是|呢)?[?？]?$/u.test(text)) return { kind: "when" };
  if (AMOUNT.test(text)) return { kind: "money" };
  const count = COUNT.exec(text)?.groups;
  if (count === undefined) return undefined;
  const said = Object.entries(COUNTED_IN).find(([kind]) => count[kind] !== undefined);
  return { kind: "quantity", unit: said?.[1] ?? "个" };
}

const WHICH_HEAD = /(?:哪(?:些|个|家|几[个家种类项]?|一[个家])|什么|啥)(?<head>\p{Script=Han}{1,6})/u;

// "都查哪些项目" wants what it consists of named.
const SEVERAL = /(?:查|考|测|包括|包含|含|学|教)[^,。?]{0,2}(?:哪些|哪几|什么项目|啥项目)/u;

/** "How many aid agreements" counts in 份, as a report does. */
function englishUnit(nouns: string): { readonly unit?: string } {
  const measures = nouns.trim().split(/\s+/).map(canonicalUnit);
  const unit = measures.findLast((measure) => /^\p{Script=Han}+$/u.test(measure));
  return unit === undefined || unit === "个" ? {} : { unit };
}

/** The thing that "which" is asked of; a word that any organisation answers to is none. */
function headAsked(text: string): Pick<Ask, "head"> {
  const said = WHICH_HEAD.exec(text)?.groups?.["head"] ?? "";
  // "哪个捐的" asks who did.
  if (!/^(?:n|l|j|b|vn|x)/u.test(taggedWords(said)[0]?.tag ?? "")) return {};
  const head = (HOUSE.exec(said)?.[0] ?? headOf(said)).replace(/[呀啊呢吗吧嘛的了里内上中]+$/u, "");
  return head === "" || ANYBODY.test(head) ? {} : { head };
}
const HOUSE =
  /^\p{Script=Han}{0,3}?(?:公司|企业|集团|[工茶药酒]?厂|医院|学校|学院|大学|[中小]学|幼儿园|公园|[^场展]馆|酒店|宾馆|景区|银行|商场|超市)/u;
const ANYBODY = /^(?:人|单位|地方|部门|机构|方面|东西|内容|活动|项目|同志|情况)/u;

function targetOf(text: string): NonNullable<Ask["target"]> {
  if (/哪(?:个|些|几个|一个)(?:省|市|县|地方|州|区)|which (?:county|province|city)/u.test(text))
    return "place";
  if (/哪(?:些|几个)(?:人|同志|师傅|职工)/u.test(text)) return "person";
  return /哪(?:个|些|几个|一个|家|几家|[所间座])(?:班组|单位|企业|公司|部门|工会|集团|学校|机构)?|[跟和与]谁|which/u.test(
    text,
  )
    ? "organisation"
    : "person";
}
