// A choice of a form said by its name, wherever the form stands. Pure.
import type { Form, Progress, Said } from "../../domain/form.ts";
import { listPath, pathsOf } from "../../domain/form/path.ts";
import type { Field } from "../../domain/programme.ts";
import { optionsOf } from "./field.ts";
import { dense } from "../words.ts";

const called = (field: Field, words: string): string | undefined =>
  optionsOf(field).find(({ names }) => names.some((name) => dense(name) === words))?.id;

/** Whether the words are what a choice of the form is called: "没工作", "生大病". */
export function isChoice({ programme }: Form, text: string): boolean {
  const words = dense(text);
  return programme.fields
    .flatMap((field) => [field, ...(field.fields ?? [])])
    .some((field) => called(field, words) !== undefined);
}

/** The choice of another question, when only one question has one of that name: "生大病" while something is put right. */
export function chosenElsewhere(form: Form, progress: Progress, text: string): Said | undefined {
  const words = dense(text);
  const found = pathsOf(form, progress).flatMap(({ path, field }) => {
    const id = field.type === "choice" && listPath(path) === undefined ? called(field, words) : undefined;
    return id === undefined ? [] : [{ path, id }];
  });
  const [only, ...others] = found;
  return only === undefined || others.length > 0
    ? undefined
    : { kind: "give", path: only.path, value: only.id, note: { kind: "read" } };
}
