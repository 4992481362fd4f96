import { setImmediate } from "node:timers/promises";
import { parentPort } from "node:worker_threads";
import type { Unreadable } from "../domain/report.ts";
import {
  createPrepare,
  type Encode,
  type Prepared,
  type Read,
  type ReportFile,
  takeTogether,
} from "./prepare.ts";

/** What a thread says: that it can begin, which of the files it was given it is at, counted from the first without a result, or a result. */
export type Said = "ready" | number | Prepared | Unreadable;

const AT_ONCE = 32;
const WARM_UP: ReportFile = { name: "职工.txt", bytes: new TextEncoder().encode("工会为职工提供法律援助。") };

/** The thread's side of `openReading`: says "ready" once the dictionaries are loaded, then answers the files in order. */
export async function serveReading(read: Read, encode: Encode): Promise<void> {
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
      for (const result of await prepare(files, say)) say(result);
    }
    working = false;
  }

  parentPort?.on("message", (file: ReportFile) => {
    waiting.push(file);
    if (!working) void work();
  });
  say("ready");
}
