// Which question about the matter itself somebody asks, in the middle of its form or about a case: how long, who sees it, which
// papers, what if refused. about.ts answers it. Pure.
import type { Form } from "../../domain/form.ts";
import { looksLikeQuestion } from "./listen-question.ts";
import { dense, plain } from "../words.ts";

export type Topic =
  | "why-consent"
  | "why-asked"
  | "declining"
  | "revoking"
  | "refused"
  | "who"
  | "how-long"
  | "kept"
  | "sure"
  | "cost"
  | "repay"
  | "deadline"
  | "for-other"
  | "benefits"
  | "papers"
  | "setting"
  | "eligible"
  | "amount"
  | "optional"
  | "change"
  | "where"
  | "after"
  | "voice"
  | "apply";

/** "我这样还能申请困难补助吗". */
const MAY_APPLY =
  /(?:能|可以|够格)(?:再|也|还|去)?(?:申请|报名|申报|入会|入工会|加入工会|参加工会)[^,。?]{0,14}(?:吗|么|不|没)[?]?$|(?:能不能|可不可以|可否)(?:再|也|还|去)?(?:申请|报名|申报|入会|入工会|加入工会|参加工会)|^(?:can|may|could) (?:i|we|he|she|they) (?:still |also |even |now )?(?:apply|sign up)\b(?! here)/;

/** "我打字慢": somebody asks without asking for another way to speak. */
const HARD_TO_TYPE =
  /(?:不会|不大会|不太会|打不[来了动]|没法)(?:用手机)?(?:打字|写字|拼音)|打字(?:太|很|好)?慢|不识字|(?:不认识|认不得|认不到|不认得)字|(?:can't|cannot|can not|don't know how to) (?:type|write)/;

