// What keeps an office running, in chat: for administrators staff (people.ts) and units, for reviewers batches (batches.ts).
// Everything stays within the subtree of whoever asks.
import type { Role, Unit } from "../../domain/application.ts";
import type { UnitLevel } from "../../domain/programme.ts";
import { subtree } from "../../domain/units.ts";
import { createBatches, unitNamed } from "./batches.ts";
import { folded } from "../cases/labels.ts";
import { actorOf, type Desk, type Officer, type ReviewDependencies } from "./desk.ts";
import { createPeople } from "./people.ts";
import type { OfficeCommand } from "./words.ts";
import type { Turn } from "../service.ts";

const LEVELS: readonly (readonly [UnitLevel, RegExp])[] = [
  ["grassroots", /^(?:grassroots|基层|单位|企业|乡镇)$/],
  ["county", /^(?:county|县|县级|区|区县)$/],
  ["prefecture", /^(?:prefecture|市|市级|州|州级|地市)$/],
  ["province", /^(?:province|省|省级|自治区)$/],
  ["nation", /^(?:nation|全国)$/],
];

export type Office = (officer: Officer, command: OfficeCommand, rest: string) => Promise<Turn>;

export function createOffice(deps: ReviewDependencies, desk: Desk): Office {
  const { stores, write, now, newId } = deps;
  const batches = createBatches(deps, desk);
  const people = createPeople(deps, desk);

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
            : /^(?:roles?|权限|角色)$/i.test(action)
              ? "role"
              : undefined;
    if (command === "batch") {
      if (verb === "add") return batches.add(officer, said);
      if (verb === "remove") return batches.cancel(officer, said);
      if (verb === "list") return batches.list(officer);
    } else if (command === "staff") {
      if (verb === "add") return people.add(officer, words);
      if (verb === "role") return people.setRoles(officer, words);
      if (verb === "remove") return people.remove(officer, said);
      if (verb === "list") return people.list(officer);
    } else if (verb === "add") return addUnit(officer, words);
    else if (verb === "set") return setUnit(officer, words);
    else if (verb === "list") return listUnits(officer);
    return desk.say(officer, `staff.usage.${command}`);
  };

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
