import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Application, Staff } from "../../src/domain/application.ts";
import { draftJobs, ensureRecurring } from "../../src/applications/cases/deadlines.ts";
import { createPurge } from "../../src/applications/jobs/purge.ts";
import { AID, createWorld, type World } from "../support/cases.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

const ANSWERS = { name: "王小红", income: 18000, illness: false };
let numbers = 0;
const own = () => ({ identity: `53000019900202${String(++numbers).padStart(4, "0")}` });

describe("what happens by itself", () => {
  let held: TestStores;
  let world: World;
  let officer: Staff;
  beforeAll(async () => {
    held = await openTestStores();
    world = await createWorld(held.stores);
    officer = await world.newStaff("张初审", "school");
    await world.newStaff("李复审", "county");
  });
  afterAll(() => held.close());

  async function lying(): Promise<Application> {
    const member = await world.newMember();
    const draft = await world.draft(AID, member, { ...ANSWERS, ...own() }, ["income-proof"]);
    const jobs = draftJobs({ ...AID, id: draft.programme }, draft, {}, world.now());
    await world.stores.jobs.add(jobs, world.now().toISOString());
    return draft;
  }
  const about = async (member: string, words: string): Promise<number> =>
    (await world.heard(member)).filter((said) => said.includes(words)).length;

  it("reminds of a draft after 3 and 10 days, before its end, and deletes it after 30", async () => {
    const { id, member } = await lying();
    world.pass(2);
    await world.work();
    expect(await world.heard(member)).toEqual([]);
    world.pass(1.1);
    await world.work({ twice: true });
    expect(await about(member, "还没有发送")).toBe(1);
    world.pass(7);
    await world.work({ twice: true });
    expect(await about(member, "还没有发送")).toBe(2);
    world.pass(13);
    await world.work({ twice: true });
    expect(await about(member, "还能保留7天")).toBe(1);
    world.pass(8.1);
    await world.work({ twice: true });
    expect((await world.caseOf(id)).state).toBe("expired");
    expect(await world.stores.applications.form(id)).toBeUndefined();
    expect(await about(member, "已经全部删除")).toBe(1);
    expect((await world.stores.audit.of(`application:${id}`)).at(-1)?.action).toBe("purged");
  });

  it("waits anew when a draft is gone on with", async () => {
    const { id, member } = await lying();
    world.pass(28);
    const form = await world.formOf(id);
    const after = { ...form, answers: { ...form.answers, income: 19000 } };
    await world.stores.applications.saveForm(id, form, after, world.now().toISOString());
    world.pass(3.1);
    await world.work({ twice: true });
    expect((await world.caseOf(id)).state).toBe("draft");
    world.pass(29);
    await world.work({ twice: true });
    expect((await world.caseOf(id)).state).toBe("expired");
    expect(await about(member, "已经全部删除")).toBe(1);
  });

  it("reminds of a paper asked for, tells staff before the end, and lets the case expire", async () => {
    const member = await world.newMember();
    const one = await world.send(await world.draft(AID, member, { ...ANSWERS, ...own() }, ["income-proof"]));
    await world.work();
    await world.say(officer, `/ask ${one.number} 收入证明 再拍一张`);
    await world.work();
    expect(await about(member, "请您补收入证明")).toBe(1);
    for (let day = 0; day < 40; day++) {
      world.pass(1);
      await world.work({ twice: true });
    }
    // After 3 and 10 days, and with 5 working days and 1 left.
    expect(await about(member, "还在等您补收入证明")).toBe(4);
    expect((await world.caseOf(one.id)).state).toBe("expired");
    expect(await about(member, "到期没有收到")).toBe(1);
    expect((await world.heard(officer.id, true)).join()).toContain(
      `${one.number} 困难补助：补交材料还剩0个工作日`,
    );
  });

  it("says nothing of what came in time", async () => {
    const member = await world.newMember();
    const one = await world.send(await world.draft(AID, member, { ...ANSWERS, ...own() }, ["income-proof"]));
    await world.work();
    await world.say(officer, `/ask ${one.number} 收入证明`);
    const now = await world.caseOf(one.id);
    const { save } = await world.cases.supply(now, await world.formOf(one.id), {
      kind: "member",
      id: member,
    });
    await world.stores.transaction(save);
    await world.work();
    const before = (await world.heard(member)).length;
    world.pass(60);
    await world.work();
    expect((await world.heard(member)).length).toBe(before);
    expect((await world.caseOf(one.id)).state).toBe("in-review");
  });

  it("tells staff and those above them when a step is over its days, once", async () => {
    const chief = await world.newStaff("周主席", "county", ["administrator"]);
    const member = await world.newMember();
    const one = await world.send(await world.draft(AID, member, { ...ANSWERS, ...own() }, ["income-proof"]));
    await world.work();
    const late = async (staff: Staff): Promise<number> =>
      (await world.heard(staff.id, true)).filter(
        (said) => said.startsWith(`${one.number} `) && said.includes("超期"),
      ).length;
    for (let day = 0; day < 14; day++) {
      world.pass(1);
      await world.work({ twice: true });
    }
    expect([await late(officer), await late(chief)]).toEqual([1, 1]);
    const [status] = await world.cases.status({ member, locale: "zh-Hans" });
    expect(status?.text).toContain("已经晚了，工会正在催");
  });

  it("a year after approval lays the answers before the member once more, and purges after retention", async () => {
    const member = await world.newMember();
    const one = await world.send(await world.draft(AID, member, { ...ANSWERS, ...own() }, ["income-proof"]));
    await world.work();
    const county = (await world.stores.members.staff()).find(({ name }) => name === "李复审");
    if (county === undefined) throw new Error("no officer");
    await world.say(officer, `/forward ${one.number}`);
    await world.say(county, `/approve ${one.number}`);
    world.pass(10);
    await world.work();
    await world.say(county, `/paid ${one.number} 2000`);
    // Nobody closes it: a month after payment it is done.
    world.pass(31);
    await world.work({ twice: true });
    expect((await world.caseOf(one.id)).state).toBe("closed");

    world.pass(366);
    await world.work({ twice: true });
    const all = await world.stores.applications.ofMember(member);
    const again = all.filter(({ id }) => id !== one.id);
    expect(again.map(({ state }) => state)).toEqual(["draft"]);
    expect((await world.formOf(again[0]?.id ?? "")).answers).toMatchObject(ANSWERS);
    expect(await about(member, "再核对一次")).toBe(1);

    await ensureRecurring(world.stores, world.now());
    world.pass(3 * 366);
    await world.work({ twice: true });
    expect(await world.stores.applications.form(one.id)).toBeUndefined();
    expect((await world.caseOf(one.id)).state).toBe("closed");
    expect((await world.stores.audit.of(`application:${one.id}`)).map(({ action }) => action)).toContain(
      "purged",
    );
    // The next night is planned.
    expect(await world.stores.jobs.nextDue()).toBeDefined();
  });

  it("purges after retention, too, what is offered no more", async () => {
    const member = await world.newMember();
    const { id, number } = await world.send(
      await world.draft(AID, member, { ...ANSWERS, ...own() }, ["income-proof"]),
    );
    await world.carry(await world.cases.withdraw({ member, locale: "zh-Hans" }, number));
    const programmes = { ...world.deps.programmes, current: new Map() };
    const purge = createPurge({ ...world.deps, programmes });
    world.pass(30 * 35);
    await purge({ day: "2029-01-01" });
    expect(await world.stores.applications.form(id)).toBeDefined();
    world.pass(60);
    await purge({ day: "2029-01-01" });
    expect(await world.stores.applications.form(id)).toBeUndefined();
  });
});
