import { describe, expect, it } from "vitest";
import { createLookAlikes } from "../../src/answering/look-alikes.ts";

const mended = createLookAlikes(["安康杯", "法律援助", "疗休养", "助学金", "职工书屋", "劳动竞赛", "贷款"]);

describe("a word typed by its looks", () => {
  it.each([
    ["参加安康怀竞赛", "参加安康杯竞赛"],
    ["法律援肋找谁", "法律援助找谁"],
    ["疗体养怎么报名", "疗休养怎么报名"],
    ["劳动竟赛有多少人", "劳动竞赛有多少人"],
  ])("is taken for the word of the vocabulary: %s", (typed, meant) => {
    expect(mended(typed)).toBe(meant);
  });

  it.each(["安康市怀念劳模", "货款什么时候到", "安康杯竞赛", "新员工体检"])(
    "is left as it is otherwise: %s",
    (question) => {
      expect(mended(question)).toBe(question);
    },
  );
});
