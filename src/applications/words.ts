// Small tools for reading what people type: one form of a text to compare in, and words around an answer taken away.
import { fold } from "../../ingest/script.ts";

/** Simplified, half-width, lower case, without a stop or a particle at the end; single spaces. */
export function plain(text: string): string {
  return fold(text.normalize("NFC"))
    .replace(/[\u200b-\u200f\ufeff\u00ad]/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[。.!,;、~…\s]+$/u, "")
    .replace(/^[。!,;、~…\s]+/u, "");
}

/** `plain` without any space: for Chinese, and for numbers that were typed in groups. */
export const dense = (text: string): string => plain(text).replace(/\s/g, "");

/** Takes matches off the front until none is left; never the whole text. */
export function withoutLead(text: string, lead: RegExp): string {
  return peel(text, (rest) => rest.replace(lead, ""));
}

export function withoutTail(text: string, tail: RegExp): string {
  return peel(text, (rest) => rest.replace(tail, ""));
}

function peel(text: string, once: (text: string) => string): string {
  let rest = text;
  for (;;) {
    const next = once(rest).trim();
    if (next === "" || next === rest) return rest;
    rest = next;
  }
}

/** Whether two texts differ by one character put in, left out, changed, or swapped with its neighbour. */
export function isOneTypoApart(one: string, other: string): boolean {
  const a = Array.from(one);
  const b = Array.from(other);
  if (Math.abs(a.length - b.length) > 1 || one === other) return false;
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const left = a.length - start - tail;
  const right = b.length - start - tail;
  if (left <= 1 && right <= 1) return true;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start];
}

const CHINA = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" });

/** The calendar day in China, "2026-08-31". */
export const dayInChina = (now: Date): string => CHINA.format(now);
