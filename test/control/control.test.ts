// Two sides of one data folder: who is let in, what is carried, and what becomes of a command when either side goes.
import { cp, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { askHolder, type Asked } from "../../src/control/asker.ts";
import { type CarriedLine, type Holder, holdControl, type HolderOptions } from "../../src/control/holder.ts";
import { LONGEST_GREETING } from "../../src/control/wire.ts";

let folder = "";
const holders: Holder[] = [];
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "gongyou-control-")));
});
afterEach(async () => {
  for (const holder of holders.splice(0)) await holder.stop(100);
  await rm(folder, { recursive: true, force: true });
});

async function hold(run: HolderOptions["run"], more: Partial<HolderOptions> = {}): Promise<Holder> {
  const holder = await holdControl({ folder, settings: {}, run, ...more });
  holders.push(holder);
  return holder;
}

interface Said {
  output: string;
  errors: string;
}

function ask(more: Partial<Asked> = {}): { said: Said; carried: ReturnType<typeof askHolder> } {
  const said: Said = { output: "", errors: "" };
  const gather = (kind: keyof Said): Writable =>
    new Writable({
      decodeStrings: false,
      write(chunk: unknown, _encoding, taken) {
        said[kind] += String(chunk);
        taken();
      },
    });
  const carried = askHolder({
    folder,
    line: { name: "reports", words: ["一"], options: { json: true }, locale: "zh-Hans", cwd: "/somewhere" },
    settings: {},
    output: gather("output"),
    errors: gather("errors"),
    signal: new AbortController().signal,
    ...more,
  });
  return { said, carried };
}

const say = (stream: Writable, text: string): Promise<void> =>
  new Promise((resolve) => {
    stream.write(text, () => resolve());
  });
const untilAborted = ({ signal }: CarriedLine): Promise<void> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
const controlFile = async (): Promise<{ folder: string; address: string; secret: string }> =>
  JSON.parse(await readFile(join(folder, "control"), "utf8"));

describe("a carried command", () => {
  it("gets its line, and gives back output, errors and status", async () => {
    let got: unknown;
    await hold(async ({ line, output, errors }) => {
      got = line;
      await say(output, "甲\n");
      await say(errors, "乙\n");
      return 7;
    });
    const { said, carried } = ask();
    expect(await carried).toEqual({ kind: "done", status: 7 });
    expect(said).toEqual({ output: "甲\n", errors: "乙\n" });
    expect(got).toMatchObject({ name: "reports", words: ["一"], options: { json: true }, cwd: "/somewhere" });
  });

  it("says all in the order in which it was written, waited for or not", async () => {
    await hold(async ({ output, errors }) => {
      for (let number = 0; number < 50; number++) errors.write(`${number} `);
      await say(output, "then this");
      errors.write("last");
      return 0;
    });
    const told: string[] = [];
    const one = new Writable({
      decodeStrings: false,
      write(chunk: unknown, _encoding, taken) {
        told.push(String(chunk));
        taken();
      },
    });
    await ask({ output: one, errors: one }).carried;
    expect(told).toEqual([...Array.from({ length: 50 }, (_, number) => `${number} `), "then this", "last"]);
  });

  it("may say much, and no character is broken where it is cut", async () => {
    const much = `x${"😀报".repeat(400_000)}`;
    await hold(async ({ output }) => {
      await say(output, much);
      return 0;
    });
    const { said, carried } = ask();
    await carried;
    expect(said.output === much).toBe(true);
  });

  it("sees a terminal of the same width where the asker has one, and none elsewhere", async () => {
    const seen: unknown[] = [];
    await hold(async ({ errors }) => {
      seen.push("isTTY" in errors && "columns" in errors ? errors.columns : undefined);
      return 0;
    });
    const line = { name: "ingest", words: [], options: {}, locale: "en", cwd: "/" } as const;
    await ask({ line: { ...line, columns: 97 } }).carried;
    await ask({ line }).carried;
    expect(seen).toEqual([97, undefined]);
  });

  it("is told to end when the asker is, and its last words still arrive", async () => {
    const begun = Promise.withResolvers<void>();
    await hold(async (carried) => {
      begun.resolve();
      await untilAborted(carried);
      await say(carried.errors, "stopped");
      return 1;
    });
    const stop = new AbortController();
    const { said, carried } = ask({ signal: stop.signal });
    await begun.promise;
    stop.abort();
    expect(await carried).toEqual({ kind: "done", status: 1 });
    expect(said.errors).toBe("stopped");
  });

  it("is told to end when the holder stops, which waits for it; the address is then gone", async () => {
    const begun = Promise.withResolvers<void>();
    const holder = await hold(async (carried) => {
      begun.resolve();
      await untilAborted(carried);
      return 1;
    });
    const { carried } = ask();
    await begun.promise;
    await holder.stop(5_000);
    expect(await carried).toEqual({ kind: "done", status: 1 });
    await expect(stat(join(folder, "control"))).rejects.toThrow();
    expect(await ask().carried).toEqual({ kind: "nobody" });
  });

  it("is lost when the holder ends without a word, and is not kept waiting for", async () => {
    const begun = Promise.withResolvers<void>();
    const holder = await hold(async () => {
      begun.resolve();
      return new Promise<number>(() => {});
    });
    const { carried } = ask();
    await begun.promise;
    await holder.stop(10);
    expect(await carried).toEqual({ kind: "lost" });
  });

  it("runs beside others, up to a bound", async () => {
    const gate = Promise.withResolvers<void>();
    let under = 0;
    await hold(
      async () => {
        under++;
        await gate.promise;
        return 0;
      },
      { most: 2 },
    );
    const two = [ask().carried, ask().carried];
    await expect.poll(() => under).toBe(2);
    expect(await ask().carried).toEqual({ kind: "refused", reason: "busy" });
    gate.resolve();
    expect(await Promise.all(two)).toEqual([
      { kind: "done", status: 0 },
      { kind: "done", status: 0 },
    ]);
  });
});

