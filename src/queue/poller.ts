// Looks for rows that are due and works on a few at a time; used by the embedded queue to run them and by the BullMQ
// queue to hand them over. It looks when woken and at an interval, and never twice at the same time.
import type { QueueLog } from "./runner.ts";

export interface PollerOptions<Row extends { readonly id: string }> {
  /** Milliseconds between looks when nobody wakes it. */
  readonly interval: number;
  readonly concurrency: number;
  readonly log: QueueLog;
  look(limit: number): Promise<readonly Row[]>;
  take(row: Row): Promise<void>;
}

export interface Poller {
  start(): void;
  wake(): void;
  /** Resolves when a look found nothing and nothing is being worked on. */
  idle(): Promise<void>;
  /** Takes no more; resolves when what runs has ended, after `timeout` milliseconds at most. */
  stop(timeout: number): Promise<void>;
}

export function createPoller<Row extends { readonly id: string }>(options: PollerOptions<Row>): Poller {
  const { interval, concurrency, log, look, take } = options;
  const running = new Map<string, Promise<void>>();
  let watchers: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let state: "new" | "running" | "stopped" = "new";
  let looking = false;
  let again = false;

  async function round(): Promise<void> {
    if (state !== "running") return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    clearTimeout(timer);
    let found = 0;
    try {
      do {
        again = false;
        // Rows that run are still due until claimed, so more are asked for than are free.
        const rows = await look(concurrency + running.size);
        const fresh = rows.filter(({ id }) => !running.has(id)).slice(0, concurrency - running.size);
        found = fresh.length;
        for (const row of fresh) begin(row);
      } while (again && running.size < concurrency);
    } catch (cause) {
      found = 0;
      log.error({ error: cause instanceof Error ? cause.name : typeof cause }, "looking for jobs failed");
    } finally {
      looking = false;
      if (state === "running") timer = setTimeout(() => void round(), interval).unref();
    }
    if (found === 0 && running.size === 0 && !again) {
      const done = watchers;
      watchers = [];
      for (const watcher of done) watcher();
    }
  }

  function begin(row: Row): void {
    const work = take(row)
      .catch((cause: unknown) => {
        log.error(
          { job: row.id, error: cause instanceof Error ? cause.name : typeof cause },
          "job left for later",
        );
      })
      .finally(() => {
        running.delete(row.id);
        void round();
      });
    running.set(row.id, work);
  }

  return {
    start() {
      state = "running";
      void round();
    },
    wake: () => void round(),
    idle: () =>
      new Promise((resolve) => {
        watchers.push(resolve);
        void round();
      }),
    async stop(timeout) {
      state = "stopped";
      clearTimeout(timer);
      let late: NodeJS.Timeout | undefined;
      const bound = new Promise<void>((resolve) => {
        late = setTimeout(resolve, timeout);
      });
      await Promise.race([Promise.all(running.values()), bound]);
      clearTimeout(late);
      for (const watcher of watchers.splice(0)) watcher();
    },
  };
}
