// A form in conversation: what a member has said so far and what comes next. Pure data: applications/form/listen.ts turns words
// into `Said`, form/advance.ts takes the step, applications/form/wording.ts says the outcome, and fill.ts keeps the progress.
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
  /** Paths answered with "跳过" or "没有", papers to be brought later, and "family.+" once the list is whole. */
  readonly skipped: readonly string[];
  /** How many items of each list were begun or announced ("三个人"). */
  readonly counts?: Readonly<Record<string, number>>;
  /** Files by paper id. */
  readonly files: Readonly<Record<string, readonly FileReference[]>>;
  /** Files of which it is not yet known what they show. */
  readonly loose?: readonly FileReference[];
  /** The path asked now: a field, "family.1.income", "family.+" (another one?), or a paper's id while in "files". */
  readonly asked?: string;
  /** Set after a correction was begun without a value: the path to ask, before going on. */
  readonly correcting?: string;
  /** When an officer asked for something: only these paths and papers are asked. */
  readonly only?: readonly string[];
  /** Of `only`: what has come since. */
  readonly supplied?: readonly string[];
  readonly verdict?: Verdict;
  readonly category?: string;
  /** What waits for a yes. */
  readonly confirming?: "cancel" | "start-over" | "send-incomplete";
  /** Words that may be the answer or a question of the member's: the member was asked which. */
  readonly held?: string;
  /** The member was asked which of these paths is meant. */
  readonly candidates?: readonly string[];
  /** The part of a date that an answer to `asked` gave: "2025-08". */
  readonly partial?: string;
  /** Filled in by somebody else than the member it is for, who agrees in a chat of their own before it is sent. */
  readonly forOther?: boolean;
  /** How often in a row the asked field was answered wrongly. */
  readonly misses: number;
  readonly paused: boolean;
}

/** What a member means by a message, told apart by applications/form/listen.ts. One message may mean several. */
export type Said =
  /** An answer to what is asked. `note` tells how words were turned into it. */
  | { readonly kind: "answer"; readonly value: Value; readonly note?: ValueNote }
  | {
      readonly kind: "wrong";
      readonly problem: Problem;
      readonly choices?: readonly string[];
      readonly partial?: string;
    }
  /** An answer to a field named in the words, asked or not. */
  | { readonly kind: "give"; readonly path: string; readonly value: Value; readonly note?: ValueNote }
  | { readonly kind: "correct"; readonly path: string }
  | { readonly kind: "which"; readonly candidates: readonly string[] }
  /** How many items the asked list has, or that there is one more, or none. */
  | { readonly kind: "items"; readonly count: number }
  | { readonly kind: "another" }
  | { readonly kind: "no-more" }
  /** One more item of a list, whatever is asked. */
  | { readonly kind: "more-of"; readonly list: string }
  | { readonly kind: "remove-item"; readonly list: string; readonly index: number }
  | { readonly kind: "files"; readonly files: readonly FileReference[]; readonly paper?: string }
  | { readonly kind: "files-done" }
  | { readonly kind: "later" }
  | { readonly kind: "drop-file" }
  | { readonly kind: "hold"; readonly text: string }
  | { readonly kind: "question"; readonly text: string }
  | {
      readonly kind:
        | "yes"
        | "no"
        | "skip"
        | "keep"
        | "back"
        | "pause"
        | "progress"
        | "explain"
        | "unsure"
        /** All of it is too much for them. */
        | "at-a-loss"
        | "start-over"
        | "cancel"
        | "submit"
        | "review"
        | "for-other"
        | "for-self"
        | "nothing";
    };

/** How words became a value, worth saying back: a monthly amount for a yearly question, and the other way round. */
export type ValueNote =
  | { readonly kind: "times-12" | "divided-by-12"; readonly said: number }
  /** Not literally what was typed: "三万五", "去年8月". */
  | { readonly kind: "read" };

/** What a step gave; applications/form/wording.ts says it. */
export type Outcome =
  /** Ask `progress.asked`. */
  | { readonly kind: "ask" }
  | {
      readonly kind: "wrong";
      readonly problem: Problem;
      readonly field: Field;
      /** Ids of what the words could mean. */
      readonly choices?: readonly string[];
    }
  /** An answer that was read out of other words; worth a line. */
  | { readonly kind: "took"; readonly path: string; readonly value: Value; readonly note: ValueNote }
  | {
      readonly kind: "corrected";
      readonly path: string;
      readonly before: Value | undefined;
      readonly after: Value | undefined;
      readonly note?: ValueNote;
      /** Answers that hang on it and no longer count. */
      readonly dropped: readonly string[];
    }
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  | { readonly kind: "list-papers"; readonly papers: readonly Paper[] }
  /** `again`: its text was shown before. */
  | { readonly kind: "ask-consent"; readonly again: boolean }
  | { readonly kind: "consented" }
  /** Consent was not given: nothing is kept. */
  | { readonly kind: "declined" }
  | { readonly kind: "for-other"; readonly other: boolean }
  | { readonly kind: "took-files"; readonly paper: string; readonly count: number; readonly added: number }
  | { readonly kind: "dropped-file"; readonly paper: string; readonly count: number }
  | { readonly kind: "which-paper"; readonly count: number }
  | { readonly kind: "paper-later"; readonly paper: string }
  | { readonly kind: "removed-item"; readonly list: string; readonly index: number }
  /** A list is whole, and the number of people said before counts others than it holds with the member. */
  | { readonly kind: "count-differs"; readonly stated: number; readonly listed: number }
  | { readonly kind: "summary" }
  /** The summary was shown before: something was changed, or nothing understood, and it waits to be sent. */
  | { readonly kind: "ready" }
  | { readonly kind: "progress"; readonly done: number; readonly of: number }
  | { readonly kind: "explain"; readonly path: string | undefined; readonly unsure: boolean }
  | { readonly kind: "at-a-loss" }
  | { readonly kind: "which-field"; readonly candidates: readonly string[] }
  /** Is this the answer or a question? */
  | { readonly kind: "which-meaning"; readonly text: string }
  | { readonly kind: "nothing-before" }
  | { readonly kind: "not-yet"; readonly left: number }
  | { readonly kind: "confirm-cancel" }
  | { readonly kind: "confirm-start-over" }
  | { readonly kind: "confirm-incomplete"; readonly papers: readonly string[] }
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
  | "which-unit"
  | "which-choice"
  | "which-month"
  | "which-day"
  | "vague"
  | "identity-old"
  | "not-text"
  | "not-list"
  | "no-places";

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
  /** The built-in first question, under the path HOME. */
  readonly home: Field;
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
  /** False: not yet checked against the document; shown as "待核对". */
  readonly confirmed?: boolean;
  readonly note?: string;
}

/** Where a talk stands in a form. Before consent the progress lives here only, afterwards in the application's rows. */
export interface FillState {
  readonly progress?: Progress;
  readonly application?: string;
  /** Put aside: the talk goes on around it until it is resumed. */
  readonly paused?: boolean;
  /** A proposal of several programmes that waits for a choice. */
  readonly proposed?: readonly string[];
}
