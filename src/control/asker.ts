// The asker's side: hands a command line to the process that holds the data folder and passes on what it says.
import { connect, type Socket } from "node:net";
import type { Writable } from "node:stream";
import { type ControlFile, readControl } from "./control-file.ts";
import {
  ANSWER_MS,
  Answering,
  type CommandLine,
  HolderGreeting,
  HolderProof,
  newNonce,
  proofOf,
  receive,
  type Received,
  sameProof,
  send,
} from "./wire.ts";

export interface Asked {
  readonly folder: string;
  readonly line: Omit<CommandLine, "settings">;
  /** Settings of this process that say where the data is. */
  readonly settings: Readonly<Record<string, string>>;
  readonly output: Writable;
  readonly errors: Writable;
  /** Aborted, the holder is asked to end the command, and its last words are waited for. */
  readonly signal: AbortSignal;
}

/**
 * `done`: the command ran there. `lost`: it began there and the holder ended before it. Nothing ran: `nobody` takes
 * commands for the folder, or somebody does who is a `stranger` to it, of another version or too busy to answer, or the
 * holder `refused`.
 */
export type Carried =
  | { readonly kind: "done"; readonly status: number }
  | { readonly kind: "refused"; readonly reason: "unknown" | "settings" | "busy" }
  | { readonly kind: "lost" | "nobody" | "stranger" };

/** Has the command run by the folder's holder. Never throws. */
export async function askHolder({ folder, line, settings, output, errors, signal }: Asked): Promise<Carried> {
  const control = await readControl(folder);
  if (control === undefined) return { kind: "nobody" };
  const socket = connect(control.address);
  let reached = false;
  socket.on("connect", () => (reached = true));
  socket.on("error", () => {});
  try {
    const received = receive(socket);
    const waited = setTimeout(() => socket.destroy(), ANSWER_MS);
    const proven = await prove(socket, received, control);
    clearTimeout(waited);
    if (!proven) return { kind: reached ? "stranger" : "nobody" };
    const hidden = Object.entries(settings).map(
      ([name, value]) => [name, proofOf(control.secret, name, value)] as const,
    );
    await send(socket, { kind: "run", line: { ...line, settings: Object.fromEntries(hidden) } });
    const stop = (): void => void send(socket, { kind: "stop" });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    const carried = await follow(received, output, errors);
    signal.removeEventListener("abort", stop);
    return carried;
  } finally {
    socket.destroy();
  }
}

/** True when both sides have shown that they know the folder's secret. */
async function prove(socket: Socket, received: Received, { secret }: ControlFile): Promise<boolean> {
  const greeting = await received.next(HolderGreeting);
  if (greeting === undefined) return false;
  const { nonce: theirs } = greeting;
  const ours = newNonce();
  await send(socket, { nonce: ours, proof: proofOf(secret, "asker", theirs, ours) });
  const answer = await received.next(HolderProof);
  if (answer === undefined || !sameProof(answer.proof, proofOf(secret, "holder", theirs, ours))) return false;
  received.trust();
  return true;
}

async function follow(received: Received, output: Writable, errors: Writable): Promise<Carried> {
  for (;;) {
    const answer = await received.next(Answering);
    if (answer === undefined) return { kind: "lost" };
    if (answer.kind === "done" || answer.kind === "refused") return answer;
    const stream = answer.kind === "output" ? output : errors;
    await new Promise<void>((resolve) => {
      stream.write(answer.text, () => resolve());
    });
  }
}
