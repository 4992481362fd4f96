import type { ClaimedJob, DueJob, JobCounts, JobName, JobPayload } from "../domain/job.ts";

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

/** What a queue needs of the outbox; stores/job-store.ts says what each guarantees. */
export interface Outbox {
  due(at: string, limit: number): Promise<readonly DueJob[]>;
  claim(id: string, at: string, until: string): Promise<ClaimedJob | undefined>;
  extend(job: ClaimedJob, until: string): Promise<boolean>;
  finish(job: ClaimedJob, at: string): Promise<boolean>;
  release(job: ClaimedJob, code: string, runAt: string | undefined): Promise<boolean>;
  reclaim(): Promise<number>;
  counts(): Promise<JobCounts>;
}
