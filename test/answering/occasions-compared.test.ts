// "哪次", "哪类", "哪项" … "最多": one place's own figures compared with each other, and a few words that once misled: a shop is
// no person, 用工会卡 is no 用工, a spouse is no topic, a quoted rider is named.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsking, told, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "lipu.txt",
        text: `荔浦市总工会2024年工作
来源:荔浦工会网 2024-12-01
春节期间走访困难职工,发放慰问金8.6万元;高温时节走访一线工人,发放慰问金12.4万元;中秋前走访劳模,发放慰问金3.2万元。全年共发放慰问金24.2万元。
举办茶艺培训班3期,培训90人。
发展特惠商户41家,办理会员服务卡6300张。
“中午在这里热饭,歇一歇再跑单。”近日,在荔江公园旁的爱心驿站,骑手韦小明告诉记者。
组织女职工两癌筛查。`,
      },
    ],
  );
});
afterAll(() => asking.close());

describe("which of several at one place", () => {
  it("is the greatest or the least of its figures, and no sum of them", async () => {
    const { answer } = await asking.answering.answer("荔浦发慰问金,哪次发得最多");
    expect(answer.text.split("\n").slice(0, 2)).toEqual([
      expect.stringContaining("3处"),
      expect.stringContaining("12.4万元"),
    ]);
    expect(answer.text).not.toContain("24.2");
    expect(answer.citations[0]?.quote).toContain("12.4万元");
    const least = (await asking.answering.answer("荔浦哪一次慰问金发得最少")).answer.text;
    expect(least.split("\n")[1]).toContain("3.2万元");
    const english = (await asking.answering.answer("荔浦发慰问金,哪次发得最多", { answerIn: "en" })).answer
      .text;
    expect(english).toContain("greatest");
  });

  it("is left to the ordinary answer where there is one figure only", async () => {
    expect(await told(asking, "荔浦哪期茶艺培训人最多")).toContain("90人");
  });
});

describe("words that mislead", () => {
  it.each([
    ["荔浦有多少特惠商户能用工会卡", "41家"],
    ["我老婆想做两癌检查工会有得做吗", "两癌筛查"],
    ["送外卖的中午有没有地方热饭", "爱心驿站"],
  ])("%s", async (question, fact) => {
    expect(await told(asking, question)).toContain(fact);
  });

  it.each([
    ["五险一金断缴了怎么补", "12333"],
    ["公积金怎么取", "12329"],
    ["how do I get my pension back", "12333"],
  ])("is no union's, and told where to go: %s", async (question, number) => {
    const { answer } = await asking.answering.answer(question);
    expect(answer).toMatchObject({ kind: "smalltalk", text: expect.stringContaining(number) as string });
  });

  it.each(["失业金领完了日子怎么过", "单位没给我交社保怎么办"])(
    "is a trouble and no question of where to go: %s",
    async (question) => expect((await asking.answering.answer(question)).answer.kind).not.toBe("smalltalk"),
  );
});
