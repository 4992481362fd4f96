import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, addMonths, chinaDay, chinaInstant, daysBetween, isDay } from "../../src/domain/days.ts";
import {
  addWorkingDays,
  announced,
  announcedBetween,
  isWorkingDay,
  workingDaysBetween,
} from "../../src/domain/workdays.ts";

const day = fc.integer({ min: 0, max: 12_000 }).map((offset) => addDays("2004-01-01", offset));

describe("a day in China", () => {
  it("begins at midnight there, wherever the machine stands", () => {
    expect(chinaDay(new Date("2026-11-22T15:59:59Z"))).toBe("2026-11-22");
    expect(chinaDay(new Date("2026-11-22T16:00:00Z"))).toBe("2026-11-23");
    expect(chinaInstant("2026-11-22", 9).toISOString()).toBe("2026-11-22T01:00:00.000Z");
  });

  it("is one the calendar has", () => {
    expect(["2024-02-29", "2026-12-31"].every(isDay)).toBe(true);
    expect(["2026-02-29", "2026-2-1", "2026-13-01", "", "明天"].some(isDay)).toBe(false);
    expect(() => addDays("2026-02-30", 1)).toThrow("2026-02-30");
  });

  it("of a later month is that month's last when it has no such day", () => {
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2024-01-31", 1)).toBe("2024-02-29");
    expect(addMonths("2024-02-29", 12)).toBe("2025-02-28");
    expect(addMonths("2026-11-30", 3)).toBe("2027-02-28");
    expect(addMonths("2026-03-31", -1)).toBe("2026-02-28");
    expect(addMonths("2026-05-15", 24)).toBe("2028-05-15");
  });

  it("moves in months no further than the calendar does", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 60 }), (from, months) => {
        const to = addMonths(from, months);
        expect(isDay(to)).toBe(true);
        expect(Number(to.slice(8))).toBeLessThanOrEqual(Number(from.slice(8)));
        const distance = daysBetween(from, to);
        expect(distance).toBeGreaterThanOrEqual(28 * months);
        expect(distance).toBeLessThanOrEqual(31 * months);
      }),
    );
  });
});

describe("the working calendar", () => {
  // General Office of the State Council on the holidays of 2026 (November 2025).
  it("knows the Spring Festival of 2026 and the weekends worked for it", () => {
    expect(isWorkingDay("2026-02-13")).toBe(true);
    expect(isWorkingDay("2026-02-14")).toBe(true);
    expect(isWorkingDay("2026-02-15")).toBe(false);
    expect(isWorkingDay("2026-02-23")).toBe(false);
    expect(isWorkingDay("2026-02-24")).toBe(true);
    expect(isWorkingDay("2026-02-28")).toBe(true);
    expect(isWorkingDay("2026-03-01")).toBe(false);
    expect(addWorkingDays("2026-02-13", 1)).toBe("2026-02-14");
    expect(addWorkingDays("2026-02-14", 1)).toBe("2026-02-24");
    expect(addWorkingDays("2026-02-24", -1)).toBe("2026-02-14");
    expect(workingDaysBetween("2026-02-14", "2026-02-24")).toBe(1);
  });

  it("knows the National Day of 2025 and of 2026", () => {
    expect(workingDaysBetween("2025-09-30", "2025-10-11")).toBe(3);
    expect(["2026-09-20", "2026-10-10"].every(isWorkingDay)).toBe(true);
    expect(workingDaysBetween("2026-09-30", "2026-10-10")).toBe(3);
  });

  it("counts an ordinary week as five", () => {
    expect(addWorkingDays("2026-06-05", 5)).toBe("2026-06-12");
    expect(addWorkingDays("2026-06-06", 1)).toBe("2026-06-08");
    expect(addWorkingDays("2026-06-06", 0)).toBe("2026-06-06");
  });

  it("says which years are announced, and has weekends only beyond them", () => {
    expect([2004, 2020, 2026].map(announced)).toEqual([true, true, true]);
    expect([2003, 2099].map(announced)).toEqual([false, false]);
    expect(announcedBetween("2026-12-01", "2026-12-31")).toBe(true);
    expect(announcedBetween("2026-12-01", "2099-01-04")).toBe(false);
    // 1 January 2099 is a Thursday.
    expect(isWorkingDay("2099-01-01")).toBe(true);
    expect(isWorkingDay("2099-01-03")).toBe(false);
  });

  it("goes so many working days ahead as it counts back", () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 90 }), (from, count) => {
        const to = addWorkingDays(from, count);
        expect(isWorkingDay(to)).toBe(true);
        expect(workingDaysBetween(from, to)).toBe(count);
        expect(workingDaysBetween(to, from)).toBe(-count);
        expect(addWorkingDays(to, -count) <= from).toBe(true);
        expect(workingDaysBetween(addWorkingDays(to, -count), to)).toBe(count);
      }),
      { numRuns: 50 },
    );
  });

  it("adds up over any day between", () => {
    const span = fc.integer({ min: 0, max: 150 });
    fc.assert(
      fc.property(day, span, span, (first, one, other) => {
        const middle = addDays(first, one);
        const last = addDays(middle, other);
        expect(workingDaysBetween(first, middle) + workingDaysBetween(middle, last)).toBe(
          workingDaysBetween(first, last),
        );
      }),
      { numRuns: 30 },
    );
  });
});
