// Who works in an office, for its administrators in chat: added with a one-time code, given and taken roles, removed, listed.
// office.ts passes the words on; whoever is meant stands within the subtree of whoever asks.
import type { Role, Staff, Unit } from "../../domain/application.ts";
import { inSubtree, lineOf } from "../../domain/units.ts";
import type { AuditEntry } from "../../stores/audit-store.ts";
import type { Stores } from "../../stores/stores.ts";
import { losesDeciders } from "../cases/assignment.ts";
import { folded } from "../cases/labels.ts";
import type { Turn } from "../service.ts";
import { unitNamed } from "./batches.ts";
import { actorOf, type Desk, type Officer, type ReviewDependencies } from "./desk.ts";

/** Days in which the code for a new member of staff can be used. */
const CODE_DAYS = 7;

const ROLES: readonly (readonly [Role, RegExp])[] = [
  ["reviewer", /^(?:reviewer|审核|审核员|审批|经办)$/],
  ["editor", /^(?:editor|编辑)$/],
  ["broadcaster", /^(?:broadcaster|通知|通知员|群发)$/],
  ["administrator", /^(?:administrator|admin|管理|管理员)$/],
];

export interface People {
  /** "李强 审核 升平镇工会"; somebody who is there already gets the roles beside those they hold. */
  readonly add: (officer: Officer, words: readonly string[]) => Promise<Turn>;
  /** The same words; the roles take the place of those held. */
  readonly setRoles: (officer: Officer, words: readonly string[]) => Promise<Turn>;
  readonly remove: (officer: Officer, said: string) => Promise<Turn>;
  readonly list: (officer: Officer) => Promise<Turn>;
}

