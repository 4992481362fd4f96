// Where a form's questions stand: which apply, in which order, which are answered, and how many are left. Pure reading of
// a progress; form-advance.ts changes it, applications/form/wording.ts numbers questions and summary lines by it.
import { type Answers, type Form, HOME, type Progress, type Value } from "../form.ts";
import type { Condition, Field, Paper } from "../programme.ts";
import { inSubtree } from "../units.ts";

/** A question of the first rank, numbered as members see it: a field, a whole list, or a paper. */
export type Item =
  | { readonly kind: "field"; readonly path: string; readonly field: Field }
  | { readonly kind: "paper"; readonly path: string; readonly paper: Paper };

export interface Asking {
  readonly path: string;
  /** The field itself; for "family.+" the list. */
  readonly field: Field;
}

/** Path of "another one?" of a list. */
export const anotherOf = (list: string): string => `${list}.+`;

/** The parts of "family.1.income" and "family.+"; undefined for a path without a list. */
export function listPath(path: string): { list: string; index: number; own: string } | undefined {
  const [, list = "", index = "", own = ""] = /^([^.]+)\.(\d+|\+)(?:\.(.+))?$/.exec(path) ?? [];
  return list === "" ? undefined : { list, index: index === "+" ? -1 : Number(index), own };
}

/** The field a path asks for, whether or not it applies now; undefined for papers and unknown paths. */
export function fieldAt(form: Form, path: string): Field | undefined {
  if (path === HOME) return form.home;
  const inner = listPath(path);
  const field = form.programme.fields.find(({ id }) => id === (inner?.list ?? path));
  if (inner === undefined || inner.index < 0) return field;
  return field?.fields?.find(({ id }) => id === inner.own);
}

export const paperAt = (form: Form, path: string): Paper | undefined =>
  form.programme.papers.find(({ id }) => id === path);

/** Whether a condition holds; inside a list its own fields come first. An unanswered field fulfils none. */
export function holds(condition: Condition | undefined, answers: Answers, item = ""): boolean {
  if (condition === undefined) return true;
  const value = answers[item + condition.field] ?? answers[condition.field];
  if (value === undefined) return false;
  const { is, above, below } = condition;
  const all: readonly Value[] = typeof value === "object" ? value : [value];
  if (is !== undefined && !all.some((one) => is.some((wanted) => wanted === one))) return false;
  if (above !== undefined && !(typeof value === "number" && value > above)) return false;
  return below === undefined || (typeof value === "number" && value < below);
}

export const countOf = (progress: Progress, list: string): number => progress.counts?.[list] ?? 0;

/** Batches a member of the answered unit can ask a place in. */
export function batchesFor(form: Form, answers: Answers): Form["batches"] {
  const home = answers[HOME];
  if (typeof home !== "string") return form.batches;
  return form.batches.filter(({ batch }) => inSubtree(form.units, batch.unit, home));
}

/** Every field and "another one?" that applies, in the order asked: what eligibility asks comes first. */
export function pathsOf(form: Form, progress: Progress): Asking[] {
  return fieldItems(form, progress).flatMap(({ path, field }) => within(path, field, progress));
}

/** The first-rank questions that apply, in order; papers last. With `only`, just those an officer asked for. */
export function itemsOf(form: Form, progress: Progress): Item[] {
  const fields = fieldItems(form, progress).filter(({ path }) => isWanted(progress, path));
  const papers = form.programme.papers
    .filter(
      ({ id, when }) =>
        (progress.only === undefined ? holds(when, progress.answers) : progress.only.includes(id)) ||
        (progress.files[id]?.length ?? 0) > 0,
    )
    .filter(({ id }) => progress.only === undefined || progress.only.includes(id))
    .map((paper): Item => ({ kind: "paper", path: paper.id, paper }));
  return [...fields.map((one): Item => ({ kind: "field", ...one })), ...papers];
}

function fieldItems(form: Form, progress: Progress): Asking[] {
  const { programme } = form;
  const first = programme.eligibility?.ask ?? [];
  const rest = programme.fields.filter(({ id }) => !first.includes(id));
  const eligible = first.flatMap((id) => programme.fields.find((field) => field.id === id) ?? []);
  return [
    ...(form.units.length > 1 || progress.only?.includes(HOME) === true
      ? [{ path: HOME, field: form.home }]
      : []),
    ...[...eligible, ...rest]
      .filter(({ when }) => holds(when, progress.answers))
      .map((field) => ({ path: field.id, field })),
  ];
}

