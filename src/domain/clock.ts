// The times that protect or bind a member, as days of China's calendar, and the moments to act before they run out.
// cases and deadlines schedule jobs by it; the form tells how long there is left. Pure: what day it is, is an argument.
import { addDays, addMonths, chinaDay, chinaInstant, type Day, daysBetween, isDay } from "./days.ts";
import type { Answers } from "./form.ts";
import type { Clock, Moment, Programme } from "./programme.ts";
import { addWorkingDays, announcedBetween, workingDaysBetween } from "./workdays.ts";

/** When each moment of a case came, as ISO instants; those that have not come are left out. */
export type Moments = Readonly<Partial<Record<Moment, string>>>;

export interface RunningClock {
  readonly clock: Clock;
  /** The day it runs from, which does not count itself (Civil Code, Art. 201). */
  readonly startsOn: Day;
  /** The last day on which it is still in time. */
  readonly endsOn: Day;
  /** In the clock's unit when that is working days, else calendar days; 0 on the last day, negative afterwards. */
  readonly daysLeft: number;
  /** True while a year that it counts working days in has no announced holidays: say "预计". */
  readonly estimated: boolean;
}

/** One job: `left` are the days left at that moment. */
export interface ClockMoment {
  readonly moment: "remind" | "escalate" | "end";
  readonly left: number;
  /** ISO instant, 09:00 in China. */
  readonly runAt: string;
}

/** A draft that lies still for so long is deleted; counted from its last change. */
export const DRAFT: Clock = {
  id: "draft",
  from: "updated",
  length: 30,
  unit: "days",
  remind: [7, 1],
  onEnd: "expire",
  label: { "zh-Hans": "草稿保留", en: "draft kept" },
};

/** The window to join a batch; it ends on the batch's own last day. */
export const JOINING: Clock = {
  id: "joining",
  from: "opened",
  length: 1,
  unit: "days",
  remind: [3, 1],
  onEnd: "tell",
  label: { "zh-Hans": "报名截止", en: "closing date" },
};

const MORNING = 9;

/** The clocks that run: over dates that were answered and moments that have come. */
export function clocksOf(
  programme: Programme,
  answers: Answers,
  moments: Moments,
  now: Date,
): readonly RunningClock[] {
  return programme.clocks.flatMap((clock) => {
    const start = startOf(clock, answers, moments);
    return start === undefined ? [] : [startClock(clock, start, now)];
  });
}

function startOf({ from }: Clock, answers: Answers, moments: Moments): Day | undefined {
  if (from === "submitted" || from === "decided" || from === "asked") {
    const moment = moments[from];
    return moment === undefined ? undefined : chinaDay(new Date(moment));
  }
  const answer = answers[from];
  return typeof answer === "string" && isDay(answer) ? answer : undefined;
}

/** A clock from a day on. Its end is not moved past holidays, though the law may: the earlier day is the safe one. */
export function startClock(clock: Clock, startsOn: Day, now: Date): RunningClock {
  return runUntil(clock, startsOn, endOf(clock, startsOn), now);
}

/** A clock whose last day is known: a batch's last day to apply. */
export function runUntil(clock: Clock, startsOn: Day, endsOn: Day, now: Date): RunningClock {
  const today = chinaDay(now);
  const working = clock.unit === "working-days";
  return {
    clock,
    startsOn,
    endsOn,
    daysLeft: working ? workingDaysLeft(today, endsOn) : daysBetween(today, endsOn),
    estimated: working && !announcedBetween(startsOn, endsOn),
  };
}

// The day after the last may be a holiday: it is too late all the same.
function workingDaysLeft(today: Day, endsOn: Day): number {
  const left = workingDaysBetween(today, endsOn);
  return today > endsOn ? Math.min(left, -1) : left;
}

function endOf({ length, unit }: Clock, start: Day): Day {
  if (unit === "working-days") return addWorkingDays(start, length);
  if (unit === "days") return addDays(start, length);
  return addMonths(start, unit === "years" ? length * 12 : length);
}

/**
 * What is still to be done for a clock, in the order of time, each at 09:00: reminders and the escalation on the day with
 * so many days left, the end on the morning after the last day. Moments gone by are left out; an end gone by is not,
 * it is due at once.
 */
export function schedule({ clock, endsOn }: RunningClock, now: Date): readonly ClockMoment[] {
  const before = (left: number): Day =>
    clock.unit === "working-days" ? addWorkingDays(endsOn, -left) : addDays(endsOn, -left);
  const at = (moment: ClockMoment["moment"], left: number, day: Day): ClockMoment => ({
    moment,
    left,
    runAt: chinaInstant(day, MORNING).toISOString(),
  });
  const ahead = [
    ...clock.remind.map((left) => at("remind", left, before(left))),
    ...(clock.escalate === undefined ? [] : [at("escalate", clock.escalate, before(clock.escalate))]),
  ].filter(({ runAt }) => Date.parse(runAt) >= now.getTime());
  return [...ahead, at("end", 0, addDays(endsOn, 1))].sort((one, other) =>
    one.runAt < other.runAt ? -1 : Number(one.runAt > other.runAt),
  );
}

/** The last day of a public notice put up on a day, and the instant after which it is over. */
export function publicNotice(
  programme: Programme,
  putUp: Date,
): { readonly endsOn: Day; readonly runAt: string; readonly estimated: boolean } {
  const startsOn = chinaDay(putUp);
  const endsOn = addWorkingDays(startsOn, programme.publicNoticeDays);
  return {
    endsOn,
    runAt: chinaInstant(addDays(endsOn, 1), MORNING).toISOString(),
    estimated: !announcedBetween(startsOn, endsOn),
  };
}
