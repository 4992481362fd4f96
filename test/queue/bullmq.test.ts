import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppError } from "../../src/domain/errors.ts";
import type { JobHandlers } from "../../src/queue/jobs.ts";
import { createBullmqQueue } from "../../src/queue/bullmq.ts";
import { queueContract } from "../contracts/queue.ts";
import { describeWith } from "../support/needs.ts";
import { type RedisServer, startRedis } from "../support/redis.ts";
import { openTestStores } from "../support/stores.ts";

const quiet = { info() {}, error() {} };
const fast = { interval: 50, again: 300 };

describeWith("redis", "BullMQ on a real Redis", (binary) => {
  let redis: RedisServer;
  let queues = 0;
  beforeAll(async () => {
    redis = await startRedis(binary);
  });
  afterAll(() => redis.stop());

  queueContract("BullMQ", (options) => createBullmqQueue({ ...options, ...fast, url: redis.url }));

  it.each(["emptied", "killed and started again"])("loses nothing when Redis is %s half-way", async (how) => {
    const opened = await openTestStores();
    const ids = Array.from({ length: 200 }, () => randomUUID());
    const ran = new Map<string, number>();
    const now = (): Date => new Date();
    const queue = createBullmqQueue({
      store: opened.stores.jobs,
      now,
      log: quiet,
      ...fast,
      url: redis.url,
      name: `loss-${++queues}`,
      concurrency: 2,
    });
    await opened.stores.jobs.add(
      ids.map((application) => ({ name: "check", payload: { application } })),
      now().toISOString(),
    );
    const reached = Promise.withResolvers<void>();
    await queue.start({
      async check({ application }: { application: string }) {
        ran.set(application, (ran.get(application) ?? 0) + 1);
        if (ran.size === 40) reached.resolve();
        await new Promise((done) => setTimeout(done, 3));
      },
    } as JobHandlers);
    await reached.promise;
    await (how === "emptied" ? redis.flush() : redis.restart());
    await queue.idle();
    expect([...ran.keys()].sort()).toEqual([...ids].sort());
    expect([...ran.values()].filter((times) => times > 1)).toEqual([]);
    await queue.stop(2_000);
    await opened.close();
  });

  it("holds ids only", async () => {
    const opened = await openTestStores();
    const queue = createBullmqQueue({
      store: opened.stores.jobs,
      now: () => new Date(),
      log: quiet,
      url: redis.url,
    });
    const application = randomUUID();
    await opened.stores.jobs.add([{ name: "check", payload: { application } }], new Date().toISOString());
    await queue.start({ async check() {} } as Partial<JobHandlers> as JobHandlers);
    await queue.idle();
    expect(await redis.dump()).not.toContain(application);
    await queue.stop(1_000);
    await opened.close();
  });
});

describe("a Redis that is not there", () => {
  it("is told at the start, without the address's password", async () => {
    const opened = await openTestStores();
    const queue = createBullmqQueue({
      store: opened.stores.jobs,
      now: () => new Date(),
      log: quiet,
      url: "redis://:secret@127.0.0.1:1",
    });
    const failure = await queue.start({} as JobHandlers).catch((cause: unknown) => cause as AppError);
    expect(failure).toMatchObject({
      code: "queue.unreachable",
      retryable: true,
      detail: { host: "127.0.0.1:1" },
    });
    await opened.close();
  });
});
