// What happens first to a sent application: is all there, is it the household's second, which category, who reviews it or
// which place it gets. Runs as a job; a case that is no longer just sent is left alone, so it may run twice.
import { type Actor, type Application, type Batch, isOpen } from "../../domain/application.ts";
import { chinaDay, type Day } from "../../domain/days.ts";
import type { Programme } from "../../domain/programme.ts";
import { addWorkingDays } from "../../domain/workdays.ts";
import type { JobHandlers } from "../../queue/jobs.ts";
import type { StoredForm } from "../../stores/application-store.ts";
import type { Notice } from "../../stores/notice-store.ts";
import type { Stores } from "../../stores/stores.ts";
import { afterApproval, saveAsked } from "../cases/approval.ts";
import { assignmentFor } from "../cases/assignment.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { batchField, fingerprintsOf, missingOf } from "../cases/completeness.ts";
import { type Course, createCourse } from "../cases/course.ts";
import { placesJob, stepJobs } from "../cases/deadlines.ts";
import { memberNotice, responsible, staffNotices, tell } from "../cases/notices.ts";
import { claimPlace, isAllotted, waitingNotice } from "./places.ts";

const ACTOR: Actor = { kind: "system", id: "check" };

export function createCheck(deps: CaseDependencies): JobHandlers["check"] {
  const { stores, programmes, now, newId } = deps;

  return ({ application: id }) =>
    stores.transaction(async (inner) => {
      const seen = await inner.applications.find(id);
      if (seen?.state !== "submitted") return;
      const batch = seen.batch === undefined ? undefined : await inner.applications.lockBatch(seen.batch);
      const application = await inner.applications.find(id);
      const form = await inner.applications.form(id);
      if (application?.state !== "submitted" || application.batch !== seen.batch || form === undefined)
        return;
      const programme = programmeOf(programmes, application);
      const at = now().toISOString();
      const course = createCourse(programme, application, ACTOR, at);

      const missing = missingOf(programme, form);
      // A batch that can no longer be joined is asked for again.
      const field = batchField(programme);
      const gone = batch !== undefined && isOver(batch, application, chinaDay(now()));
      const fields = gone && field !== undefined ? [...new Set([...missing.fields, field])] : missing.fields;
      if (fields.length + missing.papers.length > 0) {
        return ask(inner, programme, course, { fields, papers: missing.papers });
      }

      const others = await duplicates(inner, programme, application, form);
      const doubled = batch === undefined ? [] : others.filter((other) => other.batch === batch.id);
      if (doubled.length > 0) return turnAway(inner, course, doubled);

      const { category } = form.position;
      course.take({ kind: "pass-check", ...(category === undefined ? {} : { category }) });
      const notices =
        programme.steps.length > 0
          ? await toReview(inner, programme, course)
          : batch !== undefined
            ? await toPlace(inner, programme, course, batch)
            : [];
      await course.save(inner);
      if (course.application().state === "checked" && programme.outcome !== "placed") {
        notices.push(...(await approve(inner, programme, course.application(), form)));
      }
      if (course.application().state === "placed") await inner.applications.unqueue(id);
      notices.push(...(await duplicateNews(inner, course.application(), others)));
      await tell(inner, notices, at);
    });

  async function ask(
    inner: Stores,
    programme: Programme,
    course: Course,
    missing: { readonly fields: readonly string[]; readonly papers: readonly string[] },
  ): Promise<void> {
    const at = now().toISOString();
    course.take(
      { kind: "ask-more", request: { ...missing, note: "" } },
      [...missing.fields, ...missing.papers].join(","),
    );
    await course.save(inner);
    const application = course.application();
    await saveAsked(inner, programme, application, now());
    const news = memberNotice(newId, "incomplete", {
      application,
      at,
      values: { ...missing },
      suggestions: ["/resume"],
    });
    await tell(inner, [news], at);
  }

  /** Open cases of the programme by the same person or household, sent before this one. */
  async function duplicates(
    inner: Stores,
    programme: Programme,
    application: Application,
    form: StoredForm,
  ): Promise<Application[]> {
    if (programme.onePer === "none") return [];
    const fingerprints = fingerprintsOf(programme, form.answers);
    // Set again before looking: so a case with the same ones that is being checked beside this one waits, or is found.
    await inner.applications.setFingerprints(application.id, fingerprints);
    const ids = new Set(await inner.applications.sharing(application, fingerprints));
    const others = await inner.applications.ofMember(application.member);
    const found = new Map(others.filter((one) => one.programme === programme.id).map((one) => [one.id, one]));
    for (const id of ids) {
      const one = await inner.applications.find(id);
      if (one !== undefined) found.set(id, one);
    }
    // What was sent later is the duplicate of this one, and is found when it is checked itself.
    return [...found.values()].filter(
      ({ state, number = "" }) => isOpen(state) && number < (application.number ?? ""),
    );
  }

  /** One person has one place in a batch. */
  async function turnAway(inner: Stores, course: Course, [other]: readonly Application[]): Promise<void> {
    const at = now().toISOString();
    const { id, batch } = course.application();
    course.take({ kind: "refuse", refusal: "other", reason: "" });
    await course.save(inner);
    const application = course.application();
    await inner.applications.unqueue(id);
    if (batch !== undefined) await inner.jobs.add([placesJob(batch, `${id}:${application.revision}`)], at);
    const mine = other?.member === application.member;
    const news = memberNotice(newId, mine ? "doubled" : "doubled-person", {
      application,
      at,
      values: { other: mine ? (other.number ?? "") : "" },
      suggestions: ["/status"],
    });
    await tell(inner, [news], at);
  }

  async function toReview(inner: Stores, programme: Programme, course: Course): Promise<Notice[]> {
    const at = now().toISOString();
    const [units, staff] = [await inner.members.units(), await inner.members.staff()];
    const { step } = course.application();
    const first = programme.steps[step];
    if (first === undefined) return [];
    const to = await assignmentFor(inner, units, staff, course.application(), first.level);
    course.take({ kind: "start-review", unit: course.application().unit ?? "", ...to });
    const application = course.application();
    await inner.jobs.add(stepJobs(programme, application, at), at);
    const unit = units.find(({ id }) => id === application.unit)?.name ?? "";
    const day = addWorkingDays(chinaDay(now()), first.days);
    return [
      memberNotice(newId, "in-review", {
        application,
        at,
        values: { unit, step, day },
        suggestions: ["/status"],
      }),
      ...staffNotices(newId, responsible(staff, units, application), "assigned", {
        application,
        at,
        suggestions: [`/case ${application.number ?? ""}`, "/queue"],
      }),
    ];
  }

  async function toPlace(
    inner: Stores,
    programme: Programme,
    course: Course,
    batch: Batch,
  ): Promise<Notice[]> {
    const at = now().toISOString();
    const today = chinaDay(now());
    const { event, position } = await claimPlace(inner, programme, batch, course.application().id, today);
    course.take({ kind: event });
    const news =
      event === "place" ? "placed" : isAllotted(programme, batch, today) ? "waiting" : "waiting-closing";
    const day = event === "place" || news === "waiting" ? batch.startsOn : batch.applyBy;
    return [
      memberNotice(newId, news, {
        application: course.application(),
        at,
        ...(news === "waiting" ? { id: waitingNotice(course.application().id, batch.id) } : {}),
        values: { batch: batch.title, day, position },
        suggestions: ["/status"],
      }),
    ];
  }

  /** A programme without review steps and places: staff of the home unit take it from here. */
  async function approve(
    inner: Stores,
    programme: Programme,
    checked: Application,
    form: StoredForm,
  ): Promise<readonly Notice[]> {
    const course = createCourse(programme, checked, ACTOR, now().toISOString());
    course.take({ kind: "approve" });
    await course.save(inner);
    const staff = responsible(await inner.members.staff(), await inner.members.units(), course.application());
    const following = afterApproval(newId, programme, course.application(), staff, form.answers, now());
    await inner.jobs.add(following.jobs, now().toISOString());
    return following.notices;
  }

  async function duplicateNews(
    inner: Stores,
    application: Application,
    others: readonly Application[],
  ): Promise<Notice[]> {
    if (others.length === 0) return [];
    const at = now().toISOString();
    const staff = responsible(await inner.members.staff(), await inner.members.units(), application);
    const numbers = (list: readonly Application[]): string =>
      list.map(({ number }) => number ?? "").join(", ");
    const mine = others.filter(({ member }) => member === application.member);
    return [
      ...staffNotices(newId, staff, "duplicate", {
        application,
        at,
        values: { others: numbers(others) },
        suggestions: [`/case ${application.number ?? ""}`],
      }),
      ...(mine.length === 0
        ? []
        : [
            memberNotice(newId, "duplicate", {
              application,
              at,
              values: { others: numbers(mine) },
              suggestions: ["/status", "/withdraw"],
            }),
          ]),
    ];
  }
}

/** Cancelled, begun, or closed before the application was sent. */
function isOver(batch: Batch, { submittedAt = "" }: Application, today: Day): boolean {
  return batch.cancelled || today >= batch.startsOn || chinaDay(new Date(submittedAt)) > batch.applyBy;
}
