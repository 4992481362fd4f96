// The kill proof: the real program is killed at random moments while members apply through the web chat and officers
// decide, and afterwards everything it had promised is counted. `npm run proof -- kill` runs it at full length.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "../../src/stores/database.ts";
import { openCipher } from "../../src/stores/keys.ts";
import { createPostgresStores } from "../../src/stores/postgres-stores.ts";
import { addDays, chinaDay } from "../../src/domain/days.ts";
import type { RedisServer } from "../support/redis.ts";
import { createApplicant, type Intended, type Kind } from "./applicant.ts";
import { createChatter } from "./chatter.ts";
import { type Counts, countAll } from "./count.ts";
import { openOffice } from "./office.ts";
import { createOfficer } from "./officer.ts";
import { createProgram, type Program } from "./program.ts";
import { createRandom, sleep } from "./random.ts";
import { createWording, isNews } from "./wording.ts";

export interface KillRun {
  readonly kills: number;
  readonly members: number;
  readonly seed: number;
  /** Jobs go by way of this server, which is emptied half-way. */
  readonly redis?: RedisServer;
  /** Applications that each member begins at most. */
  readonly most?: number;
  /** Officers in each of three units. */
  readonly officers?: number;
  readonly tell?: (line: string) => void;
}

export interface KillReport extends Counts {
  readonly kills: number;
  /** Kills that hit before the program answered. */
  readonly early: number;
  readonly starts: number;
  readonly resends: number;
  readonly decisions: number;
  readonly seconds: number;
}

const KINDS: readonly Kind[] = ["medical-mutual-aid", "recuperation", "oxygen"];
/** Milliseconds a life lasts at most, from when the program answers, or (one in six) from its start. */
const LONGEST_LIFE = 2_500;
const LONGEST_START = 3_000;
/** Milliseconds for the cases to come to rest after the last kill. */
const PATIENCE = 300_000;

