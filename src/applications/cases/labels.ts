// What fields, papers and answers of a case are called in words: for notices, for the officer who opens it, and back from
// an officer's words to the path meant. Values are read as stored; who may see them in clear is decided by the caller.
import { fold, inScriptOf } from "../../../ingest/script.ts";
import { listPath } from "../../domain/form/path.ts";
import { HOME, type Answers, type Value } from "../../domain/form.ts";
import type { Day } from "../../domain/days.ts";
import type { Locale } from "../../domain/message.ts";
import type { Field, Programme, Text } from "../../domain/programme.ts";
import type { Write } from "../case-dependencies.ts";

/** A programme's text in the reader's language; traditional Chinese is derived. */
export function inLocale(text: Text, locale: Locale): string {
  return locale === "en"
    ? text.en
    : locale === "zh-Hant"
      ? inScriptOf(locale, text["zh-Hans"])
      : text["zh-Hans"];
}

const TAPS: Readonly<Record<string, string>> = {
  "/status": "status",
  "/resume": "resume",
  "/apply": "apply",
  "/withdraw": "withdraw",
  "/appeal": "appeal",
};

/** A member's tap in words of the language, which do the same when they are typed; any other stays as it is. */
export function tapWords(tap: string, locale: Locale, write: Write): string {
  const [command = "", number] = tap.split(" ");
  const name = TAPS[command];
  if (name === undefined) return tap;
  return number === undefined
    ? write(locale, `case.tap.${name}`)
    : write(locale, `case.tap.${name}-one`, { number });
}

/** The field that a path of answers belongs to; undefined for papers, for the home unit and for unknown paths. */
export function fieldOf({ fields }: Programme, path: string): Field | undefined {
  const inner = listPath(path);
  const field = fields.find(({ id }) => id === (inner?.list ?? path));
  return inner === undefined || inner.index < 0 ? field : field?.fields?.find(({ id }) => id === inner.own);
}

/** "家庭年收入", "家庭成员2·收入", "收入证明"; the path itself when the programme knows it no more. */
export function labelOf(programme: Programme, path: string, locale: Locale, write: Write): string {
  if (path === HOME) return write(locale, "case.home");
  const paper = programme.papers.find(({ id }) => id === path);
  if (paper !== undefined) return inLocale(paper.label, locale);
  const field = fieldOf(programme, path);
  if (field === undefined) return path;
  const inner = listPath(path);
  if (inner === undefined || inner.index < 0) return inLocale(field.label, locale);
  const list = programme.fields.find(({ id }) => id === inner.list);
  const before = list === undefined ? inner.list : inLocale(list.label, locale);
  return write(locale, "case.item", {
    list: before,
    number: inner.index + 1,
    field: inLocale(field.label, locale),
  });
}

/** Labels one after another, as a sentence holds them. */
export function labelsOf(
  programme: Programme,
  paths: readonly string[],
  locale: Locale,
  write: Write,
): string {
  return paths.map((path) => labelOf(programme, path, locale, write)).join(locale === "en" ? ", " : "、");
}

/**
 * What a step is called. Where its unit stands in for one above it that does not exist, no level is named that nobody of
 * has looked. Empty when there is no such step.
 */
export function stepTitle(
  { steps }: Programme,
  index: number,
  standsIn: boolean,
  locale: Locale,
  write: Write,
): string {
  const step = steps[index];
  if (step === undefined) return "";
  if (!standsIn) return inLocale(step.title, locale);
  return write(locale, index === 0 ? "case.step-review" : "case.step-again");
}

/** Names by id of what answers point at. */
export interface Names {
  readonly units: ReadonlyMap<string, string>;
  readonly batches: ReadonlyMap<string, string>;
}

/** An answer in words: choices by their labels, amounts with their unit, sums of digits as they are. */
export function shownValue(
  field: Field | undefined,
  value: Value,
  { locale, write, names }: { readonly locale: Locale; readonly write: Write; readonly names: Names },
): string {
  if (typeof value === "boolean") return write(locale, value ? "case.yes" : "case.no");
  const one = (part: string): string => {
    const choice = field?.choices?.find(({ id }) => id === part);
    if (choice !== undefined) return inLocale(choice.label, locale);
    if (field?.type === "batch") return names.batches.get(part) ?? part;
    if (field === undefined || field.type === "unit") return names.units.get(part) ?? part;
    return part;
  };
  if (typeof value === "object") return value.map(one).join(locale === "en" ? ", " : "、");
  if (typeof value === "string") return one(value);
  return field?.type === "amount" ? write(locale, "case.amount", { amount: value }) : String(value);
}

/**
 * What an officer means by "收入证明" or "家庭成员2 收入": ids of fields and papers, or paths of list items that were
 * answered. A label goes before another's other name ("身份证" is the paper, not the number), exact names before names that
 * only hold the words; several when the words fit several equally.
 */
export function meantBy(programme: Programme, answers: Answers, words: string): readonly string[] {
  const wanted = folded(words);
  if (wanted === "") return [];
  const labelled = [...programme.fields, ...programme.papers].filter(({ id, label }) =>
    [id, label["zh-Hans"], label.en].some((name) => folded(name) === wanted),
  );
  if (labelled.length > 0) return labelled.map(({ id }) => id);
  const candidates = new Map<string, string[]>();
  const add = (path: string, names: readonly string[]): void => {
    candidates.set(path, [path, ...names].map(folded));
  };
  for (const { id, label, also } of [...programme.fields, ...programme.papers]) {
    add(id, [label["zh-Hans"], label.en, ...also]);
  }
  for (const path of Object.keys(answers)) {
    const inner = listPath(path);
    const list = programme.fields.find(({ id }) => id === inner?.list);
    const field = fieldOf(programme, path);
    if (inner === undefined || list === undefined || field === undefined) continue;
    const lists = [list.label["zh-Hans"], list.label.en, ...list.also];
    const fields = [field.label["zh-Hans"], field.label.en, ...field.also];
    add(
      path,
      lists.flatMap((before) => fields.map((own) => `${before}${inner.index + 1}${own}`)),
    );
  }
  const matching = (fits: (name: string) => boolean): string[] =>
    [...candidates].filter(([, names]) => names.some(fits)).map(([path]) => path);
  const exact = matching((name) => name === wanted);
  return exact.length > 0 ? exact : matching((name) => name.includes(wanted));
}

/** A day as it is read: "12月4日", "4 December". */
export function shownDay(day: Day, locale: Locale): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  if (locale !== "en") return `${year}年${month}月${date}日`;
  return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString("en-GB", {
    timeZone: "UTC",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
}

/** Script, case, spaces and punctuation make no difference. */
export function folded(words: string): string {
  return fold(words).replace(/[\s\p{P}]/gu, "");
}
