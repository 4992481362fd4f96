// The web chat: a page, an intake and a stream of events, all under one origin and without a framework.
// A chat is a random cookie; the talk itself lives in the conversation store and reaches the page as history.
import { randomBytes } from "node:crypto";
import { type Context, Hono } from "hono";
import { compress } from "hono/compress";
import { z } from "zod";
import { LARGEST_FILE } from "../domain/media-type.ts";
import {
  type Address,
  type FileReference,
  type Incoming,
  isTooLong,
  type Locale,
  LONGEST_MESSAGE,
} from "../domain/message.ts";
import type { Talk } from "../domain/talk.ts";
import { WEB_PATHS } from "./taken-paths.ts";
import type { Channel, KeepFile, OnMessage } from "./channel.ts";
import { loadAssets } from "./web/assets.ts";
import { takeFile } from "./web/files.ts";
import { createLimiter, type Limiter } from "./web/limits.ts";
import { isLocale, LOCALES, preferredLocale } from "./web/locale.ts";
import { renderPage } from "./web/page.ts";
import { chatOf, cookie, fromOwnPage, NAME_OF_COOKIE, readJson, secretOf } from "./web/requests.ts";
import { createStreams } from "./web/streams.ts";

export { encode } from "./web/events.ts";
export { preferredLocale } from "./web/locale.ts";

const NAME = "web";
const MOST_BYTES = 16_384;
const MOST_FILES = 12;
const CHAT_SECONDS = 180 * 24 * 3_600;
const YEAR_SECONDS = 365 * 24 * 3_600;

/** For every page of ours: scripts and styles only from this origin, no frames, no sniffing. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), microphone=(), geolocation=()",
};

export interface WebOptions {
  readonly text: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly hotline: string;
  /** Questions to tap on the first screen. */
  readonly examples: (locale: Locale) => Promise<readonly string[]>;
  readonly history: (address: Address, afterSequence: number) => Promise<Talk>;
  readonly forget: (address: Address) => Promise<void>;
  readonly keepFile: KeepFile;
  /** Those of the ids that came from this chat. */
  readonly keptFiles: (ids: readonly string[], from: Address) => Promise<readonly FileReference[]>;
  readonly now: () => Date;
  /** Who is at the other end, for limits only; undefined limits by cookie alone. */
  readonly peer?: (request: Request) => string | undefined;
  /** 128 random bits; only tests give their own. */
  readonly newSecret?: () => string;
  /** Milliseconds between signs of life on a stream. */
  readonly beat?: number;
}

const Id = z.string().regex(/^[\w-]{1,80}$/);
const Body = z.union([
  z.object({ id: Id, files: z.array(z.uuid()).min(1).max(MOST_FILES), text: z.string().default("") }),
  z.object({ id: Id, text: z.string() }),
  z.object({ id: Id, answer: Id, rating: z.enum(["up", "down"]) }),
]);
export type WebBody = z.infer<typeof Body>;

/** What the page posted as a message. `chat` comes from the cookie, and `files` are those of the chat, never the body's word. */
export function decode(
  body: WebBody,
  chat: string,
  files: readonly FileReference[],
  locale: Locale,
  receivedAt: string,
): Incoming {
  const content = (): Incoming["content"] => {
    if ("answer" in body) return { kind: "rating", answer: body.answer, rating: body.rating };
    const text = body.text.trim();
    return "files" in body ? { kind: "files", files, text } : { kind: "text", text };
  };
  return {
    address: { channel: NAME, chat },
    messageId: body.id,
    sender: chat,
    content: content(),
    locale,
    receivedAt,
  };
}

