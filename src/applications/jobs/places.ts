// Places of a dated batch, given out one after another under the batch's lock: in the line's order, whoever is handled
// first. A case stands in line from the moment it is sent, so that one checked late loses nothing. check.ts claims, the
// promote job fills what came free, allots at closing, and clears up when the batch begins and ends.
import { type Application, type Batch, isOpen } from "../../domain/application.ts";
import { addDays, chinaDay, type Day } from "../../domain/days.ts";
import type { Programme } from "../../domain/programme.ts";
import type { JobHandlers } from "../../queue/jobs.ts";
import type { Notice } from "../../stores/notice-store.ts";
import type { Stores } from "../../stores/stores.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { conflict, createCourse } from "../cases/course.ts";
import { placesJob } from "../cases/deadlines.ts";
import { derivedId, memberNotice, type MemberNews, tell } from "../cases/notices.ts";

const ACTOR = { kind: "system", id: "promote" } as const;

/**
 * Whether a case that stands in the locked batch's line has a place now, with its position (from 1) among those whom the
 * free places do not reach.
 */
export async function claimPlace(
  { applications }: Pick<Stores, "applications">,
  programme: Programme,
  batch: Batch,
  application: string,
  today: Day,
): Promise<{ readonly event: "place" | "wait"; readonly position: number }> {
  const [placed, line] = [await applications.placed(batch.id), await applications.waiting(batch.id)];
  const index = line.indexOf(application);
  const before = index < 0 ? line.length : index;
  const free = batch.places - placed;
  const open = isAllotted(programme, batch, today) && today < batch.startsOn && !batch.cancelled;
  // Everybody before it keeps a place until they are checked, so it may not take theirs.
  const event = open && before < free ? "place" : "wait";
  return { event, position: Math.max(1, before - Math.max(free, 0) + 1) };
}

/** Places are given out as people come, or once the last day to apply is over. */
export function isAllotted({ places }: Programme, { applyBy }: Batch, today: Day): boolean {
  return places?.allot !== "closing" || today > applyBy;
}

/** Lets others move up when the case held a place, or a place in the line before them. */
export async function letGo(
  stores: Pick<Stores, "jobs">,
  before: Application,
  revision: number,
  at: string,
): Promise<void> {
  if (before.batch === undefined || !isOpen(before.state)) return;
  await stores.jobs.add([placesJob(before.batch, `${before.id}:${revision}`)], at);
}

/** Who waits is told so once for each batch, by whatever finds it first. */
export const waitingNotice = (application: string, batch: string): string =>
  derivedId(application, batch, "waiting");

export function createPromote(deps: CaseDependencies): JobHandlers["promote"] {
  const { stores, programmes, now, newId } = deps;

  return ({ batch: id }) =>
    stores.transaction(async (inner) => {
      const batch = await inner.applications.lockBatch(id);
      if (batch === undefined) return;
      const today = chinaDay(now());
      if (batch.cancelled) return cancel(inner, batch);
      if (today > batch.endsOn) await closeAll(inner, batch);
      if (today >= batch.startsOn) return dismiss(inner, batch, "no-place");
      const programme = programmes.current.get(batch.programme);
      if (programme !== undefined && isAllotted(programme, batch, today)) {
        await fill(inner, programme, batch, today);
      }
    });

  async function fill(inner: Stores, programme: Programme, batch: Batch, today: Day): Promise<void> {
    const at = now().toISOString();
    const line = await inner.applications.waiting(batch.id);
    let free = batch.places - (await inner.applications.placed(batch.id));
    const closing = programme.places?.allot === "closing";
    const news: Notice[] = [];
    let position = 0;
    for (const id of line) {
      if (free <= 0 && programme.steps.length === 0 && !closing) break;
      const application = await inner.applications.find(id);
      if (application === undefined || !isOpen(application.state) || application.batch !== batch.id) {
        await inner.applications.unqueue(id);
        continue;
      }
      const { state } = application;
      const ready = state === "waiting" || state === "checked" || state === "approved";
      if (!ready || free <= 0) {
        // Not decided yet: a free place is kept for it.
        if (!ready && free > 0) free--;
        else position++;
        if (ready) news.push(...(await still(inner, application, batch, position, at)));
        continue;
      }
      const first = state !== "waiting" || (closing && today === addDays(batch.applyBy, 1));
      const after = await move(inner, application, "place", at);
      await inner.applications.unqueue(id);
      free--;
      news.push(told(after, first ? "placed" : "moved-up", batch, at));
    }
    await tell(inner, news, at);
  }

  /** Who has no place is told once, with the position in line; an approved case begins to wait. */
  async function still(inner: Stores, application: Application, batch: Batch, position: number, at: string) {
    const after = application.state === "waiting" ? application : await move(inner, application, "wait", at);
    const id = waitingNotice(application.id, batch.id);
    if ((await inner.notices.find(id)) !== undefined) return [];
    return [told(after, "waiting", batch, at, { id, position })];
  }

  async function move(inner: Stores, application: Application, event: "place" | "wait", at: string) {
    const course = createCourse(programmeOf(programmes, application), application, ACTOR, at);
    if (course.take({ kind: event }) !== undefined) throw conflict();
    await course.save(inner);
    return course.application();
  }

  function told(
    application: Application,
    news: MemberNews,
    { title, startsOn }: Batch,
    at: string,
    { id, position }: { id?: string; position?: number } = {},
  ): Notice {
    return memberNotice(newId, news, {
      application,
      at,
      ...(id === undefined ? {} : { id }),
      values: { batch: title, day: startsOn, ...(position === undefined ? {} : { position }) },
      suggestions: ["/status"],
    });
  }

  /** Those who still wait are told that nothing came free. */
  async function dismiss(inner: Stores, batch: Batch, news: "no-place" | "batch-cancelled"): Promise<void> {
    const at = now().toISOString();
    const notices: Notice[] = [];
    for (const id of await inner.applications.waiting(batch.id)) {
      const application = await inner.applications.find(id);
      await inner.applications.unqueue(id);
      if (application === undefined || !isOpen(application.state)) continue;
      const course = createCourse(programmeOf(programmes, application), application, ACTOR, at);
      // What was never decided did not expire: it is taken out as if withdrawn.
      if (course.take({ kind: "expire" }) !== undefined) course.take({ kind: "withdraw" }, news);
      await course.save(inner);
      if (course.moved()) notices.push(told(course.application(), news, batch, at));
    }
    await tell(inner, notices, at);
  }

  async function placedIn(inner: Stores, batch: Batch): Promise<Application[]> {
    const units = (await inner.members.units()).map(({ id }) => id);
    const placed = await inner.applications.cases({ units, states: ["placed"] });
    return placed.filter((application) => application.batch === batch.id);
  }

  async function closeAll(inner: Stores, batch: Batch): Promise<void> {
    const at = now().toISOString();
    for (const application of await placedIn(inner, batch)) {
      const course = createCourse(programmeOf(programmes, application), application, ACTOR, at);
      course.take({ kind: "close" });
      await course.save(inner);
    }
  }

  async function cancel(inner: Stores, batch: Batch): Promise<void> {
    const at = now().toISOString();
    const notices: Notice[] = [];
    for (const application of await placedIn(inner, batch)) {
      const course = createCourse(programmeOf(programmes, application), application, ACTOR, at);
      course.take({ kind: "withdraw" }, "batch-cancelled");
      await course.save(inner);
      notices.push(told(course.application(), "batch-cancelled", batch, at));
    }
    await tell(inner, notices, at);
    await dismiss(inner, batch, "batch-cancelled");
  }
}
