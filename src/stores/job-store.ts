import type { ClaimedJob, DueJob, JobCounts, NewJob } from "../domain/job.ts";

/** The outbox: jobs as rows, written in the business transaction. Failures are AppError from the database. */
export interface JobStore {
  add(jobs: readonly NewJob[], at: string): Promise<void>;
  /** Rows that are due, not done and not claimed (or whose claim has run out), oldest first. */
  due(at: string, limit: number): Promise<readonly DueJob[]>;
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
