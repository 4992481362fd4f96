// What members say in other words than the report, and what only looks like an answer.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsking, told, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "qinghe.txt",
        text: `青禾县总工会2023年工作情况
来源:青禾日报 2023-11-06
青禾县总工会已确定服务职工项目160个,投入4.2亿元。其中,职工书屋、文化宫等项目31个,投入2100万元;建设9个职工书屋、4个职工托幼服务站和6个女职工哺乳室。
国庆期间,看望慰问一线职工,发放慰问金3.6万元;中秋期间,看望慰问环卫职工,发放慰问金1.2万元。
“全县工会开展劳动竞赛25项,职工参赛2.3万人次,涌现技术能手640名。”县总工会副主席方建明介绍。
全年为58名困难职工家庭子女发放金秋助学金17万元,为311人次职工补助医疗互助金44万元。
位于青禾县河湾公园的职工驿站是全市最美驿站。驿站设服务区、休息区、阅读区,为户外劳动者提供热饭、饮水等服务。
举办青年职工联谊会和采茶比赛,职工文艺队参加全市汇演。岭南县总工会在青禾县援建职工活动中心。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("a question in members' words", () => {
  it.each([
    ["青禾县给职工看娃的站点有几个", "4个"],
    ["青禾县给女工喂奶的屋子有几间", "6个"],
    ["青禾县互助金补了多少万", "44万元"],
    ["青禾县考上学的孩子补了多少钱", "17万元"],
    ["青禾县职工驿站里面分哪些区", "阅读区"],
    ["青禾县职工书屋有多少", "9个职工书屋"],
  ])("%s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });

  it("wants the whole when it says so", async () => {
    expect(await answered("青禾县服务职工的项目一共多少个")).toContain("160个");
  });

  it("takes the number that is great enough", async () => {
    expect(await answered("青禾县劳动竞赛有多少万人次参加")).toContain("2.3万人次");
  });

  it("gets a number of its own for every count", async () => {
    const text = await answered("青禾县国庆发了多少慰问金 中秋又发了多少");
    expect(text).toContain("3.6万元");
    expect(text).toContain("1.2万元");
  });

  it("is about somebody by name, also in letters or by its sound", async () => {
    expect(await answered("方建明是什么人")).toContain("副主席方建明");
    expect(await answered("青禾县副主席方建鸣介绍了什么竞赛")).toContain("副主席方建明");
    expect(await answered("What contests did Fang Jianming talk about?")).toContain("劳动竞赛25项");
  });
});

describe("what the report does not tell", () => {
  it.each([
    ["青禾县采茶比赛冠军是谁", "another thing of the contest"],
    ["青禾县医疗互助一年交多少钱", "what is paid in, where it tells what is paid out"],
    ["青禾县联谊会牵手成功几对", "pairs, where it tells persons"],
    ["方建明一个月工资多少", "a private matter"],
    ["方建明是哪里人", "a private matter"],
  ])("%s: %s", async (question) => {
    expect(["unknown", "offtopic", "clarify"]).toContain(await answered(question));
  });
});
