// What two processes of the program say to each other: messages of one line of JSON over a local socket, and how each
// proves to the other that it can read the data folder. The secret itself never crosses the socket.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Socket } from "node:net";
import { z } from "zod";

/** Raised when one side would misread the other; an older or newer program is then as good as none. */
export const PROTOCOL = 1;

/** Milliseconds within which a side says its next word of the handshake; a long statement may hold the other up. */
export const ANSWER_MS = 5_000;

/** Room for every word a shell can pass. */
const LONGEST_MESSAGE = 8 * 1024 * 1024;
/** What somebody unproven may send. */
export const LONGEST_GREETING = 512;

/** One command line, as the process that was started with it read it. */
export const CommandLine = z.object({
  name: z.string(),
  words: z.array(z.string()).readonly(),
  options: z.record(z.string(), z.union([z.string(), z.boolean()])),
  locale: z.enum(["zh-Hans", "zh-Hant", "en"]),
  /** Paths among the words and options stand in this folder. */
  cwd: z.string(),
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).optional(),
  /** Columns of the terminal that shows the errors; left out when none does. */
  columns: z.number().int().positive().optional(),
  /** Settings that say where the data is, each only as its proof; those left out are the holder's. */
  settings: z.record(z.string(), z.string()),
});
export type CommandLine = z.infer<typeof CommandLine>;

/** From the asker, once proven: its line, and later perhaps that it wants to end. */
export const Asking = z.union([
  z.object({ kind: z.literal("run"), line: CommandLine }),
  z.object({ kind: z.literal("stop") }),
]);

/** From the holder, once proven. */
export const Answering = z.union([
  z.object({ kind: z.enum(["output", "errors"]), text: z.string() }),
  z.object({ kind: z.literal("done"), status: z.number().int() }),
  /** This process does not run that; the asker is told why, or finds out by itself. */
  z.object({ kind: z.literal("refused"), reason: z.enum(["unknown", "settings", "busy"]) }),
]);
export type Answering = z.infer<typeof Answering>;

/** Resolves once the other side's buffer has taken it, or will never. */
export function send(socket: Socket, message: Readonly<Record<string, unknown>> | Answering): Promise<void> {
  return new Promise((resolve) => {
    if (socket.writable) socket.write(`${JSON.stringify(message)}\n`, () => resolve());
    else resolve();
  });
}

export interface Received {
  /** The next message; undefined when the connection ended, or what came is no such message. */
  next<Schema extends z.ZodType>(schema: Schema): Promise<z.infer<Schema> | undefined>;
  /** Lets messages be longer than a greeting. */
  trust(): void;
}

/** Reads a socket message by message; nothing more is taken from it while nobody asks for the next. */
export function receive(socket: Socket): Received {
  let longest = LONGEST_GREETING;
  const lines = linesOf(socket, () => longest);
  return {
    async next(schema) {
      try {
        const { value, done } = await lines.next();
        return done === true ? undefined : schema.safeParse(JSON.parse(value)).data;
      } catch {
        return undefined;
      }
    },
    trust: () => void (longest = LONGEST_MESSAGE),
  };
}

async function* linesOf(socket: Socket, longest: () => number): AsyncGenerator<string, undefined> {
  let parts: string[] = [];
  let length = 0;
  socket.setEncoding("utf8");
  for await (const chunk of socket as AsyncIterable<string>) {
    const [first = "", ...others] = chunk.split("\n");
    for (const [index, piece] of [first, ...others].entries()) {
      if (index > 0) {
        yield parts.join("");
        parts = [];
        length = 0;
      }
      length += piece.length;
      if (length > longest()) return undefined;
      parts.push(piece);
    }
  }
  return undefined;
}

export const newNonce = (): string => randomBytes(16).toString("hex");

/** What only a holder of the secret can say of these words. */
export function proofOf(secret: string, ...words: readonly string[]): string {
  return createHmac("sha256", secret).update(JSON.stringify(words)).digest("hex");
}

/** In constant time. */
export function sameProof(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** The words of the handshake: the holder's nonce, the asker's with its proof, the holder's proof. */
export const HolderGreeting = z.object({ gongyou: z.literal(PROTOCOL), nonce: z.string().min(32).max(64) });
export const AskerGreeting = z.object({ nonce: z.string().min(32).max(64), proof: z.string().max(64) });
export const HolderProof = z.object({ proof: z.string().max(64) });
