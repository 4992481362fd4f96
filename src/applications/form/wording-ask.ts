// The question that is asked next, with what can be tapped: one short message, the count in small at its end. wording.ts
// puts it below what there was to say first.
import { inScriptOf } from "../../../ingest/script.ts";
import { HOME, type Progress } from "../../domain/form.ts";
import { batchesFor, countOf, fieldAt, listPath, numberOf, paperAt } from "../../domain/form/path.ts";
import type { Field, Paper } from "../../domain/programme.ts";
import { inLocale } from "../cases/labels.ts";
import { isHidden, type Reading, valueText } from "./wording-value.ts";

export interface Asked {
  readonly text: string;
  readonly suggestions: readonly string[];
}

const FEW = 8;

/** The question `progress.asked` stands at; undefined when nothing is asked. `bare` leaves the question's words out. */
export function askText(reading: Reading, progress: Progress, bare = false): Asked | undefined {
  const { form, locale, write } = reading;
  const { asked } = progress;
  if (asked === undefined) return undefined;
  const paper = paperAt(form, asked);
  if (paper !== undefined) return askPaper(reading, progress, paper);
  const field = fieldAt(form, asked);
  if (field === undefined) return undefined;
  const inner = listPath(asked);
  const { number, of } = numberOf(form, progress, asked);
  const counted = number > 0 && of > 1 ? write(locale, "form.ask.count", { number, of }) : "";
  if (inner !== undefined && inner.index < 0) {
    const label = inLocale(field.label, locale);
    const first = countOf(progress, inner.list) === 0;
    const question = first
      ? inLocale(field.question, locale)
      : write(locale, "form.ask.another", { list: label });
    return {
      text: spaced(locale, question, counted),
      suggestions: first
        ? [write(locale, "form.tap.none")]
        : [write(locale, "form.tap.another"), write(locale, "form.tap.no-more")],
    };
  }
  const list = inner === undefined ? undefined : fieldAt(form, inner.list);
  const name =
    list === undefined || inner === undefined ? undefined : nameIn(list, progress, inner.index, asked);
  const person =
    list === undefined || inner === undefined
      ? ""
      : name === undefined
        ? write(locale, "form.ask.person", { list: inLocale(list.label, locale), number: inner.index + 1 })
        : write(locale, "form.ask.person-named", { name });
  const before = progress.answers[asked];
  const was =
    before === undefined || bare
      ? ""
      : isHidden(field)
        ? write(locale, "form.ask.was-hidden")
        : write(locale, "form.ask.was", { value: valueText(reading, field, before) });
  const question = asked === HOME ? write(locale, "form.home.question") : inLocale(field.question, locale);
  const lines = [
    ...(bare ? [] : [spaced(locale, was, spaced(locale, person, question))]),
    ...(bare ? [] : optionLines(reading, progress, field)),
  ];
  const text = lines.length > 1 ? [...lines, counted].join("\n") : spaced(locale, lines.join("\n"), counted);
  return {
    text: bare ? "" : text.trim(),
    suggestions: [
      ...taps(reading, progress, field),
      ...(field.optional ? [write(locale, "form.tap.skip")] : []),
      ...(progress.correcting === asked && before !== undefined ? [write(locale, "form.tap.keep")] : []),
    ],
  };
}

/** What an item of a list is called once its name was said. */
function nameIn(list: Field, progress: Progress, index: number, asked: string): string | undefined {
  const own = list.fields?.find(({ type, sensitive }) => type === "name" && !sensitive);
  const path = `${list.id}.${index}.${own?.id ?? ""}`;
  const said = progress.answers[path];
  return typeof said === "string" && path !== asked ? said : undefined;
}

/** Two parts of a message in one line; Chinese needs no space between them. */
export const spaced = (locale: string, one: string, other: string): string =>
  one === "" || other === "" ? one + other : `${one}${locale === "en" ? " " : ""}${other}`;

