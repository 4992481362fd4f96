// Puts a verdict into words: the quotations under their place and date, or the honest "the reports don't say".
// Pure. Texts come from the message catalogue; quotations are exact, in the asker's script.
import type { Answer, Citation, Locale } from "../domain/message.ts";
import type { Period, Place } from "../domain/report.ts";
import { inScriptOf } from "../../ingest/script.ts";
import type { FoundFigure, FoundPassage, Source } from "../stores/library-store.ts";
import type { Aggregate } from "./aggregate.ts";
import type { Missing } from "./anchors.ts";
import type { Candidate } from "./evidence.ts";
import type { Verdict } from "./judge.ts";
import type { Understanding } from "./understand.ts";

/** Writes a text of the catalogue for a reader. */
export type Write = (
  locale: Locale,
  key: string,
  values?: Readonly<Record<string, string | number>>,
) => string;

const LOST = /\uFFFD/gu;
const LISTED = 5;

/** An answer's quotations, grouped by report, numbered in the order they stand in the text. */
export function composeAnswer(
  question: Understanding,
  picks: readonly Candidate[],
  partly: boolean,
  write: Write,
  suggestions: readonly string[],
): Answer {
  const citations = picks.map((pick) => citationOf(pick, question.locale));
  const lines = [
    ...(question.locale === "en" ? [write("en", "answer.quoting")] : []),
    ...quotationLines(picks, question.locale, write),
  ];
  if (partly) lines.push(write(question.locale, "answer.partly"));
  return { kind: "answer", text: lines.join("\n"), citations, locale: question.locale, suggestions };
}

/** Says that the reports do not say, names what is missing, the nearest thing they do say, and who can be asked. */
export function composeUnknown(
  question: Understanding,
  verdict: Extract<Verdict, { kind: "unknown" }>,
  knownPlaces: boolean,
  hotline: string,
  write: Write,
  suggestions: readonly string[],
): Answer {
  const lines = [unknownLine(question, verdict.missing, knownPlaces, write)];
  return unknownAnswer(question, lines, verdict.nearest, hotline, write, suggestions);
}

/** Says that no report states the figures to compare. */
export function composeIncomparable(
  question: Understanding,
  nearest: Candidate | undefined,
  hotline: string,
  write: Write,
  suggestions: readonly string[],
): Answer {
  const { locale } = question;
  const lines = [write(locale, "answer.unknown-compare", { topic: topicName(question) })];
  return unknownAnswer(question, lines, nearest, hotline, write, suggestions);
}

function unknownAnswer(
  question: Understanding,
  lines: readonly string[],
  nearest: Candidate | undefined,
  hotline: string,
  write: Write,
  suggestions: readonly string[],
): Answer {
  const { locale } = question;
  const picks = nearest === undefined ? [] : [nearest];
  const shown =
    picks.length === 0 ? [] : [write(locale, "answer.nearest"), ...quotationLines(picks, locale, write)];
  const text = [...lines, ...shown, write(locale, "answer.ask-people", { hotline })].join("\n");
  return {
    kind: "unknown",
    text,
    citations: picks.map((pick) => citationOf(pick, locale)),
    locale,
    suggestions,
  };
}

function unknownLine(
  question: Understanding,
  missing: readonly Missing[],
  knownPlaces: boolean,
  write: Write,
): string {
  const { locale } = question;
  const place = question.places.map((one) => placeName(one, locale)).join(locale === "en" ? ", " : "、");
  const topic = topicName(question);
  if (place !== "" && !knownPlaces) return write(locale, "answer.unknown-place", { place });
  if (missing.includes("person"))
    return write(locale, "answer.unknown-person", {
      person: inScriptOf(locale, question.names.join("、")),
    });
  if (missing.includes("name")) {
    const unknown = question.terms.filter(({ required }) => required).map(({ word }) => word);
    return write(locale, "answer.unknown-place", { place: inScriptOf(locale, unknown.join("、")) });
  }
  if (missing.includes("period"))
    return write(locale, "answer.unknown-period", {
      period: inScriptOf(locale, question.periods.map(periodText).join("、")),
      place,
    });
  if (missing.includes("number"))
    return write(locale, "answer.unknown-number", {
      number: inScriptOf(locale, question.numbers.map(({ text }) => text).join("、")),
    });
  if (place !== "" && topic !== "") return write(locale, "answer.unknown-topic-in-place", { place, topic });
  return topic !== "" ? write(locale, "answer.unknown-topic", { topic }) : write(locale, "answer.unknown");
}

