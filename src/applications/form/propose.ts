// Which programmes a member's words are about, and whether they want to apply or only ask. A wish opens the form; a
// question goes to the answers, which may offer the form by a tap. Pure; programmes' own words (`also`) do most of it.
import { remembering } from "../../../ingest/remembering.ts";
import type { Programme } from "../../domain/programme.ts";
import { looksLikeQuestion } from "./listen-question.ts";
import { dense, isOneTypoApart, plain, withoutLead } from "../words.ts";

export interface Proposer {
  /**
   * Programmes the words want to apply to, best first; empty for questions and for anything else. "行，那申请吧" wants
   * `before`, the programmes that were talked about.
   */
  propose(text: string, before?: readonly string[]): readonly string[];
  /** Programmes the words are about, best first, whatever they want. */
  about(text: string): readonly string[];
  /**
   * The programme a question is put about outright, for its name begins it or stands behind a word of applying: "疗休养怎么报名",
   * "申请疗休养要什么材料". A name anywhere else may be that of a paper or of a trouble.
   */
  subject(question: string): string | undefined;
}

// How people say what programmes call by their names.
const COLLOQUIAL: readonly (readonly [RegExp, string])[] = [
  [
    /(?:不|没|没有|拖着不|迟迟不|拒绝|赖着不)(?:肯|愿意?)?(?:给|发|付|结|开)(?:我们?|大家)?.{0,4}(?:工资|工钱|薪水?|血汗钱)|(?:工资|工钱|薪水|血汗钱).{0,6}(?:不发|没发|不给|没给|拖欠|欠着|要不回|拿不到|没拿到|不结|没结)|欠.{0,4}(?:工资|工钱|薪)|老板跑了|包工头跑/,
    "拖欠工资",
  ],
  [
    /(?:won't|hasn't|has not|didn't|did not|doesn't|does not|never|not) (?:pay|paid|been paid|get(?:ting)? paid)|owes? (?:me|us)|unpaid (?:salary|wage)/,
    "unpaid wages",
  ],
  [
    /揭不开锅|没钱吃饭|吃不上饭|活不下去了?钱|过不下去|日子.{0,4}难|家里.{0,4}(?:困难|穷|没钱)|生活.{0,3}困难|欠.{0,6}债|没(?:有)?(?:地方|房子)住|租不起房|交不起.{0,2}房租|(?:房子?|屋|家).{0,5}(?:淹|烧|塌|冲走|进水|着火|失火)|遭(?:了)?灾|(?:老公|老婆|丈夫|妻子|爱人).{0,2}(?:跑了|走了|没了|去世|过世|不在了)|失业|下岗|丢了工作|没(?:了)?工作了?$/,
    "困难补助",
  ],
  [/(?:上|读|念|考上|供).{0,4}(?:大学|高中|学校)|学费|读不起书/, "学费补助"],
  [
    /工伤|(?:上班|干活|做工|工地|厂里|车间|井下|脚手架|单位|公司|送(?:外卖|快递|餐|货|单)|跑(?:单|车|外卖)).{0,8}(?:受伤|摔|砸|压|轧|撞|伤(?:了|到|着)|断了|晕|昏|中暑)|中暑|机器.{0,4}(?:伤|压|轧)|(?:受伤|摔|砸|压|轧|伤着|断).{0,10}(?:老板|包工头|单位|公司|厂里).{0,4}不(?:管|认|赔|理)/,
    "工伤赔偿",
  ],
  [
    /(?<!(?:怕|担心|会|别).{0,8})(?:被|把我).{0,4}(?:开除|辞退|炒了?|裁|解雇)|fired|laid off|dismissed/,
    "被辞退",
  ],
  [
    /(?:让|叫|逼)(?:我|我们)(?:走人?|辞职|离职|滚)|(?:老板|领导|主管|经理|工头|包工头|组长|班长|单位|公司|厂里).{0,4}(?:打|骂|欺负|骚扰|侮辱|羞辱|威胁|刁难)(?:了)?(?:我|人)|被(?:老板|领导|主管|经理|工头|包工头|组长|班长).{0,3}(?:打|骂|欺负|骚扰|侮辱|威胁)|(?:天天|每天|老是|总是|强制).{0,3}加班|加班到/,
    "维权",
  ],
  [
    /\b(?:hurt|injured|broke)\b.{0,24}\b(?:work|job|site|factory|back|arm|leg|hand|foot|finger)\b/,
    "工伤赔偿",
  ],
  [/贷款|没本钱|借.{0,3}本钱|(?:想|要)(?:自己)?开.{0,4}(?:店|铺|摊)/, "小额贷款"],
  [/住院|动手术|开刀|hospital/, "住院补助"],
];

/** What an answer is taken with before it is acted upon: "好吧那我申请法律援助". */
const AGREED =
  /^(?:(?:好的?吧?|行吧?|可以|中|嗯+|对|是的?|ok|okay|well|yes|all right|then)(?=$|[,。!;\s那就我要想申报办帮给])|那么?就?|就)[,。!;\s]*/;
