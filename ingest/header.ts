// Reads title, publisher and date off the lines above a report's text; what it used is no longer text.
import type { DropReason, PartialDate } from "../src/domain/report.ts";
import { findDate, inferYear } from "./dates.ts";
import type { Line } from "./drop.ts";
import type { Source } from "./formats/source.ts";
import { fold } from "./script.ts";

export interface Header {
  /** Absent when the file states none. */
  readonly title?: string;
  readonly publisher?: string;
  readonly date?: PartialDate;
  readonly dateStated: boolean;
  /** Places in the given lines that belong to the header. */
  readonly used: ReadonlySet<number>;
}

const REACH = 14;
const SOURCE = /(?:来源|稿源|信息来源|文章来源|发布单位|发布机构|source|published by)\s*[:：]\s*/;
const LABELS =
  /(?:发布|发表|更新|创建|发文|成文)?(?:时间|日期)\s*[:：]?|(?:作者|记者|编辑|责编|责任编辑|通讯员|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:次数|量|数)?|访问(?:量|次数)|字号|字体|信息来源|来源|稿源|发布单位|发布机构|published|posted|updated|by|source|author|date)\s*[:：]?/g;
const OUTLET =
  /(?:日报|晚报|早报|时报|周报|商报|都市报|快报|新闻网|[^。,]{1,10}网|电视台|广播|杂志|总工会|通讯社|客户端|融媒体(?:中心)?|公众号|发布|之声|times|daily|post|news|herald|gazette)$/;
const BODY_MARK = /[。;]/;

interface Meta {
  readonly publisher?: string;
  /** Whether it stood behind "来源:"; else it is an outlet's name without a label, which may be the site's own. */
  readonly labelled: boolean;
  readonly date?: PartialDate;
}

/** A source's name without the marks, the author and the counters around it. */
function cleanPublisher(text: string): string | undefined {
  const name = text
    .split(
      /\s{1,}|[|丨]|(?:作者|記者|记者|編輯|编辑|責編|责编|点击|點擊|浏览|瀏覽|阅读|閱讀|字号|字號|时间|時間|日期|发布|發布)\s*[:：]/,
    )[0]
    ?.replace(/^[《“"「【[(（]+|[》”"」】\])）,，。;；]+$/g, "")
    .trim();
  if (name === undefined || name.length < 2 || name.length > 40 || !/\p{L}{2}/u.test(name)) return undefined;
  return /^(?:系统管理员?|管理员|admin|本站|本网|原创|本站原创|网络|互联网|未知|转载|佚名|综合)$/.test(
    fold(name),
  )
    ? undefined
    : name;
}

/** What a line of date, time, source and counters says; undefined when it is anything else. */
function readMeta(line: Line): Meta | undefined {
  const folded = line.folded;
  if (folded.length > 140 || line.heading) return undefined;
  const date = findDate(folded);
  const source = SOURCE.exec(folded);
  if (date === undefined && source === null) return undefined;
  const publisher =
    source === null ? undefined : cleanPublisher(line.text.slice(source.index + source[0].length));
  const rest = (date === undefined ? folded : folded.slice(0, date.start) + folded.slice(date.end))
    .replace(source === null ? /$^/ : SOURCE, " ")
    .replace(publisher === undefined ? /$^/ : fold(publisher), " ")
    .replace(LABELS, " ")
    .replace(/第?\d+版|星期[一二三四五六日天]|(?<=\s)周[一二三四五六日]/g, " ")
    .replace(/[\d\s:：|丨\-–—/.,《》()（）[\]【】·•*]+/g, "");
  if (rest.length > (source === null ? 10 : 24) || BODY_MARK.test(rest)) return undefined;
  if (source === null && !OUTLET.test(rest) && !/^[\p{Script=Han}]{2,4}$/u.test(rest) && rest.length > 2)
    return undefined;
  const outlet = publisher ?? (OUTLET.test(rest) ? outletIn(line.text, date) : undefined);
  return {
    labelled: publisher !== undefined,
    ...(outlet === undefined ? {} : { publisher: outlet }),
    ...(date === undefined ? {} : { date: date.date }),
  };
}

