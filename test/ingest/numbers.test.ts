import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { findNumbers, parseHanNumber } from "../../ingest/numbers.ts";
import { fold } from "../../ingest/script.ts";

const quantities = (text: string): string[] =>
  findNumbers(fold(text))
    .filter((number) => number.kind === "quantity")
    .map(
      ({ value, upper, unit, approximate }) =>
        `${value}${upper === undefined ? "" : `-${upper}`}${unit}${approximate ? "~" : ""}`,
    );

describe("quantities", () => {
  test.each([
    ["350.8万人次", "3508000人次"],
    ["350.8萬人次", "3508000人次"],
    ["9700余万元", "97000000元~"],
    ["1亿多元", "100000000元~"],
    ["18.09亿元", "1809000000元"],
    ["2.5万余人", "25000人~"],
    ["3000萬余元", "30000000元~"],
    ["十余家", "10家~"],
    ["近百家企业", "100家~"],
    ["1,300台", "1300台"],
    ["1,034.6万元", "10346000元"],
    ["５０名", "50人"],
    ["41.4%", "41.4%"],
    ["百分之七十", "70%"],
    ["七成职工", "70%"],
    ["一千二百三十四人", "1234人"],
    ["两百三十户", "230户"],
    ["约800万元", "8000000元~"],
    ["不少于5000人次", "5000人次~"],
    ["100人次以上", "100人次~"],
    ["5至7天", "5-7天~"],
    ["3-5人", "3-5人~"],
    ["10万至20万元", "100000-200000元~"],
    ["5至7万元", "50000-70000元~"],
    ["两个半小时", "2.5小时"],
    ["一年半", "1.5年"],
    ["3个多月", "3个月~"],
    ["5个工作日", "5工作日"],
    ["6大系统", "6个"],
    ["380万职工", "3800000人"],
    ["为 217 名", "217人"],
    ["RMB 1.91 million", "1910000元"],
    ["over 4,000 cases", "4000件~"],
    ["350 young workers", "350人"],
  ])("%s is %s", (text, expected) => {
    expect(quantities(text)).toEqual([expected]);
  });

  test("stand side by side", () => {
    expect(quantities("7地市、59县区实施131个项目")).toEqual(["7个", "59个", "131个"]);
    expect(quantities("6期200人")).toEqual(["6期", "200人"]);
    expect(quantities("300户外劳动者驿站")).toEqual([]);
  });
});

describe("what is no quantity", () => {
  test.each([
    ["第3期", "ordinal"],
    ["第二批", "ordinal"],
    ["101周年", "ordinal"],
    ["三十周年", "ordinal"],
    ["2021年9月14日", "date"],
    ["2023 年 5 月", "date"],
    ["8月11日", "date"],
    ["10:54", "date"],
    ["二〇二三年五月", "date"],
    ["029-63903870", "code"],
    ["13912345678", "code"],
    ["12号", "code"],
    ["几十人", "code"],
    ["数百名", "code"],
    ["十几名", "code"],
    ["五一劳动奖章", "code"],
    ["六一", "code"],
    ["17工区", "bare"],
    ["二十大", "bare"],
    ["12351", "bare"],
    ["三万五", "bare"],
  ])("%s is of kind %s", (text, kind) => {
    expect(findNumbers(fold(text)).map((number) => number.kind)).toEqual([kind]);
  });

  test("names that hold numbers give no quantity", () => {
    for (const name of [
      "十四五",
      "五险一金",
      "双1000",
      "一带一路",
      "三八红旗手",
      "总工发〔2023〕12号",
      "半年",
    ])
      expect(quantities(name)).toEqual([]);
  });
});

describe("a member's numbers", () => {
  test.each([
    ["三万五", 35000],
    ["3万5", 35000],
    ["一千二", 1200],
    ["一百零三", 103],
    ["两万三千", 23000],
    ["十二", 12],
    ["1300", 1300],
    ["1亿2", 120000000],
  ])("%s is %i", (text, value) => {
    expect(findNumbers(text).map((number) => number.value)).toEqual([value]);
  });

  test("Han numerals that are none give undefined", () => {
    for (const text of ["百", "五一", "三四百", "万"]) expect(parseHanNumber(text)).toBeUndefined();
  });
});

describe("findNumbers", () => {
  test("gives ordered, separate spans of its own text for any text", () => {
    const pieces = constantFrom(
      "3",
      "12",
      ",",
      ".",
      "万",
      "亿",
      "余",
      "多",
      "人",
      "元",
      "年",
      "月",
      "日",
      "第",
      "十",
      "百",
      "一",
      "至",
      "-",
      " ",
      "个",
      "%",
      "点",
      ":",
      "成",
      "a",
      "\uFFFD",
    );
    assert(
      property(
        array(pieces, { maxLength: 24 }).map((parts) => parts.join("")),
        (text) => {
          let last = 0;
          for (const { start, end, text: own, value } of findNumbers(text)) {
            expect(start).toBeGreaterThanOrEqual(last);
            expect(end).toBeGreaterThan(start);
            expect(own).toBe(text.slice(start, end));
            expect(Number.isNaN(value)).toBe(false);
            last = end;
          }
        },
      ),
    );
  });
});
