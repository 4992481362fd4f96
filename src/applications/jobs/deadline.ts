// What a clock's moment does to a case: the member is reminded, staff are told before something is lost, and at the end the
// case expires or staff hear of it. A moment that no longer stands, since the case went on or its clock moved, does nothing.
import { type Application, isEnded, isOpen, TABLE } from "../../domain/application.ts";
import { clocksOf, DRAFT, type RunningClock, schedule } from "../../domain/clock.ts";
import { chinaDay } from "../../domain/days.ts";
import type { Clock, Programme } from "../../domain/programme.ts";
import type { JobHandlers } from "../../queue/jobs.ts";
import type { Notice } from "../../stores/notice-store.ts";
import type { Stores } from "../../stores/stores.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { createCourse } from "../cases/course.ts";
import {
  clockJobs,
  draftClock,
  draftJobs,
  momentsOf,
  REVIEW,
  SETTLED,
  stepDue,
  stepJobs,
} from "../cases/deadlines.ts";
import { isStandIn, sinceOf } from "../cases/status.ts";
import { letGo } from "./places.ts";
import {
  derivedId,
  memberNotice,
  overseers,
  type MemberNews,
  responsible,
  staffNotices,
  type StaffNews,
  tell,
} from "../cases/notices.ts";

const ACTOR = { kind: "system", id: "deadline" } as const;

type Moment = "remind" | "escalate" | "end";

export function createDeadline(deps: CaseDependencies): JobHandlers["deadline"] {
  const { stores, programmes, now, newId } = deps;

  return ({ application: id, clock, moment, left }) =>
    stores.transaction(async (inner) => {
      const application = await inner.applications.find(id);
      if (application === undefined) return;
      if (clock === SETTLED) return settle(inner, application);
      const form = await inner.applications.form(id);
      if (form === undefined) return;
      const programme = programmeOf(programmes, application);
      const at = now().toISOString();
      if (clock === REVIEW) return late(inner, application, programme);
      const draft = application.state === "draft";
      const moments = momentsOf(application, await inner.applications.history(id));
      const running =
        clock === DRAFT.id
          ? draft
            ? draftClock(application, now())
            : undefined
          : clocksOf(programme, form.answers, moments, now()).find((one) => one.clock.id === clock);
      if (running === undefined) return;
      const planned = schedule(running, new Date(0)).find(
        (one) => one.moment === moment && one.left === left,
      );
      if (planned === undefined || planned.runAt > at) {
        // The clock moved to a later day: the moments of that day are to be waited for instead.
        const later = draft
          ? draftJobs(programme, application, form.answers, now())
          : clockJobs(programme, application, form.answers, moments, now());
        return inner.jobs.add(later, at);
      }

      const key = derivedId(id, clock, moment, left, running.endsOn);
      if (moment === "end" && mayExpire(application, running.clock)) return expire(inner, application, key);
      // Run late, for the program was down: its end is due as well and says more.
      if (moment !== "end" && running.daysLeft < 0) return;
      const [units, staff] = [await inner.members.units(), await inner.members.staff()];
      const values = {
        clock: running.clock.id,
        left: running.daysLeft,
        day: running.endsOn,
        unit: running.clock.unit === "working-days" ? "working" : "calendar",
        fields: application.request?.fields ?? [],
        papers: application.request?.papers ?? [],
      };
      const news = newsOf(application, running, moment);
      const about = { application, at, id: key, values };
      const told: Notice[] = [
        ...(news.member === undefined
          ? []
          : [
              memberNotice(newId, news.member, {
                ...about,
                suggestions: [draft || application.state === "needs-more" ? "/resume" : "/status"],
              }),
            ]),
        ...(news.staff === undefined
          ? []
          : staffNotices(newId, responsible(staff, units, application), news.staff, {
              ...about,
              suggestions: [`/case ${application.number ?? ""}`],
            })),
      ];
      await tell(inner, await unknown(inner, told), at);
    });

  /** A step is over its days: whoever has the case is told, and whoever answers for the unit. */
  async function late(inner: Stores, application: Application, programme: Programme): Promise<void> {
    if (application.state !== "in-review") return;
    const at = now().toISOString();
    const since = sinceOf(application, await inner.applications.history(application.id));
    const due = stepDue(programme, application, since);
    if (due === undefined) return;
    // Begun anew meanwhile, after more had been asked for or at the next unit.
    if (chinaDay(now()) <= due) return inner.jobs.add(stepJobs(programme, application, since), at);
    const [units, staff] = [await inner.members.units(), await inner.members.staff()];
    const unit = units.find(({ id }) => id === application.unit);
    const stands = isStandIn(programme, application.step, unit);
    const readers = [...responsible(staff, units, application), ...overseers(staff, units, application)];
    const told = staffNotices(newId, [...new Set(readers)], "late", {
      application,
      at,
      id: derivedId(application.id, REVIEW, application.step, due),
      values: { step: application.step, day: due, ...(stands ? { standsIn: "yes" } : {}) },
      suggestions: [`/case ${application.number ?? ""}`],
    });
    await tell(inner, await unknown(inner, told), at);
  }

  /** A paid case closes whether or not its form is still kept. */
  async function settle(inner: Stores, application: Application): Promise<void> {
    if (application.state !== "paid") return;
    const programme = programmeOf(programmes, application);
    const course = createCourse(programme, application, ACTOR, now().toISOString());
    course.take({ kind: "close" });
    await course.save(inner);
  }

  async function expire(inner: Stores, application: Application, key: string): Promise<void> {
    const at = now().toISOString();
    const { id, state } = application;
    const course = createCourse(programmeOf(programmes, application), application, ACTOR, at);
    course.take({ kind: "expire" });
    await course.save(inner);
    await inner.applications.unqueue(id);
    await letGo(inner, application, course.application().revision, at);
    const { fields = [], papers = [] } = application.request ?? {};
    const news = state === "draft" ? "expired-draft" : "expired-missing";
    const notice = memberNotice(newId, news, {
      application: course.application(),
      at,
      id: key,
      values: { fields, papers },
      suggestions: ["/apply"],
    });
    // A draft was never sent: nothing of it is kept but this news.
    if (state === "draft") await inner.applications.purge(id, at);
    await tell(inner, await unknown(inner, [notice]), at);
    const subject = `application:${id}`;
    await inner.audit.append({ actor: ACTOR, action: state === "draft" ? "purged" : "expired", subject, at });
  }
}

