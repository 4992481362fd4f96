// The shape of a programme's YAML file, as an officer writes it, and its way into the domain's Programme: keys in
// kebab-case, texts as { zh, en }, and what can be left out has a default. programme-rules.ts checks what a shape cannot.
import { z } from "zod";
import type { Choice, Condition, Field, FieldType, Paper, Programme, Text } from "../domain/programme.ts";

const id = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/);
const line = z.string().trim().min(1);
const text = z.strictObject({ zh: line, en: line }).transform(({ zh, en }): Text => ({ "zh-Hans": zh, en }));
const words = z.array(line).default([]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);

const condition = z
  .strictObject({
    field: id,
    is: z.union([scalar.transform((one) => [one]), z.array(scalar).min(1)]).optional(),
    above: z.number().optional(),
    below: z.number().optional(),
  })
  .transform((one): Condition => withoutUndefined(one));

const choice = z.strictObject({ id, label: text, also: words }).transform((one): Choice => one);

const FIELD_TYPES = [
  "text",
  "long-text",
  "name",
  "amount",
  "count",
  "date",
  "month",
  "identity-number",
  "mobile",
  "bank-card",
  "choice",
  "choices",
  "yes-no",
  "address",
  "batch",
  "unit",
  "list",
] as const satisfies readonly FieldType[];

// A right answer for types that have one; texts and numbers need one of their own. The identity number is the example
// of the national standard GB 11643.
const EXAMPLES: Partial<Record<FieldType, string>> = {
  name: "王小红",
  date: "2026年8月31日",
  month: "2026年8月",
  "identity-number": "11010519491231002X",
  mobile: "13800138000",
  "bank-card": "6222021234567890128",
  "yes-no": "是",
  batch: "1",
  list: "有",
};

const plainField = {
  id,
  type: z.enum(FIELD_TYPES),
  label: text,
  question: text,
  also: words,
  help: text.optional(),
  example: z.union([line, z.number().transform(String)]).optional(),
  sensitive: z.boolean().optional(),
  optional: z.boolean().default(false),
  when: condition.optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  time: z.enum(["past", "future"]).optional(),
  choices: z.array(choice).optional(),
};

type PlainField = z.infer<ReturnType<typeof makePlainField>>;
const makePlainField = () => z.strictObject(plainField);

function toField(one: PlainField & { fields?: Field[] | undefined; most?: number | undefined }): Field {
  return withoutUndefined({
    ...one,
    sensitive: one.sensitive ?? isNumberOfPerson(one.type),
    example: one.example ?? EXAMPLES[one.type] ?? one.choices?.[0]?.label["zh-Hans"] ?? "",
  });
}

const field = z
  .strictObject({
    ...plainField,
    fields: z.array(makePlainField().transform(toField)).min(1).optional(),
    most: z.number().int().min(1).max(50).optional(),
  })
  .transform(toField);

const paper = z
  .strictObject({
    id,
    label: text,
    help: text.optional(),
    optional: z.boolean().default(false),
    when: condition.optional(),
    also: words,
  })
  .transform((one): Paper => withoutUndefined(one));

const days = z.number().int().min(1);

/** The whole file, turned into all of a Programme but its id, which is the file's name. */
export const programmeSchema = z
  .strictObject({
    version: z.number().int().min(1),
    category: z.enum(["aid", "places", "help", "membership", "reports"]),
    order: z.number().int().min(1).optional(),
    name: text,
    summary: text,
    also: words,
    automatic: z.boolean().default(false),
    "automatic-where": id.optional(),
    "nothing-to-file": text.optional(),
    cost: text.optional(),
    benefits: text.optional(),
    questions: z.array(z.strictObject({ asks: z.array(line).min(1), answer: text })).default([]),
    opening: text.optional(),
    dangers: z.array(line).min(1).optional(),
    settings: z
      .record(
        id,
        z.strictObject({
          label: text,
          unit: text.default({ "zh-Hans": "", en: "" }),
        }),
      )
      .default({}),
    eligibility: z
      .strictObject({
        ask: z.array(id).min(1),
        sums: z.record(id, z.strictObject({ expression: line, unit: text })).default({}),
        verdicts: z
          .array(
            z
              .strictObject({
                when: z.array(z.union([line, condition])).default([]),
                verdict: z.enum(["likely", "unclear", "unlikely"]),
                category: id.optional(),
                reason: text,
              })
              .transform((one) => withoutUndefined(one)),
          )
          .min(1),
      })
      .optional(),
    papers: z.array(paper).default([]),
    consent: text,
    fields: z.array(field).min(1),
    steps: z
      .array(
        z.strictObject({
          id,
          title: text,
          level: z.enum(["grassroots", "county", "prefecture", "province", "nation"]),
          days,
        }),
      )
      .default([]),
    "public-notice-days": z.number().int().min(0).default(0),
    outcome: z.enum(["paid", "placed", "closed"]),
    places: z
      .strictObject({
        allot: z.enum(["arrival", "closing"]),
        first: z
          .array(z.strictObject({ field: id, prefer: z.union([z.boolean(), z.literal("lower")]) }))
          .default([]),
      })
      .optional(),
    clocks: z
      .array(
        z
          .strictObject({
            id,
            from: id,
            length: days,
            unit: z.enum(["working-days", "days", "months", "years"]),
            remind: z.array(days).default([]),
            escalate: z.number().int().min(0).optional(),
            "on-end": z.enum(["expire", "escalate", "tell"]),
            label: text,
          })
          .transform(({ "on-end": onEnd, ...one }) => withoutUndefined({ ...one, onEnd })),
      )
      .default([]),
    refusals: z.array(z.strictObject({ id, label: text })).min(1),
    afterwards: text,
    "recheck-months": days.optional(),
    "retention-months": days,
    "one-per": z.enum(["household", "member", "none"]),
    source: line,
  })
  .transform((one): Omit<Programme, "id"> => {
    const {
      "automatic-where": automaticWhere,
      "nothing-to-file": nothingToFile,
      "public-notice-days": publicNoticeDays,
      "recheck-months": recheckMonths,
      "retention-months": retentionMonths,
      "one-per": onePer,
      ...same
    } = one;
    return withoutUndefined({
      ...same,
      automaticWhere,
      nothingToFile,
      publicNoticeDays,
      recheckMonths,
      retentionMonths,
      onePer,
    });
  });

/** Numbers that name a person or an account. */
export function isNumberOfPerson(type: FieldType): boolean {
  return type === "identity-number" || type === "bank-card";
}

type Defined<T> = T extends readonly unknown[]
  ? T
  : { [Key in keyof T as undefined extends T[Key] ? never : Key]: T[Key] } & {
      [Key in keyof T as undefined extends T[Key] ? Key : never]?: Exclude<T[Key], undefined>;
    };

// zod gives a key left out as absent, a default as a value; what is undefined after all must not be a key.
function withoutUndefined<T extends object>(one: T): Defined<T> {
  return Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as Defined<T>;
}
