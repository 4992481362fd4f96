import { describe, expect, it } from "vitest";
import { asksWhatCounts } from "../../src/applications/form/listen-question.ts";
import { asksHowToApply, isOfApplying, topicOf } from "../../src/applications/form/topic.ts";

describe("questions about the matter itself", () => {
  it.each([
    ["要多久才能批下来？", "how-long"],
    ["什么时候到账？", "how-long"],
    ["how long does it take?", "how-long"],
    ["谁能看到我填的？", "who"],
    ["會不會公示我的名字", "who"],
    ["会告诉我们单位吗？", "who"],
    ["能拿多少钱？", "amount"],
    ["要什么材料", "papers"],
    ["what documents do I need?", "papers"],
    ["我这种情况符合吗？", "eligible"],
    ["可以不填吗？", "optional"],
    ["不同意会怎样？", "declining"],
    ["没通过怎么办？", "refused"],
    ["要不要收费？", "cost"],
    ["填错了怎么办？", "change"],
    ["交到哪里去？", "where"],
    ["提交以后呢？", "after"],
    ["尘肺病慰问怎么申请", "apply"],
    ["怎么入会", "apply"],
    ["你问这么多干嘛", "why-asked"],
    ["为什么要问这些？", "why-asked"],
    ["我怕花钱", "cost"],
    ["請不起律師", "cost"],
    ["农民工还能申请困难补助吗", "eligible"],
    ["can I still apply for hardship aid?", "eligible"],
    ["有什么好处", "benefits"],
    ["有啥能帮的", "benefits"],
    ["要交会费吗", "cost"],
    ["多少钱一个月", "cost"],
    ["村里会知道不", "who"],
    ["在哪办", "where"],
    ["我怕报了被开除", "who"],
    ["匿名行不", "who"],
    ["收费不", "cost"],
    ["没选上咋办", "refused"],
    ["没被批准的话会告诉我原因吗", "refused"],
    ["这个补助以后要还吗", "repay"],
    ["同意了以后还能撤回不", "revoking"],
    ["会不会拿我的号去贷款啊", "who"],
    ["病历要不要交", "papers"],
    ["多少以下才能领啊", "eligible"],
    ["这钱是借的吗", "repay"],
    ["金秋助学截止到哪天", "deadline"],
    ["心理咨询要不要写真名", "who"],
    ["我在这说的话我们厂领导看得到不", "who"],
    ["我填错了东西能删掉不", "change"],
    ["我想替我爸申请行不行他不识字", "for-other"],
    ["送外卖的能入工会吗", "eligible"],
    ["你觉得我能批吗", "eligible"],
    ["孩子考上的是大专算吗", "eligible"],
    ["我帮他申请行不", "for-other"],
    ["可以替我爸办吗", "for-other"],
    ["can i apply for my father?", "for-other"],
    ["需要村里开证明吗", "papers"],
    ["一年给多少", "amount"],
    ["丢了咋补", "apply"],
    ["困难补助咋个整", "apply"],
    ["學費啷個辦", "apply"],
    ["欠薪点算", "apply"],
  ])("takes %s for one about %s", (said, topic) => {
    expect(topicOf(said)).toBe(topic);
  });

  it.each([
    "云南疗休养去了多少人？",
    "去年帮扶了多少户？",
    "德钦县技能培训办了几期？",
    "三万五",
    "没有",
    "你是机器人吗",
    "今年的法律援助办了多少件？",
  ])("leaves %s to the reports or to the form", (said) => {
    expect(topicOf(said)).toBeUndefined();
  });

  it.each([
    "需要什么材料",
    "多久能批下来",
    "能补多少",
    "怎么申请",
    "没通过怎么办",
    "who can apply?",
    "在哪办",
    "能给多少",
  ])("takes %s for what only an application has", (said) => {
    expect(isOfApplying(said)).toBe(true);
  });

  it.each(["花了多少钱", "学多久", "驿站在哪里", "办了几期", "免费吗"])(
    "leaves %s to the reports, which may tell",
    (said) => {
      expect(isOfApplying(said)).toBe(false);
    },
  );

  it.each(["怎么申请", "请问怎么报名？", "在哪办", "申请流程", "How can I apply?"])(
    "hears in %s that it is not said what for",
    (said) => {
      expect(asksHowToApply(said)).toBe(true);
    },
  );

  it.each(["疗休养怎么报名", "怎么领独生子女费", "怎么办"])("hears no such thing in %s", (said) => {
    expect(asksHowToApply(said)).toBe(false);
  });
});

describe("a question of what belongs to the answer", () => {
  const asked = ["我没有单位怎么填", "寫戶籍的還是現在住的"];
  const counted = ["是算我一个还是全家的", "离了婚 孩子跟我住 咋算", "住校的女儿算不算进去"];
  const told = ["老板说加班按基本工资算还是少给", "夜班补贴不知道怎么算", "吊篮按老办法装，还是松的"];

  it("is heard where a number or a choice is asked", () => {
    expect([...asked, ...counted].filter((said) => asksWhatCounts(said, false))).toEqual([
      ...asked,
      ...counted,
    ]);
  });

  it("is no story that a free text takes", () => {
    expect([...asked, ...counted, ...told].filter((said) => asksWhatCounts(said, true))).toEqual(asked);
  });
});