function askPaper({ form, locale, write }: Reading, progress: Progress, paper: Paper): Asked {
  const count = progress.files[paper.id]?.length ?? 0;
  const label = inLocale(paper.label, locale);
  // An officer who asks for a paper has seen what is there: only a new one helps.
  if (count > 0 && progress.only !== undefined && progress.supplied?.includes(paper.id) !== true) {
    return { text: write(locale, "form.ask.paper-anew", { paper: label }), suggestions: [] };
  }
  if (count > 0) {
    return {
      text: write(locale, "form.ask.paper-more", { paper: label, count }),
      suggestions: [write(locale, "form.tap.done")],
    };
  }
  const later =
    Object.values(progress.files).some((files) => files.length > 0) ||
    progress.skipped.some((path) => paperAt(form, path) !== undefined);
  const help = paper.help === undefined ? "" : inLocale(paper.help, locale);
  // Told in full once; the taps say the rest.
  const without = write(locale, paper.optional ? "form.ask.paper-optional" : "form.ask.paper-later");
  const parts = later
    ? [write(locale, "form.ask.paper-next", { paper: label }), help, ...(paper.optional ? [without] : [])]
    : [write(locale, "form.ask.paper", { paper: label }), help, without];
  const text = parts.reduce((all, part) => spaced(locale, all, part));
  return { text, suggestions: [write(locale, paper.optional ? "form.tap.none" : "form.tap.later")] };
}

/** Numbered options as lines; short ones are told by what can be tapped, too. */
export function optionLines({ form, locale, write }: Reading, progress: Progress, field: Field): string[] {
  const numbered = (names: readonly string[]): string[] =>
    names.map((name, index) => write(locale, "form.ask.option", { number: index + 1, name }));
  switch (field.type) {
    case "choice":
      return numbered((field.choices ?? []).map(({ label }) => inLocale(label, locale)));
    case "choices":
      return [
        ...numbered((field.choices ?? []).map(({ label }) => inLocale(label, locale))),
        write(locale, "form.ask.several"),
      ];
    case "batch":
      return numbered(
        batchesFor(form, progress.answers).map(({ batch, free }) =>
          write(locale, batch.startsOn === batch.endsOn ? "form.ask.batch-day" : "form.ask.batch", {
            title: inScriptOf(locale, batch.title),
            from: shortDay(batch.startsOn, locale),
            to: shortDay(batch.endsOn, locale),
            until: shortDay(batch.applyBy, locale),
            free,
          }),
        ),
      );
    case "unit":
      return form.units.length > FEW ? [] : numbered(form.units.map(({ name }) => inScriptOf(locale, name)));
    default:
      return [];
  }
}

function shortDay(day: string, locale: string): string {
  const [, month, date] = day.split("-").map(Number);
  if (locale !== "en") return `${month}月${date}日`;
  return new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "short",
  });
}

/** The two answers to a yes-or-no question, as it is put: 有/没有 to "有没有", 同意/不同意 to "您同意吗". */
export function yesNoTaps({ question }: Pick<Field, "question">): readonly [string, string] {
  const asked = question["zh-Hans"];
  if (/同意吗/.test(asked)) return ["agree", "disagree"];
  return /有没有/.test(asked) ? ["have", "have-not"] : ["yes", "no"];
}

function taps({ form, locale, write }: Reading, progress: Progress, field: Field): string[] {
  switch (field.type) {
    case "choice":
      return (field.choices ?? []).map(({ label }) => inLocale(label, locale));
    case "yes-no":
      return yesNoTaps(field).map((name) => write(locale, `form.tap.${name}`));
    case "batch":
      return batchesFor(form, progress.answers).map(({ batch }) => inScriptOf(locale, batch.title));
    case "unit":
      return form.units.length > FEW ? [] : form.units.map(({ name }) => inScriptOf(locale, name));
    default:
      return [];
  }
}