function outletIn(text: string, date: { start: number; end: number } | undefined): string | undefined {
  const without = date === undefined ? text : `${text.slice(0, date.start)} ${text.slice(date.end)}`;
  return without
    .split(/[\s|丨()（）]+/)
    .map((piece) => cleanPublisher(piece.replace(/^[-–—·•*]+/, "")))
    .find((piece) => piece !== undefined && OUTLET.test(fold(piece)));
}

const stripBullet = (text: string): string => text.replace(/^[-*•·]\s*/, "").trim();
const isTitle = (line: Line): boolean =>
  line.text.length >= 4 &&
  line.text.length <= 90 &&
  !/[。;；,，、:：]$/.test(line.text) &&
  /\p{L}{3}/u.test(line.text) &&
  !/(?:供图|攝|摄|摄影报道)$/.test(line.text) &&
  !(line.text.length <= 12 && OUTLET.test(line.folded)) &&
  !/^[-*•·●]\s/.test(line.text);

/** `gone` are lines known to be no part of the report; credits among them may still tell source and date. */
export function readHeader(
  lines: readonly Line[],
  gone: ReadonlyMap<number, DropReason>,
  source: Source,
): Header {
  const used = new Set<number>();
  const head: number[] = [];
  for (let index = 0; index < lines.length && head.length < REACH; index++) {
    const reason = gone.get(index);
    if ((reason === undefined || reason === "credit") && lines[index]?.folded !== "") head.push(index);
  }
  const line = (index: number): Line => lines[index] ?? { line: 0, text: "", folded: "", heading: false };

  const metas = new Map<number, Meta>();
  for (const index of head) {
    const one = line(index);
    // Below the first real paragraph a date belongs to the text.
    if (one.text.length > 140 || (one.text.length > 60 && BODY_MARK.test(one.folded))) break;
    const meta = readMeta(one);
    if (meta !== undefined) metas.set(index, meta);
  }
  const firstMeta = [...metas.keys()][0];
  const above = head.filter((index) => firstMeta === undefined || index < firstMeta);
  const marked = head.find((index) => line(index).heading && !gone.has(index) && isTitle(line(index)));
  const stated =
    source.title === undefined ? undefined : head.find((index) => sameTitle(line(index).text, source.title));
  const last = [...metas.keys()].at(-1) ?? -1;
  const mayBe = (index: number): boolean => !gone.has(index) && !metas.has(index) && isTitle(line(index));
  // A page that gives outlet and date twice has its title between the two.
  const between = head.filter(
    (index) => firstMeta !== undefined && index > firstMeta && index < last && mayBe(index),
  );
  const plain = between.length > 0 ? between : above.filter(mayBe);
  let titleAt = stated ?? marked;
  if (titleAt === undefined && firstMeta !== undefined) titleAt = chooseTitle(plain, line);
  if (
    titleAt === undefined &&
    firstMeta === undefined &&
    plain[0] === head[0] &&
    source.title === undefined
  ) {
    const follower = head[1];
    if (plain[0] !== undefined && follower !== undefined) titleAt = plain[0];
  }
  const title = source.title ?? (titleAt === undefined ? undefined : line(titleAt).text);
  if (titleAt !== undefined) used.add(titleAt);

  for (const index of metas.keys()) used.add(index);
  // What is short and stands above the title is a site's or a series' name; a leading line ends in a dash or a colon.
  for (const index of head) {
    if (titleAt === undefined || index >= titleAt) break;
    if (!gone.has(index) && line(index).text.length <= 12 && !/[—–:：。]$/.test(line(index).text))
      used.add(index);
  }
  // Between title and date stand authors and outlets; outlets also right below the date.
  const from = titleAt ?? -1;
  const lastMeta = [...metas.keys()].at(-1) ?? from;
  let outlet: string | undefined;
  for (const index of head) {
    if (used.has(index) || index < from || index > lastMeta + 2) continue;
    const bare = stripBullet(line(index).text);
    if (
      index < lastMeta &&
      titleAt !== undefined &&
      /^(?:[\p{Script=Han}·]{2,4}\s*){1,3}$/u.test(bare) &&
      bare.length <= 12
    ) {
      if (OUTLET.test(fold(bare))) outlet ??= cleanPublisher(bare);
      used.add(index);
    } else if (
      metas.size > 0 &&
      bare.length <= 16 &&
      OUTLET.test(fold(bare)) &&
      index < lastMeta + 2 &&
      !line(index).heading
    ) {
      outlet ??= cleanPublisher(bare);
      used.add(index);
    }
  }

  const values = [...metas.values()];
  const publisher =
    source.publisher ??
    values.find((meta) => meta.labelled)?.publisher ??
    lateSource(lines) ??
    values.find((meta) => meta.publisher !== undefined)?.publisher ??
    outlet ??
    signature(lines);
  const own = source.date === undefined ? undefined : findDate(fold(source.date))?.date;
  const date =
    longest([own, ...values.map((meta) => meta.date)]) ??
    signedDate(lines, gone, used) ??
    lateDate(lines, gone);
  const inferred = date ?? inferYear(lines.map((one) => one.folded).join("\n"));
  return {
    ...(title === undefined || title === "" ? {} : { title }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(inferred === undefined ? {} : { date: inferred }),
    dateStated: date !== undefined,
    used,
  };
}

const longest = (dates: readonly (PartialDate | undefined)[]): PartialDate | undefined =>
  dates.filter((date) => date !== undefined).sort((left, right) => right.length - left.length)[0];

function sameTitle(text: string, title: string | undefined): boolean {
  const plain = (value: string): string => fold(value).replace(/[^\p{L}\p{N}]/gu, "");
  return title !== undefined && plain(text) === plain(title) && plain(text) !== "";
}

/** Among the lines above the date: a line that ends in a dash leads to the title below it. */
function chooseTitle(plain: readonly number[], line: (index: number) => Line): number | undefined {
  let chosen: number | undefined;
  for (const index of plain) {
    const text = line(index).text;
    if (/^[—–-]{1,2}/.test(text)) continue;
    if (chosen === undefined) chosen = index;
    else if (/[—–]{1,2}$/.test(line(chosen).text)) chosen = index;
    else break;
  }
  return chosen;
}

/** "来源:…" below the text, used when the header names no source. */
function lateSource(lines: readonly Line[]): string | undefined {
  for (const one of lines.slice(-14)) {
    const match = /^[(（【]?\s*(?:来源|稿源|信息来源|文章来源|source)\s*[:：丨]\s*/.exec(one.folded);
    if (match && one.folded.length < 60) return cleanPublisher(one.text.slice(match[0].length));
  }
  return undefined;
}

/** "(青川县总工会)" behind the last sentence. */
function signature(lines: readonly Line[]): string | undefined {
  const ending = lines.findLast((one) => /[。!?…]\s*[(（][^()（）]{2,16}[)）]$/.test(one.folded));
  const signed = /[(（]([^()（）]{2,16})[)）]$/.exec(ending?.text ?? "")?.[1];
  return signed !== undefined && /(?:总工会|工会|日报|网|办公室)$/.test(fold(signed))
    ? cleanPublisher(signed)
    : undefined;
}

/** The date of a "来源: … 2015-03-06" below the text. */
function lateDate(lines: readonly Line[], gone: ReadonlyMap<number, DropReason>): PartialDate | undefined {
  for (let index = lines.length - 1; index >= Math.max(0, lines.length - 14); index--) {
    const folded = lines[index]?.folded ?? "";
    if (gone.get(index) !== "credit" || folded.length > 90) continue;
    const date = findDate(folded)?.date;
    if (date !== undefined && date.length >= 7) return date;
  }
  return undefined;
}

/** A line below the text that is nothing but a date, as official papers are signed. */
function signedDate(
  lines: readonly Line[],
  gone: ReadonlyMap<number, DropReason>,
  used: Set<number>,
): PartialDate | undefined {
  for (let index = lines.length - 1; index >= Math.max(0, lines.length - 6); index--) {
    const one = lines[index];
    if (one === undefined || gone.has(index) || one.folded.length > 24) continue;
    const date = findDate(one.folded);
    if (date === undefined || date.date.length < 7) continue;
    if (
      one.folded.slice(0, date.start).trim() === "" &&
      one.folded.slice(date.end).replace(/[)）\s]/g, "") === ""
    ) {
      used.add(index);
      return date.date;
    }
  }
  return undefined;
}
