import { describe, expect, it } from "vitest";
import { codesIn } from "../../src/domain/group.ts";

describe("one-time codes in a sentence", () => {
  it.each([
    ["W9CZ-C6TB", ["W9CZ-C6TB"]],
    ["我的验证码是 W9CZ-C6TB，怎么用", ["W9CZ-C6TB"]],
    ["验证码w9czc6tb怎么填", ["W9CZ-C6TB"]],
    ["/link W9CZ-C6TB", ["W9CZ-C6TB"]],
    ["Ｗ９ＣＺ－Ｃ６ＴＢ", ["W9CZ-C6TB"]],
    ["W9CZ — C6TB。", ["W9CZ-C6TB"]],
    ["W9CZ-C6TB 和 K7M3-92QX，W9CZ-C6TB", ["W9CZ-C6TB", "K7M3-92QX"]],
  ])("are found wherever they stand: %s", (words, codes) => {
    expect(codesIn(words)).toEqual(codes);
  });

  it.each([
    "2023-4567",
    "HELP-DESK",
    "有 2222 人和 3333 人",
    "W9CZ-C6T",
    "XW9CZ-C6TB",
    "W9CZ-C6TB7",
    "2026-000123",
    "How much did they pay in 2023?",
    "gave 2345 yuan",
    "/start p_W9CZC6TB",
  ])("are told from other words: %s", (words) => {
    expect(codesIn(words)).toEqual([]);
  });
});
