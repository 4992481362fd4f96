import { describe, expect, it } from "vitest";
import { isTooLong, LONGEST_MESSAGE } from "../../src/domain/message.ts";

describe("a member's words", () => {
  it("are too long beyond 2,000 characters, however many places each takes", () => {
    expect(LONGEST_MESSAGE).toBe(2_000);
    for (const character of ["a", "长", "𠮷", "👍"]) {
      expect(isTooLong(character.repeat(2_000))).toBe(false);
      expect(isTooLong(character.repeat(2_001))).toBe(true);
    }
    expect(isTooLong("")).toBe(false);
  });
});
