// The program's channel at the stand-in, with its waits as much shorter as the stand-in's limits pass faster.
import { createPacer } from "../../../src/channels/pacing.ts";
import { createTelegramChannel, type TelegramOptions } from "../../../src/channels/telegram.ts";
import type { Incoming, Reply } from "../../../src/domain/message.ts";
import type { SentReply } from "../../../src/domain/talk.ts";
import { createCatalogue } from "../../../src/messages/catalogue.ts";
import { createFileShelf } from "../file-shelf.ts";
import type { TelegramPlatform } from "../telegram-platform.ts";

export const { text } = createCatalogue();

export interface LogLine {
  readonly level: "info" | "error";
  readonly fields: object;
  readonly message: string;
}

export interface ChannelSetting extends Partial<TelegramOptions> {
  readonly speed?: number;
  readonly webhook?: { readonly url: string; readonly secret: string };
  readonly token?: string;
}

export const WEBHOOK = { url: "https://bot.example/telegram/hook", secret: "stand-in-secret-0123456789" };

export function openChannel(platform: TelegramPlatform, setting: ChannelSetting = {}) {
  const { speed = 1, webhook, token = platform.token, ...options } = setting;
  const lines: LogLine[] = [];
  const log = {
    info: (fields: object, message: string) => void lines.push({ level: "info", fields, message }),
    error: (fields: object, message: string) => void lines.push({ level: "error", fields, message }),
  };
  const clock = (): number => performance.now() * speed;
  const pacer = createPacer({
    now: clock,
    wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds / speed)),
  });
  const channel = createTelegramChannel(
    { token, apiRoot: platform.root, ...(webhook === undefined ? {} : { webhook }) },
    {
      text,
      keepFile: createFileShelf().keepFile,
      sentAs: async () => undefined,
      now: () => new Date(),
      log,
      pacer,
      clock,
      random: () => 0.5,
      wait: (milliseconds, signal) => briefly(milliseconds / Math.max(speed, 20), signal),
      ...options,
    },
  );
  return { channel, lines };
}

function briefly(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done();
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
  });
}

export const replyOf = (said: string, more: Partial<Reply> = {}): Reply => ({
  kind: "answer",
  text: said,
  citations: [],
  suggestions: [],
  locale: "zh-Hans",
  ...more,
});

let sequence = 0;
export const sent = (reply: Reply): SentReply => ({ sequence: ++sequence, reply });
export const untold = async (): Promise<void> => {};

/** An inbox that stores at once and remembers. */
export function gather() {
  const got: Incoming[] = [];
  return {
    got,
    onMessage: async (incoming: Incoming): Promise<void> => {
      got.push(incoming);
    },
    words: () => got.map(({ content }) => (content.kind === "text" ? content.text : content.kind)),
  };
}

/** Resolves as soon as it holds; fails loudly when it does not within the time. */
export async function until(holds: () => boolean, within = 15_000): Promise<void> {
  const end = performance.now() + within;
  while (!holds()) {
    if (performance.now() > end) throw new Error("it did not come about in time");
    await new Promise((done) => setTimeout(done, 5));
  }
}
