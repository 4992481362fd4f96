// Local numbers by place and day: places/*.yaml in this folder, one file a place, then the officers' own. Programmes name
// a number, its place gives the value; the nearest place that has it wins, with the newest value not after the day.
import { join } from "node:path";
import { z } from "zod";
import { shortNames } from "../../ingest/gazetteer.ts";
import { chinaDay, type Day, isDay } from "../domain/days.ts";
import type { PlaceNumber, PlaceSettings } from "../domain/form.ts";
import { readDataFile, yamlFilesIn } from "./data-file.ts";

export interface LocalNumbers {
  /** The numbers of a place, given by its names, nearest first (Unit.place); `on` is any instant of the day. */
  readonly settingsFor: (places: readonly string[], on: Date) => PlaceSettings;
}

/** The folder of the numbers that come with the program. */
export const PLACES_FOLDER = join(import.meta.dirname, "places");

const line = z.string().trim().min(1);
// YAML reads an unquoted 2025-07-01 as a text.
const day = z.string();

const placeSchema = z.strictObject({
  place: line,
  numbers: z.record(
    z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/),
    z
      .array(
        z.strictObject({
          value: z.number(),
          since: day,
          source: line,
          confirmed: z.boolean().default(true),
          note: line.optional(),
        }),
      )
      .min(1),
  ),
});

interface Local {
  /** From the province down; empty for the whole country. */
  readonly path: readonly string[];
  readonly numbers: ReadonlyMap<string, readonly PlaceNumber[]>;
}

const NATION = "全国";
const PLACE = /^\p{Script=Han}+(?:\/\p{Script=Han}+)*$/u;

/**
 * Reads the folders in order; one that does not exist holds nothing. A later folder's value for the same place, number
 * and day takes an earlier one's place. With `known`, a number that no programme uses is a mistake: it was mistyped.
 */
export function loadPlaceSettings(folders: readonly string[], known?: ReadonlySet<string>): LocalNumbers {
  const locals = folders.flatMap((folder) => yamlFilesIn(folder).map((file) => read(file, known)));
  return { settingsFor: (places, on) => settingsOf(locals, places, chinaDay(on)) };
}

function read(file: string, known: ReadonlySet<string> | undefined): Local {
  const { data, mistake } = readDataFile(file, placeSchema);
  if (!PLACE.test(data.place)) throw mistake("place-name", ["place"], data.place);
  const path = data.place === NATION ? [] : data.place.split("/");
  const place = path.join("") || NATION;
  const numbers = new Map<string, readonly PlaceNumber[]>();
  for (const [name, values] of Object.entries(data.numbers)) {
    if (known !== undefined && !known.has(name)) throw mistake("unknown-name", ["numbers", name], name);
    for (const [index, { since }] of values.entries()) {
      const at = ["numbers", name, index, "since"];
      if (!isDay(since)) throw mistake("no-such-day", at, since);
      if (values.findIndex((one) => one.since === since) < index) throw mistake("two-of-a-kind", at, since);
    }
    numbers.set(
      name,
      values.map(({ note, ...one }) => ({ ...one, place, ...(note === undefined ? {} : { note }) })),
    );
  }
  return { path, numbers };
}

function settingsOf(locals: readonly Local[], places: readonly string[], today: Day): PlaceSettings {
  const found = new Map<string, { readonly depth: number; readonly number: PlaceNumber }>();
  for (const { path, numbers } of locals.filter((one) => covers(one.path, places))) {
    const depth = path.length;
    for (const [name, values] of numbers) {
      const value = inForce(values, today);
      const before = found.get(name);
      if (value === undefined || (before !== undefined && before.depth > depth)) continue;
      if (before?.depth === depth && before.number.since > value.since) continue;
      found.set(name, { depth, number: value });
    }
  }
  return {
    place: places,
    numbers: Object.fromEntries(Array.from(found, ([name, { number }]) => [name, number])),
  };
}

function inForce(values: readonly PlaceNumber[], today: Day): PlaceNumber | undefined {
  return values
    .filter(({ since }) => since <= today)
    .sort((one, other) => (one.since < other.since ? 1 : -1))[0];
}

/** Whether a file's path, province first, lies on the way from a place up to its province, nearest first. */
function covers(path: readonly string[], names: readonly string[]): boolean {
  let from = names.length;
  for (const one of path) {
    from = names.findLastIndex((name, index) => index < from && isSame(one, name));
    if (from < 0) return false;
  }
  return true;
}

// "大理州" and "大理白族自治州" are one place, "云南" and "云南省" too.
function isSame(one: string, other: string): boolean {
  return one === other || shortNames(one).includes(other) || shortNames(other).includes(one);
}
