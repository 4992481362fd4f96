// How clauses look that state a condition, a last day, papers to bring, a way to apply, a contact, a yes or a no; and
// how the heading, question or label before them announces that. Pure; service.ts measures runs of clauses with it.
import type { AskKind, Detail } from "./asks.ts";

const DAYS = /\d+\s*(?:个)?(?:工作日|小时|天|日(?!\d)|周|个?月(?!\d)|年(?!\d))/u;
const SPOKEN_DAYS = /[一二两三四五六七八九十半]+(?:个)?(?:工作日|小时|天|周|月|年)/u;
const DATE = /\d{1,2}月\d{1,2}[日号]?|\d{1,2}月(?:底|初|末|中旬|上旬|下旬)|\d{1,2}[日号]前|季度末|年底|月底/u;
const CLOSING =
  /截止|截至|为止|逾期|过期|期限|之?前(?!往|来|台|三|两|后|列|期)|以内|之?内(?!容|部|外|科|蒙|衣|设)|(?:至|到|—|-|~)\d|最[晚迟]|不晚于|时效|起算|之日起/u;
const APPLYING = /申请|报名|申报|报送|提交|参保|缴|征集/u;
const AFTERWARDS = /转入|发放|到账|汇入|拨付|公示|审核|审批|复核/u;
const PAPERS =
  /身份证|户口[簿本]|证明|复印件|原件|照片|申请[表书]|登记表|报名表|申报表|汇总表|银行卡|存折|通知书|发票|收据|结算单|费用清单|诊断|病历|出院小结|出院记录|流水|合同书?|授权书|委托书|报告|证据|欠条|工资条|打卡记录|考勤|聊天记录|会员卡|介绍信|学生证|残疾证|承诺书|推荐表|准考证|单据|就业创业证|结婚证|户籍|盖章|公章/gu;
const BRING =
  /携带|带上|带齐|自带|需带|请带|凭|出具|提交|提供|递交|附|准备|备好|留好|留下|保留|交齐|填写|材料|证件|资料/u;
const WAY =
  /提出申请|申请|报名|办理|填写|填表|登录|扫码|扫描|关注|拨打|小程序|公众号|二维码|app\b|窗口|现场|网上|线上|平台|送到?|送交|报送|提交|递交|审核|初审|公示|审批|代办|代报|联系|登记|缴纳|汇缴|代缴|转账|银行卡|社保卡|打卡发放/gu;
const DIALLED = /0\d{2,3}[-—]?\d{7,8}|(?<!\d)\d{7,8}(?!\d)|400[-\d]{7,10}|12351|12345|@[a-z0-9-]+\./u;
const OFFICE = /联系|咨询|电话|热线|找|反映|监督/u;
const ALLOWED =
  /可以|不得|不能|不可|不予|不再|不用|无需|无须|不需|不必|免费|全免|免交|免缴|均可|都可|方可|即可|(?<![技功职性可才智])能(?!力|源|手|量|够?动)|不收|不交|不发|不退|不参|不享受|不接受|不受理|不重复|不看|一分|承担|负担|除外|禁止|严禁|谢绝|请勿|只限|仅限|限于|只(?:能|收|安排|有)|须|应当|必须|自动|包(?:吃|住|含)|已经|解决|到位/u;
const FREE =
  /免费|全免|免收|免缴|免交|不收|不交|不花|不用交|一分|由.{2,14}(?:承担|负担|列支|代缴)|承担|负担|自理|自费|缴费|交费|缴纳|收取/u;
const REFUSED =
  /不予|不得|不能|不在|不享受|不给|不纳入|不重复|不再|不受理|不参加|不接受|除外|除外责任|取消|排除|情形|不安排|不补|视为放弃|不算/u;
const QUALIFIED =
  /凡是?|均可|都可以?|可以?(?:申请|申报|参加|报名|享受|领取|入会|办理|进)|方可|须|应当|必须|符合|具备|满足|年满|满\d|周岁|\d+岁|持有|限于?|对象|面向|条件|优先|以上(?:文化|学历)|不超过|低于|不低于|不少于|高于|超过|属于|户籍|务工|会员|在职|在档|的[;,。]?$|除外|要求|(?:收入|年龄).{0,12}\d/gu;

const many = (text: string, pattern: RegExp): number =>
  new Set(Array.from(text.matchAll(pattern), ([found]) => found)).size;

/** How surely a folded run of clauses states what such an ask wants, by its own words; 0 to 1. */
export function detailIn(kind: Detail, text: string): number {
  switch (kind) {
    case "condition":
      return Math.min(1, 0.45 * many(text, QUALIFIED));
    case "exclusion":
      return REFUSED.test(text) ? 1 : 0;
    case "material":
      return Math.min(1, 0.4 * many(text, PAPERS) + (BRING.test(text) ? 0.25 : 0));
    case "deadline":
      // Unless something else is said, it is the last day to apply that is asked for.
      return (
        (DATE.test(text) || DAYS.test(text) ? 0.4 : 0) * (CLOSING.test(text) ? 2 : 1) +
        (APPLYING.test(text) ? 0.2 : AFTERWARDS.test(text) ? -0.3 : 0)
      );
    case "duration":
      return DAYS.test(text) || SPOKEN_DAYS.test(text) ? 1 : /随时|当天|立即|即时|长期/u.test(text) ? 0.7 : 0;
    case "procedure":
      return Math.min(1, 0.35 * many(text, WAY));
    case "fee":
      return FREE.test(text) ? 1 : /费|元/u.test(text) ? 0.5 : 0;
    case "contact":
      return DIALLED.test(text) ? 1 : OFFICE.test(text) ? 0.5 : 0;
    case "yesno":
      return ALLOWED.test(text) ? 1 : 0.4;
    default: {
      const impossible: never = kind;
      return impossible;
    }
  }
}

