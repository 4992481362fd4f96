// The holder's side: the process that has the data folder open takes command lines from others on it and runs them here.
// The commands' own room says how a line is run; this one says who may ask, and carries what is said.
import { createServer, type Socket } from "node:net";
import { rm } from "node:fs/promises";
import { Writable } from "node:stream";
import { newControl, readControl, removeControl, writeControl } from "./control-file.ts";
import {
  ANSWER_MS,
  type Answering,
  AskerGreeting,
  Asking,
  type CommandLine,
  newNonce,
  PROTOCOL,
  proofOf,
  receive,
  type Received,
  sameProof,
  send,
} from "./wire.ts";

export interface CarriedLine {
  readonly line: CommandLine;
  readonly output: Writable;
  /** Has `isTTY` and `columns` when the asker's errors go to a terminal. */
  readonly errors: Writable;
  /** Aborted when the asker wants to end or is gone, and when this process stops. */
  readonly signal: AbortSignal;
}

export interface HolderOptions {
  /** The data folder, which this process holds. */
  readonly folder: string;
  /** Settings that say where the data is; a line that names others is refused. */
  readonly settings: Readonly<Record<string, string>>;
  /** Gives the exit status, or undefined when it does not run such a command. Must not throw. */
  readonly run: (carried: CarriedLine) => Promise<number | undefined>;
  /** Commands that may be under way at one time. */
  readonly most?: number;
}

export interface Holder {
  /** Takes no more, asks what runs to end and waits for it up to `timeout` milliseconds. */
  stop(timeout: number): Promise<void>;
}

const MOST = 16;

/** Takes commands from now on. Throws what the operating system says when it cannot listen or write the folder. */
export async function holdControl({ folder, settings, run, most = MOST }: HolderOptions): Promise<Holder> {
  const control = await newControl(folder);
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const open = new Set<Socket>();

  async function serve(socket: Socket): Promise<void> {
    const received = receive(socket);
    const waited = setTimeout(() => socket.destroy(), ANSWER_MS);
    const line = await provenLine(socket, received);
    clearTimeout(waited);
    if (line === undefined) return;
    const refuse = (reason: "unknown" | "settings" | "busy"): Promise<void> =>
      send(socket, { kind: "refused", reason } satisfies Answering);
    if (stopping.signal.aborted || running.size >= most) return refuse("busy");
    if (!suits(line)) return refuse("settings");
    const work = carry(socket, received, line, refuse);
    running.add(work);
    await work.finally(() => running.delete(work));
  }

  async function provenLine(socket: Socket, received: Received): Promise<CommandLine | undefined> {
    const ours = newNonce();
    await send(socket, { gongyou: PROTOCOL, nonce: ours });
    const greeting = await received.next(AskerGreeting);
    if (greeting === undefined) return undefined;
    const { nonce: theirs, proof } = greeting;
    if (!sameProof(proof, proofOf(control.secret, "asker", ours, theirs))) return undefined;
    received.trust();
    await send(socket, { proof: proofOf(control.secret, "holder", ours, theirs) });
    const asking = await received.next(Asking);
    return asking?.kind === "run" ? asking.line : undefined;
  }

  const suits = ({ settings: asked }: CommandLine): boolean =>
    Object.entries(asked).every(([name, proof]) => {
      const ours = settings[name];
      return ours !== undefined && sameProof(proof, proofOf(control.secret, name, ours));
    });

  async function carry(
    socket: Socket,
    received: Received,
    line: CommandLine,
    refuse: (reason: "unknown") => Promise<void>,
  ): Promise<void> {
    const asker = new AbortController();
    // Its next word can only be that it wants to end; so is its silence when it is gone.
    void received.next(Asking).then(() => asker.abort());
    const output = carriedStream(socket, "output");
    const errors = carriedStream(socket, "errors", line.columns);
    const signal = AbortSignal.any([asker.signal, stopping.signal]);
    const status = await run({ line, output, errors, signal });
    for (const stream of [output, errors]) await new Promise<void>((resolve) => stream.end(() => resolve()));
    if (status === undefined) await refuse("unknown");
    else await send(socket, { kind: "done", status } satisfies Answering);
  }

  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => open.delete(socket));
    void serve(socket)
      .catch(() => {})
      .finally(() => socket.end());
  });
  server.maxConnections = 4 * most;
  // Where addresses are files, a killed process leaves its own behind.
  const left = await readControl(folder);
  if (left !== undefined && process.platform !== "linux" && process.platform !== "win32") {
    await rm(left.address, { force: true });
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(control.address, () => {
      server.unref();
      resolve();
    });
  });
  try {
    await writeControl(control);
  } catch (cause) {
    server.close();
    throw cause;
  }

  return {
    async stop(timeout) {
      stopping.abort();
      server.close();
      await removeControl(control).catch(() => {});
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, timeout);
      });
      await Promise.race([Promise.allSettled(running), late]);
      clearTimeout(timer);
      for (const socket of open) socket.end();
    },
  };
}

/**
 * What is written reaches the asker; when that is gone, it is lost without a word and the command goes on to its end.
 * Errors wait for nobody, so that lines that were not waited for still come before the output that followed them.
 */
function carriedStream(socket: Socket, kind: "output" | "errors", columns?: number): Writable {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, taken) {
      const sent = pieces(String(chunk)).map((text) => send(socket, { kind, text } satisfies Answering));
      if (kind === "errors") taken();
      else void Promise.all(sent).then(() => taken());
    },
  });
  return columns === undefined ? stream : Object.assign(stream, { isTTY: true, columns });
}

const PIECE = 64 * 1024;

/** Cut where no surrogate pair stands: half of one could not be written. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (let start = 0; start < text.length; ) {
    const pair = text.codePointAt(start + PIECE - 1) ?? 0;
    const end = start + PIECE + (pair > 0xffff ? 1 : 0);
    found.push(text.slice(start, end));
    start = end;
  }
  return found;
}
