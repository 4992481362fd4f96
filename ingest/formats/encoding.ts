// Bytes to text: byte order marks, UTF-8, what an HTML page says of itself, then GB18030 or Big5 by which reads as
// Chinese. The only file that names the encoding vendors; mojibake.ts borrows its GBK table from here.
import chardet from "chardet";
import iconv from "iconv-lite";
import { commonShare } from "../common-characters.ts";
import { remembering } from "../remembering.ts";
import { toSimplified } from "../script.ts";

export type Decoded = { readonly kind: "text"; readonly text: string } | { readonly kind: "binary" };

// Enough to tell encodings apart, little enough to be quick.
const SAMPLE = 24_000;
// Below this share of common characters a text is not Chinese prose in that encoding.
const PROSE = 0.3;

interface GbkTable {
  /** By lead * 256 + trail. */
  readonly characters: readonly (string | undefined)[];
  readonly bytes: ReadonlyMap<string, readonly [number, number]>;
}

let table: GbkTable | undefined;

function gbk(): GbkTable {
  if (table !== undefined) return table;
  const pairs: (readonly [number, number])[] = [];
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) if (trail !== 0x7f) pairs.push([lead, trail]);
  }
  // One decoding for all, a line break after each pair so that none spills into the next.
  const lines = iconv
    .decode(Buffer.from(pairs.flatMap(([lead, trail]) => [lead, trail, 10])), "gbk")
    .split("\n");
  const characters: (string | undefined)[] = [];
  const bytes = new Map<string, readonly [number, number]>();
  pairs.forEach((pair, index) => {
    const character = lines[index] ?? "";
    if (character.length !== 1 || /[\uFFFD?]/.test(character)) return;
    if (!bytes.has(character)) bytes.set(character, pair);
    if (!/[\uE000-\uF8FF]/.test(character)) characters[pair[0] * 256 + pair[1]] = character;
  });
  table = { characters, bytes };
  return table;
}

/** The two GBK bytes of a character; undefined when GBK has it not or as one byte. Private characters have theirs. */
export const gbkBytes = (character: string): readonly [number, number] | undefined =>
  gbk().bytes.get(character);

/** The character of two GBK bytes; undefined when they are none, or a private one. */
export const gbkCharacter = (lead: number, trail: number): string | undefined =>
  gbk().characters[lead * 256 + trail];

/** Whether texts in traditional characters use this character: Big5 has it. */
export const isTraditional = remembering(
  (character: string): boolean => !iconv.encode(character, "cp950").includes(0x3f),
);

/** Whether texts in simplified characters use this character: GB 2312 has it. */
export function isSimplified(character: string): boolean {
  const [lead, trail] = gbkBytes(character) ?? [0, 0];
  return lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1;
}

function marked(bytes: Uint8Array): string | undefined {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}

function isBinary(bytes: Uint8Array): boolean {
  let odd = 0;
  const length = Math.min(bytes.length, 64_000);
  for (let index = 0; index < length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === 0) return true;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 27) odd++;
  }
  return odd > length * 0.02 + 2;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** How much a decoded sample reads like prose: common characters count for it, broken ones against it. */
function prose(sample: string): number {
  const broken = (sample.match(/[\uFFFD\uE000-\uF8FF\u0080-\u009F]/g) ?? []).length;
  const letters = (sample.match(/[^\x00-\x7F]/g) ?? []).length || 1;
  return (commonShare(toSimplified(sample)) ?? 0) - (4 * broken) / letters;
}

function damagedUtf8(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder("utf-8").decode(bytes);
  const lost = (text.match(/\uFFFD/g) ?? []).length;
  const whole = (text.match(/[^\x00-\x7F\uFFFD]/g) ?? []).length;
  return whole > 8 * lost && prose(text.slice(0, SAMPLE)) > -0.2 ? text : undefined;
}

function stated(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 4_096)).toString("latin1");
  const name = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i.exec(head)?.[1];
  return name !== undefined && iconv.encodingExists(name) ? name.toLowerCase() : undefined;
}

/**
 * The text of a file. Chinese in GB18030 and Big5 is told apart by decoding both, since statistics alone fail on short
 * texts; what no known encoding explains is binary. Never throws.
 */
export function decodeText(bytes: Uint8Array): Decoded {
  const mark = marked(bytes);
  if (mark !== undefined) return judged(iconv.decode(Buffer.from(bytes), mark));
  if (isBinary(bytes)) return { kind: "binary" };
  const plain = utf8(bytes);
  if (plain !== undefined) return judged(plain);

  const buffer = Buffer.from(bytes);
  const own = stated(bytes);
  const sample = buffer.subarray(0, SAMPLE);
  const candidates = [...new Set([own === "gb2312" || own === "gbk" ? "gb18030" : own, "gb18030", "big5"])]
    .filter((name) => name !== undefined)
    .map((name) => ({ name, score: prose(iconv.decode(sample, name)) + (name === own ? 0.05 : 0) }))
    .sort((left, right) => right.score - left.score);
  const broken = damagedUtf8(bytes);
  const [best] = candidates;
  if (best !== undefined && best.score >= PROSE) return judged(iconv.decode(buffer, best.name));
  if (broken !== undefined) return judged(broken);
  const guess = chardet.detect(sample);
  if (guess !== null && /^(windows-125|ISO-8859-[12])/.test(guess)) {
    const text = iconv.decode(buffer, "windows-1252");
    const words = (text.match(/[A-Za-z]/g) ?? []).length;
    if (words > text.length * 0.6) return judged(text);
  }
  return best !== undefined && best.score > 0.1
    ? judged(iconv.decode(buffer, best.name))
    : { kind: "binary" };
}

function judged(text: string): Decoded {
  const odd = (text.match(/[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/g) ?? []).length;
  return odd > text.length * 0.05 ? { kind: "binary" } : { kind: "text", text: text.replace(/^\uFEFF/, "") };
}
