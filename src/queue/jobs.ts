// What can be left to a worker: names, payloads and the queue's port. Payloads hold ids only, for queues keep them in clear.
// stores/job-store.ts keeps each job as a row of the outbox; embedded.ts and bullmq.ts bring rows to their handlers.
import { z } from "zod";

const Id = z.uuid();

/** Payload of each job; handlers are idempotent, for a job can run twice. */
export const PAYLOADS = {
  /** Completeness, duplicates, category, assignment: what happens first to a sent application. */
  check: z.object({ application: Id }),
  /** Brings a notice, stored beforehand, to its member or officer. */
  notify: z.object({ notice: Id }),
  /** A clock of the case came to a reminder, an escalation or its end. */
  deadline: z.object({
    application: Id,
    clock: z.string(),
    moment: z.enum(["remind", "escalate", "end"]),
    /** Days left, for reminders. */
    left: z.number().int(),
  }),
  "public-notice": z.object({ application: Id, revision: z.number().int() }),
  /** Fills free places of a batch from its waiting list. */
  promote: z.object({ batch: Id }),
  /** A draft that lies still, a paper asked for that does not come. */
  remind: z.object({ application: Id, revision: z.number().int() }),
  recheck: z.object({ application: Id }),
  /** Deletes what its retention has run out for. */
  purge: z.object({ day: z.string() }),
} as const;

export type JobName = keyof typeof PAYLOADS;
export type JobPayload<Name extends JobName> = z.infer<(typeof PAYLOADS)[Name]>;

/** A job to be written in the transaction of the business change that causes it. */
export type NewJob = {
  [Name in JobName]: {
    readonly name: Name;
    readonly payload: JobPayload<Name>;
    /** ISO instant; not run before. Left out, at once. */
    readonly runAt?: string;
    /** A second job with the same key that has not run replaces nothing and is dropped. */
    readonly key?: string;
  };
}[JobName];

/** One handler a job: a name without one is a compile error. A retryable AppError is tried again, others fail the job. */
export type JobHandlers = { readonly [Name in JobName]: (payload: JobPayload<Name>) => Promise<void> };

/** Carries stored jobs to their handlers, each at least once, never two at a time for one row. */
export interface Queue {
  /** Starts the handlers; what an earlier run left is taken up. */
  start(handlers: JobHandlers): Promise<void>;
  /** Says that new rows may be there; without it they are found within a second. */
  wake(): void;
  /** Resolves when no job is due or running. */
  idle(): Promise<void>;
  /** Takes no more and lets running ones finish for up to `timeout` milliseconds. */
  stop(timeout: number): Promise<void>;
}
