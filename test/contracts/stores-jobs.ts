// What every outbox must do: jobs written with the change that causes them, each held by one worker at a time.
import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { NewJob } from "../../src/domain/job.ts";
import type { ClaimedJob } from "../../src/domain/job.ts";
import type { JobStore } from "../../src/stores/job-store.ts";
import type { Held } from "../support/databases.ts";
import { AT, later } from "./stores-samples.ts";

const check = (more: Partial<NewJob> = {}): NewJob =>
  ({ name: "check", payload: { application: randomUUID() }, ...more }) as NewJob;

export function jobStoreContract(held: () => Held): void {
  const store = (): JobStore => held().stores.jobs;
  beforeEach(() => held().database.query(`delete from outbox`));

  async function claimed(at = AT, until = later(1)): Promise<ClaimedJob> {
    const [due] = await store().due(at, 1);
    const job = due === undefined ? undefined : await store().claim(due.id, at, until);
    if (job === undefined) throw new Error("nothing to claim");
    return job;
  }

  it("gives out what is due, oldest first, and no more than asked for", async () => {
    const [one, two, future] = [check(), check(), check({ runAt: later(10) })];
    await store().add([one, two], AT);
    await store().add([future], AT);
    await store().add([], AT);
    expect((await store().due(AT, 10)).map(({ name }) => name)).toEqual(["check", "check"]);
    expect(await store().due(AT, 1)).toHaveLength(1);
    expect(await store().due(later(10), 10)).toHaveLength(3);
    const job = await claimed();
    expect(job).toMatchObject({ name: "check", payload: one.payload, attempt: 1 });
    expect(await store().counts()).toEqual({ waiting: 2, running: 1, failed: 0 });
    expect(await store().nextDue()).toBe(AT);
  });

  it("is written with its change or not at all", async () => {
    const failing = held().stores.transaction(async ({ jobs }) => {
      await jobs.add([check()], AT);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await store().due(AT, 10)).toEqual([]);
    expect(await store().nextDue()).toBeUndefined();
  });

  it("gives a row to one of many that claim it", async () => {
    await store().add([check()], AT);
    const [due] = await store().due(AT, 1);
    const claims = await Promise.all(
      Array.from({ length: 10 }, () => store().claim(due?.id ?? "", AT, later(1))),
    );
    expect(claims.filter((one) => one !== undefined)).toHaveLength(1);
    expect(await store().due(AT, 10)).toEqual([]);
    expect(await store().claim("no such row", AT, later(1))).toBeUndefined();
  });

  it("gives it to another once the claim has run out, and takes nothing more from the first", async () => {
    await store().add([check()], AT);
    const lost = await claimed(AT, later(1));
    const own = await claimed(later(1), later(2));
    expect(own).toMatchObject({ id: lost.id, attempt: 2 });
    expect(await store().finish(lost, later(1))).toBe(false);
    expect(await store().extend(lost, later(9))).toBe(false);
    expect(await store().release(lost, "internal", AT)).toBe(false);
    expect(await store().finish(own, later(1))).toBe(true);
    expect(await store().finish(own, later(1))).toBe(false);
    expect(await store().claim(own.id, later(9), later(10))).toBeUndefined();
    expect(await store().counts()).toEqual({ waiting: 0, running: 0, failed: 0 });
  });

  it("keeps a claim that is extended", async () => {
    await store().add([check()], AT);
    const job = await claimed(AT, later(1));
    expect(await store().extend(job, later(5))).toBe(true);
    expect(await store().due(later(4), 10)).toEqual([]);
    expect(await store().finish(job, later(4))).toBe(true);
  });

  it("runs again when it is released, or never when it failed for good", async () => {
    await store().add([check()], AT);
    const first = await claimed();
    expect(await store().release(first, "disk.full", later(3))).toBe(true);
    expect(await store().due(later(2), 10)).toEqual([]);
    expect(await store().nextDue()).toBe(later(3));
    const second = await claimed(later(3), later(4));
    expect(second.attempt).toBe(2);
    expect(await store().release(second, "internal", undefined)).toBe(true);
    expect(await store().due(later(99), 10)).toEqual([]);
    expect(await store().nextDue()).toBeUndefined();
    expect(await store().counts()).toEqual({ waiting: 0, running: 0, failed: 1 });
  });

  it("drops a second job of a key until the first has begun", async () => {
    const [one, two] = [check({ key: "k" }), check({ key: "k" })];
    await store().add([one, check({ key: "k" })], AT);
    await store().add([two], AT);
    expect(await store().counts()).toMatchObject({ waiting: 1 });
    const job = await claimed();
    expect(job.payload).toEqual(one.payload);
    await store().add([two], AT);
    expect(await store().counts()).toMatchObject({ waiting: 1, running: 1 });
    expect(await store().release(job, "conflict", later(1))).toBe(true);
    expect(await store().counts()).toMatchObject({ waiting: 2, running: 0 });
  });

  it("takes back all claims of dead workers", async () => {
    await store().add([check(), check()], AT);
    const job = await claimed(AT, later(60));
    expect(await store().reclaim()).toBe(1);
    expect(await store().finish(job, AT)).toBe(false);
    expect(await store().due(AT, 10)).toHaveLength(2);
  });

  it("sweeps what was done before an instant", async () => {
    await store().add([check(), check()], AT);
    await store().finish(await claimed(), later(1));
    await store().finish(await claimed(), later(5));
    await store().add([check()], AT);
    expect(await store().sweep(later(5))).toBe(1);
    expect(await store().sweep(later(6))).toBe(1);
    expect(await store().counts()).toMatchObject({ waiting: 1 });
  });
}
