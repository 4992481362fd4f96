import { availableParallelism } from "node:os";
import type { ReadingThreads } from "./library/reading.ts";

/** Reading takes twice as long as writing: more threads would wait for the one that writes. Each holds some 100 MB. */
const MOST = 3;

/** Threads that read reports. One core is left to the thread that writes, so a single core has none. */
export const REPORT_THREADS: ReadingThreads = {
  entry: new URL("report-thread.ts", import.meta.url),
  most: Math.min(availableParallelism() - 1, MOST),
  // A thread needs most of a second to load its dictionaries; as many files are read in that time.
  every: { files: 256, bytes: 1024 * 1024 },
};
