// Runs the real program as a person would, through its launcher, and gathers what it says.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..", "..");
export const SAMPLES = join(root, "src", "library", "samples");

export interface Run {
  readonly status: number | null;
  readonly output: string;
  readonly errors: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** All of standard input; left out, it is empty. */
  readonly input?: string;
  /** Standard input stays open for whoever writes to the child. */
  readonly keepOpen?: boolean;
  readonly cwd?: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Run>;
  output(): string;
  errors(): string;
  /** Resolves once standard output holds the text; rejects when the program ends without it. */
  says(text: string): Promise<void>;
}

/** Nothing of the tester's own settings reaches the program. */
function environment(more: Readonly<Record<string, string>>): Record<string, string> {
  const { PATH = "", HOME = "", TMPDIR = tmpdir() } = process.env;
  return { PATH, HOME, TMPDIR, LANG: "zh_CN.UTF-8", PORT: "0", ...more };
}

export function start(
  words: readonly string[],
  { env = {}, input, keepOpen = false, cwd = root }: RunOptions = {},
): Running {
  const child = spawn(process.execPath, [join(root, "bin", "gongyou.js"), ...words], {
    cwd,
    env: environment(env),
  });
  let output = "";
  let errors = "";
  const watchers = new Set<() => void>();
  child.stdout.setEncoding("utf8").on("data", (part: string) => {
    output += part;
    for (const watch of watchers) watch();
  });
  child.stderr.setEncoding("utf8").on("data", (part: string) => {
    errors += part;
  });
  child.stdin.on("error", () => {});
  if (!keepOpen) child.stdin.end(input ?? "");
  const ended = new Promise<Run>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output, errors }));
  });
  return {
    child,
    ended,
    output: () => output,
    errors: () => errors,
    says: (text) =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if (!output.includes(text)) return;
          watchers.delete(watch);
          resolve();
        };
        watchers.add(watch);
        watch();
        void ended.then(({ status }) =>
          reject(new Error(`ended with ${status} and never said "${text}": ${output}${errors}`)),
        );
      }),
  };
}

export const gongyou = (words: readonly string[], options?: RunOptions): Promise<Run> =>
  start(words, options).ended;

export async function temporaryFolder(): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "gongyou-commands-"));
  return { folder, remove: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

/** The JSON lines among what was said. */
export function jsonLines(said: string): Record<string, unknown>[] {
  return said
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