export async function proveKills({
  kills,
  members,
  seed,
  redis,
  most = 1_000,
  officers = 2,
  tell = () => {},
}: KillRun): Promise<KillReport> {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), "gongyou-kill-"));
  const env: Record<string, string> = redis === undefined ? {} : { REDIS_URL: redis.url };
  const program = createProgram({ folder, env });
  const random = createRandom(seed);
  const intended: Intended[] = [];
  const failures: string[] = [];
  let starts = 0;
  let early = 0;
  let killed = 0;
  let decisions = 0;
  const phase = { applying: true, working: true };

  const office = await openOffice(folder, { officers });
  const wording = createWording(folder);
  const person = (name: string) => createChatter({ name, address: program.address, isNews });
  const chatters = Array.from({ length: members }, (_, index) => person(`m${index + 1}`));
  const staff = [...office.codes].map(([name, code], index) => ({
    name,
    code,
    chatter: person(`s${index + 1}`),
  }));
  const everyone = [...chatters, ...staff.map(({ chatter }) => chatter)];
  const day = addDays(chinaDay(new Date()), -5);
  const failed = (cause: unknown): void =>
    void failures.push(cause instanceof Error ? cause.message : String(cause));
  const start = (): void => {
    starts++;
    program.start();
  };

  async function live(index: number): Promise<void> {
    const chatter = chatters[index];
    if (chatter === undefined) return;
    const applicant = createApplicant({ chatter, wording, homes: office.homes, day, intended });
    for (let round = 0; round < most && phase.applying; round++) {
      const kind = KINDS[(index + round) % KINDS.length] ?? "oxygen";
      await applicant.apply(kind, index + round * members);
      await applicant.follow();
    }
    let told = performance.now();
    const until = told + PATIENCE;
    for (;;) {
      await applicant.follow();
      const open = applicant.open();
      if (open.length === 0) return;
      if (performance.now() > until)
        throw new Error(`${chatter.name}: never came to rest: ${open.join(", ")}`);
      if (performance.now() - told > 60_000) {
        told = performance.now();
        tell(`${chatter.name} waits for ${open.join(", ")}`);
      }
      await sleep(250);
    }
  }

  async function work({ chatter, code }: (typeof staff)[number]): Promise<void> {
    await chatter.say(code);
    const marks = { asked: "要求补充", refused: "不通过", paper: "医保结算单" };
    const made = await createOfficer(chatter, marks).work(() => !phase.working);
    decisions += made;
  }

  async function killAll(): Promise<void> {
    for (; killed < kills; killed++) {
      const sooner = random() < 1 / 6;
      const moment = random();
      if (sooner) {
        await sleep(moment * LONGEST_START);
        early++;
      } else {
        await program.address();
        await sleep(moment * LONGEST_LIFE);
      }
      if (redis !== undefined && killed === Math.floor(kills / 2)) {
        await redis.flush();
        tell(`Redis emptied after ${killed} kills`);
      }
      if (killed >= kills * 0.85) phase.applying = false;
      await program.kill();
      start();
      if ((killed + 1) % 10 === 0) {
        tell(
          `${killed + 1} kills, ${intended.length} applications begun, ${failures.length} failures, ${seconds(began)} s`,
        );
      }
    }
  }

  start();
  for (const one of everyone) one.listen();
  const officersAtWork = staff.map((one) => work(one).catch(failed));
  const lives = chatters.map((_, index) => live(index).catch(failed));
  try {
    await killAll();
    await Promise.all(lives);
    phase.working = false;
    await Promise.all(officersAtWork);
    starts += await settle(program, folder);
    const counts = await counted(folder, (held) => countAll(held, everyone, intended, wording.programmes));
    return {
      ...counts,
      problems: [...failures, ...counts.problems],
      kills: killed,
      early,
      starts,
      resends: everyone.reduce((sum, one) => sum + one.resends(), 0),
      decisions,
      seconds: seconds(began),
    };
  } finally {
    for (const one of everyone) one.stop();
    await program.kill();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const seconds = (since: number): number => Math.round((performance.now() - since) / 1_000);

/** Lets the program finish what is due, in as many lives as that takes; resolves with their number, and leaves it stopped. */
async function settle(program: Program, folder: string): Promise<number> {
  for (let more = 0; ; more++) {
    await sleep(2_500);
    await program.stop();
    const left = await counted(folder, async ({ stores }) => {
      const due = await stores.jobs.due(new Date().toISOString(), 1);
      const { running } = await stores.jobs.counts();
      return due.length + running + (await stores.conversations.undelivered()).length;
    });
    if (left === 0 || more >= 20) return more;
    program.start();
    await program.address();
  }
}

async function counted<Result>(
  folder: string,
  work: (held: Parameters<typeof countAll>[0]) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase({ folder, command: "proof" });
  try {
    const stores = createPostgresStores(database, await openCipher(database, { folder }));
    return await work({ stores, statements: database });
  } finally {
    await database.close();
  }
}

/** The figures as lines of a table; the problems after them. */
export function shown(report: KillReport): string[] {
  const rows: readonly (readonly [string, number | string])[] = [
    ["kills (SIGKILL)", `${report.kills}, ${report.early} of them during the start`],
    ["starts", report.starts],
    ["messages acknowledged", report.acknowledged],
    ["  sent again", report.resends],
    ["  lost (must be 0)", report.lost],
    ["  answered twice (must be 0)", report.repeated],
    ["applications handed in", report.applications],
    ["  cases missing (must be 0)", report.missing],
    ["  cases doubled (must be 0)", report.doubled],
    ["  answers or histories wrong (must be 0)", report.wrong],
    ["decisions of officers", report.decisions],
    ["events in the histories", report.events],
    ["notices owed to members", report.notices],
    ["  missing (must be 0)", report.noticesMissing],
    ["  doubled (must be 0)", report.noticesDoubled],
    ["replies never shown on the page (must be 0)", report.unseen],
    ["seconds", report.seconds],
  ];
  return [
    ...rows.map(([name, value]) => `${name.padEnd(46)}${value}`),
    ...report.problems.map((one) => `PROBLEM ${one}`),
  ];
}

export const isClean = (report: KillReport): boolean => report.problems.length === 0;
