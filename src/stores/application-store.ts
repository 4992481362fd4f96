import type { Application, ApplicationState, Batch, HistoryEntry } from "../domain/application.ts";
import type { Answers, Progress } from "../domain/form.ts";
import type { FileReference } from "../domain/message.ts";

/** A draft's place in its form: everything of `Progress` but the answers and files, which have rows of their own. */
export type Position = Omit<Progress, "answers" | "files">;

export interface StoredForm {
  readonly position: Position;
  readonly answers: Answers;
  readonly files: Readonly<Record<string, readonly FileReference[]>>;
}

export interface CaseQuery {
  /** Only cases that these units have now. */
  readonly units: readonly string[];
  readonly states?: readonly ApplicationState[];
  readonly assignee?: string;
  readonly limit?: number;
}

/** How many cases of one state a unit has. */
export interface CaseCount {
  readonly unit: string;
  readonly state: ApplicationState;
  readonly cases: number;
}

/** A value under which duplicates are found; only its HMAC is kept. */
export interface Fingerprint {
  readonly kind: "identity" | "household";
  readonly value: string;
}

/** Applications, their sealed answers, papers and history, and the batches they ask places in. */
export interface ApplicationStore {
  create(application: Application, form: StoredForm): Promise<void>;
  find(id: string): Promise<Application | undefined>;
  /**
   * By case number ("2026-000123"), or its last digits without the year ("123") when only one matches; within `units`
   * when given.
   */
  findByNumber(number: string, units?: readonly string[]): Promise<Application | undefined>;
  /** The newest first. */
  ofMember(member: string): Promise<Application[]>;
  /** A draft that was filled in for somebody becomes theirs. */
  setMember(id: string, member: string): Promise<void>;
  form(id: string): Promise<StoredForm | undefined>;
  /**
   * Replaces what differs between the two; each answer is sealed in a row of its own. Throws AppError conflict when
   * what is stored is no longer `before`.
   */
  saveForm(id: string, before: StoredForm, after: StoredForm, at: string): Promise<void>;
  /**
   * Saves the case and its history row when its stored revision is `application.revision - 1`; false (nothing changed)
   * when someone else was quicker. Whose case it is stays as stored: `setMember` and linked accounts alone change that.
   */
  save(application: Application, entry: HistoryEntry): Promise<boolean>;
  history(id: string): Promise<HistoryEntry[]>;
  /** Gives the next case number of the year; gaps are possible, repeats are not. */
  nextNumber(year: number): Promise<string>;
  /** The first sent first; drafts only when `states` asks for them. A case that no unit has yet is with its home. */
  cases(query: CaseQuery): Promise<Application[]>;
  /** Counts by unit and state, without drafts; those of no case are left out. A case that no unit has yet is with its home. */
  counts(): Promise<CaseCount[]>;
  /** Open cases (not ended) by assignee among the given staff; those with none are 0. */
  load(staff: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /**
   * Replaces the fingerprints of a case. Until the transaction ends, others that set one of them wait, so that of two
   * cases checked at the same time the later one finds the earlier.
   */
  setFingerprints(id: string, fingerprints: readonly Fingerprint[]): Promise<void>;
  /** Ids of other cases of the programme that share a fingerprint and are sent and not withdrawn, refused or expired. */
  sharing(application: Application, fingerprints: readonly Fingerprint[]): Promise<string[]>;

  addBatch(batch: Batch): Promise<void>;
  saveBatch(batch: Batch): Promise<void>;
  findBatch(id: string): Promise<Batch | undefined>;
  /** Batches of a programme (or all) that end on or after a day, the earliest first. */
  batches(programme: string | undefined, from: string): Promise<Batch[]>;
  /** Locks the batch until the transaction ends, so that places are given out one after another. */
  lockBatch(id: string): Promise<Batch | undefined>;
  placed(batch: string): Promise<number>;
  /** Sets a case's position in the batch's waiting list: lower `priority` first, then who sent first. */
  queueFor(id: string, batch: string, priority: number): Promise<void>;
  unqueue(id: string): Promise<void>;
  /** Ids in order. */
  waiting(batch: string): Promise<string[]>;

  /** Cases ended before `before` (their retention ran out) whose answers are still kept, of one programme. */
  endedBefore(programme: string, before: string): Promise<string[]>;
  /**
   * Deletes answers, papers, notices and fingerprints of a case; the case and its history stay, without words. What is on
   * its way to staff stays only where it says that the case was withdrawn.
   */
  purge(id: string, at: string): Promise<void>;
}
