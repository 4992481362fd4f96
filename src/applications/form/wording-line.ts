// The one line said about an answer: what it was read as, what is wanted instead, what the question is for. wording.ts puts
// the next question below it.
import { inScriptOf } from "../../../ingest/script.ts";
import { showNumber } from "../../domain/expression.ts";
import { HOME, type Outcome, type Progress, type Value, type ValueNote } from "../../domain/form.ts";
import { fieldAt, paperAt } from "../../domain/form/path.ts";
import type { Field } from "../../domain/programme.ts";
import { inLocale } from "../cases/labels.ts";
import { optionLines, spaced, yesNoTaps } from "./wording-ask.ts";
import { joined, pathLabel, type Reading, valueText } from "./wording-value.ts";

export interface Telling extends Reading {
  readonly now: Date;
  /** Whether the application is kept already, that is, consent was given. */
  readonly kept: boolean;
  /** False while the person it is filled in for has not agreed. */
  readonly agreed: boolean;
}

/** A piece of a message. */
export interface Part {
  readonly text: string;
  readonly suggestions?: readonly string[];
  /** Stands in a message of its own. */
  readonly own?: boolean;
}

/** Misses in a row after which help is offered. */
const MANY_MISSES = 3;

export function tookText(reading: Reading, path: string, value: Value, note: ValueNote): string {
  const { form, locale, write } = reading;
  const field = fieldAt(form, path);
  if (field === undefined) return "";
  const shown = valueText(reading, field, value);
  if (note.kind === "read" || field.sensitive) {
    return write(locale, "form.took.read", { label: pathLabel(reading, path), value: shown });
  }
  return write(locale, `form.took.${note.kind}`, { said: showNumber(note.said), value: shown });
}

export function wrongParts(
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
  const [yes, no] = yesNoTaps(field);
  const key = problem === "cannot-skip" && (field.choices ?? []).length > 0 ? "cannot-skip-choice" : problem;
  const line = write(locale, `form.wrong.${key}`, {
    yes: write(locale, `form.tap.${yes}`),
    no: write(locale, `form.tap.${no}`),
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
  // Put right from elsewhere: which one is meant is not before the reader.
  const { correcting } = progress;
  const of = correcting === undefined ? "" : pathLabel(telling, correcting);
  const text = of === "" ? line : write(locale, "form.wrong.of", { label: of, line });
  const parts: Part[] = [{ text, ...(meant.length > 0 ? { suggestions: meant } : {}) }];
  if (progress.misses > 0 && progress.misses % MANY_MISSES === 0) {
    parts.push({
      text: write(locale, field.optional ? "form.talk.hint-skip" : "form.talk.hint-help", { hotline }),
    });
  }
  return parts;
}

/** Of which nobody can give a rough answer. */
const EXACT: ReadonlySet<Field["type"] | undefined> = new Set([
  "identity-number",
  "mobile",
  "bank-card",
  "name",
]);

export function explanation(telling: Telling, progress: Progress, unsure: boolean): string {
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
    const kind =
      field?.optional === true ? "unsure-optional" : EXACT.has(field?.type) ? "unsure-exact" : "unsure";
    const easier = write(locale, `form.talk.${kind}`);
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
