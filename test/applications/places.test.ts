import { randomUUID } from "node:crypto";
import { beforeAll, expect, it } from "vitest";
import type { Application, Batch } from "../../src/domain/application.ts";
import type { Programme } from "../../src/domain/programme.ts";
import { AppError } from "../../src/domain/errors.ts";
import { batchJobs } from "../../src/applications/cases/deadlines.ts";
import { COURSE, createWorld, LOT, TRIP, type World } from "../support/cases.ts";
import { describeStores } from "../support/databases.ts";

describeStores("places", (held, kind) => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld(held().stores);
  });
  // A server takes many at a time, the embedded database one.
  const beside = kind.name === "PostgreSQL" ? 12 : 4;

  async function open(programme: Programme, places: number, more: Partial<Batch> = {}): Promise<Batch> {
    const batch: Batch = {
      id: randomUUID(),
      programme: world.programmeId(programme),
      unit: world.unitId("county"),
      title: "昆明一期",
      startsOn: "2026-12-14",
      endsOn: "2026-12-18",
      applyBy: "2026-12-04",
      places,
      cancelled: false,
      ...more,
    };
    await world.stores.applications.addBatch(batch);
    await world.stores.jobs.add(batchJobs(batch), world.now().toISOString());
    return batch;
  }

  async function apply(programme: Programme, batch: Batch, more = {}): Promise<Application> {
    const member = await world.newMember();
    const answers = { batch: batch.id, name: "王", identity: randomUUID(), ...more };
    return world.send(await world.draft(programme, member, answers));
  }

  const statesOf = async (cases: readonly Application[]): Promise<string[]> => {
    const states: string[] = [];
    for (const { id } of cases) states.push((await world.caseOf(id)).state);
    return states;
  };
  const arrival = (one: Application, other: Application): number =>
    (one.submittedAt ?? "") < (other.submittedAt ?? "") ||
    (one.submittedAt === other.submittedAt && (one.number ?? "") < (other.number ?? ""))
      ? -1
      : 1;

  it("200 race for 50: the first 50 are placed, 150 wait in order; 10 withdraw, 10 move up and are told", async () => {
    const batch = await open(TRIP, 50);
    const members = await Promise.all(Array.from({ length: 200 }, () => world.newMember()));
    const drafts: Application[] = [];
    for (const member of members) {
      drafts.push(await world.draft(TRIP, member, { batch: batch.id, name: "王", identity: randomUUID() }));
    }
    const sent: Application[] = [];
    for (let from = 0; from < drafts.length; from += beside) {
      sent.push(...(await Promise.all(drafts.slice(from, from + beside).map(world.send))));
    }
    await world.work({ beside });

    const inOrder = [...sent].sort(arrival);
    expect(await world.stores.applications.placed(batch.id)).toBe(50);
    const states = await statesOf(inOrder);
    expect(states.slice(0, 50).every((state) => state === "placed")).toBe(true);
    expect(states.slice(50).every((state) => state === "waiting")).toBe(true);
    const line = await world.stores.applications.waiting(batch.id);
    expect(line).toEqual(inOrder.slice(50).map(({ id }) => id));

    const leaving = inOrder.slice(0, 50).filter((_, index) => index % 5 === 2);
    await Promise.all(
      leaving.map(async ({ member, number = "" }) =>
        world.carry(await world.cases.withdraw({ member, locale: "zh-Hans" }, number)),
      ),
    );
    await world.work({ beside });
    expect(await world.stores.applications.placed(batch.id)).toBe(50);
    expect(await world.stores.applications.waiting(batch.id)).toEqual(line.slice(10));
    for (const { id, member } of inOrder.slice(50, 60)) {
      expect((await world.caseOf(id)).state).toBe("placed");
      expect((await world.heard(member)).filter((said) => said.includes("轮到您了"))).toHaveLength(1);
    }
    const [next] = inOrder.slice(60, 61);
    const told = await world.heard(next?.member ?? "");
    expect(told.filter((said) => said.includes("轮到您了"))).toEqual([]);
    expect(told.join()).toContain("候补第11位");
    const [status] = await world.cases.status({ member: next?.member ?? "", locale: "zh-Hans" });
    expect(status?.text).toContain("候补第1位");
  }, 240_000);

  it("has the places with those sent first, however withdrawals and checks mix", async () => {
    const batch = await open(TRIP, 6);
    const drafts = await Promise.all(
      Array.from({ length: 24 }, async () =>
        world.draft(TRIP, await world.newMember(), { batch: batch.id, name: "王", identity: randomUUID() }),
      ),
    );
    const sent: Application[] = [];
    const leave = async (one: Application): Promise<void> => {
      const speaker = { member: one.member, locale: "zh-Hans" } as const;
      for (;;) {
        try {
          await world.carry(await world.cases.withdraw(speaker, one.number));
          return;
        } catch (cause) {
          if (!(cause instanceof AppError) || !cause.retryable) throw cause;
        }
      }
    };
    for (let from = 0; from < drafts.length; from += 8) {
      sent.push(...(await Promise.all(drafts.slice(from, from + 8).map(world.send))));
      const leaving = sent.filter((_, index) => index >= from && index % 3 === 1);
      await Promise.all([world.work({ beside }), ...leaving.map(leave)]);
    }
    await world.work({ beside });
    const inOrder = [...sent].sort(arrival);
    const states = await statesOf(inOrder);
    const left = states.filter((state) => state !== "withdrawn");
    expect(states.length - left.length).toBe(8);
    expect(left).toEqual([...Array(6).fill("placed"), ...Array(10).fill("waiting")]);
    expect(await world.stores.applications.waiting(batch.id)).toEqual(
      inOrder.filter((_, index) => states[index] === "waiting").map(({ id }) => id),
    );
  }, 120_000);

  it("keeps a place for one who was sent earlier and is checked later", async () => {
    const batch = await open(TRIP, 1);
    const early = await apply(TRIP, batch);
    const late = await apply(TRIP, batch);
    await world.run("check", { application: late.id });
    expect(await statesOf([early, late])).toEqual(["submitted", "waiting"]);
    await world.work();
    expect(await statesOf([early, late])).toEqual(["placed", "waiting"]);
  });

  it("gives the kept place on when the earlier one lacks something, and takes it back into line afterwards", async () => {
    const batch = await open(TRIP, 1);
    const member = await world.newMember();
    const early = await world.send(await world.draft(TRIP, member, { batch: batch.id, name: "王" }));
    const late = await apply(TRIP, batch);
    const last = await apply(TRIP, batch);
    await world.work({ twice: true });
    expect(await statesOf([early, late, last])).toEqual(["needs-more", "placed", "waiting"]);

    const now = await world.caseOf(early.id);
    const form = await world.formOf(early.id);
    const after = { ...form, answers: { ...form.answers, identity: "110105194912310021" } };
    const { save } = await world.cases.supply(now, after, { kind: "member", id: member });
    await world.stores.transaction(async (inner) => {
      await inner.applications.saveForm(early.id, form, after, world.now().toISOString());
      await save(inner);
    });
    await world.work();
    expect(await statesOf([early])).toEqual(["waiting"]);
    expect(await world.stores.applications.waiting(batch.id)).toEqual([early.id, last.id]);
  });

  it("does not take a second place in a batch for the same person", async () => {
    const batch = await open(TRIP, 5);
    const first = await apply(TRIP, batch, { identity: "530000199001011234" });
    const again = await world.send(
      await world.draft(TRIP, first.member, { batch: batch.id, name: "王", identity: "530000199001011234" }),
    );
    const other = await apply(TRIP, batch, { identity: "530000199001011234" });
    await world.work();
    expect(await statesOf([first, again, other])).toEqual(["placed", "refused", "refused"]);
    expect((await world.heard(first.member)).join()).toContain("已经报过名了");
    const told = (await world.heard(other.member)).join();
    expect(told).toContain("一人一个名额");
    expect(told).not.toContain(first.number);
  });

  it("places after review, when the course has one", async () => {
    const officer = await world.newStaff("李复审", "county");
    const batch = await open(COURSE, 1);
    const first = await apply(COURSE, batch);
    const second = await apply(COURSE, batch);
    await world.work();
    expect(await statesOf([first, second])).toEqual(["in-review", "in-review"]);
    await world.say(officer, `通过 ${second.number}`);
    await world.work();
    // The first was sent earlier and may still be approved.
    expect(await statesOf([first, second])).toEqual(["in-review", "waiting"]);
    await world.say(officer, `不通过 ${first.number} 1 确认`);
    await world.work({ twice: true });
    expect(await statesOf([first, second])).toEqual(["refused", "placed"]);
  });

  it("allots after closing, those who never went first, and tells everybody once", async () => {
    world.at("2026-12-01T02:00:00.000Z");
    const batch = await open(LOT, 2, { startsOn: "2027-01-11", endsOn: "2027-01-15", applyBy: "2026-12-20" });
    const been = await apply(LOT, batch, { been: true });
    const fresh = await apply(LOT, batch, { been: false });
    const another = await apply(LOT, batch, { been: false });
    await world.work();
    expect(await statesOf([been, fresh, another])).toEqual(["waiting", "waiting", "waiting"]);
    world.at("2026-12-21T02:00:00.000Z");
    await world.work({ twice: true });
    expect(await statesOf([been, fresh, another])).toEqual(["waiting", "placed", "placed"]);
    expect((await world.heard(been.member)).filter((said) => said.includes("候补第1位"))).toHaveLength(1);

    world.at("2027-01-11T02:00:00.000Z");
    await world.work({ twice: true });
    expect(await statesOf([been])).toEqual(["expired"]);
    expect((await world.heard(been.member)).at(-1)).toContain("没有空出名额");
    world.at("2027-01-16T02:00:00.000Z");
    await world.work();
    expect(await statesOf([fresh, another])).toEqual(["closed", "closed"]);
  });

  it("tells everybody when a batch is cancelled", async () => {
    const officer = await world.newStaff("周组织", "county");
    const title = `丽江${kind.name}`;
    const batch = await open(TRIP, 1, {
      title,
      startsOn: "2027-03-01",
      endsOn: "2027-03-05",
      applyBy: "2027-02-20",
    });
    const placed = await apply(TRIP, batch);
    const waiting = await apply(TRIP, batch);
    await world.work();
    const asked = await world.review.handle(officer, "zh-Hans", `/batch cancel ${title}`);
    expect(asked?.save).toBeUndefined();
    expect(asked?.replies[0]?.text).toContain("已定的 1 人和排队的 1 人都会收到通知");
    expect(asked?.expects).toEqual({ what: "say", words: `/batch cancel ${title} 确认` });
    expect(await statesOf([placed, waiting])).toEqual(["placed", "waiting"]);
    expect(await world.say(officer, `/batch cancel ${title} 确认`)).toContain("已取消");
    await world.work({ twice: true });
    expect(await statesOf([placed, waiting])).toEqual(["withdrawn", "expired"]);
    for (const { member } of [placed, waiting]) {
      expect((await world.heard(member)).filter((said) => said.includes("取消了"))).toHaveLength(1);
    }
  });
});
