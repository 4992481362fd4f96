// Reminders of what lies still (a draft, a paper asked for), the end of a public notice, and the yearly check: jobs that
// look whether the case still stands where it stood when they were planned.
import { chinaDay, daysBetween } from "../../domain/days.ts";
import type { JobHandlers } from "../../queue/jobs.ts";
import type { Position } from "../../stores/application-store.ts";
import { afterApproval } from "../cases/approval.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { createCourse } from "../cases/course.ts";
import { unknown } from "./deadline.ts";
import { REMIND_AFTER, draftJobs, remindJobs } from "../cases/deadlines.ts";
import { derivedId, memberNotice, responsible, tell } from "../cases/notices.ts";

export function createRemind({ stores, now, newId }: CaseDependencies): JobHandlers["remind"] {
  return ({ application: id, revision }) =>
    stores.transaction(async (inner) => {
      const application = await inner.applications.find(id);
      if (application === undefined) return;
      const at = now().toISOString();
      const draft = application.state === "draft";
      const asked = (await inner.applications.history(id)).findLast(({ event }) => event === "ask-more");
      const since = draft
        ? application.updatedAt
        : application.state === "needs-more" && asked?.revision === revision
          ? asked.at
          : undefined;
      if (since === undefined) return;
      const day = chinaDay(new Date(since));
      const still = REMIND_AFTER.findLast((days) => days <= daysBetween(day, chinaDay(now())));
      if (still === undefined) return inner.jobs.add(remindJobs(application, new Date(since)), at);
      const { fields = [], papers = [] } = application.request ?? {};
      const news = memberNotice(newId, draft ? "draft-still" : "missing-still", {
        application,
        at,
        id: derivedId(id, "still", day, still),
        values: draft ? {} : { fields, papers },
        suggestions: ["/resume"],
      });
      await tell(inner, await unknown(inner, [news]), at);
    });
}

export function createPublicNotice(deps: CaseDependencies): JobHandlers["public-notice"] {
  const { stores, programmes, now, newId } = deps;
  return ({ application: id, revision }) =>
    stores.transaction(async (inner) => {
      const application = await inner.applications.find(id);
      const history = await inner.applications.history(id);
      const putUp = history.findLast(({ event }) => event === "approve");
      if (application?.state !== "public-notice" || putUp?.revision !== revision) return;
      const programme = programmeOf(programmes, application);
      const at = now().toISOString();
      const course = createCourse(programme, application, { kind: "system", id: "public-notice" }, at);
      course.take({ kind: "end-notice" });
      await course.save(inner);
      const after = course.application();
      const staff = responsible(await inner.members.staff(), await inner.members.units(), after);
      const following = afterApproval(newId, programme, after, staff, {}, now());
      await inner.jobs.add(following.jobs, at);
      await tell(inner, following.notices, at);
    });
}

/**
 * Once a year an approved case is checked again: the member finds a new draft with the answers of before, looks through
 * them, and sends it into the same review. Nothing is made when another one is under way, or the answers are gone.
 */
export function createRecheck(deps: CaseDependencies): JobHandlers["recheck"] {
  const { stores, programmes, now, newId } = deps;
  const approved = new Set(["approved", "paid", "placed", "closed"]);
  const over = new Set(["withdrawn", "refused", "expired", "closed", "paid", "placed", "approved"]);
  return ({ application: id }) =>
    stores.transaction(async (inner) => {
      const before = await inner.applications.find(id);
      const form = await inner.applications.form(id);
      if (before === undefined || form === undefined || !approved.has(before.state)) return;
      const programme = programmes.current.get(before.programme) ?? programmeOf(programmes, before);
      const next = derivedId(id, "recheck");
      const others = await inner.applications.ofMember(before.member);
      const under = others.some(
        (one) =>
          one.programme === before.programme && one.id !== id && (one.id === next || !over.has(one.state)),
      );
      if (under) return;
      const at = now().toISOString();
      const { only: _, supplied: __, asked: ___, correcting: ____, ...rest } = form.position;
      const position: Position = {
        ...rest,
        skipped: rest.skipped.filter((path) => !programme.papers.some((paper) => paper.id === path)),
        version: programme.version,
        stage: "summary",
        misses: 0,
        paused: false,
      };
      const { home } = before;
      const application = {
        id: next,
        programme: programme.id,
        version: programme.version,
        member: before.member,
        filledBy: before.member,
        state: "draft",
        ...(home === undefined ? {} : { home }),
        step: 0,
        appealed: false,
        revision: 0,
        createdAt: at,
        updatedAt: at,
      } as const;
      // Papers are a year old: those needed are asked for anew by the check.
      const draft = { position, answers: form.answers, files: {} };
      await inner.applications.create(application, draft);
      const consent = (await inner.members.consents(before.member)).find((one) => one.application === id);
      if (consent !== undefined) await inner.members.addConsent({ ...consent, application: next });
      await inner.jobs.add(draftJobs(programme, application, form.answers, now()), at);
      const subject = `application:${next}`;
      await inner.audit.append({
        actor: { kind: "system", id: "recheck" },
        action: "rechecked",
        subject,
        at,
      });
      const news = memberNotice(newId, "recheck", {
        application,
        at,
        values: { before: before.number ?? "" },
        suggestions: ["/resume"],
      });
      await tell(inner, [news], at);
    });
}
