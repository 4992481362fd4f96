// What can be left to a worker: names and payloads. Payloads hold ids only, for queues keep them in clear.
// stores/job-store.ts keeps each job as a row of the outbox; queue/ brings rows to their handlers.
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

/** A row of the outbox that somebody should run. */
export interface DueJob {
  readonly id: string;
  readonly name: JobName;
  /** How often it was claimed so far. */
  readonly attempt: number;
}

/** A row of the outbox that a worker holds. */
export interface ClaimedJob extends DueJob {
  readonly payload: unknown;
  /** Proof of the claim: finishing with another's does nothing. */
  readonly claim: string;
}

export interface JobCounts {
  readonly waiting: number;
  readonly running: number;
  readonly failed: number;
}
