import { describe, expect, it } from "vitest";
import { fingerprintsOf, missingOf, priorityOf } from "../../src/applications/cases/completeness.ts";
import type { Answers } from "../../src/domain/form.ts";
import type { StoredForm } from "../../src/stores/application-store.ts";
import { AID, LOT, TRIP } from "../support/cases.ts";

const form = (answers: Answers, more: Partial<StoredForm["position"]> = {}): StoredForm => ({
  position: {
    programme: "aid",
    version: 1,
    stage: "summary",
    skipped: [],
    misses: 0,
    paused: false,
    ...more,
  },
  answers,
  files: { "income-proof": [{ id: "f", name: "f", type: "image/png", size: 1 }] },
});
const DONE = { name: "王", identity: "1", income: 1, illness: false };

describe("what an application lacks", () => {
  it("asks only what applies, and nothing optional", () => {
    expect(missingOf(AID, form(DONE, { skipped: ["family"] }))).toEqual({ fields: [], papers: [] });
    expect(missingOf(AID, { ...form({ ...DONE, illness: true }), files: {} })).toEqual({
      fields: ["hospital", "family"],
      papers: ["income-proof"],
    });
  });

  it("asks for each field of each item that was begun", () => {
    const answers = { ...DONE, "family.0.name": "李", "family.1.name": "李", "family.1.identity": "2" };
    expect(missingOf(AID, form(answers)).fields).toEqual(["family.0.identity"]);
    expect(missingOf(AID, form(DONE, { counts: { family: 1 } })).fields).toEqual([
      "family.0.name",
      "family.0.identity",
    ]);
  });
});

describe("fingerprints", () => {
  const shared = (one: Answers, other: Answers): boolean => {
    const values = fingerprintsOf(AID, one).map(({ kind, value }) => `${kind} ${value}`);
    return fingerprintsOf(AID, other).some(({ kind, value }) => values.includes(`${kind} ${value}`));
  };

  it("find a household whoever of it files", () => {
    const wife = { identity: "53000019900101123x", "family.0.identity": "530000198801011234" };
    expect(shared(wife, { identity: "530000198801011234" })).toBe(true);
    expect(shared(wife, { identity: "53000019900101123X" })).toBe(true);
    expect(shared(wife, { identity: "530000200001011234", name: "王" })).toBe(false);
  });

  it("are the person alone where each member may apply, and none where everybody may", () => {
    expect(fingerprintsOf(TRIP, { identity: "1a" })).toEqual([{ kind: "identity", value: "1A" }]);
    expect(fingerprintsOf({ ...AID, onePer: "none" }, { identity: "1" })).toEqual([]);
  });
});

describe("the order of a waiting list", () => {
  it("goes by the programme's rules one after another", () => {
    const rules = {
      ...LOT.places,
      first: [
        { field: "been", prefer: false },
        { field: "times", prefer: "lower" },
      ],
    } as const;
    const programme = { ...LOT, places: { allot: "closing" as const, first: rules.first } };
    const order = [
      { been: false, times: 0 },
      { been: false, times: 3 },
      { been: false },
      { been: true, times: 0 },
      { times: 1 },
      { been: true },
    ].map((answers) => priorityOf(programme, answers as Answers));
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(priorityOf(TRIP, {})).toBe(0);
  });
});
