// What keeps an office running, in chat: for administrators staff and units, for reviewers batches (batches.ts). Everything
// stays within the subtree of whoever asks.
import type { Role, Staff, Unit } from "../../domain/application.ts";
import type { UnitLevel } from "../../domain/programme.ts";
import { inSubtree, subtree } from "../../domain/units.ts";
import { createBatches, unitNamed } from "../jobs/batches.ts";
import { folded } from "../cases/labels.ts";
import { actorOf, type Desk, type Officer, type ReviewDependencies } from "./desk.ts";
import type { OfficeCommand } from "./words.ts";
import type { Turn } from "../service.ts";

/** Days in which the code for a new member of staff can be used. */
const CODE_DAYS = 7;

const ROLES: readonly (readonly [Role, RegExp])[] = [
  ["reviewer", /^(?:reviewer|审核|审核员|审批|经办)$/],
  ["editor", /^(?:editor|编辑)$/],
  ["broadcaster", /^(?:broadcaster|通知|通知员|群发)$/],
  ["administrator", /^(?:administrator|admin|管理|管理员)$/],
];
const LEVELS: readonly (readonly [UnitLevel, RegExp])[] = [
  ["grassroots", /^(?:grassroots|基层|单位|企业|乡镇)$/],
  ["county", /^(?:county|县|县级|区|区县)$/],
  ["prefecture", /^(?:prefecture|市|市级|州|州级|地市)$/],
  ["province", /^(?:province|省|省级|自治区)$/],
  ["nation", /^(?:nation|全国)$/],
];

export type Office = (officer: Officer, command: OfficeCommand, rest: string) => Promise<Turn>;

