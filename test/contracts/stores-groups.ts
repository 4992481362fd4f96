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

    it("leave the talks within a group to be found, those of which something is remembered", async () => {
      const { conversations } = held().stores;
      const at = "2026-01-01T00:00:00.000Z";
      for (const [chat, state] of [
        ["g6#an", { version: 1 }],
        ["g6#bo", { version: 1 }],
        ["g6#ci", undefined],
        ["g66#an", { version: 1 }],
        ["g6", { version: 1 }],
      ] as const) {
        const address = { channel: "test", chat };
        const content = { kind: "text", text: "疗休养" } as const;
        const incoming = { address, messageId: "m1", sender: "x", content, receivedAt: at };
        await conversations.receiveAnswered({ incoming, state, replies: [], at, after: 0 });
      }
      expect(await store().talks("test", "g6")).toEqual(["g6#an", "g6#bo"]);
      expect(await store().talks("other", "g6")).toEqual([]);
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
