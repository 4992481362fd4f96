// An appeal is looked at by somebody else than whoever refused, while there is anybody else: who refused, and who else can.
import type { Application, HistoryEntry, Staff, Unit } from "../../domain/application.ts";
import { lineOf } from "../../domain/units.ts";
import type { Stores } from "../../stores/stores.ts";
import { inCharge, isConcerned } from "./assignment.ts";

const UNDECIDED: ReadonlySet<Application["state"]> = new Set([
  "appealed",
  "checked",
  "in-review",
  "needs-more",
]);

/** Whether an appeal against the case's refusal is not decided yet. */
export const isAppealOpen = ({ appealed, state }: Application): boolean => appealed && UNDECIDED.has(state);

/** Id of the staff who refused a case that is looked at again; undefined when it is not, or when the program refused it. */
export function refuserOf(application: Application, history: readonly HistoryEntry[]): string | undefined {
  if (!isAppealOpen(application)) return undefined;
  const actor = history.findLast(({ event }) => event === "refuse")?.actor;
  return actor?.kind === "staff" ? actor.id : undefined;
}

/**
 * Those who can decide the case, but for one of them: in its unit and in each above it the reviewers, or the administrators
 * where a unit has no reviewer. The nearest come first.
 */
export async function decidersBut(
  stores: Pick<Stores, "members">,
  { units, staff }: { readonly units: readonly Unit[]; readonly staff: readonly Staff[] },
  application: Application,
  without: string | undefined,
): Promise<readonly Staff[]> {
  const able = lineOf(units, application.unit ?? application.home).flatMap(({ id: unit }) =>
    inCharge(staff.filter((one) => one.active && one.unit === unit)),
  );
  const others: Staff[] = [];
  for (const one of able) {
    if (one.id !== without && !(await isConcerned(stores, one.id, application))) others.push(one);
  }
  return others;
}
