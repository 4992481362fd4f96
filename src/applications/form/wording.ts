// Puts the outcomes of a form into messages: what there is to say about the last answer, then the next question, in one
// short message where that can be. fill.ts sends them; the longer ones are in wording-review.ts.
import { HOME, type Outcome, type Progress } from "../../domain/form.ts";
import { fieldAt, listPath } from "../../domain/form/path.ts";
import type { Reply } from "../../domain/message.ts";
import { inLocale } from "../cases/labels.ts";
import { askText } from "./wording-ask.ts";
import { explanation, type Part, type Telling, tookText, wrongParts } from "./wording-line.ts";
import { consentText, papersText, summaryText, verdictText } from "./wording-review.ts";
import { joined, pathLabel, type Reading, valueText } from "./wording-value.ts";

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
      return outcome.again
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
    case "count-differs":
      return said("talk.count-differs", { stated: outcome.stated, listed: outcome.listed });
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
    case "at-a-loss":
      return said("talk.at-a-loss", { hotline: telling.hotline });
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
