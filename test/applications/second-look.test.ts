import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Application, Staff } from "../../src/domain/application.ts";
import { AID, createWorld, type World } from "../support/cases.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

const ANSWERS = { name: "王小红", income: 18000, illness: false };
let numbers = 0;
const own = () => ({ identity: `5300001990050${String(++numbers).padStart(5, "0")}` });

let held: TestStores;
let world: World;
// A database for each: one world does not know the programmes of another, whose jobs it would run.
beforeEach(async () => {
  held = await openTestStores();
  world = await createWorld(held.stores);
});
afterEach(() => held.close());

async function sent(home = "county", more = {}): Promise<Application> {
  const member = await world.newMember();
  const one = await world.send(
    await world.draft(AID, member, { ...ANSWERS, ...own(), ...more }, ["income-proof"], home),
  );
  await world.work();
  return world.caseOf(one.id);
}

const appealed = async ({ member, number = "" }: Application): Promise<string> => {
  const turn = await world.cases.appeal({ member, locale: "zh-Hans" }, number, "算错了");
  const text = await world.carry(turn);
  await world.work();
  return text;
};

describe("an appeal", () => {
  it("is not decided by whoever refused while there is another reviewer", async () => {
    const officers = [await world.newStaff("李审核", "county"), await world.newStaff("钱审核", "county")];
    const one = await sent();
    const { number = "", member } = one;
    const [refuser, other] = officers.toSorted((a) => (a.id === one.assignee ? -1 : 1)) as [Staff, Staff];
    expect(await world.say(refuser, `/refuse ${number} 1 确认`)).toContain("另一位工作人员重新看");
    expect(await appealed(one)).toContain("由另外的工作人员来看");
    expect((await world.caseOf(one.id)).assignee).toBe(other.id);

    for (const words of [
      "/refuse",
      "/refuse 1 确认",
      "/forward",
      "/approve",
      "/ask 照片",
      "/correct 家庭年收入 1",
    ]) {
      const [command = "", ...rest] = words.split(" ");
      const said = await world.say(refuser, [command, number, ...rest].join(" "));
      expect(said, words).toContain(`要由另一位同志重新审核：德钦县总工会的${other.name}`);
    }
    expect(await world.say(refuser, `/note ${number} 当时看的是旧证明`)).toContain("已记下备注");
    expect(await world.say(refuser, "/queue")).not.toContain(number);
    expect(await world.say(refuser, `/case ${number}`)).toContain(`由${other.name}重新审核`);
    // Nor is it handed back.
    expect(await world.say(other, `/assign ${number} ${refuser.name}`)).toContain("交给谁");
    expect((await world.caseOf(one.id)).assignee).toBe(other.id);

    const again = await world.cases.appeal({ member, locale: "zh-Hans" }, undefined, "");
    expect(again.replies[0]?.text).toContain("已经申诉过了，正由德钦县总工会重新审核");
    expect(again.replies[0]?.text).toContain("12351");
    const named = await world.cases.appeal({ member, locale: "zh-Hans" }, number, "再看看");
    expect(named.save).toBeUndefined();
    expect(named.replies[0]?.text).toContain("已经申诉过了");

    await world.say(other, `/forward ${number}`);
    expect((await world.caseOf(one.id)).assignee).toBe(other.id);
    await world.say(other, `/refuse ${number} 2 确认`);
    await world.work();
    const last = (await world.heard(member)).at(-1);
    expect(last).toContain("这是最后的结果");
    expect(last).toContain("12351");
  });

  it("promises nobody else where there is one reviewer, who is told whose refusal it is", async () => {
    const only = await world.newStaff("李审核", "county");
    await world.newStaff("周主席", "county", ["administrator"]);
    const one = await sent();
    const { number = "" } = one;
    const read = await world.say(only, `/refuse ${number} 1 确认`);
    expect(read).toContain("工会重新看一遍");
    expect(read).not.toContain("另一位");
    const said = await appealed(one);
    expect(said).toContain("只有一位审核人员");
    expect(said).not.toContain("另外");
    expect(await world.caseOf(one.id)).toMatchObject({ unit: world.unitId("county"), assignee: only.id });
    expect((await world.heard(only.id, true)).at(-1)).toContain("上次是您不通过的");
    expect(await world.say(only, "/queue")).toContain(number);
    expect(await world.say(only, `/case ${number}`)).toContain("没有别的审核人员");
    await world.say(only, `/forward ${number}`);
    await world.say(only, `/approve ${number}`);
    expect((await world.caseOf(one.id)).state).toBe("public-notice");
  });

  it("goes up to whoever decides there, though it is an administrator, and tells nobody else", async () => {
    const clerk = await world.newStaff("李审核", "school");
    const chief = await world.newStaff("周主席", "county", ["administrator"]);
    const one = await sent("school");
    const { number = "" } = one;
    expect(await world.say(clerk, `/refuse ${number} 1 确认`)).toContain("另一位工作人员重新看");
    expect(await appealed(one)).toContain("交给德钦县总工会重新审核，由另外的工作人员来看");
    expect((await world.heard(chief.id, true)).at(-1)).toContain("本人提出申诉，请重新审核");
    expect((await world.heard(clerk.id, true)).join()).not.toContain("申诉");
  });

  it("without anything refused names the hotline", async () => {
    const member = await world.newMember();
    const none = await world.cases.appeal({ member, locale: "zh-Hans" }, undefined, "");
    expect(none.replies[0]?.text).toContain("不用申诉");
    expect(none.replies[0]?.text).toContain("12351");
  });
});

