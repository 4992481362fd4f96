import { describe, expect, it } from "vitest";
import { tell } from "../../src/applications/form/wording.ts";
import type { Problem } from "../../src/domain/form.ts";
import { beginForm } from "../../src/domain/form/advance.ts";
import type { Locale } from "../../src/domain/message.ts";
import { catalogue, COAT, coatForm } from "./fixtures/coat.ts";

// A new problem that is missing here does not compile; one without a line fails below.
const PROBLEMS: Record<Problem, true> = {
  empty: true,
  "not-amount": true,
  "not-count": true,
  "too-low": true,
  "too-high": true,
  vague: true,
  "not-date": true,
  "which-month": true,
  "which-day": true,
  "in-future": true,
  "in-past": true,
  "identity-length": true,
  "identity-checksum": true,
  "identity-date": true,
  "identity-old": true,
  "not-mobile": true,
  "not-card": true,
  "card-checksum": true,
  "not-choice": true,
  "which-choice": true,
  "not-yes-no": true,
  "too-long": true,
  "too-short": true,
  "not-text": true,
  "not-list": true,
  "not-name": true,
  "cannot-skip": true,
  "wants-file": true,
  "wants-text": true,
  "too-many": true,
  "not-unit": true,
  "which-unit": true,
  "no-places": true,
};

describe("a wrong answer", () => {
  const form = coatForm();
  const [people] = COAT.fields;
  const start = beginForm(form).progress;
  const telling = (locale: Locale) => ({
    form,
    locale,
    write: catalogue.text,
    hotline: "12351",
    now: new Date("2026-11-22T02:00:00Z"),
    kept: false,
    agreed: true,
  });
  const answered = (problem: Problem, locale: Locale, misses: number) =>
    people === undefined
      ? []
      : tell(telling(locale), { ...start, misses }, [
          { kind: "wrong", problem, field: people },
          { kind: "ask" },
        ]);

  it.each(Object.keys(PROBLEMS) as Problem[])("that is %s gets one line in every language", (problem) => {
    for (const locale of ["zh-Hans", "zh-Hant", "en"] as const) {
      const replies = answered(problem, locale, 1);
      expect(replies).toHaveLength(1);
      expect(replies[0]?.text).toMatch(/^[^\n]+$/);
    }
  });

  it("offers help the third time", () => {
    expect(answered("not-count", "zh-Hans", 3)[0]?.text).toContain("12351");
    expect(answered("not-count", "zh-Hans", 4)[0]?.text).not.toContain("12351");
  });
});
