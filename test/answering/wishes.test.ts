// What a member wants done, who works away from home, the same asked of two places, money of a union's own; each with the
// near misses that must go on being refused: another place, another person, another deed.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAsking, told, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "lipu.txt",
        text: `荔浦市总工会2024年服务职工见闻
来源:荔浦工会网 2024-03-01
荔浦市总工会在桂林市和柳州市设立荔浦籍务工人员维权服务站。
发展特惠商户18家,凭会员服务卡,会员得到优惠60万元。
“歇脚方便得很。”在荔浦河湾公园职工驿站,环卫工何大姐告诉记者。
驿站配有微波炉和书架,为户外劳动者提供热饭、饮水、读书等服务。
2018年以来,荔浦市总工会累计投入320万元推进爱心驿站建设。
推动全市410户困难职工解困脱困。
市总工会本级投入95万元,补助职工服务阵地项目12个。
对受疫情影响的文旅企业职工开展慰问,发放慰问金2.6万元。
建设27个户外劳动者服务站。户外劳动者服务站等项目共投入880万元。
自治区总工会主席韦东升到荔浦市看望一线职工。
荔浦职业学院和荔浦市银杉制茶有限公司开展校企合作。
聘请法律顾问免费为务工人员“代言”。
爱心基金会向职工捐赠便携式血压计90台。市职工实训基地在中国移动荔浦分公司揭牌。
建设“职工书屋”6个。投入7万元,为3家单位的职工之家配备健身器材。`,
      },
      {
        name: "xinjiang.txt",
        text: `对口援疆工作情况
来源:天山日报 2023-08-19
协议签订后,各地聚焦民生援疆、智力援疆、产业援疆等重点,推动项目落地。
四川推动阿拉尔市职工活动中心建设,海南支援石河子市工匠展示馆,甘肃支援阅览室。
湖南帮助解决在湘新疆籍职工生活困难。`,
      },
    ],
  );
});
afterAll(() => asking.close());

const answered = (question: string): Promise<string> => told(asking, question);

describe("who works away from home", () => {
  it.each([
    ["我是荔浦人,在柳州打工,老板欠薪找谁说理去", "维权服务站"],
    ["在桂林打工的荔浦人没拿到工资,去哪儿讨", "维权服务站"],
    ["我是新疆来的,在湖南打工日子不好过", "新疆籍职工"],
    ["我老家是新疆的,人在湖南上班,家里揭不开锅了", "新疆籍职工"],
  ])("is answered by what there is for those from there: %s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });

  it.each([
    "我是荔浦人,在南宁打工,老板欠薪找谁说理去",
    "我是柳州人,在荔浦打工,老板欠薪找谁说理去",
    "我是湖南来的,在新疆打工日子不好过",
    "我是新疆来的,在四川打工日子不好过",
  ])("is not answered by what either place has: %s", async (question) => {
    expect(await answered(question)).toBe("unknown");
  });
});

describe("what a member wants done", () => {
  it.each([
    ["饭凉了,荔浦河湾公园那个驿站能给热热吗", "热饭"],
    ["荔浦河湾公园的驿站能喝口水吗", "饮水"],
    ["荔浦的驿站里能看书吗", "读书"],
    ["拿着会员卡在荔浦买东西便宜不", "特惠商户"],
    ["荔浦会员卡消费能打折不", "优惠"],
    ["荔浦给会员省了多少钱", "60万元"],
    ["荔浦的务工人员在外头有啥人替他们说话", "代言"],
  ])("is told: %s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });

  it.each([
    "荔浦河湾公园的驿站能洗澡吗",
    "荔浦的驿站能修手机吗",
    "荔浦的职工书屋能借书不",
    "持会员卡在荔浦吃饭打几折",
    "拿着会员卡在柳州买东西便宜不",
  ])("is not told by what else there is: %s", async (question) => {
    expect(await answered(question)).toBe("unknown");
  });
});

describe("a union's own money, and hardship left behind", () => {
  it.each([
    ["荔浦市总工会自己掏了多少钱补贴服务阵地", "95万元"],
    ["荔浦工会从哪年起花钱修驿站", "2018年"],
    ["荔浦有多少户困难职工摆脱了困境", "410户"],
    ["荔浦困难职工都摘了穷帽子没", "解困脱困"],
    ["荔浦的户外劳动者服务站修了多少座", "27个"],
    ["爱心基金会送了荔浦多少台机器", "90台"],
    ["荔浦的实训基地设在哪家单位", "中国移动"],
  ])("%s", async (question, fact) => {
    expect(await answered(question)).toContain(fact);
  });
});

describe("several places and several points", () => {
  it("tells of each place", async () => {
    const text = await answered("四川、海南在新疆支援了啥项目");
    expect(text).toContain("阿拉尔市");
    expect(text).toContain("石河子市");
  });

  it("tells what work is chiefly done, as a list", async () => {
    expect(await answered("援疆主要抓哪几个方面")).toContain("智力援疆");
  });
});

describe("English words for relief", () => {
  it("lead to the money", async () => {
    expect(await answered("relief money for tourism workers hit by the epidemic in Lipu")).toContain("2.6");
  });

  it("name the disaster that must be told of", async () => {
    expect(await answered("How much relief did the flood victims in Lipu get?")).toBe("unknown");
  });
});

describe("a name", () => {
  it("of an official is no county's report to tell", async () => {
    expect(await answered("广西壮族自治区总工会主席叫什么名字")).toBe("unknown");
  });

  it("of a partner must be the one asked about", async () => {
    expect(await answered("和银杉制茶搞校企合作的是哪所学院")).toContain("荔浦职业学院");
    expect(await answered("和中国联通搞校企合作的是哪所学院")).toBe("unknown");
  });
});
