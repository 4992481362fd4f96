// Brings together what a form needs on the day: the programme, the unions, the open batches with their free places, and
// the local numbers. fill.ts reads it anew for every message.
import { inScriptOf } from "../../../ingest/script.ts";
import type { Batch } from "../../domain/application.ts";
import { chinaDay, type Day } from "../../domain/days.ts";
import { type Form, HOME, type PlaceSettings } from "../../domain/form.ts";
import type { Field, Programme } from "../../domain/programme.ts";
import type { Stores } from "../../stores/stores.ts";
import type { Write } from "../case-dependencies.ts";

export interface FormSource {
  readonly stores: Pick<Stores, "applications" | "members">;
  /** Local numbers of a place given by its names, nearest first. */
  readonly settings: (place: readonly string[], on: Date) => PlaceSettings;
  readonly write: Write;
}

/** The form of a programme as it stands now. */
export async function formOf(
  { stores, settings, write }: FormSource,
  programme: Programme,
  now: Date,
): Promise<Form> {
  const today = chinaDay(now);
  const [units, batches] = await Promise.all([
    stores.members.units(),
    programme.places === undefined ? [] : openBatches(stores, programme.id, today),
  ]);
  return {
    programme,
    units,
    batches,
    home: homeField(write),
    settings: (unit) => settings(units.find(({ id }) => id === unit)?.place ?? [], now),
  };
}

/** Batches that can still be joined, the earliest first, with the places not yet given out. */
export async function openBatches(
  { applications }: Pick<Stores, "applications">,
  programme: string | undefined,
  today: Day,
): Promise<Form["batches"]> {
  const open = (await applications.batches(programme, today)).filter(
    ({ cancelled, applyBy, startsOn }) => !cancelled && applyBy >= today && startsOn > today,
  );
  return Promise.all(open.map(async (batch) => ({ batch, free: await freePlaces(applications, batch) })));
}

async function freePlaces(applications: Stores["applications"], { id, places }: Batch): Promise<number> {
  return Math.max(0, places - (await applications.placed(id)));
}

/** The question where the member belongs, from the catalogue: it is the same in every programme. */
export function homeField(write: Write): Field {
  const text = (key: string): Field["label"] => ({
    "zh-Hans": write("zh-Hans", `form.home.${key}`),
    en: write("en", `form.home.${key}`),
  });
  return {
    id: HOME,
    type: "unit",
    label: text("label"),
    question: text("question"),
    also: ["单位", "工会", "所在地", "地区", "union", "unit", "place"],
    help: text("help"),
    example: inScriptOf("zh-Hans", write("zh-Hans", "form.home.example")),
    sensitive: false,
    optional: false,
  };
}
