import { describe, expect, it } from "vitest";
import { understand } from "../../src/answering/understand.ts";
import { loadVocabulary } from "../../src/answering/vocabulary.ts";
import type { TalkContext } from "../../src/domain/conversation.ts";

const vocabulary = loadVocabulary(new URL("../../src/answering/vocabulary.yaml", import.meta.url));
const read = (question: string, context?: TalkContext) => understand(question, vocabulary, context);
const placesOf = (question: string): string[] => read(question).places.map(({ name }) => name);
const programmesOf = (question: string): string[] =>
  read(question).programmes.map(({ programme }) => programme.id);

describe("a question", () => {
  it.each([
    ["德钦的培训办了几期", ["德钦县"]],
    ["云南德钦县呢", ["德钦县"]],
    ["西藏和新疆的疗休养", ["西藏自治区", "新疆维吾尔自治区"]],
    ["彩虹计划里都安排了哪些活动", []],
    ["skills training in Deqin", ["德钦县"]],
    ["How many workers in Shangnan County joined?", ["商南县"]],
    ["涪陵的法律援助", ["涪陵区"]],
    ["青禾县疗休养多少人", ["青禾县"]],
  ])("names its places: %s", (question, places) => {
    expect(placesOf(question)).toEqual(places);
  });

  it.each(["母婴室在哪里", "母亲节有活动吗", "关爱金怎么领", "季度奖是多少", "毛巾厂下岗了", "管道工培训"])(
    "takes no thing for a person: %s",
    (question) => {
      expect(read(question).names).toEqual([]);
    },
  );

  it("takes a name that no dictionary has for one", () => {
    expect(read("方建明一个月工资多少").names).toEqual(["方建明"]);
  });

  it.each([
    ["家里揭不开锅了工会给不给钱", "hardship-aid"],
    ["老板不发工资", "wage-rights"],
    ["老板三个月没发工资了", "legal-aid"],
    ["欠我两万块工钱不给", "legal-aid"],
    ["娃考上大学,学费凑不齐", "education-aid"],
    ["老矿工得了尘肺有人管吗", "dust-lung"],
    ["心里憋得慌想找人聊聊", "counselling"],
    ["我是送快递的,能入工会吗", "membership"],
  ])("finds the programme behind what members say: %s", (question, programme) => {
    expect(programmesOf(question)).toContain(programme);
  });

  it("keeps the named quantities, not the ways of speaking", () => {
    expect(read("1300台制氧机值多少钱").numbers.map(({ value }) => value)).toEqual([1300]);
    expect(read("近五年一个县办了多少").numbers).toEqual([]);
    expect(read("打12351能问什么").numbers).toEqual([]);
    expect(read("欠我两万块工钱不给").numbers).toEqual([]);
  });

  it("names persons, and bodies no gazetteer knows", () => {
    expect(read("赵铁柱获得过五一劳动奖章吗").names).toEqual(["赵铁柱"]);
    expect(read("What did Liu Qiang say about recuperation?").names).toEqual(["Liu Qiang"]);
    expect(read("商南人在外打工怎么办").names).toEqual([]);
  });

  it.each([
    ["你好", "smalltalk"],
    ["谢谢!", "smalltalk"],
    ["你好我是德钦县的", "vague"],
    ["怎么炒股才能赚钱", "offtopic"],
    ["张驰副主席家住哪里", "personal"],
    ["李建军结婚了没有?", "personal"],
    ["多少钱?", "vague"],
    ["疗休养", "question"],
  ])("%s is %s", (question, kind) => {
    expect(read(question).kind).toBe(kind);
  });

  it("is answered in its own script", () => {
    expect(read("雲南的醫療互助").locale).toBe("zh-Hant");
    expect(read("云南的医疗互助").locale).toBe("zh-Hans");
    expect(read("oxygen for workers").locale).toBe("en");
    expect(understand("工友", vocabulary, undefined, "zh-Hant").locale).toBe("zh-Hant");
  });
});

describe("a follow-up", () => {
  const talk: TalkContext = { places: ["德钦县"], topic: "疗休养", question: "德钦县疗休养去了多少人" };

  it("keeps the place when it names another topic", () => {
    const next = read("那法律援助呢?", talk);
    expect(next.places.map(({ name }) => name)).toEqual(["德钦县"]);
    expect(next.programmes.map(({ programme }) => programme.id)).toContain("legal-aid");
  });

  it("keeps the topic and what was asked when it names another place", () => {
    const next = read("那商南呢?", talk);
    expect(next.places.map(({ name }) => name)).toEqual(["商南县"]);
    expect(next.programmes.map(({ programme }) => programme.id)).toContain("recuperation");
    expect(next.asks.map(({ kind }) => kind)).toEqual(["quantity"]);
  });

  it("does not carry a place into a question about every place", () => {
    expect(read("哪个县疗休养的人最多?", talk).places).toEqual([]);
  });

  it("marks what it carries over without being pointed at", () => {
    expect(read("法律援助办了多少件?", talk).inherited).toEqual({
      places: true,
      topic: false,
      bare: false,
      tentative: true,
    });
  });
});
