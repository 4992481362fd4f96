import type { AppError } from "../domain/errors.ts";
import type { Locale } from "../domain/message.ts";
import type { Unreadable } from "../domain/report.ts";
import type { Catalogue } from "./catalogue.ts";

/** One line for a person: what is wrong and how to mend it. */
export function errorLine(catalogue: Catalogue, locale: Locale, error: AppError): string {
  const known = Object.entries(error.detail).filter(([, value]) => value !== "");
  return catalogue.text(locale, `error.${error.code}`, {
    detail: inBrackets(locale, known.map(([name, value]) => `${name}: ${value}`).join(", ")),
  });
}

/** One line for a file that could not be read; the caller puts the file's name before it. */
export function fileLine(catalogue: Catalogue, locale: Locale, { reason, detail }: Unreadable): string {
  return catalogue.text(locale, `file.${reason}`, { detail: inBrackets(locale, detail ?? "") });
}

function inBrackets(locale: Locale, detail: string): string {
  if (detail === "") return "";
  return locale === "en" ? ` (${detail})` : `（${detail}）`;
}
