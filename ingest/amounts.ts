// How much a number says, in Arabic or Chinese numerals, with its scale and the words that make it vague (余, 多, 几).
// numbers.ts decides what kind of number it is and reads its unit.

export const ARABIC_AT = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?/y;
export const HAN_AT = /[零〇一二两三四五六七八九十百千万亿]{1,20}(?:点[零〇一二三四五六七八九]{1,6})?/y;
const SCALE_AT = /([余多几]?)(万亿|千万|百万|十万|亿|万|千|百)?([余多来]?)/y;
const SCALE_BEGINS = "余多几来万千百十亿";
const ENGLISH_SCALE_AT = /\s(hundred|thousand|million|billion)(?![a-z])/y;

const SCALES: Readonly<Record<string, number>> = {
  百: 1e2,
  千: 1e3,
  万: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
  万亿: 1e12,
  hundred: 1e2,
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
};

const DIGITS = "零一二三四五六七八九";

const digit = (character: string): number =>
  character === "〇" ? 0 : character === "两" ? 2 : DIGITS.indexOf(character);

/** 三万五 is 35000, 一百零三 is 103; undefined for what is no numeral (五一, 百, 三四百). */
export function parseHanNumber(text: string): number | undefined {
  const [whole = "", fraction] = text.split("点");
  let total = 0;
  let section = 0;
  let current: number | undefined;
  let scale = 10;
  let zero = false;
  for (const character of whole) {
    const step = { 十: 10, 百: 100, 千: 1000 }[character];
    if (step !== undefined) {
      if (current === undefined && !(step === 10 && section === 0)) return undefined;
      section += (current ?? 1) * step;
      current = undefined;
      scale = step;
    } else if (character === "万" || character === "亿") {
      scale = character === "万" ? 1e4 : 1e8;
      const counted = section + (current ?? 0);
      if (counted === 0) return undefined;
      total = character === "亿" ? (total + counted) * scale : total + counted * scale;
      section = 0;
      current = undefined;
    } else {
      if (current !== undefined && current !== 0) return undefined;
      current = digit(character);
      zero = current === 0;
      if (zero) scale = 10;
    }
  }
  // 三万五 and 一百二 leave the last scale unsaid.
  if (current !== undefined) section += scale > 10 && total + section > 0 ? (current * scale) / 10 : current;
  const value = total + section;
  if (fraction === undefined) return value;
  return value + Number(`0.${Array.from(fraction, digit).join("")}`);
}

export function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

export interface Amount {
  readonly value: number;
  readonly end: number;
  readonly vague: boolean;
  readonly scale: number;
  /** 十几: more than ten, but nobody says how many. */
  readonly countless: boolean;
}

const isDigit = (unit: number): boolean => unit >= 0x30 && unit <= 0x39;

export function readAmount(text: string, start: number): Amount | undefined {
  const arabic = isDigit(text.charCodeAt(start)) ? match(ARABIC_AT, text, start) : null;
  let value: number | undefined;
  let end = start;
  if (arabic !== null) {
    const digits = arabic[0];
    value = Number(digits.includes(",") ? digits.replaceAll(",", "") : digits);
    end += arabic[0].length;
  } else {
    const run = match(HAN_AT, text, start)?.[0];
    if (run === undefined) return undefined;
    // 近百家 is about a hundred.
    value = /^[百千]$/.test(run) && text[start - 1] === "近" ? SCALES[run] : parseHanNumber(run);
    end += run.length;
  }
  if (value === undefined || !Number.isFinite(value)) return undefined;
  const next = text[end] ?? "-";
  const english = next.trim() === "" ? match(ENGLISH_SCALE_AT, text, end) : null;
  if (english !== null) {
    const scale = SCALES[english[1] ?? ""] ?? 1;
    return {
      value: exact(value * scale),
      end: end + english[0].length,
      vague: false,
      scale,
      countless: false,
    };
  }
  const [whole = "", first = "", scaleWord = "", second = ""] =
    (SCALE_BEGINS.includes(next) ? match(SCALE_AT, text, end) : null) ?? [];
  const scale = SCALES[scaleWord] ?? 1;
  // 3万5: the digit after the scale is of the next one down.
  const rest =
    arabic !== null && scale >= 1e3 && first + second === ""
      ? match(/\d(?![\d.,%])/y, text, end + whole.length)
      : null;
  if (rest !== null) {
    return {
      value: exact(value * scale + (Number(rest[0]) * scale) / 10),
      end: end + whole.length + 1,
      vague: false,
      scale: 1,
      countless: false,
    };
  }
  return {
    value: exact(value * scale),
    end: end + whole.length,
    vague: first + second !== "",
    scale,
    countless: first === "几",
  };
}

// 350.8 × 10000 is 3508000.0000000005 in binary.
export function exact(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(14));
}
