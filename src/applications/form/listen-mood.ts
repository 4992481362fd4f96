// What somebody means whose words are no answer, in a form that they are tired of: to stop for today, to give it up, or that
// it is too much for them. Asked only about words that could not be read, for "再说" and "不会" stand in answers, too.
import { plain } from "../words.ts";

export type Mood = "unsure" | "pause" | "cancel" | "at-a-loss";

// The mildest comes first: what is put aside can still be given up, and what is too much can be helped.
const MOODS: readonly (readonly [Mood, RegExp])[] = [
  [
    "unsure",
    /(?:证|卡|本|号|单|票|合同).{0,6}(?:没带|不在|丢|弄丢|找不[到着]|(?:让|被|给).{0,8}(?:收|扣|拿)(?:走|去|了|着)|没拿|押)|(?:没带|不在)(?:身边|手边|手头|身上)|在老家|等(?:我|一下|下)?.{0,4}(?:翻|拿|查|拍|看一?[看眼下])|记不(?:得|住)/,
  ],
  [
    "pause",
    /先不(?:填|弄|搞|办|申请|报|说)|今天(?:就)?(?:先)?到这|回头(?:再)|手机.{0,3}没电|明天(?:再|接着|继续)|(?:再|才)(?:说|填|弄|搞|办|来|聊|看看?)(?:吧|了|哈|啊)?$|(?:没|没有)(?:空|时间|工夫|功夫)|忙不过来|(?:在|要|正)(?:忙|上班|开会|开车|送单|做饭)|(?:要|得|该)?(?:去|来)(?:上班|开会|接(?:孩子|娃|人)|做饭|干活|送单)|等(?:一?会儿?|一?下|我.{1,8}(?:回来|有空|问|找|商量))|(?:问问|商量|找找)(?:一下)?(?:再|先)|\b(?:later|another (?:time|day)|no time|busy|have to go|gotta go|stop here|rest (?:later|tomorrow))\b/,
  ],
  [
    "cancel",
    /算了|唔(?:想|要)?(?:再)?(?:填|搞|办|申请)|(?:还是)?别(?:填|弄|办|申请)了|不(?:想|要|用)?(?:再)?(?:填|弄|搞|办|申请|报)(?:了|这个|下去)|放弃|白填|(?:反正|填了|申请了?)(?:也|都)?(?:是)?没用|\b(?:give up|forget it|don't want|waste of time)\b/,
  ],
  [
    "at-a-loss",
    /(?:太|好|真|这么|那么|有点|实在)(?:麻烦|复杂|难|烦|长|啰嗦|繁琐)|(?:太|这么|那么)多(?:了|项|问题|$)|(?:搞|弄|填|整)不(?:来|懂|清|明白|了|成)|(?:我|都|也|真)?不会(?:填|弄|搞|写|用|打字|操作|呀|啊)?$|不会(?:填|弄|搞|用)(?:这|那)|字(?:也|都)?认不(?:全|得|到)|别问了|不想说|有完没完|没完没了|问问问|查户口|(?:咋|怎么|为啥|为什么)?又问|走形式|糊弄|磨嘴皮|丢(?:死)?人|伤自尊|问(?:得)?(?:这么|那么)细|难为情|抹不开|张不开(?:这个)?嘴|一言难尽|说来话长|机器人|(?:有点|好|太)乱|搞?糊涂|不知道(?:现在|接下来)?(?:要|该)(?:做|干)|点到哪|(?:看|听)不懂|打字(?:太|很|好|有点)?慢|烦死|头(?:都)?(?:大|疼|痛|晕)|(?:不识|认不得|不认得|不认识).{0,2}字|眼睛.{0,3}(?:不好|花|看不)|\b(?:too (?:complicated|difficult|hard|long|many|much)|confus\w+|can't (?:do|manage) (?:it|this)|not good (?:at|with)|overwhelm\w+)\b/,
  ],
];

/** "你这说的啥我看不懂": put like a question, and asking nothing. */
const AT_A_LOSS_FOR_SURE =
  /(?:看|听|弄|搞)不(?:懂|明白)|(?:有点|好|太)乱|搞?糊涂|不知道(?:现在|接下来)?(?:要|该)(?:做|干)(?:什么|啥)|点到哪|(?:咋|怎么|为啥|为什么)?又问|糊弄|搞到哪一步/;

/** Whether the words say of the form that it is too much, even where they look like a question. */
export const isAtALoss = (text: string): boolean =>
  AT_A_LOSS_FOR_SURE.test(plain(text)) && plain(text).length <= 30;

/** Undefined when the words say nothing of the kind. */
export function moodIn(text: string): Mood | undefined {
  const words = plain(text);
  return words.length > 40 ? undefined : MOODS.find(([, pattern]) => pattern.test(words))?.[0];
}
