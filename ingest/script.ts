// Chinese scripts: telling them apart, folding both to one for comparison, and turning one into the other for a reader.
import * as OpenCC from "opencc-js";
import type { Locale } from "../src/domain/message.ts";

// The package's own types do not resolve under NodeNext; the annotations stand in for them.
const simplify = whenNeeded(() => OpenCC.Converter({ from: "t", to: "cn" }));
const toTraditional = whenNeeded(() => OpenCC.Converter({ from: "cn", to: "tw" }));

// A dictionary takes a good part of a second to load, which a command that converts nothing should not wait for.
function whenNeeded(load: () => (text: string) => string): (text: string) => string {
  let convert: ((text: string) => string) | undefined;
  return (text) => (convert ??= load())(text);
}

/** Simplified form for reading. The length in UTF-16 units is kept, so offsets into the text stay good. */
export function toSimplified(text: string): string {
  const simplified = simplify(text);
  if (simplified.length === text.length) return simplified;
  return Array.from(text, (character) => {
    const one = simplify(character);
    return one.length === character.length ? one : character;
  }).join("");
}

const FULL_WIDTH = /[！-～　]/gu;

/** The form two texts are compared in: simplified, half-width, lower case. Keeps the length in UTF-16 units. */
export function fold(text: string): string {
  return toSimplified(text)
    .replace(FULL_WIDTH, (c) => (c === "　" ? " " : String.fromCharCode(c.charCodeAt(0) - 0xfee0)))
    .replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** The text in the script a reader of this locale reads; English readers get quotations as they are. */
export function inScriptOf(locale: Locale, text: string): string {
  if (locale === "zh-Hans") return toSimplified(text);
  return locale === "zh-Hant" ? toTraditional(toSimplified(text)) : text;
}

const HAN = /\p{Script=Han}/u;
const HAN_ALL = /\p{Script=Han}/gu;

/** The locale a text is written in; undefined when it holds no word that tells. */
export function localeOf(text: string): Locale | undefined {
  if (!HAN.test(text)) return /[a-z]{2}/i.test(text) ? "en" : undefined;
  const han = (text.match(HAN_ALL) ?? []).join("");
  let traditional = 0;
  let simplified = 0;
  const asSimplified = toSimplified(han);
  const asTraditional = toTraditional(han);
  for (let index = 0; index < han.length; index++) {
    if (asSimplified[index] !== han[index]) traditional++;
    if (asTraditional[index] !== han[index]) simplified++;
  }
  return traditional > simplified ? "zh-Hant" : "zh-Hans";
}
