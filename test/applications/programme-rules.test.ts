import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../src/applications/data-file.ts";
import { parseProgramme } from "../../src/applications/programmes.ts";
import { AppError } from "../../src/domain/errors.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { errorLine } from "../../src/messages/failure.ts";

const RIGHT = readFileSync(
  join(import.meta.dirname, "..", "fixtures", "programmes", "night-school.yaml"),
  "utf8",
);
const PLACED = readFileSync(
  join(import.meta.dirname, "..", "..", "src", "applications", "programmes", "recuperation.yaml"),
  "utf8",
);

/** Changes one place of a right file; the mistake must be found in the line where `at` (or the change) stands. */
interface Break {
  readonly rule: Rule;
  readonly what: string;
  readonly from: string;
  readonly to: string;
  readonly at?: string;
  readonly text?: string;
  readonly found?: string;
}

const BREAKS: readonly Break[] = [
  {
    rule: "yaml",
    what: "a bracket is left open",
    from: "[fee, nights, certificate]",
    to: "[fee, nights, certificate",
    at: "sums:",
  },
  {
    rule: "yaml",
    what: "a key stands twice",
    from: "outcome: paid",
    to: "outcome: paid\noutcome: closed",
    at: "outcome: closed",
  },
  {
    rule: "missing",
    what: "an English text is missing",
    from: "name: { zh: 工友夜校补贴, en: Night school grant }",
    to: "name: { zh: 工友夜校补贴 }",
    found: "name.en",
  },
  { rule: "missing", what: "a text has no example", from: "example: 800, ", to: "", found: "fee.example" },
  {
    rule: "unknown-key",
    what: "a key is mistyped",
    from: "one-per: member",
    to: "one-per: member\nretention-month: 3",
    at: "retention-month: 3",
    found: "retention-month",
  },
  {
    rule: "unknown-key",
    what: "a sentence with a comma has no quotes",
    from: "en: Night school grant }",
    to: "en: Grant, for night school }",
    found: "for night school",
  },
  {
    rule: "wrong-type",
    what: "a number is a word",
    from: "retention-months: 12",
    to: "retention-months: 一年",
  },
  { rule: "not-one-of", what: "there is no such type", from: "type: mobile", to: "type: phone" },
  { rule: "wrong-value", what: "an id has capitals", from: "id: ended-on", to: "id: endedOn" },
  { rule: "same-id", what: "two fields share an id", from: "id: ended-on", to: "id: fee", found: "fee" },
  { rule: "same-id", what: "a paper has a field's id", from: "id: receipt", to: "id: fee", found: "fee" },
  { rule: "same-id", what: "a sum has a field's name", from: "each-night:", to: "nights:", found: "nights" },
  {
    rule: "reserved-id",
    what: "a field takes the form's own name",
    from: "id: name,",
    to: "id: home,",
    found: "home",
  },
  {
    rule: "when-earlier",
    what: "a condition looks ahead",
    from: "max: 100000 }",
    to: "max: 100000, when: { field: nights, above: 2 } }",
    found: "nights",
  },
  {
    rule: "when-fits",
    what: "yes or no is compared with a word",
    from: "when: { field: certificate, is: true } }",
    to: "when: { field: certificate, is: maybe } }",
    found: "maybe",
  },
  {
    rule: "when-fits",
    what: "a name is compared with a number",
    from: "when: { field: certificate, is: true } }",
    to: "when: { field: name, above: 3 } }",
    found: "name",
  },
  {
    rule: "when-fits",
    what: "a condition says nothing",
    from: "when: { field: certificate, is: true } }",
    to: "when: { field: certificate } }",
  },
  { rule: "choices", what: "a choice has no options", from: "type: mobile", to: "type: choice" },
  {
    rule: "choices",
    what: "another type has options",
    from: "type: mobile",
    to: "choices: [{ id: a, label: { zh: 甲, en: a } }, { id: b, label: { zh: 乙, en: b } }], type: mobile",
  },
  { rule: "bounds", what: "the lower limit is above the upper", from: "max: 365", to: "max: 0" },
  { rule: "bounds", what: "a mobile number has a limit", from: "type: mobile", to: "max: 20, type: mobile" },
  { rule: "bounds", what: "a name has a time", from: "type: name", to: "time: past, type: name" },
  { rule: "list", what: "a list has no questions of its own", from: "type: mobile", to: "type: list" },
  {
    rule: "sensitive",
    what: "a bank card is open to all",
    from: "type: bank-card",
    to: "sensitive: false, type: bank-card",
  },
  {
    rule: "eligibility-asks",
    what: "a name is asked before consent",
    from: "ask: [fee, nights, certificate]",
    to: "ask: [fee, nights, certificate, name]",
    found: "name",
  },
  {
    rule: "eligibility-asks",
    what: "something sensitive is asked before consent",
    from: "id: certificate, type",
    to: "id: certificate, sensitive: true, type",
    at: "ask: [fee",
    found: "certificate",
  },
  {
    rule: "eligibility-order",
    what: "a question comes before the one it hangs on",
    from: "ask: [been-before, years-since, fit]",
    to: "ask: [years-since, been-before, fit]",
    text: PLACED,
  },
  { rule: "expression", what: "a sum is cut off", from: "expression: fee / nights", to: "expression: fee /" },
  {
    rule: "expression",
    what: "a sum is a comparison",
    from: "expression: fee / nights",
    to: "expression: fee < nights",
  },
  {
    rule: "expression",
    what: "a verdict's condition is a sum",
    from: "[fee <= night-school-most,",
    to: "[fee - night-school-most,",
  },
  {
    rule: "unknown-name",
    what: "a sum names nothing",
    from: "expression: fee / nights",
    to: "expression: fee / evenings",
    found: "evenings",
  },
  {
    rule: "unknown-name",
    what: "the eligibility asks what is no field",
    from: "ask: [fee, nights, certificate]",
    to: "ask: [fee, nights, diploma]",
    found: "diploma",
  },
  {
    rule: "last-verdict",
    what: "the last verdict has a condition",
    from: "    - verdict: unclear",
    to: "    - when: [fee > 3]\n      verdict: unclear",
    at: "- when: [fee > 3]",
  },
  {
    rule: "last-verdict",
    what: "an earlier verdict has none",
    from: "    - when: [{ field: certificate, is: false }]\n",
    to: "    - when: []\n",
  },
  {
    rule: "clock",
    what: "a clock starts at no date",
    from: "from: ended-on",
    to: "from: name",
    found: "name",
  },
  {
    rule: "clock",
    what: "a clock reminds before it starts",
    from: "length: 3, unit: months, remind: [14, 3]",
    to: "length: 3, unit: days, remind: [14]",
    found: "14",
  },
  {
    rule: "nothing-to-file",
    what: "an automatic programme does not say so",
    from: "category: aid",
    to: "category: aid\nautomatic: true",
    at: "automatic: true",
  },
  {
    rule: "unknown-name",
    what: "it is automatic by a number that is not declared",
    from: "category: aid",
    to: "category: aid\nautomatic-where: direct",
    at: "automatic-where",
  },
  {
    rule: "places",
    what: "places are given out without a batch",
    from: "outcome: paid",
    to: "outcome: placed",
  },
  {
    rule: "places",
    what: "the order of places hangs on a name",
    from: "field: been-before, prefer: false",
    to: "field: name, prefer: true",
    text: PLACED,
  },
  {
    rule: "steps",
    what: "money is paid without a review",
    from: "steps:\n  - { id: own-union, title: { zh: 单位工会核对, en: check by your union }, level: grassroots, days: 5 }\n",
    to: "",
    at: "outcome: paid",
  },
  {
    rule: "steps",
    what: "a review goes downwards",
    from: "level: grassroots, days: 5 }",
    to: "level: county, days: 5 }\n  - { id: below, title: { zh: 下级, en: below }, level: grassroots, days: 5 }",
    at: "id: below",
  },
  {
    rule: "public-notice",
    what: "there is a public notice without a review",
    from: "outcome: placed",
    to: "outcome: placed\npublic-notice-days: 5",
    at: "public-notice-days",
    text: PLACED,
  },
  {
    rule: "chinese",
    what: "the languages are swapped",
    from: "name: { zh: 工友夜校补贴, en: Night school grant }",
    to: "name: { zh: Night school grant, en: 工友夜校补贴 }",
  },
  {
    rule: "missing",
    what: "refusals are missing",
    from: "refusals:\n  - { id: late, label: { zh: 超过了申请时间, en: too late } }\n",
    to: "",
    at: "# A programme",
  },
];

