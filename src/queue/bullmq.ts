// The outbox by way of BullMQ on Redis: many workers, each told at once. Rows are handed over under their own ids and
// stay due until one is claimed, so an emptied Redis loses nothing: what is not run in a while is handed over again.
import { Queue as BullQueue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { AppError } from "../domain/errors.ts";
import type { DueJob } from "../domain/job.ts";
import type { JobHandlers, Queue } from "./jobs.ts";
import { createRunner, type RunnerOptions } from "./runner.ts";

export interface BullmqOptions extends RunnerOptions {
  readonly url: string;
  /** Queues of one name share their jobs. */
  readonly name?: string;
  readonly concurrency?: number;
  /** Milliseconds between looks at the table when nobody calls `wake`. */
  readonly interval?: number;
  /** Milliseconds after which a row that nobody ran is handed over again. */
  readonly again?: number;
}

const MOST_AT_ONCE = 500;
const UUID_LENGTH = 36;

/** Jobs carried by Redis. `start` throws AppError queue.unreachable when the server cannot be reached. */
export function createBullmqQueue(options: BullmqOptions): Queue {
  const {
    store,
    now,
    log,
    url,
    name = "gongyou",
    concurrency = 8,
    interval = 1_000,
    again = 5_000,
  } = options;
  const run = createRunner(options);
  const handed = new Map<string, number>();
  let parts: { readonly redis: Redis[]; readonly bull: BullQueue; readonly worker: Worker } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let handing: Promise<void> | undefined;
  let once = false;
  let stopped = false;
  let active = 0;

  function connect(more: { enableOfflineQueue?: boolean; maxRetriesPerRequest: number | null }): Redis {
    const redis = new Redis(url, { lazyConnect: true, ...more });
    redis.on("error", (cause: Error & { code?: string }) => {
      log.error({ error: cause.name, code: cause.code }, "redis connection");
    });
    return redis;
  }

  async function handOver(): Promise<void> {
    if (parts === undefined || stopped) return;
    const moment = performance.now();
    const rows = await store.due(now().toISOString(), MOST_AT_ONCE);
    const due = new Set(rows.map(jobId));
    for (const id of handed.keys()) if (!due.has(id)) handed.delete(id);
    const fresh = rows.filter((row) => moment - (handed.get(jobId(row)) ?? -Infinity) >= again);
    if (fresh.length === 0) return;
    await parts.bull.addBulk(
      fresh.map((row) => ({
        name: row.name,
        data: {},
        opts: { jobId: jobId(row), removeOnComplete: true, removeOnFail: true },
      })),
    );
    for (const row of fresh) handed.set(jobId(row), moment);
  }

  /** One look at a time; a wake meanwhile is followed by one more. */
  function look(): Promise<void> {
    if (handing !== undefined) {
      once = true;
      return handing;
    }
    clearTimeout(timer);
    handing = (async () => {
      do {
        once = false;
        await handOver();
      } while (once);
    })()
      .catch((cause: unknown) => {
        log.error({ error: cause instanceof Error ? cause.name : typeof cause }, "handing jobs over failed");
      })
      .finally(() => {
        handing = undefined;
        if (!stopped && parts !== undefined) timer = setTimeout(() => void look(), interval).unref();
      });
    return handing;
  }

  return {
    async start(handlers: JobHandlers) {
      // Commands of the hand-over fail at once while Redis is away; the next look tries again.
      const sender = connect({ enableOfflineQueue: false, maxRetriesPerRequest: 1 });
      const receiver = connect({ maxRetriesPerRequest: null });
      try {
        await Promise.all([sender.connect(), receiver.connect()]);
      } catch (cause) {
        for (const redis of [sender, receiver]) redis.disconnect();
        throw new AppError("queue.unreachable", { retryable: true, detail: { host: hostOf(url) }, cause });
      }
      if (options.alone === true) await store.reclaim();
      const bull = new BullQueue(name, { connection: sender });
      const worker = new Worker(
        name,
        async ({ id }) => {
          if (id === undefined) return;
          active++;
          try {
            await run(id.slice(0, UUID_LENGTH), handlers);
          } finally {
            active--;
          }
        },
        { connection: receiver, concurrency },
      );
      // Both say "error" for a lost connection, which ends the process when nobody listens.
      bull.on("error", () => {});
      worker.on("error", () => {});
      parts = { redis: [sender, receiver], bull, worker };
      await look();
    },
    wake: () => void look(),
    async idle() {
      for (;;) {
        await look();
        const { waiting, running } = await remaining();
        if (waiting === 0 && running === 0 && active === 0) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    async stop(timeout) {
      stopped = true;
      clearTimeout(timer);
      if (parts === undefined) return;
      const { redis, bull, worker } = parts;
      let late: NodeJS.Timeout | undefined;
      const bound = new Promise<void>((resolve) => {
        late = setTimeout(resolve, timeout);
      });
      // A worker's close waits without limit.
      await Promise.race([Promise.allSettled([handing, worker.close(), bull.close()]), bound]);
      clearTimeout(late);
      for (const one of redis) one.disconnect();
    },
  };

  async function remaining(): Promise<{ waiting: number; running: number }> {
    const due = await store.due(now().toISOString(), 1);
    const { running } = await store.counts();
    return { waiting: due.length, running };
  }
}

/**
 * Redis drops a job whose id it has already. A new attempt is a new id: what a dead worker holds there must not keep the
 * row from being run elsewhere.
 */
const jobId = ({ id, attempt }: DueJob): string => `${id}-${attempt}`;

const hostOf = (url: string): string => URL.parse(url)?.host ?? "";
