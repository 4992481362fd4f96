import { describe, expect, it } from "vitest";
import { withoutStory } from "../../src/answering/story.ts";

const topics = ["疗休养", "法律援助", "技能培训", "劳模", "驿站"];
const asked = (folded: string): string | undefined =>
  withoutStory(folded, (clause) => topics.some((topic) => clause.includes(topic)));

describe("a question without what is told of whoever asks", () => {
  it("leaves out who they are, how they are and whom they speak to", () => {
    expect(asked("开车腰都坐坏了 西藏疗休养有多少人次")).toBe("西藏疗休养有多少人次");
    expect(asked("我原来纺织厂下来的,下岗十多年咯。商南的技能培训教些啥")).toBe("商南的技能培训教些啥");
    expect(asked("您好,请教一下,云南办了多少件法律援助?谢谢")).toBe("云南办了多少件法律援助");
    expect(asked("哎 我那个中级工证考了两回才过 云南技能等级提了多少人次啊")).toBe(
      "云南技能等级提了多少人次啊",
    );
  });

  it("keeps what narrows the question, wherever it stands", () => {
    expect(asked("我听说2019年搞过,德钦那年法律援助了多少人")).toBeUndefined();
    expect(asked("我想讲讲劳模,商南有几个")).toBeUndefined();
    expect(asked("腰坏了,德钦县,疗休养,多少人")).toBe("德钦县,疗休养,多少人");
  });

  it("keeps the place where only the story names one, and what a question points back to", () => {
    expect(asked("我是德钦的,疗休养去了多少人")).toBeUndefined();
    expect(asked("俺在拉萨砌墙 听说西藏有个实训基地 它一年训多少人")).toBe(
      "听说西藏有个实训基地,它一年训多少人",
    );
  });

  it("is undefined where nothing is told, or nothing asked", () => {
    expect(asked("德钦疗休养多少人")).toBeUndefined();
    expect(asked("我腰坏了,老板也不管")).toBeUndefined();
  });
});