const lineOf = (text: string, offset: number): string => String(text.slice(0, offset).split("\n").length);

function mistakeIn(text: string, file = "night-school.yaml"): AppError {
  try {
    parseProgramme(file, text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error("nothing was found wrong");
}

describe("a mistake in a programme's file", () => {
  it.each(BREAKS)("is found when $what ($rule)", ({ rule, from, to, at, found, text = RIGHT }) => {
    expect(text.split(from).length).toBeGreaterThan(1);
    const broken = text.replace(from, () => to);
    const { code, detail, retryable } = mistakeIn(broken);
    expect({ code, retryable, file: detail.file, rule: detail.rule, line: detail.line }).toEqual({
      code: "programme.invalid",
      retryable: false,
      file: "night-school.yaml",
      rule,
      line: lineOf(broken, at === undefined ? text.indexOf(from) : broken.indexOf(at)),
    });
    if (found !== undefined) expect(detail.found).toContain(found);
  });

  it("is found in a list's own questions, and there is no list in a list", () => {
    const inner = (type: string): string =>
      RIGHT.replace(
        "steps:\n",
        () => `  - id: family
    type: list
    label: { zh: 家人, en: family }
    question: { zh: 还有谁？, en: Who else? }
    fields:
      - { id: who, ${type}, label: { zh: 谁, en: who }, question: { zh: 是谁？, en: Who? } }
steps:
`,
      );
    expect(parseProgramme("a.yaml", inner("type: name")).fields.at(-1)?.fields?.[0]?.id).toBe("who");
    expect(mistakeIn(inner("type: list")).detail).toMatchObject({
      rule: "list",
      line: lineOf(inner("type: list"), inner("type: list").indexOf("id: who")),
    });
    expect(mistakeIn(inner("type: name, when: { field: later, is: true }")).detail).toMatchObject({
      rule: "when-earlier",
    });
  });

  it("is found in the file's name", () => {
    expect(mistakeIn(RIGHT, "夜校.yaml").detail).toMatchObject({ rule: "file-name", found: "夜校.yaml" });
  });

  it("reads as one line for a person in every language", () => {
    const catalogue = createCatalogue();
    const error = mistakeIn(RIGHT.replace("type: mobile", "type: phone"));
    const line = errorLine(catalogue, "zh-Hans", error);
    expect(line).toContain("night-school.yaml");
    expect(line).toContain(`行：${error.detail.line}`);
    expect(line).toContain("只能是列出的几种");
    expect(errorLine(catalogue, "en", error)).toContain("rule: it must be one of those listed");
    for (const { rule } of BREAKS) expect(catalogue.has(`error.rule.${rule}`)).toBe(true);
  });
});