/** A wish that leaves out what for. */
const OF_BEFORE =
  /^(?:我|我们)?(?:也|先|还是)?(?:要|想|想要|想去)?(?:帮我|替我|给我)?(?:去)?(?:申请|申报|报名|报个名|报一个|报上|报|填上|填|反映|举报|约一个|约个|约一下|预约|办理|办一个|办一张|办张|来一张|办一下|办|弄一个|弄)(?:一下|一个|个|试试|看看)*(?:这个|这项|它)?(?:吧|呗|啦|了)?$|^(?:please )?(?:let['’]?s |let me |i want to |i'd like to |i will |i'll )?(?:apply|sign (?:me )?up)(?: for (?:it|that|this))?(?: please)?$/;
const POINTS =
  /(?:吧|呗|这个|这项|它|试试|看看|一[下个张份]|反映|举报|报名|报个名|预约)$|(?:it|that|this)(?: please)?$/;

const WISH =
  /(?:我|我们|俺|本人|咱)?(?:就|也|很|还|现在)?(?:想|要|想要|需要|打算|准备|希望|愿意|得|来)(?:去|再|先|帮.{1,6}|替.{1,6}|给.{1,6})?(?:申请|申报|报名?|报个名|办理?|办个|办张|参加|加入|领取?|提交?|提个|提条|上报|举报|报告|反映|登记|做|借|贷|学|找|去|建档|求助|打官司|讨薪|请|入|许|预约|约|补|换|要)|^(?:我|我是|我想|请|麻烦)?(?:帮|替|给|为|代)[^,。?]{1,8}?(?:申请|报名?|报个名|办|登记|提|预约|约|弄)|^(?:我)?(?:预约|约(?!好|定)|提个|提一个|提条|反映|申请|报名|申报|办理|办|加入|参加|举报|上报|提交|登记)|(?:申请|报名|办理|登记)$|^(?:继续|接着)(?:填|办|申请|报)|^(?:我)?(?:要|想)(?=.{2,8}$)/;
const WISH_ENGLISH =
  /\b(?:i|we)(?:'d| would)? (?:want|like|need|wish|hope|'d like)(?: to)?\b|\b(?:apply|applying|sign (?:me |us )?up|register|enrol|enroll) (?:for|to|me|us)\b|^(?:apply|sign up|register|enrol|join|report|file|request|continue|resume|submit)\b|^(?:please |can you )?help (?:me|us) (?:to )?(?:apply|get|join|file|sign)|\blet me apply\b/;
const DONE =
  /(?:申请|报|办|提交|交)(?:过|了|完)|已经(?:申请|报名?|办|交|提交)|不想|不要|不用|别|不打算|没有?申请|撤回|取消|i (?:have )?(?:already )?applied|don't want|do not want|cancel|withdraw/;
/** A wish may end in asking leave: "我想申请困难补助,可以吗？" */
const LEAVE =
  /[,。;\s]*(?:可以吗|可不可以|行吗|行不行|好吗|能行吗|能办吗|能不能办|可以不|怎么弄|怎么办|怎么申请|咋办|咋弄|帮帮我|谢谢|拜托|ok|okay|is that possible|please|can you help(?: me)?)*[?]?$/;

/** What stands before the matter of a question, and what says of anything that it is applied for. */
const LEAD =
  /^(?:(?:那么?|对了|另外|还有|请问|问一下|想问一下|我?想问|顺便问一?下?|如果|要是|(?:我|我们)?(?:想|要|能|可以)?(?:去|在哪里?|怎么|怎样|如何|咋)?(?:办理?|领取?)(?:一下|一?个)?|(?:and|so|also|by the way),? |(?:how|where) (?:do|can|to|should) ?(?:i |we )?(?:register for|get|join) (?:the |a |an )?|what (?:papers?|documents?) (?:do i need |are needed )?for (?:the |a |an )?)[,:]?)+/;
const APPLYING =
  /^.*?(?:(?:申请|申报|报名参加|报名|参加)(?:一下|一?个)?|\b(?:apply|applying|sign up) for (?:the |a |an )?)/;

interface Match {
  readonly id: string;
  /** Characters of the text that one of its names covers. */
  readonly weight: number;
  readonly name: string;
  readonly whole: boolean;
}

/** Members' words are not kept for longer than a few turns. */
const MOST_REMEMBERED = 16;

export function createProposer(programmes: Iterable<Programme>): Proposer {
  const known = Array.from(programmes, ({ id, name, also }) => ({
    id,
    names: [name["zh-Hans"], name.en, ...also].map((one) => ({ words: plain(one), joined: dense(one) })),
  }));

  /** Best first; a name inside a longer one that also matched does not count ("体检" in "女职工体检"). */
  function matches(text: string): Match[] {
    const words = plain(text);
    const extra = COLLOQUIAL.filter(([pattern]) => pattern.test(dense(text)) || pattern.test(words)).map(
      ([, name]) => name,
    );
    const said = [words, ...extra].join(" , ");
    const joined = [dense(text), ...extra.map(dense)].join(",");
    const found = known.flatMap(({ id, names }): Match[] => {
      const hits = names.flatMap(({ words: name, joined: tight }): Match[] => {
        if (tight.length < 2) return [];
        const english = /^[a-z]/.test(name);
        const exact = english
          ? new RegExp(`(?<![a-z])${escaped(name)}(?:s|es)?(?![a-z])`).test(said)
          : joined.includes(tight);
        if (exact)
          return [
            {
              id,
              weight: english ? Math.ceil(tight.length / 3) + 1 : tight.length,
              name: tight,
              whole: true,
            },
          ];
        return isNear(joined, tight, english)
          ? [
              {
                id,
                weight: (english ? Math.ceil(tight.length / 3) : tight.length) - 1,
                name: tight,
                whole: false,
              },
            ]
          : [];
      });
      const best = hits.toSorted((one, other) => other.weight - one.weight)[0];
      return best === undefined ? [] : [best];
    });
    const kept = found.filter(
      (one) =>
        !found.some(
          (other) =>
            other.id !== one.id && other.name !== one.name && other.name.includes(one.name) && other.whole,
        ),
    );
    return kept.toSorted((one, other) => other.weight - one.weight);
  }

  // A turn asks several times about its question and about the one before.
  const about = remembering((text: string): readonly string[] => {
    const found = matches(text);
    const best = found[0]?.weight ?? 0;
    return found.filter(({ weight }) => weight * 2 > best).map(({ id }) => id);
  }, MOST_REMEMBERED);

  /** Programmes of exactly this name. */
  function namedWhole(text: string): string[] {
    const wanted = dense(text).replace(/(?:吧|呗|啦|了)+$/, "");
    return known
      .filter(({ names }) => names.some(({ joined }) => joined === wanted))
      .map(({ id }) => id)
      .slice(0, 1);
  }

  /** "补助", "贷款": every programme whose names hold what is wanted. */
  function loosely(text: string): string[] {
    const wanted = dense(text)
      .replace(/^.*(?:申请|申报|报名|办理|领取|参加|想办|要办|办)(?:一下|一个|个|点|些|份)?/, "")
      .replace(/(?:的|吧|呢|了|啊|一下|可以吗|行吗)+$/, "");
    if (wanted.length < 2 || wanted.length > 8) return [];
    return known
      .filter(({ names }) => names.some(({ joined }) => joined.includes(wanted)))
      .map(({ id }) => id);
  }

  return {
    about,
    subject(question) {
      const words = plain(question);
      const begins = [words, words.replace(LEAD, ""), words.replace(APPLYING, "")].flatMap((one) => [
        one,
        dense(one),
      ]);
      const found = known.flatMap(({ id, names }) =>
        names
          .flatMap(({ words: name, joined }) => [name, joined])
          // "工会会员可以申请吗" asks of people.
          .filter((name) => name.length > 1 && !/[员人]$/.test(name))
          .filter((name) => begins.some((one) => one.startsWith(name)))
          .map((name) => ({ id, length: name.length })),
      );
      return found.toSorted((one, other) => other.length - one.length)[0]?.id;
    },
    propose(text, before = []) {
      const words = plain(text);
      if (words.length > 120 || DONE.test(words)) return [];
      const agreed = withoutLead(words, AGREED);
      // "申请" alone, or after a while, may be meant for anything.
      if ((agreed !== words || POINTS.test(agreed)) && OF_BEFORE.test(agreed)) return before;
      // "行吧 入会": what somebody agrees to is named and nothing else.
      const named = agreed === words ? [] : namedWhole(agreed);
      if (named.length > 0) return named;
      const asked = agreed.replace(LEAVE, "").trim();
      const joined = dense(asked);
      const wishes = WISH.test(joined) || WISH_ENGLISH.test(asked);
      if (
        !wishes ||
        looksLikeQuestion(asked) ||
        /^(?:can|could|may|how|what|who|where|when|which|is|are|do|does)\b/.test(asked)
      )
        return [];
      const all = matches(asked);
      // A slip is looked for only where nothing was named outright.
      const found = all.some(({ whole }) => whole) ? all.filter(({ whole }) => whole) : all;
      if (found.length === 0) return /申请|报名|办理|apply/.test(joined) ? loosely(asked).slice(0, 6) : [];
      // A bare "要" or "想" is a wish only when hardly more than the programme's name follows.
      const best = found[0]?.weight ?? 0;
      return found.filter(({ weight }) => weight * 2 > best && weight >= best - 2).map(({ id }) => id);
    },
  };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Whether a stretch of the text is the name but for one character; short names have no room for slips. */
function isNear(text: string, name: string, english: boolean): boolean {
  if (name.length < (english ? 7 : 4)) return false;
  for (const length of [name.length, name.length - 1, name.length + 1]) {
    for (let start = 0; start + length <= text.length; start++) {
      if (isOneTypoApart(text.slice(start, start + length), name)) return true;
    }
  }
  return false;
}