const ANNOUNCED: Partial<Record<AskKind, RegExp>> = {
  condition: /对象|条件|资格|范围|谁|哪些人|什么人|参加人员|招收|情形之一|要求|可以|能不能|给.{1,6}用/u,
  exclusion: /不予|除外|不给|不享受|不在|不能|不得|排除|限制|不补|不受理/u,
  material: /材料|资料|证件|凭证|手续|带什么|带啥|带些|要带|准备|提交|要件/u,
  deadline: /时间|期限|截止|截至|日期|时限|步骤|什么时候|何时|多久|多长|报名|几天/u,
  duration: /时间|期限|时限|多久|多长|天数|时效|几天/u,
  when: /时间|日期|批次|安排|什么时候|何时|几点|步骤|时段/u,
  procedure: /程序|流程|办法|方式|步骤|报名|申请|办理|怎么|如何|途径|渠道|报送/u,
  fee: /费用|收费|收不收|缴费|经费|要钱|多少钱|免费|待遇|标准/u,
  contact: /联系|咨询|电话|热线|监督|找谁/u,
  where: /地点|地址|在哪|哪里|哪儿|地方|线路|路线|报送/u,
  money: /标准|费用|金额|待遇|补助|多少|收费|缴费|经费|奖励|钱/u,
  list: /内容|项目|专业|课程|什么|哪些|种类|安排/u,
};

/** Whether a folded heading, question or label announces what such an ask wants. */
export const announces = (kind: AskKind, lead: string): boolean => ANNOUNCED[kind]?.test(lead) ?? false;

/** Whether a sentence under these headings states what such an ask wants, whatever words it uses. */
export function states(kind: AskKind, text: string, leads: readonly string[]): boolean {
  return isDetail(kind) && (detailIn(kind, text) >= 0.5 || leads.some((lead) => announces(kind, lead)));
}

/** Whether an ask is told by cues rather than by the question's words. */
export const isDetail = (kind: AskKind): kind is Exclude<Detail, "yesno"> => DETAILS.has(kind);
const DETAILS: ReadonlySet<AskKind> = new Set<Detail>([
  "condition",
  "exclusion",
  "material",
  "deadline",
  "duration",
  "procedure",
  "contact",
  "fee",
]);

/** Asks that a whole list or paragraph under its heading may answer. */
export const WHOLE_SECTION: ReadonlySet<AskKind> = new Set<AskKind>([
  "condition",
  "exclusion",
  "material",
  "procedure",
  "yesno",
  "list",
  "what",
]);

/** A folded question that asks for a reason. */
export const WHY =
  /为什么|为啥|为何|[干做]嘛要|干啥要|图(?:个|的是)?(?:什么|啥)|原因|什么关系|为了什么|\bwhy\b/u;

/** A folded question that asks by what means. */
export const HOW =
  /用(?:什么|啥|哪种|怎样的?)(?:办法|方法|方式|手段|法子|模式)|(?:怎么|咋|如何|怎样)个?样?(?:来|给|帮|送|带|培养|解决|做|搞|开展|推动|建|支持)/u;

/** How folded clauses look that tell one. */
export const MEANS = /通过|采取|采用|利用|借助|依托|推行|实行|以.{2,12}(?:方式|形式|模式)|[式模]式/u;

/** A folded question of what a place offers, and how folded clauses look that tell it. */
export const OFFER =
  /(?:里面|里头|里|内)?(?:都|能|可以)?有(?:些)?(?:啥|什么)(?!人|时候|用|意义|变化)|(?:都有|分(?:了|成|为)?)(?:哪些|哪几个|几个)|能(?:[干做用享]|享受)(?:些)?(?:啥|什么)|what (?:can|could) .{2,60}\b(?:get|use|do|find)\b|what (?:is|'s) (?:there )?in(?:side)?\b/u;
export const OFFERED = /提供|配备|设有|配有|备有|集.{2,60}(?:于|於)一体/u;

/** A folded question of what is still to come, and how folded clauses look that tell it. */
export const AHEAD = /以后|今后|下一步|接下来|将来|未来|还要|打算|准备/u;
export const PLANNED =
  /将(?!近|军|领|[^,。;]{1,12}(?:向|引入|引进|纳入|作为|列入|融入|送))|今后|下一步|计划|拟|打算/u;

/** A folded question of what work is chiefly about, and how folded clauses look that tell it. */
export const FOCUS =
  /^(?!.*(?:下一步|今后|以后|将来)).*(?:(?:主要|重点|着重|着力|主攻|突出|聚焦|围绕|侧重)[^,。?]{0,6}(?:哪|什么|啥)|(?:抓|干|搞)的?是?(?:哪|什么|啥)些?[个几]?(?:方面|重点|领域)|重点(?:是|有|在))/u;
export const FOCUSED = /聚焦|围绕|着力|侧重|突出|重点(?![^,。;]{0,2}(?:企业|单位|工程|人群))/u;

/** A folded question of a theme, and how folded clauses look that give it as such. */
export const THEME =
  /主题(?:是|叫|为|定为)?(?:什么|啥)|(?:什么|啥|哪个)(?:为|作为?|当|是)?主题|\bwhat(?: was| is|'s)?(?: the)? theme\b/u;
export const THEMED = /以[^,。;]{2,40}为主题|主题(?:是|为)/u;

/** How folded clauses look that give one. */
export const REASON =
  /为了|为(?:进一步|集中|更好|切实).{2,20}|难题|解决.{0,12}问题|因为|由于|旨在|目的|以便|从而|确保|提供.{0,6}支撑|\bbecause\b/u;
