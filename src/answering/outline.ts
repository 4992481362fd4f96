// What introduces each sentence of a passage: its heading, the question it replies to, the line ending in a colon above
// the items of a list, the label of its article. Pure; evidence.ts matches and quotes by it.

/** A sentence that introduces others, and the sentences it introduces: from the next one up to `end`, exclusive. */
export interface Section {
  readonly lead: number;
  readonly end: number;
  /** A heading or question is not quoted with what it introduces; the lead line of a list is. */
  readonly quoted: boolean;
}

export interface Outline {
  /** Per sentence the sentences that introduce it, the nearest first. */
  readonly leads: readonly (readonly number[])[];
  readonly sections: readonly Section[];
}

/** A question in a report is answered by what follows it. */
export const isAsked = (text: string): boolean => /[?？][”"』」)）*]*$/u.test(text) && ASKS.test(text);
/** A mark alone may stand for a byte that was lost. */
const ASKS =
  /什么|怎|如何|[吗么嘛呢]|多少|多[久大高长]|几|哪|谁|[是能可]否|何|啥|(?<one>\p{Script=Han})不\k<one>|有没有|没有[?？]|还是|可以|行不|好不|不[?？]|为什|凭什|岂|难道|[问q][:：]|\b(?:what|how|who|whom|when|where|why|which|can|do|does|is|are|may)\b/iu;

/** "——实施彩虹计划。", "技能培训促就业 节点慰问暖人心", "三、申报材料", a signature, a dateline in brackets. */
export const isHeadingLine = (text: string): boolean =>
  /^[—–-].{0,20}$|^[一二三四五六七八九十]+、[^。,:]{0,18}$|^[^。,:;!?\s\d]{4,12}\s[^。,:;!?\s\d]{4,12}$|^.{2,16}(?:总工会|工会|办公室)$|^[(（][^)）]{0,30}[)）]$/u.test(
    text,
  );

const MARKS: readonly RegExp[] = [
  /^(?:第[一二三四五六七八九十百\d]+条|[一二三四五六七八九十]+、|[【▍■◆●]|第[一二三四五六七八九十]+件)/u,
  /^[(（][一二三四五六七八九十]+[)）]/u,
  /^(?:\d{1,2}[.、．)）]|[①-⑳]|[(（]\d{1,2}[)）]|[-•·*▪]\s|第[一二三四五六七八九十\d]+[批期类项][:：])/u,
];
const LABEL = /^(?<label>[^,。;::]{2,14})[::](?=.)|^(?<title>[^,。;::]{2,12})。$/u;
const SPEAKER = /^(?:主持人|记者|听众|网友|读者|编者按|小编)/u;

function levelOf(text: string): number | undefined {
  const level = MARKS.findIndex((mark) => mark.test(text));
  return level < 0 ? undefined : level + 1;
}

/** The label a sentence begins with, its number left out: "申请材料" of "第八条 申请材料:身份证、出院小结". */
export function labelOf(text: string): string | undefined {
  const bare = MARKS.reduce((rest, mark) => rest.replace(mark, ""), text).trimStart();
  const groups = LABEL.exec(bare)?.groups;
  return groups?.["label"] ?? groups?.["title"];
}

interface Open {
  readonly at: number;
  /** Headings 0, questions 0.5, then by the mark; the lead line of a list stands half a step above its items. */
  readonly level: number;
  readonly quoted: boolean;
}

const HEADING = 0;
const QUESTION = 0.5;
const UNMARKED = 3.5;

const isListing = ({ level }: Open): boolean => level > QUESTION && !Number.isInteger(level);

/** Reads the folded sentences of one passage in their order. */
export function outlineOf(texts: readonly string[]): Outline {
  const sections: Section[] = [];
  let open: Open[] = [];
  const closeFrom = (level: number, at: number): void => {
    for (const one of open)
      if (one.level >= level && at > one.at + 1) sections.push({ lead: one.at, end: at, quoted: one.quoted });
    open = open.filter((one) => one.level < level);
  };
  const leads = texts.map((text, at) => {
    const asked = isAsked(text);
    const heading = !asked && isHeadingLine(text);
    const level = levelOf(text);
    const before = open.at(-1);
    if (heading) closeFrom(HEADING, at);
    // "会员卡怎么办?要带什么?" are both replied to.
    else if (asked && before?.level === QUESTION && before.at === at - 1) closeFrom(1, at);
    else if (asked || SPEAKER.test(text)) closeFrom(QUESTION, at);
    else if (level !== undefined && before?.level === UNMARKED && before.at === at - 1)
      open[open.length - 1] = { ...before, level: level - 0.5 };
    else if (level !== undefined) closeFrom(level, at);
    // A plain paragraph after the items of a list is no item.
    else if (
      !(before !== undefined && isListing(before) && before.at === at - 1) &&
      !texts[at - 1]?.endsWith(";")
    )
      closeFrom(open.find(isListing)?.level ?? Infinity, at);
    const above = open.map((one) => one.at).reverse();
    // A signature or a dateline heads nothing.
    if (heading && /^[—–-]|^[一二三四五六七八九十]+、/u.test(text))
      open.push({ at, level: HEADING, quoted: false });
    else if (asked) open.push({ at, level: QUESTION, quoted: false });
    else if (heading) return above;
    else if (text.endsWith(":") || level !== undefined)
      open.push({ at, level: level ?? UNMARKED, quoted: true });
    return above;
  });
  closeFrom(HEADING, texts.length);
  return { leads, sections };
}
