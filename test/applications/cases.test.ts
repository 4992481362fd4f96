import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application, Staff } from "../../src/domain/application.ts";
import { createMembership } from "../../src/members/membership.ts";
import { AID, createWorld, TALK, type World } from "../support/cases.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

const FULL = {
  name: "王小红",
  identity: "53000019900101123X",
  income: 18000,
  illness: true,
  hospital: "县医院",
  "family.0.name": "李明",
  "family.0.identity": "530000201001011234",
};

describe("a case", () => {
  let held: TestStores;
  let world: World;
  let school: Staff;
  let second: Staff;
  let county: Staff;
  beforeAll(async () => {
    held = await openTestStores();
    world = await createWorld(held.stores);
    school = await world.newStaff("张初审", "school");
    second = await world.newStaff("赵初审", "school");
    county = await world.newStaff("李复审", "county");
  });
  afterAll(() => held.close());

  let numbers = 0;
  const own = () => ({
    identity: `53000019900101${String(++numbers).padStart(4, "0")}`,
    "family.0.identity": `53000020100101${String(numbers).padStart(4, "0")}`,
  });

  async function sent(answers = {}, papers = ["income-proof"]): Promise<Application> {
    const member = await world.newMember();
    const draft = await world.draft(AID, member, { ...FULL, ...own(), ...answers }, papers);
    const application = await world.send(draft);
    await world.work({ twice: true });
    return world.caseOf(application.id);
  }
  const officerOf = (application: Application): Staff =>
    [school, second, county].find(({ id }) => id === application.assignee) ?? school;
  const eventsOf = async ({ id }: Application): Promise<string[]> =>
    (await world.stores.applications.history(id)).map(({ event }) => event);

  async function paid(): Promise<Application> {
    const one = await sent();
    await world.say(officerOf(one), `/forward ${one.number}`);
    await world.say(county, `/approve ${one.number}`);
    world.pass(10);
    await world.work();
    await world.say(county, `/paid ${one.number} 3000`);
    await world.work();
    return world.caseOf(one.id);
  }
  /** The member says that the consent is taken back. */
  async function takeBackConsent({ id, member, programme, number }: Application): Promise<string> {
    await world.stores.members.addConsent({
      member,
      programme,
      version: 1,
      application: id,
      givenAt: world.now().toISOString(),
    });
    const membership = createMembership({ ...world.deps, ...world.cases });
    const address = { channel: "test", chat: "c" };
    const person = { address, sender: "s", member, locale: "zh-Hans" } as const;
    const { text, save } = await membership.withdrawConsent(person, number);
    if (save !== undefined) await world.stores.transaction(save);
    await world.work();
    return text;
  }

  it("goes from sending to payment, and tells the member each time, once", async () => {
    const one = await sent();
    expect(one).toMatchObject({ state: "in-review", unit: world.unitId("school"), category: "deep" });
    const { member, number = "" } = one;
    expect(await world.say(officerOf(one), `/forward ${number}`)).toContain("德钦县总工会");
    expect(await world.caseOf(one.id)).toMatchObject({ state: "in-review", step: 1, assignee: county.id });
    expect(await world.say(county, `通过 ${number}`)).toContain("公示5个工作日");
    await world.work({ twice: true });
    const during = await world.cases.status({ member, locale: "zh-Hans" });
    expect(during[0]?.text).toContain("公示中");

    world.pass(8);
    await world.work({ twice: true });
    expect((await world.caseOf(one.id)).state).toBe("approved");
    await world.say(county, `/paid ${number} 三千`);
    expect(await world.caseOf(one.id)).toMatchObject({ state: "paid", amount: 3000 });
    await world.say(county, `办结 ${number}`);
    await world.work({ twice: true });

    const told = await world.heard(member);
    expect(told.map((said) => said.split("：")[1]?.slice(0, 5))).toEqual(
      ["核对好了，", "上一步通过", "审核通过，", "已经通过。", "已发放3,", "已经办结。"].map((said) =>
        said.slice(0, 5),
      ),
    );
    expect(await eventsOf(one)).toEqual([
      "submit",
      "pass-check",
      "start-review",
      "forward",
      "start-review",
      "approve",
      "end-notice",
      "pay",
      "close",
    ]);
    expect((await world.stores.audit.verify()).kind).toBe("sound");
    expect((await world.stores.audit.of(`application:${one.id}`)).map(({ action }) => action)).toEqual([
      "submitted",
      "decided",
      "decided",
      "decided",
      "decided",
    ]);
  });

  it("is asked for exactly what is missing, and goes back where it was", async () => {
    const { hospital: _, ...answers } = FULL;
    const member = await world.newMember();
    const draft = await world.draft(AID, member, { ...answers, ...own() });
    await world.send(draft);
    await world.work({ twice: true });
    const one = await world.caseOf(draft.id);
    expect(one.request).toMatchObject({ fields: ["hospital"], papers: ["income-proof"], from: "submitted" });
    expect((await world.heard(one.member)).join()).toContain("还缺医院、收入证明");

    const form = await world.formOf(one.id);
    const file = { id: "f", name: "a.jpg", type: "image/jpeg", size: 9 };
    const after = {
      ...form,
      answers: { ...form.answers, hospital: "州医院" },
      files: { "income-proof": [file] },
    };
    const { save } = await world.cases.supply(one, after, { kind: "member", id: one.member });
    await world.stores.transaction(async (inner) => {
      await inner.applications.saveForm(one.id, form, after, world.now().toISOString());
      await save(inner);
    });
    await world.work({ twice: true });
    const again = await world.caseOf(one.id);
    expect(again.state).toBe("in-review");
    const supplied = (await world.stores.applications.history(one.id)).find(
      ({ event }) => event === "supply",
    );
    expect(supplied?.note).toBe("hospital,income-proof");
    const shown = await world.say(officerOf(again), `/case ${again.number}`);
    expect(shown).toContain("上次以后本人补充或更改了：医院、收入证明");
  });

  it("goes to the reviewer with the fewest cases", async () => {
    const load = async (): Promise<number[]> => [
      ...(await world.stores.applications.load([school.id, second.id])).values(),
    ];
    for (let times = 0; times < 3; times++) {
      const [first = 0, other = 0] = await load();
      const one = await sent();
      expect(one.assignee).toBe(first < other ? school.id : other < first ? second.id : one.assignee);
    }
    const [first = 0, other = 0] = await load();
    expect(Math.abs(first - other)).toBeLessThan(2);
  });

  it("never goes to a reviewer whose own case it is", async () => {
    const clerk = await world.newStaff("孙厂工会", "mill");
    const [account] = await world.stores.members.staffAccounts(clerk.id);
    const member = account?.member ?? "";
    const draft = await world.draft(AID, member, { ...FULL, ...own() }, ["income-proof"], "mill");
    const one = await world.send(draft);
    await world.work();
    const now = await world.caseOf(one.id);
    expect(now).toMatchObject({ unit: world.unitId("county"), assignee: county.id });
    expect(await world.say(clerk, `/approve ${now.number}`)).toContain("没有编号");
  });

  it("tells staff of a second case of the household, and the member kindly when it is their own", async () => {
    const identity = own().identity;
    const one = await sent({ identity });
    const wife = await sent({ "family.0.identity": identity });
    const officer = officerOf(wife);
    await world.work();
    expect((await world.heard(officer.id, true)).join()).toContain(`同一人或同一户还有${one.number}`);
    expect((await world.heard(wife.member)).join()).not.toContain(one.number);
    expect(await world.say(officer, `查看 ${wife.number}`)).toContain(one.number ?? "");

    const again = await world.send(
      await world.draft(AID, one.member, { ...FULL, ...own() }, ["income-proof"]),
    );
    await world.work({ twice: true });
    const heard = (await world.heard(one.member)).filter((said) => said.includes("同样的申请"));
    expect(heard).toHaveLength(1);
    expect(heard[0]).toContain(one.number);
    await world.carry(await world.cases.withdraw({ member: one.member, locale: "zh-Hans" }, again.number));
  });

  it("can be appealed once, and somebody else looks at it", async () => {
    const one = await sent();
    const { member, number = "" } = one;
    const speaker = { member, locale: "zh-Hans" } as const;
    const read = await world.say(officerOf(one), `不通过 ${number} 1 多出一百元 确认`);
    expect(read).toContain("收入高于标准");
    expect(read).toContain("可以申诉一次");
    await world.work();
    expect((await world.heard(member)).at(-1)).toContain("说明：多出一百元");
    expect((await world.cases.status(speaker))[0]?.text).toContain("收入高于标准");
    expect((await world.cases.appeal(speaker, number, "")).replies[0]?.text).toContain("理由");
    const turn = await world.cases.appeal(speaker, number, "算错了");
    expect(turn.replies[0]?.text).toContain("德钦县总工会");
    await world.carry(turn);
    await world.work();
    const now = await world.caseOf(one.id);
    expect(now).toMatchObject({ state: "in-review", unit: world.unitId("county"), assignee: county.id });
    expect((await world.heard(county.id, true)).at(-1)).toContain("说明：算错了");

    await world.say(county, `/refuse ${number} 材料不实 确认`);
    await world.work();
    const last = (await world.heard(member)).at(-1);
    expect(last).toContain("说明：材料不实");
    expect(last).not.toContain("申诉一次");
    const again = await world.cases.appeal(speaker, number, "还是不对");
    expect(again.save).toBeUndefined();
    expect(again.replies[0]?.text).toContain("已经申诉过一次");
  });

  it("is not appealed after its time", async () => {
    const one = await sent();
    await world.say(officerOf(one), `/refuse ${one.number} 2 确认`);
    world.pass(40);
    const turn = await world.cases.appeal({ member: one.member, locale: "en" }, one.number, "why");
    expect(turn.save).toBeUndefined();
    expect(turn.replies[0]?.text).toContain("ended on");
  });

  it("says in /status where every open case stands, by when, and what is missing", async () => {
    const one = await sent();
    const [reply] = await world.cases.status({ member: one.member, locale: "zh-Hans" });
    expect(reply?.text).toMatch(/^2026-\d{6} 困难补助|^2027-\d{6} 困难补助/);
    expect(reply?.text).toContain("在办：县中学工会");
    expect(reply?.text).toMatch(/单位工会初审（第1步，共2步），(预计)?\d{4}年\d+月\d+日前/);
    await world.say(officerOf(one), `退回 ${one.number} 收入证明 请补盖章，谢谢`);
    const [asked] = await world.cases.status({ member: one.member, locale: "en" });
    expect(asked?.text).toContain("Missing: income proof");
    expect(asked?.text).toContain("请补盖章，谢谢");
    expect(asked?.suggestions).toContain("Continue");
    const [none] = await world.cases.status({ member: await world.newMember(), locale: "zh-Hant" });
    expect(none?.text).toContain("還沒有申請");
  });

  it("is withdrawn only when its number is said", async () => {
    const one = await sent();
    const speaker = { member: one.member, locale: "zh-Hans" } as const;
    const ask = await world.cases.withdraw(speaker, undefined);
    expect(ask.save).toBeUndefined();
    expect(ask.replies[0]?.suggestions).toEqual([`撤回 ${one.number}`]);
    await world.carry(await world.cases.withdraw(speaker, String(Number(one.number?.split("-")[1]))));
    expect((await world.caseOf(one.id)).state).toBe("withdrawn");
    expect((await world.cases.withdraw(speaker, one.number)).replies[0]?.text).toContain("没有可以撤回");
  });

  it("refuses a change when somebody else was quicker", async () => {
    const one = await sent();
    const slow = await world.cases.withdraw({ member: one.member, locale: "zh-Hans" }, one.number);
    await world.say(officerOf(one), `/forward ${one.number}`);
    await expect(world.carry(slow)).rejects.toMatchObject({ code: "conflict", retryable: true });
  });

  it("ends when consent is taken back, and with its member", async () => {
    const one = await sent();
    const change = await world.cases.endForConsent(one, { kind: "member", id: one.member });
    await world.stores.transaction(change.save);
    await world.work();
    expect((await world.caseOf(one.id)).state).toBe("withdrawn");
    expect((await world.heard(one.member)).at(-1)).toContain("撤回了同意");
    const two = await sent();
    await world.stores.transaction(await world.cases.endCases(two.member));
    expect((await world.caseOf(two.id)).state).toBe("withdrawn");
  });

  it("keeps nothing that was filled in once consent is taken back, and everybody is told", async () => {
    const one = await sent();
    expect(one.category).toBe("deep");
    expect(await takeBackConsent(one)).toContain("已删除");
    const { category, ...rest } = await world.caseOf(one.id);
    expect(category).toBeUndefined();
    expect(rest).toMatchObject({ state: "withdrawn", number: one.number });
    expect(await world.stores.applications.form(one.id)).toBeUndefined();
    expect((await world.heard(one.member)).at(-1)).toContain("撤回了同意");
    expect((await world.heard(officerOf(one).id, true)).at(-1)).toContain("本人已撤回");
  });

  it("leaves staff told that it is gone when its member is erased, before or after it was withdrawn", async () => {
    const erase = async (member: string): Promise<void> => {
      const membership = createMembership({ ...world.deps, ...world.cases });
      const address = { channel: "test", chat: "c" };
      const { save } = await membership.erase({ address, sender: "s", member, locale: "zh-Hans" });
      await world.stores.transaction(save ?? (async () => {}));
    };
    const open = await sent();
    const taken = await sent();
    await world.carry(await world.cases.withdraw({ member: taken.member, locale: "zh-Hans" }, taken.number));
    for (const one of [open, taken]) {
      await erase(one.member);
      expect(await world.stores.applications.form(one.id)).toBeUndefined();
      const [news, ...others] = await world.stores.notices.about(one.id);
      expect(news).toMatchObject({ key: "staff.notice.withdrawn", values: {}, suggestions: [] });
      expect(others).toEqual([]);
    }
    await world.work({ twice: true });
    for (const one of [open, taken]) {
      const heard = await world.heard(officerOf(one).id, true);
      expect(heard.filter((said) => said.startsWith(`${one.number} `)).at(-1)).toBe(
        `${one.number} 困难补助：本人已撤回，不用再办。`,
      );
    }
  });

  it("is closed when consent is taken back or its member erased after it was paid", async () => {
    const one = await paid();
    expect(one.state).toBe("paid");
    await takeBackConsent(one);
    expect(await world.caseOf(one.id)).toMatchObject({ state: "closed", amount: 3000 });
    expect(await world.stores.applications.form(one.id)).toBeUndefined();
    expect((await world.heard(one.member)).at(-1)).toContain("撤回了同意");
    const two = await paid();
    await world.stores.transaction(await world.cases.endCases(two.member));
    expect((await world.caseOf(two.id)).state).toBe("closed");
    world.pass(31);
    await world.work({ twice: true });
    expect((await eventsOf(one)).filter((event) => event === "close")).toHaveLength(1);
  });

  it("closes by itself after it was paid, with its answers deleted already too", async () => {
    const one = await paid();
    await world.stores.applications.purge(one.id, world.now().toISOString());
    world.pass(31);
    await world.work({ twice: true });
    expect((await world.caseOf(one.id)).state).toBe("closed");
  });

  it("is not appealed once what was filled in is deleted", async () => {
    const one = await sent();
    await world.say(officerOf(one), `/refuse ${one.number} 2 确认`);
    const statusNow = async (): Promise<string | undefined> =>
      (await world.cases.status({ member: one.member, locale: "zh-Hans" }))[0]?.text;
    expect(await statusNow()).toContain("申诉");
    await takeBackConsent(one);
    expect(await statusNow()).toContain(one.number);
    expect(await statusNow()).not.toContain("申诉");
    const turn = await world.cases.appeal({ member: one.member, locale: "zh-Hans" }, one.number, "算错了");
    expect(turn.save).toBeUndefined();
    expect(turn.replies[0]?.text).toContain("不能申诉了");
    expect((await world.caseOf(one.id)).state).toBe("refused");
  });

  it("without steps goes to staff at once, and they are told of a member nobody can reach", async () => {
    const member = await world.newMember();
    const one = await world.send(await world.draft(TALK, member, { words: "睡不着" }));
    const [account] = await world.stores.members.accounts(member);
    await world.stores.members.setReachable("test", account?.sender ?? "", false);
    await world.work({ twice: true });
    expect((await world.caseOf(one.id)).state).toBe("approved");
    const heard = (await world.heard(school.id, true)).join("\n");
    expect(heard).toContain(`${one.number} 心理疏导：请联系本人`);
    expect(heard.match(new RegExp(`${one.number} 心理疏导：发给本人的消息送不到`, "g"))).toHaveLength(1);
    await world.say(school, `/close ${one.number} 已约周三面谈`);
    expect((await world.caseOf(one.id)).state).toBe("closed");
  });
});
