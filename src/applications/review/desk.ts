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
  /** The same, for a command that decides: nobody decides a case of their own. */
  readonly hold: (officer: Officer, number: string) => Promise<Held | Turn>;
  /** Cases that wait for staff: the officer's own first, then those with the least time left. */
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
    const waiting = found.filter(
      ({ state, programme, version }) =>
        state !== "approved" || programmes.version(programme, version)?.outcome !== "placed",
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
