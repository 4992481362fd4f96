// The embedded database in a thread of its own: a search over many reports, a batch of reports that is written and a vacuum
// hold up neither the platforms' connections nor anybody's answer. Both ends of the thread stand here.
import { isMainThread, type MessagePort, parentPort, Worker, workerData } from "node:worker_threads";
import { AppError, type ErrorCode } from "../domain/errors.ts";
import type { Ran, Session } from "./kysely.ts";
import { openPglite } from "./pglite.ts";

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

/**
 * As `openPglite`, in a thread of its own. When that thread dies, what was asked and everything after it fails with
 * AppError database.unreachable. A `blob` is handed over: its bytes are gone afterwards.
 */
export async function openPgliteThread(folder: string): Promise<Session> {
  const worker = new Worker(new URL(import.meta.url), { workerData: { folder } });
  const waiting: ((answer: Answered) => void)[] = [];
  let dead: Answered | undefined;

  function ended(cause?: unknown): void {
    const failure = new AppError("database.unreachable", { retryable: true, cause });
    dead ??= { kind: "failed", failure: failureOf(failure) };
    for (const settle of waiting.splice(0)) settle(dead);
  }
  worker.on("message", (answer: Answered) => waiting.shift()?.(answer));
  worker.on("error", ended);
  worker.on("exit", () => ended());

  /** The thread answers in the order it was asked; the first answer tells that the database is open. */
  async function answered(asked?: Asked): Promise<Ran> {
    const { promise, resolve } = Promise.withResolvers<Answered>();
    if (dead !== undefined) resolve(dead);
    else {
      const blob = asked?.kind === "query" ? asked.blob : undefined;
      if (asked !== undefined) worker.postMessage(asked, wholeBufferOf(blob));
      waiting.push(resolve);
    }
    const answer = await promise;
    if (answer.kind === "failed") throw errorOf(answer.failure);
    return answer.ran;
  }

  try {
    await answered();
  } catch (cause) {
    await worker.terminate();
    // A folder that is broken can end the thread instead of failing.
    throw cause instanceof AppError && cause.code === "database.unreachable"
      ? new Error("the database ended while it was opened", { cause })
      : cause;
  }
  return {
    query: (text, values, blob) =>
      answered({ kind: "query", text, values, ...(blob === undefined ? {} : { blob }) }),
    async close() {
      if (dead === undefined) await answered({ kind: "close" });
      await worker.terminate();
    },
  };
}

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
    const answered = await work.then(
      (ran): Answered => ({ kind: "done", ran }),
      (cause: unknown): Answered => ({ kind: "failed", failure: failureOf(cause) }),
    );
    port.postMessage(answered);
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