describe("passing a case on where no unit of the next level exists", () => {
  beforeEach(() => {
    const id = world.programmeId(AID);
    const above = {
      id: "third",
      title: { "zh-Hans": "全国总工会审定", en: "decision" },
      level: "nation",
      days: 10,
    };
    world.deps.programmes.current.set(id, { ...AID, id, steps: [...AID.steps, above] } as typeof AID);
  });

  it("calls the step by nobody's level, and tells the officer that there is none", async () => {
    const officer = await world.newStaff("李审核", "province");
    const one = await sent("province");
    const { number = "", member } = one;
    const here = await world.say(officer, `/forward ${number}`);
    expect(here).toContain("下一步“县总工会复审”仍由云南省总工会办，现在在李审核手里");
    const done = await world.say(officer, `/forward ${number}`);
    expect(done).toContain("上面没有全国工会，下一步仍由云南省总工会复核，现在在李审核手里");
    await world.work();
    const read = (await world.heard(member)).at(-1) ?? "";
    expect(read).toContain("接着由云南省总工会复核");
    expect(done).toContain(read);
    const [status] = await world.cases.status({ member, locale: "zh-Hans" });
    expect(status?.text).toContain("接下来：复核（第3步，共3步）");
    const shown = await world.say(officer, `/case ${number}`);
    expect(shown).toContain("（复核，第3步，共3步）");
    world.pass(40);
    await world.work();
    const late = (await world.heard(officer.id, true)).at(-1);
    expect(late).toContain("：复核本应在");
    for (const words of [read, done, status?.text, shown, late])
      expect(words).not.toContain("全国总工会审定");
  });

  it("goes to a colleague of the same unit, if there is one", async () => {
    const officers = [await world.newStaff("李审核", "province"), await world.newStaff("钱审核", "province")];
    const cases = [await sent("province"), await sent("province"), await sent("province")];
    // The one with fewer cases would get it again by the load alone.
    const of = (id: string) => cases.filter(({ assignee }) => assignee === id);
    const [first, other] = officers.toSorted((a, b) => of(a.id).length - of(b.id).length);
    const [one] = of(first?.id ?? "");
    if (first === undefined || one === undefined) throw new Error("nobody has it");
    await world.say(first, `/forward ${one.number}`);
    expect((await world.caseOf(one.id)).assignee).toBe(other?.id);
  });
});

describe("the day a member is told", () => {
  it("is that of the step, with what follows and how long that takes at most", async () => {
    const officer = await world.newStaff("李审核", "province");
    const one = await sent("province");
    const first = (await world.heard(one.member)).at(-1);
    expect(first).toMatch(
      /这一步预计\d{4}年\d+月\d+日前办完。后面还有1步审核，再公示5个工作日，顺利的话全部办完最多约20个工作日。/,
    );
    expect(first).not.toContain("有结果");
    await world.say(officer, `/forward ${one.number}`);
    await world.work();
    expect((await world.heard(one.member)).at(-1)).toMatch(
      /办完。后面还有公示5个工作日，顺利的话全部办完最多约15个工作日。/,
    );
  });
});

describe("who is no reviewer", () => {
  it("reads a case of their own unit masked, opens no paper and mends nothing", async () => {
    await world.newStaff("李审核", "county");
    const chief = await world.newStaff("周主席", "county", ["administrator"]);
    const { number = "", unit } = await sent("county", { identity: "53000019900101123X" });
    expect(unit).toBe(chief.unit);
    const turn = await world.review.handle(chief, "zh-Hans", `/case ${number}`);
    const text = turn?.replies[0]?.text ?? "";
    expect(text).toContain("姓名：王小红");
    expect(text).not.toContain("53000019900101123X");
    expect(text).toContain("没有“审核”权限");
    expect(turn?.replies[0]?.suggestions.join()).not.toContain("/paper");
    expect(await world.say(chief, `/paper ${number} 1`)).toContain("需要“审核”权限");
    expect(await world.say(chief, `/correct ${number} 身份证号 53000019900101123X`)).toContain(
      "需要“审核”权限",
    );
  });
});

