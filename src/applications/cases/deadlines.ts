// When something must happen to a case by itself: jobs for its clocks, for reminders of what lies still, for the end of a
// public notice. cases.ts, check.ts and review.ts add them with their changes; deadline.ts and remind.ts carry them out.
import type { Application, Batch, HistoryEntry } from "../../domain/application.ts";
import {
  clocksOf,
  DRAFT,
  type Moments,
  publicNotice,
  type RunningClock,
  schedule,
  startClock,
} from "../../domain/clock.ts";
import { addDays, addMonths, chinaDay, chinaInstant, type Day } from "../../domain/days.ts";
import type { Answers } from "../../domain/form.ts";
import type { Programme } from "../../domain/programme.ts";
import { addWorkingDays } from "../../domain/workdays.ts";
import type { NewJob } from "../../domain/job.ts";
import type { Stores } from "../../stores/stores.ts";

/** Days after which somebody is reminded of a draft, or of a paper asked for. */
export const REMIND_AFTER = [3, 10] as const;
/** Working days for an appeal after a refusal, when the programme has no clock called "appeal". */
const APPEAL_DAYS = 15;
const MORNING = 9;
/** The hour of night in which what is past its time is removed. */
const PURGE_HOUR = 3;

/** The moments of a case, read from its history; "asked" only while it waits for what was asked. */
export function momentsOf(application: Application, history: readonly HistoryEntry[]): Moments {
  const last = (fits: (entry: HistoryEntry) => boolean): string | undefined => history.findLast(fits)?.at;
  const asked = last(({ event, from }) => event === "ask-more" && from !== "needs-more");
  const decided = last(({ event }) => event === "approve" || event === "refuse");
  return {
    ...(application.submittedAt === undefined ? {} : { submitted: application.submittedAt }),
    ...(application.state === "needs-more" && asked !== undefined ? { asked } : {}),
    ...(decided === undefined ? {} : { decided }),
  };
}

/** Jobs for every clock that runs. One that waits already is not doubled; one that ran changes nothing again. */
export function clockJobs(
  programme: Programme,
  application: Application,
  answers: Answers,
  moments: Moments,
  now: Date,
): NewJob[] {
  return clocksOf(programme, answers, moments, now).flatMap((clock) => jobsOf(application.id, clock, now));
}

function jobsOf(application: string, running: RunningClock, now: Date): NewJob[] {
  const { clock, endsOn } = running;
  return schedule(running, now).map(({ moment, left, runAt }) => ({
    name: "deadline",
    payload: { application, clock: clock.id, moment, left },
    runAt,
    key: `deadline:${application}:${clock.id}:${moment}:${left}:${endsOn}`,
  }));
}

/** The clock of a draft, from its last change. */
export function draftClock({ updatedAt }: Application, now: Date): RunningClock {
  return startClock(DRAFT, chinaDay(new Date(updatedAt)), now);
}

/** To be added when a draft is made: its reminders, its end, and the clocks over dates that were answered. */
export function draftJobs(
  programme: Programme,
  application: Application,
  answers: Answers,
  now: Date,
): NewJob[] {
  return [
    ...remindJobs(application, new Date(application.updatedAt)),
    ...jobsOf(application.id, draftClock(application, now), now),
    ...clockJobs(programme, application, answers, {}, now),
  ];
}

/** Reminders of a draft, or of what was asked for in this revision. */
export function remindJobs({ id, revision }: Application, since: Date): NewJob[] {
  return REMIND_AFTER.map((days) => {
    const day = addDays(chinaDay(since), days);
    return {
      name: "remind",
      payload: { application: id, revision },
      runAt: chinaInstant(day, MORNING).toISOString(),
      key: `remind:${id}:${revision}:${day}`,
    };
  });
}

/** Clock of the step under review: when its days are over, staff and those above them hear of it. */
export const REVIEW = "review";

