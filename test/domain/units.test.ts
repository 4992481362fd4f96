import { describe, expect, it } from "vitest";
import type { Application, Staff, Unit } from "../../src/domain/application.ts";
import { canDecide, inSubtree, lineOf, subtree, unitForStep } from "../../src/domain/units.ts";

const unit = (id: string, level: Unit["level"], parent?: string): Unit => ({
  id,
  name: id,
  level,
  place: [id],
  ...(parent === undefined ? {} : { parent }),
});
const units = [
  unit("province", "province"),
  unit("county", "county", "province"),
  unit("school", "grassroots", "county"),
  unit("mill", "grassroots", "county"),
  unit("other", "county", "province"),
];

describe("the tree of units", () => {
  it("knows who is above and below", () => {
    expect(lineOf(units, "school").map(({ id }) => id)).toEqual(["school", "county", "province"]);
    expect(inSubtree(units, "county", "mill")).toBe(true);
    expect(inSubtree(units, "mill", "county")).toBe(false);
    expect(inSubtree(units, "other", "mill")).toBe(false);
    expect(subtree(units, "county").map(({ id }) => id)).toEqual(["county", "school", "mill"]);
  });

  it("finds the nearest unit of a level at or above home, or the next higher one", () => {
    expect(unitForStep(units, "school", "grassroots")?.id).toBe("school");
    expect(unitForStep(units, "school", "county")?.id).toBe("county");
    expect(unitForStep(units, "school", "prefecture")?.id).toBe("province");
    expect(unitForStep(units, "county", "grassroots")?.id).toBe("county");
    expect(unitForStep(units, "school", "nation")?.id).toBe("province");
    expect(unitForStep(units, "gone", "county")?.id).toBe("province");
    expect(unitForStep([], "school", "county")).toBeUndefined();
  });

  it("does not go round a tree that bites its tail", () => {
    const ring = [unit("one", "county", "two"), unit("two", "county", "one")];
    expect(lineOf(ring, "one").length).toBe(2);
  });

  it("lets reviewers and administrators decide within their subtree only", () => {
    const staff: Staff = { id: "s", name: "s", unit: "county", roles: ["reviewer"], active: true };
    const held = { home: "school", unit: "mill" } as Application;
    expect(canDecide(staff, units, held)).toBe(true);
    expect(canDecide({ ...staff, roles: ["editor", "broadcaster"] }, units, held)).toBe(false);
    expect(canDecide({ ...staff, active: false }, units, held)).toBe(false);
    expect(canDecide(staff, units, { ...held, unit: "province" })).toBe(false);
  });
});
