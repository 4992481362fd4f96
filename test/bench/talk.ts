// Turns of an application in a talk with 1,000 drafts open, embedded and with jobs on Redis; then cases through the worker
// beside the same number of bare BullMQ jobs. A turn is from the message handed in to its reply handed out.
import { randomUUID } from "node:crypto";
import { Queue as BullQueue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { type App, openApp } from "../../src/app.ts";
import { parseConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { createApplicant, type Intended } from "../proofs/applicant.ts";
import { type Chatter, type Heard } from "../proofs/chatter.ts";
import { createLocalChannel } from "../proofs/local-chatter.ts";
import { createWording, isNews } from "../proofs/wording.ts";
import { needs } from "../support/needs.ts";
import { type RedisServer, startRedis } from "../support/redis.ts";
import { digits, heading, note, percentiles, quantile, startClock, table, type Time } from "./measure.ts";
import { catalogue, newFolder } from "./shelves.ts";

const DRAFTS = 1_000;
const TURNS = 400;
const BESIDE = 8;
const CASES = 200;
const TARGET = 30;

interface Turns {
  readonly wall: readonly number[];
  readonly cpu: number;
  readonly beside: Time;
  readonly kinds: ReadonlyMap<string, readonly number[]>;
}

interface Drained extends Time {
  readonly jobs: number;
}

/** What a member says in an open draft, each kind in its turn: most turns write answers, some only read. */
const SAID = [
  ["an answer mended", (index: number) => `几个人用改成${2 + (index % 40)}`],
  ["how far", () => "还有几项"],
  ["another mended", (index: number) => `海拔改成${3_000 + (index % 90)}`],
  ["/status", () => "/status"],
] as const;

export async function benchTalk(): Promise<void> {
  const binary = needs("redis");
  const redis = binary === undefined ? undefined : await startRedis(binary);
  try {
    const embedded = await measure({});
    const served = redis === undefined ? undefined : await measure({ REDIS_URL: redis.url });
    const bare =
      redis === undefined || served === undefined ? undefined : await bareJobs(redis, served.drained.jobs);
    report(embedded, served, bare);
  } finally {
    await redis?.stop();
  }
}

type Env = Readonly<Record<string, string>>;

async function measure(env: Env): Promise<{ turns: Turns; drained: Drained }> {
  const folder = newFolder();
  const { turns, drafts } = await opened(folder, env, async (app, chatter) => {
    const first = chatter("first");
    await fillIn(first, folder);
    const chats = await copyDraft(app, first.chat);
    process.stderr.write(`… ${chats.length} drafts open\n`);
    const work = await app.work();
    await work.queue.idle();
    const measured = await measureTurns(chats.map(chatter));
    await work.stop(5_000);
    return { turns: measured, drafts: chats };
  });
  const drained = await opened(folder, env, async (app, chatter) => {
    // Sent while nobody works, so that the worker finds them all waiting.
    const senders = drafts.slice(0, CASES).map(chatter);
    await together(senders, async (one) => void (await one.say("提交")));
    const waiting = async (): Promise<number> =>
      (await app.stores.jobs.due(new Date().toISOString(), 10_000)).filter(({ name }) => name === "check")
        .length;
    const before = await waiting();
    const clock = startClock();
    const work = await app.work();
    await work.queue.idle();
    const time = clock();
    await work.stop(5_000);
    const after = await waiting();
    if (before - after < CASES) throw new Error(`only ${before - after} of ${CASES} cases were worked on`);
    return { ...time, jobs: CASES * JOBS_PER_CASE };
  });
  return { turns, drained };
}

/** The program on the folder, with people who talk to it in this process. */
async function opened<Result>(
  folder: string,
  env: Env,
  work: (app: App, chatter: (name: string) => Chatter) => Promise<Result>,
): Promise<Result> {
  const app = await openApp({
    config: parseConfig({ ...env, DATA_DIR: folder }),
    catalogue,
    log: createLog("silent"),
    command: "bench",
  });
  const channel = createLocalChannel(isNews);
  const conversation = await app.converse([channel]);
  try {
    return await work(app, channel.chatter);
  } finally {
    await conversation.stop(5_000);
    await app.close();
  }
}

/** A check, and the notice of what it found. */
const JOBS_PER_CASE = 2;

/** Fills an application in up to its summary. */
async function fillIn(chatter: Chatter, folder: string): Promise<void> {
  const intended: Intended[] = [];
  const applicant = createApplicant({
    chatter,
    wording: createWording(folder),
    homes: [""],
    day: "",
    intended,
  });
  const summary = Promise.withResolvers<never>();
  const at = applicant.apply("oxygen", 1, () => {
    summary.reject(new Summary());
    return new Promise(() => {});
  });
  await Promise.race([at, summary.promise]).catch((cause: unknown) => {
    if (!(cause instanceof Summary)) throw cause;
  });
}

class Summary extends Error {}

/** The talk of one chat with its draft, over again in so many chats of other members. */
async function copyDraft(app: App, chat: string): Promise<string[]> {
  const { stores } = app;
  const address = { channel: "local", chat };
  const standing = await stores.conversations.standing(address);
  const state = standing.state as { form?: { application?: string } };
  const id = state.form?.application ?? "";
  const [application, form] = [await stores.applications.find(id), await stores.applications.form(id)];
  if (application === undefined || form === undefined) throw new Error("there is no draft to copy");
  const chats: string[] = [];
  const at = new Date().toISOString();
  for (let count = 0; count < DRAFTS; count++) {
    const name = `draft-${count}`;
    const to = { channel: "local", chat: name };
    const own = randomUUID();
    const member = await stores.members.arrive({
      channel: "local",
      sender: name,
      chat: name,
      locale: "zh-Hans",
      lastSeen: at,
    });
    await stores.transaction(async (inner) => {
      await inner.applications.create({ ...application, id: own, member, filledBy: member }, form);
      await inner.members.addConsent({
        member,
        programme: application.programme,
        version: application.version,
        application: own,
        givenAt: at,
      });
      const incoming = {
        address: to,
        messageId: "0",
        sender: name,
        content: { kind: "text", text: "同意" },
        locale: "zh-Hans",
        receivedAt: at,
      } as const;
      await inner.conversations.receive(incoming);
      await inner.conversations.complete({
        incoming,
        replies: [],
        state: { ...state, form: { ...state.form, application: own } },
        at,
      });
    });
    chats.push(name);
  }
  return chats;
}

async function measureTurns(chatters: readonly Chatter[]): Promise<Turns> {
  const wall: number[] = [];
  const kinds = new Map<string, number[]>();
  const turn = async (index: number): Promise<void> => {
    const [kind, words] = SAID[index % SAID.length] ?? SAID[0];
    const chatter = chatters[(index * 389) % chatters.length];
    const clock = startClock();
    await chatter?.say(words(index), { enough: (heard: readonly Heard[]) => heard.length > 0 });
    const took = clock().wall;
    wall.push(took);
    kinds.set(kind, [...(kinds.get(kind) ?? []), took]);
  };
  // The first turns compile.
  for (let index = 0; index < 40; index++) await turn(index);
  wall.length = 0;
  kinds.clear();
  const clock = startClock();
  for (let index = 0; index < TURNS; index++) await turn(index);
  const { cpu } = clock();
  const alone = [...wall];
  const kindsAlone = new Map([...kinds].map(([kind, times]) => [kind, [...times]]));
  const beside = startClock();
  let next = 0;
  await Promise.all(
    Array.from({ length: BESIDE }, async () => {
      while (next < TURNS) await turn(next++);
    }),
  );
  return { wall: alone, cpu: cpu / TURNS, beside: beside(), kinds: kindsAlone };
}

async function together<One>(all: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: BESIDE }, async () => {
      for (let one = all[next++]; one !== undefined; one = all[next++]) await work(one);
    }),
  );
}

