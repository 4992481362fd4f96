// A talk goes on from what the last answer quoted: what, who and how much of the same thing, somebody it named, another place of
// the same report; and leaves it when something else is asked.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TalkContext } from "../../src/domain/conversation.ts";
import { createAsking, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "lipu.txt",
        text: `荔浦市总工会2023年工作
来源:荔浦工会网 2023-12-01
在4个搬迁点开展每期12天的叉车、家政、面点等技能培训16期,帮助41人实现就业。开展四月教研、交友联谊、摄影展等活动。
组织基层工会干部到百色市起义旧址开展传统教育,赴桂林、柳州考察学习,交流经验。精心筹备自治区检查组到荔浦市检查工作。
中秋期间,为护林员送上价值1.6万元的“微心愿”礼物。“五一”期间,组织开展“送清凉”活动,慰问快递员,发放慰问金2.7万元。
盾构司机“全国五一巾帼标兵”韦月华、“自治区劳动模范”覃大山做了报告。韦月华在地铁工地开了9年盾构机。
稳步推进智慧工会建设。莫小兰等9人被授予桂林市“劳动模范”。`,
      },
      {
        name: "xinjiang.txt",
        text: `新疆工会对口援疆工作综述
来源:新疆工人报 2023-09-05
援疆工作队签订协议12份。广州为喀什建了刺绣车间,佛山送去缝纫机,湛江派出医疗队。
建成“数字工会”6大系统。“高原课堂”是第二轮对口援疆的品牌项目。据了解,新一轮援疆持续至2025年。户外劳动者服务站、职工书屋等项目31个,投入900万元。援疆共确定项目240个,资金1.8亿元。`,
      },
    ],
  );
});
afterAll(() => asking.close());

/** What each turn of a talk is answered with; "unknown" and the like where it is no answer. */
async function talk(...turns: string[]): Promise<string[]> {
  const said: string[] = [];
  let context: TalkContext | undefined;
  for (const turn of turns) {
    const found = await asking.answering.answer(turn, context === undefined ? {} : { context });
    context = found.context;
    said.push(found.answer.kind === "answer" ? found.answer.text : found.answer.kind);
  }
  return said;
}

describe("a talk goes on from the quotation", () => {
  it.each([
    [["荔浦技能培训办了多少期", "都教些什么"], "叉车、家政、面点"],
    [["荔浦工会去哪些地方考察学习了", "谁去的"], "工会干部"],
    [["荔浦中秋给护林员送了什么", "值多少钱"], "1.6万元"],
    [["荔浦中秋礼物值多少钱", "五一送清凉呢"], "2.7万元"],
    [["荔浦中秋给护林员送了什么", "不对,我要的是五一的"], "送清凉"],
    [["全国五一巾帼标兵是谁", "她是干什么的"], "盾构"],
    [["全国五一巾帼标兵是谁", "那自治区劳动模范呢"], "覃大山"],
    [["援疆签了几份协议", "广州做了什么"], "刺绣车间"],
    [["援疆的时候广州建了什么", "那湛江呢"], "医疗队"],
    [["新疆数字工会建了几大系统", "荔浦有没有类似的"], "智慧工会"],
    [["荔浦中秋给护林员送了什么", "具体说说"], "送清凉"],
    [["新疆数字工会建了几大系统", "这是哪天的报道"], "新疆工人报，2023年9月5日"],
    [["荔浦技能培训办了多少期", "那这是谁登的", "都教些什么"], "叉车、家政、面点"],
    [["荔浦技能培训办了多少期", "And what did Foshan send in Xinjiang?"], "缝纫机"],
  ])("%s", async (turns, fact) => {
    expect((await talk(...turns)).at(-1)).toContain(fact);
  });

  it.each([
    [["荔浦工会去哪些地方考察学习了", "How much did the trip cost?"]],
    [["援疆的时候广州建了什么", "那茂名呢"]],
    [["荔浦技能培训办了多少期", "那苍梧呢"]],
  ])("and says so where nothing is told: %s", async (turns) => {
    expect((await talk(...turns)).at(-1)).toBe("unknown");
  });
});

it("goes back to no report before somebody in despair", async () => {
  expect((await talk("援疆的时候广州建了什么", "那在广州我不想活了呢")).at(-1)).toBe("smalltalk");
});

it("knows a round by its English ordinal", async () => {
  const [second, fourth] = await Promise.all([
    talk("What is the flagship project of the second round of union aid to Xinjiang?"),
    talk("What is the flagship project of the fourth round of union aid to Xinjiang?"),
  ]);
  expect(second[0]).toContain("高原课堂");
  expect(fourth).toEqual(["unknown"]);
});

it("tells the whole before its parts", async () => {
  const [answer] = await talk("新一轮援疆定了多少个项目,多少钱?");
  expect(answer).toContain("240个");
  expect(answer).toContain("1.8亿元");
});

it("tells a city's title of whoever has it in a county", async () => {
  expect((await talk("桂林市劳动模范有几个人"))[0]).toContain("9人");
});

describe("what else there is", () => {
  it("is told without what was quoted, until nothing is left", async () => {
    const said = await talk("荔浦慰问金发了多少", "还有吗", "还有别的吗", "anything else?");
    expect(said[0]).toContain("2.7万元");
    expect(said[1]).not.toBe(said[0]);
    expect(said.at(-1)).toBe("unknown");
  });

  it("is nothing where the talk is about nothing", async () => {
    expect(await talk("还有吗")).toEqual(["clarify"]);
  });
});
