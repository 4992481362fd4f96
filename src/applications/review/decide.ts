// What an officer does to a case: approve, pass on, refuse, pay, hand over, take an objection, close; mend.ts asks for
// more and mends answers. Each tells the member in plain words what was decided, why, and what can be done about it.
import type { ApplicationEvent, Staff } from "../../domain/application.ts";
import { chinaDay } from "../../domain/days.ts";
import type { Field } from "../../domain/programme.ts";
import { addWorkingDays } from "../../domain/workdays.ts";
import { afterApproval } from "../cases/approval.ts";
import { assignmentFor, leastLoaded } from "../cases/assignment.ts";
import { folded, inLocale, stepTitle } from "../cases/labels.ts";
import { priorityOf } from "../cases/completeness.ts";
import { appealUntil, clockJobs, settledJob, stepJobs } from "../cases/deadlines.ts";
import { readValue } from "../form/field.ts";
import { type NewsValues, staffNotices } from "../cases/notices.ts";
import { letGo } from "../jobs/places.ts";
import type { Bench, Decision } from "./bench.ts";
import { refuserOf, decidersBut } from "../cases/second-look.ts";
import { isStandIn } from "../cases/status.ts";
import { type Desk, type Held, isTurn, type Officer, type ReviewDependencies } from "./desk.ts";
import type { Mend } from "./mend.ts";
import { refusalMeant, withoutYes, yesIn } from "./words.ts";
import type { Save, Turn } from "../service.ts";

/** Carries out a command about a case; a wrong number, a missing right or a case that is elsewhere gets one line. */
export type Decide = (officer: Officer, command: Decision, number: string, rest: string) => Promise<Turn>;

