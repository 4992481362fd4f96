// A data folder with a small office in it: units, officers with their codes, groups with places, a recuperation whose places
// go as people come (as an office may set it), and no reports, so that the program starts quickly.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { PROGRAMMES_FOLDER } from "../../src/applications/programmes.ts";
import { openApp } from "../../src/app.ts";
import { parseConfig } from "../../src/config.ts";
import { addDays, chinaDay } from "../../src/domain/days.ts";
import { createLog } from "../../src/log.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";

export interface Office {
  /** Codes of officers, by name. */
  readonly codes: ReadonlyMap<string, string>;
  /** Names of the units members belong to. */
  readonly homes: readonly string[];
}

const HOMES = ["环卫站工会", "面粉厂工会"];

/** Makes the folder's office; `env` as for the program, for servers instead of the folder's database. */
export async function openOffice(
  folder: string,
  {
    officers = 2,
    places = 5,
    env = {},
  }: { officers?: number; places?: number; env?: Readonly<Record<string, string>> } = {},
): Promise<Office> {
  await mkdir(join(folder, "programmes"), { recursive: true });
  await writeFile(join(folder, "samples"), "loaded");
  const trip = await readFile(join(PROGRAMMES_FOLDER, "recuperation.yaml"), "utf8");
  await writeFile(
    join(folder, "programmes", "recuperation.yaml"),
    trip
      .replace(/^version: .*$/m, "version: 20261122")
      .replace(/allot: closing/, "allot: arrival")
      .replace(/^one-per: .*$/m, "one-per: none"),
  );
  const app = await openApp({
    config: parseConfig({ ...env, DATA_DIR: folder }),
    catalogue: createCatalogue(),
    log: createLog("silent"),
    command: "proof",
  });
  try {
    const [root] = await app.stores.members.units();
    const operator = {
      id: "proof",
      name: "proof",
      unit: root?.id ?? "",
      roles: ["administrator", "reviewer"],
      active: true,
    } as const;
    const order = async (words: string): Promise<string> => {
      const turn = await app.review.handle(operator, "zh-Hans", words);
      if (turn?.save === undefined) throw new Error(`${words}: ${turn?.replies[0]?.text ?? "no command"}`);
      await app.stores.transaction(turn.save);
      return turn.replies.map(({ text }) => text).join("\n");
    };
    for (const home of HOMES) await order(`/unit add ${home} 基层`);
    const codes = new Map<string, string>();
    for (const unit of [...HOMES, root?.name ?? ""]) {
      for (let count = 0; count < officers; count++) {
        const name = `审核${codes.size + 1}`;
        const said = await order(`/staff add ${name} ${unit} 审核`);
        codes.set(name, /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(said)?.[0] ?? "");
      }
    }
    const today = chinaDay(new Date());
    for (const [index, title] of ["昆明一期", "大理二期"].entries()) {
      const day = (days: number): string => addDays(today, days + index * 7);
      await order(`/batch add 职工疗休养 | ${title} | ${day(30)} | ${day(34)} | ${day(20)} | ${places}`);
    }
    return { codes, homes: HOMES };
  } finally {
    await app.close();
  }
}
