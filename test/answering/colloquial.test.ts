// Light words, ways of pointing and of leaving out that no report repeats, and what must go on being refused beside them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsking, told, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "debao.txt",
        text: `德保县总工会2023年服务职工纪实
来源:百色日报 2023-11-06
德保县总工会开展评选表彰,方建明等9人被授予百色市“劳动模范”。
工厂开职代会,重大决策、福利分配由职工参与商量,表达权写进章程。
国庆期间,看望慰问援建干部,发放慰问金3.6万元,对景区商户困难职工开展慰问,发放慰问金5.2万元。
建立心理咨询室,提供心理疏导75人次。
德保县总工会改扩建工人文化宫,新增阅览室。
右江职业学院与茶厂结对,学生毕业可以到我们茶厂工作。
支援百色右江工会抗疫资金8万元。
县总工会主席黄志国要求,阵地建设要始终做到强化服务、强化管理、强化培训。`,
      },
      {
        name: "lipu.txt",
        text: `荔浦市总工会2023年工作情况
来源:荔浦工会网 2023-12-01
荔浦市制茶班组被命名为“银杉式”班组。荔浦市总工会表彰劳动模范6名。
骑手方小虎常去荔浦河湾公园的职工驿站。这是他给女儿打电话的地方。驿站配备微波炉和饮水机,提供热饭。
荔浦市职工培训中心负责人欢迎大家报名。
在对口协作中,梧州开展了迎春送岗活动。`,
      },
      {
        name: "xinjiang.txt",
        text: `新疆维吾尔自治区工会援助工作情况
来源:天山日报 2023-08-19
各省市加强对口支援。如江苏支援职工疗养中心扩建,浙江设立培训教室。新一轮援助将持续至2027年。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("a question in light words", () => {
  it.each([
    ["方建明他们一共几个人评了百色市劳模", "9人"],
    ["德保的工厂哪些大事职工能参与说话", "重大决策"],
    ["德保国庆慰问金发了多少(不算景区的)", "3.6万元"],
    ["德保国庆慰问金发了几多", "3.6万元"],
    ["德保的工人文化宫是新盖还是翻修", "改扩建"],
    ["右江职业学院的学生毕业能直接进那家茶厂不", "可以到我们茶厂工作"],
    ["荔浦那个驿站能干啥", "热饭"],
    ["江苏援疆干的是啥工程", "疗养中心"],
    ["梧州开展了什么活动", "迎春送岗"],
    ["黄志国对阵地建设提的几个强化是哪些", "强化管理"],
  ])("%s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });
});

describe("what the reports lack", () => {
  it.each([
    "德保的银杉式班组是哪个",
    "荔浦培训中心的老板是谁",
    "方小虎他们一共几个人评了百色市劳模",
    "德保县河湾公园驿站能干啥",
    "德保心理咨询师有几位",
    "工会会费每个月扣多少",
    "what's the score of the Tigers game last night",
  ])("stays unknown: %s", async (question) => {
    expect(await answered(question)).not.toMatch(/银杉式|负责人欢迎|9人|热饭|75人次|万元|持续/u);
  });
});