describe("what officers read", () => {
  let officer: Staff;
  beforeEach(async () => {
    officer = await world.newStaff("李审核", "county");
  });

  it("is written for officers, where the member is waited for", async () => {
    const { number = "", member } = await sent();
    await world.say(officer, `/ask ${number} 收入证明`);
    const shown = await world.say(officer, `/case ${number}`);
    expect(shown).toContain("现在：等会员补材料");
    expect(await world.say(officer, `/approve ${number}`)).toContain("现在是“等会员补材料”，不能通过");
    expect((await world.cases.status({ member, locale: "zh-Hans" }))[0]?.text).toContain("等您补材料");
    await world.work();
    expect((await world.heard(member)).at(-1)).toContain("现在等您补，补齐提交了才往下审");
  });

  it("names the next level up by its command", async () => {
    const { number = "" } = await sent();
    expect(await world.say(officer, `/approve ${number}`)).toContain("后面还有上级要审核，请用“转上级”");
  });

  it("keeps each person of a family on a line", async () => {
    const { number = "" } = await sent("county", {
      "family.0.name": "王大力",
      "family.1.name": "李秀兰",
      "family.0.identity": "530000195001011231",
      "family.1.identity": "530000195201011232",
    });
    const shown = await world.say(officer, `/case ${number}`);
    expect(shown).toContain(
      "家庭成员1：王大力，身份证号 530000195001011231\n家庭成员2：李秀兰，身份证号 530000195201011232",
    );
  });

  it("numbers papers as the programme does, whichever came first", async () => {
    const one = await sent();
    const form = await world.formOf(one.id);
    const photo = { id: "p", name: "photo.jpg", type: "image/jpeg", size: 9 };
    const proof = { id: "q", name: "proof.jpg", type: "image/jpeg", size: 9 };
    const at = world.now().toISOString();
    const only = { ...form, files: { photo: [photo] } };
    await world.stores.applications.saveForm(one.id, form, only, at);
    expect(await world.say(officer, `/case ${one.number}`)).toContain("材料2：照片（1份）");
    const both = { ...form, files: { photo: [photo], "income-proof": [proof] } };
    await world.stores.applications.saveForm(one.id, only, both, at);
    expect(await world.say(officer, `/paper ${one.number} 2`)).toContain("照片\nphoto.jpg");
    expect(await world.say(officer, `/paper ${one.number} 1`)).toContain("收入证明\nproof.jpg");
  });
});

describe("what was asked for", () => {
  it("keeps each note with the paper it is for", async () => {
    const officer = await world.newStaff("李审核", "county");
    const one = await sent();
    await world.say(officer, `/ask ${one.number} 照片 要正面的`);
    await world.say(officer, `/ask ${one.number} 收入证明 请补盖章`);
    await world.say(officer, `/ask ${one.number} 重病 写清楚`);
    expect((await world.caseOf(one.id)).request?.note).toBe(
      "照片：要正面的；收入证明：请补盖章；重病：写清楚",
    );
  });

  it("is told as received once it came, though it is not handed in", async () => {
    const officer = await world.newStaff("李审核", "county");
    const one = await sent();
    const { member } = one;
    await world.say(officer, `/ask ${one.number} 照片、收入证明`);
    const form = await world.formOf(one.id);
    const asked = { ...form.position, stage: "files", only: ["photo", "income-proof"] } as const;
    const some = { ...form, position: { ...asked, supplied: ["photo"] } };
    const at = world.now().toISOString();
    await world.stores.applications.saveForm(one.id, form, some, at);
    const [first] = await world.cases.status({ member, locale: "zh-Hans" });
    expect(first?.text).toContain("已收到：照片，还没有交上去");
    expect(first?.text).toContain("还缺：收入证明。");
    const all = { ...form, position: { ...asked, supplied: ["photo", "income-proof"] } };
    await world.stores.applications.saveForm(one.id, some, all, at);
    const [second] = await world.cases.status({ member, locale: "zh-Hans" });
    expect(second?.text).toContain("已收到：照片、收入证明");
    expect(second?.text).toContain("“提交”");
    expect(second?.text).not.toContain("还缺");
  });
});
