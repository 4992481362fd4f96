import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/domain/group.ts";
import type { Held } from "../support/databases.ts";

export function groupStoreContract(held: () => Held): void {
  const store = () => held().stores.groups;
  const settings = { language: "zh-Hant", quiet: true, topics: ["legal-aid", "recuperation"] } as const;

  describe("settings of groups", () => {
    it("are the defaults until something is set, and then what was set last", async () => {
      expect(await store().settings("test", "g1")).toEqual(DEFAULT_SETTINGS);
      await store().save("test", "g1", settings);
      expect(await store().settings("test", "g1")).toEqual(settings);
      await store().save("test", "g1", { quiet: false, topics: [] });
      expect(await store().settings("test", "g1")).toEqual(DEFAULT_SETTINGS);
    });

    it("are each group's own, on each platform", async () => {
      await store().save("test", "g2", settings);
      expect(await store().settings("other", "g2")).toEqual(DEFAULT_SETTINGS);
      expect(await store().settings("test", "g3")).toEqual(DEFAULT_SETTINGS);
    });

    it("go with the group to its new id, once", async () => {
      await store().save("test", "g4", settings);
      await store().migrate("test", "g4", "g5");
      await store().save("test", "g5", { quiet: false, topics: ["training"] });
      await store().migrate("test", "g4", "g5");
      expect(await store().settings("test", "g4")).toEqual(DEFAULT_SETTINGS);
      expect(await store().settings("test", "g5")).toEqual({ quiet: false, topics: ["training"] });
    });
  });
}
