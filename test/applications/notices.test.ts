import { describe, expect, it } from "vitest";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { TABLE, type ApplicationState } from "../../src/domain/application.ts";
import type { NextStep } from "../../src/domain/next-steps.ts";
import { loadProgrammes, PROGRAMMES_FOLDER } from "../../src/applications/programmes.ts";
import {
  derivedId,
  type MemberNews,
  memberNotice,
  type StaffNews,
  wordNotice,
} from "../../src/applications/cases/notices.ts";
import type { Decision } from "../../src/applications/review/bench.ts";
import { z } from "zod";

const catalogue = createCatalogue();

// A new one that is missing here does not compile; one without a text fails below. The values are all that each is given.
const MEMBER: Record<MemberNews, Record<string, string | number | readonly string[]>> = {
  "sent-back": { fields: ["name"], papers: [], note: "请补" },
  incomplete: { fields: ["name"], papers: [] },
  duplicate: { others: "2026-000001" },
  doubled: { other: "2026-000001" },
  "doubled-person": { other: "" },
  "in-review": { unit: "县总工会", step: 0, day: "2026-12-01" },
  forwarded: { unit: "县总工会", step: 0, day: "2026-12-01" },
  "public-notice": { day: "2026-12-01" },
  objected: {},
  approved: {},
  "approved-open": {},
  paid: { amount: 3000 },
  placed: { batch: "一期", day: "2026-12-01" },
  waiting: { batch: "一期", day: "2026-12-01", position: 3 },
  "waiting-closing": { batch: "一期", day: "2026-12-01" },
  "moved-up": { batch: "一期", day: "2026-12-01" },
  "no-place": { batch: "一期", day: "2026-12-01" },
  "batch-cancelled": { batch: "一期", day: "2026-12-01" },
  closed: { note: "" },
  refused: { refusal: "other", note: "材料不实", appealUntil: "2026-12-20" },
  corrected: { path: "name" },
  "expired-draft": { fields: [], papers: [] },
  "expired-missing": { fields: ["name"], papers: [] },
  "draft-still": {},
  "draft-ends": { clock: "draft", left: 7, day: "2026-12-01", unit: "calendar" },
  "missing-still": { fields: ["name"], papers: [] },
  clock: { clock: "supply", left: 7, day: "2026-12-01", unit: "working" },
  "clock-over": { clock: "supply", left: 0, day: "2026-12-01", unit: "working" },
  recheck: { before: "2026-000001" },
  "consent-ended": {},
};
const STAFF: Record<StaffNews, Record<string, string | number>> = {
  assigned: {},
  supplied: { fields: "name" },
  appealed: { note: "算错了" },
  "appealed-own": { note: "算错了" },
  withdrawn: {},
  duplicate: { others: "2026-000001" },
  "to-pay": {},
  "to-finish": {},
  clock: { clock: "supply", left: 1, day: "2026-12-01", unit: "calendar" },
  "clock-over": { clock: "supply", day: "2026-12-01" },
  late: { step: 0, day: "2026-12-01" },
  unreachable: {},
};
const NEXT: Record<NextStep["kind"], true> = {
  send: true,
  check: true,
  supply: true,
  place: true,
  wait: true,
  pay: true,
  attend: true,
  close: true,
  appeal: true,
  review: true,
  "appeal-review": true,
  notice: true,
};
const DECISIONS: Record<Decision, true> = {
  approve: true,
  forward: true,
  ask: true,
  refuse: true,
  paid: true,
  correct: true,
  assign: true,
  object: true,
  close: true,
  note: true,
};

describe("news of a case", () => {
  const programmes = [...loadProgrammes([PROGRAMMES_FOLDER]).current.values()];
  const application = {
    id: "a",
    number: "2026-000007",
    programme: "p",
    version: 1,
    member: "m",
    filledBy: "m",
    state: "in-review",
    step: 0,
    appealed: false,
    revision: 3,
    createdAt: "",
    updatedAt: "",
  } as const;

  it("has words in every language, for the programmes there are", () => {
    expect(programmes.length).toBeGreaterThan(1);
    for (const programme of programmes) {
      const clock = programme.clocks[0]?.id ?? "draft";
      for (const locale of ["zh-Hans", "zh-Hant", "en"] as const) {
        const word = (key: string, values: Readonly<Record<string, string | number>>): string => {
          const said = { ...values, ...(values["clock"] === "supply" ? { clock } : {}) };
          const notice = { key, values: said, suggestions: [] };
          return wordNotice({ write: catalogue.text, hotline: "12351" }, notice, locale, {
            application,
            programme,
          }).text;
        };
        for (const [news, values] of Object.entries(MEMBER)) {
          const notice = memberNotice(() => "n", news as MemberNews, { application, at: "", values });
          expect(word(notice.key, notice.values), news).not.toMatch(/\{|undefined|\d{4}-\d{2}-\d{2}/);
        }
        for (const [news, values] of Object.entries(STAFF)) {
          expect(word(`staff.notice.${news}`, values), news).toContain("2026-000007");
        }
      }
    }
  });

  it("has a text for every state, event, next step and decision", () => {
    const states = Object.keys(TABLE) as ApplicationState[];
    const events = new Set(Object.values(TABLE).flatMap(Object.keys));
    const keys = [
      ...states.map((state) => `case.state.${state}`),
      ...Array.from(events, (event) => `staff.event.${event}`),
      ...Object.keys(NEXT).map((kind) => `case.next.${kind}`),
      ...Object.keys(DECISIONS).flatMap((one) => [`staff.command.${one}`, `staff.usage.${one}`]),
      ...["state", "appealed-once", "no-next-step", "not-last-step"].map((why) => `staff.cannot.${why}`),
      ...["notice", "placing", "paid", "closed"].map((key) => `staff.done.approved-${key}`),
    ];
    expect(keys.filter((key) => !catalogue.has(key))).toEqual([]);
  });

  it("derives ids that are UUIDs, the same for the same parts", () => {
    const one = derivedId("a", 1);
    expect(z.uuid().safeParse(one).success).toBe(true);
    expect(derivedId("a", 1)).toBe(one);
    expect(derivedId("a", 2)).not.toBe(one);
  });
});
