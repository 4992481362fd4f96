// What members tell of themselves before they ask, or instead of asking; and words glued together, left out or shortened.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsking, told, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "lipu.txt",
        text: `荔浦市总工会2023年工作情况
来源:荔浦工会网 2023-12-01
荔浦市总工会建设女职工哺乳室5个。
户外劳动者驿站提供热饭、饮水、歇脚等服务。
268名快递小哥加入工会组织。
发放返乡农民工创业贷款120万元。
办理法律援助案件93件,为职工挽回经济损失410万元。
中秋期间,为环卫职工送去月饼300盒;端午期间,为公交职工送去粽子200份。
三年内工会干部疗休养不少于90人次,一线职工、劳模疗休养不少于1200人次。
累计培训荔浦果农850人。
修订和制定制度机制36项。
“全国最美职工”次旺朗杰在荔浦市水文站工作,是水文勘测工。
县总工会推进职工代表大会制度,保障了职工的知情权、参与权和监督权。`,
      },
      {
        name: "xinjiang.txt",
        text: `新疆维吾尔自治区工会援助工作情况
来源:天山日报 2023-08-19
各省市加强对口支援。如江苏组织普通话培训,辽宁出资建设工运展馆。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("who tells a need", () => {
  it.each([
    ["刚生完孩子上班没地方喂奶", "哺乳室"],
    ["我跑外卖的,中午带的饭都凉透了,能不能找个地方热一下", "热饭"],
    ["上班没地方喂奶怎么办", "哺乳室"],
    ["刚毕业想自己开个店,手头没本钱,工会能不能帮着贷点款", "创业贷款"],
  ])("is answered by what helps: %s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });

  it("is not answered when only help is asked for, and the thing is none of a union's", async () => {
    expect(await answered("工会能不能帮我介绍个保姆")).toBe("unknown");
  });
});

describe("a question in its own words", () => {
  it.each([
    ["荔浦除了工会干部以外,劳模他们三年里最少有多少人次能出去休养", "1200人次"],
    ["荔浦八月十五给环卫工送了啥", "月饼"],
    ["荔浦帮工友打了多少起官司,追回来多少钱", "410万元"],
    ["荔浦种果树的乡亲有多少人听过课", "850人"],
    ["荔浦培训了多少种果树的农民", "850人"],
    ["荔浦改过的规矩有多少条", "36项"],
    ["荔浦有几号快递小哥进了公会", "268名"],
    ["次旺朗杰是干哪一行的", "水文勘测工"],
    ["荔浦的职工代表大会保住了职工哪些权利", "监督权"],
    ["江苏到新疆教人学的是啥", "普通话"],
    ["新疆那个工人运动展馆是哪个省出的钱", "辽宁"],
  ])("%s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });
});
