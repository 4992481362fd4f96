// Brings a progress made under one version of a programme over to another: answers under the same path that are still
// valid stay, the rest is asked again. Pure; fill.ts does so when the version of a draft is known no more.
import { type Advanced, proceed } from "./proceed.ts";
import type { Answers, Form, Progress, Value } from "../form.ts";
import { prune } from "./change.ts";
import { fieldAt, listPath } from "./path.ts";
import type { Field } from "../programme.ts";

/** The progress under the form's own version; what an officer asked for and what the member agreed to stay. */
export function carryOver(form: Form, old: Progress): Advanced {
  const { asked: _, correcting: _2, held: _3, partial: _4, confirming: _5, candidates: _6, ...kept } = old;
  const { verdict: _7, category: _8, ...rest } = kept;
  const answers: Answers = Object.fromEntries(
    Object.entries(old.answers).filter(([path, value]) => {
      const field = fieldAt(form, path);
      return field !== undefined && isValid(field, value);
    }),
  );
  const papers = new Set(form.programme.papers.map(({ id }) => id));
  const carried: Progress = {
    ...rest,
    version: form.programme.version,
    answers,
    skipped: old.skipped.filter(
      (path) => papers.has(path) || fieldAt(form, path)?.optional === true || path.endsWith(".+"),
    ),
    counts: Object.fromEntries(
      Object.entries(old.counts ?? {}).filter(([list]) => fieldAt(form, list)?.type === "list"),
    ),
    files: Object.fromEntries(Object.entries(old.files).filter(([paper]) => papers.has(paper))),
    ...(old.only === undefined
      ? {}
      : {
          only: old.only.filter(
            (path) => papers.has(path) || fieldAt(form, listPath(path)?.list ?? path) !== undefined,
          ),
        }),
    stage:
      old.stage === "eligibility" || old.stage === "papers" || old.stage === "consent"
        ? "eligibility"
        : "fields",
    misses: 0,
  };
  return proceed(form, prune(form, carried).progress);
}

/** Whether a value could have been an answer to the field. */
export function isValid({ type, choices, min, max }: Field, value: Value): boolean {
  const known = (id: string): boolean => choices?.some((choice) => choice.id === id) === true;
  switch (type) {
    case "amount":
    case "count":
      return typeof value === "number" && value >= (min ?? 0) && value <= (max ?? Number.POSITIVE_INFINITY);
    case "yes-no":
      return typeof value === "boolean";
    case "choice":
      return typeof value === "string" && known(value);
    case "choices":
      return typeof value === "object" && value.every(known);
    case "date":
      return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
    case "month":
      return typeof value === "string" && /^\d{4}-\d{2}$/.test(value);
    case "identity-number":
      return typeof value === "string" && /^\d{17}[\dX]$/.test(value);
    case "mobile":
      return typeof value === "string" && /^1\d{10}$/.test(value);
    case "bank-card":
      return typeof value === "string" && /^\d{15,19}$/.test(value);
    case "list":
      return false;
    case "text":
    case "long-text":
    case "name":
    case "address":
    case "batch":
    case "unit":
      return typeof value === "string" && Array.from(value).length <= (max ?? Number.POSITIVE_INFINITY);
    default: {
      const impossible: never = type;
      return impossible;
    }
  }
}
