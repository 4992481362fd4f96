import { setImmediate, setTimeout } from "node:timers/promises";

/** Does the same to several items at once; one result an item, in their order. */
export type Run<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

/**
 * How items come to a `Run`: each for itself within a transaction, or several together. `linger`: milliseconds that the
 * first waits for others, where nobody waits for it.
 */
export type Gather = <Item, Result>(
  run: Run<Item, Result>,
  linger?: number,
) => (item: Item) => Promise<Result>;

export const alone: Gather = (run) => async (item) => only(await run([item]));

const MOST = 128;

/**
 * What comes while a run is under way waits for it and then runs as one, with whatever the same turn of the event loop
 * brings: under load many messages cost hardly more than one, and a single message waits for nobody. Of items that fail
 * together each is tried alone, so that one that cannot be saved spoils no other.
 */
export function together<Item, Result>(run: Run<Item, Result>, linger = 0): (item: Item) => Promise<Result> {
  interface Waiting {
    readonly item: Item;
    readonly settle: (result: Result) => void;
    readonly fail: (cause: unknown) => void;
  }
  const waiting: Waiting[] = [];
  let running = false;
  /** Whether several came at once the last time: then it is worth waiting for those that are still being read in. */
  let crowded = false;

  async function each(items: readonly Waiting[]): Promise<void> {
    for (const { item, settle, fail } of items) {
      try {
        settle(only(await run([item])));
      } catch (cause) {
        fail(cause);
      }
    }
  }

  async function work(): Promise<void> {
    running = true;
    while (waiting.length > 0) {
      if (linger > 0 && waiting.length < MOST) await setTimeout(linger);
      else if (crowded) await setImmediate();
      const items = waiting.splice(0, MOST);
      crowded = items.length > 1;
      if (items.length === 1) {
        await each(items);
        continue;
      }
      try {
        const results = await run(items.map(({ item }) => item));
        for (const [index, { settle }] of items.entries()) settle(results[index] as Result);
      } catch {
        await each(items);
      }
    }
    running = false;
  }

  return (item) => {
    const { promise, resolve: settle, reject: fail } = Promise.withResolvers<Result>();
    waiting.push({ item, settle, fail });
    if (!running) void work();
    return promise;
  };
}

function only<Result>(results: readonly Result[]): Result {
  if (results.length !== 1) throw new RangeError("one item has one result");
  return results[0] as Result;
}
