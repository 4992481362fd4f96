// The same asked of several places, a place left out, places that did something, and words before a question that ask nothing.
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
职工提出合理化建议230条。补助医疗互助金46.2万元。建成职工书屋12个。
“法院+工会”调解劳动争议31件。组织职工疗休养。`,
      },
      {
        name: "zhaoping.txt",
        text: `昭平县总工会2023年工作
来源:贺州日报 2023-11-02
职工提出合理化建议415条。补助医疗互助金18.7万元。新建职工书屋5个,提升“数字工会”6大系统,3月28日建成。
启动“法院+工会”劳动争议诉前调解。`,
      },
      {
        name: "guangxi.txt",
        text: `广西壮族自治区总工会2024年工作
来源:广西工人报 2024-12-20
全区补助医疗互助金3.6亿元。办理法律援助案件5200件。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const facts = async (question: string): Promise<string> =>
  (await asking.answering.answer(question)).answer.text;

describe("the same of several places", () => {
  it.each([
    ["职工提的合理化建议,荔浦和昭平分别有多少", ["230条", "415条"]],
    ["合理化建议,荔浦多少、昭平多少,帮我对一下", ["230条", "415条"]],
    // One lies in the other.
    ["广西和昭平县各补了多少医疗互助金", ["3.6亿元", "18.7万元"]],
    ["哪些地方工会搞了“法院+工会”调解", ["31件", "诉前调解"]],
  ])("%s", async (question, expected) => {
    const text = await facts(question);
    for (const fact of expected) expect(text).toContain(fact);
  });

  it("is no comparison where one of them is told of by nobody", async () => {
    expect(await told(asking, "荔浦市和钟山县比,哪边医疗互助金多")).toBe("unknown");
  });
});

describe("a question", () => {
  it.each([
    ["除了荔浦,还有哪里启动了法院+工会调解", "昭平"],
    ["记者核实一下:昭平新建了几个职工书屋", "5个"],
    ["写论文要用:荔浦合理化建议有多少条", "230条"],
    ["广西工会法绿援助案子办了多少件", "5200件"],
    ["昭平六大系统建成那天是几号", "3月28日"],
  ])("%s", async (question, fact) => expect(await facts(question)).toContain(fact));

  it("does not lend its topic to what is no question and to what it says nothing of", async () => {
    const { context } = await asking.answering.answer("荔浦补助了多少医疗互助金");
    for (const words of ["不知道多少平", "停车场在哪里"]) {
      const { answer } = await asking.answering.answer(words, { context });
      expect(answer.kind, words).not.toBe("answer");
    }
    const { answer } = await asking.answering.answer("那昭平呢", { context });
    expect(answer.text).toContain("18.7万元");
  });

  it.each(["贵洲省总工会补助了多少医疗互助金"])(
    "of a place nobody knows is answered by no other: %s",
    async (question) => expect(await told(asking, question)).toBe("unknown"),
  );
});
