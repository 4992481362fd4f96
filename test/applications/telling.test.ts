import { describe, expect, it } from "vitest";
import { isJoke, isTold, tellsTrouble } from "../../src/applications/form/telling.ts";

describe("a trouble that is told", () => {
  it.each([
    "工资三个月没发了",
    "老闆拖著不給我們工錢",
    "被公司辞退了",
    "刚生完孩子单位让我走人",
    "送外卖摔断腿了",
    "领导骂我",
    "我得了尿毒症",
    "孩子发高烧住院了",
    "我爸走了",
    "房子被水淹了",
    "欠了好多债",
    "交不起房租",
    "没地方住",
    "天天加班到半夜",
    "热得受不了",
    "睡不着，天天做噩梦",
    "my boss hasn't paid me",
    "I lost my job",
  ])("is heard: %s", (words) => expect(tellsTrouble(words)).toBe(true));

  it.each([
    "被辞退了怎么办？",
    "去年帮扶了多少困难职工",
    "2023年慰问住院职工",
    "商南县劳模占比",
    "疗休养",
    "法律援助",
    "3口人",
    "我要申请困难补助",
    "同意",
    "不想填了",
    "我在送外卖",
    "我叫张伟",
    `我在厂里干了十年，${"每天都是早出晚归，".repeat(6)}后来受伤了`,
  ])("is not taken for one: %s", (words) => expect(tellsTrouble(words)).toBe(false));
});

describe("what is told", () => {
  it("is more than a word, and asks nothing", () => {
    expect(["我在楼顶，风好大", "快来人嘛救救孩子", "my friend is not moving"].filter(isTold)).toHaveLength(
      3,
    );
    expect(["疗休养", "怎么申请困难补助", "你们会不会告诉单位", "legal aid", "3口人"].filter(isTold)).toEqual(
      [],
    );
  });
  it("may be a joke", () => {
    expect(
      ["累死我了哈哈", "笑死", "so tired lol", "开玩笑的啦", "社死了 开会忘关麦"].filter(isJoke),
    ).toHaveLength(5);
    expect(["我快撑不下去了", "心累"].filter(isJoke)).toEqual([]);
  });
});
