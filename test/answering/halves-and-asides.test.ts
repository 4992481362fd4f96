// A question of two halves, each with a number, a place or a time of its own; what a question says it does not mean; and
// counts of some where the count of all is asked for.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsking, told, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "hezhou.txt",
        text: `广西工会2023年对口支援综述
来源:广西工人报 2023-12-20
广西全区职工提出合理化建议4.2万项。2021年3月,广西总工会开始建设“云上工会”,至2023年6月底,建成工会网校、法律服务等5大系统。
户外劳动者服务站、职工书屋等项目310个,投入6200万元;工匠培训、技能竞赛等项目205个,投入3800万元。
梧州市总工会在贺州援建制氧站2座。看望尘肺病职工70名。高原职工氧吧在广西12个县区实施23个项目。梧州市总工会在百色开办了月嫂班。`,
      },
      {
        name: "lipu.txt",
        text: `荔浦市总工会2023年工作
来源:荔浦工会网 2023-12-01
“五一”期间,慰问快递员等新就业形态劳动者,发放慰问金1.7万元;“六一”期间,送去价值0.9万元的图书;盛夏,看望一线职工、新就业形态劳动者,发放慰问金5.3万元。
提出合理化建议210条。发放“金秋助学”补助金8.6万元。
产业工人中有市级代表6人,3名产业工人兼任市总工会副主席。惠及产业工人4100人。
成立快递行业工会联合会,193名快递小哥加入工会。
看望尘肺病职工31名。首次开办暑期爱心托管班。开展技能培训14期,帮助37人实现就业。
韦小平获自治区“五一劳动奖章”,召开劳模座谈会。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("two halves", () => {
  it.each([
    ["广西职工提合理化建议多少项,荔浦多少条", ["4.2万", "210条"]],
    ["户外站书屋那310个项目投了多少,工匠培训那205个又投了多少", ["6200万", "3800万"]],
    ["广西和荔浦比一比:广西那310个项目投了多少,荔浦给快递员发了多少慰问金", ["6200万", "1.7万"]],
    ["梧州在贺州和百色分别干了啥", ["制氧站", "月嫂班"]],
    ["荔浦的培训班办了几期?真有人靠这个找着活了吗,几个", ["14期", "37人"]],
    [
      "when did Guangxi start its cloud union and how many systems were built by june 2023",
      ["2021年3月", "5大系"],
    ],
  ])("%s", async (question, facts) => {
    const answer = await answered(question);
    for (const fact of facts) expect(answer).toContain(fact);
  });
});

describe("a feast known by its day", () => {
  it("is not told by what was done at another time", async () => {
    expect(await answered("五一那阵荔浦慰问跑新业态的,慰问金给了多少")).toContain("1.7万");
    expect(await answered("八一期间荔浦发了多少慰问金")).toBe("unknown");
  });

  it("is no medal", async () => {
    expect(await answered("荔浦谁得了五一劳动奖章")).toContain("韦小平");
  });
});

it("takes 193个 for 193名", async () => {
  expect(await answered("荔浦那193个快递小哥加入了什么")).toContain("加入工会");
});

it("hears 多少 that asks for no number", async () => {
  expect(await answered("荔浦的孩子考上大学,工会多少能给补点不")).toContain("金秋助学");
});

describe("what is not told", () => {
  it.each([
    "荔浦的劳动合同法第几条管快递小哥",
    "荔浦有多少名退休干部,每人慰问多少钱",
    "荔浦送外卖的有多少人入会了?不是快递哈,是外卖骑手",
    "荔浦全市现在有多少产业工人",
    "荔浦金秋助学每个学生能拿几千块",
    "golden autumn in Lipu - how much do we have to pay?",
  ])("%s", async (question) => {
    expect(await answered(question)).toBe("unknown");
  });
});

it("counts no other programme's figures together because a word of the story names one", async () => {
  const answer = await answered("山上喘不过气,那个氧吧项目在广西几个县区做,一共多少个项目");
  expect(answer).toContain("12个县区");
  expect(answer).not.toContain("尘肺");
});

it("hears past the asker's family", async () => {
  expect(await answered("孙女放暑假没人看,儿子儿媳都在荔浦上班,工会有托班没有")).toContain("爱心托管班");
});