const periodText = (period: Period): string => period.text;

/** The best-known name of the topic, in the reader's language; empty when the question names none. */
export function topicName(question: Understanding): string {
  const match =
    question.programmes.find(({ by }) => by === "term") ??
    (question.programmes.length === 1 ? question.programmes[0] : undefined);
  if (match === undefined) return "";
  return question.locale === "en"
    ? match.programme.name.en
    : inScriptOf(question.locale, match.programme.name.zh);
}

const placeName = (place: Place, locale: Locale): string => inScriptOf(locale, place.name);

function quotationLines(picks: readonly Candidate[], locale: Locale, write: Write): string[] {
  const lines: string[] = [];
  let last = "";
  picks.forEach((pick, index) => {
    const source = sourceLine(pick.passage, locale, write);
    if (source !== last && source !== "") lines.push(source);
    last = source;
    lines.push(
      write(locale, "answer.quotation", { quote: readable(quoteOf(pick), locale), number: index + 1 }),
    );
  });
  return lines;
}

function sourceLine(passage: FoundPassage, locale: Locale, write: Write): string {
  const place = passage.source.places[0];
  const date = passage.source.date?.slice(0, 7) ?? "";
  if (place === undefined)
    return date === "" ? "" : write(locale, "answer.when", { date: dateText(date, locale) });
  const name = placeName(place, locale);
  return date === ""
    ? write(locale, "answer.where", { place: name })
    : write(locale, "answer.where-when", { place: name, date: dateText(date, locale) });
}

/** "2023-09" as people write it. */
function dateText(date: string, locale: Locale): string {
  const [year = "", month] = date.split("-");
  if (locale === "en") return month === undefined ? year : `${year}-${month}`;
  return month === undefined ? `${year}年` : `${year}年${Number(month)}月`;
}

const quoteOf = (candidate: Candidate): string =>
  candidate.passage.text.slice(candidate.span.start, candidate.span.end);

const readable = (quote: string, locale: Locale): string => inScriptOf(locale, quote).replace(LOST, "□");

function citationOf(candidate: Candidate, locale: Locale): Citation {
  const { passage, span } = candidate;
  return citation(
    locale,
    passage.source,
    quoteOf(candidate),
    passage.start + span.start,
    passage.start + span.end,
  );
}

function citation(locale: Locale, source: Source, quote: string, from: number, to: number): Citation {
  return {
    report: source.name,
    title: inScriptOf(locale, source.title),
    ...(source.publisher === undefined ? {} : { publisher: inScriptOf(locale, source.publisher) }),
    ...(source.date === undefined ? {} : { date: source.date }),
    quote: quote.replace(LOST, "□"),
    link: `/reports/${source.id}?from=${from}&to=${to}`,
  };
}

/** The answer to a question across reports; it says how many places it covers. */
export function composeAggregate(
  question: Understanding,
  found: Aggregate,
  write: Write,
  suggestions: readonly string[],
): Answer {
  const { locale } = question;
  const topic = topicName(question);
  const shown = found.rows.slice(0, found.operation === "total" || found.operation === "each" ? LISTED : 3);
  const lines: string[] = [];
  const [first] = shown;
  if (found.rows.length === 1 && first !== undefined) {
    lines.push(write(locale, "answer.only", { topic, place: nameOf(first, locale) }));
  } else if (found.operation === "total") {
    lines.push(
      write(locale, "answer.total", {
        topic,
        total: amountText(found.total ?? 0, found.unit, found.approximate, locale),
        about: found.approximate ? "yes" : "no",
        places: found.rows.length,
      }),
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
  if (found.rows.length > shown.length)
    lines.push(write(locale, "answer.more-places", { count: found.rows.length - shown.length }));
  if (found.contained.length > 0)
    lines.push(
      write(locale, "answer.contained", {
        places: found.contained
          .slice(0, LISTED)
          .map((name) => inScriptOf(locale, name))
          .join(locale === "en" ? ", " : "、"),
      }),
    );
  if (found.rows.length > 1) {
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
