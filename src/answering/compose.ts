// Puts a verdict into words: the quotations under their place and date, or the honest "the reports don't say".
// Pure. Texts come from the message catalogue; quotations are exact, in the asker's script.
import type { Answer, Citation, Locale } from "../domain/message.ts";
import type { Period, Place } from "../domain/report.ts";
import { inScriptOf } from "../../ingest/script.ts";
import type { FoundPassage, Source } from "../stores/library-store.ts";
import type { Missing } from "./anchors.ts";
import type { Quoted } from "./candidate.ts";
import type { Verdict } from "./judge.ts";
import type { Understanding } from "./understand.ts";

/** Writes a text of the catalogue for a reader. */
export type Write = (
  locale: Locale,
  key: string,
  values?: Readonly<Record<string, string | number>>,
) => string;

const LOST = /\uFFFD/gu;

/** An answer's quotations, grouped by report, numbered in the order they stand in the text. */
export function composeAnswer(
  question: Pick<Understanding, "locale">,
  picks: readonly Quoted[],
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

/** Says that what was quoted is all there is. */
export const composeNoMore = (locale: Locale, hotline: string, write: Write): Answer => ({
  kind: "unknown",
  text: [write(locale, "answer.no-more"), write(locale, "answer.ask-people", { hotline })].join("\n"),
  citations: [],
  locale,
  suggestions: [],
});

/** Says that no report states the figures to compare. */
export function composeIncomparable(
  question: Understanding,
  nearest: Quoted | undefined,
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
  nearest: Quoted | undefined,
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

function quotationLines(picks: readonly Quoted[], locale: Locale, write: Write): string[] {
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

const quoteOf = (candidate: Quoted): string =>
  candidate.passage.text.slice(candidate.span.start, candidate.span.end);

const readable = (quote: string, locale: Locale): string => inScriptOf(locale, quote).replace(LOST, "□");

function citationOf(candidate: Quoted, locale: Locale): Citation {
  const { passage, span } = candidate;
  return citation(
    locale,
    passage.source,
    quoteOf(candidate),
    passage.start + span.start,
    passage.start + span.end,
  );
}

/** A citation of a stretch of a report, `from` and `to` in its body. */
export function citation(locale: Locale, source: Source, quote: string, from: number, to: number): Citation {
  return {
    report: source.name,
    title: inScriptOf(locale, source.title),
    ...(source.publisher === undefined ? {} : { publisher: inScriptOf(locale, source.publisher) }),
    ...(source.date === undefined ? {} : { date: source.date }),
    quote: quote.replace(LOST, "□"),
    link: `/reports/${source.id}?from=${from}&to=${to}`,
  };
}
