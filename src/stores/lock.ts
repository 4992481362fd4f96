// Keeps a second process out of a data folder: two PGlite on one folder lose rows without a word.
// The lock is a listening socket, so it ends with the process however it dies; the holder tells who it is.
import { createHash } from "node:crypto";
import { realpath, unlink } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";

const Holder = z.object({ pid: z.number().int(), command: z.string() });
type Holder = z.infer<typeof Holder>;

// A holder in the middle of a long statement answers late.
const ANSWER_MS = 3_000;
// Beyond this a socket's path is cut off by the operating system.
const LONGEST_SOCKET_PATH = 100;

export interface FolderLock {
  release(): Promise<void>;
}

/**
 * Holds `folder`, which must exist, until released or until this process ends. Throws AppError data.locked with
 * `pid` and `command` of the holder (each "" when it did not answer) when another process holds it.
 */
export async function lockFolder(folder: string, command: string): Promise<FolderLock> {
  const real = await realpath(folder);
  const address = socketAddress(real);
  const holder: Holder = { pid: process.pid, command };
  for (let attempt = 0; attempt < 3; attempt++) {
    const server = await listen(address, JSON.stringify(holder));
    if (server !== undefined) {
      return {
        release: () =>
          new Promise((resolve) => {
            server.close(() => resolve());
          }),
      };
    }
    const other = await askHolder(address);
    if (other !== "gone") {
      throw new AppError("data.locked", {
        detail: { folder: real, pid: other?.pid.toString() ?? "", command: other?.command ?? "" },
      });
    }
    if (!address.startsWith("\0")) await unlink(address).catch(() => {});
  }
  throw new AppError("data.locked", { detail: { folder: real, pid: "", command: "" } });
}

function socketAddress(real: string): string {
  const name = `gongyou-${createHash("sha256").update(real).digest("hex").slice(0, 40)}`;
  if (process.platform === "linux") return `\0${name}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  const inside = join(real, "lock.sock");
  return inside.length <= LONGEST_SOCKET_PATH ? inside : join(tmpdir(), `${name}.sock`);
}

/** The listening server, or undefined when the address is taken. */
function listen(address: string, greeting: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end(greeting);
    });
    server.once("error", (cause: NodeJS.ErrnoException) => {
      if (cause.code === "EADDRINUSE" || cause.code === "EACCES") resolve(undefined);
      else reject(new AppError("data.unusable", { cause }));
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** Who listens at the address; undefined when someone does and stays silent, "gone" when nobody does. */
function askHolder(address: string): Promise<Holder | undefined | "gone"> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(address);
    const finish = (result: Holder | undefined | "gone"): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(() => finish(undefined), ANSWER_MS);
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      answer += part;
    });
    socket.on("end", () => finish(parseHolder(answer)));
    socket.on("error", (cause: NodeJS.ErrnoException) =>
      finish(cause.code === "ECONNREFUSED" || cause.code === "ENOENT" ? "gone" : undefined),
    );
  });
}

function parseHolder(answer: string): Holder | undefined {
  try {
    return Holder.safeParse(JSON.parse(answer)).data;
  } catch {
    return undefined;
  }
}
