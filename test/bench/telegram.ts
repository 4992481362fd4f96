// From an update at Telegram to the reply sent: the program, embedded, beside a bare telegraf bot that repeats what it hears.
// Both speak to a stand-in in another process, with its limits off and our pacer off, for telegraf keeps none. It stands on
// this machine, where only computing is measured, and then as far away as a platform is.
import { fork } from "node:child_process";
import { resolve } from "node:path";
import { Telegraf } from "telegraf";
import { openApp } from "../../src/app.ts";
import type { Pacer } from "../../src/channels/pacing.ts";
import { createTelegramChannel } from "../../src/channels/telegram.ts";
import { parseConfig } from "../../src/config.ts";
import { createLog } from "../../src/log.ts";
import { digits, heading, median, note, percentiles, startClock, table, type Time } from "./measure.ts";
import { catalogue, newFolder } from "./shelves.ts";
import type { Ask } from "./telegram-people.ts";

const TIMES = 300;
const BACKLOG = 2_000;
const CHATS = 100;
const ROUNDS = 5;
const WARM_ROUNDS = 3;
const TARGET = 1.5;
/** Milliseconds from a call to its answer: none, a server beside the platform's, one in the same country, one behind a proxy. */
const DISTANCES = [0, 5, 20, 100] as const;

interface Measured {
  readonly name: string;
  readonly latencies: number[];
  /** CPU for each update, one by one. */
  readonly alone: number[];
  readonly backlogs: Time[];
}

interface Bot {
  readonly name: string;
  readonly ask: <Result>(ask: Ask) => Promise<Result>;
  /** Resolves when nothing is left to be done after the replies. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

export async function benchTelegram(): Promise<void> {
  const bots = [await startOurs(), await startBare()];
  try {
    // The first thousands compile, on both sides; the database goes on with it for longer.
    for (const { ask, idle } of bots) {
      await ask({ kind: "one by one", times: 60 });
      for (let round = 0; round < WARM_ROUNDS; round++) {
        await ask({ kind: "backlog", times: BACKLOG, chats: CHATS });
        await idle();
      }
    }
    for (const milliseconds of DISTANCES) {
      for (const { ask } of bots) await ask({ kind: "distance", milliseconds });
      report(await measure(bots, milliseconds), milliseconds);
    }
    note(
      "The stand-in's limits and our pacer are off: with them, 30 messages a second is what Telegram allows.",
    );
  } finally {
    for (const bot of bots) await bot.stop();
  }
}

/** Both in turn, so that what else the machine does meets both. */
async function measure(bots: readonly Bot[], distance: number): Promise<Measured[]> {
  const all = bots.map((bot) => ({ bot, measured: fresh(bot.name) }));
  const times = distance === 0 ? TIMES : Math.ceil(TIMES / 10);
  for (let round = 0; round < ROUNDS; round++) {
    for (const {
      bot: { ask, idle },
      measured,
    } of all) {
      const clock = startClock();
      measured.latencies.push(...(await ask<number[]>({ kind: "one by one", times })));
      await idle();
      measured.alone.push(clock().cpu / times);
      const working = startClock();
      const wall = await ask<number>({ kind: "backlog", times: BACKLOG, chats: CHATS });
      await idle();
      measured.backlogs.push({ ...working(), wall });
    }
  }
  return all.map(({ measured }) => measured);
}

async function startPeople() {
  const child = fork(resolve(import.meta.dirname, "telegram-people.ts"), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const asked = new Map<number, (answer: unknown) => void>();
  let last = 0;
  child.on("message", ({ id, answer, violations }: { id: number; answer: unknown; violations: string[] }) => {
    if (violations.length > 0) throw new Error(`Telegram would have refused: ${violations.join("; ")}`);
    asked.get(id)?.(answer);
  });
  const ask = <Result>(what: Ask): Promise<Result> =>
    new Promise((done) => {
      const id = ++last;
      asked.set(id, done as (answer: unknown) => void);
      child.send({ id, ask: what });
    });
  const { root, token } = await ask<{ root: string; token: string }>({ kind: "open" });
  return { root, token, ask, stop: () => child.disconnect() };
}

const unlimited: Pacer = { run: (_, work) => work(), hold() {} };

async function startOurs(): Promise<Bot> {
  const people = await startPeople();
  const app = await openApp({
    config: parseConfig({ DATA_DIR: newFolder() }),
    catalogue,
    log: createLog("silent"),
    command: "bench",
  });
  const { stores } = app;
  const channel = createTelegramChannel(
    { token: people.token, apiRoot: people.root },
    {
      text: catalogue.text,
      keepFile: async () => "not-a-paper",
      sentAs: (address, message) => stores.conversations.sentAs(address, message),
      now: () => new Date(),
      log: createLog("silent"),
      pacer: unlimited,
    },
  );
  const conversation = await app.converse([channel]);
  return {
    name: "Gongyou, embedded, /help",
    ask: people.ask,
    idle: conversation.inbox.idle,
    async stop() {
      await conversation.stop(5_000);
      await app.close();
      people.stop();
    },
  };
}

async function startBare(): Promise<Bot> {
  const people = await startPeople();
  const bot = new Telegraf(people.token, { telegram: { apiRoot: people.root } });
  bot.on("message", (context) => context.reply("text" in context.message ? context.message.text : ""));
  void bot.launch();
  return {
    name: "bare telegraf, echo",
    ask: people.ask,
    async idle() {},
    async stop() {
      bot.stop();
      people.stop();
    },
  };
}

const fresh = (name: string): Measured => ({ name, latencies: [], alone: [], backlogs: [] });

function report(all: readonly Measured[], distance: number): void {
  heading(
    `An update at Telegram to its reply, beside a bare telegraf bot; Telegram answers after ${distance} ms`,
  );
  const bare = all.at(-1);
  const per = ({ backlogs }: Measured): number => median(backlogs.map(({ wall }) => wall / BACKLOG));
  const cpu = ({ backlogs }: Measured): number => median(backlogs.map((one) => one.cpu / BACKLOG));
  table([
    [
      "",
      "one by one, p50 / p95 ms",
      "CPU ms",
      `${BACKLOG} waiting, ms each`,
      "updates/s",
      "CPU ms each",
      "× bare",
      "by CPU",
    ],
    ...all.map((one) => [
      one.name,
      percentiles(one.latencies),
      digits(median(one.alone)),
      digits(per(one)),
      digits(1_000 / per(one)),
      digits(cpu(one)),
      bare === undefined ? "–" : digits(per(one) / per(bare)),
      bare === undefined ? "–" : digits(cpu(one) / cpu(bare)),
    ]),
  ]);
  const [ours] = all;
  if (ours === undefined || bare === undefined) return;
  const ratio = digits(per(ours) / per(bare));
  const alone = digits(median(ours.latencies) / median(bare.latencies));
  note(
    distance === 0
      ? `Computing alone, for no platform is on this machine: ${ratio} × its time for each update, ${alone} one by one.`
      : `Target: at most ${TARGET} × its time for each update; it is ${ratio}, and ${alone} one by one.`,
  );
}
