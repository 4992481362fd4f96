import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitText } from "../../src/channels/split.ts";

const bare = (text: string): string => text.replace(/\s/gu, "");

describe("long text", () => {
  it("is one part as it is when it fits", () => {
    expect(splitText("", 10)).toEqual([""]);
    expect(splitText(" a\n", 10)).toEqual([" a\n"]);
  });

  it("is cut at ends of sentences, with what closes and cites them", () => {
    expect(splitText("全县组织4批疗休养。[1]共312人参加。", 16)).toEqual([
      "全县组织4批疗休养。[1]",
      "共312人参加。",
    ]);
    expect(splitText("他说：“可以报名。”然后走了，没有再来。", 14)).toEqual([
      "他说：“可以报名。”",
      "然后走了，没有再来。",
    ]);
    expect(splitText("It costs 3.50 yuan. Come by on Monday.", 24)).toEqual([
      "It costs 3.50 yuan.",
      "Come by on Monday.",
    ]);
  });

  it("is cut at lines first, at clauses and words where no sentence ends, and inside a word at last", () => {
    expect(splitText("第一行很长。\n第二行也长。再来一句。", 12)).toEqual([
      "第一行很长。",
      "第二行也长。再来一句。",
    ]);
    expect(splitText("one two three four", 11)).toEqual(["one two", "three four"]);
    expect(splitText("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
  });

  it("keeps characters whole that are seen as one", () => {
    const family = "👨‍👩‍👧";
    expect(splitText(family.repeat(3), family.length + 3)).toEqual([family, family, family]);
    expect(splitText("😀".repeat(3), 3)).toEqual(["😀", "😀", "😀"]);
  });

  it("loses and adds nothing, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: "binary", maxLength: 40 }),
            fc.constantFrom("。", "\n", " ", "😀", "。”[1]", "a. "),
          ),
          { maxLength: 40 },
        ),
        fc.integer({ min: 2, max: 60 }),
        (pieces, most) => {
          const text = pieces.join("");
          const parts = splitText(text, most);
          expect(bare(parts.join(""))).toBe(bare(text));
          for (const part of parts) {
            expect(part.length).toBeLessThanOrEqual(most);
            if (parts.length > 1) expect(part.trim()).not.toBe("");
            expect(part.isWellFormed()).toBe(text.isWellFormed());
          }
        },
      ),
    );
  });
});
