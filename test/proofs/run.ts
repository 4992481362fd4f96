// Proofs at full length: `npm run proof` runs all, `npm run proof -- kill` or `-- race` one. Options: --kills 100,
// --members 20, --seed 7, --on embedded|redis, --applicants 200, --places 50. Prints what was counted; ends with status 1 when a count is not what it must be.
import { randomBytes } from "node:crypto";
import { needs } from "../support/needs.ts";
import { startRedis } from "../support/redis.ts";
import { isClean, proveKills, shown } from "./kill.ts";
import { proveRace, raceHolds, raceShown } from "./race.ts";
import { withOwnDatabase } from "./server.ts";

const words = process.argv.slice(2);
const option = (name: string, otherwise: number): number => {
  const at = words.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(words[at + 1]);
};
const on = words[words.indexOf("--on") + 1];
const tell = (line: string): void => void process.stdout.write(`${line}\n`);

async function kill(): Promise<boolean> {
  const run = { kills: option("kills", 100), members: option("members", 20), seed: option("seed", 7), tell };
  let clean = true;
  for (const where of ["embedded", "redis"] as const) {
    if (words.includes("--on") && on !== where) continue;
    const binary = where === "redis" ? needs("redis") : undefined;
    if (where === "redis" && binary === undefined) {
      tell("\nredis-server is not installed: the run with jobs on Redis is left out.");
      clean = false;
      continue;
    }
    tell(`\n# ${run.kills} kills while ${run.members} members apply, jobs ${where}, seed ${run.seed}`);
    const redis = binary === undefined ? undefined : await startRedis(binary);
    try {
      const report = await proveKills(redis === undefined ? run : { ...run, redis });
      for (const line of shown(report)) tell(line);
      clean &&= isClean(report);
    } finally {
      await redis?.stop();
    }
  }
  return clean;
}

async function race(): Promise<boolean> {
  const run = { applicants: option("applicants", 200), places: option("places", 50), withdrawals: 10 };
  let clean = true;
  const prove = async (where: string, env: Readonly<Record<string, string>>): Promise<void> => {
    tell(`\n# ${run.applicants} applicants race for ${run.places} places, ${where}`);
    const report = await proveRace({ ...run, env });
    for (const line of raceShown(report)) tell(line);
    clean &&= raceHolds(report, run);
  };
  await prove("embedded", {});
  const url = needs("postgres");
  if (url === undefined) tell("\nDATABASE_URL is not set: the race on PostgreSQL is left out.");
  else {
    const keys = `t1:${randomBytes(32).toString("base64")}`;
    await withOwnDatabase(url, (own) => prove("PostgreSQL", { DATABASE_URL: own, GONGYOU_KEYS: keys }));
  }
  return clean;
}

const PROOFS = { kill, race } satisfies Record<string, () => Promise<boolean>>;

const wanted = Object.entries(PROOFS).filter(([name]) => words.includes(name));
let clean = true;
for (const [, prove] of wanted.length > 0 ? wanted : Object.entries(PROOFS)) clean = (await prove()) && clean;
process.exit(clean ? 0 : 1);
