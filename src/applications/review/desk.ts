// An officer's desk: finds the case a command means within what the officer may see, and says in one line why not. The
// rooms of review.ts (show, decide, office) answer with it.
import type { Actor, Application, HistoryEntry, Staff, Unit } from "../../domain/application.ts";
import { isOpen } from "../../domain/application.ts";
import type { Day } from "../../domain/days.ts";
import type { Locale, Reply } from "../../domain/message.ts";
import type { Programme } from "../../domain/programme.ts";
import { canDecide, subtree } from "../../domain/units.ts";
import type { StoredForm } from "../../stores/application-store.ts";
import { isConcerned } from "../cases/assignment.ts";
import { isAppealOpen, refuserOf, decidersBut } from "../cases/second-look.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { stepDue } from "../cases/deadlines.ts";
import type { Save, Turn } from "../service.ts";

export interface ReviewDependencies extends CaseDependencies {
  /** A one-time code that binds a chat account to staff. */
  readonly newCode: () => string;
  /** Where an officer can look at a paper; left out, papers are named only. */
  readonly paperLink?: (attachment: string, staff: string) => string;
}

/** Who is at the desk and what they read. */
export interface Officer {
  readonly staff: Staff;
  readonly locale: Locale;
}

/** A case on the desk. */
export interface Held {
  readonly application: Application;
  readonly programme: Programme;
  readonly form: StoredForm;
  readonly history: readonly HistoryEntry[];
  readonly units: readonly Unit[];
  readonly staff: readonly Staff[];
}

export interface Desk {
  readonly say: (
    officer: Officer,
    key: string,
    values?: Readonly<Record<string, string | number>>,
    suggestions?: readonly string[],
    save?: Save,
  ) => Turn;
  readonly reply: (officer: Officer, text: string, suggestions: readonly string[], save?: Save) => Turn;
  /** The case within the officer's subtree; else the line that says why not. */
  readonly open: (officer: Officer, number: string) => Promise<Held | Turn>;
  /** The same, for a command that acts: nobody acts on a case of their own. */
  readonly hold: (officer: Officer, number: string) => Promise<Held | Turn>;
  /** Set when the officer refused the case whose appeal this is: who can look at it instead, whoever has it first. */
  readonly refused: (
    officer: Officer,
    held: Held,
  ) => Promise<{ readonly others: readonly Staff[] } | undefined>;
  /**
   * Cases that wait for staff: the officer's own first, then those with the least time left. An appeal against a refusal
   * of theirs is not among them while somebody else can decide it.
   */
  readonly queue: (officer: Officer) => Promise<readonly Application[]>;
  /** Cases that wait for what the member was asked for, the longest first. */
  readonly sentBack: (officer: Officer) => Promise<readonly Application[]>;
  /** The first in the queue but this one, as a tap. */
  readonly next: (officer: Officer, done: string) => Promise<readonly string[]>;
  /** The day by which its step should be done, as the member was told; `since`: when it began, by and large its last change. */
  readonly dueDay: (application: Application, since?: string) => Day | undefined;
}

export const isTurn = (found: Held | Turn): found is Turn => "replies" in found;

export const actorOf = ({ staff }: Officer): Actor => ({ kind: "staff", id: staff.id });

/** The oldest are read: nobody pages through more. */
const QUEUE_MOST = 500;
/** States in which staff have something to do. */
const WAITING_FOR_STAFF = ["checked", "in-review", "appealed", "approved"] as const;