/** The routes under /, /assets and /api; `fetch` gives undefined for every other path. */
export function createWebChannel(
  options: WebOptions,
): Channel & { fetch(request: Request): Promise<Response | undefined> } {
  const { text, hotline, examples, history, forget, keepFile, keptFiles, now, peer } = options;
  const newSecret = options.newSecret ?? (() => randomBytes(16).toString("base64url"));
  const assets = loadAssets();
  const streams = createStreams(history, options.beat ?? 15_000);
  const clock = (): number => now().getTime();
  // Who fills in a form taps an answer a second; an office behind one address is many people.
  const perChat = createLimiter(20, 1, clock);
  const perPeer = createLimiter(80, 4, clock);
  const filesPerChat = createLimiter(48, 1, clock);
  const pagesPerPeer = createLimiter(200, 10, clock);
  /** Behind a proxy everybody would share one bucket: whoever is not known is not limited by it. */
  const waitOf = (limiter: Limiter, request: Request): number => {
    const known = peer?.(request);
    return known === undefined ? 0 : limiter.take(known);
  };
  let onMessage: OnMessage | undefined;

  const app = new Hono();
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) context.res.headers.set(name, value);
  });

  app.use("/", compress());
  app.get("/", async (context) => {
    const request = context.req.raw;
    const asked = context.req.query("lang");
    if (isLocale(asked)) {
      context.header("set-cookie", cookie(request, "lang", asked, YEAR_SECONDS));
      return context.redirect("/", 303);
    }
    const locale = preferredLocale(request);
    context.header(
      "set-cookie",
      cookie(request, NAME_OF_COOKIE, secretOf(request) ?? newSecret(), CHAT_SECONDS),
    );
    context.header("cache-control", "no-store");
    context.header("vary", "accept-language, cookie");
    context.header("content-language", locale);
    return context.html(
      renderPage(assets.page, {
        locale,
        text: (key, values) => text(locale, key, values),
        assets: assets.path,
        examples: await examples(locale),
        hotline,
        known: secretOf(request) !== undefined,
        limit: LONGEST_MESSAGE,
        largest: LARGEST_FILE,
        steps: LOCALES.map((one) => text(one, "form.ask.count", { number: "{number}", of: "{of}" })),
        papers: Object.fromEntries(
          LOCALES.map((one) => [
            one,
            { done: text(one, "form.tap.done"), drop: text(one, "page.drop-last") },
          ]),
        ),
      }),
    );
  });
  app.get("/favicon.ico", (context) => context.redirect(`${assets.path}/icon.svg`, 302));
  app.get("/assets/*", (context) => assets.respond(context.req.raw) ?? context.notFound());

  app.get("/api/events", (context) => {
    const request = context.req.raw;
    const wait = waitOf(pagesPerPeer, request);
    if (wait > 0) return tooFast(context, wait);
    const address = addressOf(context);
    const known = context.req.query("chat") ?? address.chat;
    const after = Number(context.req.header("last-event-id") ?? context.req.query("after") ?? 0);
    const resumes = known === address.chat && Number.isSafeInteger(after) && after > 0 && after < 2 ** 31;
    const body = streams.open(address, resumes ? after : 0);
    if (body === undefined) return tooFast(context, 30);
    context.header("content-type", "text/event-stream; charset=utf-8");
    context.header("cache-control", "no-store, no-transform");
    // nginx would otherwise hold events back.
    context.header("x-accel-buffering", "no");
    return context.body(body);
  });

  app.post("/api/messages", async (context) => {
    const refused = refuse(context);
    if (refused !== undefined) return refused;
    const body = Body.safeParse(await readJson(context.req.raw, MOST_BYTES));
    if (!body.success) return context.json({ message: text(localeOf(context), "page.refused") }, 400);
    if ("text" in body.data) {
      const words = body.data.text.trim();
      if (words === "" && !("files" in body.data))
        return context.json({ message: text(localeOf(context), "page.refused") }, 400);
      if (isTooLong(words)) return tooLong(context);
    }
    const address = addressOf(context);
    const wait = Math.max(perChat.take(address.chat), waitOf(perPeer, context.req.raw));
    if (wait > 0) return tooFast(context, wait);
    if (onMessage === undefined) return tooFast(context, 2, 503);
    try {
      const files = "files" in body.data ? await keptFiles(body.data.files, address) : [];
      if ("files" in body.data && files.length === 0) {
        return context.json({ message: text(localeOf(context), "page.files-gone") }, 400);
      }
      await onMessage(decode(body.data, address.chat, files, localeOf(context), now().toISOString()));
    } catch {
      // Whoever failed has logged it; the page keeps the message and sends it again.
      return tooFast(context, 3, 503);
    }
    if ("rating" in body.data) streams.tell(address, "rating", body.data);
    else streams.notify(address);
    // A page that listens to another chat (its cookie changed in another tab) sees it and listens to this one.
    return context.json({ chat: address.chat }, 202);
  });

  app.post("/api/files", async (context) => {
    const request = context.req.raw;
    if (!fromOwnPage(request)) return context.json({ message: text(localeOf(context), "page.refused") }, 403);
    const address = addressOf(context);
    const wait = Math.max(filesPerChat.take(address.chat), waitOf(perPeer, request));
    if (wait > 0) return tooFast(context, wait);
    const taken = await takeFile(request, address, keepFile);
    if (taken.kind === "failed") return tooFast(context, 3, 503);
    if (taken.kind === "kept") return context.json({ file: taken.file.id, chat: address.chat }, 201);
    const { status, why, name } = taken;
    return context.json({ message: text(localeOf(context), `chat.file-${why}`, { file: name }) }, status);
  });

  app.post("/api/forget", async (context) => {
    const refused = refuse(context);
    if (refused !== undefined) return refused;
    const secret = secretOf(context.req.raw);
    if (secret !== undefined) {
      const address = { channel: NAME, chat: chatOf(secret) };
      await forget(address);
      streams.tell(address, "forgotten", {});
      streams.close(address);
    }
    context.header("set-cookie", cookie(context.req.raw, NAME_OF_COOKIE, newSecret(), CHAT_SECONDS));
    return context.json({}, 200);
  });

  /** The chat of the cookie; a request without one gets one, and with it an empty chat. */
  function addressOf(context: Context): Address {
    const known = secretOf(context.req.raw);
    const secret = known ?? newSecret();
    if (known === undefined) {
      context.header("set-cookie", cookie(context.req.raw, NAME_OF_COOKIE, secret, CHAT_SECONDS));
    }
    return { channel: NAME, chat: chatOf(secret) };
  }

  const localeOf = (context: Context): Locale => preferredLocale(context.req.raw);

  function refuse(context: Context): Response | undefined {
    const request = context.req.raw;
    const message = text(localeOf(context), "page.refused");
    if (!fromOwnPage(request)) return context.json({ message }, 403);
    if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) {
      return context.json({ message }, 415);
    }
    return Number(request.headers.get("content-length") ?? 0) > MOST_BYTES ? tooLong(context) : undefined;
  }

  function tooLong(context: Context): Response {
    return context.json(
      { message: text(localeOf(context), "chat.too-long", { limit: LONGEST_MESSAGE }) },
      413,
    );
  }

  function tooFast(context: Context, seconds: number, status: 429 | 503 = 429): Response {
    context.header("retry-after", String(seconds));
    return context.json({ message: text(localeOf(context), "chat.too-fast", { seconds }) }, status);
  }

  return {
    name: NAME,
    async start(handler) {
      onMessage = handler;
    },
    // The replies are in the history already; open pages are told to look.
    async send(address, replies, taken) {
      streams.notify(address);
      for (const one of replies) await taken(one, []);
    },
    async stop() {
      onMessage = undefined;
      streams.close();
    },
    async fetch(request) {
      const { pathname } = new URL(request.url);
      return WEB_PATHS.test(pathname) ? app.fetch(request) : undefined;
    },
  };
}

const WebConfig = z.object({});
export const web = { name: NAME, config: WebConfig, create: createWebChannel } as const;
