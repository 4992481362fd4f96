import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application, Staff } from "../../src/domain/application.ts";
import { exportMember } from "../../src/members/export.ts";
import { AID, createWorld, TRIP, type World } from "../support/cases.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

const ANSWERS = { name: "王小红", income: 18000, illness: false };
let numbers = 0;
const own = () => ({ identity: `5300001990030${String(++numbers).padStart(5, "0")}` });

describe("staff in chat", () => {
  let held: TestStores;
  let world: World;
  let school: Staff;
  let mill: Staff;
  let county: Staff;
  let chief: Staff;
  let editor: Staff;
  beforeAll(async () => {
    held = await openTestStores();
    world = await createWorld(held.stores);
    school = await world.newStaff("张初审", "school");
    mill = await world.newStaff("孙厂工会", "mill");
    county = await world.newStaff("李复审", "county");
    chief = await world.newStaff("周主席", "county", ["administrator"]);
    editor = await world.newStaff("吴编辑", "county", ["editor"]);
  });
  afterAll(() => held.close());

  async function sent(more = {}): Promise<Application> {
    const member = await world.newMember();
    const one = await world.send(
      await world.draft(AID, member, { ...ANSWERS, ...own(), ...more }, ["income-proof"]),
    );
    await world.work();
    return world.caseOf(one.id);
  }

  it("lists what waits, one's own first, and pages", async () => {
    for (let count = 0; count < 10; count++) await sent();
    const first = await world.review.handle(school, "zh-Hans", "待办");
    const text = first?.replies[0]?.text ?? "";
    expect(text).toContain("待办 10 件（第1页，共2页）");
    expect(text.match(/● /g)).toHaveLength(8);
    expect(first?.replies[0]?.suggestions.at(-1)).toBe("/queue 2");
    expect(await world.say(school, "/queue 2")).toContain("第2页");
    expect(await world.say(mill, "/queue")).toBe("没有待办。");
    expect(await world.say(chief, "/queue")).toContain("○ ");
    world.pass(20);
    expect(await world.say(school, "/queue", "en")).toMatch(/\d+ working days late/);
  });

  it("opens a case with labels, and writes that down; others see what is sensitive hidden", async () => {
    const { number = "", id, unit } = await sent({ identity: "53000019900101123X" });
    expect(unit).toBe(world.unitId("school"));
    const text = await world.say(school, `/case ${number}`);
    expect(text).toContain("身份证号：53000019900101123X");
    expect(text).toContain("家庭年收入：18,000元");
    expect(text).toContain("重病：否");
    expect(text).toContain("材料1：收入证明（1份）");
    const above = await world.say(county, `查看 ${number}`);
    expect(above).not.toContain("53000019900101123X");
    expect(above).toContain("已遮住");
    const opened = (await world.stores.audit.of(`application:${id}`)).filter(
      ({ action }) => action === "opened",
    );
    expect(opened.map(({ actor }) => actor.id)).toEqual([school.id, county.id]);
    expect(await world.say(school, `/paper ${number} 1`)).toContain("income-proof.jpg（2 KB）");
    expect(await world.say(county, `/paper ${number} 1`)).toContain("不能看材料");
    expect((await world.stores.audit.of(`paper:${id}:income-proof`)).length).toBe(1);
  });

  it("stays within subtree and role", async () => {
    const { number = "", id } = await sent();
    for (const words of [`/case ${number}`, `通过 ${number}`, `/refuse ${number} 1`, "/case 999"]) {
      expect(await world.say(mill, words)).toContain("没有编号");
    }
    expect(await world.say(editor, `/case ${number}`)).toContain("需要“审核”权限");
    expect(await world.say(editor, "/queue")).toContain("需要“审核”权限");
    expect(await world.say(school, "/staff list")).toContain("需要“管理”权限");
    expect((await world.caseOf(id)).revision).toBe(3);
    expect(await world.review.handle({ ...school, active: false }, "zh-Hans", "/queue")).toBeUndefined();
  });

  it("says what a case cannot do and what it can", async () => {
    const { number = "" } = await sent();
    const turn = await world.review.handle(school, "zh-Hans", `通过 ${number}`);
    expect(turn?.save).toBeUndefined();
    expect(turn?.replies[0]?.text).toContain("请用“转上级”");
    expect(turn?.replies[0]?.suggestions[0]).toBe(`/forward ${number}`);
    expect(await world.say(school, `/paid ${number} 3000`)).toContain("现在是“正在审核”，不能发放");
    expect(await world.say(school, "/approve")).toContain("请写上编号");
  });

  it("answers a refusal with the words the member reads, and suggests the next case", async () => {
    const one = await sent();
    const why = await world.review.handle(school, "zh-Hans", `/refuse ${one.number}`);
    expect(why?.save).toBeUndefined();
    expect(why?.replies[0]?.text).toContain("1. 收入高于标准");
    const before = await world.review.handle(school, "zh-Hans", `/refuse ${one.number} 2`);
    expect(before?.save).toBeUndefined();
    expect(before?.replies[0]?.text).toContain("住房超过标准");
    expect(before?.expects).toEqual({ what: "say", words: `/refuse ${one.number} 2 确认` });
    const turn = await world.review.handle(school, "zh-Hans", `/refuse ${one.number} 2 确认`);
    const text = await world.carry(turn);
    await world.work();
    const [read] = (await world.heard(one.member)).slice(-1);
    expect(text).toContain(read);
    expect(read).toContain("住房超过标准");
    expect(turn?.replies[0]?.suggestions[0]).toMatch(/^\/case 20/);
    expect(turn?.replies[0]?.suggestions[0]).not.toContain(one.number);
  });

  it("mends an answer, and the member is told which, without the value", async () => {
    const one = await sent();
    const before = (await world.formOf(one.id)).answers;
    const text = await world.say(school, `更正 ${one.number} 家庭年收入 三万二`);
    expect(text).toContain("18,000元 → 32,000元");
    expect((await world.formOf(one.id)).answers).toEqual({ ...before, income: 32000 });
    await world.work();
    const told = (await world.heard(one.member)).at(-1);
    expect(told).toContain("“家庭年收入”");
    expect(told).not.toContain("32");
    expect(await world.say(school, `/correct ${one.number} 家庭年收入 好多`)).toContain("没看懂");
    expect(await world.say(county, `/correct ${one.number} 家庭年收入 1`)).toContain("不能代为更正");
    const [line] = (await world.stores.applications.history(one.id)).filter(
      ({ event }) => event === "correct",
    );
    expect(line?.note).toBe("income");
  });

  it("asks again while more is missing, and names what it does not know", async () => {
    const one = await sent();
    expect(await world.say(school, `/ask ${one.number} 房产证`)).toContain("没认出");
    expect(await world.say(school, `/ask ${one.number} 收入`)).toContain("有几项都像");
    await world.say(school, `/ask ${one.number} 收入证明 请补盖章`);
    expect(await world.say(school, "/queue")).toContain(`1 件在等会员补材料：${one.number}`);
    await world.say(school, `/ask ${one.number} 家庭年收入`);
    expect((await world.caseOf(one.id)).request).toMatchObject({
      fields: ["income"],
      papers: ["income-proof"],
      from: "in-review",
    });
  });

  it("hands over, and takes an objection back to the last step", async () => {
    const one = await sent();
    const colleague = await world.newStaff("钱初审", "school");
    await world.say(school, `/assign ${one.number} 钱初审`);
    expect((await world.caseOf(one.id)).assignee).toBe(colleague.id);
    await world.say(colleague, `/forward ${one.number}`);
    await world.say(county, `/approve ${one.number}`);
    expect((await world.caseOf(one.id)).state).toBe("public-notice");
    await world.say(county, `/object ${one.number} 邻居说有两套房`);
    await world.work();
    expect(await world.caseOf(one.id)).toMatchObject({ state: "in-review", step: 1 });
    expect((await world.heard(one.member)).at(-1)).not.toContain("邻居");
    await world.say(county, `/approve ${one.number}`);
    world.pass(12);
    await world.work();
    expect((await world.caseOf(one.id)).state).toBe("approved");
  });

  it("keeps staff's notes with the case, in sight of staff alone, and its days as they were", async () => {
    const one = await sent();
    const number = one.number ?? "";
    const before = await world.heard(one.member);
    world.pass(1);
    expect(await world.say(school, `/note ${number}`)).toContain("请写上编号和要记的话");
    expect(await world.say(school, `/note ${number} 电话里说过两天来补`)).toContain("只有工作人员看得到");
    expect(await world.say(county, `备注 ${number} 已和单位核实`)).toContain("已记下备注");
    for (let times = 0; times < 4; times++)
      await world.say(school, `/correct ${number} 家庭年收入 ${times + 1}`);
    const shown = await world.say(school, `/case ${number}`);
    expect(shown).toContain("备注（张初审）：电话里说过两天来补");
    expect(shown).toContain("备注（李复审）：已和单位核实");
    expect(await world.say(mill, `/note ${number} 打听一下`)).toContain("没有编号");

    await world.work();
    const status = await world.cases.status({ member: one.member, locale: "zh-Hans" });
    const told = (await world.heard(one.member)).slice(before.length);
    for (const said of [...told, status[0]?.text]) expect(said).not.toMatch(/备注|核实|过两天/);
    const member = await exportMember(world.stores, one.member);
    expect(JSON.stringify(member?.applications[0]?.history)).toContain("已和单位核实");
    expect((await world.stores.audit.of(`application:${one.id}`)).map(({ action }) => action)).toContain(
      "noted",
    );

    const another = await sent();
    const { updatedAt, state } = another;
    world.pass(1);
    await world.say(school, `/note ${another.number} 等一等`);
    expect(await world.caseOf(another.id)).toMatchObject({
      updatedAt,
      state,
      revision: another.revision + 1,
    });
    await world.stores.applications.purge(another.id, world.now().toISOString());
    const notes = (await world.stores.applications.history(another.id)).map(({ note }) => note);
    expect(notes.join("")).toBe("");
  });

  it("opens batches, units and staff within the administrator's subtree", async () => {
    const added = await world.say(
      chief,
      "/batch add 疗休养 | 大理一期 | 2027-06-07 | 2027-06-11 | 2027-05-31 | 50",
    );
    expect(added).toContain("50个名额");
    expect(
      await world.say(chief, "/batch add 疗休养 大理二期 2027-06-07 2027-06-01 2027-05-31 50"),
    ).toContain("日期");
    expect(await world.say(chief, "/batch list")).toContain("大理一期");
    const [batch] = await world.stores.applications.batches(world.programmeId(TRIP), "2027-01-01");
    expect(batch).toMatchObject({ title: "大理一期", places: 50, unit: world.unitId("county") });

    expect(await world.say(chief, "/unit add 升平镇工会 基层 德钦县总工会 升平镇")).toContain(
      "升平镇工会（基层）",
    );
    const unit = (await world.stores.members.units()).find(({ name }) => name === "升平镇工会");
    expect(unit).toMatchObject({
      level: "grassroots",
      parent: world.unitId("county"),
      place: ["升平镇", "德钦", "云南"],
    });
    expect(await world.say(chief, "/unit list")).toContain("　升平镇工会（基层）");

    const code = await world.say(chief, "/staff add 和志强 升平镇工会 审核,管理员");
    expect(code).toContain("K7M3-92QX");
    const one = (await world.stores.members.staff()).find(({ name }) => name === "和志强");
    expect(one).toMatchObject({ unit: unit?.id, roles: ["reviewer", "administrator"] });
    const purpose = await world.stores.members.takeCode("K7M3-92QX", world.now().toISOString());
    expect(purpose).toEqual({ kind: "staff", staff: one?.id });
    expect(await world.say(chief, "/staff add 某人 云南省总工会")).toContain("没有叫");
    expect(await world.say(chief, "/staff remove 和志强")).toContain("已停用");
    expect(await world.say(chief, "/staff list")).not.toContain("和志强");
    expect(await world.say(chief, "/staff remove 周主席")).toContain("不能停用自己");
  });
});
