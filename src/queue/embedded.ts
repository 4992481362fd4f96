import type { JobHandlers, Queue } from "./jobs.ts";
import { createPoller } from "./poller.ts";
import { createRunner, type RunnerOptions } from "./runner.ts";

export interface EmbeddedOptions extends RunnerOptions {
  /** Rows run at one time. */
  readonly concurrency?: number;
  /** Milliseconds between looks at the table when nobody calls `wake`. */
  readonly interval?: number;
}

/** The outbox run in this process: no server, the same attempts, backoff, delay and claim. */
export function createEmbeddedQueue(options: EmbeddedOptions): Queue {
  const { store, now, log, concurrency = 4 } = options;
  const run = createRunner(options);
  let handlers: JobHandlers | undefined;
  const poller = createPoller({
    interval: options.interval ?? 1_000,
    concurrency,
    log,
    look: (limit) => store.due(now().toISOString(), limit),
    async take({ id }) {
      if (handlers !== undefined) await run(id, handlers);
    },
  });

  return {
    async start(given) {
      handlers = given;
      if (options.alone === true) await store.reclaim();
      poller.start();
    },
    wake: poller.wake,
    idle: poller.idle,
    stop: poller.stop,
  };
}
