// When something was is also asked for by a feast or a meeting, and told by it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { occasionOf, tellsOccasion } from "../../src/answering/occasions.ts";
import { createAsking, told, type Asking } from "../support/answering.ts";

describe("an occasion", () => {
  it.each([
    ["赶的是哪个节", "feast"],
    ["是过什么节的时候搞的", "feast"],
    ["是什么会之前", "meeting"],
    ["赶在哪次大会召开前", "meeting"],
    ["是在什么日子", "day"],
    ["演了哪些节目", undefined],
    ["哪个节点开工", undefined],
    ["开了什么会", undefined],
  ])("%s: %s", (text, occasion) => {
    expect(occasionOf(text)).toBe(occasion);
  });

  it("is told by a feast that the question does not name", () => {
    expect(tellsOccasion("feast", "中秋期间,慰问辅警", "慰问辅警是过哪个节", false)).toBe(true);
    expect(tellsOccasion("feast", "中秋期间,慰问辅警", "中秋和哪个节慰问辅警", false)).toBe(false);
  });

  it("is told of the first thing in a list only", () => {
    expect(tellsOccasion("feast", "开展三八妇女节活动、技能培训", "培训是哪个节", false)).toBe(false);
  });

  it("is no meeting where a feast is told, and no feast where a date is", () => {
    expect(tellsOccasion("meeting", "中秋期间,慰问辅警", "是什么会之前", false)).toBe(false);
    expect(tellsOccasion("feast", "3月5日开工", "是哪个节", true)).toBe(false);
    expect(tellsOccasion("day", "3月5日开工", "是在什么日子", true)).toBe(true);
  });
});

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "lipu.txt",
        text: `荔浦市总工会2024年工作
来源:荔浦工会网 2024-12-01
中秋期间,为辅警送去价值2万元的慰问品。
在元旦、春节期间,走访慰问9个行业310人,发放慰问金12万元。
在市第十次党代会召开前,荔浦市总工会全面排查企业安全隐患。
组织“金茶杯”四月教研活动、三八妇女节活动、茶艺技能培训。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("when it was", () => {
  it.each([
    ["荔浦给辅警送慰问品,赶的是哪个节", "中秋"],
    ["荔浦走访9个行业发慰问金是在什么日子", "元旦、春节"],
    ["荔浦排查安全隐患是什么会之前", "党代会"],
    ["荔浦“金茶杯”教研是几月搞的", "四月"],
  ])("%s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });

  it.each(["荔浦茶艺技能培训是赶哪个节办的", "荔浦给辅警送慰问品是什么会之前", "昭平慰问辅警是哪个节"])(
    "is not told: %s",
    async (question) => {
      expect(await answered(question)).toBe("unknown");
    },
  );
});