describe("who is let in", () => {
  const never = async (): Promise<number> => {
    throw new Error("nobody may come so far");
  };

  it("keeps the secret in a file for this user only, and lets nobody in with another", async () => {
    await hold(never);
    const { mode } = await stat(join(folder, "control"));
    if (process.platform !== "win32") expect(mode & 0o777).toBe(0o600);
    const control = await controlFile();
    await writeFile(join(folder, "control"), JSON.stringify({ ...control, secret: "0".repeat(64) }));
    expect(await ask().carried).toEqual({ kind: "stranger" });
  });

  it("sends nothing to somebody who only sits at the address", async () => {
    await hold(never);
    const { secret } = await controlFile();
    const heard: string[] = [];
    const impostor = createServer((socket) => {
      socket.on("error", () => {});
      socket.setEncoding("utf8").on("data", (part: string) => {
        heard.push(part);
        socket.write(`${JSON.stringify({ proof: "0".repeat(64) })}\n`);
      });
      socket.write(`${JSON.stringify({ gongyou: 1, nonce: "0".repeat(32) })}\n`);
    });
    const address =
      process.platform === "linux" ? `\0impostor-${process.pid}` : join(folder, "impostor.sock");
    await new Promise<void>((resolve) => impostor.listen(address, resolve));
    await writeFile(join(folder, "control"), JSON.stringify({ folder, address, secret }));
    expect(await ask().carried).toEqual({ kind: "stranger" });
    impostor.close();
    expect(heard.join("")).not.toMatch(new RegExp(`${secret}|reports`));
  });

  it("lets no line in that comes without a proof, however it looks", async () => {
    await hold(never);
    const { address } = await controlFile();
    const run = JSON.stringify({
      kind: "run",
      line: { name: "erase", words: [], options: {}, locale: "en", cwd: "/", settings: {} },
    });
    for (const words of [`${run}\n`, "x".repeat(LONGEST_GREETING + 1), "{}\n", "\n\n\n", "\0\xff\n"]) {
      const answered = await new Promise<string>((resolve) => {
        let said = "";
        const socket = connect(address, () => socket.write(words));
        socket.setEncoding("utf8").on("data", (part: string) => (said += part));
        socket.on("error", () => {});
        socket.on("close", () => resolve(said));
      });
      expect(answered.trim().split("\n"), JSON.stringify(words.slice(0, 20))).toHaveLength(1);
    }
  });

  it("finds nobody through the copy of a folder, through what a killed holder left, or where nothing is", async () => {
    await hold(never);
    const copy = join(folder, "copy");
    await mkdir(copy);
    await cp(join(folder, "control"), join(copy, "control"));
    expect(await ask({ folder: copy }).carried).toEqual({ kind: "nobody" });
    const control = await controlFile();
    await holders.pop()?.stop(100);
    await writeFile(join(folder, "control"), JSON.stringify(control));
    expect(await ask().carried).toEqual({ kind: "nobody" });
    expect(await ask({ folder: join(folder, "missing") }).carried).toEqual({ kind: "nobody" });
  });

  it("refuses what it does not run, and a line that names another database than its own", async () => {
    await hold(async ({ line }) => (line.name === "reports" ? 0 : undefined), {
      settings: { databaseUrl: "postgres://one" },
    });
    const line = { name: "chat", words: [], options: {}, locale: "en", cwd: "/" } as const;
    expect(await ask({ line }).carried).toEqual({ kind: "refused", reason: "unknown" });
    expect(await ask({ settings: { databaseUrl: "postgres://two" } }).carried).toEqual({
      kind: "refused",
      reason: "settings",
    });
    expect(await ask({ settings: { qdrant: "http://x" } }).carried).toEqual({
      kind: "refused",
      reason: "settings",
    });
    expect(await ask({ settings: { databaseUrl: "postgres://one" } }).carried).toEqual({
      kind: "done",
      status: 0,
    });
    expect(await ask().carried).toEqual({ kind: "done", status: 0 });
  });
});
