// Telegram: updates in by long polling or webhook, replies out through the Bot API. This file puts the rooms of telegram/
// together; the vendor's client is named in telegram/client.ts alone.
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { Channel, OnMessage } from "./channel.ts";
import { createPacer } from "./pacing.ts";
import type { PlatformOptions } from "./platform.ts";
import { createAlbums } from "./telegram/albums.ts";
import { createApi, Done } from "./telegram/api.ts";
import { NAME, type SeenTap } from "./telegram/decode.ts";
import { errorOf } from "./telegram/failure.ts";
import { createFiles } from "./telegram/files.ts";
import { createIntake } from "./telegram/intake.ts";
import { keepMenu } from "./telegram/menu.ts";
import { poll } from "./telegram/polling.ts";
import { createPosting } from "./telegram/posting.ts";
import { createRights } from "./telegram/rights.ts";
import { createSending } from "./telegram/sending.ts";
import { type TelegramSettings, telegramEnvironment } from "./telegram/settings.ts";
import { createBackoff, createHearing } from "./telegram/state.ts";
import { Self } from "./telegram/update.ts";
import { answerWebhook, keepWebhook } from "./telegram/webhook.ts";
import { createWorking } from "./telegram/working.ts";

export { decode } from "./telegram/decode.ts";
export { diagnose } from "./telegram/diagnose.ts";
export { encode } from "./telegram/encode.ts";

export interface TelegramOptions extends PlatformOptions {
  /** Milliseconds that only grow; a clock set back must not stop anything. */
  readonly clock?: () => number;
  /** Resolves after so many milliseconds, or when the signal ends it. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random?: () => number;
  readonly fetch?: typeof fetch;
  /** Seconds that Telegram may keep a poll without news, and milliseconds beyond that before it counts as dead. */
  readonly hold?: number;
  readonly grace?: number;
  /** Milliseconds that any other call may take. */
  readonly within?: number;
}

/** Milliseconds: the next question goes out before the last is marked as answered, for a chat takes one message a second. */
const AFTER_REPLY = 1_200;

type TelegramChannel = Channel &
  Required<Pick<Channel, "fetch" | "state" | "fetchFiles" | "working" | "administers" | "removeMessage">>;

export function createTelegramChannel(settings: TelegramSettings, options: TelegramOptions): TelegramChannel {
  const { text, log, publicUrl, now } = options;
  const { clock = () => performance.now(), random = Math.random, wait = waitFor } = options;
  const { webhook } = settings;
  const api = createApi({
    ...settings,
    now: clock,
    ...(options.within === undefined ? {} : { within: options.within }),
  });
  const posting = createPosting(api, options.pacer ?? createPacer({ now: clock }), clock);
  const sending = createSending({ posting, self, text, publicUrl });
  const albums = createAlbums(clock);
  const rights = createRights({ api, posting, albums, clock });
  const hearing = createHearing(now);
  let known: Promise<Self> | undefined;
  let onMessage: OnMessage | undefined;
  let stopping = new AbortController();
  let running: Promise<unknown> = Promise.resolve();

  const intake = createIntake({
    now,
    log,
    onTap: (tap) => void answerTap(tap),
    onChosen: (chosen) => void wait(AFTER_REPLY, stopping.signal).then(() => sending.showChosen(chosen)),
    onPage: albums.note,
    onMoved: posting.moved,
  });

  /** Who we are, asked once; a failure is forgotten. */
  function self(): Promise<Self> {
    known ??= api.call("getMe", {}, { result: Self, always: true }).then((answer) => {
      if (!answer.ok) throw errorOf(answer);
      return answer.result;
    });
    known.catch(() => {
      known = undefined;
    });
    return known;
  }

  async function answerTap({ query, locale = "zh-Hans", what }: SeenTap): Promise<void> {
    const key = { said: undefined, rated: "chat.rated", unknown: "telegram.old-button" }[what];
    const words = key === undefined ? {} : { text: text(locale, key) };
    const always = what === "unknown" ? { show_alert: true } : {};
    // Too late is no harm: the tap is taken all the same.
    await posting.beside(
      "answerCallbackQuery",
      { callback_query_id: query, ...words, ...always },
      { result: Done, within: 10_000 },
    );
  }

  async function run(take: OnMessage, signal: AbortSignal): Promise<void> {
    const failing = createBackoff(500, 30_000, random);
    let me: Self | undefined;
    while (me === undefined && !signal.aborted) {
      me = await self().catch(async (cause: unknown) => {
        const refused = cause instanceof AppError && cause.code === "channel.unauthorized";
        hearing.deaf(refused ? "unauthorized" : "unreachable");
        log.error(
          { channel: NAME, why: refused ? "unauthorized" : "unreachable" },
          "Telegram does not know us yet",
        );
        await wait(refused ? 30_000 : failing.next(), signal);
        return undefined;
      });
    }
    if (me === undefined) return;
    const own = me;
    void keepMenu({ api, text, wait, random }, signal);
    const common = { api, hearing, log, wait, random };
    if (webhook !== undefined) await keepWebhook({ ...common, ...webhook, now }, signal);
    else {
      const { hold, grace } = options;
      await poll(
        {
          ...common,
          take: (update) => intake(update, own, take),
          ...(hold === undefined ? {} : { hold }),
          ...(grace === undefined ? {} : { grace }),
        },
        signal,
      );
    }
  }

  return {
    name: NAME,
    async start(handler) {
      onMessage = handler;
      stopping = new AbortController();
      running = run(handler, stopping.signal);
    },
    send: sending.send,
    async stop() {
      onMessage = undefined;
      stopping.abort();
      await running;
      hearing.deaf("stopped");
    },
    async fetch(request) {
      if (webhook === undefined) return undefined;
      const handler = onMessage;
      const take = handler && (async (update: unknown) => intake(update, await self(), handler));
      return answerWebhook(request, webhook, take);
    },
    state: hearing.state,
    fetchFiles: createFiles({
      ...settings,
      api,
      keepFile: options.keepFile,
      fetch: options.fetch ?? fetch,
      clock,
    }),
    working: createWorking(posting, wait),
    ...rights,
  };
}

const waitFor = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await sleep(milliseconds, undefined, { signal }).catch(() => {});
};

export const telegram = {
  name: NAME,
  config: z.object(telegramEnvironment),
  create: createTelegramChannel,
} as const;