/** As many jobs that do nothing, by BullMQ alone with the same concurrency. */
async function bareJobs(redis: RedisServer, jobs: number): Promise<Time> {
  const connect = (): Redis => new Redis(redis.url, { maxRetriesPerRequest: null });
  const [sender, receiver] = [connect(), connect()];
  const queue = new BullQueue("bare", { connection: sender });
  const all = Promise.withResolvers<void>();
  let done = 0;
  await queue.addBulk(
    Array.from({ length: jobs }, () => ({
      name: "bare",
      data: {},
      opts: { jobId: randomUUID(), removeOnComplete: true, removeOnFail: true },
    })),
  );
  const clock = startClock();
  const worker = new Worker(
    "bare",
    async () => {
      if (++done === jobs) all.resolve();
    },
    { connection: receiver, concurrency: BESIDE },
  );
  await all.promise;
  const time = clock();
  await worker.close();
  await queue.close();
  sender.disconnect();
  receiver.disconnect();
  return time;
}

type Measured = Awaited<ReturnType<typeof measure>>;

function report(embedded: Measured, served: Measured | undefined, bare: Time | undefined): void {
  heading(`Turns of an application with ${DRAFTS.toLocaleString("en")} drafts open`);
  const row = (name: string, { turns }: Measured): string[] => [
    name,
    percentiles(turns.wall),
    digits(turns.cpu),
    digits((TURNS * 1_000) / turns.wall.reduce((sum, one) => sum + one, 0)),
    digits((TURNS * 1_000) / turns.beside.wall),
    digits((TURNS * 1_000) / turns.beside.cpu),
  ];
  table([
    ["", "p50 / p95 ms", "CPU ms", "turns/s one by one", `turns/s ${BESIDE} chats`, "turns/s by CPU"],
    row("embedded", embedded),
    ...(served === undefined ? [] : [row("jobs on Redis", served)]),
  ]);
  table([
    ["embedded, by what is said", "p50 / p95 ms"],
    ...[...embedded.turns.kinds].map(([kind, times]) => [kind, percentiles(times)]),
  ]);
  const p95 = quantile(embedded.turns.wall, 0.95);
  note(`Target: p95 embedded at most ${TARGET} ms; it is ${digits(p95)}.`);

  heading(`${CASES} cases through the worker: checked, given to a reviewer, the member told`);
  const line = (name: string, { wall, cpu }: Time, jobs: number): string[] => [
    name,
    digits((CASES * 1_000) / wall),
    digits((jobs * 1_000) / wall),
    digits((jobs * 1_000) / cpu),
    bare === undefined ? "–" : digits(cpu / bare.cpu),
  ];
  table([
    ["", "cases/s", "jobs/s", "jobs/s by CPU", "CPU × bare"],
    line("embedded outbox", embedded.drained, embedded.drained.jobs),
    ...(served === undefined ? [] : [line("outbox and BullMQ", served.drained, served.drained.jobs)]),
    ...(bare === undefined || served === undefined
      ? []
      : [line("bare BullMQ, jobs that do nothing", bare, served.drained.jobs)]),
  ]);
  if (bare === undefined) note("redis-server is not installed: nothing to compare with.");
}
