import { AppError } from "../domain/errors.ts";
import type { Locale } from "../domain/message.ts";
import type { Catalogue } from "../messages/catalogue.ts";
import { errorLine } from "../messages/failure.ts";

/** What a command that threw leaves: text for standard error and its exit status. */
export function failureOf(
  cause: unknown,
  catalogue: Catalogue,
  locale: Locale,
): { readonly said: string; readonly status: 1 | 2 } {
  if (!(cause instanceof AppError)) {
    return { said: `${catalogue.text(locale, "cli.unexpected")}\n${traceOf(cause)}\n`, status: 1 };
  }
  return {
    said: `${errorLine(catalogue, locale, cause)}\n`,
    status: cause.code === "config.invalid" ? 2 : 1,
  };
}

/** Where it happened, without the message: a database quotes what members wrote. */
function traceOf(cause: unknown): string {
  if (!(cause instanceof Error)) return typeof cause;
  const frames = (cause.stack ?? "").split("\n").filter((frame) => /^\s+at /.test(frame));
  const code = "code" in cause ? ` ${String(cause.code)}` : "";
  return [`${cause.name}${code}`, ...frames].join("\n");
}
