import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadProgrammes, PROGRAMMES_FOLDER } from "../../src/applications/programmes.ts";
import {
  clocksOf,
  DRAFT,
  JOINING,
  publicNotice,
  runUntil,
  schedule,
  startClock,
} from "../../src/domain/clock.ts";
import { addDays, chinaDay } from "../../src/domain/days.ts";
import type { Clock, Programme } from "../../src/domain/programme.ts";
import { isWorkingDay } from "../../src/domain/workdays.ts";

const { current } = loadProgrammes([PROGRAMMES_FOLDER]);
const at = (day: string, time = "12:00"): Date => new Date(`${day}T${time}:00+08:00`);

function programme(id: string): Programme {
  const found = current.get(id);
  if (found === undefined) throw new Error(`no programme ${id}`);
  return found;
}

const label = { "zh-Hans": "期限", en: "term" };
const clock = (length: number, unit: Clock["unit"], remind: readonly number[] = []): Clock => ({
  id: "term",
  from: "submitted",
  length,
  unit,
  remind,
  onEnd: "tell",
  label,
});

describe("the clocks that protect a member", () => {
  it("give 30 working days after discharge, over the Spring Festival and the weekends worked for it", () => {
    const [running] = clocksOf(
      programme("medical-mutual-aid"),
      { "discharged-on": "2026-01-20" },
      {},
      at("2026-02-10"),
    );
    expect(running).toMatchObject({
      startsOn: "2026-01-20",
      endsOn: "2026-03-09",
      daysLeft: 15,
      estimated: false,
    });
    expect(running?.clock.id).toBe("claim");
  });

  it("say that the last day is an estimate while the coming year is not announced", () => {
    const long = startClock(clock(30, "working-days"), "2098-12-20", at("2098-12-21"));
    expect(long.estimated).toBe(true);
    expect(startClock(clock(30, "days"), "2098-12-20", at("2098-12-21")).estimated).toBe(false);
  });

  it("give a year for arbitration from the day that was known, or from leaving", () => {
    const legal = programme("legal-aid");
    const ends = (answers: Record<string, string>): unknown =>
      clocksOf(legal, answers, {}, at("2026-03-01")).map(({ clock: one, endsOn }) => [one.id, endsOn]);
    expect(ends({ "known-on": "2025-08-31" })).toEqual([["arbitration", "2026-08-31"]]);
    expect(ends({ "left-on": "2024-02-29" })).toEqual([["arbitration-wages", "2025-02-28"]]);
    expect(ends({ "injured-on": "2025-12-31" })).toEqual([["injury-recognition", "2026-12-31"]]);
    expect(ends({})).toEqual([]);
    expect(ends({ "known-on": "不记得" })).toEqual([]);
  });

  it("run from the moments of the case, by China's day", () => {
    const moments = { submitted: "2026-06-01T17:00:00Z", asked: "2026-06-05T02:00:00Z" };
    const running = clocksOf(programme("legal-aid"), {}, moments, at("2026-06-05"));
    expect(running.map(({ clock: one, startsOn, endsOn }) => [one.id, startsOn, endsOn])).toEqual([
      ["decision", "2026-06-02", "2026-06-07"],
      ["supply", "2026-06-05", "2026-06-22"],
    ]);
  });

  it("count down to the last day and past it", () => {
    const left = (today: string, one = clock(5, "working-days")): number =>
      startClock(one, "2026-06-05", at(today)).daysLeft;
    expect([left("2026-06-05"), left("2026-06-11"), left("2026-06-12"), left("2026-06-13")]).toEqual([
      5, 1, 0, -1,
    ]);
    expect(left("2026-06-30", clock(1, "months"))).toBe(5);
  });
});

describe("what a clock sets going", () => {
  it("is a reminder, an escalation and an end, each at nine in the morning", () => {
    const [running] = clocksOf(
      programme("medical-mutual-aid"),
      { "discharged-on": "2026-01-20" },
      {},
      at("2026-01-21"),
    );
    if (running === undefined) throw new Error("no clock");
    expect(schedule(running, at("2026-01-21"))).toEqual([
      { moment: "remind", left: 10, runAt: "2026-02-24T01:00:00.000Z" },
      { moment: "remind", left: 5, runAt: "2026-03-02T01:00:00.000Z" },
      { moment: "escalate", left: 3, runAt: "2026-03-04T01:00:00.000Z" },
      { moment: "remind", left: 1, runAt: "2026-03-06T01:00:00.000Z" },
      { moment: "end", left: 0, runAt: "2026-03-10T01:00:00.000Z" },
    ]);
  });

  it("leaves out what is over, but never the end", () => {
    const late = startClock(DRAFT, "2026-01-01", at("2026-03-01"));
    expect(late.daysLeft).toBeLessThan(0);
    expect(schedule(late, at("2026-03-01"))).toEqual([
      { moment: "end", left: 0, runAt: "2026-02-01T01:00:00.000Z" },
    ]);
  });

  it("keeps a draft for thirty days and reminds a week and a day before", () => {
    const running = startClock(DRAFT, "2026-11-22", at("2026-11-22"));
    expect(running.endsOn).toBe("2026-12-22");
    expect(
      schedule(running, at("2026-11-22")).map(({ moment, runAt }) => [moment, runAt.slice(0, 10)]),
    ).toEqual([
      ["remind", "2026-12-15"],
      ["remind", "2026-12-21"],
      ["end", "2026-12-23"],
    ]);
  });

  it("ends a joining window on the batch's own last day", () => {
    const running = runUntil(JOINING, "2026-06-01", "2026-06-20", at("2026-06-10"));
    expect(running.daysLeft).toBe(10);
    expect(schedule(running, at("2026-06-10")).at(0)?.runAt).toBe("2026-06-17T01:00:00.000Z");
  });

  it("ends a public notice after its working days", () => {
    expect(publicNotice(programme("hardship-aid"), at("2026-02-12"))).toEqual({
      endsOn: "2026-02-26",
      runAt: "2026-02-27T01:00:00.000Z",
      estimated: false,
    });
  });

  it("comes in order, in working hours' morning, never after the end, for any clock", () => {
    const units = fc.constantFrom(
      "working-days" as const,
      "days" as const,
      "months" as const,
      "years" as const,
    );
    const start = fc.integer({ min: 0, max: 7_000 }).map((offset) => addDays("2008-01-01", offset));
    fc.assert(
      fc.property(units, fc.integer({ min: 1, max: 40 }), start, (unit, length, from) => {
        const reminders = [7, 3, 1].filter((left) => left < length);
        const running = startClock(clock(length, unit, reminders), from, at(from));
        expect(running.endsOn > from).toBe(true);
        expect(running.daysLeft).toBeGreaterThanOrEqual(unit === "working-days" ? length : 1);
        if (unit === "working-days") expect(isWorkingDay(running.endsOn)).toBe(true);
        const moments = schedule(running, at(from));
        expect(moments.map(({ runAt }) => runAt)).toEqual(moments.map(({ runAt }) => runAt).sort());
        expect(moments.at(-1)).toMatchObject({ moment: "end", left: 0 });
        for (const { runAt, left, moment } of moments) {
          expect(runAt.slice(11)).toBe("01:00:00.000Z");
          const day = chinaDay(new Date(runAt));
          if (moment === "end") expect(day).toBe(addDays(running.endsOn, 1));
          else expect(startClock(running.clock, from, new Date(runAt)).daysLeft).toBe(left);
        }
      }),
      { numRuns: 60 },
    );
  });
});