/** Those that were not told before, by an earlier run of the same job. */
export async function unknown(
  { notices }: Pick<Stores, "notices">,
  told: readonly Notice[],
): Promise<readonly Notice[]> {
  const fresh: Notice[] = [];
  for (const one of told) if ((await notices.find(one.id)) === undefined) fresh.push(one);
  return fresh;
}

const mayExpire = ({ state }: Application, { onEnd }: Clock): boolean =>
  onEnd === "expire" && TABLE[state].expire !== undefined;

/** Who hears of a moment. Once a case is sent, a clock over a date of the form is the staff's to keep. */
function newsOf(
  { state }: Application,
  { clock }: RunningClock,
  moment: Moment,
): { readonly member?: MemberNews; readonly staff?: StaffNews } {
  if (clock.id === DRAFT.id) return moment === "end" ? {} : { member: "draft-ends" };
  const over = moment === "end";
  const member = over ? "clock-over" : "clock";
  const asked = clock.from === "asked";
  const decided = clock.from === "decided";
  if (state === "draft") return moment === "escalate" ? {} : { member };
  if (isEnded(state) && !(decided && state === "refused")) return {};
  if (decided) return over && clock.onEnd !== "tell" ? { staff: over ? "clock-over" : "clock" } : { member };
  if (!isOpen(state)) return {};
  const staff = over ? "clock-over" : "clock";
  if (moment === "remind")
    return asked ? { member: "missing-still" } : clock.from === "submitted" ? { staff } : {};
  if (moment === "escalate") return { staff };
  return clock.onEnd === "tell" ? (asked ? { member } : {}) : { staff };
}
