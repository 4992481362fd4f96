import { describe, expect, it } from "vitest";
import { labelOf, outlineOf } from "../../src/answering/outline.ts";

describe("the outline of a passage", () => {
  it("puts a list's items under its lead line and its heading", () => {
    const { leads, sections } = outlineOf([
      "三、申请办法",
      "请交下列材料:",
      "1.身份证;",
      "2.申请表。",
      "逾期不再受理。",
    ]);
    expect(leads).toEqual([[], [0], [1, 0], [1, 0], [0]]);
    expect(sections).toContainEqual({ lead: 1, end: 4, quoted: true });
    expect(sections).toContainEqual({ lead: 0, end: 5, quoted: false });
  });

  it("lets every question have what follows up to the next, and two in a row the same", () => {
    const { sections } = outlineOf(["卡怎么办?", "要带什么?", "答:带身份证。", "收费吗?", "答:不收。"]);
    expect(sections).toContainEqual({ lead: 0, end: 3, quoted: false });
    expect(sections).toContainEqual({ lead: 1, end: 3, quoted: false });
    expect(sections).toContainEqual({ lead: 3, end: 5, quoted: false });
  });

  it("keeps the sentences of an article together", () => {
    const { leads } = outlineOf(["第六条 申请。", "本人提出。", "第七条 本办法自下月起施行。"]);
    expect(leads).toEqual([[], [0], []]);
  });

  it.each([
    ["第八条 申请材料:身份证、出院小结", "申请材料"],
    ["二、经费。", "经费"],
    ["全年办了12期培训,每期5天。", undefined],
  ])("reads the label of: %s", (text, label) => {
    expect(labelOf(text)).toBe(label);
  });
});
