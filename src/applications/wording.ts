// Puts the outcomes of a form into messages: what there is to say about the last answer, then the next question, in one
// short message where that can be. fill.ts sends them; the longer ones are in wording-review.ts.
import { showNumber } from "../domain/expression.ts";
import { HOME, type Outcome, type Progress, type ValueNote } from "../domain/form.ts";
import { fieldAt, listPath, paperAt } from "../domain/form-path.ts";
import type { Reply } from "../domain/message.ts";
import type { Field } from "../domain/programme.ts";
import { inScriptOf } from "../../ingest/script.ts";
import { inLocale } from "./case-labels.ts";
import { askText, optionLines, spaced } from "./wording-ask.ts";
import { consentText, papersText, summaryText, verdictText } from "./wording-review.ts";
import { joined, pathLabel, type Reading, valueText } from "./wording-value.ts";

export interface Telling extends Reading {
  readonly now: Date;
  /** Whether the application is kept already, that is, consent was given. */
  readonly kept: boolean;
  /** False while the person it is filled in for has not agreed. */
  readonly agreed: boolean;
}

interface Part {
  readonly text: string;
  readonly suggestions?: readonly string[];
  /** Stands in a message of its own. */
  readonly own?: boolean;
}

/** Misses in a row after which help is offered. */
const MANY_MISSES = 3;

/** The messages for the outcomes, in order; `lead` are lines said before the first. */
export function tell(
  telling: Telling,
  progress: Progress,
  outcomes: readonly Outcome[],
  lead: readonly string[] = [],
): Reply[] {
  const parts: Part[] = [
    ...lead.map((text): Part => ({ text })),
    ...outcomes.flatMap((outcome, index) => partsOf(telling, progress, outcome, outcomes.slice(0, index))),
  ];
  const groups: Part[][] = [];
  for (const part of parts) {
    if (part.text === "" && (part.suggestions ?? []).length === 0) continue;
    const last = groups.at(-1);
    if (last === undefined || part.own === true || last.some(({ own }) => own === true)) groups.push([part]);
    else last.push(part);
  }
  return groups.map((group) => message(telling, group));
}

/** A message of the form with nothing to cite. */
export function message({ locale }: Pick<Telling, "locale">, parts: readonly Part[]): Reply {
  return {
    kind: "form",
    text: parts
      .map(({ text }) => text)
      .filter((text) => text !== "")
      .join("\n"),
    citations: [],
    suggestions: [
      ...new Set(parts.findLast(({ suggestions = [] }) => suggestions.length > 0)?.suggestions ?? []),
    ],
    locale,
  };
}

