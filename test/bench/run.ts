// The bench: `npm run bench` runs every part, `npm run bench -- ask` one; `--full` lets the store grow to 100,000 passages.
// It prints tables and asserts nothing: times are the machine's, ratios are ours.
import { benchGrowth } from "./growth.ts";
import { benchIngest } from "./ingest.ts";
import { digits, machine, note, startClock } from "./measure.ts";
import { benchStart } from "./start.ts";
import { benchTalk } from "./talk.ts";
import { benchTelegram } from "./telegram.ts";

const GROWTH = [1_000, 5_000, 20_000];
const FULL_GROWTH = [...GROWTH, 50_000, 100_000];
const COMPARED = [1_000, 20_000];

const PARTS = {
  ingest: () => benchIngest(),
  ask: () => benchGrowth({ sizes: COMPARED, compared: COMPARED }),
  growth: (full: boolean) => benchGrowth({ sizes: full ? FULL_GROWTH : GROWTH, compared: [] }),
  start: () => benchStart(),
  talk: () => benchTalk(),
  telegram: () => benchTelegram(),
} satisfies Record<string, (full: boolean) => Promise<void>>;

const isPart = (name: string): name is keyof typeof PARTS => Object.hasOwn(PARTS, name);

// A stopped bench leaves no folder behind: they go when the process exits.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(1));

const words = process.argv.slice(2);
const full = words.includes("--full");
const wanted = words.filter((word) => word !== "--full");
const unknown = wanted.filter((word) => !isPart(word));
if (unknown.length > 0) {
  process.stderr.write(
    `No part ${unknown.join(", ")}; there are ${Object.keys(PARTS).join(", ")}, and --full.\n`,
  );
  process.exit(2);
}

note(`# Bench on ${machine()}`);
note(
  "CPU is the time of all threads of this process. Ratios are between things measured in turn in this run.",
);
const clock = startClock();
if (wanted.length > 0) {
  for (const part of wanted.filter(isPart)) await PARTS[part](full);
} else {
  await benchIngest();
  // Both tables from one store, so that it is filled once.
  await benchGrowth({ sizes: full ? FULL_GROWTH : GROWTH, compared: COMPARED });
  await benchStart();
  await benchTalk();
  await benchTelegram();
}
note(`\nThe run took ${digits(clock().wall / 60_000)} minutes.`);
process.exit(0);
