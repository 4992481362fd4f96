// The embedded database in a thread of its own: a search over many reports, a batch of reports that is written and a vacuum
// hold up neither the platforms' connections nor anybody's answer. Both ends of the thread stand here.
import { isMainThread, type MessagePort, parentPort, Worker, workerData } from "node:worker_threads";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import type { Ran, Session } from "./kysely.ts";
import { endsDatabase, openPglite } from "./pglite.ts";

type Asked =
  | { readonly kind: "query"; readonly text: string; readonly values: readonly unknown[]; blob?: Uint8Array }
  | { readonly kind: "close" };

type Answered =
  | { readonly kind: "done"; readonly ran: Ran }
  | { readonly kind: "failed"; readonly failure: Failure };

/** An error on its way from one thread to another, where a copy of it would lose its class and its code. */
type Failure =
  | { readonly kind: "app"; readonly code: ErrorCode; readonly retryable: boolean; readonly cause: string }
  | { readonly kind: "database"; readonly message: string; readonly code?: string };

const NOTHING: Ran = { rows: [] };
/** Milliseconds after which a database whose thread died is opened again at the soonest. */
const REST = 1_000;

/** A thread, and those who wait for its answers, in their order. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: ((answer: Answered) => void)[];
}

/**
 * As `openPglite`, in a thread of its own. When that thread dies, what was asked of it fails with AppError
 * database.unreachable, and so does the rest of the transaction that was under way; then the folder is opened again, as after
 * a kill. A `blob` is handed over: its bytes are gone afterwards.
 */
export async function openPgliteThread(folder: string): Promise<Session> {
  let thread: Thread | undefined;
  let startedAt = 0;
  let closed = false;
  let transaction: "none" | "under way" | "lost" = "none";

  /** The thread answers in the order it was asked; its first answer tells that the database is open. */
  function start(): { thread: Thread; opened: Promise<Answered> } {
    const worker = new Worker(new URL(import.meta.url), { workerData: { folder } });
    const { promise: opened, resolve } = Promise.withResolvers<Answered>();
    const begun: Thread = { worker, waiting: [resolve] };
    const ended = (cause?: unknown): void => {
      if (thread === begun) {
        thread = undefined;
        if (transaction === "under way") transaction = "lost";
      }
      for (const settle of begun.waiting.splice(0)) settle(unreachable(cause));
    };
    worker.on("message", (answer: Answered) => begun.waiting.shift()?.(answer));
    worker.on("error", ended);
    worker.on("exit", () => ended());
    startedAt = performance.now();
    return { thread: begun, opened };
  }

  function alive(): Thread | undefined {
    if (thread !== undefined || closed || performance.now() - startedAt < REST) return thread;
    const again = start();
    // What waits for a database that does not open learns it by the thread's end.
    void again.opened.then(({ kind }) => (kind === "failed" ? again.thread.worker.terminate() : undefined));
    thread = again.thread;
    return thread;
  }

  async function ask(asked: Asked): Promise<Answered> {
    const text = asked.kind === "query" ? asked.text : "";
    const ends = text === "commit" || text === "rollback";
    if (transaction === "lost" && text !== "begin") {
      if (ends) transaction = "none";
      return text === "rollback" ? { kind: "done", ran: NOTHING } : unreachable();
    }
    const asking = alive();
    if (asking === undefined) return unreachable();
    if (text === "begin") transaction = "under way";
    else if (ends) transaction = "none";
    const { promise, resolve } = Promise.withResolvers<Answered>();
    asking.worker.postMessage(asked, asked.kind === "query" ? wholeBufferOf(asked.blob) : []);
    asking.waiting.push(resolve);
    const answer = await promise;
    // Nobody ends what did not begin.
    if (text === "begin" && answer.kind === "failed") transaction = "none";
    return answer;
  }

  const first = start();
  const opened = await first.opened;
  if (opened.kind === "failed") {
    await first.thread.worker.terminate();
    const cause = errorOf(opened.failure);
    // A folder that is broken can end the thread instead of failing.
    throw cause instanceof AppError && cause.code === "database.unreachable"
      ? new Error("the database ended while it was opened", { cause })
      : cause;
  }
  thread = first.thread;
  return {
    query: async (text, values, blob) =>
      ranOf(await ask({ kind: "query", text, values, ...(blob === undefined ? {} : { blob }) })),
    async close() {
      closed = true;
      const last = thread;
      if (last === undefined) return;
      ranOf(await ask({ kind: "close" }));
      await last.worker.terminate();
    },
  };
}

function ranOf(answer: Answered): Ran {
  if (answer.kind === "failed") throw errorOf(answer.failure);
  return answer.ran;
}

const unreachable = (cause?: unknown): Answered => ({
  kind: "failed",
  failure: failureOf(new AppError("database.unreachable", { retryable: true, cause })),
});

/** What can be handed over instead of copied: a buffer that holds nothing else. */
const wholeBufferOf = (bytes: Uint8Array | undefined): ArrayBuffer[] =>
  bytes?.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer] : [];

function failureOf(cause: unknown): Failure {
  if (cause instanceof AppError) {
    const { code, retryable } = cause;
    return { kind: "app", code, retryable, cause: cause.cause instanceof Error ? cause.cause.message : "" };
  }
  if (!(cause instanceof Error)) return { kind: "database", message: String(cause) };
  const code = "code" in cause && typeof cause.code === "string" ? { code: cause.code } : {};
  return { kind: "database", message: cause.message, ...code };
}

function errorOf(failure: Failure): Error {
  if (failure.kind === "app") {
    const { code, retryable, cause } = failure;
    return new AppError(code, { retryable, ...(cause === "" ? {} : { cause: new Error(cause) }) });
  }
  return Object.assign(new Error(failure.message), failure.code === undefined ? {} : { code: failure.code });
}

/** The thread's end. */
async function serve(port: MessagePort, folder: string): Promise<void> {
  async function answer(work: Promise<Ran>): Promise<void> {
    let over = false;
    const answered = await work.then(
      (ran): Answered => ({ kind: "done", ran }),
      (cause: unknown): Answered => {
        over = endsDatabase(cause);
        return { kind: "failed", failure: failureOf(cause) };
      },
    );
    port.postMessage(answered);
    // The next statement would never come back; the other side opens the folder again.
    if (over) process.exit(1);
  }
  const opening = openPglite(folder);
  await answer(opening.then(() => NOTHING));
  const session = await opening.catch(() => undefined);
  if (session === undefined) return;
  port.on("message", (asked: Asked) => {
    void answer(
      asked.kind === "query"
        ? session.query(asked.text, asked.values, asked.blob)
        : session.close().then(() => NOTHING),
    );
  });
}

/** What `new Worker` above passes on, and nobody else who loads this module. */
function folderOf(data: unknown): string | undefined {
  const named = typeof data === "object" && data !== null && "folder" in data ? data.folder : undefined;
  return typeof named === "string" ? named : undefined;
}

const folder = isMainThread ? undefined : folderOf(workerData);
if (parentPort !== null && folder !== undefined) await serve(parentPort, folder);