function partsOf(telling: Telling, progress: Progress, outcome: Outcome, before: readonly Outcome[]): Part[] {
  const { form, locale, write } = telling;
  const said = (
    key: string,
    values: Readonly<Record<string, string | number>> = {},
    ...taps: string[]
  ): Part[] => [
    {
      text: write(locale, `form.${key}`, values),
      ...(taps.length === 0 ? {} : { suggestions: taps.map(tap) }),
    },
  ];
  const tap = (name: string): string => write(locale, `form.tap.${name}`);
  const label = (path: string): string => pathLabel(telling, path);
  const labels = (paths: readonly string[]): string => joined(locale, paths.map(label));

  switch (outcome.kind) {
    case "ask": {
      // One line says what is wanted; the question is not put again below it.
      const wrong = before.some(({ kind }) => kind === "wrong");
      const asked = askText(telling, progress, wrong);
      return asked === undefined ? [] : [asked];
    }
    case "wrong":
      return wrongParts(telling, progress, outcome);
    case "took":
      return [{ text: tookText(telling, outcome.path, outcome.value, outcome.note) }];
    case "corrected": {
      const { path, before: old, after, note, dropped } = outcome;
      const field = fieldAt(form, path);
      const shown = (value: typeof after): string =>
        value === undefined || field === undefined ? "" : valueText(telling, field, value);
      const main =
        note !== undefined && note.kind !== "read" && after !== undefined
          ? tookText(telling, path, after, note)
          : after === undefined
            ? write(locale, "form.corrected.cleared", { label: label(path) })
            : old === undefined || shown(old) === shown(after)
              ? write(locale, "form.corrected.set", { label: label(path), value: shown(after) })
              : write(locale, "form.corrected.changed", {
                  label: label(path),
                  value: shown(after),
                  before: shown(old),
                });
      return [
        { text: main },
        ...(dropped.length === 0 ? [] : said("corrected.dropped", { labels: labels(dropped) })),
      ];
    }
    case "verdict":
      return [
        { text: verdictText(telling, progress), own: !before.some(({ kind }) => kind === "corrected") },
      ];
    case "list-papers":
      return [{ text: papersText(telling, outcome.papers), own: true }];
    case "ask-consent":
      return before.some(({ kind }) => kind === "question")
        ? said("consent.nothing", {}, "agree", "disagree")
        : [
            {
              text: consentText(telling, progress),
              suggestions: ["agree", "disagree", ...(progress.forOther === true ? [] : ["for-other"])].map(
                tap,
              ),
              own: true,
            },
          ];
    case "consented":
      return said("consent.given");
    case "declined":
      return said("consent.declined");
    case "for-other":
      return said(outcome.other ? "consent.for-other" : "consent.for-self");
    case "took-files": {
      const { paper, count, added } = outcome;
      return said("paper.took", { paper: label(paper), count, added }, "done");
    }
    case "dropped-file":
      return said("paper.dropped", { paper: label(outcome.paper), count: outcome.count }, "done", "later");
    case "which-paper": {
      const papers = form.programme.papers.map((paper) => inLocale(paper.label, locale));
      return [{ text: write(locale, "form.paper.which", { count: outcome.count }), suggestions: papers }];
    }
    case "paper-later":
      return said("paper.later", { paper: label(outcome.paper) });
    case "removed-item":
      return said("took.removed", { list: label(outcome.list), number: outcome.index + 1 });
    case "summary":
      return [
        {
          text: summaryText(telling, progress, telling.now, telling.agreed),
          suggestions: [tap("submit")],
          own: true,
        },
      ];
    case "ready":
      return said("summary.ready", {}, "submit", "review");
    case "progress":
      return said("talk.progress", { done: outcome.done, of: outcome.of });
    case "explain":
      return [{ text: explanation(telling, progress, outcome.unsure) }];
    case "which-field": {
      const candidates =
        outcome.candidates.length > 0
          ? outcome.candidates
          : Object.keys(progress.answers).filter((path) => path !== HOME);
      const names = candidates.map((path) =>
        write(locale, "form.talk.change", { label: changeName(telling, path) }),
      );
      return [{ text: write(locale, "form.talk.which-field"), suggestions: names }];
    }
    case "which-meaning":
      return said("talk.which-meaning", {}, "answer", "asking");
    case "nothing-before":
      return said("talk.nothing-before");
    case "not-yet":
      return said("talk.not-yet", { left: outcome.left });
    case "confirm-cancel":
      return said("talk.confirm-cancel", {}, "cancel", "go-on");
    case "confirm-start-over":
      return said("talk.confirm-start-over", {}, "start-over", "go-on");
    case "confirm-incomplete":
      return said("talk.confirm-incomplete", { papers: labels(outcome.papers) }, "send-anyway", "bring-now");
    case "cancelled":
      return said(progress.only === undefined ? "talk.cancelled" : "talk.cancelled-supply");
    case "started-over":
      return said("talk.started-over");
    case "paused":
      return said(telling.kept ? "talk.paused" : "talk.paused-before", {}, "continue");
    case "question":
      return said("ask.again");
    case "submit":
      return [];
    default: {
      const impossible: never = outcome;
      return [impossible];
    }
  }

  function changeName(reading: Reading, path: string): string {
    const inner = listPath(path);
    const field = fieldAt(form, path);
    if (inner === undefined || inner.index < 0 || field === undefined) return label(path);
    const list = fieldAt(form, inner.list);
    const own = inLocale(field.label, reading.locale);
    const names = (list?.fields ?? []).filter(({ type, sensitive }) => type === "name" && !sensitive);
    const name = names
      .map(({ id }) => progress.answers[`${inner.list}.${inner.index}.${id}`])
      .find((one) => one !== undefined);
    const values = { number: inner.index + 1, name: String(name ?? ""), field: own };
    return write(reading.locale, name === undefined ? "form.talk.of-person" : "form.talk.of-name", values);
  }
}

