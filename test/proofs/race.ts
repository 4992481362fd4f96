// The race proof: many apply for few places through the talk, all hand in at the same moment, some give their place back.
// `npm run proof -- race` runs it at full length, on the embedded database and on the server of DATABASE_URL.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openApp } from "../../src/app.ts";
import { parseConfig } from "../../src/config.ts";
import type { Application } from "../../src/domain/application.ts";
import { addDays, chinaDay } from "../../src/domain/days.ts";
import { createLog } from "../../src/log.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { createApplicant, type Intended } from "./applicant.ts";
import { everyCase } from "./count.ts";
import { createLocalChannel } from "./local-chatter.ts";
import { sleep } from "./random.ts";
import { createWording, isNews, type News, newsIn } from "./wording.ts";

export interface RaceRun {
  readonly applicants: number;
  readonly places: number;
  readonly withdrawals: number;
  /** DATABASE_URL, REDIS_URL and GONGYOU_KEYS for servers; without them everything is embedded. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface RaceReport {
  readonly applicants: number;
  readonly placed: number;
  readonly waiting: number;
  /** Whether those placed were sent before those who wait, and the list is in the order of sending. */
  readonly inOrder: boolean;
  readonly told: { readonly placed: number; readonly waiting: number; readonly otherwise: number };
  readonly withdrawn: number;
  readonly movedUp: number;
  /** Whether those who moved up are the first of the list, and each was told once. */
  readonly rightly: boolean;
  readonly toldMovedUp: number;
  readonly placedAfter: number;
  readonly waitingAfter: number;
  readonly seconds: { readonly filling: number; readonly racing: number; readonly moving: number };
}

const PROGRAMME = "health-check";

