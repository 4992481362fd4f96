import { setImmediate } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import type { Unreadable } from "../domain/report.ts";
import {
  createPrepare,
  type Encode,
  type Prepared,
  type Read,
  type ReportFile,
  takeTogether,
} from "./prepare.ts";

/** What a thread says: that it can begin, or the next results, in the order of the files it was given. */
export type Said = "ready" | readonly (Prepared | Unreadable)[];

/** What a thread is started with. */
export interface ThreadData {
  /** One number that both sides see: which of the files without a result the thread is at. */
  readonly at: Int32Array<SharedArrayBuffer>;
}

const AT_ONCE = 32;
const WARM_UP: ReportFile = { name: "职工.txt", bytes: new TextEncoder().encode("工会为职工提供法律援助。") };

/** The thread's side of `openReading`: says "ready" once the dictionaries are loaded, then answers the files in order. */
export async function serveReading(read: Read, encode: Encode): Promise<void> {
  const { at } = workerData as ThreadData;
  const prepare = createPrepare(read, encode);
  await prepare([WARM_UP]);
  const say = (what: Said): void => parentPort?.postMessage(what);
  const waiting: ReportFile[] = [];
  let working = false;

  async function work(): Promise<void> {
    working = true;
    while (waiting.length > 0) {
      // Lets in what came meanwhile.
      await setImmediate();
      const files = takeTogether(waiting, AT_ONCE, (file) => file);
      const results = await prepare(files, (index) => Atomics.store(at, 0, index));
      Atomics.store(at, 0, 0);
      say(results);
    }
    working = false;
  }

  parentPort?.on("message", (files: readonly ReportFile[]) => {
    waiting.push(...files);
    if (!working) void work();
  });
  say("ready");
}