function tookText(
  reading: Reading,
  path: string,
  value: NonNullable<Progress["answers"][string]>,
  note: ValueNote,
): string {
  const { form, locale, write } = reading;
  const field = fieldAt(form, path);
  if (field === undefined) return "";
  const shown = valueText(reading, field, value);
  if (note.kind === "read" || field.sensitive) {
    return write(locale, "form.took.read", { label: pathLabel(reading, path), value: shown });
  }
  return write(locale, `form.took.${note.kind}`, { said: showNumber(note.said), value: shown });
}

function wrongParts(
  telling: Telling,
  progress: Progress,
  { problem, field, choices }: Extract<Outcome, { kind: "wrong" }>,
): Part[] {
  const { form, locale, write, hotline } = telling;
  const optionsOf = (): string => {
    const chosen = choices ?? [];
    const units = form.units
      .filter(({ id }) => chosen.includes(id))
      .map(({ name }) => inScriptOf(locale, name));
    const batches = form.batches
      .filter(({ batch }) => chosen.includes(batch.id))
      .map(({ batch }) => inScriptOf(locale, batch.title));
    const named = (field.choices ?? [])
      .filter(({ id }) => chosen.includes(id))
      .map(({ label }) => inLocale(label, locale));
    const some = [...units, ...batches, ...named];
    return joined(locale, some.length > 0 ? some : optionLines(telling, progress, field));
  };
  const line = write(locale, `form.wrong.${problem}`, {
    example: field.id === HOME ? write(locale, "form.home.example") : inScriptOf(locale, field.example),
    min: showNumber(field.min ?? 0),
    max: showNumber(
      field.max ?? (field.type === "long-text" ? 2000 : field.type === "amount" ? 1_000_000_000 : 200),
    ),
    most: field.most ?? 0,
    options: optionsOf(),
  });
  const meant = (choices ?? []).flatMap((id) => [
    ...form.units.filter((unit) => unit.id === id).map(({ name }) => inScriptOf(locale, name)),
    ...(field.choices ?? []).filter((choice) => choice.id === id).map(({ label }) => inLocale(label, locale)),
  ]);
  const parts: Part[] = [{ text: line, ...(meant.length > 0 ? { suggestions: meant } : {}) }];
  if (progress.misses > 0 && progress.misses % MANY_MISSES === 0) {
    parts.push({
      text: write(locale, field.optional ? "form.talk.hint-skip" : "form.talk.hint-help", { hotline }),
    });
  }
  return parts;
}

function explanation(telling: Telling, progress: Progress, unsure: boolean): string {
  const { form, locale, write, kept } = telling;
  const { asked } = progress;
  const field = asked === undefined ? undefined : fieldAt(form, asked);
  const paper = asked === undefined ? undefined : paperAt(form, asked);
  const help =
    asked === HOME
      ? write(locale, "form.home.help")
      : helpOf(field) === undefined
        ? helpOf(paper)
        : helpOf(field);
  if (unsure) {
    const easier = write(locale, field?.optional === true ? "form.talk.unsure-optional" : "form.talk.unsure");
    return spaced(locale, help ?? "", easier);
  }
  if (asked === undefined)
    return progress.stage === "consent"
      ? inLocale(form.programme.summary, locale)
      : write(locale, "form.talk.empty-turn");
  const purpose = write(locale, kept ? "form.talk.purpose" : "form.talk.purpose-before", {
    programme: inLocale(form.programme.name, locale),
  });
  return spaced(locale, help ?? "", purpose);

  function helpOf(one: Pick<Field, "help"> | undefined): string | undefined {
    return one?.help === undefined ? undefined : inLocale(one.help, locale);
  }
}
