// A form in conversation: what a member has said so far and what comes next. Pure: applications/fill.ts keeps the
// progress and puts the outcome into words. A question or a correction is told apart from an answer here.
import type { Batch, Unit } from "./application.ts";
import type { FileReference } from "./message.ts";
import type { Field, Paper, Programme, Verdict } from "./programme.ts";

/** One answer. Amounts are yuan, dates "2026-08-31", months "2026-08", choices their ids. */
export type Value = string | number | boolean | readonly string[];

/** Answers by path: "income", "family.0.name". A skipped field has none. */
export type Answers = Readonly<Record<string, Value>>;

export type Stage = "eligibility" | "papers" | "consent" | "fields" | "files" | "summary" | "sent";

/** Plain data that survives a deploy. Nothing of it is kept outside the talk before consent. */
export interface Progress {
  readonly programme: string;
  readonly version: number;
  readonly stage: Stage;
  readonly answers: Answers;
  /** Paths answered with "跳过" or "没有". */
  readonly skipped: readonly string[];
  /** Files by paper id. */
  readonly files: Readonly<Record<string, readonly FileReference[]>>;
  /** The path asked now: a field, "family.1.income", "family.+" (another one?), or a paper's id while in "files". */
  readonly asked?: string;
  /** Set after a correction was begun without a value: the path to ask, before going on. */
  readonly correcting?: string;
  /** When an officer asked for something: only these paths and papers are asked. */
  readonly only?: readonly string[];
  readonly verdict?: Verdict;
  readonly category?: string;
  /** How often in a row the asked field was answered wrongly. */
  readonly misses: number;
  readonly paused: boolean;
}

/** What a step gave; applications/wording.ts says it. */
export type Outcome =
  /** Ask `progress.asked`. */
  | { readonly kind: "ask" }
  | { readonly kind: "wrong"; readonly problem: Problem; readonly field: Field }
  | {
      readonly kind: "corrected";
      readonly path: string;
      readonly before: Value | undefined;
      readonly after: Value;
    }
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "list-papers"; readonly papers: readonly Paper[] }
  | { readonly kind: "ask-consent" }
  | { readonly kind: "consented" }
  | { readonly kind: "took-files"; readonly paper: string; readonly count: number }
  | { readonly kind: "summary" }
  | { readonly kind: "progress"; readonly done: number; readonly of: number }
  | { readonly kind: "explain"; readonly path: string }
  | { readonly kind: "which-field"; readonly candidates: readonly string[] }
  | { readonly kind: "confirm-cancel" }
  | { readonly kind: "cancelled" }
  | { readonly kind: "started-over" }
  | { readonly kind: "paused" }
  | { readonly kind: "submit" }
  /** No answer to what was asked: somebody else answers it, then the form goes on. */
  | { readonly kind: "question"; readonly text: string };

/** Why an answer was not taken; each has a line `form.wrong.<problem>` with the field's example. */
export type Problem =
  | "empty"
  | "not-amount"
  | "not-count"
  | "too-low"
  | "too-high"
  | "not-date"
  | "in-future"
  | "in-past"
  | "identity-length"
  | "identity-checksum"
  | "identity-date"
  | "not-mobile"
  | "not-card"
  | "card-checksum"
  | "not-choice"
  | "not-yes-no"
  | "too-long"
  | "too-short"
  | "not-name"
  | "cannot-skip"
  | "wants-file"
  | "wants-text"
  | "too-many"
  | "not-unit"
  | "which-unit";

export interface FormInput {
  /** Empty when only files came. */
  readonly text: string;
  readonly files: readonly FileReference[];
  readonly now: Date;
}

/** Path of the built-in first question: which unit the member belongs to. Not asked when there is one unit only. */
export const HOME = "home";

/** A programme with what holds on the day: where applications can go, what is open, and local numbers. */
export interface Form {
  readonly programme: Programme;
  readonly units: readonly Unit[];
  /** Open batches of the programme with the places still free (0: a place on the waiting list). */
  readonly batches: readonly { readonly batch: Batch; readonly free: number }[];
  /** The numbers of the unit's place. */
  readonly settings: (unit: string | undefined) => PlaceSettings;
}

/** Local numbers: each with the place that set it, the day it came into force, and where it was read. */
export interface PlaceSettings {
  /** The place these are for, most specific first; empty when nothing is known of the place. */
  readonly place: readonly string[];
  readonly numbers: Readonly<Record<string, PlaceNumber>>;
}

export interface PlaceNumber {
  readonly value: number;
  readonly place: string;
  readonly since: string;
  readonly source: string;
}
