// A theme, a destination, a ball game, who coordinated, a number told roughly: each is answered where a clause tells just
// that, and refused where it tells of the thing only.
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
深化“建功新时代”主题宣传教育,开展以“茶乡工匠情”为主题的宣传教育。
举办“喜迎建县周年”职工山歌大赛、气排球比赛。举办茶艺培训班3期。
其中桂林、柳州等12个县市认捐金额超过3400万元。20个县市参加认捐。
组织劳模赴北海休养。
制氧机项目由自治区总工会统一协调,覆盖9个乡镇。`,
      },
      {
        name: "zhaoping.txt",
        text: `昭平县总工会2023年工作
来源:贺州日报 2023-11-02
组织了跨省疗休养,富川县为驻村工作队提供补助。开办“工会大讲堂”,开展理论宣讲。举办健步走活动。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("a fine point", () => {
  it.each([
    ["荔浦的宣传教育是以什么为主题", "茶乡工匠情"],
    ["What theme did the Lipu publicity campaign have?", "茶乡工匠情"],
    ["荔浦劳模休养去了哪里", "北海"],
    ["荔浦职工都比了些什么", "山歌大赛"],
    ["Which ball game did the Lipu union organize?", "气排球"],
    ["Who coordinated the oxygen project in Lipu?", "自治区总工会"],
    ["荔浦认捐三千多万的有几个县市", "12个"],
  ])("%s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });

  it.each([
    "荔浦茶艺培训班的主题是什么",
    "昭平组织的跨省疗休养去了哪里",
    "昭平职工都比了些什么",
    "Which ball game did the Zhaoping union organize?",
    "Which basketball game did the Lipu union organize?",
    "Who coordinated the oxygen project in Zhaoping?",
    "荔浦认捐八千多万的有几个县市",
  ])("is not told: %s", async (question) => {
    expect(await answered(question)).toBe("unknown");
  });
});
