// The report tells of a thing, and the question wants a detail of it that the report does not tell.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsking, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "debao.txt",
        text: `德保县总工会2023年工作情况
来源:百色日报 2023-11-06
德保县总工会为8000名货车司机开展免费健康体检。
办理会员旅游年卡1.2万张,发展特惠商户31家,为会员提供优惠80万元。
开办职工子女暑期托管班,举办职工诵读大赛,开办挖掘机技能培训班6期。
发放金秋助学金11万元;为就地疗休养点配备器材,投入10万元。
建立职工心理咨询室,开展心理讲座12期。县工人文化宫完成改造。
聘请法律顾问免费为农民工维权,在南宁市和钦州市设立德保籍农民工维权站。
爱心基金会向职工捐赠制氧机60台,价值30万元。
县司机之家设在城关大道12号。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const kindOf = async (question: string): Promise<string> =>
  (await asking.answering.answer(question)).answer.kind;

describe("a detail that the report lacks", () => {
  it.each([
    ["德保体检在哪家医院做", "which hospital"],
    ["德保体检都查哪些项目", "the single items"],
    ["德保托管班管午饭吗", "whether there is lunch"],
    ["德保托管班怎么收费", "the fee"],
    ["德保托管班在哪个学校办", "which school"],
    ["德保心理咨询室周末上班吗", "when it is open"],
    ["德保旅游年卡一张卖多少钱", "the price of one"],
    ["德保旅游年卡能转让吗", "whether it may be passed on"],
    ["德保金秋助学每个学生领多少", "how much for each"],
    ["德保就地疗休养自己要掏多少钱", "what a member pays"],
    ["德保诵读大赛一等奖是谁", "who won"],
    ["德保法律顾问叫什么", "a name"],
    ["德保心理讲座是谁主讲的", "who spoke"],
    ["德保托管班是谁设计的", "who designed it"],
    ["德保旅游年卡怎么办理", "how one is got"],
    ["德保心理讲座一场投多少钱", "what one cost"],
    ["德保工人文化宫有多大面积", "the size"],
    ["德保制氧机是哪家公司生产的", "which company"],
    ["德保挖掘机培训要不要交押金", "a deposit"],
    ["德保工伤十级赔多少钱", "the grade of an injury"],
    ["我休产假能歇几天", "the days of maternity leave"],
  ])("%s: %s", async (question) => {
    expect(await kindOf(question)).not.toBe("answer");
  });
});

describe("what the report does tell", () => {
  it.each([
    "德保有没有心理咨询室",
    "德保给货车司机做体检吗",
    "德保农民工在哪两个城市有维权站",
    "德保制氧机是谁捐的",
    "德保的司机之家在哪里",
    "德保托管班是哪个季节办的",
  ])("is answered: %s", async (question) => {
    expect(await kindOf(question)).toBe("answer");
  });
});
