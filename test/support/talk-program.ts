// The real program, `gongyou chat --json`, as one process in which many people speak: each has a chat of their own.
// A line gives its replies; news that a job sends comes by itself and waits in the chat until it is read.
import { join } from "node:path";
import type { Reply } from "../../src/domain/message.ts";
import { gongyou, SAMPLES, start } from "../commands/run.ts";

export interface TalkProgram {
  /** Says a line in a chat and resolves with its replies. */
  say(chat: string, line: Readonly<Record<string, unknown>>): Promise<readonly Reply[]>;
  /** Says a line that gets no reply. */
  whisper(chat: string, line: Readonly<Record<string, unknown>>): void;
  /** The next message that came to the chat by itself. */
  news(chat: string): Promise<Reply>;
  /** What came to the chat and was not read. */
  unread(chat: string): readonly Reply[];
  /** Ends the talk as an end of input does; resolves with the exit code and what was written to standard error. */
  end(): Promise<{ readonly status: number | null; readonly errors: string }>;
}

export interface TalkProgramOptions {
  /** Where the data folder is made, or is. */
  readonly folder: string;
  /** False: no sample reports are taken in. */
  readonly samples?: boolean;
  /** Run over the data folder before the talk begins; standard output of each. */
  readonly before?: readonly (readonly string[])[];
  /** Milliseconds after which a reply is missed. */
  readonly patience?: number;
}

// Long, for a machine that does much else: nothing is measured by it.
const PATIENCE = 50_000;

/** Takes the sample reports in, runs what is to be run before, and begins to talk. */
export async function startTalkProgram({
  folder,
  samples = true,
  before = [],
  patience = PATIENCE,
}: TalkProgramOptions): Promise<TalkProgram & { readonly told: readonly string[] }> {
  const data = ["--data", join(folder, "data")];
  const told: string[] = [];
  for (const words of [...(samples ? [["ingest", SAMPLES]] : []), ...before]) {
    const { status, output, errors } = await gongyou([...words, ...data]);
    if (status !== 0) throw new Error(`gongyou ${words.join(" ")}: ${errors}`);
    told.push(output);
  }
  const running = start(["chat", "--json", ...data], { keepOpen: true });
  const inboxes = new Map<string, Reply[][]>();
  const waiting = new Map<string, () => void>();
  let rest = "";
  let open: Reply[] = [];
  let ended = false;
  running.child.stdout?.on("data", (part: string) => {
    const lines = (rest + part).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const { as = "me", more, ...reply } = JSON.parse(line) as Reply & { as?: string; more?: true };
      open.push(reply);
      if (more === true) continue;
      inboxes.set(as, [...(inboxes.get(as) ?? []), open]);
      open = [];
      waiting.get(as)?.();
    }
  });
  const watch = async (): Promise<void> => {
    await running.ended;
    ended = true;
    for (const wake of waiting.values()) wake();
  };
  void watch();

  function next(chat: string): Promise<Reply[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => look(true), patience);
      const look = (late: boolean): void => {
        const [first, ...others] = inboxes.get(chat) ?? [];
        if (first === undefined && !late && !ended) return;
        clearTimeout(timer);
        waiting.delete(chat);
        inboxes.set(chat, others);
        if (first === undefined)
          reject(new Error(ended ? `the program ended: ${running.errors()}` : "nothing was said"));
        else resolve(first);
      };
      waiting.set(chat, () => look(false));
      look(false);
    });
  }

  const write = (chat: string, line: Readonly<Record<string, unknown>>): void => {
    running.child.stdin?.write(`${JSON.stringify({ ...line, as: chat })}\n`);
  };

  return {
    told: told.slice(samples ? 1 : 0),
    say(chat, line) {
      write(chat, line);
      return next(chat);
    },
    whisper: write,
    async news(chat) {
      const [first, ...others] = await next(chat);
      if (others.length > 0) inboxes.set(chat, [others, ...(inboxes.get(chat) ?? [])]);
      if (first === undefined) throw new Error("an empty delivery");
      return first;
    },
    unread: (chat) => (inboxes.get(chat) ?? []).flat(),
    async end() {
      running.child.stdin?.end();
      const { status, errors } = await running.ended;
      return { status, errors };
    },
  };
}
