// Questions on notices, rules and questions-and-answers: what is asked for decides which clauses answer, not the words in common.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsking, type Asking } from "../support/answering.ts";

const NOTICE = `青禾县总工会关于开展职工技能培训报名的通知

各基层工会：
现将本年度技能培训报名的事项通知如下。

一、培训对象
本县年满18周岁、不超过50周岁的工会会员，农民工也可以报名，困难职工优先。已经参加过同类培训的不再安排。

二、报名材料
1.身份证复印件；
2.一寸照片2张；
3.单位工会开的介绍信。

三、报名时间和办法
4月6日至4月28日，到县工人文化宫二楼204室报名，也可以在“青禾工会”小程序填表。咨询电话：0799-6001234。

四、费用
学费、教材费全免，每人每天补助伙食费30元。

青禾县总工会
2024年3月20日
`;
const QUESTIONS = `松岭县职工医疗互助问答
来源：松岭县总工会 2024-02-01

问：哪些人能参加？
答：在职的工会会员都可以参加，退休人员不能参加。
问：一年交多少？
答：每人每年60元，单位工会出40元，个人出20元。
问：哪些情形不补？
答：打架、酒驾和美容的医疗费，不在补助范围内。
问：钱多久到账？
答：材料齐全的，15个工作日内转到本人银行卡。
`;

describe("notices and questions-and-answers", () => {
  let asking: Asking;
  beforeAll(async () => {
    asking = await createAsking(
      [],
      [
        { name: "notice.txt", text: NOTICE },
        { name: "questions.txt", text: QUESTIONS },
      ],
    );
  });
  afterAll(() => asking.close());

  it.each([
    ["青禾县技能培训谁可以报名", ["18周岁", "50周岁"]],
    ["青禾的培训哪些人不安排", ["同类培训"]],
    ["去青禾报名培训要带什么", ["身份证", "照片", "介绍信"]],
    ["青禾培训报名什么时候截止", ["4月28日"]],
    ["青禾的技能培训怎么报名", ["小程序"]],
    ["青禾培训在哪里报名", ["204室"]],
    ["青禾培训咨询电话多少", ["0799-6001234"]],
    ["青禾培训要自己掏钱吗", ["全免"]],
    ["青禾培训一天补多少饭钱", ["30元"]],
    ["松岭县医疗互助谁能参加", ["会员"]],
    ["退休了能参加松岭县的医疗互助吗", ["退休人员不能参加"]],
    ["松岭县医疗互助一个人交多少", ["20元"]],
    ["松岭县医疗互助哪些情况不给补", ["酒驾"]],
    ["松岭县互助金多久到账", ["15个工作日"]],
  ])("%s", async (question, facts) => {
    const { answer } = await asking.answering.answer(question);
    expect(answer.kind).toBe("answer");
    for (const fact of facts) expect(answer.text).toContain(fact);
  });

  it("says that a notice does not say", async () => {
    for (const question of ["青禾县医疗互助什么时候截止", "松岭县技能培训要带什么"]) {
      const { answer } = await asking.answering.answer(question);
      expect(answer.kind, question).toBe("unknown");
    }
  });

  it("keeps place and topic through what is asked next", async () => {
    const first = await asking.answering.answer("青禾县技能培训谁可以报名");
    const second = await asking.answering.answer("什么时候截止", { context: first.context });
    expect(second.answer.text).toContain("4月28日");
    const third = await asking.answering.answer("要带什么材料", { context: second.context });
    expect(third.answer.text).toContain("介绍信");
  });
});
