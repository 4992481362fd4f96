// Dated batches with places, opened, listed and cancelled by staff in chat. The jobs added with a batch give its places out
// and clear it up; jobs/places.ts carries them out.
import type { Batch, Unit } from "../../domain/application.ts";
import { chinaDay, isDay } from "../../domain/days.ts";
import type { Programme } from "../../domain/programme.ts";
import { inSubtree, subtree } from "../../domain/units.ts";
import type { Stores } from "../../stores/stores.ts";
import { folded, inLocale, shownDay } from "../cases/labels.ts";
import { batchJobs, placesJob } from "../cases/deadlines.ts";
import type { Turn } from "../service.ts";
import { actorOf, type Desk, type Officer, type ReviewDependencies } from "./desk.ts";
import { withoutYes, yesIn } from "./words.ts";

export interface Batches {
  /** "疗休养 | 昆明一期 | 2026-12-07 | 2026-12-11 | 2026-11-30 | 50 [| unit]" */
  readonly add: (officer: Officer, said: string) => Promise<Turn>;
  readonly list: (officer: Officer) => Promise<Turn>;
  readonly cancel: (officer: Officer, said: string) => Promise<Turn>;
}

export function createBatches(deps: ReviewDependencies, desk: Desk): Batches {
  const { stores, programmes, write, now, newId } = deps;
  return { add, list, cancel };

  function programmeNamed(words: string): Programme | undefined {
    const wanted = folded(words);
    const all = [...programmes.current.values()].filter(({ places }) => places !== undefined);
    const names = ({ id, name, also }: Programme): string[] =>
      [id, name["zh-Hans"], name.en, ...also].map(folded);
    const exact = all.find((one) => names(one).includes(wanted));
    const holding = all.filter((one) => names(one).some((name) => name.includes(wanted)));
    return exact ?? (wanted !== "" && holding.length === 1 ? holding[0] : undefined);
  }

  async function add(officer: Officer, said: string): Promise<Turn> {
    const parts = said.split(/\s*[|｜\n]\s*/).filter((part) => part !== "");
    const words = parts.length > 1 ? parts : spread(said);
    const [name = "", title = "", startsOn = "", endsOn = "", applyBy = "", places = "", where = ""] = words;
    const programme = programmeNamed(name);
    const count = Number(places);
    const days = [startsOn, endsOn, applyBy].every(isDay);
    const inOrder = applyBy < startsOn && startsOn <= endsOn && applyBy >= chinaDay(now());
    const known = { programmes: placed(officer) };
    if (programme === undefined || title === "") return desk.say(officer, "staff.batch.usage", known);
    if (!days || !inOrder) return desk.say(officer, "staff.batch.days");
    if (!Number.isInteger(count) || count < 1) return desk.say(officer, "staff.batch.usage", known);
    const unit = where === "" ? officer.staff.unit : (await unitNamed(stores, officer, where))?.id;
    if (unit === undefined) return desk.say(officer, "staff.no-unit", { name: where });
    const at = now().toISOString();
    const batch: Batch = {
      id: newId(),
      programme: programme.id,
      unit,
      title,
      startsOn,
      endsOn,
      applyBy,
      places: count,
      cancelled: false,
    };
    const { locale } = officer;
    const values = {
      title,
      programme: inLocale(programme.name, locale),
      start: shownDay(startsOn, locale),
      end: shownDay(endsOn, locale),
      until: shownDay(applyBy, locale),
      places: count,
    };
    return desk.say(officer, "staff.batch.added", values, ["/batch list"], async (inner) => {
      await inner.applications.addBatch(batch);
      await inner.jobs.add(batchJobs(batch), at);
      await inner.audit.append({
        actor: actorOf(officer),
        action: "batch-added",
        subject: `batch:${batch.id}`,
        at,
      });
    });
  }

  function placed({ locale }: Officer): string {
    return [...programmes.current.values()]
      .filter(({ places }) => places !== undefined)
      .map(({ name }) => inLocale(name, locale))
      .join(locale === "en" ? ", " : "、");
  }

  async function ownBatches({ staff }: Officer): Promise<Batch[]> {
    const units = await stores.members.units();
    const all = await stores.applications.batches(undefined, chinaDay(now()));
    return all.filter(({ unit, cancelled }) => !cancelled && inSubtree(units, staff.unit, unit));
  }

  async function list(officer: Officer): Promise<Turn> {
    const { locale } = officer;
    const batches = await ownBatches(officer);
    if (batches.length === 0) return desk.say(officer, "staff.batch.none");
    const lines: string[] = [];
    for (const [index, batch] of batches.entries()) {
      const programme = programmes.current.get(batch.programme);
      lines.push(
        write(locale, "staff.batch.line", {
          index: index + 1,
          programme: programme === undefined ? batch.programme : inLocale(programme.name, locale),
          title: batch.title,
          start: shownDay(batch.startsOn, locale),
          until: shownDay(batch.applyBy, locale),
          places: batch.places,
          placed: await stores.applications.placed(batch.id),
          waiting: (await stores.applications.waiting(batch.id)).length,
        }),
      );
    }
    return desk.reply(officer, lines.join("\n"), []);
  }

  async function cancel(officer: Officer, rest: string): Promise<Turn> {
    const { said, sure } = withoutYes(rest);
    const batches = await ownBatches(officer);
    const wanted = folded(said);
    const titled = batches.filter(
      ({ id, title }) => id === said || (wanted !== "" && folded(title) === wanted),
    );
    const batch = titled.length === 1 ? titled[0] : undefined;
    if (batch === undefined) {
      const taps = batches.map(({ title }) => `/batch cancel ${title}`);
      return desk.say(officer, "staff.batch.which", {}, taps);
    }
    const { id, title } = batch;
    const count = await stores.applications.placed(id);
    if (!sure) {
      // Everybody signed up is told at once, and a cancelled batch cannot be opened again.
      const again = `/batch cancel ${said} ${yesIn(officer.locale)}`;
      const values = { title, placed: count, waiting: (await stores.applications.waiting(id)).length };
      const asked = desk.say(officer, "staff.batch.sure", values, [again, "/batch list"]);
      return { ...asked, expects: { what: "say", words: again } };
    }
    const at = now().toISOString();
    return desk.say(officer, "staff.batch.cancelled", { title, count }, [], async (inner) => {
      await inner.applications.lockBatch(id);
      await inner.applications.saveBatch({ ...batch, cancelled: true });
      await inner.jobs.add([placesJob(id, "cancelled")], at);
      await inner.audit.append({
        actor: actorOf(officer),
        action: "batch-cancelled",
        subject: `batch:${id}`,
        at,
      });
    });
  }
}

/** The unit of the subtree that is called so, or whose name holds the words when only one does. */
export async function unitNamed(
  stores: Pick<Stores, "members">,
  { staff }: Officer,
  words: string,
): Promise<Unit | undefined> {
  const own = subtree(await stores.members.units(), staff.unit);
  const wanted = folded(words);
  if (wanted === "") return undefined;
  const exact = own.filter(({ id, name }) => id === words || folded(name) === wanted);
  const holding = own.filter(({ name }) => folded(name).includes(wanted));
  return exact[0] ?? (holding.length === 1 ? holding[0] : undefined);
}

/** Words without separators: the programme first, then a title up to the first day, then days and places. */
function spread(said: string): string[] {
  const words = said.split(/\s+/);
  const first = words.findIndex(isDay);
  if (first < 2) return [];
  return [words[0] ?? "", words.slice(1, first).join(" "), ...words.slice(first)];
}
