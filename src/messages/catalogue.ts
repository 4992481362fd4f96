import { readdirSync, readFileSync } from "node:fs";
import { IntlMessageFormat } from "intl-messageformat";
import { parse } from "yaml";
import { inScriptOf } from "../../ingest/script.ts";
import type { Locale } from "../domain/message.ts";

export type MessageValues = Readonly<Record<string, string | number>>;

/** Every text a person reads, by locale and key ("chat.trouble"). */
export interface Catalogue {
  /** Throws when the key is unknown or a value is missing: both are mistakes of ours that a test must meet. */
  readonly text: (locale: Locale, key: string, values?: MessageValues) => string;
  readonly has: (key: string) => boolean;
  readonly keys: () => readonly string[];
}

/**
 * The texts written in one language, keyed by their path joined with dots: `<locale>.yaml`, then `<part>.<locale>.yaml`
 * of the parts that are many texts by themselves, in the order of their names. A key that stands twice is a mistake.
 */
export function readMessages(locale: "zh-Hans" | "en"): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (tree: object, path: string): void => {
    for (const [name, value] of Object.entries(tree)) {
      if (found.has(path + name)) throw new Error(`the message ${path + name} in ${locale} stands twice`);
      if (typeof value === "string") found.set(path + name, value.trim());
      else if (typeof value === "object" && value !== null) walk(value, `${path + name}.`);
      else throw new Error(`the message ${path + name} in ${locale} is no text`);
    }
  };
  const files = readdirSync(new URL(".", import.meta.url)).filter(
    (name) => name === `${locale}.yaml` || name.endsWith(`.${locale}.yaml`),
  );
  for (const name of files.sort((one, other) => one.length - other.length || (one < other ? -1 : 1))) {
    const tree: unknown = parse(readFileSync(new URL(name, import.meta.url), "utf8"));
    walk(Object(tree), "");
  }
  return found;
}

// "里" in our own texts means inside, which the conversion leaves alone after words it does not know.
const INSIDE = /(?<![公千英海鄰])里(?![程])/g;

/** Reads each written language when it is first asked for; traditional Chinese is derived from simplified. */
export function createCatalogue(): Catalogue {
  const read = new Map<"zh-Hans" | "en", ReadonlyMap<string, string>>();
  const written = (locale: "zh-Hans" | "en"): ReadonlyMap<string, string> => {
    const known = read.get(locale) ?? readMessages(locale);
    read.set(locale, known);
    return known;
  };
  const ready = new Map<string, IntlMessageFormat>();

  const formatOf = (locale: Locale, key: string): IntlMessageFormat => {
    const known = ready.get(`${locale} ${key}`);
    if (known !== undefined) return known;
    const source = written(locale === "en" ? "en" : "zh-Hans").get(key);
    if (source === undefined) throw new Error(`no message "${key}" in ${locale}`);
    const inScript = locale === "zh-Hant" ? inScriptOf(locale, source).replace(INSIDE, "裡") : source;
    const made = new IntlMessageFormat(inScript, locale, undefined, { ignoreTag: true });
    ready.set(`${locale} ${key}`, made);
    return made;
  };

  return {
    text: (locale, key, values = {}) => String(formatOf(locale, key).format({ ...values })),
    has: (key) => written("zh-Hans").has(key),
    keys: () => [...written("zh-Hans").keys()],
  };
}
