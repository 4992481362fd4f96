// The programmes members can apply to, read from one YAML file each: programmes/<id>.yaml in this folder, then the
// officers' own folder. fill.ts asks by them, cases.ts carries cases by them; a mistake stops the start, in words.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { PlaceSettings } from "../domain/form.ts";
import type { Programme } from "../domain/programme.ts";
import { type DataFile, parseDataFile, yamlFilesIn } from "./data-file.ts";
import { programmeSchema } from "./programme-file.ts";
import { checkProgramme } from "./programme-rules.ts";

export interface Programmes {
  /** The newest version of each, by id; applications start with these. */
  readonly current: ReadonlyMap<string, Programme>;
  /** All that cases may exist of, by id: those in `current`, and the newest version of each that is offered no more. */
  readonly known: ReadonlyMap<string, Programme>;
  /** The version an application was made under; undefined when its file is gone. */
  readonly version: (id: string, version: number) => Programme | undefined;
  /** Copies each current file to `<folder>/<id>.v<version>.yaml`, so that it stays known after the next change. */
  readonly keep: (folder: string) => void;
}

/** The folder of the programmes that come with the program. */
export const PROGRAMMES_FOLDER = join(import.meta.dirname, "programmes");

const FILE_NAME = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*?)(?:\.v(\d+))?\.ya?ml$/;

/** Reads one file's text; its name gives the id, and the version of an older one. Throws AppError programme.invalid. */
export function parseProgramme(file: string, text: string): Programme {
  return read(file, text).programme;
}

interface Loaded {
  readonly programme: Programme;
  readonly old: boolean;
  readonly text: string;
  readonly mistake: DataFile<unknown>["mistake"];
}

function read(file: string, text: string): Loaded {
  const { data, mistake } = parseDataFile(file, text, programmeSchema);
  const [, id, version] = FILE_NAME.exec(basename(file)) ?? [];
  if (id === undefined) throw mistake("file-name", [], basename(file));
  if (version !== undefined && Number(version) !== data.version) {
    throw mistake("version", ["version"], `${data.version}, ${basename(file)}`);
  }
  checkProgramme(data, mistake);
  return { programme: { id, ...data }, old: version !== undefined, text, mistake };
}

/**
 * Reads the folders in order; one that does not exist holds nothing. `<id>.yaml` is the version in force, and a later
 * folder's takes an earlier one's place only with a higher version. `<id>.v<version>.yaml` are versions of before, for
 * the applications made under them; kept copies (`keep`) go last and give way to a file of the same version.
 */
export function loadProgrammes(folders: readonly string[], kept?: string): Programmes {
  const current = new Map<string, Loaded>();
  const versions = new Map<string, Programme>();
  const key = ({ id, version }: Programme): string => `${id} ${version}`;
  for (const folder of folders) {
    const loaded = yamlFilesIn(folder).map((file) => read(file, readFileSync(file, "utf8")));
    for (const one of loaded.filter(({ old }) => !old)) {
      const { programme, mistake } = one;
      const before = current.get(programme.id)?.programme.version ?? 0;
      if (programme.version <= before)
        throw mistake("version", ["version"], `${programme.version} ≤ ${before}`);
      current.set(programme.id, one);
      versions.set(key(programme), programme);
    }
    for (const { programme, mistake } of loaded.filter(({ old }) => old)) {
      if (versions.has(key(programme))) throw mistake("two-of-a-kind", ["version"], key(programme));
      versions.set(key(programme), programme);
    }
  }
  for (const file of kept === undefined ? [] : yamlFilesIn(kept)) {
    // Most are still in force and known: their names say so without a reading.
    const [, id, version] = FILE_NAME.exec(basename(file)) ?? [];
    if (versions.has(`${id} ${version}`)) continue;
    const { programme } = read(file, readFileSync(file, "utf8"));
    versions.set(key(programme), programme);
  }
  const inForce = new Map(Array.from(current, ([id, { programme }]) => [id, programme]));
  const oldestFirst = [...versions.values()].toSorted((one, other) => one.version - other.version);
  return {
    current: inForce,
    known: new Map([...oldestFirst.map((one) => [one.id, one] as const), ...inForce]),
    version: (id, version) => versions.get(`${id} ${version}`),
    keep(folder) {
      mkdirSync(folder, { recursive: true });
      for (const { programme, text } of current.values()) {
        const file = join(folder, `${programme.id}.v${programme.version}.yaml`);
        if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
        // Whole or not at all: half a file would stop the next start.
        writeFileSync(`${file}.part`, text);
        renameSync(`${file}.part`, file);
      }
    },
  };
}

/** Whether nothing is to be filed: everywhere, or in the place the settings are for. */
export function isAutomatic(programme: Programme, settings: PlaceSettings): boolean {
  if (programme.automatic) return true;
  const name = programme.automaticWhere;
  return name !== undefined && (settings.numbers[name]?.value ?? 0) !== 0;
}

/** Names of all local numbers that programmes use. */
export function settingNames(programmes: Iterable<Programme>): ReadonlySet<string> {
  return new Set(Array.from(programmes, ({ settings = {} }) => Object.keys(settings)).flat());
}
