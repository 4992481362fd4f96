// A case as its member reads it: number, state in plain words, who has it, what comes next and by when, what is missing.
// cases.ts answers /status with it; review.ts shows officers the same way ahead.
import { type Application, type HistoryEntry, isEnded, type Unit } from "../../domain/application.ts";
import { type NextStep, nextSteps } from "../../domain/next-steps.ts";
import { standsIn } from "../../domain/units.ts";
import { chinaDay, type Day } from "../../domain/days.ts";
import { momentsOf, appealUntil } from "./deadlines.ts";
import { clocksOf } from "../../domain/clock.ts";
import { inScriptOf } from "../../../ingest/script.ts";
import type { Locale } from "../../domain/message.ts";
import type { Programme } from "../../domain/programme.ts";
import { addWorkingDays, announcedBetween } from "../../domain/workdays.ts";
import type { Write } from "../case-dependencies.ts";
import { inLocale, labelsOf, shownDay, stepTitle } from "./labels.ts";
import { refusalReason } from "./notices.ts";

export interface CaseView {
  readonly application: Application;
  readonly programme: Programme;
  readonly history: readonly HistoryEntry[];
  readonly units: readonly Unit[];
  /** Of what was asked for, what has come and is not handed in yet. */
  readonly received?: readonly string[];
  /** Whether what was filled in is deleted: nobody can look at it again. */
  readonly purged?: boolean;
  /** Position in the waiting list, from 1; undefined when it does not wait. */
  readonly position?: number;
  /** What the batch is called and when it begins. */
  readonly batch?: { readonly title: string; readonly startsOn: Day; readonly applyBy: Day };
}

/** When the case came to the state or step it is in. */
export function sinceOf({ createdAt }: Application, history: readonly HistoryEntry[]): string {
  return history.findLast(({ from, to, event }) => from !== to || event === "forward")?.at ?? createdAt;
}

/** The lines of one case. */
export function statusText(view: CaseView, { locale, write, now }: Reading): string {
  const { application, programme, units, history } = view;
  const holder = units.find(({ id }) => id === application.unit)?.name;
  const { request, refusal } = application;
  const lines = [
    write(locale, "case.status.title", {
      number: application.number ?? write(locale, "case.status.unsent"),
      programme: inLocale(programme.name, locale),
    }),
    write(locale, "case.status.state", {
      state: isBeforeAllotment(view, now)
        ? write(locale, "case.state.signed-up")
        : stateWords(application, locale, write),
    }),
  ];
  if (view.batch !== undefined) {
    const { title, startsOn } = view.batch;
    lines.push(
      write(locale, "case.status.batch", {
        batch: inScriptOf(locale, title),
        day: shownDay(startsOn, locale),
      }),
    );
  }
  if (view.position !== undefined)
    lines.push(write(locale, "case.status.position", { position: view.position }));
  if (holder !== undefined && !isEnded(application.state)) {
    lines.push(write(locale, "case.status.unit", { unit: inScriptOf(locale, holder) }));
  }
  if (request !== undefined) {
    const { received = [] } = view;
    const missing = [...request.fields, ...request.papers].filter((path) => !received.includes(path));
    if (received.length > 0) {
      const names = labelsOf(programme, received, locale, write);
      lines.push(
        write(locale, "case.status.received", {
          received: names,
          whole: missing.length === 0 ? "yes" : "no",
        }),
      );
    }
    if (missing.length > 0) {
      const names = labelsOf(programme, missing, locale, write);
      lines.push(write(locale, "case.status.missing", { missing: names }));
    }
    if (request.note !== "") lines.push(write(locale, "case.note-line", { note: request.note }));
  }
  if (application.state === "refused") {
    const words =
      refusalReason(programme, refusal ?? "", locale) ??
      history.findLast(({ event }) => event === "refuse")?.note ??
      "";
    if (words !== "") lines.push(write(locale, "case.reason-line", { reason: words }));
  }
  const next = nextWords(view, { locale, write, now });
  if (next !== undefined) lines.push(next);
  return lines.join("\n");
}

/** Signed up for a batch whose places are given out at its closing, which has not come. */
function isBeforeAllotment({ application, programme, batch }: CaseView, now: Date): boolean {
  return (
    application.state === "waiting" &&
    programme.places?.allot === "closing" &&
    batch !== undefined &&
    chinaDay(now) <= batch.applyBy
  );
}

export interface Reading {
  readonly locale: Locale;
  readonly write: Write;
  readonly now: Date;
}

/** The state as its member reads it, or as staff do, to whom "your papers" would be their own. */
export function stateWords(
  { state, request }: Application,
  locale: Locale,
  write: Write,
  reader: "member" | "staff" = "member",
): string {
  if (state !== "needs-more") return write(locale, `case.state.${state}`);
  const what = request?.papers.length === 0 ? "words" : "more";
  return write(locale, `case.state.${reader === "member" ? "yours" : "needs"}-${what}`);
}

/** What happens next and by when; undefined when nothing does. */
export function nextWords(view: CaseView, reading: Reading): string | undefined {
  const { application, programme, history } = view;
  const [next] = nextSteps(application, programme);
  if (next === undefined) return undefined;
  const { locale, write } = reading;
  const since = sinceOf(application, history);
  if (next.kind === "appeal") {
    const until = appealUntil(programme, since);
    return view.purged === true || until < chinaDay(reading.now)
      ? undefined
      : write(locale, "case.next.appeal", { number: application.number ?? "", day: shownDay(until, locale) });
  }
  if (next.kind === "wait" && isBeforeAllotment(view, reading.now)) {
    return write(locale, "case.next.allot", { day: shownDay(view.batch?.applyBy ?? "", locale) });
  }
  const by = byDay(view, next, since, reading.now);
  const index = next.kind === "review" ? next.step : application.step;
  const stands = isStandIn(programme, index, unitOf(view));
  const whole = next.kind === "supply" && isWhole(view);
  const words = write(locale, `case.next.${whole ? "hand-in" : next.kind}`, {
    step: stepTitle(programme, index, stands, locale, write),
    number: application.step + 1,
    of: programme.steps.length,
  });
  if (by === undefined) return words;
  const estimated = !announcedBetween(chinaDay(new Date(since)), by);
  const today = chinaDay(reading.now);
  const key = by < today ? "case.late" : estimated ? "case.by-estimated" : "case.by";
  return words + write(locale, key, { day: shownDay(by, locale) });
}

/** Whether all that was asked for has come and only waits to be handed in. */
const isWhole = ({ application: { request }, received = [] }: CaseView): boolean =>
  request !== undefined && [...request.fields, ...request.papers].every((path) => received.includes(path));

const unitOf = ({ application, units }: Pick<CaseView, "application" | "units">): Unit | undefined =>
  application.state === "in-review" ? units.find(({ id }) => id === application.unit) : undefined;

/** Whether the unit that has the case does a step of a level that no unit of its line has. */
export function isStandIn({ steps }: Programme, step: number, unit: Unit | undefined): boolean {
  const level = steps[step]?.level;
  return unit !== undefined && level !== undefined && standsIn(unit, level);
}

/** The day by which the next step should have happened. */
function byDay(view: CaseView, next: NextStep, since: string, now: Date): Day | undefined {
  if ("days" in next) return addWorkingDays(chinaDay(new Date(since)), next.days);
  const { application, programme, history } = view;
  if (next.kind === "supply") {
    const moments = momentsOf(application, history);
    const asked = clocksOf(programme, {}, moments, now).filter(({ clock }) => clock.from === "asked");
    return asked.map(({ endsOn }) => endsOn).sort()[0];
  }
  return undefined;
}
