import type { Application, Staff, Unit } from "../../domain/application.ts";
import type { UnitLevel } from "../../domain/programme.ts";
import { lineOf, unitForStep } from "../../domain/units.ts";
import type { Stores } from "../../stores/stores.ts";

export interface Assignment {
  readonly unit: string;
  readonly assignee?: string;
}

/**
 * The unit for a step and its reviewer with the fewest open cases. A unit without reviewers leaves the case to the next
 * one above that has some; when none has, the step's own unit keeps it without an assignee. `without` gets it only when
 * nobody else can. Undefined without units.
 */
export async function assignmentFor(
  stores: Pick<Stores, "applications" | "members">,
  units: readonly Unit[],
  staff: readonly Staff[],
  application: Application,
  level: UnitLevel,
  without?: string,
): Promise<Assignment | undefined> {
  const unit = unitForStep(units, application.home, level);
  if (unit === undefined) return undefined;
  for (const { id } of lineOf(units, unit.id)) {
    const assignee = await leastLoaded(stores, staff, id, [without], application);
    if (assignee !== undefined) return { unit: id, assignee };
  }
  return without === undefined ? { unit: unit.id } : assignmentFor(stores, units, staff, application, level);
}

/** The active reviewer of a unit with the fewest open cases, leaving out some, and whoever the case is about. */
export async function leastLoaded(
  stores: Pick<Stores, "applications" | "members">,
  staff: readonly Staff[],
  unit: string,
  without: readonly (string | undefined)[],
  application: Application,
): Promise<string | undefined> {
  const able: string[] = [];
  for (const one of staff) {
    if (!one.active || one.unit !== unit || !one.roles.includes("reviewer") || without.includes(one.id))
      continue;
    if (!(await isConcerned(stores, one.id, application))) able.push(one.id);
  }
  const load = await stores.applications.load(able);
  return able.sort(
    (one, other) => (load.get(one) ?? 0) - (load.get(other) ?? 0) || (one < other ? -1 : 1),
  )[0];
}

/** Of the staff of a unit those who decide its cases: its reviewers, else its administrators. */
export function inCharge(here: readonly Staff[]): readonly Staff[] {
  const reviewers = here.filter(({ roles }) => roles.includes("reviewer"));
  return reviewers.length > 0 ? reviewers : here.filter(({ roles }) => roles.includes("administrator"));
}

/** Whether a change of staff leaves a unit without its last reviewer, or where it had none without its last administrator. */
export function losesDeciders(before: readonly Staff[], after: readonly Staff[], unit: string): boolean {
  const here = (staff: readonly Staff[]) => staff.filter((one) => one.active && one.unit === unit);
  const rank = (staff: readonly Staff[]): number => {
    const [one] = inCharge(here(staff));
    return one === undefined ? 0 : one.roles.includes("reviewer") ? 2 : 1;
  };
  return rank(after) < rank(before);
}

/** Whether a member of staff is the applicant, or filled the form in. */
export async function isConcerned(
  stores: Pick<Stores, "members">,
  staff: string,
  { member, filledBy }: Application,
): Promise<boolean> {
  const accounts = await stores.members.staffAccounts(staff);
  return accounts.some((account) => account.member === member || account.member === filledBy);
}
