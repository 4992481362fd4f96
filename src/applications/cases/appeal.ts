// An appeal against a refusal, once, while there is time for it: it goes to the next unit up that has a reviewer, else to
// another reviewer of the same unit; to whoever refused only where nobody else can look, and then nobody else is promised.
// Without its form nobody can look again.
import type { Actor, Application, Staff, Unit } from "../../domain/application.ts";
import { chinaDay } from "../../domain/days.ts";
import { canDecide, lineOf } from "../../domain/units.ts";
import { type Assignment, leastLoaded } from "./assignment.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { shownDay, tapWords } from "./labels.ts";
import { sinceOf } from "./status.ts";
import { type Counter, SHOWN_MOST } from "./counter.ts";
import { createCourse } from "./course.ts";
import { appealUntil, stepJobs } from "./deadlines.ts";
import { responsible, staffNotices, tell } from "./notices.ts";
import { decidersBut, isAppealOpen } from "./second-look.ts";
import type { CaseService, Speaker, Turn } from "../service.ts";

export function createAppeal(deps: CaseDependencies, counter: Counter): CaseService["appeal"] {
  const { stores, programmes, write, now, newId } = deps;
  const { saying, pick, titleOf } = counter;

  return async (speaker, number, reason) => {
    const { locale, member } = speaker;
    const { one, all } = await pick(speaker, number, ({ state }) => state === "refused");
    const under = one === undefined ? await appealedAlready(speaker, number, all.length === 0) : undefined;
    if (under !== undefined) return under;
    if (all.length === 0) return saying(speaker, "case.appeal.none", { hotline: deps.hotline });
    if (one === undefined) {
      const names = all.map((each) => titleOf(each, locale)).join("\n");
      const taps = all.slice(0, SHOWN_MOST).map((each) => `/appeal ${each.number ?? ""}`);
      return saying(speaker, "case.appeal.which", { cases: names }, taps);
    }
    const values = { case: titleOf(one, locale), number: one.number ?? "", hotline: deps.hotline };
    if (one.appealed) return saying(speaker, "case.appeal.once", values);
    const programme = programmeOf(programmes, one);
    const history = await stores.applications.history(one.id);
    const until = appealUntil(programme, sinceOf(one, history));
    const day = shownDay(until, locale);
    if (until < chinaDay(now())) return saying(speaker, "case.appeal.late", { ...values, day });
    if ((await stores.applications.form(one.id)) === undefined) {
      return saying(speaker, "case.appeal.deleted", values, ["/apply"]);
    }
    if (reason.trim() === "") {
      const words = tapWords(`/appeal ${values.number}`, locale, write);
      return {
        ...saying(speaker, "case.appeal.reason", { ...values, day }),
        expects: { what: "more", words },
      };
    }

    const at = now().toISOString();
    const actor: Actor = { kind: "member", id: member };
    const refuser = history.findLast(({ event }) => event === "refuse")?.actor.id;
    const [units, staff] = await Promise.all([stores.members.units(), stores.members.staff()]);
    const others = await decidersBut(stores, { units, staff }, one, refuser);
    const to = await appealTo(one, refuser, units, staff, others);
    const own = to.assignee !== undefined && to.assignee === refuser;
    // Another person is promised only where there is one.
    const key = others.length > 0 ? "done" : own ? "done-same" : "done-open";
    const course = createCourse(programme, one, actor, at);
    course.take({ kind: "appeal", reason }, reason);
    course.take({ kind: "reopen", ...to });
    const after = course.application();
    const readers = responsible(staff, units, after).filter((id) => own || id !== refuser);
    const told = staffNotices(newId, readers, own ? "appealed-own" : "appealed", {
      application: after,
      at,
      values: { note: reason },
      suggestions: [`/case ${one.number ?? ""}`],
    });
    const unit = units.find(({ id }) => id === after.unit)?.name ?? "";
    return {
      ...saying(speaker, `case.appeal.${key}`, { ...values, unit }, ["/status"]),
      async save(inner) {
        await course.save(inner);
        await inner.jobs.add(stepJobs(programme, after, at), at);
        await tell(inner, told, at);
        await inner.audit.append({ actor, action: "appealed", subject: `application:${one.id}`, at });
      },
    };
  };

  /** Said of an appeal that is looked at already, by its number or the only one there is (`only`: nothing else fits). */
  async function appealedAlready(
    speaker: Speaker,
    number: string | undefined,
    only: boolean,
  ): Promise<Turn | undefined> {
    if (!only && (number === undefined || number === "")) return undefined;
    const { one, all } = await pick(speaker, number, isAppealOpen);
    const open = one ?? (only && (number === undefined || number === "") ? all[0] : undefined);
    if (open === undefined) return undefined;
    const unit = (await stores.members.units()).find(({ id }) => id === open.unit)?.name ?? "";
    const values = { case: titleOf(open, speaker.locale), unit, hotline: deps.hotline };
    return saying(speaker, "case.appeal.already", values, ["/status"]);
  }

  /** Upwards first, then among colleagues; where nobody else is (`others`), to whoever refused. */
  async function appealTo(
    application: Application,
    refuser: string | undefined,
    units: readonly Unit[],
    staff: readonly Staff[],
    others: readonly Staff[],
  ): Promise<Assignment> {
    const own = application.unit ?? application.home;
    const [unit, ...above] = lineOf(units, own);
    const unitOf = [...above, ...(unit === undefined ? [] : [unit])].find(({ id }) =>
      others.some((one) => one.unit === id),
    );
    if (unitOf !== undefined) {
      const assignee = await leastLoaded(stores, staff, unitOf.id, [refuser], application);
      return { unit: unitOf.id, ...(assignee === undefined ? {} : { assignee }) };
    }
    const alone = staff.find(({ id }) => id === refuser);
    return alone !== undefined && canDecide(alone, units, application)
      ? { unit: alone.unit, assignee: alone.id }
      : { unit: above[0]?.id ?? unit?.id ?? own ?? "" };
  }
}