// The first that fits is meant. Questions of numbers in reports ("去年帮扶了多少人") fit none.
const TOPICS: readonly (readonly [Topic, RegExp])[] = [
  [
    "why-consent",
    /(?:为什么|为啥|干嘛|干吗|凭什么)(?:要|得|需要)?(?:我)?同意|why (?:do|must|should) i (?:have to )?agree/,
  ],
  [
    "why-asked",
    /要(?:这个|这些|我的?.{0,6}|身份证|电话|手机号?)(?:是)?(?:干嘛|干吗|干什么|干啥|做什么|做啥)|(?:问|填|要填|要问)(?:我)?(?:这么|那么|这些|那些|这个|那个|恁)(?:多|些|细|详细)?(?:问题|东西|事|项)?(?:是|要|有)?(?:干嘛|干吗|干什么|干啥|做什么|做啥|什么用|啥用)|(?:为什么|为啥|干嘛|干吗|凭什么|怎么)(?:要|还要|老|老是)?(?:问|填)(?:我)?(?:这|那|个没完|不完|恁)|why (?:do|are) you (?:ask|asking)|why so many questions|why do you need/,
  ],
  [
    "declining",
    /不同意(?:的话)?(?:会|了?会|就)?(?:怎样|怎么样|怎么办|如何|行吗|可以吗|有什么)|(?:what|can).{0,12}(?:if i (?:don't|do not) agree|disagree)/,
  ],
  [
    "revoking",
    /(?:同意|答应|填|交)(?:了|完|过)*(?:以?后|之后)?.{0,3}(?:还)?(?:能|可以|可不可以|能不能)(?:再)?(?:撤回|收回|反悔|撤销|不办|退出)|can i (?:take it back|withdraw|change my mind)/,
  ],
  [
    "refused",
    /(?:不通过|没通过|通不过|没批|不批|批不了|没被?批准|不批准|被拒|拒绝了|驳回|审核不过|没过|不符合|没办成).{0,5}(?:怎么办|怎么弄|咋办|呢|会怎样|怎样|(?:会|要)?(?:告诉|通知|说)|为什么|能再|还能)|没(?:有)?(?:选|排|抽|报|轮)(?:上|到).{0,3}(?:怎么办|怎么弄|咋办|呢)|能不能申诉|可以申诉|怎么申诉|(?:refused|rejected|turned down|not approved|appeal)/,
  ],
  [
    "who",
    /谁.{0,4}(?:看|知道|见)|^(?:这个|这项|收入)?(?:不方便|不想|不愿|不好意思)(?:说|讲|写|透露|告诉)[^,。]{0,6}$|(?:会不会|会|别)(?:去)?(?:通知|联系|告诉|找)(?:到)?(?:我们?)?(?:的)?(?:单位|公司|厂|领导|老板|家里|村里)|(?:写|留|填|用)(?:真名|实名)|(?:记|写|进|存)(?:到|入|进)?.{0,3}档案|推销|骚扰电话|(?:会不会|会|别)(?:被)?(?:拿|用|拿去|盗)(?:着)?(?:我|我的)?.{0,6}(?:去)?(?:贷款|办卡|卖|诈骗|骗)|(?:领导|老板|厂里|单位|公司).{0,4}(?:看|知道|晓)得?[到见]?(?:不|吗|么|没)|(?:主任|班长|组长|厂长|经理|车间|公司).{0,6}(?:看得[见到]|看到|看见|知道|晓得)|(?:打电话|去|找).{0,6}(?:我们?)?(?:单位|公司|厂里|家里|村里).{0,4}(?:核实|问|查|调查)|find out (?:that )?i|(?:会不会|会|是否).{0,6}(?:泄露|公开|公示|外传|告诉|被.{0,4}看)|(?:单位|领导|老板|同事|邻居|别人|村里).{0,6}(?:看到|知道)|(?:保密|隐私|安全)(?:吗|么|不)|匿名|(?:怕|担心|会不会|会).{0,8}(?:报复|穿小鞋|找麻烦|被(?:开除|辞退|知道|看见))|公示.{0,6}(?:名字|姓名|什么|吗)|(?:who|anyone|boss|employer|colleagues?|neighbou?rs?).{0,20}(?:see|sees|read|reads|know|told)|confidential|private|privacy|(?:data|information) safe/,
  ],
  [
    "kept",
    /^(?!.*(?:填|写|说|输)错).*(?:(?:存|保存|保留|留)(?:多久|多长时间|几年|到什么时候)|(?:信息|资料|数据|填的|写的).{0,10}(?:删|清)(?:掉|除|了)?|(?:删|清)(?:得)?(?:掉|除).{0,3}(?:吗|么|不)|(?:前面|之前|刚才)?(?:写|填)的(?:东西|内容)?还?在(?:吗|么|不)|how long.{0,16}(?:keep|kept|store)|delete (?:my|the) (?:data|information))/,
  ],
  [
    "sure",
    /(?:就|都|肯定|一定|保证)(?:能|会)?(?:批|过|通过|给)(?:吗|么|不|下来|$)|(?:一定|肯定|保证)(?:会|能)?(?:批|过|有|给)|批得?(?:下来|了)(?:吗|么|不)|有(?:没有)?希望|(?:is it|am i) (?:sure|certain|guaranteed)|will (?:it|i) (?:surely|definitely) (?:be|get)/,
  ],
  [
    "how-long",
    /多久|多长时间|几天|几个(?:工作日|月|星期|礼拜)|(?:什么时候|啥时候|哪天|何时|几时|几号).{0,8}(?:批|结果|下来|到账|发|办好|办完|通知|答复|回复|知道|拿到|领到|来|能)|how long|when (?:will|do|does|can|would) (?:i|it|you|the|we)|how (?:fast|soon|many days)/,
  ],
  [
    "for-other",
    /(?:帮|替|代)(?:他|她|我.{1,3}|别人|家里人|父母|爸妈|老人|同事|工友)(?:来)?(?:申请|办|填|报|弄).{0,4}(?:(?:行|可以|能|成)?(?:吗|么|不)[?]?$|行不行|可不可以|能不能|行吗|可以吗)|(?:能|可以)(?:不能|不可以)?(?:帮|替|代)(?:他|她|我.{1,3}|别人|家里人|父母|老人|同事|工友)?(?:来)?(?:申请|办|填|报|弄)|(?:让|叫|请)(?:我)?(?:的)?(?:儿子|女儿|孩子|娃|家人|家里人|别人|同事|工友|老公|老婆|爱人|朋友)(?:来|帮我|替我)?(?:填|办|申请|弄).{0,4}(?:吗|么|不)[?]?$|\b(?:can|may) (?:i|we) (?:apply|fill it in|do it|do this) for (?:him|her|them|my |someone|somebody|another)/,
  ],
  [
    "benefits",
    /(?:有|能有|会有)(?:什么|哪些|啥|没有|没)(?:好处|用处|用|福利|待遇|优惠|权益|服务)|(?:能|可以|会)(?:享受|得到|获得)(?:到)?(?:什么|哪些|啥)|图(?:个)?(?:什么|啥)|(?:有|能)(?:什么|啥|哪些)(?:能|可以|办法)?(?:帮|帮到|帮得上|帮上)(?:我|我们|忙|助)?(?:的)?$|(?:能|可以|会)(?:怎么|咋|如何)?帮(?:我|我们)?(?:什么|啥|点什么|到什么)|what (?:do i get|are the benefits|good is it)|what's in it for/,
  ],
  [
    "cost",
    /会费|^(?:那|那么|要)?(?:多少钱|几块钱)(?:一个?月|一年|一次|一期)|(?:一个?月|每月|一年|每年)(?:要)?(?:交|多少钱|几块)|(?:要不要|用不用|需要|需不需要|要|会)?(?:收费|交钱|花钱|给钱|掏钱|出钱|手续费|钱(?=[吗么不]))(?:吗|么|不)?|免费吗|是免费|(?:does it|is it|is this).{0,8}(?:cost|free)|any fee/,
  ],
  [
    "repay",
    /(?:要|用|需要|得|必须)(?:不要|不用)?还(?:钱|款|的|回去|给)?(?:吗|么|不|呢|的不|$)|(?:是|算)(?:不是)?(?:借|贷)(?:的|给|款)?(?:吗|么|不|还是)|还不还|(?:have|need|must) to (?:be )?(?:pay|paid|repay|repaid|give).{0,10}back|(?:is it|is this) a loan|\brepay\b/,
  ],
  [
    "deadline",
    /截止|(?:最晚|最迟)(?:哪天|几号|什么时候|到)|(?:几号|哪天|什么时候|啥时候)(?:之前|以前|为止|前)(?:要|得|必须)?(?:交|报|申请|办)|还来得及|过期(?:了)?(?:吗|没|不)|deadline|last day|closing date|too late to/,
  ],
  [
    "papers",
    /(?:病历|诊断书?|户口[本簿]|身份证|发票|收据|银行卡|照片|合同|证明|材料)(?:还|也)?(?:要不要|用不用|需不需要|非要|必须)(?:交|带|拿|拍|复印|给)|(?:要|需要|用)(?:不要|不用)?(?:先)?(?:交|带|拿|拍)?(?:户口本|户口簿|身份证|诊断书|发票|收据|银行卡|照片|合同)(?:吗|么|不)|(?:什么|哪些|啥|几样|哪几样)(?:材料|证明|证件|资料|手续|单据)|(?:材料|证明|证件|资料|手续).{0,4}(?:有哪些|是什么|要哪些|要什么|要啥|怎么准备)|(?:要|需要|用)(?:准备|交|带|提供|提交)(?:什么|哪些|啥)|(?:what|which) (?:papers?|documents?|proofs?)|(?:要|需要|用)(?:不要|不用)?.{0,6}(?:开|交|带|盖).{0,3}(?:证明|材料|章|手续)(?:吗|么|不)|need to (?:bring|prepare|send)|^what (?:do|will|would) (?:i|we) need(?: for (?:it|that|this))?[?]?$/,
  ],
  [
    "eligible",
    /(?:多少|几)(?:钱)?(?:以下|以内|以上)(?:才|就)?(?:能|可以|算)|(?:符合|够|有)(?:不符合|条件|资格)|符合(?:吗|么|不|条件)|符不符合|够不够|(?:什么|哪些|啥)(?:条件|人能|人可以|情况)|条件(?:是|有)?(?:什么|哪些)|(?:也|还)?算(?:不算|数)?(?:吗|么|不)[?]?$|能不能(?:申请|办|批|享受)|(?:我|我们|我家|这种|这样).{0,8}(?:能|可以)(?:申请|办|享受|领|报|去|参加|做|查|用|批|通过|过)(?:下来)?(?:吗|么|不)|(?:am i|are we|do i|do we|would i).{0,10}(?:eligible|qualify)|who (?:can|may) apply|conditions/,
  ],
  ["eligible", MAY_APPLY],
  [
    "amount",
    /(?:多|少|越多|越少)(?:是不是|会不会|就)(?:给|发|补|拿)(?:得|的)?(?:越)?(?:多|少)|(?:拿|领|补|发|给|报|批|得|补助|补贴|贷|有)(?:到|下来)?(?:多少|几多)(?:钱|元|块)?|多少钱|补(?:助|贴)?标准|(?:金额|额度)(?:是|有)?多少|how much (?:money )?(?:do|can|will|would|is)|what amount/,
  ],
  [
    "optional",
    /(?:可以|能|可不可以|能不能)(?:先)?(?:不填|不说|不给|不写|跳过|不交|空着)|(?:不填|不说|不写|不给|不交)(?:行|可以|好)(?:吗|么|不)|(?:一定|必须|非)(?:要|得)(?:填|说|交|写)|必填|(?:must|do) i (?:have to )?(?:answer|fill|give|say)|can i (?:skip|leave)/,
  ],
  [
    "change",
    /(?:填错|写错|说错|输错)(?:了)?(?:东西|内容|数|名字|号)?(?:怎么办|咋办|怎么改|能改|(?:能不能|能|可以)(?:改|删|撤))|(?:还|之后|以后|后面|提交后)?(?:能不能|能|可以)(?:再)?(?:改|修改|更正)(?:吗|么|不)|怎么(?:改|修改|更正)|can i (?:change|correct|edit)|how (?:do|can) i (?:change|correct)/,
  ],
  [
    "where",
    /(?:交|送|去|到|在)(?:到)?(?:哪|哪里|哪儿|什么地方)(?:里|儿)?(?:去)?(?:交|办|填|领|找|申请|送)?[?]?$|去哪(?:里|儿)?(?:交|办|填|申请)|找谁(?:办|交)?|要(?:去|跑)(?:现场|一趟|柜台)|where (?:do|can|should) i/,
  ],
  [
    "after",
    /(?:提交|交上去|发出去|填完)(?:了)?(?:以?后|之后)(?:呢|怎么|会|要|干|还)|接下来(?:呢|怎么|会|要)|然后呢|下一步|(?:什么|啥)(?:流程|程序|步骤)|(?:流程|程序|步骤)(?:是|有)?(?:什么|哪些|怎么|怎样)|怎么(?:审核|审批|批)|what happens (?:next|then|after)|next step/,
  ],
  [
    "voice",
    /(?:能|可以|会|想|行)(?:不能|不可以)?(?:直接)?(?:给你)?(?:发|听|用|录|说|讲)(?:一?[个段条])?(?:语音|录音)|(?:语音|录音)(?:行|可以|能|成|听得懂)(?:吗|么|不)|voice (?:message|note)|can i (?:record|dictate)\b/,
  ],
  ["voice", HARD_TO_TYPE],
  [
    "apply",
    /(?:怎么|如何|咋个?|怎样|啷个|点样?|哪里|哪儿|在哪)(?:去|才能|才|能|可以)?(?:申请|办理?(?![过了])|整|弄|搞|算|拿(?:到|得到)|报名|申报|参加|加入|入会|领|补办?|换)|(?:申请|办理|报名|申报|入会)(?:的)?(?:方法|方式|办法)|(?:能|可以)(?:在这里|在这儿|在这)?(?:申请|办|报名)吗|how (?:do|can|to|should) (?:i |we )?(?:apply|join|sign up|get)|^(?:so |and )?what (?:should|can|do) (?:i|we) do(?: now)?[?]?$/,
  ],
];

/** "怕花钱": somebody asks without asking whether it costs anything. */
const WORRY =
  /(?:怕|担心)(?:要|会|得)?(?:花|收|交|出|给)(?:很多|好多|大|不少)?钱|(?:花|出|交)不起(?:这个?|那个?)?钱|[请打]不起(?:律师|官司)|没(?:有)?钱(?:请律师|打官司)/;

/** "我怕报了被开除": who gets to know. */
const FEAR = /(?:怕|担心).{0,8}(?:报复|穿小鞋|找麻烦|丢人|被(?:开除|辞退|炒|知道|看见|发现))/;

/** Whether somebody is afraid of what others may do who get to know. */
export const fears = (text: string): boolean => FEAR.test(dense(text));

/** What of the matter is asked; undefined when it is something else. */
export function topicOf(text: string, form?: Form): Topic | undefined {
  const words = plain(text);
  const short = words.length <= 60;
  if (short && fears(text)) return "who";
  const bare = /^(?:要|需要)?(?:什么|哪些|啥)(?:材料|条件)|^(?:流程|条件|材料清单|标准)$/.test(dense(text));
  if (short && WORRY.test(dense(text))) return "cost";
  if (!short) return undefined;
  if (!(looksLikeQuestion(text) || bare || asksHowToApply(text)))
    return HARD_TO_TYPE.test(dense(text)) || HARD_TO_TYPE.test(words) ? "voice" : undefined;
  if (form !== undefined && settingsIn(form, text).length > 0 && /多少|几|what|how much/.test(words))
    return "setting";
  return TOPICS.find(([, pattern]) => pattern.test(words) || pattern.test(dense(text)))?.[0];
}

/** What only an application has; reports, too, tell of amounts, places and how long something took. */
const OF_APPLYING: ReadonlySet<Topic> = new Set([
  "refused",
  "who",
  "revoking",
  "repay",
  "deadline",
  "papers",
  "eligible",
  "benefits",
  "for-other",
  "after",
  "apply",
]);
const UNTIL_DECIDED =
  /^(?:那|大概|一般)*(?:要|得)?等?(?:多久|多长时间)(?:呢|啊)?$|^(?:and |so )?how long (?:does|will|would) (?:it|this|that) take|批|审|办好|办完|下来|到账|结果|通知|答复|回复|拿到|领到|approved|decided|result/;

const TO_ME =
  /^(?:那|大概|一般|一年|一个?月|一次|一个?人)*(?:给|补|发|拿|领)(?:我|我们)?(?:多少|几)|(?:能|可以|会|该|我).{0,4}(?:拿|领|补|得|贷|报销|给|发|批)|(?:do|can|will|would) (?:i|we) get/;

/** Whether somebody asks if they may apply for what they name. */
export const asksIfAllowed = (text: string): boolean =>
  topicOf(text) === "eligible" && [plain(text), dense(text)].some((one) => MAY_APPLY.test(one));

/** What no report tells of, whatever it is asked about. */
const ALWAYS_OF_RULES: ReadonlySet<Topic | undefined> = new Set(["voice", "repay", "for-other"]);
/** What a programme says more of than a report. */
const OF_PROGRAMMES: ReadonlySet<Topic | undefined> = new Set(["apply", "deadline"]);

export const isAlwaysOfRules = (text: string): boolean => ALWAYS_OF_RULES.has(topicOf(text));
export const isOfProgrammes = (text: string): boolean => OF_PROGRAMMES.has(topicOf(text));

/** "贷款的学生能申请吗": which people may apply, whatever they are told by. */
export const asksForPeople = (text: string): boolean =>
  topicOf(text) === "eligible" &&
  /的(?:人|学生|职工|家庭|孩子|工人|会员|员工|农民工)(?:能|可以|算|也)/.test(dense(text));

/** Whether the words ask how something is applied for, whatever it is. */
export function isOfApplying(text: string): boolean {
  const topic = topicOf(text);
  if (topic === "how-long") return UNTIL_DECIDED.test(plain(text));
  if (topic === "amount") return TO_ME.test(plain(text));
  // Whether a course is free, its report tells.
  if (topic === "cost") return !/免费|free/.test(plain(text));
  if (topic === "where") return asksHowToApply(text);
  return topic !== undefined && OF_APPLYING.has(topic);
}

const HOW_TO_APPLY = [
  /^(?:请问|那|那么)?(?:我|我们)?(?:该|要|得)?(?:怎么|如何|怎样|咋)(?:去|才能|能|可以)?(?:申请|办理|报名|申报|参加|领)(?:啊|呢|呀)?$/,
  /^(?:请问|那|那么)?(?:我|我们)?(?:该|要|得)?(?:在|去|到)?哪(?:里|儿)?(?:去|才能|能|可以)?(?:申请|办理?|报名|申报|参加|领)(?:啊|呢|呀)?$/,
  /^(?:申请|报名|办理)的?(?:流程|方法|方式|步骤)$/,
  /^(?:how|where) (?:do|can|should|to) ?(?:i |we )?(?:apply|sign up)$/,
];

/** Whether the words ask how to apply and name nothing that is applied for. */
export function asksHowToApply(text: string): boolean {
  const words = plain(text).replace(/[?？]+$/u, "");
  return HOW_TO_APPLY.some((pattern) => pattern.test(words));
}

/** Settings of the programme whose names stand in the words. */
export function settingsIn({ programme }: Form, text: string): string[] {
  const words = dense(text);
  return Object.entries(programme.settings ?? {})
    .filter(([, { label }]) =>
      [label["zh-Hans"], label["zh-Hans"].replace(/^城市|^城乡/, ""), label.en].some((name) =>
        words.includes(dense(name)),
      ),
    )
    .map(([name]) => name);
}

/** "谁知道今天下不下雨" fits a topic and is no matter of ours: what is asked without a programme speaks of the asker or of an application. */
export const isOfOurs = (topic: Topic, text: string): boolean =>
  topic === "voice" || topic === "for-other" || OURS.test(dense(text)) || OURS.test(plain(text));
const OURS =
  /[我俺咱]|信息|资料|申请|填|批|补助|帮扶|救助|慰问金|助学金|互助|到账|你们|这里|\b(?:my|me|i|we|our|application|apply|aid|money)\b/;
