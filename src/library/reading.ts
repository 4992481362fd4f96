// Reads a run's files: in this thread what little there is, and beside it in others what is long enough to pay for them.
// Files are queued as soon as they are known; threads take from the front, and so does this thread while it waits for one.
import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Unreadable } from "../domain/report.ts";
import { BROKEN, type Prepare, type Prepared, type ReportFile, takeTogether } from "./prepare.ts";
import type { Said, ThreadData } from "./reading-thread.ts";

export interface ReadingThreads {
  /** A module that calls `serveReading`. */
  readonly entry: URL;
  readonly most: number;
  /** One more starts each time a run has so many files more, or bytes, to read. */
  readonly every: { readonly files: number; readonly bytes: number };
}

/** A file on its way; `result` is kept with it until somebody collects it. */
export interface Pending {
  readonly file: ReportFile;
  readonly result: Promise<Prepared | Unreadable>;
}

export interface Reading {
  /** Puts the file into the queue. */
  begin(file: ReportFile): Pending;
  /** Their results, in order. Reads here what no thread has taken, letting other work through between a few files. */
  collect(pending: readonly Pending[]): Promise<(Prepared | Unreadable)[]>;
  /** Ends the threads; what is on its way is lost. */
  close(): Promise<void>;
}

/** Files read here before other work is let through. */
const AT_ONCE = 8;
/** Enough to read while this thread is busy writing. */
const IN_HAND = 64;

interface Job extends Pending {
  readonly settle: (result: Prepared | Unreadable) => void;
}

interface Thread {
  readonly worker: Worker;
  /** In the order of their results. */
  readonly taken: Job[];
  /** Which of them it is at; the thread's own to write. */
  readonly at: ThreadData["at"];
  ready: boolean;
}

/**
 * Whatever reads a file, the result is the same. A file that ends its thread is unreadable "broken"; the thread is
 * replaced once, its other files go back to the queue, and with no thread left they are read here.
 */
export function openReading(prepare: Prepare, threads?: ReadingThreads): Reading {
  const waiting: Job[] = [];
  const team = new Set<Thread>();
  let started = 0;
  let replaced = 0;
  let closed = false;
  const begun = { files: 0, bytes: 0 };

  const worth = ({ every }: ReadingThreads): number =>
    Math.floor(Math.max(begun.files / every.files, begun.bytes / every.bytes));

  function start(entry: URL): void {
    const at = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const workerData: ThreadData = { at };
    const thread: Thread = { worker: new Worker(entry, { workerData }), taken: [], at, ready: false };
    team.add(thread);
    thread.worker.on("message", (said: Said) => {
      if (said === "ready") thread.ready = true;
      else for (const result of said) thread.taken.shift()?.settle(result);
      handOut(thread);
    });
    // Why it ended is told by the file it was at; without a listener the whole process would end.
    thread.worker.on("error", () => {});
    thread.worker.on("exit", () => ended(thread, entry));
  }

  function handOut(thread: Thread): void {
    if (!thread.ready) return;
    const jobs = waiting.splice(0, IN_HAND - thread.taken.length);
    if (jobs.length === 0) return;
    thread.taken.push(...jobs);
    // Copies that are handed over: the library keeps the files' own bytes.
    const files = jobs.map(({ file: { name, bytes } }) => ({ name, bytes: new Uint8Array(bytes) }));
    thread.worker.postMessage(
      files,
      files.map(({ bytes }) => bytes.buffer),
    );
  }

  function ended(thread: Thread, entry: URL): void {
    team.delete(thread);
    if (closed) return;
    const [culprit] = thread.taken.splice(Atomics.load(thread.at, 0), 1);
    culprit?.settle(BROKEN);
    waiting.unshift(...thread.taken);
    if (culprit !== undefined && replaced++ < started) start(entry);
    for (const one of team) handOut(one);
    if (team.size === 0) void readHere(() => closed);
  }

  async function readHere(enough: () => boolean): Promise<void> {
    while (!enough()) {
      const jobs = takeTogether(waiting, AT_ONCE, ({ file }) => file);
      if (jobs.length === 0) return;
      const results = await prepare(jobs.map(({ file }) => file));
      for (const [at, job] of jobs.entries()) job.settle(results[at] ?? BROKEN);
      await setImmediate();
    }
  }

  return {
    begin(file) {
      const { promise: result, resolve: settle } = Promise.withResolvers<Prepared | Unreadable>();
      const job = { file, result, settle };
      waiting.push(job);
      begun.files++;
      begun.bytes += file.bytes.length;
      if (threads !== undefined && started < Math.min(threads.most, worth(threads))) {
        started++;
        start(threads.entry);
      }
      for (const thread of team) handOut(thread);
      return job;
    },

    async collect(pending) {
      let complete = false;
      const results = Promise.all(pending.map(({ result }) => result)).then((all) => {
        complete = true;
        return all;
      });
      await setImmediate();
      await readHere(() => complete);
      return results;
    },

    async close() {
      closed = true;
      await Promise.all(Array.from(team, ({ worker }) => worker.terminate()));
    },
  };
}
