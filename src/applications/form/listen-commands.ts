// What a member says about the form instead of answering it: pause, go back, how far, why, start over. Matched whole, so
// that no answer is swallowed; listen.ts asks here before it reads a value.
import { dense, plain, withoutLead, withoutTail } from "../words.ts";

export type Command = "pause" | "progress" | "explain";

const POLITE =
  /^(?:算了吧?|唉+|哎+|哎呀|不好意思|(?:太|好|真|这么)(?:麻烦|复杂|难|烦)(?:了|啊|呀)?|(?:我)?(?:没|没有)(?:空|时间)(?:了)?|请|麻烦你?|劳驾|那|那就|我想要|我想|我要|我|给我|帮我|能不能|可以|还是|please|could you|can you|can we|can i|i want to|i'd like to|i would like to|let me|let's|ok|okay|,)\s*/;
const PARTICLE = /(?:吧|了|啊|呀|哦|呢|一下|谢谢|please|thanks|thank you|now|,)$/;

const COMMANDS: readonly (readonly [Command, RegExp])[] = [
  [
    "pause",
    /^(?:暂停|暂停填写|先暂停|先停|停|停一下|先停一下|停一停|先这样|先到这|先到这里|今天(?:就)?(?:先)?到这里?|(?:等会儿?|一会儿?|待会儿?|过会儿?|回头|明天|改天|下次|以后|晚点|晚上|下班|有空|过几天|先放着,?)(?:再)?(?:说|填|弄|来|继续|聊|办)?|改天|先不(?:填|弄|搞|办|申请|报|说)|先放着|存着|存一下|先存着|保存|先保存|我?有事|有点事|先?去?忙|save|save it|pause|later|not now|tomorrow|maybe later|continue later|do it later|i'll (?:do it |continue |come back |finish )?(?:later|tomorrow)|come back later|stop for now|i have to go|i need to go|brb|take a break)$/,
  ],
  [
    "progress",
    /^(?:(?:现在|刚才|上次|之前)?(?:填|办|做|问)?到(?:哪|哪里|哪儿|哪一步|第几步|第几项|第几个|第几题)|第几项|第几个|第几题|进度|我的进度|看进度|(?:这个|这|后面)?(?:还有|还剩|还要|还差|剩下)(?:填|问)?(?:多少|几项|几个|几题|几步|多少项|多少个|多少题|哪些)(?:要填|没填|问题|要问|题|项)?|还要填多少|(?:一?共|总共)(?:有|要问|要填)?(?:多少|几)(?:项|题|个|步)(?:问题|要填)?|(?:填完)?(?:要|得)(?:填)?多久(?:能填完)?|(?:要|得)填多(?:久|长时间)|几分钟(?:能填完|填完)?|progress|how far|how far along|where am i|where are we|(?:how many|how much)(?: more)?(?: questions| items)?(?: are| is)?(?: there)?(?: left| to go| remaining| more)?|what's left|what is left)[?]?$/,
  ],
  [
    "explain",
    /^(?:(?:为什么|为啥|为何|干嘛|干吗|凭什么|怎么)(?:你们)?(?:要|还要|非要|需要|得)?(?:问|填|知道|提供|收集|给|交|写|了解|这个|这些)[^?]{0,10}|(?:问|填|要|交)这个?(?:是)?(?:干什么|干嘛|干吗|做什么|有什么用|有啥用|干啥)|(?:你们?)?(?:要|收|查)(?:我们?)?(?:的)?[^?]{1,8}(?:是)?(?:干什么|干嘛|干吗|做什么|做啥|有什么用|有啥用|干啥)|这有什么用|(?:这|这个|这项|这句话|这里)?(?:是)?(?:什么|啥)意思|(?:看|听|搞|没看|没听|没)?不?[看听]?不?懂|没看懂|没听懂|看不明白|不明白|没明白|不理解|(?:这个|这项|这里|这)?(?:要|该|应该)?(?:怎么|如何|咋)(?:填|答|写|回答|说)|(?:这里|这个)?(?:要)?(?:填|写)(?:什么|啥)|解释|说明|帮助|求助|help|help me|why|why this|why that|why (?:do|would|must|should) (?:you|i|we) (?:ask|need|want|have to|say|give|know|tell)\b[^?]{0,30}|why are you asking[^?]{0,20}|what (?:does|do) (?:this|that|it|you) mean|what is (?:this|that|it) for|what's (?:this|that|it) for|how (?:do|should) i (?:answer|fill|write)[^?]{0,20}|explain|i don't understand|i don't get it|don't understand|meaning)[?]?$/,
  ],
];

type Plain =
  | "unsure"
  | "start-over"
  | "cancel"
  | "skip"
  | "back"
  | "keep"
  | "review"
  | "submit"
  | "for-self"
  | "nothing";
const OTHERS: readonly (readonly [Plain, RegExp])[] = [
  [
    "unsure",
    /^(?:我?(?:也|真的?|还)?(?:不|没)(?:太|大|是很)?(?:知道|清楚|晓得|确定|记得|会算|好说)(?:(?:该|要)?(?:怎么)?(?:填|写|选|说|算|报)(?:多少|什么|啥|哪一?个|几个?)?)?|不记得|记不(?:清|得|清楚|起来)|想不起来|忘|忘记|算不(?:清|出来)|说不(?:清|准|好)|不好说|拿不准|不会填|i don't know|don't know|i do not know|not sure|i'm not sure|no idea|dunno|idk|i forgot|i forget|(?:i )?(?:can't|cannot|don't) remember|unsure)$/,
  ],
  [
    "start-over",
    /^(?:重来|从头来|从头开始|从头再来|重新开始|重新来|重新来过|重新填|全部重填|重填一遍|全部重来|清空|清空重来|推倒重来|start over|start again|restart|begin again|start from scratch|reset|start anew)$/,
  ],
  [
    "cancel",
    /^(?:取消|取消申请|取消办理|取消填写|不办|不申请|不填了?|不弄|不搞|不报|不报名|不想办|不想申请|不想填|不要申请|算|放弃|放弃申请|退出|结束|终止|别弄|cancel|cancel (?:it|this|the application|application|my application)|quit|exit|abort|stop|stop it|forget it|never ?mind|i give up|give up|i don't want (?:to apply|this|it)(?: any ?more)?|don't apply)$/,
  ],
  [
    "skip",
    /^(?:跳过|先跳过|略过|跳|过|下一个|下一题|下一项|不填|这项不填|不留了?|不想留|不愿意?留|不给|不想给|(?:不|不想|不愿意?)(?:留|给)(?:电话|号码|手机号?|名字|姓名)|不想说(?:这个|病|这些|那么细)?|不想填这个|不方便说|不方便|不方便填|不愿意说|不便透露|保密|空着|留空|skip|skip it|skip this|skip this one|pass|next|next one|next question|rather not say|i'd rather not(?: say)?|prefer not to say|n\/a|na|leave (?:it )?blank|not applicable)$/,
  ],
  [
    "back",
    /^(?:上一步|上一题|上一个|上一项|上一条|返回|返回上一步|返回上一题|后退|往回|退回|退回去|退一步|回到上一(?:步|题|个|项)|回去|back|go back|previous|previous (?:one|question)|one back|undo)$/,
  ],
  [
    "keep",
    /^(?:不改|不用改|不用|不变|没变|没有变|保持不变|保留|还是原来的|还是那个|原来的就行|就这样|没错|没填错|不用管|算|keep|keep it|leave it|leave it as it is|no change|unchanged|as it is|it's fine|it is fine)$/,
  ],
  [
    "review",
    /^(?:看看?(?:一下)?(?:我)?(?:都)?填(?:的|了什么|了啥|过的|好的)?(?:内容|东西)?|(?:我)?(?:都)?填了(?:些)?什么|看一遍|核对|检查|汇总|总览|全部答案|summary|review|show (?:me )?(?:my answers|the summary|everything|what i (?:said|entered|wrote))|what have i (?:said|entered|filled in))$/,
  ],
  [
    "submit",
    /^(?:提交|发送|提交申请|递交|上交|交上去|可以提交|确认提交|确认无误|发出去|发吧|交|send|submit|submit it|send it|send it off|submit (?:the|my) application|send (?:the|my) application)$/,
  ],
  [
    "for-self",
    /^(?:给自己|给我自己(?:申请|办|填)?|我自己(?:申请|办|填|要办)?|是我自己|我本人|是我本人|本人|本人申请|替自己|for myself|for me|it's for me|it is for me|myself)$/,
  ],
  [
    "nothing",
    /^(?:你好|您好|在吗|在不在|谢谢|多谢|感谢|辛苦|好的?|嗯+|哦|噢|知道|明白|收到|ok|okay|hi|hello|hey|thanks|thank you|got it|i see|继续|接着来|接着填|接着|continue|go on|resume)[?]?$/,
  ],
];

const UNSURE = OTHERS.find(([kind]) => kind === "unsure")?.[1];

/** What a whole message says about the form; undefined when it says nothing of the kind. */
export function commandOf(text: string): Command | Plain | undefined {
  const words = plain(text);
  if (words.length > 60) return undefined;
  const whole = oneCommand(words);
  if (whole !== undefined) return whole;
  // "那算了，明天再说": every part says something of the form; the mildest is meant.
  const clauses = words.split(/[,;。]/).filter((clause) => clause.trim() !== "");
  const said = clauses.map(oneCommand);
  if (clauses.length < 2 || said.includes(undefined)) return undefined;
  return said.find((one) => one === "pause") ?? said.find((one) => one !== "nothing") ?? "nothing";
}

function oneCommand(text: string): Command | Plain | undefined {
  const words = plain(text);
  const short = withoutTail(withoutLead(words, POLITE), PARTICLE);
  const forms = [words, dense(words), withoutTail(words, PARTICLE), short, dense(short)];
  const [first = ""] = words.split(",");
  return (
    [...COMMANDS, ...OTHERS].find(([, pattern]) => forms.some((one) => pattern.test(one)))?.[0] ??
    // "不晓得，医院还没结账": what follows says why.
    (first !== words && UNSURE?.test(dense(first)) === true ? "unsure" : undefined)
  );
}

const KIN =
  "妈妈?|爸爸?|母亲|父亲|爹|娘|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳父|岳母|老公|老婆|丈夫|妻子|爱人|媳妇|对象|儿子|女儿|孩子|小孩|哥哥?|姐姐?|弟弟?|妹妹?|叔叔?|舅舅?|姑姑|阿姨|亲戚|家人|家里人|同事|工友|朋友|徒弟|师傅|邻居|老乡|职工|会员|工人|别人|他人|他|她|人";
const FOR_OTHER = [
  new RegExp(
    `^(?:我|我是|我想|我要|我在|是)*(?:来)?(?:帮|替|给|为|代)(?:我|我们|我家|单位|厂里|班组)?(?:的|一个|一位|们|个|位)*[^,。]{0,6}?(?:${KIN})[^,。]{0,4}?(?:申请|填|办|报名|报|代办|弄)`,
  ),
  new RegExp(`^(?:我|我是|是)*(?:帮|替|给|代)(?:我|我们)?(?:的)?(?:${KIN})(?:的)?$`),
  /^(?:我是|我)?(?:代填|代办|代为申请|代人申请|代别人填)/,
  /\b(?:for|on behalf of) (?:my |a |an |our |the )?(?:mother|mom|mum|father|dad|parents?|wife|husband|son|daughter|child|brother|sister|colleague|co-?worker|friend|neighbou?r|relative|aunt|uncle|grand(?:mother|father|ma|pa)|someone(?: else)?|somebody(?: else)?|another (?:person|member|worker)|(?:union )?member|worker|him|her)\b/,
];

/** Whether the words say that the application is for somebody else: "我帮我妈申请", "for my colleague". */
export function isForOther(text: string): boolean {
  const words = plain(text);
  return words.length <= 60 && FOR_OTHER.some((pattern) => pattern.test(words) || pattern.test(dense(words)));
}
