import type { Application, Staff, Unit } from "./application.ts";
import type { UnitLevel } from "./programme.ts";

const HEIGHT: Readonly<Record<UnitLevel, number>> = {
  grassroots: 0,
  county: 1,
  prefecture: 2,
  province: 3,
  nation: 4,
};

/** The unit and those above it up to the root, nearest first; empty when it is not known. */
export function lineOf(units: readonly Unit[], unit: string | undefined): readonly Unit[] {
  const line: Unit[] = [];
  let next = units.find(({ id }) => id === unit);
  while (next !== undefined && !line.includes(next)) {
    line.push(next);
    const { parent } = next;
    next = parent === undefined ? undefined : units.find(({ id }) => id === parent);
  }
  return line;
}

/** Whether `unit` is `root` or lies below it. */
export function inSubtree(units: readonly Unit[], root: string, unit: string): boolean {
  return lineOf(units, unit).some(({ id }) => id === root);
}

/** The unit and all below it. */
export function subtree(units: readonly Unit[], root: string): readonly Unit[] {
  return units.filter(({ id }) => inSubtree(units, root, id));
}

/**
 * The unit that does a step of this level: the nearest at or above `home` that is of the level or higher, else the top
 * of its line. An unknown home counts as the root. Undefined only when there is no unit.
 */
export function unitForStep(
  units: readonly Unit[],
  home: string | undefined,
  level: UnitLevel,
): Unit | undefined {
  const known = lineOf(units, home);
  const line = known.length > 0 ? known : units.filter(({ parent }) => parent === undefined).slice(0, 1);
  return line.find((unit) => HEIGHT[unit.level] >= HEIGHT[level]) ?? line.at(-1);
}

/** Whether the unit does a step that is above its level, for its line has no unit of that level or a higher one. */
export function standsIn({ level }: Unit, step: UnitLevel): boolean {
  return HEIGHT[level] < HEIGHT[step];
}

/** Whether a member of staff may open and decide the case: by role, and because its unit is theirs or below it. */
export function canDecide(staff: Staff, units: readonly Unit[], application: Application): boolean {
  const unit = application.unit ?? application.home;
  return (
    staff.active &&
    (staff.roles.includes("reviewer") || staff.roles.includes("administrator")) &&
    unit !== undefined &&
    inSubtree(units, staff.unit, unit)
  );
}
