import type { Choice, Field, FieldType } from "../../src/domain/programme.ts";

export const text = (chinese: string, english = chinese) => ({ "zh-Hans": chinese, en: english });

export const choice = (id: string, chinese: string, english: string, ...also: string[]): Choice => ({
  id,
  label: text(chinese, english),
  also,
});

export const field = (id: string, type: FieldType, more: Partial<Field> = {}): Field => ({
  id,
  type,
  label: text(id),
  question: text(`${id}?`),
  also: [],
  example: "1",
  sensitive: false,
  optional: false,
  ...more,
});