export function createPeople(deps: ReviewDependencies, desk: Desk): People {
  const { stores, write, now, newId, newCode } = deps;
  return { add, setRoles, remove, list };

  async function add(officer: Officer, words: readonly string[]): Promise<Turn> {
    const { name, roles, where } = meant(words);
    if (name === "") return desk.say(officer, "staff.usage.staff");
    const { units, all } = await ownStaff(officer);
    const unit =
      where === ""
        ? units.find(({ id }) => id === officer.staff.unit)
        : await unitNamed(stores, officer, where);
    if (unit === undefined) return desk.say(officer, "staff.no-unit", { name: where });
    // Two of one name in a unit could not be told apart afterwards; mostly the code was lost.
    const known = all.find((one) => one.unit === unit.id && folded(one.name) === folded(name));
    if (known !== undefined) return addAgain(officer, known, roles, unit);
    const one: Staff = {
      id: newId(),
      name,
      unit: unit.id,
      roles: roles.length === 0 ? ["reviewer"] : roles,
      active: true,
    };
    const code = newCode();
    const values = { ...valuesOf(one, unit, officer), code, days: CODE_DAYS };
    return desk.say(officer, "staff.added", values, ["/staff list"], async (inner) => {
      await inner.members.addStaff(one);
      await inner.members.addCode(code, { kind: "staff", staff: one.id }, codeEnds());
      await inner.audit.append(entry(officer, "staff-added", one));
    });
  }

  /** Whoever has an account bound already needs no code for another role. */
  async function addAgain(officer: Officer, known: Staff, roles: readonly Role[], unit: Unit): Promise<Turn> {
    const more = roles.filter((role) => !known.roles.includes(role));
    const one: Staff = { ...known, roles: [...known.roles, ...more] };
    const isBound = (await stores.members.staffAccounts(one.id)).length > 0;
    const values = valuesOf(one, unit, officer);
    if (more.length > 0 && isBound) {
      return desk.say(officer, "staff.roles.now", values, ["/staff list"], (inner) =>
        saveRoles(inner, officer, one),
      );
    }
    const code = newCode();
    const coded = { ...values, code, days: CODE_DAYS };
    return desk.say(officer, "staff.code-again", coded, ["/staff list"], async (inner) => {
      await inner.members.voidCodes({ kind: "staff", staff: one.id });
      await inner.members.addCode(code, { kind: "staff", staff: one.id }, codeEnds());
      if (more.length > 0) await saveRoles(inner, officer, one);
    });
  }

  async function setRoles(officer: Officer, words: readonly string[]): Promise<Turn> {
    const { name, roles, where } = meant(words);
    if (name === "" || roles.length === 0) return desk.say(officer, "staff.usage.staff");
    const { units, all } = await ownStaff(officer);
    const unit = where === "" ? undefined : await unitNamed(stores, officer, where);
    if (where !== "" && unit === undefined) return desk.say(officer, "staff.no-unit", { name: where });
    const found = all.filter(
      (one) => folded(one.name) === folded(name) && (unit === undefined || one.unit === unit.id),
    );
    const [held] = found;
    const home = units.find(({ id }) => id === held?.unit);
    if (held === undefined || home === undefined || found.length > 1) {
      return desk.say(officer, "staff.roles.whom", { name }, ["/staff list"]);
    }
    if (held.id === officer.staff.id && !roles.includes("administrator")) {
      return desk.say(officer, "staff.roles.self");
    }
    const one: Staff = { ...held, roles };
    const able = roles.includes("reviewer") || roles.includes("administrator");
    const open = able ? 0 : ((await stores.applications.load([one.id])).get(one.id) ?? 0);
    const text = [
      write(officer.locale, "staff.roles.now", valuesOf(one, home, officer)),
      ...(open === 0 ? [] : [write(officer.locale, "staff.roles.left", { count: open })]),
      ...(await warning(officer, held, one)),
    ].join("\n");
    return desk.reply(officer, text, ["/staff list"], (inner) => saveRoles(inner, officer, one));
  }

  async function remove(officer: Officer, said: string): Promise<Turn> {
    const { units, all } = await ownStaff(officer);
    const nameOf = (one: Staff): string =>
      all.filter(({ name }) => name === one.name).length === 1
        ? one.name
        : `${one.name} ${units.find(({ id }) => id === one.unit)?.name ?? ""}`;
    const found = all.filter((one) =>
      [one.id, one.name, nameOf(one)].some((name) => folded(name) === folded(said)),
    );
    const [one] = found;
    if (one === undefined || found.length > 1) {
      const taps = (found.length > 1 ? found : all).map((each) => `/staff remove ${nameOf(each)}`);
      return desk.say(officer, "staff.remove.whom", {}, taps);
    }
    if (one.id === officer.staff.id) return desk.say(officer, "staff.remove.self");
    const open = (await stores.applications.load([one.id])).get(one.id) ?? 0;
    const gone: Staff = { ...one, active: false };
    const text = [
      write(officer.locale, "staff.removed", { name: one.name, count: open }),
      ...(await warning(officer, one, gone)),
    ].join("\n");
    return desk.reply(officer, text, ["/staff list"], async (inner) => {
      await inner.members.saveStaff(gone);
      await inner.members.voidCodes({ kind: "staff", staff: one.id });
      await inner.audit.append(entry(officer, "staff-removed", one));
    });
  }

  async function list(officer: Officer): Promise<Turn> {
    const { units, all } = await ownStaff(officer);
    const load = await stores.applications.load(all.map(({ id }) => id));
    const lines = all.map(({ id, name, unit, roles }) =>
      write(officer.locale, "staff.line", {
        name,
        unit: units.find((one) => one.id === unit)?.name ?? unit,
        roles: rolesShown(roles, officer),
        cases: load.get(id) ?? 0,
      }),
    );
    return desk.reply(officer, lines.join("\n"), []);
  }

  /** A line when nobody of the unit decides its cases any more: who does instead, and how somebody is added. */
  async function warning({ locale }: Officer, before: Staff, after: Staff): Promise<readonly string[]> {
    const [units, staff] = await Promise.all([stores.members.units(), stores.members.staff()]);
    const left = staff.map((one) => (one.id === after.id ? after : one));
    if (!losesDeciders(staff, left, before.unit)) return [];
    const [unit, ...above] = lineOf(units, before.unit);
    const isReviewed = ({ id }: Unit): boolean =>
      left.some((one) => one.active && one.unit === id && one.roles.includes("reviewer"));
    const names = { unit: unit?.name ?? "", above: above.find(isReviewed)?.name ?? "none" };
    return [write(locale, "staff.undecided", names)];
  }

  async function saveRoles(inner: Stores, officer: Officer, one: Staff): Promise<void> {
    await inner.members.saveStaff(one);
    await inner.audit.append(entry(officer, "staff-set", one));
  }

  async function ownStaff({ staff }: Officer): Promise<{ units: Unit[]; all: Staff[] }> {
    const units = await stores.members.units();
    const all = await stores.members.staff();
    return { units, all: all.filter(({ active, unit }) => active && inSubtree(units, staff.unit, unit)) };
  }

  function rolesShown(roles: readonly Role[], { locale }: Officer): string {
    return roles.map((role) => write(locale, `staff.role.${role}`)).join(locale === "en" ? ", " : "、");
  }

  function valuesOf({ name, roles }: Staff, unit: Unit, officer: Officer): Record<string, string> {
    return { name, unit: unit.name, roles: rolesShown(roles, officer) };
  }

  function entry(officer: Officer, action: string, { id }: Staff): AuditEntry {
    return { actor: actorOf(officer), action, subject: `staff:${id}`, at: now().toISOString() };
  }

  function codeEnds(): string {
    return new Date(now().getTime() + CODE_DAYS * 86_400_000).toISOString();
  }
}

/** "李强 审核,管理 升平镇工会": a name, and in any order roles and what a unit is called. */
function meant([name = "", ...rest]: readonly string[]): {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly where: string;
} {
  const roles = new Set<Role>();
  const others: string[] = [];
  for (const word of rest.flatMap((one) => one.split(/[,，、]/))) {
    const role = ROLES.find(([, pattern]) => pattern.test(folded(word)))?.[0];
    if (role === undefined) others.push(word);
    else roles.add(role);
  }
  return { name, roles: [...roles], where: others.join(" ") };
}
