// Reads a line of date, source, author and counters, as stands above or below a report. header.ts chooses among them.
import type { PartialDate } from "../src/domain/report.ts";
import { findDate } from "./dates.ts";
import type { Line } from "./drop.ts";
import { fold } from "./script.ts";

const SOURCE = /(?:来源|稿源|信息来源|文章来源|发布单位|发布机构|source|published by)\s*[:：]\s*/;

const LABELS =
  /(?:发布|发表|更新|创建|发文|成文)?(?:时间|日期)\s*[:：]?|(?:作者|记者|编辑|责编|责任编辑|通讯员|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:次数|量|数)?|访问(?:量|次数)|字号|字体|信息来源|来源|稿源|发布单位|发布机构|published|posted|updated|by|source|author|date)\s*[:：]?/g;

export const OUTLET =
  /(?:日报|晚报|早报|时报|周报|商报|都市报|快报|新闻网|[^。,]{1,10}网|电视台|广播|杂志|总工会|通讯社|客户端|融媒体(?:中心)?|公众号|发布|之声|times|daily|post|news|herald|gazette)$/;

export const BODY_MARK = /[。;]/;

export interface Meta {
  readonly publisher?: string;
  /** Whether it stood behind "来源:"; else it is an outlet's name without a label, which may be the site's own. */
  readonly labelled: boolean;
  readonly date?: PartialDate;
}

/** A source's name without the marks, the author and the counters around it. */
export function cleanPublisher(text: string): string | undefined {
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
export function readMeta(line: Line): Meta | undefined {
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
