import type { JobName, NewJob } from "../queue/jobs.ts";

/** A row of the outbox that a worker holds. */
export interface ClaimedJob {
  /** UUID. */
  readonly id: string;
  readonly name: JobName;
  readonly payload: unknown;
  /** 1 for the first time. */
  readonly attempt: number;
  /** Proof of the claim: finishing with another's does nothing. */
  readonly claim: string;
}

export interface JobCounts {
  readonly waiting: number;
  readonly running: number;
  readonly failed: number;
}

/** The outbox: jobs as rows, written in the business transaction. Failures are AppError from the database. */
export interface JobStore {
  add(jobs: readonly NewJob[], at: string): Promise<void>;
  /** Ids and names of rows that are due, not done and not claimed (or whose claim has run out), oldest first. */
  due(at: string, limit: number): Promise<readonly { readonly id: string; readonly name: JobName }[]>;
  /** Claims one row until `until`; undefined when it is done, failed, not due or held by another. */
  claim(id: string, at: string, until: string): Promise<ClaimedJob | undefined>;
  /** Keeps a claim alive; false when it was lost. */
  extend(job: ClaimedJob, until: string): Promise<boolean>;
  /** Marks it done; false when the claim was lost meanwhile: then another runs it and nothing changes. */
  finish(job: ClaimedJob, at: string): Promise<boolean>;
  /** Lets it run again at `runAt`, or never when undefined (failed). `code` is an error's code, never its message. */
  release(job: ClaimedJob, code: string, runAt: string | undefined): Promise<boolean>;
  /** Gives back every claim, for a process that is alone with the database: whoever held them is dead. */
  reclaim(): Promise<number>;
  counts(): Promise<JobCounts>;
  /** When the next waiting row is due; undefined when none waits. */
  nextDue(): Promise<string | undefined>;
  /** Deletes rows done before `before`; resolves with their number. */
  sweep(before: string): Promise<number>;
}
