import type { Problem, Value, ValueNote } from "../../domain/form.ts";
import type { Chosen } from "./read-choice.ts";

/** What a text came to as an answer. */
export type Reading =
  | { readonly kind: "value"; readonly value: Value; readonly note?: ValueNote }
  | {
      readonly kind: "wrong";
      readonly problem: Problem;
      /** Ids of the options, units or batches the words could mean. */
      readonly choices?: readonly string[];
      /** The part of a date that was said. */
      readonly partial?: string;
    };

export const wrong = (problem: Problem, choices?: readonly string[]): Reading => ({
  kind: "wrong",
  problem,
  ...(choices === undefined ? {} : { choices }),
});

/** A choice as an answer; one that was not called by its name is worth saying back. */
export function chosen(one: Chosen): Reading {
  if (one.kind === "one") {
    return { kind: "value", value: one.id, ...(one.exact ? {} : { note: { kind: "read" } }) };
  }
  return one.kind === "several" ? wrong("which-choice", one.ids) : wrong("not-choice");
}
