import { describe, expect, it } from "vitest";
import { loadProgrammes, PROGRAMMES_FOLDER } from "../../src/applications/programmes.ts";
import { createProposer } from "../../src/applications/form/propose.ts";

const proposer = createProposer(loadProgrammes([PROGRAMMES_FOLDER]).current.values());

describe("a wish to apply", () => {
  it.each([
    ["我想申请困难补助", "hardship-aid"],
    ["我想申請困難補助", "hardship-aid"],
    ["申请困难职工帮扶", "hardship-aid"],
    ["想申请困难补住", "hardship-aid"],
    ["家里揭不开锅了，想申请点补助", "hardship-aid"],
    ["我想申请困难补助，可以吗？", "hardship-aid"],
    ["I want to apply for hardship aid", "hardship-aid"],
    ["apply for legal aid", "legal-aid"],
    ["I'd like to apply for legal aid", "legal-aid"],
    ["我要申请法律援助", "legal-aid"],
    ["老板不发工资，我想申请法律援助", "legal-aid"],
    ["我要讨薪", "legal-aid"],
    ["帮我申请金秋助学", "education-aid"],
    ["我想报名疗休养", "recuperation"],
    ["我想去疗养", "recuperation"],
    ["給我報名療休養", "recuperation"],
    ["sign me up for recuperation", "recuperation"],
    ["我要入会", "membership"],
    ["想加入工会", "membership"],
    ["I want to join the union", "membership"],
    ["我要办会员卡", "member-card"],
    ["会员卡丢了，想补卡", "member-card"],
    ["我要举报安全隐患", "hazard"],
    ["我想提个建议", "suggestion"],
    ["我想参加技能培训", "training"],
    ["给孩子报名暑期爱心托管", "childcare"],
    ["我想做两癌筛查", "screening"],
    ["想申请创业小额贷款", "small-loan"],
    ["我想许个愿", "micro-wish"],
    ["想报名单身联谊", "social-events"],
    ["我想申请医疗互助", "medical-mutual-aid"],
    ["我帮我妈申请困难补助", "hardship-aid"],
    ["我想找心理老师聊聊，预约心理疏导", "counselling"],
    ["继续填困难职工帮扶", "hardship-aid"],
  ])("%s → %s", (said, programme) => {
    expect(proposer.propose(said)[0]).toBe(programme);
  });

  it.each([
    "怎么报名疗休养",
    "疗休养去了多少人？",
    "困难补助要什么条件",
    "老板不发工资，谁能帮我",
    "我申请了困难补助，什么时候有结果",
    "我不想申请困难补助了",
    "how do I apply for legal aid?",
    "德钦县发了多少困难补助",
    "法律援助",
    "你好",
    "谢谢",
    "工会都做些什么",
    "我想知道疗休养的费用",
    "我想问一下法律援助怎么申请",
    "2025年培训了多少人",
    "",
  ])("%s is none", (said) => {
    expect(proposer.propose(said)).toEqual([]);
  });

  it("takes what was named outright before what is nearly named", () => {
    expect(proposer.propose("申请会员服务卡")).toEqual(["member-card"]);
    expect(proposer.propose("申请会员卡")).toEqual(["member-card"]);
  });

  it("names several when the words fit several", () => {
    expect(proposer.propose("我想申请补助").length).toBeGreaterThan(1);
  });

  it.each([
    ["老板不发工资，谁能帮我", "legal-aid"],
    ["我的工资被拖欠了三个月", "legal-aid"],
    ["my boss hasn't paid me for months", "legal-aid"],
    ["孩子考上大学交不起学费怎么办", "education-aid"],
    ["疗休养去了多少人？", "recuperation"],
    ["住院花的钱能报吗", "medical-mutual-aid"],
    ["家里太穷了有没有什么帮助", "hardship-aid"],
  ])("%s can offer %s", (said, programme) => {
    expect(proposer.about(said).slice(0, 2)).toContain(programme);
  });

  it("offers nothing for small talk", () => {
    for (const said of ["你好", "谢谢", "今天天气怎么样", "hello there"])
      expect(proposer.about(said)).toEqual([]);
  });
});

describe("the programme that a question names as its matter", () => {
  it.each([
    ["疗休养怎么报名", "recuperation"],
    ["療休養怎麼報名", "recuperation"],
    ["那困难补助怎么申请？", "hardship-aid"],
    ["申请困难补助要什么材料", "hardship-aid"],
    ["请问法律援助要花钱吗", "legal-aid"],
    ["我可以申请疗休养吗", "recuperation"],
    ["入会要什么材料", "membership"],
    ["我这种情况还能申请困难补助吗", "hardship-aid"],
    ["can I still apply for hardship aid?", "hardship-aid"],
    ["how do I apply for hardship aid?", "hardship-aid"],
    ["legal aid: what papers do I need?", "legal-aid"],
    // The name of a paper, of a trouble, of people: the form that is open is meant.
    ["要交体检报告吗", undefined],
    ["工会会员可以申请吗", undefined],
    ["我没入会能办吗", undefined],
    ["要什么材料", undefined],
    ["怎么申请", undefined],
  ])("of “%s” is %s", (question, programme) => {
    expect(proposer.subject(question)).toBe(programme);
  });
});

describe("a wish that leaves out what for", () => {
  const BEFORE = ["legal-aid"];
  it.each([
    "行，那申请吧",
    "好吧那我申请",
    "那就办吧",
    "申请这个",
    "帮我申请一下",
    "ok, let me apply",
    "apply for it please",
  ])("wants what was talked about: %s", (said) => {
    expect(proposer.propose(said, BEFORE)).toEqual(["legal-aid"]);
    expect(proposer.propose(said)).toEqual([]);
  });
  it.each(["好的", "那怎么申请", "行吗", "我申请过了", "那我不申请了", "就这样吧", "申请"])(
    "is none: %s",
    (said) => {
      expect(proposer.propose(said, BEFORE)).toEqual([]);
    },
  );
  it("names what it is for behind a word of agreement", () => {
    expect(proposer.propose("好吧那申请法律援助", ["recuperation"])).toEqual(["legal-aid"]);
    expect(proposer.propose("行，我要入会")).toEqual(["membership"]);
  });
});
