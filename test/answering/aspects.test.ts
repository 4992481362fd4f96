// What is asked of a person, an event or a product: answered where a report tells that very thing, refused where it only
// speaks of them.
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
来源:青禾工会网 2023-12-01
“全国最美职工”卓玛次旺等先进人物在全县引起强烈反响。
郑国栋获省“五一劳动奖章”,韩志远在青禾县水泥厂工作,被授予市“劳动模范”。
广泛宣传以叶文清老师为典型的先进事迹。
曹玉梅老师在青禾县第二中学教数学,获县“教学能手”称号。
青禾县总工会积极推进“数字工会”建设,推动工作不断创新发展。
在元旦、春节期间,开展“送温暖二十周年”走访慰问活动,覆盖6个行业280人。
在县第九次党代会召开前,全面排查影响职工队伍稳定的矛盾风险隐患。
举办了职工剪纸展、诵读大赛。
青禾县总工会出资建设工人运动史馆。
3名产业工人兼任县总工会副主席。
累计420万人次职工参加劳动和技能竞赛。
在宝鸡市和咸阳市分别建立了青禾籍农民工维权服务站。
青禾驿站集阅读区、休息区、充电区等功能于一体。`,
      },
      {
        name: "xinjiang.txt",
        text: `对口援疆工作情况
来源:天山日报 2023-08-19
2021年3月,全国总工会召开工会对口援疆座谈会,对新一轮工作进行了部署。
18个省市总工会签订援疆协议29份,其中北京、山西、福建等省市意向超过1500万元。`,
      },
      {
        name: "xizang.txt",
        text: `西藏工会干部培训情况
来源:高原日报 2024-09-09
——工会干部培训和挂职锻炼。
每年培训4批80人次,跟班学习不少于3个月。
2024年5月西藏工会干部民族团结专题培训班在京开班`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("what a report tells of it", () => {
  it.each([
    ["韩志远在哪个单位上班?", "水泥厂"],
    ["曹玉梅老师教哪门课?", "数学"],
    ["青禾“送温暖二十周年”走访是什么时候搞的?", "元旦、春节期间"],
    ["青禾是什么时候全面排查职工队伍矛盾风险的?", "党代会召开前"],
    ["2024年5月西藏工会干部培训班在哪个城市开班?", "在京开班"],
    ["青禾在哪些外地城市设了农民工维权服务站?", "宝鸡市和咸阳市"],
    ["青禾有没有产业工人当县总工会副主席的?", "3名产业工人"],
    ["青禾驿站分成哪些功能区?", "充电区"],
    ["青禾出钱建了一个什么馆?", "工人运动史馆"],
    ["青禾有多少人次的职工上了劳动和技能竞赛的赛场?", "420万人次"],
  ])("answers %s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });
});

describe("what a report that speaks of it does not tell", () => {
  it.each([
    ["卓玛次旺在哪个单位上班?", "where somebody works"],
    ["郑国栋在哪家企业工作?", "where one works, beside another of whom it is told"],
    ["叶文清老师教哪门课?", "what a teacher teaches"],
    ["青禾职工剪纸展在哪里展出?", "where a show was"],
    ["青禾数字工会的手机软件叫什么名字?", "the name of an app"],
    ["青禾数字工会的公众号叫啥名字", "the name of an account"],
    ["对口援疆座谈会是在哪个城市开的?", "the city of a meeting, beside cities that signed"],
    ["2024年5月在北京开的那个专题培训班办了几天?", "the days of a course, beside months of another"],
    ["青禾“送温暖二十周年”是几月几号办的?", "a day, beside a season"],
  ])("refuses %s: %s", async (question) => {
    expect(["unknown", "offtopic", "clarify"]).toContain(await answered(question));
  });
});

describe("talk about the assistant itself and about money of one's own", () => {
  it.each(["你是哪家公司做的?", "谁开发的你?", "这个机器人是谁做的", "你是deepseek吗", "你的开发者是谁"])(
    "says who it is: %s",
    async (question) => {
      expect(await answered(question)).toBe("smalltalk");
    },
  );

  it("is a union matter where a fund gave something", async () => {
    expect(await answered("青禾投入专项基金多少钱")).not.toBe("offtopic");
  });

  it.each(["买哪只基金好", "我有十万块钱怎么投资", "哪只股票好", "房贷利率是多少", "现在美元汇率多少"])(
    "is no union matter: %s",
    async (question) => {
      expect(await answered(question)).toBe("offtopic");
    },
  );
});
