// The longer messages of a form: what eligibility came to, as a sum with its numbers and their sources; the papers; the
// consent; the summary to be looked over before sending. wording.ts calls it.
import { clocksOf } from "../../domain/clock.ts";
import { showNumber } from "../../domain/expression.ts";
import { HOME, type Progress } from "../../domain/form.ts";
import { findingOf } from "../../domain/form/eligibility.ts";
import { countOf, isDone, itemsOf, missingPapers } from "../../domain/form/path.ts";
import type { Paper } from "../../domain/programme.ts";
import { inScriptOf } from "../../../ingest/script.ts";
import { inLocale, shownDay } from "../cases/labels.ts";
import { itemText, joined, pathLabel, type Reading, valueText } from "./wording-value.ts";

export function verdictText({ form, locale, write }: Reading, progress: Progress): string {
  const finding = findingOf(form, progress.answers);
  if (finding === undefined) return "";
  const { settings = {}, source } = form.programme;
  const home = progress.answers[HOME];
  const { place } = form.settings(typeof home === "string" ? home : form.units[0]?.id);
  const sums = finding.sums
    .filter(({ shown }) => shown.includes("="))
    .map(({ shown, unit }) =>
      write(locale, "form.verdict.sum", { sum: shown, unit: inLocale(unit, locale) }).trim(),
    );
  const numbers = finding.numbers.map(({ name, number }) => {
    const setting = settings[name];
    return write(locale, number.confirmed === false ? "form.verdict.unconfirmed" : "form.verdict.number", {
      label: setting === undefined ? name : inLocale(setting.label, locale),
      value: showNumber(number.value),
      unit: setting === undefined ? "" : inLocale(setting.unit, locale),
      place: number.place === "" ? write(locale, "form.verdict.nation") : inScriptOf(locale, number.place),
      since: number.since,
      source: inScriptOf(locale, number.source),
    });
  });
  const missing = finding.missing.map((name) => {
    const setting = settings[name];
    return setting === undefined ? name : inLocale(setting.label, locale);
  });
  return [
    write(locale, `form.verdict.${finding.verdict}`),
    ...(finding.reason === undefined ? [] : [inLocale(finding.reason, locale)]),
    ...sums,
    ...finding.compared.map((comparison) => write(locale, "form.verdict.compared", { comparison })),
    ...numbers,
    ...(missing.length === 0
      ? []
      : [
          write(locale, "form.verdict.missing", {
            place: place[0] === undefined ? write(locale, "form.verdict.here") : inScriptOf(locale, place[0]),
            labels: joined(locale, missing),
          }),
        ]),
    write(locale, finding.verdict === "unlikely" ? "form.verdict.still" : "form.verdict.estimate"),
    write(locale, "form.verdict.source", { source: inScriptOf(locale, source) }),
  ].join("\n");
}

export function papersText({ locale, write }: Reading, papers: readonly Paper[]): string {
  const lines = papers.map(({ label, optional }, index) =>
    write(locale, optional ? "form.papers.optional" : "form.papers.one", {
      number: index + 1,
      paper: inLocale(label, locale),
    }),
  );
  return [write(locale, "form.papers.list"), ...lines, write(locale, "form.papers.when")].join("\n");
}

export function consentText({ form, locale, write }: Reading, progress: Progress): string {
  return [
    write(locale, "form.consent.ask"),
    inLocale(form.programme.consent, locale),
    ...(progress.forOther === true ? [write(locale, "form.consent.other")] : []),
  ].join("\n");
}

/** Every answer on a line of its own, numbered as asked; `agreed` is false while the person it is for has not agreed. */
export function summaryText(reading: Reading, progress: Progress, now: Date, agreed: boolean): string {
  const { form, locale, write } = reading;
  const lines: string[] = [];
  let example = "";
  for (const [index, item] of itemsOf(form, progress).entries()) {
    const label = pathLabel(reading, item.path);
    const line = (value: string): void =>
      void lines.push(write(locale, "form.summary.line", { number: index + 1, label, value }));
    if (item.kind === "paper") {
      const count = progress.files[item.path]?.length ?? 0;
      line(
        count === 0
          ? write(locale, item.paper.optional ? "form.summary.nobody" : "form.summary.no-files")
          : write(locale, "form.summary.files", { count }),
      );
      continue;
    }
    if (item.field.type === "list") {
      const count = countOf(progress, item.path);
      line(
        count === 0 ? write(locale, "form.summary.nobody") : write(locale, "form.summary.people", { count }),
      );
      for (let at = 0; at < count; at++) {
        const value = itemText(reading, progress, item.field, at);
        lines.push(write(locale, "form.summary.person", { number: `${index + 1}.${at + 1}`, value }));
      }
      continue;
    }
    const value = progress.answers[item.path];
    if (value !== undefined && item.path !== HOME) example ||= label;
    line(value === undefined ? write(locale, "form.summary.empty") : valueText(reading, item.field, value));
  }
  const missing = missingPapers(form, progress).map(({ label }) => inLocale(label, locale));
  return [
    write(locale, "form.summary.title", { programme: inLocale(form.programme.name, locale) }),
    ...lines,
    ...clockLines(reading, progress, now),
    ...(missing.length === 0 || progress.only !== undefined
      ? []
      : [write(locale, "form.summary.missing", { papers: joined(locale, missing) })]),
    ...(agreed ? [] : [write(locale, "form.summary.consent")]),
    example === ""
      ? write(locale, "form.summary.ready")
      : write(locale, "form.summary.how", { label: example }),
  ].join("\n");
}

/** Times that run from a day the member named, told while there is still something to do about them. */
export function clockLines(
  { form, locale, write, hotline }: Reading,
  progress: Progress,
  now: Date,
): string[] {
  const dated = form.programme.clocks.filter(
    ({ from }) => isDone(progress, from) && progress.answers[from] !== undefined,
  );
  return clocksOf({ ...form.programme, clocks: dated }, progress.answers, {}, now).map(
    ({ clock, endsOn, daysLeft }) => {
      const values = {
        label: inLocale(clock.label, locale),
        day: shownDay(endsOn, locale),
        days: Math.max(0, daysLeft),
        hotline,
      };
      if (daysLeft < 0) return write(locale, "form.summary.clock-over", values);
      return write(
        locale,
        clock.unit === "working-days" ? "form.summary.clock-working" : "form.summary.clock",
        values,
      );
    },
  );
}