function within(path: string, field: Field, progress: Progress): Asking[] {
  if (field.type !== "list") return [{ path, field }];
  const count = countOf(progress, path);
  const items = Array.from({ length: count }, (_, index) =>
    (field.fields ?? [])
      .filter(({ when }) => holds(when, progress.answers, `${path}.${index}.`))
      .map((own) => ({ path: `${path}.${index}.${own.id}`, field: own })),
  ).flat();
  return count >= (field.most ?? Number.POSITIVE_INFINITY)
    ? items
    : [...items, { path: anotherOf(path), field }];
}

/** Whether an officer's request, if there is one, names the path, its list or something in it. */
const isWanted = ({ only }: Progress, path: string): boolean =>
  only === undefined || only.some((one) => one === path || one.startsWith(`${path}.`));

/** Answered or skipped; of what an officer asked for, answered since. */
export function isDone(progress: Progress, path: string): boolean {
  if (progress.only !== undefined) {
    const inner = listPath(path);
    const asked = progress.only.includes(path) || (inner !== undefined && progress.only.includes(inner.list));
    if (asked) return progress.supplied?.includes(path) === true;
  }
  return Object.hasOwn(progress.answers, path) || progress.skipped.includes(path);
}

/** Whether a first-rank question is asked as the answers stand. */
export const isAsked = (form: Form, progress: Progress, path: string): boolean =>
  itemsOf(form, progress).some((item) => item.path === path);

/** The questions before consent: where the member belongs and what eligibility needs. */
export function isEligibility(form: Form, path: string): boolean {
  return path === HOME || form.programme.eligibility?.ask.includes(path) === true;
}

/** The first open question among the fields; undefined when all are answered. */
export function nextField(form: Form, progress: Progress, eligibility: boolean): string | undefined {
  return pathsOf(form, progress).find(
    ({ path }) =>
      (!eligibility || isEligibility(form, path)) &&
      (progress.only === undefined || isAskedFor(progress.only, path)) &&
      !isDone(progress, path),
  )?.path;
}

const isAskedFor = (only: readonly string[], path: string): boolean =>
  only.some((one) => one === path || listPath(path)?.list === one);

/** The first paper not yet dealt with. */
export function nextPaper(form: Form, progress: Progress): string | undefined {
  return itemsOf(form, progress).find(
    ({ kind, path }) => kind === "paper" && !progress.skipped.includes(path),
  )?.path;
}

/** Papers that are needed and of which nothing has come. */
export function missingPapers(form: Form, progress: Progress): Paper[] {
  return itemsOf(form, progress).flatMap((item) =>
    item.kind === "paper" && !item.paper.optional && !hasCome(progress, item.path) ? [item.paper] : [],
  );
}

/** Whether a file of the paper is there; of what an officer asked for, one that came since. */
const hasCome = (progress: Progress, paper: string): boolean =>
  progress.only === undefined
    ? (progress.files[paper]?.length ?? 0) > 0
    : progress.supplied?.includes(paper) === true;

/** Whether all of a first-rank question is answered. */
export function isItemDone(form: Form, progress: Progress, item: Item): boolean {
  if (item.kind === "paper") {
    return progress.skipped.includes(item.path) || hasCome(progress, item.path);
  }
  return within(item.path, item.field, progress).every(({ path }) => isDone(progress, path));
}

/** The first-rank question a path belongs to, from 1, and how many there are. 0 when it belongs to none. */
export function numberOf(form: Form, progress: Progress, path: string): { number: number; of: number } {
  const items = itemsOf(form, progress);
  const top = listPath(path)?.list ?? path;
  return { number: items.findIndex((item) => item.path === top) + 1, of: items.length };
}

/** How many of the questions are answered. */
export function progressCount(form: Form, progress: Progress): { done: number; of: number } {
  const items = itemsOf(form, progress);
  return { done: items.filter((item) => isItemDone(form, progress, item)).length, of: items.length };
}
