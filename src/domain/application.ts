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
  | { readonly kind: "expire" }
  /** Staff's own words about an open case; nothing else changes. */
  | { readonly kind: "note" };

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

/**
 * Where each event leads from each state; what is not here does not happen. "back" is the state that asked for more,
 * "notice or approved" depends on the programme's public notice. Only a refusal is left again, by its one appeal; only
 * what waits for the member or for a place expires.
 */
export const TABLE: Readonly<
  Record<
    ApplicationState,
    Partial<Record<EventKind, ApplicationState | "same" | "back" | "notice or approved">>
  >
> = {
  draft: { submit: "submitted", withdraw: "withdrawn", expire: "expired" },
  submitted: {
    "pass-check": "checked",
    "ask-more": "needs-more",
    correct: "same",
    note: "same",
    refuse: "refused",
    withdraw: "withdrawn",
  },
  checked: {
    "start-review": "in-review",
    approve: "notice or approved",
    place: "placed",
    wait: "waiting",
    correct: "same",
    note: "same",
    refuse: "refused",
    withdraw: "withdrawn",
  },
  "in-review": {
    assign: "same",
    forward: "checked",
    "ask-more": "needs-more",
    correct: "same",
    note: "same",
    approve: "notice or approved",
    refuse: "refused",
    withdraw: "withdrawn",
  },
  "needs-more": {
    assign: "same",
    "ask-more": "same",
    correct: "same",
    note: "same",
    supply: "back",
    refuse: "refused",
    withdraw: "withdrawn",
    expire: "expired",
  },
  "public-notice": {
    "end-notice": "approved",
    object: "in-review",
    assign: "same",
    note: "same",
    withdraw: "withdrawn",
  },
  approved: {
    place: "placed",
    wait: "waiting",
    pay: "paid",
    close: "closed",
    assign: "same",
    note: "same",
    withdraw: "withdrawn",
  },
  waiting: { place: "placed", note: "same", refuse: "refused", withdraw: "withdrawn", expire: "expired" },
  placed: { close: "closed", note: "same", withdraw: "withdrawn" },
  paid: { close: "closed", note: "same" },
  refused: { appeal: "appealed" },
  appealed: { reopen: "in-review", note: "same", withdraw: "withdrawn" },
  closed: {},
  withdrawn: {},
  expired: {},
};

/** After these somebody else has the case. */
const HANDS_OVER: ReadonlySet<EventKind> = new Set(["start-review", "forward", "appeal", "reopen"]);

/**
 * The case after an event, with its revision grown by one and `at` (ISO instant) as its time; or why the event does not
 * happen. Pure: whoever calls it saves the result by compare-and-set and writes the event into the history.
 */
export function transition(
  programme: Programme,
  application: Application,
  event: ApplicationEvent,
  at: string,
): Transition {
  const target = TABLE[application.state][event.kind];
  if (target === undefined)
    return {
      kind: "refused",
      why: application.appealed && event.kind === "appeal" ? "appealed-once" : "state",
    };
  const why = forbidden(programme, application, event);
  if (why !== undefined) return { kind: "refused", why };
  const { request, refusal, assignee, ...kept } = application;
  const state =
    target === "same"
      ? application.state
      : target === "back"
        ? (request?.from ?? "submitted")
        : target === "notice or approved"
          ? programme.publicNoticeDays > 0
            ? "public-notice"
            : "approved"
          : target;
  const next: Application = {
    ...kept,
    ...(state === "needs-more" && request !== undefined ? { request } : {}),
    ...((state === "refused" || state === "appealed") && refusal !== undefined ? { refusal } : {}),
    ...(HANDS_OVER.has(event.kind) || assignee === undefined ? {} : { assignee }),
    state,
    revision: application.revision + 1,
    updatedAt: at,
  };
  return { kind: "moved", application: { ...next, ...changed(application, event, at) } };
}

/** The rules of a case that its state alone does not tell. */
function forbidden(
  programme: Programme,
  application: Application,
  event: ApplicationEvent,
): Extract<Transition, { kind: "refused" }>["why"] | undefined {
  const { state, step, appealed } = application;
  const last = step >= programme.steps.length - 1;
  switch (event.kind) {
    case "forward":
      return last ? "no-next-step" : undefined;
    case "start-review":
      return programme.steps.length === 0 ? "state" : undefined;
    case "approve":
      if (state === "checked") return programme.steps.length > 0 ? "state" : undefined;
      return last ? undefined : "not-last-step";
    case "place":
    case "wait":
      if (programme.outcome !== "placed") return "state";
      return state === "checked" && programme.steps.length > 0 ? "state" : undefined;
    case "pay":
      return programme.outcome === "paid" && event.amount > 0 && Number.isFinite(event.amount)
        ? undefined
        : "state";
    case "close":
      return state === "approved" && programme.outcome !== "closed" ? "state" : undefined;
    case "appeal":
      return appealed ? "appealed-once" : undefined;
    default:
      return undefined;
  }
}

/** What an event changes beside the state. */
function changed(application: Application, event: ApplicationEvent, at: string): Partial<Application> {
  switch (event.kind) {
    case "submit":
      return { number: event.number, home: event.home, unit: event.home, submittedAt: at };
    case "pass-check":
      return event.category === undefined ? {} : { category: event.category };
    case "start-review":
    case "reopen":
      return {
        unit: event.unit,
        ...(event.assignee === undefined ? {} : { assignee: event.assignee }),
      };
    case "assign":
      return { assignee: event.assignee };
    case "forward":
      return { step: application.step + 1 };
    case "ask-more": {
      const from =
        application.request?.from ?? (application.state === "in-review" ? "in-review" : "submitted");
      return { request: { ...event.request, from } };
    }
    case "pay":
      return { amount: event.amount };
    case "refuse":
      return { refusal: event.refusal };
    case "appeal":
      return { appealed: true };
    case "note":
      // What is due is counted from the last change.
      return { updatedAt: application.updatedAt };
    default:
      return {};
  }
}

/** Nothing can happen any more, but that a refusal is appealed. */
export function isEnded(state: ApplicationState): boolean {
  return state === "closed" || state === "withdrawn" || state === "refused" || state === "expired";
}

/** Sent and not ended. */
export function isOpen(state: ApplicationState): boolean {
  return state !== "draft" && !isEnded(state);
}
