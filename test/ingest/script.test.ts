// Folding is OpenCC's conversion done by tables; it must give what OpenCC gives.
import * as OpenCC from "opencc-js";
import { describe, expect, it } from "vitest";
import { fold, toSimplified } from "../../ingest/script.ts";
import { countyReports } from "../support/county-reports.ts";

const simplify: (text: string) => string = OpenCC.Converter({ from: "t", to: "cn" });

/** OpenCC's own, one by one where it would change the length. */
function expected(text: string): string {
  const whole = simplify(text);
  if (whole.length === text.length) return whole;
  return Array.from(text, (one) => (simplify(one).length === one.length ? simplify(one) : one)).join("");
}

describe("simplifying", () => {
  it("gives what OpenCC gives for every character", () => {
    const wrong: string[] = [];
    for (let code = 0; code < 0x30000; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      if (toSimplified(character) !== expected(character)) wrong.push(character);
    }
    expect(wrong).toEqual([]);
  });

  it("gives what OpenCC gives for words that depend on their neighbours, and for whole reports", () => {
    const words = [
      "乾坤",
      "乾燥",
      "一目瞭然",
      "不瞭解",
      "著名",
      "看著",
      "皇后",
      "以後",
      "海碗麵",
      "𡞱",
      "餘杭",
      "剩餘",
    ];
    for (const one of words) {
      for (const text of [one, `不${one}乾`, `${one}${one}`, `職工${one}，`]) {
        expect(toSimplified(text)).toBe(expected(text));
      }
    }
    for (const { text } of countyReports(60, 11)) expect(toSimplified(text)).toBe(expected(text));
  });
});

describe("folding", () => {
  it("makes full width half, and capitals small, and keeps the length", () => {
    expect(fold("ＡＢＣ：１２３　Union｜職工！")).toBe("abc:123 union|职工!");
    expect(fold("\ud800職")).toBe("\ud800职");
    for (const { text } of countyReports(20, 12)) expect(fold(text).length).toBe(text.length);
  });

  it("gives the same text back where there is nothing to fold", () => {
    expect(fold("不大职工,一坏")).toBe(toSimplified("不大职工,一坏"));
    expect(fold("全区职工参加培训。")).toBe("全区职工参加培训。");
  });
});