export function createOffice(deps: ReviewDependencies, desk: Desk): Office {
  const { stores, write, now, newId, newCode } = deps;
  const batches = createBatches(deps, desk);

  return async (officer, command, rest) => {
    const [action = "list", ...words] = rest.split(/\s+/).filter((word) => word !== "");
    const said = rest.slice(rest.indexOf(action) + action.length).trim();
    const needed: Role = command === "batch" ? "reviewer" : "administrator";
    const { roles } = officer.staff;
    if (!roles.includes(needed) && !roles.includes("administrator")) {
      return desk.say(officer, "staff.no-right", { role: write(officer.locale, `staff.role.${needed}`) });
    }
    const verb = /^(?:add|新增|添加|开)$/i.test(action)
      ? "add"
      : /^(?:list|列表)$/i.test(action)
        ? "list"
        : /^(?:remove|cancel|取消|停用|删除)$/i.test(action)
          ? "remove"
          : /^(?:set|rename|改名|设置|修改)$/i.test(action)
            ? "set"
            : undefined;
    if (command === "batch") {
      if (verb === "add") return batches.add(officer, said);
      if (verb === "remove") return batches.cancel(officer, said);
      if (verb === "list") return batches.list(officer);
    } else if (command === "staff") {
      if (verb === "add") return addStaff(officer, words);
      if (verb === "remove") return removeStaff(officer, said);
      if (verb === "list") return listStaff(officer);
    } else if (verb === "add") return addUnit(officer, words);
    else if (verb === "set") return setUnit(officer, words);
    else if (verb === "list") return listUnits(officer);
    return desk.say(officer, `staff.usage.${command}`);
  };

  function rolesShown(roles: readonly Role[], { locale }: Officer): string {
    return roles.map((role) => write(locale, `staff.role.${role}`)).join(locale === "en" ? ", " : "、");
  }

  async function ownStaff({ staff }: Officer): Promise<{ units: Unit[]; all: Staff[] }> {
    const units = await stores.members.units();
    const all = await stores.members.staff();
    return { units, all: all.filter(({ active, unit }) => active && inSubtree(units, staff.unit, unit)) };
  }

  async function addStaff(officer: Officer, words: readonly string[]): Promise<Turn> {
    const [name = "", ...rest] = words;
    const roles = new Set<Role>();
    const others: string[] = [];
    for (const word of rest.flatMap((one) => one.split(/[,，、]/))) {
      const role = ROLES.find(([, pattern]) => pattern.test(folded(word)))?.[0];
      if (role === undefined) others.push(word);
      else roles.add(role);
    }
    if (name === "") return desk.say(officer, "staff.usage.staff");
    const where = others.join(" ");
    const units = await stores.members.units();
    const unit =
      where === ""
        ? units.find(({ id }) => id === officer.staff.unit)
        : await unitNamed(stores, officer, where);
    if (unit === undefined) return desk.say(officer, "staff.no-unit", { name: where });
    const code = newCode();
    const until = new Date(now().getTime() + CODE_DAYS * 86_400_000).toISOString();
    // Two of one name in a unit could not be told apart afterwards; mostly the code was lost.
    const known = (await stores.members.staff()).find(
      (one) => one.active && one.unit === unit.id && folded(one.name) === folded(name),
    );
    if (known !== undefined) {
      const again = { name, unit: unit.name, code, days: CODE_DAYS };
      return desk.say(officer, "staff.code-again", again, ["/staff list"], (inner) =>
        inner.members.addCode(code, { kind: "staff", staff: known.id }, until),
      );
    }
    const at = now().toISOString();
    const one: Staff = {
      id: newId(),
      name,
      unit: unit.id,
      roles: roles.size === 0 ? ["reviewer"] : [...roles],
      active: true,
    };
    const values = { name, unit: unit.name, roles: rolesShown(one.roles, officer), code, days: CODE_DAYS };
    return desk.say(officer, "staff.added", values, ["/staff list"], async (inner) => {
      await inner.members.addStaff(one);
      await inner.members.addCode(code, { kind: "staff", staff: one.id }, until);
      await inner.audit.append({
        actor: actorOf(officer),
        action: "staff-added",
        subject: `staff:${one.id}`,
        at,
      });
    });
  }

  async function removeStaff(officer: Officer, said: string): Promise<Turn> {
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
      const which = found.length > 1 ? found : all;
      return desk.say(
        officer,
        "staff.remove.whom",
        {},
        which.map((each) => `/staff remove ${nameOf(each)}`),
      );
    }
    if (one.id === officer.staff.id) return desk.say(officer, "staff.remove.self");
    const at = now().toISOString();
    const open = (await stores.applications.load([one.id])).get(one.id) ?? 0;
    return desk.say(
      officer,
      "staff.removed",
      { name: one.name, count: open },
      ["/staff list"],
      async (inner) => {
        await inner.members.saveStaff({ ...one, active: false });
        await inner.audit.append({
          actor: actorOf(officer),
          action: "staff-removed",
          subject: `staff:${one.id}`,
          at,
        });
      },
    );
  }

  async function listStaff(officer: Officer): Promise<Turn> {
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

  async function addUnit(officer: Officer, words: readonly string[]): Promise<Turn> {
    const [name = "", said = "", under = "", ...place] = words;
    const level = LEVELS.find(([, pattern]) => pattern.test(folded(said)))?.[0];
    if (name === "" || level === undefined) return desk.say(officer, "staff.usage.unit");
    const units = await stores.members.units();
    const parent =
      under === ""
        ? units.find(({ id }) => id === officer.staff.unit)
        : await unitNamed(stores, officer, under);
    if (parent === undefined) return desk.say(officer, "staff.no-unit", { name: under });
    if (units.some((unit) => folded(unit.name) === folded(name))) {
      return desk.say(officer, "staff.unit.there", { name });
    }
    const at = now().toISOString();
    const unit: Unit = {
      id: newId(),
      name,
      level,
      parent: parent.id,
      place: [...new Set([...place, ...parent.place])],
    };
    const values = { name, level: write(officer.locale, `staff.level.${level}`), parent: parent.name };
    return desk.say(officer, "staff.unit.added", values, ["/unit list"], async (inner) => {
      await inner.members.addUnit(unit);
      await inner.audit.append({
        actor: actorOf(officer),
        action: "unit-added",
        subject: `unit:${unit.id}`,
        at,
      });
    });
  }

  /** Names the officer's own unit, its level and place: how the office's first unit gets its name. */
  async function setUnit(officer: Officer, words: readonly string[]): Promise<Turn> {
    const [name = "", said = "", ...place] = words;
    const level = LEVELS.find(([, pattern]) => pattern.test(folded(said)))?.[0];
    const own = (await stores.members.units()).find(({ id }) => id === officer.staff.unit);
    if (name === "" || level === undefined || own === undefined) return desk.say(officer, "staff.usage.unit");
    const at = now().toISOString();
    const values = { name, level: write(officer.locale, `staff.level.${level}`), before: own.name };
    return desk.say(officer, "staff.unit.set", values, ["/unit list"], async (inner) => {
      await inner.members.addUnit({ ...own, name, level, place: place.length === 0 ? own.place : place });
      await inner.audit.append({
        actor: actorOf(officer),
        action: "unit-set",
        subject: `unit:${own.id}`,
        at,
      });
    });
  }

  async function listUnits(officer: Officer): Promise<Turn> {
    const units = await stores.members.units();
    const own = subtree(units, officer.staff.unit);
    const lines: string[] = [];
    const walk = (unit: Unit, depth: number): void => {
      const level = write(officer.locale, `staff.level.${unit.level}`);
      lines.push(
        `${"　".repeat(depth)}${write(officer.locale, "staff.unit.line", { name: unit.name, level })}`,
      );
      for (const child of own) if (child.parent === unit.id && depth < 9) walk(child, depth + 1);
    };
    const root = own.find(({ id }) => id === officer.staff.unit);
    if (root !== undefined) walk(root, 0);
    return desk.reply(officer, lines.join("\n"), []);
  }
}
