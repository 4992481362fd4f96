// Everyday words for what reports say in theirs; each with near misses of another place or another thing, which are refused.
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
来源:荔浦工会网 2024-03-01
新增职工服务阵地面积8600平方米,补助阵地项目12个。
建设母婴关爱室5间。开展国家通用语言培训4期。
“等单的时候给手机充电,很方便。”在荔浦河湾公园职工驿站,骑手何大姐告诉记者。
组织各级工会购买扶贫产品,带动农户增收。
举办职工健步走和职工运动会。
劳动和技能竞赛累计3200人次职工参赛。`,
      },
      {
        name: "xinjiang.txt",
        text: `对口援疆工作情况
来源:天山日报 2023-08-19
17个对口援疆省市总工会与新疆各级工会确定援助项目900多个。`,
      },
      {
        name: "zhaoping.txt",
        text: `昭平县总工会2023年工作
来源:贺州日报 2023-11-02
开展挖掘机技能培训6期,每期3个月。建设职工书屋6个。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("everyday words", () => {
  it.each([
    ["跟新疆结对子的一共几个省市", "17个"],
    ["新疆的结对省市有多少个", "17个"],
    ["荔浦给职工办事的地盘新添了多少平米", "8600"],
    ["荔浦的服务地盘多了多少平方", "8600"],
    ["在荔浦上班,奶娃没个背人的地方", "母婴关爱室"],
    ["荔浦哪儿有背人的地方奶孩子", "母婴关爱室"],
    ["手机快没电了,荔浦河湾公园有地方充不", "充电"],
    ["普通话说不利索,荔浦有人教没", "国家通用语言"],
    ["国语讲不好,荔浦有得学吗", "国家通用语言"],
    ["荔浦老乡的土产卖不动,工会帮着买点不", "扶贫产品"],
    ["荔浦的山货没人要,工会帮忙买吗", "扶贫产品"],
    ["下了班想动动腿脚,荔浦工会有啥活动", "健步走"],
    ["下班想活动活动筋骨,荔浦有什么", "运动会"],
    ["一共多少人次去比过荔浦的劳动和技能竞赛", "3200人次"],
  ])("%s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });

  it.each([
    "跟昭平结对子的一共几个省市",
    "在昭平上班,奶娃没个背人的地方",
    "手机快没电了,昭平有地方充不",
    "普通话说不利索,昭平有人教没",
    "英语说不利索,荔浦有人教没",
    "昭平的土产卖不动,工会帮着买点不",
    "昭平的服务地盘多了多少平米",
    "昭平的挖掘机培训办了多少年了",
  ])("are no answer to %s", async (question) => {
    expect(await answered(question)).toBe("unknown");
  });

  it("do not make a flat battery at home a union matter", async () => {
    expect(await answered("手机没电了怎么办")).toBe("offtopic");
  });
});
