// One or several of some options, by number, word or alias, with a slip of one character; yes and no in many words.
// field.ts calls it for choices, and fill.ts for choosing among programmes.
import { parseNumber } from "./read-number.ts";
import { dense, isOneTypoApart, plain, withoutLead, withoutTail } from "../words.ts";

export interface Option {
  readonly id: string;
  /** Whatever it may be called, in any script. */
  readonly names: readonly string[];
}

export type Chosen =
  /** `exact` is false when the words were not one of its names. */
  | { readonly kind: "one"; readonly id: string; readonly exact: boolean }
  | { readonly kind: "several"; readonly ids: readonly string[] }
  | { readonly kind: "none" };

const LEAD =
  /^(?:我想要|我想|我要|我选择?|我们是|我家是|我是|我|他是|她是|是我|是|属于|算是|算|选择?|就选|就|要|应该是|应该|大概是|可能是|第|no\.? ?|number |option |the |i am an? |i'm an? |i am |i'm |it is |it's |my |an? |i choose |i want |choose |:|\()\s*/;
const TAIL = /(?:吧|了|啊|呀|哦|的|那个|那种|那项|这个|这种|个|项|种|号|条|one|option|please|\)|\.|、|,)$/;
const CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳";
const ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split(" ");

/** The number said when the text says nothing else: 1, ①, 第二个, 选3, the first, last; -1 for the last. */
export function readOrdinal(text: string): number | undefined {
  const circled = CIRCLED.indexOf(text.trim().replace(/[.、。]$/u, ""));
  if (text.trim() !== "" && circled >= 0) return circled + 1;
  const words = withoutTail(withoutLead(plain(text), LEAD), TAIL);
  const english = ORDINALS.indexOf(words.replace(/ (?:one|option|choice)$/, ""));
  if (english >= 0) return english + 1;
  if (/^(?:最后一|最后|last)$/.test(words)) return -1;
  if (/^\d+(?:st|nd|rd|th)$/.test(words)) return Number(words.slice(0, -2));
  const joined = dense(words);
  if (
    !/^(?:\d{1,2}|[一二三四五六七八九十]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)$/.test(joined)
  )
    return undefined;
  return parseNumber(joined);
}

export function chooseOne(text: string, options: readonly Option[]): Chosen {
  const named = byName(text, options, true);
  if (named !== undefined) return { kind: "one", id: named, exact: true };
  const ordinal = readOrdinal(text);
  if (ordinal !== undefined) {
    const option = ordinal < 0 ? options.at(-1) : options[ordinal - 1];
    return option === undefined ? { kind: "none" } : { kind: "one", id: option.id, exact: false };
  }
  const stripped = withoutTail(withoutLead(plain(text), LEAD), TAIL);
  const closer = byName(stripped, options, true);
  if (closer !== undefined) return { kind: "one", id: closer, exact: false };
  const joined = dense(stripped);
  if (joined === "") return { kind: "none" };

  // Words around it: "我是在外面租房子住的" for 租房.
  const negative = /[不没非未无]|\b(?:not|no|don't|isn't)\b/.test(joined);
  const within = options.flatMap(({ id, names }) => {
    const long = names.map(dense).filter((name) => name.length >= 2 && joined.includes(name));
    const best = Math.max(0, ...long.map((name) => name.length));
    return best > 0 && joined.length <= best + 8 ? [{ id, best }] : [];
  });
  const longest = Math.max(0, ...within.map(({ best }) => best));
  const best = within.filter((one) => one.best === longest);
  if (best.length === 1 && best[0] !== undefined && !isAsking(joined)) {
    const said = options
      .find(({ id }) => id === best[0]?.id)
      ?.names.some((name) => /[不没非未无]/.test(name));
    // Another may share more of the words: "欠薪，还在上班" holds the name of one and means the other.
    const nearest = closest(joined, options, best[0].id);
    if (nearest.kind === "several" || !negative || said === true) return nearest;
  }
  if (best.length > 1 && joined.length <= 30) return { kind: "several", ids: best.map(({ id }) => id) };

  // A part of one name only: "个体" for 个体工商户.
  if (joined.length >= 2) {
    const parts = options.filter(({ names }) => names.some((name) => dense(name).includes(joined)));
    if (parts.length === 1 && parts[0] !== undefined) return { kind: "one", id: parts[0].id, exact: false };
    if (parts.length > 1) return { kind: "several", ids: parts.map(({ id }) => id) };
    // Of two characters one that differs leaves half: "没有" is no slip for "自有".
    const typos = options.filter(({ names }) =>
      names.map(dense).some((name) => name.length > 2 && isOneTypoApart(name, joined)),
    );
    if (typos.length === 1 && typos[0] !== undefined) return { kind: "one", id: typos[0].id, exact: false };
    if (typos.length > 1) return { kind: "several", ids: typos.map(({ id }) => id) };
  }
  return { kind: "none" };
}

/** Pairs of neighbouring characters that a name shares with the text. */
function shared(text: string, { names }: Option): number {
  const pairs = (one: string): Set<string> =>
    new Set(Array.from({ length: Math.max(0, one.length - 1) }, (_, at) => one.slice(at, at + 2)));
  const said = pairs(text);
  return Math.max(0, ...names.map((name) => [...pairs(dense(name))].filter((pair) => said.has(pair)).length));
}

function closest(text: string, options: readonly Option[], named: string): Chosen {
  const scores = options.map((option) => ({ id: option.id, score: shared(text, option) }));
  const own = scores.find(({ id }) => id === named)?.score ?? 0;
  const [rival] = scores.filter(({ id }) => id !== named).sort((one, other) => other.score - one.score);
  if (rival === undefined || rival.score <= own) return { kind: "one", id: named, exact: false };
  return rival.score >= own + 2
    ? { kind: "one", id: rival.id, exact: false }
    : {
        kind: "several",
        ids: options.filter(({ id }) => id === named || id === rival.id).map(({ id }) => id),
      };
}

