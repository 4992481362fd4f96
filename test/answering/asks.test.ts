import { describe, expect, it } from "vitest";
import { fold } from "../../ingest/script.ts";
import { findAsks } from "../../src/answering/asks.ts";

const asked = (question: string): string[] =>
  findAsks(fold(question)).map(({ kind, unit, counted }) =>
    [kind, unit, counted].filter((part) => part !== undefined).join(" "),
  );

describe("what a question asks for", () => {
  it.each([
    ["云南办了多少件法律援助案件", ["quantity 件 法律援助案件"]],
    ["德钦县技能培训投入多少钱,在几个搬迁点办?", ["money", "quantity 个 搬迁点"]],
    [
      "建了多少个模范职工之家、多少个户外劳动者服务站?",
      ["quantity 个 模范职工之家", "quantity 个 户外劳动者服务站"],
    ],
    ["省内疗休养去了几期多少人", ["quantity 期", "quantity 人"]],
    ["產業工人在職工代表裡占多少?", ["percent"]],
    ["數字工會什麼時候開始建的", ["when"]],
    ["首家实训基地在哪里揭牌", ["where"]],
    ["是哪個班組?", ["who"]],
    ["援助中心里有什么服务?", ["list"]],
    ["商洛市劳模里商南有几个人", ["quantity 人"]],
    ["高州建了多少户外驿站", ["quantity 户外驿站"]],
    ["工会拿出多少专项资金", ["money"]],
    ["氧吧是第几轮援藏的项目", ["what"]],
    ["how many certificates were issued?", ["quantity 份"]],
    ["我想申请补助", ["what"]],
    ["慰问了多少人 发了多少钱", ["quantity 人", "money"]],
    ["讲座讲了几回", ["quantity 次"]],
    ["活动中心有几层楼", ["quantity 层 楼"]],
    ["建了几大系统", ["quantity 个"]],
    ["服务站有多少", ["quantity 服务站"]],
    ["啥时挂的牌", ["when"]],
    ["占百分之多少", ["percent"]],
    ["是哪个捐的", ["who"]],
    ["能学到哪些技术", ["list"]],
    ["number of tea farmers trained", ["quantity 人"]],
    ["谁可以申请", ["condition"]],
    ["哪些情况不给补", ["exclusion"]],
    ["申请要带什么材料", ["material"]],
    ["报名什么时候截止", ["deadline"]],
    ["出院后多少天内申请", ["deadline"]],
    ["多久能拿到钱", ["duration"]],
    ["怎么报名", ["procedure"]],
    ["咨询电话是多少", ["contact"]],
    ["渔船配了多少卫星电话", ["quantity 卫星电话"]],
    ["要不要自己掏钱", ["fee"]],
    ["退休了还能参加吗", ["yesno"]],
    ["名额满了怎么办", ["what"]],
    ["who can apply for hardship aid?", ["condition"]],
    ["which documents are needed?", ["material"]],
    ["how many aid agreements were signed", ["quantity 份"]],
    ["培训了多少种果树的农民", ["quantity 农民"]],
    ["给多少在外头干活的人帮忙", ["quantity 人"]],
    ["有几号快递小哥入会", ["quantity 人"]],
    ["工人有几个当了副主席", ["quantity 个 工人"]],
    ["文化宫面积有多大", ["quantity 面积"]],
    ["在哪家医院体检", ["who"]],
    ["托幼站都在哪些县", ["where"]],
    ["托管班怎么收费", ["fee"]],
    ["新一轮援助啥时候算完", ["deadline"]],
  ])("%s", (question, expected) => {
    expect(asked(question)).toEqual(expected);
  });

  it("knows for whom and for what an amount is wanted, and by whom it is paid", () => {
    const [ask] = findAsks("金秋助学每个学生领多少");
    expect(ask).toMatchObject({ paid: true, each: "head" });
    expect(findAsks("旅游年卡多少钱一年")[0]).toMatchObject({ kind: "money", each: "item" });
    expect(findAsks("疗休养自己要掏多少钱")[0]).toMatchObject({ payer: true });
  });

  it("knows a need from a question", () => {
    expect(findAsks("上班没地方喂奶")[0]?.need).toBe(true);
    expect(findAsks("工会能不能帮着贷款")[0]?.need).toBe(true);
    expect(findAsks("驿站有空调吗")[0]?.need).toBeUndefined();
  });

  it("gives every ask its own part of the question", () => {
    const question = "投入多少钱,服务了多少人";
    const parts = findAsks(question).map(({ part }) => question.slice(part.start, part.end));
    expect(parts).toEqual(["投入多少钱", "服务了多少人"]);
  });

  it("hears whether it is for one person, of what is paid, and for another kind too", () => {
    expect(findAsks("一个人补多少")).toMatchObject([{ kind: "quantity", paid: true, each: "head" }]);
    expect(asked("本科给多少,专科呢")).toEqual(["quantity", "quantity"]);
  });

  it("hears how great a number must be, who pays, and what is to be named", () => {
    expect(findAsks("有多少万人次参加")).toMatchObject([{ kind: "quantity", scale: 10_000 }]);
    expect(findAsks("一年交多少钱")).toMatchObject([{ kind: "money", payer: true }]);
    expect(findAsks("一张年卡多少钱一张")).toMatchObject([{ kind: "money", each: "item" }]);
    expect(findAsks("里面分哪些区")).toMatchObject([{ kind: "list", head: "区" }]);
    expect(findAsks("支援了哪个工会")).toMatchObject([{ kind: "who", head: "工会" }]);
  });

  it("does not break numbers apart", () => {
    expect(asked("投入1,000万元的项目有多少个")).toHaveLength(1);
  });
});