/** The day by which the step under review should be done; undefined for programmes without steps. */
export function stepDue({ steps }: Programme, { step }: Application, since: string): Day | undefined {
  const days = steps[step]?.days;
  return days === undefined ? undefined : addWorkingDays(chinaDay(new Date(since)), days);
}

/** The look, on the morning after, whether a step begun at `since` is done; none while nobody reviews. */
export function stepJobs(programme: Programme, application: Application, since: string): NewJob[] {
  const due = stepDue(programme, application, since);
  if (due === undefined || application.state !== "in-review") return [];
  return [
    {
      name: "deadline",
      payload: { application: application.id, clock: REVIEW, moment: "escalate", left: 0 },
      runAt: chinaInstant(addDays(due, 1), MORNING).toISOString(),
      key: `deadline:${application.id}:${REVIEW}:${application.step}:${due}`,
    },
  ];
}

/** Clock of a paid case, which closes by itself when nobody says that the money did not come. */
export const SETTLED = "settled";
const SETTLED_DAYS = 30;

/** The job that closes a case paid now. */
export function settledJob({ id }: Application, now: Date): NewJob {
  const day = addDays(chinaDay(now), SETTLED_DAYS);
  return {
    name: "deadline",
    payload: { application: id, clock: SETTLED, moment: "end", left: 0 },
    runAt: chinaInstant(day, MORNING).toISOString(),
    key: `deadline:${id}:${SETTLED}`,
  };
}

/** The job that ends a public notice begun now. */
export function noticeJob(programme: Programme, { id, revision }: Application, now: Date): NewJob {
  return {
    name: "public-notice",
    payload: { application: id, revision },
    runAt: publicNotice(programme, now).runAt,
    key: `public-notice:${id}:${revision}`,
  };
}

/** The yearly check of an approved case; none for programmes without one. */
export function recheckJobs({ recheckMonths }: Programme, { id }: Application, now: Date): NewJob[] {
  if (recheckMonths === undefined) return [];
  const day = addMonths(chinaDay(now), recheckMonths);
  const runAt = chinaInstant(day, MORNING).toISOString();
  return [{ name: "recheck", payload: { application: id }, runAt, key: `recheck:${id}` }];
}

/** A look at a batch's places: at once after `cause`, which names what freed or claims one. */
export function placesJob(batch: string, cause: string): NewJob {
  return { name: "promote", payload: { batch }, key: `promote:${batch}:${cause}` };
}

/** To be added with a batch: places given out after closing, the waiting told on its first day, and its end. */
export function batchJobs({ id, applyBy, startsOn, endsOn }: Batch): NewJob[] {
  const days: readonly (readonly [string, Day])[] = [
    ["closing", addDays(applyBy, 1)],
    ["start", startsOn],
    ["end", addDays(endsOn, 1)],
  ];
  return days.map(([moment, day]) => ({
    name: "promote",
    payload: { batch: id },
    runAt: chinaInstant(day, 0).toISOString(),
    key: `promote:${id}:${moment}:${day}`,
  }));
}

/** The last day to appeal against a refusal. */
export function appealUntil({ clocks }: Programme, refusedAt: string): Day {
  const day = chinaDay(new Date(refusedAt));
  const own = clocks.find(({ id }) => id === "appeal");
  return own === undefined
    ? addWorkingDays(day, APPEAL_DAYS)
    : startClock(own, day, new Date(refusedAt)).endsOn;
}

/** Adds the jobs that repeat themselves, if they do not wait already; for the start of a worker. */
export async function ensureRecurring(stores: Pick<Stores, "jobs">, now: Date): Promise<void> {
  await stores.jobs.add([purgeJob(now)], now.toISOString());
}

/** The next night's clearing. */
export function purgeJob(now: Date): NewJob {
  const today = chinaDay(now);
  const early = now < chinaInstant(today, PURGE_HOUR);
  const day = early ? today : addDays(today, 1);
  return {
    name: "purge",
    payload: { day },
    runAt: chinaInstant(day, PURGE_HOUR).toISOString(),
    key: `purge:${day}`,
  };
}
