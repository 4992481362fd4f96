/** A calendar day in China, "2026-08-31". Days compare as strings. */
export type Day = string;

const MILLISECONDS = 86_400_000;
// China has one time zone and no summer time since 1991.
const CHINA_OFFSET = 8 * 3_600_000;

const pad = (value: number): string => String(value).padStart(2, "0");
const dayOf = (utc: number): Day => new Date(utc).toISOString().slice(0, 10);

/** The day it is in China at an instant. */
export function chinaDay(instant: Date): Day {
  return dayOf(instant.getTime() + CHINA_OFFSET);
}

/** The instant of a full hour of a day in China. */
export function chinaInstant(day: Day, hour: number): Date {
  return new Date(midnight(day) - CHINA_OFFSET + hour * 3_600_000);
}

function midnight(day: Day): number {
  if (!isDay(day)) throw new Error(`not a day: ${day}`);
  return Date.parse(`${day}T00:00:00Z`);
}

/** True for a day that the calendar has: not for "2026-02-30". */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const utc = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(utc) && dayOf(utc) === text;
}

export function addDays(day: Day, count: number): Day {
  return dayOf(midnight(day) + count * MILLISECONDS);
}

/** The same day of a later month, or that month's last day when it has none such (Civil Code, Art. 202). */
export function addMonths(day: Day, count: number): Day {
  const start = new Date(midnight(day));
  const months = start.getUTCFullYear() * 12 + start.getUTCMonth() + count;
  const year = Math.floor(months / 12);
  const month = months - year * 12;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return `${String(year).padStart(4, "0")}-${pad(month + 1)}-${pad(Math.min(start.getUTCDate(), last))}`;
}

/** Days from one to the other; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((midnight(to) - midnight(from)) / MILLISECONDS);
}
