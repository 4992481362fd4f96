import { describe, expect, it } from "vitest";
import { asksOfSource } from "../../src/answering/sources.ts";

describe("what asks where the last answer comes from", () => {
  it.each([
    "谁写的",
    "这是哪天的报道",
    "什么时候的报道",
    "这篇是谁写的?",
    "哪家报纸登的",
    "这条消息是哪来的",
    "有出处吗",
    "来源呢",
    "从哪看到的",
    "哪个媒体报道的呀",
    "这数据哪年的",
    "这是什么时候发布的",
    "这文章谁发的",
    "作者是谁",
    "who published it?",
    "what's your source?",
  ])("is told apart: %s", (said) => {
    expect(asksOfSource(said)).toBe(true);
  });

  it.each([
    "什么时候的事",
    "谁去的",
    "什么时候发的",
    "谁发的",
    "补助什么时候发",
    "哪年开始的",
    "慰问金是谁发的",
    "这个班谁办的",
    "钱从哪里来的",
    "他是从哪里来的",
    "那是哪一年的事",
  ])("is not the thing told of: %s", (said) => {
    expect(asksOfSource(said)).toBe(false);
  });
});
