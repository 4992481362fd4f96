// A person at the web chat: sends each message under an id of its own until the program has taken it (202), through any
// number of restarts, and listens to the stream of events as the page does.
import { createHash } from "node:crypto";
import { sleep } from "./random.ts";

export interface Heard {
  readonly sequence: number;
  readonly text: string;
  readonly kind: string;
  readonly suggestions: readonly string[];
}

export interface Chatter {
  readonly name: string;
  /** The id of the chat in the store. */
  readonly chat: string;
  /** Ids of messages that the program took. */
  readonly acknowledged: ReadonlySet<string>;
  /** Everything heard so far, by sequence. */
  readonly heard: ReadonlyMap<number, Heard>;
  resends(): number;
  /**
   * Resolves with the replies to what was said, news of cases left out, once `enough` of them has come. Throws when
   * none comes within `patience`.
   */
  say(
    text: string,
    options?: {
      files?: readonly Uint8Array[];
      fileName?: string;
      enough?: (heard: readonly Heard[]) => boolean;
    },
  ): Promise<readonly Heard[]>;
  /** Listens until `stop`. */
  listen(): void;
  stop(): void;
}

export interface ChatterOptions {
  readonly name: string;
  readonly address: () => Promise<string>;
  /** Tells news of a case, which comes by itself, from a reply. */
  readonly isNews: (heard: Heard) => boolean;
  /** Milliseconds for a reply to a message that was taken. */
  readonly patience?: number;
}

export const chatOf = (secret: string): string =>
  createHash("sha256").update(secret).digest("base64url").slice(0, 22);

export function createChatter({ name, address, isNews, patience = 120_000 }: ChatterOptions): Chatter {
  const secret = createHash("sha256").update(`proof ${name}`).digest("base64url").slice(0, 24);
  const cookie = `gongyou=${secret}; lang=zh-Hans`;
  const acknowledged = new Set<string>();
  const heard = new Map<number, Heard>();
  const own = new Map<string, number>();
  const gone = new AbortController();
  let watchers: (() => void)[] = [];
  let last = 0;
  let count = 0;
  let resent = 0;

  const changed = (): void => {
    const done = watchers;
    watchers = [];
    for (const watch of done) watch();
  };

  /** The same request until the program answers it. */
  async function request(path: string, init: RequestInit): Promise<Response> {
    for (let attempt = 0; ; attempt++) {
      const base = await address();
      if (attempt > 0) resent++;
      try {
        const signal = AbortSignal.timeout(30_000);
        const response = await fetch(new URL(path, base), { ...init, method: "POST", signal });
        if (response.status < 300) return response;
        if (response.status !== 429 && response.status !== 503) {
          throw new Error(`${path} gave ${response.status}: ${await response.text()}`);
        }
        if (response.status === 429) resent--;
        await response.body?.cancel();
        await sleep(1_000);
      } catch (cause) {
        if (cause instanceof Error && cause.message.startsWith(path)) throw cause;
        await sleep(60);
      }
    }
  }

  async function put(bytes: Uint8Array, fileName: string): Promise<string> {
    const headers = { cookie, "content-type": "image/png", "x-file-name": encodeURIComponent(fileName) };
    for (;;) {
      const response = await request("/api/files", { headers, body: bytes.slice() });
      // A killed program can cut the answer off; the file then went up for nothing and goes up again.
      const taken = (await response.json().catch(() => undefined)) as { file: string } | undefined;
      if (taken !== undefined) return taken.file;
    }
  }

  function take(block: string): void {
    const event = /^event: (\w+)$/m.exec(block)?.[1];
    const data = /^data: (.*)$/m.exec(block)?.[1];
    if ((event !== "member" && event !== "reply") || data === undefined) return;
    const entry = JSON.parse(data) as Heard & { id?: string };
    last = Math.max(last, entry.sequence);
    if (event === "member") own.set(entry.id ?? "", entry.sequence);
    else heard.set(entry.sequence, entry);
  }

  async function follow(): Promise<void> {
    while (!gone.signal.aborted) {
      try {
        const base = await address();
        const response = await fetch(new URL(`/api/events?after=${last}`, base), {
          headers: { cookie },
          signal: gone.signal,
        });
        let rest = "";
        for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          const blocks = `${rest}${part}`.split("\n\n");
          rest = blocks.pop() ?? "";
          for (const block of blocks) take(block);
          changed();
        }
      } catch {
        // The program is gone or going.
      }
      await sleep(50);
    }
  }

  function repliesTo(id: string): Heard[] {
    const from = own.get(id);
    if (from === undefined) return [];
    return [...heard.values()]
      .filter((one) => one.sequence > from && !isNews(one))
      .sort((one, other) => one.sequence - other.sequence);
  }

  return {
    name,
    chat: chatOf(secret),
    acknowledged,
    heard,
    resends: () => resent,
    async say(
      text,
      { files = [], fileName = "paper.png", enough = (found: readonly Heard[]) => found.length > 0 } = {},
    ) {
      const id = `${name}-${++count}`;
      const ids: string[] = [];
      for (const bytes of files) ids.push(await put(bytes, fileName));
      const body = ids.length === 0 ? { id, text } : { id, text, files: ids };
      const headers = { cookie, "content-type": "application/json" };
      await request("/api/messages", { headers, body: JSON.stringify(body) });
      acknowledged.add(id);
      const until = performance.now() + patience;
      for (;;) {
        const found = repliesTo(id);
        if (enough(found)) return found;
        if (performance.now() > until) {
          const texts = found.map((one) => one.text).join("\n");
          throw new Error(`${name} said "${text}" (${id}) and has only heard: ${texts || "nothing"}`);
        }
        await new Promise<void>((resolve) => {
          watchers.push(resolve);
          setTimeout(resolve, 500).unref();
        });
      }
    },
    listen: () => void follow(),
    stop: () => gone.abort(),
  };
}
