// Cuts repaired text into sentences and clauses, offsets kept. Used by the passages here, by figures and by answers,
// so that a quotation is always a whole sentence or a whole clause of it.
import type { Span } from "../src/domain/report.ts";

const CLOSERS = '”’"』」】》〉)）]］';
const OPEN_TO_CLOSE: Readonly<Record<string, string>> = {
  "“": "”",
  "‘": "’",
  "「": "」",
  "『": "』",
  "《": "》",
  "〈": "〉",
  "(": ")",
  "（": "）",
  "【": "】",
  "[": "]",
};
// A bracket that is not closed within this many characters was never meant to hold its text together.
const GROUP_LIMIT = 160;
// A mark inside a quotation this short belongs to a name or a slogan ("你好,职工!"), not to the sentence.
const SLOGAN_LIMIT = 16;
const FULL_STOPS = "。！？；";
const HALF_STOPS = "!?;";
const STOPS = `${FULL_STOPS}${HALF_STOPS}…`;
const ABBREVIATION =
  /(?:^|[\s(])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|No|Nos|St|vs|etc|e\.g|i\.e|U\.S|approx|Fig|Co|Ltd|Inc|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)$/;
const LIST_NUMBER = /(?:^|[\n。；;!?！？])[ \t　]*[(（]?\d{1,3}$/;

const STOPS_HERE = 1;
const OPENS = 2;
const CLOSES = 4;
const BREAKS = 8;
// What a UTF-16 unit may be; most are nothing.
const marks = new Uint8Array(65_536);
const mark = (characters: string, kind: number): void => {
  for (const character of characters) {
    const unit = character.charCodeAt(0);
    marks[unit] = (marks[unit] ?? 0) | kind;
  }
};
mark("\n。！？；!?;….“‘「『《〈(（【[", STOPS_HERE);
mark(Object.keys(OPEN_TO_CLOSE).join(""), OPENS);
mark(Object.values(OPEN_TO_CLOSE).join(""), CLOSES);
mark("\n", BREAKS);

const NO_GROUPS: ReadonlyMap<number, number> = new Map();

/** Ends (exclusive) of bracketed and quoted groups by their start, for groups closed within reach. */
function groups(text: string): ReadonlyMap<number, number> {
  let found: Map<number, number> | undefined;
  const open: { close: string; at: number }[] = [];
  for (let index = 0; index < text.length; index++) {
    const kind = marks[text.charCodeAt(index)] ?? 0;
    if ((kind & (OPENS | CLOSES | BREAKS)) === 0) continue;
    const character = text[index] ?? "";
    if ((kind & BREAKS) !== 0) open.length = 0;
    else if ((kind & OPENS) !== 0) open.push({ close: OPEN_TO_CLOSE[character] ?? "", at: index });
    else if (open.length > 0) {
      const depth = open.findLastIndex((one) => one.close === character);
      const opener = open[depth];
      if (opener === undefined) continue;
      if (index - opener.at <= GROUP_LIMIT) (found ??= new Map()).set(opener.at, index + 1);
      open.length = depth;
    }
    if (open.length > 32) open.shift();
  }
  return found ?? NO_GROUPS;
}

function trimmed(text: string, start: number, end: number): Span | undefined {
  while (start < end && /\s/.test(text[start] ?? "")) start++;
  while (end > start && /\s/.test(text[end - 1] ?? "")) end--;
  return start < end ? { start, end } : undefined;
}

function endsHere(text: string, index: number, character: string): boolean {
  if (character === "\n") return true;
  if (FULL_STOPS.includes(character)) return true;
  const before = text[index - 1] ?? "";
  const after = text[index + 1] ?? "";
  if (HALF_STOPS.includes(character)) return !/[\w&=/]/.test(after) || !/[\w/]/.test(before);
  if (character === "…")
    return before === "…" && after !== "…" && !/[等的和与與或及、,，;；。!！?？]/.test(after);
  if (character !== ".") return false;
  if (!/^(?:\s|$|["”’)\]])/.test(after) || !/[\p{L}\d)”"%\]]/u.test(before)) return false;
  const lead = text.slice(Math.max(0, index - 12), index);
  if (ABBREVIATION.test(lead) || LIST_NUMBER.test(lead)) return false;
  return !/^\s*[a-z]/.test(text.slice(index + 1, index + 8));
}

/**
 * The sentences of a text, in order, without the white space around them, each with its end mark and closing quotes.
 * A line break always ends one; decimals, list numbers, short slogans in quotes and brackets are not broken.
 */
export function sentences(text: string): Span[] {
  const spans: Span[] = [];
  const held = groups(text);
  let start = 0;
  let slogan = 0;
  const close = (end: number): void => {
    const span = trimmed(text, start, end);
    if (span !== undefined) spans.push(span);
    start = end;
  };
  // All that may end a sentence, and what opens a group that may hold one together.
  for (let index = 0; index < text.length; index++) {
    if (((marks[text.charCodeAt(index)] ?? 0) & STOPS_HERE) === 0) continue;
    const character = text[index] ?? "";
    const groupEnd = held.get(index);
    if (groupEnd !== undefined && (character !== "“" || groupEnd - index <= SLOGAN_LIMIT)) {
      slogan = Math.max(slogan, groupEnd);
    }
    // A full stop right before the closing quote ends the sentence with it, in however short a quotation.
    const spoken = character === "。" && "”」』".includes(text[index + 1] || " ");
    if (index < slogan && character !== "\n" && !spoken) continue;
    if (!endsHere(text, index, character)) continue;
    let end = index + 1;
    while (end < text.length && STOPS.includes(text[end] ?? "")) end++;
    while (end < text.length && CLOSERS.includes(text[end] ?? "")) end++;
    close(end);
    index = end - 1;
  }
  close(text.length);
  return spans;
}

const NUMBER_COMMA = /^\d{3}(?!\d)/;

/**
 * The clauses of a text: what commas, semicolons and sentence ends separate, without those commas and semicolons.
 * A quotation or a bracket is never cut, nor is 1,000; 、 and : do not separate.
 */
export function clauses(text: string): Span[] {
  const spans: Span[] = [];
  for (const sentence of sentences(text)) {
    const inner = text.slice(sentence.start, sentence.end);
    const held = groups(inner);
    let start = 0;
    const close = (end: number): void => {
      const span = trimmed(inner, start, end);
      if (span !== undefined && /[\p{L}\p{N}]/u.test(inner.slice(span.start, span.end))) {
        spans.push({ start: sentence.start + span.start, end: sentence.start + span.end });
      }
    };
    for (let index = 0; index < inner.length; index++) {
      const groupEnd = held.get(index);
      if (groupEnd !== undefined) {
        index = groupEnd - 1;
        continue;
      }
      const character = inner[index] ?? "";
      if (!",，;；".includes(character)) continue;
      if (
        character === "," &&
        /\d/.test(inner[index - 1] ?? "") &&
        NUMBER_COMMA.test(inner.slice(index + 1, index + 5))
      )
        continue;
      close(index);
      start = index + 1;
    }
    close(inner.length);
  }
  return spans;
}
