// Source and date where they stand below a report's text: a credit line, a signature, the date an official paper closes with.
import type { DropReason, PartialDate } from "../src/domain/report.ts";
import { findDate } from "./dates.ts";
import { cleanPublisher } from "./dateline.ts";
import type { Line } from "./drop.ts";
import { fold } from "./script.ts";

/** "来源:…" below the text, used when the header names no source. */
export function lateSource(lines: readonly Line[]): string | undefined {
  for (const one of lines.slice(-14)) {
    const match = /^[(（【]?\s*(?:来源|稿源|信息来源|文章来源|source)\s*[:：丨]\s*/.exec(one.folded);
    if (match && one.folded.length < 60) return cleanPublisher(one.text.slice(match[0].length));
  }
  return undefined;
}

/** "(青川县总工会)" behind the last sentence. */
export function signature(lines: readonly Line[]): string | undefined {
  const ending = lines.findLast((one) => /[。!?…]\s*[(（][^()（）]{2,16}[)）]$/.test(one.folded));
  const signed = /[(（]([^()（）]{2,16})[)）]$/.exec(ending?.text ?? "")?.[1];
  return signed !== undefined && /(?:总工会|工会|日报|网|办公室)$/.test(fold(signed))
    ? cleanPublisher(signed)
    : undefined;
}

/** The date of a "来源: … 2015-03-06" below the text. */
export function lateDate(
  lines: readonly Line[],
  gone: ReadonlyMap<number, DropReason>,
): PartialDate | undefined {
  for (let index = lines.length - 1; index >= Math.max(0, lines.length - 14); index--) {
    const folded = lines[index]?.folded ?? "";
    if (gone.get(index) !== "credit" || folded.length > 90) continue;
    const date = findDate(folded)?.date;
    if (date !== undefined && date.length >= 7) return date;
  }
  return undefined;
}

/** A line below the text that is nothing but a date, as official papers are signed. */
export function signedDate(
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
