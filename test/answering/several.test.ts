// Where several are to be named, each may stand in a sentence of its own.
import { afterAll, beforeAll, expect, it } from "vitest";
import { createAsking, told, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "ninger.txt",
        text: `宁洱县总工会2024年工作
来源:宁洱工会网 2024-12-01
广泛宣传韦卓玛“云岭工匠”先进事迹。发放金秋助学金11万元。
推荐云岭工匠覃大山为省“最美职工”。云岭工匠评选每年一次。`,
      },
      {
        name: "zhenyuan.txt",
        text: "镇沅县总工会2023年工作\n来源:普洱日报 2023-11-02\n李小满等5人被授予县“劳动模范”。",
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

it.each(["宁洱的云岭工匠有哪两位", "宁洱的云岭工匠都有谁", "宁洱的云岭工匠是哪几位"])(
  "both are named: %s",
  async (question) => {
    const text = await answered(question);
    expect(text).toContain("韦卓玛");
    expect(text).toContain("覃大山");
  },
);

it.each(["镇沅的云岭工匠有哪两位", "宁洱的大国工匠有哪两位"])(
  "another title, or another place's, is not told: %s",
  async (question) => {
    expect(await answered(question)).toBe("unknown");
  },
);
