import { describe, expect, it } from "vitest";
import { meantBy } from "../../src/applications/cases/labels.ts";
import { parseStaffCommand, splitAsked } from "../../src/applications/review/words.ts";
import { AID } from "../support/cases.ts";

describe("words of staff", () => {
  it.each([
    ["/approve 123", "approve", "123", ""],
    ["通过 123", "approve", "123", ""],
    ["通過123", "approve", "123", ""],
    ["不通过 2026-000123 收入高", "refuse", "2026-000123", "收入高"],
    ["驳回#12：家里有车", "refuse", "12", "家里有车"],
    ["退回 123 收入证明 请补盖章", "ask", "123", "收入证明 请补盖章"],
    ["/ASK 12 income proof", "ask", "12", "income proof"],
    ["查看12", "case", "12", ""],
    ["材料 12 2", "paper", "12", "2"],
    ["已发放 12 3000元", "paid", "12", "3000元"],
    ["转给 12 张三", "assign", "12", "张三"],
    ["異議 12 有房", "object", "12", "有房"],
    ["备注 12：已核实", "note", "12", "已核实"],
    ["/note 12 called", "note", "12", "called"],
  ])("%s", (text, command, number, rest) => {
    expect(parseStaffCommand(text)).toEqual({ kind: "about", command, number, rest });
  });

  it.each([
    ["待办", { kind: "queue", page: 1 }],
    ["待辦 2", { kind: "queue", page: 2 }],
    ["/queue 3", { kind: "queue", page: 3 }],
    ["/approve", { kind: "usage", command: "approve" }],
    ["/staff add 张三", { kind: "office", command: "staff", rest: "add 张三" }],
    ["批次 list", { kind: "office", command: "batch", rest: "list" }],
    ["/helpstaff", { kind: "help" }],
  ])("%s stands alone", (text, command) => {
    expect(parseStaffCommand(text)).toEqual(command);
  });

  it.each([
    "通过率是多少",
    "同意",
    "材料有哪些",
    "单位怎么缴费",
    "/status",
    "/apply",
    "我想申请困难补助",
    "123",
  ])("leaves %s to the talk", (text) => {
    expect(parseStaffCommand(text)).toBeUndefined();
  });

  const names = (words: string): readonly string[] =>
    meantBy(AID, { "family.0.identity": "1", "family.1.identity": "2" }, words);
  it.each([
    ["收入证明 请补盖章，谢谢", ["income-proof"], "请补盖章，谢谢"],
    ["收入证明、家庭年收入：去年的", ["income-proof", "income"], "去年的"],
    ["工资条", ["income-proof"], ""],
    ["收入證明，照片 拍清楚些", ["income-proof", "photo"], "拍清楚些"],
    ["家庭成员2身份证号", ["family.1.identity"], ""],
    ["Income Proof, photo please take it again", ["income-proof", "photo"], "please take it again"],
    ["房产证", [], ""],
  ])("asks for what %s names", (rest, paths, note) => {
    expect(splitAsked(rest, names)).toEqual({ paths, unclear: [], note });
  });

  it("takes a label before another's other name", () => {
    const card = {
      ...AID.papers[0],
      id: "identity-card",
      label: { "zh-Hans": "身份证", en: "identity card" },
    };
    const fields = AID.fields.map((one) => (one.id === "identity" ? { ...one, also: ["身份证"] } : one));
    const programme = { ...AID, fields, papers: [...AID.papers, { optional: false, also: [], ...card }] };
    expect(meantBy(programme, {}, "身份证")).toEqual(["identity-card"]);
    expect(meantBy(programme, {}, "身份证号")).toEqual(["identity"]);
  });

  it("knows when words fit several", () => {
    expect([...splitAsked("收入", names).unclear].sort()).toEqual(["income", "income-proof"]);
  });
});
