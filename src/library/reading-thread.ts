import { parentPort } from "node:worker_threads";
import { createPrepare, type Encode, type Read, type ReportFile } from "./prepare.ts";

const WARM_UP: ReportFile = { name: "职工.txt", bytes: new TextEncoder().encode("工会为职工提供法律援助。") };

/** The thread's side of `openReading`: says "ready" once the dictionaries are loaded, then answers each file in turn. */
export async function serveReading(read: Read, encode: Encode): Promise<void> {
  const prepare = createPrepare(read, encode);
  await prepare(WARM_UP);
  let last = Promise.resolve();
  parentPort?.on("message", (file: ReportFile) => {
    last = last.then(async () => parentPort?.postMessage(await prepare(file)));
  });
  parentPort?.postMessage("ready");
}