export async function proveRace({ applicants, places, withdrawals, env = {} }: RaceRun): Promise<RaceReport> {
  const folder = await mkdtemp(join(tmpdir(), "gongyou-race-"));
  const app = await openApp({
    config: parseConfig({ ...env, DATA_DIR: folder }),
    catalogue: createCatalogue(),
    log: createLog("silent"),
    command: "proof",
  });
  const channel = createLocalChannel(isNews);
  const work = await app.work();
  const conversation = await app.converse([channel]);
  const { stores } = app;
  try {
    const unit = (await stores.members.units())[0]?.id ?? "";
    const today = chinaDay(new Date());
    const batch = {
      id: "00000000-0000-4000-8000-000000000001",
      programme: PROGRAMME,
      unit,
      title: "第一场",
      places,
      cancelled: false,
    };
    await stores.applications.addBatch({
      ...batch,
      startsOn: addDays(today, 30),
      endsOn: addDays(today, 30),
      applyBy: addDays(today, 20),
    });
    const wording = createWording(folder);
    const intended: Intended[] = [];
    const people = Array.from({ length: applicants }, (_, index) => {
      const chatter = channel.chatter(`r${index + 1}`);
      return { chatter, applicant: createApplicant({ chatter, wording, homes: [""], day: today, intended }) };
    });
    const go = Promise.withResolvers<void>();
    let ready = 0;
    const begun = performance.now();
    let raced = begun;
    const gate = (): Promise<void> => {
      if (++ready === applicants) {
        raced = performance.now();
        go.resolve();
      }
      return go.promise;
    };
    await Promise.all(people.map(({ applicant }, index) => applicant.apply(PROGRAMME, index, gate)));
    await quiet(work.queue.idle, conversation.inbox.idle);
    const settled = performance.now();

    const before = await everyCase(stores);
    const heardNews = (news: News): string[] =>
      people.flatMap(({ chatter }) =>
        [...chatter.heard.values()].flatMap((one) => {
          const found = newsIn(one);
          return found?.news === news ? [found.number] : [];
        }),
      );
    const placed = before.filter(({ state }) => state === "placed");
    const waiting = before.filter(({ state }) => state === "waiting");
    const line = await stores.applications.waiting(batch.id);
    const sent = before
      .toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))
      .map(({ id }) => id);
    const told = {
      placed: new Set(heardNews("placed")).size,
      waiting: new Set(heardNews("waiting")).size,
      otherwise: heardNews("placed").length + heardNews("waiting").length - applicants,
    };

    const leaving = placed.slice(0, withdrawals);
    const numberOf = new Map(
      people.flatMap(({ chatter }) =>
        intended
          .filter(({ member }) => member === chatter.name)
          .map(({ number }) => [number, chatter] as const),
      ),
    );
    await Promise.all(
      leaving.map(async ({ number = "" }) => numberOf.get(number)?.say(`/withdraw ${number}`)),
    );
    await quiet(work.queue.idle, conversation.inbox.idle);
    const moved = performance.now();

    const after = await everyCase(stores);
    const is = (state: Application["state"]): Application[] => after.filter((one) => one.state === state);
    const up = is("placed").filter(({ id }) => waiting.some((one) => one.id === id));
    const toldUp = heardNews("moved-up");
    const first = line.slice(0, withdrawals).toSorted(byText);
    return {
      applicants: before.length,
      placed: placed.length,
      waiting: waiting.length,
      inOrder:
        JSON.stringify(sent.slice(places)) === JSON.stringify(line) &&
        placed.every(({ id }) => sent.indexOf(id) < places),
      told,
      withdrawn: is("withdrawn").length,
      movedUp: up.length,
      rightly:
        JSON.stringify(up.map(({ id }) => id).toSorted(byText)) === JSON.stringify(first) &&
        JSON.stringify(up.map(({ number = "" }) => number).toSorted(byText)) ===
          JSON.stringify(toldUp.toSorted(byText)),
      toldMovedUp: toldUp.length,
      placedAfter: is("placed").length,
      waitingAfter: is("waiting").length,
      seconds: {
        filling: (raced - begun) / 1_000,
        racing: (settled - raced) / 1_000,
        moving: (moved - settled) / 1_000,
      },
    };
  } finally {
    await conversation.stop(5_000);
    await work.stop(5_000);
    await app.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

const byText = (one: string, other: string): number => (one < other ? -1 : 1);

/** The order in which cases were sent, which is that of the line. */
const orderOf = ({ submittedAt = "", number = "" }: Application): string => `${submittedAt} ${number}`;

/** Until nothing is due and everything posted is delivered. */
async function quiet(...idle: readonly (() => Promise<void>)[]): Promise<void> {
  for (let round = 0; round < 3; round++) {
    for (const one of idle) await one();
    await sleep(700);
  }
}

export const raceShown = (report: RaceReport): string[] => {
  const { told, seconds } = report;
  const rows: readonly (readonly [string, number | string | boolean])[] = [
    ["cases sent", report.applicants],
    ["placed", report.placed],
    ["waiting", report.waiting],
    ["placed and line in order of sending", report.inOrder],
    ["told that they have a place", told.placed],
    ["told their position in line", told.waiting],
    ["told too little or too much", told.otherwise],
    ["gave their place back", report.withdrawn],
    ["moved up", report.movedUp],
    ["  the first of the line, each told once", report.rightly],
    ["  told so", report.toldMovedUp],
    ["placed afterwards", report.placedAfter],
    ["waiting afterwards", report.waitingAfter],
    [
      "seconds filling in / racing / moving up",
      [seconds.filling, seconds.racing, seconds.moving].map((one) => one.toFixed(1)).join(" / "),
    ],
  ];
  return rows.map(([name, value]) => `${name.padEnd(46)}${String(value)}`);
};

/** Whether the report says what the run asked for. */
export const raceHolds = (report: RaceReport, { applicants, places, withdrawals }: RaceRun): boolean =>
  report.applicants === applicants &&
  report.placed === places &&
  report.waiting === applicants - places &&
  report.inOrder &&
  report.told.placed === places &&
  report.told.waiting === applicants - places &&
  report.told.otherwise === 0 &&
  report.withdrawn === withdrawals &&
  report.movedUp === withdrawals &&
  report.rightly &&
  report.toldMovedUp === withdrawals &&
  report.placedAfter === places &&
  report.waitingAfter === applicants - places - withdrawals;
