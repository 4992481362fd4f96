// Updates that Telegram brings: the webhook is set at the start and looked after, and each request is answered 200 only
// when what it brought is stored.
import { createHash, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { readAtMost } from "../body.ts";
import { type Api, Done } from "./api.ts";
import { createBackoff, type Hearing } from "./state.ts";
import { ALLOWED_UPDATES } from "./update.ts";

export interface WebhookOptions {
  readonly api: Api;
  readonly url: string;
  readonly secret: string;
  readonly hearing: Hearing;
  readonly now: () => Date;
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
}

/** Connections on which Telegram may bring updates at one time. */
const CONNECTIONS = 40;
/** Milliseconds between looks at whether Telegram still has our webhook and can reach it. */
const LOOK = 60_000;
/** Bytes; an update is a few thousand. */
const MOST_BYTES = 1_048_576;
/** Seconds for which a failed delivery counts as the state of things. */
const RECENT = 120;

const Info = z.object({
  url: z.string().default(""),
  pending_update_count: z.number().default(0),
  last_error_date: z.number().exactOptional(),
});

/** Sets the webhook and keeps it set until the signal ends it; it stays set then, for other copies of the program. */
export async function keepWebhook(options: WebhookOptions, signal: AbortSignal): Promise<void> {
  const { api, url, secret, hearing, now, log, wait, random } = options;
  const failing = createBackoff(500, 30_000, random);
  const set = (): ReturnType<typeof api.call<true>> =>
    api.call(
      "setWebhook",
      { url, secret_token: secret, allowed_updates: ALLOWED_UPDATES, max_connections: CONNECTIONS },
      { result: Done, signal, always: true },
    );
  let isSet = false;
  while (!signal.aborted) {
    const answer = isSet
      ? await api.call("getWebhookInfo", {}, { result: Info, signal, always: true })
      : await set();
    if (signal.aborted) return;
    if (!answer.ok) {
      const why = answer.kind === "unauthorized" ? "unauthorized" : "unreachable";
      if (hearing.state().kind === "listening" || why === "unauthorized") {
        log.error({ channel: "telegram", why, status: answer.status }, "webhook not looked after");
      }
      hearing.deaf(why);
      const pause = answer.kind === "slow-down" ? answer.seconds * 1_000 : failing.next();
      await wait(why === "unauthorized" ? Math.max(pause, 30_000) : pause, signal);
      continue;
    }
    failing.reset();
    const told = answer.result;
    if (told === true) {
      isSet = true;
      log.info({ channel: "telegram" }, "webhook set");
      hearing.listening();
    } else if (told.url !== url) {
      isSet = false;
      hearing.deaf("conflict");
      continue;
    } else if (told.pending_update_count > 0 && isRecent(told.last_error_date, now()))
      hearing.deaf("webhook");
    else hearing.listening();
    await wait(LOOK, signal);
  }
}

/** By this machine's clock, which may be a little off: it only colours a state. */
const isRecent = (seconds: number | undefined, now: Date): boolean =>
  seconds !== undefined && now.getTime() / 1_000 - seconds < RECENT;

/** Answers a request of Telegram's; undefined for any other. `take` is undefined while nothing can be taken yet. */
export async function answerWebhook(
  request: Request,
  { url, secret }: Pick<WebhookOptions, "url" | "secret">,
  take: ((update: unknown) => Promise<void>) | undefined,
): Promise<Response | undefined> {
  if (new URL(request.url).pathname !== new URL(url).pathname) return undefined;
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
  if (!isSame(request.headers.get("x-telegram-bot-api-secret-token") ?? "", secret)) {
    return new Response(null, { status: 401 });
  }
  if (take === undefined) return new Response(null, { status: 503 });
  const body = await readAtMost(request, MOST_BYTES).catch(() => undefined);
  if (body === undefined) return new Response(null, { status: 413 });
  let update: unknown;
  try {
    update = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return new Response(null, { status: 400 });
  }
  try {
    await take(update);
    return new Response(null, { status: 200 });
  } catch {
    // Whoever could not store it has logged it; Telegram brings it again.
    return new Response(null, { status: 500 });
  }
}

/** In a time that tells nothing of where they differ. */
function isSame(given: string, secret: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
