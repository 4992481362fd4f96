import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPacer, type Window } from "../../src/channels/pacing.ts";

/** Time that passes only when everybody waits. */
function createTime() {
  let at = 0;
  const sleepers: { until: number; wake: () => void }[] = [];
  const wait = (milliseconds: number): Promise<void> =>
    new Promise((wake) => void sleepers.push({ until: at + milliseconds, wake }));
  return {
    now: () => at,
    wait,
    async run(work: Promise<unknown>): Promise<void> {
      const state = { done: false };
      const finish = (): void => {
        state.done = true;
      };
      work.then(finish, finish);
      for (let idle = 0; !state.done && idle < 3; ) {
        for (let count = 0; count < 20; count++) await Promise.resolve();
        await new Promise((next) => setImmediate(next));
        if (state.done) return;
        const next = sleepers.sort((one, other) => one.until - other.until).shift();
        if (next === undefined) {
          idle++;
          continue;
        }
        at = Math.max(at, next.until);
        next.wake();
      }
      if (!state.done) throw new Error("everybody waits for ever");
    },
  };
}

const ALL: Window = { key: "all", most: 3, milliseconds: 100 };
const chat = (name: string): Window => ({ key: name, most: 1, milliseconds: 50 });
/** Shared by some chats, of which each may be in several. */
const part = (name: string): Window => ({ key: name, most: 2, milliseconds: 70 });

describe("the pacer", () => {
  it("never lets a window see more calls than it allows, however long they take", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            to: fc.constantFrom("a", "b", "c", "d"),
            parts: fc.subarray(["p", "q", "r"]),
            takes: fc.integer({ min: 0, max: 70 }),
          }),
          {
            minLength: 1,
            maxLength: 25,
          },
        ),
        async (calls) => {
          const time = createTime();
          const pacer = createPacer(time);
          // What the platform counts: some moment between the beginning and the end of a call.
          const seen: { keys: readonly string[]; from: number; until: number }[] = [];
          const all = Promise.all(
            calls.map(({ to, parts, takes }) => {
              const keys = [to, ...parts, ALL.key];
              return pacer.run([chat(to), ...parts.map(part), ALL], async () => {
                const from = time.now();
                if (takes > 0) await time.wait(takes);
                seen.push({ keys, from, until: time.now() });
              });
            }),
          );
          await time.run(all);
          expect(seen).toHaveLength(calls.length);
          for (const window of [ALL, ...["p", "q", "r"].map(part), ...["a", "b", "c", "d"].map(chat)]) {
            const own = seen.filter(({ keys }) => keys.includes(window.key));
            // The worst case: one counted at its end, the others at their beginnings.
            for (const { until } of own) {
              const near = own.filter(
                (one) => one.until > until - window.milliseconds && one.from <= until && one.until <= until,
              );
              expect(near.length).toBeLessThanOrEqual(window.most);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("keeps the order of one key, and lets others by", async () => {
    const time = createTime();
    const pacer = createPacer(time);
    const order: string[] = [];
    const say = (to: string, word: string) => pacer.run([chat(to), ALL], async () => void order.push(word));
    await time.run(Promise.all([say("a", "a1"), say("a", "a2"), say("a", "a3"), say("b", "b1")]));
    expect(order.indexOf("b1")).toBeLessThan(order.indexOf("a2"));
    expect(order.filter((word) => word.startsWith("a"))).toEqual(["a1", "a2", "a3"]);
  });

  it("keeps two windows of one key, and holds a key as long as it is told to", async () => {
    const time = createTime();
    const pacer = createPacer(time);
    const at: number[] = [];
    const group: readonly [Window, Window] = [
      { key: "g", most: 1, milliseconds: 100 },
      { key: "g", most: 3, milliseconds: 10_000 },
    ];
    const run = () => pacer.run(group, async () => void at.push(time.now()));
    await time.run(Promise.all([run(), run(), run(), run()]));
    expect(at).toEqual([0, 100, 200, 10_000]);
    pacer.hold("g", 50_000);
    pacer.hold("g", 10);
    await time.run(run());
    expect(at.at(-1)).toBe(60_000);
  });

  it("passes a failure on and goes on", async () => {
    const time = createTime();
    const pacer = createPacer(time);
    const failed = pacer.run([chat("a")], async () => Promise.reject(new Error("no")));
    const next = pacer.run([chat("a")], async () => "yes");
    await expect(failed).rejects.toThrow("no");
    await time.run(next);
    expect(await next).toBe("yes");
  });

  it("stays small however many keys there were", async () => {
    let at = 0;
    const pacer = createPacer({ now: () => at, wait: async () => {} });
    for (let count = 0; count < 20_000; count++) {
      at += 1;
      await pacer.run([chat(`chat ${count}`)], async () => {});
    }
    expect(at).toBe(20_000);
  });
});
