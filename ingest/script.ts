// Chinese scripts: telling them apart, folding both to one for comparison, and turning one into the other for a reader.
import * as OpenCC from "opencc-js";
import type { Locale } from "../src/domain/message.ts";
import { createReplacer, type Entry } from "./replacer.ts";

// The package's own types do not resolve under NodeNext; the annotations stand in for them.
const simplify = whenNeeded(createSimplifier);
const toTraditional = whenNeeded(() => OpenCC.Converter({ from: "cn", to: "tw" }));

// A dictionary takes a good part of a second to load, which a command that converts nothing should not wait for.
function whenNeeded(load: () => (text: string) => string): (text: string) => string {
  let convert: ((text: string) => string) | undefined;
  return (text) => (convert ??= load())(text);
}

/** The same as OpenCC's own t2s, in a fraction of its time. */
function createSimplifier(): (text: string) => string {
  const { normalizationChain, conversionChain } = OpenCC.Locale.configs.t2s as Record<string, string[][]>;
  const steps = [...(normalizationChain ?? []), ...(conversionChain ?? [])].map((dictionaries) =>
    createReplacer(dictionaries.flatMap(entriesOf)),
  );
  return (text) => steps.reduce((result, step) => step(result), text);
}

/** A dictionary of OpenCC's: "from to" between bars. */
function entriesOf(dictionary: string): Entry[] {
  return dictionary.split("|").map((entry) => {
    const [from = "", to = ""] = entry.split(" ");
    return [from, to];
  });
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

const charactersBetween = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCharCode(first + index));

/** Full-width to half-width, capitals to small letters. */
const narrow = createReplacer([
  ...charactersBetween(0xff01, 0xff5e).map(
    (wide): Entry => [wide, String.fromCharCode(wide.charCodeAt(0) - 0xfee0).toLowerCase()],
  ),
  ["\u3000", " "],
  ...charactersBetween(0x41, 0x5a).map((capital): Entry => [capital, capital.toLowerCase()]),
]);

/** The form two texts are compared in: simplified, half-width, lower case. Keeps the length in UTF-16 units. */
export const fold = (text: string): string => narrow(toSimplified(text));

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
