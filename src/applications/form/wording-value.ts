// How an answer reads: a choice by its label, an amount in yuan, a day in words, a unit by its name; what is sensitive only
// in part. wording.ts and summary lines use it; nothing else shows an answer to the member who fills in.
import { inScriptOf } from "../../../ingest/script.ts";
import { showNumber } from "../../domain/expression.ts";
import { type Form, HOME, type Progress, type Value } from "../../domain/form.ts";
import { fieldAt, listPath, paperAt } from "../../domain/form/path.ts";
import type { Locale } from "../../domain/message.ts";
import type { Field } from "../../domain/programme.ts";
import type { Write } from "../case-dependencies.ts";
import { inLocale, shownDay } from "../cases/labels.ts";
import { mask } from "./field.ts";

export interface Reading {
  readonly form: Form;
  readonly locale: Locale;
  readonly write: Write;
  readonly hotline: string;
}

const MASKED: ReadonlySet<Field["type"]> = new Set(["identity-number", "bank-card", "mobile"]);

/** Whether nothing of an answer is shown, not even its ends. */
export const isHidden = ({ type, sensitive }: Field): boolean =>
  sensitive && type !== "name" && !MASKED.has(type);

/** The value in words; what is sensitive is masked, a number of identity, bank or telephone shows its ends. */
export function valueText({ form, locale, write }: Reading, field: Field, value: Value): string {
  if (isHidden(field)) return write(locale, "form.summary.hidden");
  if (MASKED.has(field.type) || field.sensitive) return mask(field, value);
  const one = (part: string): string => {
    const choice = field.choices?.find(({ id }) => id === part);
    if (choice !== undefined) return inLocale(choice.label, locale);
    if (field.type === "batch") {
      return inScriptOf(locale, form.batches.find(({ batch }) => batch.id === part)?.batch.title ?? part);
    }
    if (field.type === "unit")
      return inScriptOf(locale, form.units.find(({ id }) => id === part)?.name ?? part);
    if (field.type === "date") return shownDay(part, locale);
    if (field.type === "month") return shownMonth(part, locale);
    return part;
  };
  if (typeof value === "boolean") return write(locale, value ? "form.summary.yes" : "form.summary.no");
  if (typeof value === "number") {
    return field.type === "amount"
      ? write(locale, "form.summary.amount", { amount: showNumber(value) })
      : showNumber(value);
  }
  return typeof value === "string" ? one(value) : value.map(one).join(locale === "en" ? ", " : "、");
}

function shownMonth(month: string, locale: Locale): string {
  const [year = "", number = ""] = month.split("-");
  if (locale !== "en") return `${year}年${Number(number)}月`;
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    month: "long",
    year: "numeric",
  });
}

/** What a path is called; inside a list with whose it is: "家庭成员2·收入". */
export function pathLabel({ form, locale, write }: Reading, path: string): string {
  const paper = paperAt(form, path);
  if (paper !== undefined) return inLocale(paper.label, locale);
  const field = fieldAt(form, path);
  if (field === undefined) return path;
  const inner = listPath(path);
  if (path === HOME) return write(locale, "form.home.label");
  if (inner === undefined || inner.index < 0) return inLocale(field.label, locale);
  const list = fieldAt(form, inner.list);
  const before = list === undefined ? "" : inLocale(list.label, locale);
  return `${before}${inner.index + 1}·${inLocale(field.label, locale)}`;
}

/** Names one after another, as a sentence holds them. */
export const joined = (locale: Locale, parts: readonly string[]): string =>
  parts.join(locale === "en" ? ", " : "、");

/** A line for each item of a list: its answers one after another. */
export function itemText(reading: Reading, progress: Progress, list: Field, index: number): string {
  const parts = (list.fields ?? []).flatMap((own) => {
    const value = progress.answers[`${list.id}.${index}.${own.id}`];
    if (value === undefined) return [];
    const text = valueText(reading, own, value);
    const plain = own.type === "name" || (own.type === "choice" && !own.sensitive);
    return plain ? [text] : [`${inLocale(own.label, reading.locale)} ${text}`];
  });
  return parts.join(reading.locale === "en" ? ", " : "，");
}
