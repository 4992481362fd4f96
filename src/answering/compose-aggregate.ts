// Puts an answer from figures across reports into words: who is first, what they add up to, how far two are apart.
// Pure. Every row stands with its source; the answer says how many places it covers.
import type { Answer, Locale } from "../domain/message.ts";
import { inScriptOf } from "../../ingest/script.ts";
import type { FoundFigure } from "../stores/library-store.ts";
import type { Aggregate } from "./aggregate.ts";
import { citation, topicName, type Write } from "./compose.ts";
import type { Understanding } from "./understand.ts";

const LISTED = 5;
const EACH_LISTED = 8;

/** The answer to a question across reports; it says how many places it covers. */
export function composeAggregate(
  question: Understanding,
  found: Aggregate,
  write: Write,
  suggestions: readonly string[],
): Answer {
  const { locale } = question;
  const topic = topicName(question);
  const most = found.operation === "each" ? EACH_LISTED : found.operation === "total" ? LISTED : 3;
  const shown = found.rows.slice(found.skipped, found.skipped + most);
  const lines: string[] = [];
  const [first] = shown;
  if (found.rows.length === 1 && first !== undefined) {
    lines.push(write(locale, "answer.only", { topic, place: nameOf(first, locale) }));
  } else if (found.within === true) {
    lines.push(write(locale, `answer.${found.operation}-of`, { count: found.rows.length }));
  } else if (found.operation === "total") {
    lines.push(
      write(locale, "answer.total", {
        topic,
        total: amountText(found.total ?? 0, found.unit, found.approximate, locale),
        about: found.approximate ? "yes" : "no",
        places: found.rows.length,
      }),
    );
  } else if (found.operation === "difference") {
    lines.push(
      write(locale, "answer.difference", {
        topic,
        difference: amountText(found.total ?? 0, found.unit, found.approximate, locale),
        about: found.approximate ? "yes" : "no",
      }),
    );
  } else if (found.skipped > 0 && first !== undefined) {
    lines.push(
      write(locale, "answer.ranked", { topic, place: nameOf(first, locale), rank: found.skipped + 1 }),
    );
  } else if (found.operation !== "each" && first !== undefined) {
    lines.push(
      write(locale, found.operation === "most" ? "answer.most" : "answer.least", {
        topic,
        place: nameOf(first, locale),
        places: found.rows.length,
      }),
    );
  }
  shown.forEach((row, index) => lines.push(rowLine(row, index + 1, locale, write)));
  const others = found.within === true ? 0 : found.rows.length - found.skipped - shown.length;
  if (others > 0) lines.push(write(locale, "answer.more-places", { count: others }));
  if (found.contained.length > 0)
    lines.push(
      write(locale, "answer.contained", {
        places: found.contained
          .slice(0, LISTED)
          .map((name) => inScriptOf(locale, name))
          .join(locale === "en" ? ", " : "、"),
      }),
    );
  if (found.rows.length > 1 && found.within !== true) {
    lines.push(
      write(locale, "answer.covers", {
        reports: new Set(found.rows.map((row) => row.report)).size,
        places: found.rows.length,
      }),
    );
  }
  const citations = shown.map((row) =>
    citation(locale, row.source, row.clauseText, row.clause.start, row.clause.end),
  );
  return { kind: "answer", text: lines.join("\n"), citations, locale, suggestions };
}

const nameOf = (row: FoundFigure, locale: Locale): string => inScriptOf(locale, row.places[0] ?? "");

function rowLine(row: FoundFigure, number: number, locale: Locale, write: Write): string {
  const values = {
    place: nameOf(row, locale),
    value: inScriptOf(locale, row.valueText),
    what: inScriptOf(locale, row.what),
    number,
  };
  if (row.period === undefined) return write(locale, "answer.row-plain", values);
  return write(locale, "answer.row", { ...values, period: inScriptOf(locale, row.period.text) });
}

/** 18.09亿元, 4000件: as a report would write it, to three figures when it adds up approximate ones. */
function amountText(value: number, unit: string, approximate: boolean, locale: Locale): string {
  const rounded = approximate ? Number(value.toPrecision(3)) : value;
  if (locale === "en") return `${rounded.toLocaleString("en")} ${UNITS_IN_ENGLISH[unit] ?? unit}`;
  const [scale, word] = rounded >= 1e8 ? [1e8, "亿"] : rounded >= 1e5 ? [1e4, "万"] : [1, ""];
  return inScriptOf(locale, `${Number((rounded / scale).toFixed(4))}${word}${unit}`);
}

const UNITS_IN_ENGLISH: Readonly<Record<string, string>> = {
  元: "yuan",
  人: "people",
  人次: "people",
  件: "cases",
};
