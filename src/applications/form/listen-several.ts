// Several answers in one message: "王小明，儿子，15岁" for one member of the family, or a filled-in sheet pasted whole
// ("姓名：王芳\n手机：138…"). listen.ts asks here; all of the parts must fit, or none is taken.
import type { Form, Progress, Said } from "../../domain/form.ts";
import { fieldAt, isEligibility, listPath, pathsOf } from "../../domain/form/path.ts";
import type { Field } from "../../domain/programme.ts";
import { readLoosely, readValue } from "./field.ts";
import { readingContext } from "./listen-correct.ts";
import { namesOf, resolve } from "./listen-names.ts";
import { FREE, looksLikeQuestion } from "./listen-question.ts";
import { dense } from "../words.ts";

/** Parts that answer the asked question of a list's item and those after it, in order; undefined when they do not all fit. */
export function severalFor(
  form: Form,
  progress: Progress,
  text: string,
  now: Date,
): readonly Said[] | undefined {
  const inner = listPath(progress.asked ?? "");
  if (inner === undefined || inner.index < 0 || looksLikeQuestion(text)) return undefined;
  for (const separator of [/\s*[,，、;；\n\t]\s*/u, /\s+/u]) {
    const parts = text
      .normalize("NFC")
      .trim()
      .split(separator)
      .filter((part) => part !== "");
    const said =
      parts.length < 2 ? undefined : fitting(form, progress, `${inner.list}.${inner.index}.`, parts, now);
    if (said !== undefined) return said;
  }
  return undefined;
}

/**
 * Answers to the asked question and those after it, in one breath: "三口人，年收入4万8，看病花了2万1". Each part answers the
 * next question, or the one it names.
 */
export function breathIn(
  form: Form,
  progress: Progress,
  text: string,
  now: Date,
): readonly Said[] | undefined {
  const { asked } = progress;
  const parts = text
    .normalize("NFC")
    .trim()
    .split(/\s*[,，;；。\n]\s*/u)
    .filter((part) => part !== "");
  if (asked === undefined || parts.length < 2 || parts.length > 8 || looksLikeQuestion(text))
    return undefined;
  let current = progress;
  const said: Said[] = [];
  for (const part of parts) {
    const open = pathsOf(form, current).filter(
      ({ path, field }) =>
        BRIEF.has(field.type) &&
        listPath(path) === undefined &&
        !Object.hasOwn(current.answers, path) &&
        (current.stage !== "eligibility" || isEligibility(form, path)),
    );
    const named = open.find(({ field }) =>
      namesOf(field).some((name) => name.length > 1 && dense(part).includes(name)),
    );
    const next = said.length === 0 ? open.find(({ path }) => path === asked) : (named ?? open[0]);
    const reading =
      next === undefined ? undefined : readLoosely(next.field, part, readingContext(form, current, now));
    if (next === undefined || reading === undefined || reading.kind === "wrong") return undefined;
    said.push({
      kind: "give",
      path: next.path,
      value: reading.value,
      ...(reading.note === undefined ? {} : { note: reading.note }),
    });
    current = { ...current, answers: { ...current.answers, [next.path]: reading.value } };
  }
  return said;
}

const BRIEF: ReadonlySet<string> = new Set(["amount", "count", "choice", "yes-no", "date", "month"]);

function fitting(
  form: Form,
  progress: Progress,
  item: string,
  parts: readonly string[],
  now: Date,
): readonly Said[] | undefined {
  let current = progress;
  const said: Said[] = [];
  let strict = 0;
  for (const part of parts) {
    // A condition inside the item may bring a question in or take one out.
    const next = pathsOf(form, current).find(
      ({ path }) =>
        path.startsWith(item) && !Object.hasOwn(current.answers, path) && !current.skipped.includes(path),
    );
    if (next === undefined) return undefined;
    if (said.length === 0 && next.path !== progress.asked) return undefined;
    const reading = readValue(next.field, part, readingContext(form, current, now));
    if (reading.kind === "wrong" || !isPlausible(next.field, part)) return undefined;
    if (!FREE.has(next.field.type)) strict++;
    said.push({
      kind: "give",
      path: next.path,
      value: reading.value,
      ...(reading.note === undefined ? {} : { note: reading.note }),
    });
    current = { ...current, answers: { ...current.answers, [next.path]: reading.value } };
  }
  return strict >= 2 || strict === parts.length ? said : undefined;
}

const isPlausible = (field: Field, part: string): boolean => !FREE.has(field.type) || part.length <= 30;

const LINE = /^\s*(?:\d{1,2}[.、)]\s*)?([^:：=\n]{1,24}?)\s*(?:[:：=]|是|为(?!什么))\s*(.+?)\s*$/u;

/** Labelled answers: two or more lines "label: value", or one whose label is another question's; undefined otherwise. */
export function givenIn(
  form: Form,
  progress: Progress,
  text: string,
  now: Date,
): readonly Said[] | undefined {
  const asked = progress.asked === undefined ? undefined : fieldAt(form, progress.asked);
  const lines = text
    .normalize("NFC")
    .split(/\n|[;；](?=[^;；]+[:：])/u)
    .filter((line) => line.trim() !== "");
  if (lines.length < 2 && asked !== undefined && FREE.has(asked.type)) return undefined;
  const said: Said[] = [];
  for (const line of lines) {
    const [, label = "", value = ""] = LINE.exec(line) ?? [];
    const [path, ...others] = label === "" ? [] : resolve(form, progress, label, true);
    const field = path === undefined || others.length > 0 ? undefined : fieldAt(form, path);
    if (path === undefined || field === undefined || field.type === "list") return undefined;
    const reading = readValue(field, value, readingContext(form, progress, now));
    if (reading.kind === "wrong") return undefined;
    said.push({
      kind: "give",
      path,
      value: reading.value,
      ...(reading.note === undefined ? {} : { note: reading.note }),
    });
  }
  return said.length === 0 ? undefined : said;
}
