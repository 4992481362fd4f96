// What every queue promises, run over the embedded one and over BullMQ on a real Redis: each row at least once, one at a
// time, not before its time, again after a failure, and nothing lost with the worker or with Redis.
import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import type { JobHandlers, Queue } from "../../src/queue/jobs.ts";
import type { RunnerOptions } from "../../src/queue/runner.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

export type MakeQueue = (options: RunnerOptions) => Queue;

export function queueContract(
  name: string,
  make: MakeQueue,
  prepare: () => Promise<void> = async () => {},
): void {
  describe(`${name} keeps what every queue promises`, () => {
    let opened: TestStores;
    let offset = 0;
    const queues: Queue[] = [];
    const now = (): Date => new Date(Date.now() + offset);

    beforeAll(async () => {
      await prepare();
      opened = await openTestStores();
    });
    afterEach(async () => {
      for (const one of queues.splice(0)) await one.stop(2_000);
      await opened.database.query("delete from outbox");
      offset = 0;
    });
    afterAll(() => opened.close());

    function queue(more: Partial<RunnerOptions> = {}): Queue {
      const made = make({
        store: opened.stores.jobs,
        now,
        log: { info() {}, error() {} },
        ...more,
      });
      queues.push(made);
      return made;
    }

    /** Handlers of which only `check` does something. */
    const checking = (check: (application: string) => Promise<void>): JobHandlers => {
      const unused = async (): Promise<void> => {
        throw new Error("not this one");
      };
      return {
        check: ({ application }) => check(application),
        notify: unused,
        deadline: unused,
        "public-notice": unused,
        promote: unused,
        remind: unused,
        recheck: unused,
        purge: unused,
      };
    };

    const add = (application: string, runAt?: string): Promise<void> =>
      opened.stores.jobs.add(
        [{ name: "check", payload: { application }, ...(runAt === undefined ? {} : { runAt }) }],
        now().toISOString(),
      );

    it("runs each job once, with its payload, also those that were there before it", async () => {
      const ids = Array.from({ length: 60 }, () => randomUUID());
      for (const id of ids.slice(0, 30)) await add(id);
      const ran: string[] = [];
      const one = queue();
      await one.start(checking(async (id) => void ran.push(id)));
      for (const id of ids.slice(30)) {
        await add(id);
        one.wake();
      }
      await one.idle();
      expect(ran.sort()).toEqual([...ids].sort());
      expect(await opened.stores.jobs.counts()).toEqual({ waiting: 0, running: 0, failed: 0 });
    });

    it("runs nothing before its time", async () => {
      const id = randomUUID();
      await add(id, new Date(Date.now() + 3_600_000).toISOString());
      const ran: string[] = [];
      const one = queue();
      await one.start(checking(async (found) => void ran.push(found)));
      await one.idle();
      expect(ran).toEqual([]);
      offset = 3_601_000;
      one.wake();
      await one.idle();
      expect(ran).toEqual([id]);
    });

    it("tries again after a failure that may pass, later each time, and not after a hopeless one", async () => {
      const [shaky, hopeless] = [randomUUID(), randomUUID()];
      const tries = new Map<string, number>();
      const one = queue();
      await one.start(
        checking(async (id) => {
          tries.set(id, (tries.get(id) ?? 0) + 1);
          if (id === hopeless) throw new AppError("internal");
          if ((tries.get(id) ?? 0) < 3) throw new AppError("database.unreachable", { retryable: true });
        }),
      );
      await add(shaky);
      await add(hopeless);
      one.wake();
      await one.idle();
      expect(Object.fromEntries(tries)).toEqual({ [shaky]: 1, [hopeless]: 1 });
      for (const seconds of [2, 5, 10]) {
        offset = seconds * 1_000;
        one.wake();
        await one.idle();
      }
      expect(Object.fromEntries(tries)).toEqual({ [shaky]: 3, [hopeless]: 1 });
      expect(await opened.stores.jobs.counts()).toEqual({ waiting: 0, running: 0, failed: 1 });
    });

    it("gives a row to one of two workers", async () => {
      const ids = Array.from({ length: 40 }, () => randomUUID());
      const ran: string[] = [];
      const work = checking(async (id) => {
        ran.push(id);
        await new Promise((done) => setTimeout(done, 2));
      });
      const [one, other] = [queue(), queue()];
      await Promise.all([one.start(work), other.start(work)]);
      for (const id of ids) await add(id);
      one.wake();
      other.wake();
      await Promise.all([one.idle(), other.idle()]);
      expect(ran.sort()).toEqual([...ids].sort());
    });

    it("takes up what a dead worker held once its claim has run out, and lets the dead finish nothing", async () => {
      const id = randomUUID();
      let release: () => void = () => {};
      const held = new Promise<void>((done) => {
        release = done;
      });
      const started = Promise.withResolvers<void>();
      const dead = queue({ lease: 60_000 });
      await dead.start(
        checking(() => {
          started.resolve();
          return held;
        }),
      );
      await add(id);
      dead.wake();
      await started.promise;
      await dead.stop(50);
      const ran: string[] = [];
      const next = queue();
      await next.start(checking(async (found) => void ran.push(found)));
      await new Promise((done) => setTimeout(done, 100));
      expect(ran).toEqual([]);
      offset = 61_000;
      const until = Date.now() + 15_000;
      while (ran.length === 0 && Date.now() < until) {
        next.wake();
        await new Promise((done) => setTimeout(done, 50));
      }
      expect(ran).toEqual([id]);
      release();
      await next.idle();
      expect(await opened.stores.jobs.counts()).toEqual({ waiting: 0, running: 0, failed: 0 });
    });

    it("stops within its bound, and the rest is run by the next", async () => {
      const id = randomUUID();
      const one = queue({ alone: true });
      const begun = Promise.withResolvers<void>();
      await one.start(
        checking(() => {
          begun.resolve();
          return new Promise(() => {});
        }),
      );
      await add(id);
      one.wake();
      await begun.promise;
      const started = performance.now();
      await one.stop(200);
      expect(performance.now() - started).toBeLessThan(5_000);
      const ran: string[] = [];
      const next = queue({ alone: true });
      await next.start(checking(async (found) => void ran.push(found)));
      const until = Date.now() + 15_000;
      while (ran.length === 0 && Date.now() < until) await new Promise((done) => setTimeout(done, 50));
      expect(ran).toEqual([id]);
    });
  });
}