export function createDecide(deps: ReviewDependencies, desk: Desk, bench: Bench, mend: Mend): Decide {
  const { stores, now, newId, write } = deps;
  const { begin, memberNews, memberReads, staffOf, done, cannot } = bench;

  return async (officer, command, number, rest) => {
    const held = await desk.hold(officer, number);
    if (isTurn(held)) return held;
    const acts = command !== "assign" && command !== "note";
    const own = acts ? await desk.refused(officer, held) : undefined;
    if (own !== undefined && own.others.length > 0) return notAgain(officer, held, own.others);
    switch (command) {
      case "approve":
        return approve(officer, held);
      case "forward":
        return forward(officer, held);
      case "ask":
        return mend.ask(officer, held, rest);
      case "refuse":
        return refuse(officer, held, rest);
      case "paid":
        return pay(officer, held, rest);
      case "correct":
        return mend.correct(officer, held, rest);
      case "assign":
        return assign(officer, held, rest);
      case "object":
        return object(officer, held, rest);
      case "close":
        return close(officer, held, rest);
      case "note":
        return mend.note(officer, held, rest);
      default: {
        const impossible: never = command;
        return impossible;
      }
    }
  };

  /** Whoever refused does not decide the appeal while somebody else can. */
  function notAgain(officer: Officer, { application, units }: Held, [other]: readonly Staff[]): Turn {
    const number = application.number ?? "";
    const unit = units.find(({ id }) => id === other?.unit)?.name ?? "";
    const values = { number, unit, officer: other?.name ?? "" };
    return desk.say(officer, "staff.own-refusal", values, [`/case ${number}`, "/queue"]);
  }

  async function approve(officer: Officer, held: Held): Promise<Turn> {
    const course = begin(officer, held);
    const why = course.take({ kind: "approve" });
    if (why !== undefined) return cannot(officer, held, why, "approve");
    const after = course.application();
    const { programme } = held;
    const following = afterApproval(newId, programme, after, staffOf(held, after), held.form.answers, now());
    const key =
      after.state === "public-notice"
        ? "notice"
        : programme.outcome === "placed"
          ? "placing"
          : programme.outcome;
    // The officer who approves needs no news of it.
    const notices = following.notices.filter(({ to }) => to.id !== officer.staff.id);
    const taps =
      after.state !== "approved" || programme.outcome === "placed"
        ? []
        : [`/${programme.outcome === "paid" ? "paid" : "close"} ${after.number ?? ""}`];
    const days = programme.publicNoticeDays;
    const save: Save = async (inner) => {
      // After an appeal it stands in line no longer.
      if (programme.outcome !== "placed" || after.batch === undefined) return;
      await inner.applications.queueFor(after.id, after.batch, priorityOf(programme, held.form.answers));
    };
    const outcome = { jobs: following.jobs, notices, save };
    return done(officer, held, course, "decided", outcome, `staff.done.approved-${key}`, { days }, taps);
  }

  async function forward(officer: Officer, held: Held): Promise<Turn> {
    const { programme, units, staff } = held;
    const course = begin(officer, held);
    const why = course.take({ kind: "forward" });
    if (why !== undefined) return cannot(officer, held, why, "forward");
    const step = programme.steps[course.application().step];
    const refuser = refuserOf(held.application, held.history);
    const to = step && (await assignmentFor(stores, units, staff, course.application(), step.level, refuser));
    // Where the next step stays in the unit, another pair of eyes looks, if there is one.
    const colleague =
      to?.assignee === officer.staff.id
        ? await leastLoaded(stores, staff, to.unit, [officer.staff.id, refuser], course.application())
        : undefined;
    course.take({
      kind: "start-review",
      unit: to?.unit ?? held.application.unit ?? "",
      ...to,
      ...(colleague === undefined ? {} : { assignee: colleague }),
    });
    const after = course.application();
    const at = now().toISOString();
    const place = units.find(({ id }) => id === after.unit);
    const stands = isStandIn(programme, after.step, place);
    const unit = place?.name ?? "";
    const day = addWorkingDays(chinaDay(now()), step?.days ?? 0);
    const notices = [
      memberNews("forwarded", after, {
        unit,
        step: after.step,
        day,
        ...(stands ? { standsIn: "yes" } : {}),
      }),
      ...staffNotices(newId, staffOf(held, after), "assigned", {
        application: after,
        at,
        suggestions: [`/case ${after.number ?? ""}`, "/queue"],
      }).filter(({ to: reader }) => reader.id !== officer.staff.id),
    ];
    const jobs = stepJobs(programme, after, at);
    const { locale } = officer;
    const values = {
      unit,
      step: stepTitle(programme, after.step, stands, locale, write),
      level: write(locale, `staff.level.${step?.level ?? "county"}`),
      officer: staff.find(({ id }) => id === after.assignee)?.name ?? write(locale, "staff.case.nobody"),
    };
    const key = stands
      ? "forwarded-stand-in"
      : after.unit === held.application.unit
        ? "forwarded-here"
        : "forwarded";
    return done(officer, held, course, "decided", { notices, jobs }, `staff.done.${key}`, values);
  }

  async function refuse(officer: Officer, held: Held, rest: string): Promise<Turn> {
    const { programme, application } = held;
    const { locale } = officer;
    const number = application.number ?? "";
    const { said, sure } = withoutYes(rest);
    const { refusal, words } = refusalMeant(programme, said);
    if (refusal === undefined) {
      const list = programme.refusals
        .map(({ label }, index) => `${index + 1}. ${inLocale(label, locale)}`)
        .join("\n");
      const taps = programme.refusals.slice(0, 8).map((_one, index) => `/refuse ${number} ${index + 1}`);
      return desk.say(officer, "staff.refuse.why", { number, list }, taps);
    }
    const course = begin(officer, held);
    const event: ApplicationEvent = { kind: "refuse", refusal, reason: words };
    const why = course.take(event, words);
    if (why !== undefined) return cannot(officer, held, why, "refuse");
    const after = course.application();
    const at = now().toISOString();
    const until = after.appealed ? undefined : appealUntil(programme, at);
    const others = await decidersBut(stores, held, after, officer.staff.id);
    const values: NewsValues = {
      refusal,
      note: words,
      ...(until === undefined ? { final: "yes" } : { appealUntil: until }),
      ...(others.length > 0 ? {} : { again: "alone" }),
    };
    const news = memberNews(
      "refused",
      after,
      values,
      after.appealed ? ["/status"] : [`/appeal ${number}`, "/status"],
    );
    if (!sure) {
      // A wrong tap would take a member's hope away, and the news cannot be taken back.
      const again = `/refuse ${number} ${said} ${yesIn(locale)}`;
      const text = `${write(locale, "staff.refuse.sure", { number })}\n${memberReads(officer, held, after, news)}`;
      const taps = [again, `/refuse ${number}`, `/case ${number}`];
      return { ...desk.reply(officer, text, taps), expects: { what: "say", words: again } };
    }
    return done(
      officer,
      held,
      course,
      "decided",
      {
        notices: [news],
        jobs: clockJobs(programme, after, held.form.answers, { decided: at }, now()),
        async save(inner) {
          await inner.applications.unqueue(after.id);
          await letGo(inner, application, after.revision, at);
        },
      },
      "staff.done.refused",
    );
  }

  async function pay(officer: Officer, held: Held, rest: string): Promise<Turn> {
    const number = held.application.number ?? "";
    const read = readValue(AMOUNT, rest, { now: now(), units: [], batches: [] });
    if (read.kind === "wrong" || typeof read.value !== "number" || read.value <= 0) {
      return desk.say(officer, "staff.usage.paid", { number });
    }
    const amount = read.value;
    const course = begin(officer, held);
    const why = course.take({ kind: "pay", amount }, String(amount));
    if (why !== undefined) return cannot(officer, held, why, "paid");
    const notices = [memberNews("paid", course.application(), { amount })];
    const outcome = { notices, jobs: [settledJob(course.application(), now())] };
    return done(officer, held, course, "decided", outcome, "staff.done.paid", { amount }, [
      `/close ${number}`,
    ]);
  }

  async function assign(officer: Officer, held: Held, rest: string): Promise<Turn> {
    const { application, staff } = held;
    const number = application.number ?? "";
    const reviewers = staff.filter(
      ({ active, unit, roles }) => active && unit === application.unit && roles.includes("reviewer"),
    );
    const refuser = refuserOf(application, held.history);
    const others = await decidersBut(stores, held, application, refuser);
    const here = others.length === 0 ? reviewers : reviewers.filter(({ id }) => id !== refuser);
    const wanted = folded(rest);
    const found = wanted === "" ? [] : here.filter(({ name }) => folded(name) === wanted);
    const [to] = found;
    if (to === undefined || found.length > 1) {
      const taps = here.map(({ name }) => `/assign ${number} ${name}`);
      const names = here.map(({ name }) => name).join(officer.locale === "en" ? ", " : "、");
      return desk.say(officer, "staff.assign.whom", { number, names }, taps);
    }
    const course = begin(officer, held);
    const why = course.take({ kind: "assign", assignee: to.id }, to.name);
    if (why !== undefined) return cannot(officer, held, why, "assign");
    const told = to.id === officer.staff.id ? [] : [to.id];
    const notices = staffNotices(newId, told, "assigned", {
      application: course.application(),
      at: now().toISOString(),
      suggestions: [`/case ${number}`, "/queue"],
    });
    return done(officer, held, course, "assigned", { notices }, "staff.done.assigned", { name: to.name });
  }

  async function object(officer: Officer, held: Held, rest: string): Promise<Turn> {
    const number = held.application.number ?? "";
    if (rest === "") return desk.say(officer, "staff.usage.object", { number });
    const course = begin(officer, held);
    const why = course.take({ kind: "object", reason: rest }, rest);
    if (why !== undefined) return cannot(officer, held, why, "object");
    // Who objected, and in which words, is for staff alone.
    const notices = [memberNews("objected", course.application())];
    const jobs = stepJobs(held.programme, course.application(), now().toISOString());
    return done(officer, held, course, "decided", { notices, jobs }, "staff.done.objected", {}, [
      `/case ${number}`,
    ]);
  }

  async function close(officer: Officer, held: Held, rest: string): Promise<Turn> {
    const course = begin(officer, held);
    const why = course.take({ kind: "close" }, rest);
    if (why !== undefined) return cannot(officer, held, why, "close");
    const notices = [memberNews("closed", course.application(), { note: rest })];
    return done(officer, held, course, "decided", { notices }, "staff.done.closed");
  }
}

const NONE = { "zh-Hans": "", en: "" };
const AMOUNT: Field = {
  id: "amount",
  type: "amount",
  label: NONE,
  question: NONE,
  also: [],
  example: "3000",
  sensitive: false,
  optional: false,
};
