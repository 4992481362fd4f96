// The working calendar of China: weekends, public holidays and the weekends worked for them, as the State Council announces
// them each autumn for the year ahead. clock.ts counts by it. Years not announced yet have weekends only.

// The package's own functions build their tables in the machine's time zone, a day off in America; its data are right.
import calendar from "chinese-days/dist/chinese-days.json" with { type: "json" };
import { addDays, type Day } from "./days.ts";

const holidays = new Set<Day>(Object.keys(calendar.holidays));
const workedWeekends = new Set<Day>(Object.keys(calendar.workdays));
const years = new Set(Array.from(holidays, (day) => Number(day.slice(0, 4))));

/** Whether the year's holidays are known; if not, days counted in it are an estimate ("预计"). */
export function announced(year: number): boolean {
  return years.has(year);
}

/** Whether the working days from one day to the other are all known. */
export function announcedBetween(from: Day, to: Day): boolean {
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year += 1) {
    if (!announced(year)) return false;
  }
  return true;
}

export function isWorkingDay(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return workedWeekends.has(day) || (weekday > 0 && weekday < 6 && !holidays.has(day));
}

/** The working day that many after (or, negative, before) the day, which does not count itself; 0 is the day. */
export function addWorkingDays(day: Day, count: number): Day {
  const step = Math.sign(count);
  let reached = day;
  for (let left = Math.abs(count); left > 0; ) {
    reached = addDays(reached, step);
    if (isWorkingDay(reached)) left -= 1;
  }
  return reached;
}

/** Working days after `from` up to and with `to`; negative when `to` is earlier. */
export function workingDaysBetween(from: Day, to: Day): number {
  if (to < from) return -workingDaysBetween(to, from);
  let count = 0;
  for (let day = from; day < to; ) {
    day = addDays(day, 1);
    if (isWorkingDay(day)) count += 1;
  }
  return count;
}
