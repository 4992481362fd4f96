// Runs one row of the outbox: claim, parse, work, finish. Both queues bring rows here, so that attempts, backoff and the
// claim are the same whether a row came by way of Redis or straight from the table.
import { AppError } from "../domain/errors.ts";
import { type ClaimedJob, PAYLOADS } from "../domain/job.ts";
import type { JobHandlers, Outbox } from "./jobs.ts";

export interface QueueLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface RunnerOptions {
  readonly store: Outbox;
  readonly log: QueueLog;
  readonly now: () => Date;
  /** Milliseconds a claim holds without a sign of life; a worker that died gives its row back after that. */
  readonly lease?: number;
  readonly attempts?: number;
  /** True when no other process uses the database: claims found at the start are those of the dead. */
  readonly alone?: boolean;
}

/** Whether a row was run here, was not to be had, or is to be tried again. */
export type Ran = "done" | "not ours" | "again" | "failed";

const LEASE = 30_000;
const ATTEMPTS = 12;
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 3_600_000;

/** Runs a row by its id; never throws for what the handler does, only for a store that fails. */
export function createRunner({ store, log, now, lease = LEASE, attempts = ATTEMPTS }: RunnerOptions) {
  const after = (milliseconds: number): string => new Date(now().getTime() + milliseconds).toISOString();

  return async function run(id: string, handlers: JobHandlers): Promise<Ran> {
    const job = await store.claim(id, after(0), after(lease));
    if (job === undefined) return "not ours";
    const started = performance.now();
    const fields = { job: job.id, name: job.name, attempt: job.attempt };
    const alive = setInterval(() => void store.extend(job, after(lease)).catch(() => {}), lease / 3);
    try {
      await handle(job, handlers);
    } catch (cause) {
      const code = cause instanceof AppError ? cause.code : "internal";
      const again = job.attempt < attempts && retryable(cause);
      await store.release(job, code, again ? after(backoff(job.attempt)) : undefined);
      log.error({ ...fields, code, again }, "job not done");
      return again ? "again" : "failed";
    } finally {
      clearInterval(alive);
    }
    const ours = await store.finish(job, after(0));
    log.info({ ...fields, ours, ms: Math.round(performance.now() - started) }, "job done");
    return ours ? "done" : "not ours";
  };
}

async function handle(job: ClaimedJob, handlers: JobHandlers): Promise<void> {
  const parsed = PAYLOADS[job.name].parse(job.payload);
  // The name ties the payload's schema to its handler; the compiler cannot follow it through a union.
  await (handlers[job.name] as (payload: typeof parsed) => Promise<void>)(parsed);
}

// What is not classified may be weather: it is tried again, too. Only what was found hopeless is not.
const retryable = (cause: unknown): boolean => !(cause instanceof AppError) || cause.retryable;

/** 1 s, 2 s, 4 s, … up to an hour. */
export const backoff = (attempt: number): number => Math.min(FIRST_WAIT * 2 ** (attempt - 1), LONGEST_WAIT);
