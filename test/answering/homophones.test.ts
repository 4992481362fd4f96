import { describe, expect, it } from "vitest";
import { createHomophones, heardIn, misspeltPlaces, nearlyRead } from "../../src/answering/homophones.ts";

const { mended } = createHomophones([
  "培训",
  "驿站",
  "法律援助",
  "援助",
  "尘肺病",
  "疗休养",
  "心理咨询室",
  "去世",
]);

describe("a word typed by its sound", () => {
  it.each([
    ["沧源陪训了几个人", "沧源培训了几个人"],
    ["建了几个驿战", "建了几个驿站"],
    ["法律元助办了多少件", "法律援助办了多少件"],
    ["尘飞病有补助吗", "尘肺病有补助吗"],
  ])("is taken for the word of the vocabulary: %s", (typed, meant) => {
    expect(mended(typed)).toBe(meant);
  });

  it.each([
    "培训了几个人",
    // A word of its own, whatever else reads like it.
    "心理咨询师叫什么",
    "给谁送了月饼",
    "去山里援建",
    "有多少工人去实训",
  ])("is left as it is where it is a word: %s", (question) => {
    expect(mended(question)).toBe(question);
  });
});

describe("a name typed by its sound", () => {
  it("is found among what the texts hold", () => {
    expect(heardIn("罗桑旺堆", ["典型有洛桑旺堆等人"])).toBe("洛桑旺堆");
    expect(heardIn("罗桑旺堆", ["典型有罗桑旺堆等人", "洛桑旺堆"])).toBeUndefined();
    expect(heardIn("方建国", ["副主席方建明介绍"])).toBeUndefined();
  });
});

describe("a place typed by its sound", () => {
  it("is found without its 县 where places are named", () => {
    expect(misspeltPlaces("商楠快递小哥入会多少")).toEqual([
      { written: "商楠", meant: "商南", place: "商南县" },
    ]);
    expect(misspeltPlaces("商南快递小哥入会多少")).toEqual([]);
  });

  it("is one of the places reports are about, nearly alike to the eye and to the ear", () => {
    expect(nearlyRead("德欠县", ["商南县", "德钦县", "德清县"])).toBe("德钦县");
    expect(nearlyRead("商楠县", ["商南县", "商州区"])).toBe("商南县");
    expect(nearlyRead("青禾县", ["浮山县", "青川县"])).toBeUndefined();
  });
});