export function createDesk(deps: ReviewDependencies): Desk {
  const { stores, programmes, write } = deps;

  const reply: Desk["reply"] = ({ locale }, text, suggestions, save) => {
    const one: Reply = { kind: "case", text, citations: [], suggestions, locale };
    return { state: undefined, replies: [one], ...(save === undefined ? {} : { save }) };
  };
  const say: Desk["say"] = (officer, key, values = {}, suggestions = [], save) =>
    reply(officer, write(officer.locale, key, values), suggestions, save);

  const dueDay: Desk["dueDay"] = (application, since = application.updatedAt) => {
    const { submittedAt, state } = application;
    const programme = programmes.version(application.programme, application.version);
    if (submittedAt === undefined || programme === undefined || state === "approved") return undefined;
    return stepDue(programme, application, since);
  };

  async function queue({ staff }: Officer): Promise<readonly Application[]> {
    const units = subtree(await stores.members.units(), staff.unit).map(({ id }) => id);
    const [own, all] = await Promise.all([
      stores.applications.cases({ units, states: WAITING_FOR_STAFF, assignee: staff.id, limit: QUEUE_MOST }),
      stores.applications.cases({ units, states: WAITING_FOR_STAFF, limit: QUEUE_MOST }),
    ]);
    const found = [...new Map([...own, ...all].map((one) => [one.id, one])).values()];
    const theirs = await othersAppeals(staff, found);
    const waiting = found.filter(
      ({ id, state, programme, version }) =>
        !theirs.has(id) &&
        (state !== "approved" || programmes.version(programme, version)?.outcome !== "placed"),
    );
    const rank = (one: Application): string =>
      [
        one.assignee === staff.id ? 0 : one.unit === staff.unit ? 1 : 2,
        dueDay(one) ?? "9999",
        one.submittedAt ?? "",
        one.number ?? "",
      ].join(" ");
    return waiting
      .map((one) => ({ one, key: rank(one) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ one }) => one);
  }

  /** Ids of the appeals among these that somebody else decides, for this one refused. */
  async function othersAppeals(officer: Staff, found: readonly Application[]): Promise<ReadonlySet<string>> {
    const appeals = found.filter(isAppealOpen);
    const ids = new Set<string>();
    if (appeals.length === 0) return ids;
    const [units, staff] = await Promise.all([stores.members.units(), stores.members.staff()]);
    for (const one of appeals) {
      if (refuserOf(one, await stores.applications.history(one.id)) !== officer.id) continue;
      if ((await decidersBut(stores, { units, staff }, one, officer.id)).length > 0) ids.add(one.id);
    }
    return ids;
  }

  async function sentBack({ staff }: Officer): Promise<readonly Application[]> {
    const units = subtree(await stores.members.units(), staff.unit).map(({ id }) => id);
    const found = await stores.applications.cases({ units, states: ["needs-more"], limit: QUEUE_MOST });
    return found.toSorted((one, other) => (one.updatedAt < other.updatedAt ? -1 : 1));
  }

  async function open(officer: Officer, number: string): Promise<Held | Turn> {
    const { staff, locale } = officer;
    if (!staff.roles.includes("reviewer") && !staff.roles.includes("administrator")) {
      return say(officer, "staff.no-right", { role: write(locale, "staff.role.reviewer") });
    }
    const units = await stores.members.units();
    const within = subtree(units, staff.unit).map(({ id }) => id);
    const application = await stores.applications.findByNumber(number, within);
    if (application?.number === undefined || !canDecide(staff, units, application)) {
      return say(officer, "staff.no-case", { number }, ["/queue"]);
    }
    const [form, history, all] = await Promise.all([
      stores.applications.form(application.id),
      stores.applications.history(application.id),
      stores.members.staff(),
    ]);
    if (form === undefined) return say(officer, "staff.purged", { number: application.number }, ["/queue"]);
    return { application, programme: programmeOf(programmes, application), form, history, units, staff: all };
  }

  return {
    reply,
    say,
    dueDay,
    queue,
    sentBack,
    open,
    async refused(officer, held) {
      const { application, history } = held;
      if (refuserOf(application, history) !== officer.staff.id) return undefined;
      const others = await decidersBut(stores, held, application, officer.staff.id);
      return { others: others.toSorted((one, other) => rankOf(one) - rankOf(other)) };

      function rankOf({ id }: Staff): number {
        return id === application.assignee ? 0 : 1;
      }
    },
    async hold(officer, number) {
      const found = await open(officer, number);
      if (isTurn(found)) return found;
      if (await isConcerned(stores, officer.staff.id, found.application)) {
        return say(officer, "staff.own-case", { number: found.application.number ?? "" }, ["/queue"]);
      }
      return found;
    },
    async next(officer, done) {
      const next = (await queue(officer)).find(({ id, state }) => id !== done && isOpen(state));
      return next?.number === undefined ? ["/queue"] : [`/case ${next.number}`, "/queue"];
    },
  };
}
