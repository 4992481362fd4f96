import type { AppError } from "../domain/errors.ts";
import type { Locale } from "../domain/message.ts";
import type { Unreadable } from "../domain/report.ts";
import type { Catalogue } from "./catalogue.ts";

/** One line for a person: what is wrong and how to mend it. */
export function errorLine(catalogue: Catalogue, locale: Locale, error: AppError): string {
  const known = Object.entries(error.detail).filter(([, value]) => value !== "");
  const colon = locale === "en" ? ": " : "：";
  const parts = known.map(([name, value]) => {
    const told = name === "reason" || name === "rule";
    const said = told ? worded(catalogue, locale, `error.${name}.${value}`, value) : value;
    return `${worded(catalogue, locale, `error.detail.${name}`, name)}${colon}${said}`;
  });
  return catalogue.text(locale, `error.${error.code}`, { detail: inBrackets(locale, listed(locale, parts)) });
}

/** One line for a file that could not be read; the caller puts the file's name before it. */
export function fileLine(catalogue: Catalogue, locale: Locale, { reason, detail = "" }: Unreadable): string {
  return catalogue.text(locale, `file.${reason}`, {
    detail: inBrackets(locale, fault(catalogue, locale, detail)),
  });
}

const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^(.+) or more, limit (.+)$/, "file.detail.at-least"],
  [/^(.+), limit (.+)$/, "file.detail.limit"],
  [/^(.*?)(?:, )?looks like (.+)$/, "file.detail.looks"],
  [/^no (.+)$/, "file.detail.no"],
];

function fault(catalogue: Catalogue, locale: Locale, detail: string): string {
  for (const [pattern, key] of FAULTS) {
    const [found, one = "", two = ""] = pattern.exec(detail) ?? [];
    if (found !== undefined) return catalogue.text(locale, key, { one, two }).trim();
  }
  return worded(catalogue, locale, `file.detail.${detail}`, detail);
}

/** The text of the key, or `name` itself when there is none. */
function worded(catalogue: Catalogue, locale: Locale, key: string, name: string): string {
  return catalogue.has(key) ? catalogue.text(locale, key) : name;
}

function listed(locale: Locale, parts: readonly string[]): string {
  if (parts.some((part) => /[,，]/.test(part))) return parts.join(locale === "en" ? "; " : "；");
  return parts.join(locale === "en" ? ", " : "，");
}

function inBrackets(locale: Locale, detail: string): string {
  if (detail === "") return "";
  return locale === "en" ? ` (${detail})` : `（${detail}）`;
}
