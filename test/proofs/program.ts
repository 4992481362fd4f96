// The real program in a process of its own: started on a data folder, killed as a power cut would, started again.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const ROOT = join(import.meta.dirname, "..", "..");

export interface Program {
  /** Starts it; a second start of a running one is a mistake. */
  start(): void;
  /** Its address once it answers; waits for the next start when it does not run. Rejects when it ends by itself. */
  address(): Promise<string>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with its status. */
  stop(): Promise<number | null>;
  /** All it wrote, standard output and standard error, over all its lives. */
  said(): string;
}

export interface ProgramOptions {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function createProgram({ folder, env = {} }: ProgramOptions): Program {
  let up = Promise.withResolvers<string>();
  let child: ChildProcess | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  let wanted = false;
  let answers = false;
  let said = "";
  up.promise.catch(() => {});

  function start(): void {
    const { PATH = "", HOME = "", TMPDIR = tmpdir() } = process.env;
    // Not through the launcher: a killed launcher would leave the program behind it alive.
    const started = spawn(process.execPath, [join(ROOT, "src", "main.ts"), "start"], {
      env: {
        PATH,
        HOME,
        TMPDIR,
        LANG: "zh_CN.UTF-8",
        NODE_COMPILE_CACHE: join(ROOT, "node_modules", ".cache", "node"),
        HOST: "127.0.0.1",
        PORT: "0",
        DATA_DIR: folder,
        LOG_LEVEL: "error",
        ...env,
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    child = started;
    wanted = true;
    const { resolve } = up;
    createInterface({ input: started.stdout }).on("line", (line) => {
      said += `${line}\n`;
      const address = /http:\/\/[\w.:]+/.exec(line)?.[0];
      if (address === undefined) return;
      answers = true;
      resolve(address);
    });
    started.stderr.setEncoding("utf8").on("data", (part: string) => {
      said += part;
    });
    ended = watch(started);
  }

  async function watch(started: ChildProcess): Promise<void> {
    await once(started, "close");
    if (!wanted) return;
    const failure = new Error(`the program ended by itself (${started.exitCode}):\n${said.slice(-2_000)}`);
    up.reject(failure);
    renew();
    up.reject(failure);
  }

  function renew(): void {
    answers = false;
    up = Promise.withResolvers();
    up.promise.catch(() => {});
  }

  async function end(signal: "SIGKILL" | "SIGTERM"): Promise<void> {
    wanted = false;
    // Whoever waits for a program that was not up yet goes on waiting for the next.
    if (answers) renew();
    child?.kill(signal);
    await ended;
  }

  return {
    start,
    address: () => up.promise,
    kill: () => end("SIGKILL"),
    async stop() {
      await end("SIGTERM");
      return child?.exitCode ?? null;
    },
    said: () => said,
  };
}
