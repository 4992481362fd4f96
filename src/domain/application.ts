// A case: the states an application can be in and the events that move it. One pure table; every event it takes becomes
// a row of the case's history. The form that fills it is form.ts, the programme that shapes it programme.ts.
import type { Programme, UnitLevel } from "./programme.ts";

export type ApplicationState =
  | "draft"
  | "submitted"
  | "checked"
  | "in-review"
  | "needs-more"
  | "public-notice"
  | "approved"
  | "waiting"
  | "placed"
  | "paid"
  | "closed"
  | "withdrawn"
  | "refused"
  | "expired"
  | "appealed";

/** What the case's life needs to know of it; answers and papers are kept apart, sealed. */
export interface Application {
  /** UUID. */
  readonly id: string;
  /** The case number a member reads: given when first sent, "2026-000123". */
  readonly number?: string;
  readonly programme: string;
  readonly version: number;
  /** The member whose case it is. */
  readonly member: string;
  /** The member who types; another than `member` when a relative or officer fills it in. */
  readonly filledBy: string;
  readonly state: ApplicationState;
  /** The union unit the member belongs to, from which the review climbs. */
  readonly home?: string;
  /** The unit that has the case now. */
  readonly unit?: string;
  /** Index into the programme's steps. */
  readonly step: number;
  /** Staff id. */
  readonly assignee?: string;
  readonly category?: string;
  /** Id of the dated batch it asks a place in. */
  readonly batch?: string;
  /** What an officer asked for; set while "needs-more". */
  readonly request?: MoreRequest;
  /** The refusal's id in the programme, or "other". */
  readonly refusal?: string;
  readonly appealed: boolean;
  /** Yuan; set when paid. */
  readonly amount?: number;
  /** Grows with every event: changes are saved by compare-and-set over it. */
  readonly revision: number;
  /** ISO instants. */
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly submittedAt?: string;
}

/** What is missing: paths of fields and ids of papers, with a line from whoever asked. */
export interface MoreRequest {
  readonly fields: readonly string[];
  readonly papers: readonly string[];
  readonly note: string;
  /** The state to go back to once all has come. */
  readonly from: "submitted" | "in-review";
}

export type ApplicationEvent =
  | { readonly kind: "submit"; readonly number: string; readonly home: string }
  /** The check found it complete; without steps it goes on to its place or its end. */
  | { readonly kind: "pass-check"; readonly category?: string }
  /** The unit of the current step has it, and one of its reviewers. */
  | { readonly kind: "start-review"; readonly unit: string; readonly assignee?: string }
  | { readonly kind: "assign"; readonly assignee: string }
  | { readonly kind: "forward" }
  | { readonly kind: "ask-more"; readonly request: Omit<MoreRequest, "from"> }
  | { readonly kind: "supply" }
  /** A reviewer mended an answer in the member's favour; the state stays. */
  | { readonly kind: "correct"; readonly path: string }
  | { readonly kind: "approve" }
  | { readonly kind: "end-notice" }
  /** Somebody objected during public notice: back to the last step. */
  | { readonly kind: "object"; readonly reason: string }
  | { readonly kind: "place" }
  | { readonly kind: "wait" }
  | { readonly kind: "pay"; readonly amount: number }
  | { readonly kind: "close" }
  | { readonly kind: "refuse"; readonly refusal: string; readonly reason: string }
  | { readonly kind: "withdraw" }
  | { readonly kind: "appeal"; readonly reason: string }
  | { readonly kind: "reopen"; readonly unit: string; readonly assignee?: string }
  | { readonly kind: "expire" };

export type EventKind = ApplicationEvent["kind"];

/** Who did it: a member, a member of staff, or the program (a job's name). */
export interface Actor {
  readonly kind: "member" | "staff" | "system";
  readonly id: string;
}

/** One row of a case's history. */
export interface HistoryEntry {
  readonly application: string;
  /** The revision the event made. */
  readonly revision: number;
  readonly event: EventKind;
  readonly from: ApplicationState;
  readonly to: ApplicationState;
  readonly actor: Actor;
  /** A person's words or the path that changed; "" when there is nothing to say. Sealed where it is kept. */
  readonly note: string;
  /** ISO instant. */
  readonly at: string;
}

export type Transition =
  | { readonly kind: "moved"; readonly application: Application }
  /** The event does not fit the state, or a rule of the case forbids it (a second appeal). */
  | { readonly kind: "refused"; readonly why: "state" | "appealed-once" | "no-next-step" | "not-last-step" };

/** A unit of the union and its place in the tree. */
export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly level: UnitLevel;
  /** Undefined for the root. */
  readonly parent?: string;
  /** Names of its place, most specific first. */
  readonly place: readonly string[];
}

export type Role = "reviewer" | "editor" | "broadcaster" | "administrator";

export interface Staff {
  readonly id: string;
  readonly name: string;
  readonly unit: string;
  readonly roles: readonly Role[];
  readonly active: boolean;
}

/** A dated batch with places: a recuperation group, a course, a screening day. */
export interface Batch {
  readonly id: string;
  readonly programme: string;
  readonly unit: string;
  readonly title: string;
  /** Calendar dates in China. */
  readonly startsOn: string;
  readonly endsOn: string;
  /** Last day to apply. */
  readonly applyBy: string;
  readonly places: number;
  readonly cancelled: boolean;
}

export type Programmes = ReadonlyMap<string, Programme>;
