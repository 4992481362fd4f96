// The other end of bench/telegram.ts, in a process of its own: the stand-in's Telegram and people who say /help there.
import { startTelegram, type Person } from "../support/telegram-platform.ts";

/** What is asked of this process, and answered under the same id. */
export type Ask =
  | { readonly kind: "open" }
  /** From now on every call is answered so many milliseconds later. */
  | { readonly kind: "distance"; readonly milliseconds: number }
  /** One person after the other says it once its answer is there: milliseconds of each. */
  | { readonly kind: "one by one"; readonly times: number }
  /** All at once, `chats` people in turn: milliseconds until the last answer, and how many came. */
  | { readonly kind: "backlog"; readonly times: number; readonly chats: number };

const platform = await startTelegram({ speed: 0 });
const people: Person[] = [];

/** Somebody who waits for a message of the bot's. */
const watchers = new Map<number, () => void>();

function someone(index: number): Person {
  const known = people[index];
  if (known !== undefined) return known;
  const person = platform.person(`某${index}`, "zh-hans");
  people[index] = person;
  const messages = person.chat.messages;
  const set = messages.set.bind(messages);
  messages.set = (id, shown) => {
    set(id, shown);
    if (shown.from === "bot") watchers.get(person.id)?.();
    return messages;
  };
  return person;
}

function setDistance(milliseconds: number): void {
  platform.clear();
  if (milliseconds > 0) platform.weather("*", { kind: "slow", milliseconds }, Number.POSITIVE_INFINITY);
}

async function oneByOne(times: number): Promise<number[]> {
  const taken: number[] = [];
  for (let index = 0; index < times; index++) {
    const person = someone(index % 50);
    const begun = performance.now();
    const answered = new Promise<void>((resolve) => watchers.set(person.id, resolve));
    person.say("/help");
    await answered;
    taken.push(performance.now() - begun);
    // A bot that has just answered asks for more; the next message comes to one that waits.
    await new Promise((done) => setTimeout(done, 4));
  }
  return taken;
}

async function backlog(times: number, chats: number): Promise<number> {
  let left = times;
  const all = Promise.withResolvers<void>();
  const crowd = Array.from({ length: chats }, (_, index) => someone(index));
  for (const person of crowd) {
    watchers.set(person.id, () => {
      left--;
      if (left === 0) all.resolve();
    });
  }
  const begun = performance.now();
  for (let index = 0; index < times; index++) crowd[index % chats]?.say("/help");
  await all.promise;
  return performance.now() - begun;
}

process.on("message", ({ id, ask }: { id: number; ask: Ask }) => {
  void (async () => {
    if (ask.kind === "open") return { root: platform.root, token: platform.token };
    if (ask.kind === "distance") return setDistance(ask.milliseconds);
    return ask.kind === "one by one" ? oneByOne(ask.times) : backlog(ask.times, ask.chats);
  })().then((answer) => process.send?.({ id, answer, violations: platform.violations }));
});
process.on("disconnect", () => process.exit(0));