const isAsking = (text: string): boolean =>
  /[?吗呢嘛]$|什么|怎么|哪|为什么|能不能|可不可以|是不是|算不算/.test(text);

function byName(text: string, options: readonly Option[], exact: boolean): string | undefined {
  const joined = dense(text);
  const found = options.filter(({ names }) => names.some((name) => dense(name) === joined));
  return exact && found.length === 1 ? found[0]?.id : undefined;
}

const ALL =
  /^(?:都有|都是|都要|全部|全都有|全都要|全选|所有|all(?: of (?:them|these))?|both|everything|每个都有)$/;
const EMPTY =
  /^(?:都没有|都不是|没有|无|没|以上都没有|以上都不是|一个都没有|none|none of (?:them|these)|nothing|no)$/;

/** Ids of those named, in the order of the options; undefined when a part of the text names none of them. */
export function chooseSeveral(text: string, options: readonly Option[]): readonly string[] | undefined {
  const words = plain(text);
  const whole = chooseOne(text, options);
  if (whole.kind === "one" && whole.exact) return [whole.id];
  if (ALL.test(words)) return options.filter(({ id }) => id !== "none").map(({ id }) => id);
  if (EMPTY.test(words)) {
    const none = options.find(
      ({ id, names }) => id === "none" || names.some((name) => EMPTY.test(plain(name))),
    );
    return none === undefined ? undefined : [none.id];
  }
  const digits = /^[1-9]{2,}$/.test(words) && options.length < 10 ? Array.from(words) : undefined;
  const circled = Array.from(text.replace(/[\s、,，]/g, ""));
  const parts =
    digits ??
    (circled.length > 1 && circled.every((one) => CIRCLED.includes(one))
      ? circled
      : words
          .split(/\s*(?:[,;、/+&]|和|与|及|还有|以及|\band\b)\s*|(?<=\d)\s+(?=\d)/)
          .filter((part) => part !== ""));
  const ids = parts.map((part) => chooseOne(part, options));
  if (ids.length > 0 && ids.every((one) => one.kind === "one")) {
    const chosen = new Set(ids.map((one) => (one.kind === "one" ? one.id : "")));
    return options.filter(({ id }) => chosen.has(id)).map(({ id }) => id);
  }
  if (isAsking(words) || /[不没非]/.test(words)) return undefined;
  const joined = dense(text);
  const named = options.filter(({ names }) =>
    names.some((name) => dense(name).length >= 2 && joined.includes(dense(name))),
  );
  return named.length > 0 ? named.map(({ id }) => id) : undefined;
}

const YES =
  /^(?:是|是的|是啊|是呀|对|对的|对啊|对呀|嗯+|恩+|有|有的|有啊|有过|好|好的|好啊|好呀|可以|可以的|行|行的|没错|没问题|当然|当然有|需要|需|要|要的|愿意|同意|我同意|符合|会|会的|能|能的|属于|已经有了?|参加过|去过|用过|是我|确定|确认|确实|确实是|正确|1|√|yes|yep|yeah|yup|ya|y|sure|ok|okay|right|correct|true|of course|certainly|i do|i am|i have|i did|we do|we have|there is|i agree|agree|agreed)$/;
const NO =
  /^(?:不|不是|不是的|不对|否|没|没有|没有的|没有啊|没有过|从没有|从来没有|从没|没有没有|无|不用|不用了|不需要|不要|不要了|不愿意|不同意|我不同意|不可以|不行|不能|不会|不符合|不属于|没去过|没参加过|没用过|木有|没得|还没|还没有|暂时没有|目前没有|未|未曾|0|×|no|nope|nah|n|not|not yet|false|never|none|i don't|i do not|i haven't|i have not|i am not|i'm not|i didn't|we don't|no i don't|there isn't|no thanks|disagree|i disagree)$/;
const PARTICLES = /(?:的|了|啊|呀|哦|哈|吧|呢|噢|嘛|哟|,|please|thanks|thank you|谢谢|sir)$/;

/** Undefined when the words say neither, or ask. */
export function readYesNo(text: string): boolean | undefined {
  const words = plain(text);
  const short = withoutTail(words, PARTICLES);
  for (const one of [words, short, dense(short)]) {
    if (YES.test(one)) return true;
    if (NO.test(one)) return false;
  }
  if (/[?]|吗|有没有|是不是|能不能|会不会|要不要|什么|怎么|多少/.test(words)) return undefined;
  const lead = words.split(/[,;、。:]|\s-\s/)[0]?.trim() ?? "";
  if (lead !== words && lead !== "") return readYesNo(lead);
  const joined = dense(short);
  if (/^(?:no|nope|never|not)\b/.test(words)) return false;
  if (/^(?:yes|yeah|yep)\b/.test(words)) return true;
  if (joined.length > 10) return undefined;
  if (/^(?:我|我家|我们|家里|目前|现在|暂时|一直|都|确实|以前)*(?:没错|没问题|不错)/.test(joined))
    return true;
  const self = joined.replace(/^(?:我|我家|我们|家里|目前|现在|暂时|一直|都|以前|之前)+/, "");
  if (/^(?:没|不|无|未|从来?没|从未|还没)/.test(self)) return false;
  if (
    /^(?:有|是|已|去过|参加过|会|能|可以|要|愿意|需要|同意|享受过|申请过)/.test(self) &&
    !/[没不]/.test(self)
  )
    return true;
  return undefined;
}
