// An appeal against a refusal, once, while there is time for it: it goes to the next unit up that has a reviewer, else to
// another reviewer of the same unit, never to whoever refused. Without its form nobody can look again.
import type { Actor, Application } from "../../domain/application.ts";
import { chinaDay } from "../../domain/days.ts";
import { lineOf } from "../../domain/units.ts";
import { type Assignment, leastLoaded } from "./assignment.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { shownDay, tapWords } from "./labels.ts";
import { sinceOf } from "./status.ts";
import { type Counter, SHOWN_MOST } from "./counter.ts";
import { createCourse } from "./course.ts";
import { appealUntil, stepJobs } from "./deadlines.ts";
import { responsible, staffNotices, tell } from "./notices.ts";
import type { CaseService } from "../service.ts";

export function createAppeal(deps: CaseDependencies, counter: Counter): CaseService["appeal"] {
  const { stores, programmes, write, now, newId } = deps;
  const { saying, pick, titleOf } = counter;

  return async (speaker, number, reason) => {
    const { locale, member } = speaker;
    const { one, all } = await pick(speaker, number, ({ state }) => state === "refused");
    if (all.length === 0) return saying(speaker, "case.appeal.none");
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
    const to = await appealTo(one, refuser);
    const [units, staff] = await Promise.all([stores.members.units(), stores.members.staff()]);
    const course = createCourse(programme, one, actor, at);
    course.take({ kind: "appeal", reason }, reason);
    course.take({ kind: "reopen", ...to });
    const after = course.application();
    const told = staffNotices(newId, responsible(staff, units, after), "appealed", {
      application: after,
      at,
      values: { note: reason },
      suggestions: [`/case ${one.number ?? ""}`],
    });
    const unit = units.find(({ id }) => id === after.unit)?.name ?? "";
    return {
      ...saying(speaker, "case.appeal.done", { ...values, unit }, ["/status"]),
      async save(inner) {
        await course.save(inner);
        await inner.jobs.add(stepJobs(programme, after, at), at);
        await tell(inner, told, at);
        await inner.audit.append({ actor, action: "appealed", subject: `application:${one.id}`, at });
      },
    };
  };

  async function appealTo(application: Application, refuser: string | undefined): Promise<Assignment> {
    const [units, staff] = await Promise.all([stores.members.units(), stores.members.staff()]);
    const own = application.unit ?? application.home;
    const [unit, ...above] = lineOf(units, own);
    for (const { id } of above) {
      const found = await leastLoaded(stores, staff, id, [refuser], application);
      if (found !== undefined) return { unit: id, assignee: found };
    }
    const other = unit && (await leastLoaded(stores, staff, unit.id, [refuser], application));
    if (unit !== undefined && other !== undefined) return { unit: unit.id, assignee: other };
    return { unit: above[0]?.id ?? unit?.id ?? own ?? "" };
  }
}
