import { describe, expect, it } from "vitest";
import { inScriptOf } from "../../ingest/script.ts";
import { personalMatterIn } from "../../src/conversation/personal-matter.ts";

const PERSONAL: Readonly<Record<string, readonly string[]>> = {
  illness: [
    "我爸得了尿毒症，能申请大病救助吗",
    "我得了癌症怎么办",
    "张三確診白血病了",
    "老张查出尘肺病，工会管吗",
    "我老婆住院了花了五万",
    "我是尘肺病三期",
    "my father was diagnosed with cancer, what can I get?",
    "王师傅中风偏瘫了",
    "同事小李抑郁了",
    "我女儿脑瘫",
    "我妈透析两年了",
    "本人残疾三级",
  ],
  number: [
    "我身份证53042119900101123４",
    "手机 138 0013 8000",
    "卡号6222 0202 0011 2233 445",
    "11010519491231002x",
    "老证号110105491231002",
  ],
  money: ["我家月收入2000，能申请吗", "我家欠了20万外债", "借了30万的债"],
  case: ["2026-000123 办到哪了", "我的申请批了吗"],
};

const POLICY = [
  "困难职工大病怎么帮扶",
  "我想问大病救助怎么申请",
  "德钦县慰问了多少名患病职工",
  "尘肺病职工有什么补助",
  "得了大病工会有没有补助",
  "我们县疗休养去了多少人",
  "2023年法律援助多少件",
  "职工住院医疗互助报销多少",
  "我想了解女职工两癌筛查",
  "请问得癌症的职工能申请什么",
  "工会给困难职工发了5000元吗",
  "今年慰问2000名职工，发放30万元",
  "工资拖欠了怎么办",
  "云南省总工会2022-2023年帮扶多少",
  "我单位有5000人，能建服务站吗",
  "How much hardship aid did Deqin give in 2022?",
  "is there help for workers with cancer",
];

describe("what concerns a person", () => {
  for (const [matter, texts] of Object.entries(PERSONAL)) {
    it.each(texts)(`is told as ${matter}, in both scripts: %s`, (text) => {
      expect(personalMatterIn(text)).toBe(matter);
      expect(personalMatterIn(inScriptOf("zh-Hant", text))).toBe(matter);
    });
  }

  it.each(POLICY)("is told from what everybody may ask: %s", (text) => {
    expect(personalMatterIn(text)).toBeUndefined();
    expect(personalMatterIn(inScriptOf("zh-Hant", text))).toBeUndefined();
  });
});
