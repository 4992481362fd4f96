import { describe, expect, it } from "vitest";
import { asksForDetail, asksForMore } from "../../src/answering/more.ts";

describe("what asks for more", () => {
  it.each([
    "还有吗",
    "还有别的吗?",
    "还有啥",
    "还有什么",
    "那还有没有",
    "其他的呢",
    "别的还有吗",
    "再举几个例子",
    "就这些吗",
    "what else?",
    "anything else",
    "more",
  ])("is heard: %s", (said) => {
    expect([asksForMore(said), asksForDetail(said)]).toEqual([true, false]);
  });

  it.each([
    "具体点",
    "说详细些",
    "再讲讲",
    "能说清楚点吗",
    "展开说说",
    "详细情况呢",
    "tell me more",
    "具体呢",
  ])("at greater length: %s", (said) => {
    expect([asksForMore(said), asksForDetail(said)]).toEqual([false, true]);
  });

  it.each([
    "还有哪些县办了",
    "还有技能培训呢",
    "其他县呢",
    "具体投了多少钱",
    "说说德钦的法律援助",
    "就这个月的",
    "还有多少名额",
    "更多的人去了哪",
  ])("is not heard in what asks by itself: %s", (said) => {
    expect([asksForMore(said), asksForDetail(said)]).toEqual([false, false]);
  });
});
