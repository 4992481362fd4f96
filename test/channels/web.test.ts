import { describe, expect, it } from "vitest";
import { createWebChannel, preferredLocale } from "../../src/channels/web.ts";
import { createLimiter } from "../../src/channels/web/limits.ts";
import { memberCommand } from "../../src/domain/conversation.ts";
import type { Incoming } from "../../src/domain/message.ts";
import type { Talk } from "../../src/domain/talk.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { channelContract } from "../contracts/channel.ts";
import { createFileShelf } from "../support/file-shelf.ts";

const { text } = createCatalogue();
const base = "http://chat.test";
const empty: Talk = { newest: 0, waiting: 0, entries: [] };

/** What a stream says up to the end of its first batch. */
async function readStream(response: Response | undefined, until = "event: ready\n"): Promise<string> {
  const reader = response?.body?.getReader();
  if (reader === undefined) throw new Error("no stream");
  let all = "";
  const decoder = new TextDecoder();
  while (!all.includes(until)) {
    const { done, value } = await reader.read();
    if (done) break;
    all += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return all;
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): Request =>
  new Request(base + path, {
    method: "POST",
    headers: { "content-type": "application/json", origin: base, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

channelContract("the web chat", (member, store) => {
  const cookie = `gongyou=${member}`;
  let clock = Date.now();
  const channel = createWebChannel({
    text,
    hotline: "12351",
    examples: async () => [],
    history: (address, after) => store.history(address, after),
    forget: (address) => store.forget(address),
    ...createFileShelf(),
    now: () => new Date((clock += 10_000)),
  });
  const wire = async (): Promise<string> =>
    readStream(await channel.fetch(new Request(`${base}/api/events`, { headers: { cookie } })));
  return {
    channel,
    async say(line, id) {
      const response = await channel.fetch(post("/api/messages", { id, text: line }, { cookie }));
      expect(response?.status).toBe(202);
    },
    seen: async () =>
      [...(await wire()).matchAll(/^event: reply\ndata: (.*)$/gm)].map(
        ([, data]) => (JSON.parse(data ?? "{}") as { text: string }).text,
      ),
    wire,
  };
});

function channelWith(more: Partial<Parameters<typeof createWebChannel>[0]> = {}) {
  const got: Incoming[] = [];
  const channel = createWebChannel({
    text,
    hotline: "12351",
    examples: async () => ["<例子>"],
    history: async () => empty,
    forget: async () => {},
    ...createFileShelf(),
    now: () => new Date("2026-01-02T03:04:05Z"),
    ...more,
  });
  const ask = async (request: Request): Promise<Response> => {
    const response = await channel.fetch(request);
    if (response === undefined) throw new Error("not the channel's path");
    return response;
  };
  const start = (): Promise<void> =>
    channel.start(async (incoming) => {
      got.push(incoming);
    });
  return { channel, ask, got, start };
}

const COOKIE = { cookie: "gongyou=abcdefghijklmnopqrstuv" };

describe("the web chat", () => {
  it("leaves other paths to others", async () => {
    const { channel } = channelWith();
    for (const path of ["/reports/a", "/api", "/api/other", "/index.html"]) {
      expect(await channel.fetch(new Request(base + path))).toBeUndefined();
    }
  });

  it("gives a browser a cookie of 128 random bits that scripts and other sites cannot use", async () => {
    const { ask } = channelWith();
    const cookie = (await ask(new Request(`${base}/`))).headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^gongyou=[\w-]{22}; Path=\/; Max-Age=15552000; HttpOnly; SameSite=Lax$/);
    const secure = (await ask(new Request("https://chat.test/"))).headers.get("set-cookie");
    expect(secure).toContain("; Secure");
  });

  it("never uses the cookie itself as the chat's id", async () => {
    const { ask, got, start } = channelWith();
    await start();
    await ask(post("/api/messages", { id: "1", text: "x" }, COOKIE));
    expect(got[0]?.address.chat).toMatch(/^[\w-]{22}$/);
    expect(got[0]?.address.chat).not.toContain("abcdefg");
  });

  it("escapes the texts it puts in the page and allows no inline script", async () => {
    const { ask } = channelWith();
    const response = await ask(new Request(`${base}/`));
    expect(response.headers.get("content-security-policy")).toMatch(/default-src 'none'; script-src 'self'/);
    const page = await response.text();
    expect(page).toContain("&#60;例子&#62;");
    expect(page).not.toMatch(/\{\{|<script>|<style|style=|onclick/);
  });

  it("sends fewer than 64 KB in all, and fewer than 28 KB to a browser", async () => {
    const { ask } = channelWith();
    const page = await (await ask(new Request(`${base}/`))).text();
    const paths = [
      ...new Set([...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path)),
    ];
    expect(paths.length).toBeGreaterThanOrEqual(6);
    let bytes = Buffer.byteLength(page);
    let packed = bytes;
    for (const path of paths) {
      const asset = await ask(new Request(base + path));
      expect(asset.headers.get("cache-control")).toContain("immutable");
      bytes += (await asset.arrayBuffer()).byteLength;
      const gzip = await ask(new Request(base + path, { headers: { "accept-encoding": "gzip, deflate" } }));
      expect(gzip.headers.get("content-encoding")).toBe("gzip");
      packed += (await gzip.arrayBuffer()).byteLength;
    }
    expect(bytes).toBeLessThan(64 * 1024);
    expect(packed).toBeLessThan(28 * 1024);
  });

  it("answers an unchanged asset without its bytes, and an unknown one with 404", async () => {
    const { ask } = channelWith();
    const first = await ask(new Request(`${base}/assets/look.css`));
    expect(first.headers.get("cache-control")).toBe("no-cache");
    const etag = first.headers.get("etag") ?? "";
    const second = await ask(new Request(`${base}/assets/look.css`, { headers: { "if-none-match": etag } }));
    expect(second.status).toBe(304);
    for (const path of ["/assets/none.js", "/assets/../web.ts", "/assets/index.html"]) {
      expect((await channelWith().channel.fetch(new Request(base + path)))?.status ?? 404).toBe(404);
    }
  });

  it("refuses what comes from another site, is no JSON, too large, too long or empty", async () => {
    const { ask, got, start } = channelWith();
    await start();
    const message = { id: "1", text: "x" };
    const status = async (request: Request): Promise<number> => (await ask(request)).status;
    expect(await status(post("/api/messages", message, { origin: "http://evil.test" }))).toBe(403);
    expect(await status(post("/api/messages", message, { "sec-fetch-site": "cross-site" }))).toBe(403);
    expect(await status(post("/api/forget", {}, { origin: "null" }))).toBe(403);
    expect(await status(post("/api/messages", message, { "content-type": "text/plain" }))).toBe(415);
    expect(await status(post("/api/messages", "{"))).toBe(400);
    expect(await status(post("/api/messages", { id: "../1", text: "x" }))).toBe(400);
    expect(await status(post("/api/messages", { id: "1", text: "  " }))).toBe(400);
    expect(await status(post("/api/messages", { id: "1", text: "x".repeat(20_000) }))).toBe(400);
    const long = await ask(
      post("/api/messages", { id: "1", text: "长".repeat(2_001) }, { "accept-language": "zh-CN" }),
    );
    expect(long.status).toBe(413);
    expect(await long.json()).toEqual({ message: expect.stringContaining("2,000") });
    expect(got).toEqual([]);
  });

  it("asks for patience, kindly, when messages come too fast", async () => {
    const { ask, start } = channelWith();
    await start();
    const answers: Response[] = [];
    for (let index = 0; index < 21; index++) {
      answers.push(
        await ask(
          post("/api/messages", { id: `m${index}`, text: "x" }, { ...COOKIE, "accept-language": "en" }),
        ),
      );
    }
    expect(answers.slice(0, 20).map(({ status }) => status)).toEqual(Array(20).fill(202));
    expect(answers[20]?.status).toBe(429);
    expect(answers[20]?.headers.get("retry-after")).toBe("1");
    expect(await answers[20]?.json()).toEqual({ message: expect.stringContaining("wait 1 second ") });
  });

  it("limits an address that makes a new cookie for every message", async () => {
    const { ask, start } = channelWith({ peer: () => "203.0.113.9" });
    await start();
    const statuses: number[] = [];
    for (let index = 0; index < 90; index++) {
      statuses.push((await ask(post("/api/messages", { id: "m", text: "x" }))).status);
    }
    expect(statuses.filter((status) => status === 202)).toHaveLength(80);
  });

  it("says 503 while it cannot store, so that the page tries again", async () => {
    const { ask, channel } = channelWith();
    expect((await ask(post("/api/messages", { id: "1", text: "x" }))).status).toBe(503);
    await channel.start(() => Promise.reject(new Error("full")));
    const answer = await ask(post("/api/messages", { id: "1", text: "x" }));
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("3");
  });

  it("resumes a stream after the last entry a page has, and afresh for another chat", async () => {
    const asked: number[] = [];
    const { ask } = channelWith({
      history: async (_, after) => {
        asked.push(after);
        return empty;
      },
    });
    const open = async (path: string, headers: Record<string, string> = {}): Promise<string> =>
      readStream(await ask(new Request(base + path, { headers: { ...COOKIE, ...headers } })));
    const hello = await open("/api/events");
    const chat = /"chat":"([\w-]+)"/.exec(hello)?.[1] ?? "";
    await open(`/api/events?chat=${chat}&after=7`);
    await open("/api/events", { "last-event-id": "9" });
    await open("/api/events?chat=another&after=7");
    await open(`/api/events?chat=${chat}&after=-3`);
    expect(asked).toEqual([0, 7, 9, 0, 0]);
  });

  it("shows signs of life, and sends each entry to every open page of the chat only", async () => {
    let talk: Talk = empty;
    const { ask, channel } = channelWith({
      history: async (_, after) => (after === 0 ? talk : empty),
      beat: 20,
    });
    const page = await ask(new Request(`${base}/api/events`, { headers: COOKIE }));
    const beat = readStream(await ask(new Request(`${base}/api/events`)), ": beat");
    talk = {
      newest: 1,
      waiting: 0,
      entries: [{ side: "member", sequence: 1, messageId: "m", text: "a\nb", at: "t" }],
    };
    const seen = await readStream(page, "event: member");
    expect(seen).toContain("id: 1\nevent: member\n");
    expect(await beat).toContain(": beat");
    await channel.stop();
  });

  it("starts anew: forgets the talk, ends its streams and gives another cookie", async () => {
    const forgotten: string[] = [];
    const { ask } = channelWith({
      forget: async ({ chat }) => {
        forgotten.push(chat);
      },
    });
    const page = await ask(new Request(`${base}/api/events`, { headers: COOKIE }));
    const answer = await ask(post("/api/forget", {}, COOKIE));
    expect(answer.status).toBe(200);
    expect(forgotten).toHaveLength(1);
    expect(answer.headers.get("set-cookie")).toMatch(/^gongyou=(?!abcdefghijklmnopqrstuv)/);
    expect(await readStream(page, "never")).toContain("event: forgotten");
  });

  it("says before starting anew how to hear of an application, by a command that is one", async () => {
    for (const locale of ["zh-Hans", "zh-Hant", "en"] as const) {
      const page = await channelWith().ask(new Request(base, { headers: { cookie: `lang=${locale}` } }));
      const [, question] = /<p id="confirm-text">(.*?)<\/p>/.exec(await page.text()) ?? [];
      const [command] = /\/[a-z]+/.exec(question ?? "") ?? [];
      expect(memberCommand(command ?? "")).toEqual({ command: "link", rest: "" });
    }
  });

  it("speaks the browser's language until another is chosen", async () => {
    const of = (headers: Record<string, string>, path = "/"): string =>
      preferredLocale(new Request(base + path, { headers }));
    expect(of({})).toBe("zh-Hans");
    expect(of({ "accept-language": "zh-TW,zh;q=0.9,en;q=0.8" })).toBe("zh-Hant");
    expect(of({ "accept-language": "fr, en-GB;q=0.8, zh;q=0.5" })).toBe("en");
    expect(of({ "accept-language": "zh-HK;q=0.1,zh-CN;q=0.9" })).toBe("zh-Hans");
    expect(of({ "accept-language": "zh-CN", cookie: "a=b; lang=en" })).toBe("en");
    expect(of({ cookie: "lang=en" }, "/?lang=zh-Hant")).toBe("zh-Hant");
    const chosen = await channelWith().ask(new Request(`${base}/?lang=en`));
    expect(chosen.status).toBe(303);
    expect(chosen.headers.get("set-cookie")).toContain("lang=en;");
  });
});

describe("a limiter", () => {
  it("allows so many at once, then so many a second", () => {
    let at = 0;
    const limiter = createLimiter(2, 0.5, () => at);
    expect([limiter.take("a"), limiter.take("a"), limiter.take("a"), limiter.take("b")]).toEqual([
      0, 0, 2, 0,
    ]);
    at = 2_000;
    expect([limiter.take("a"), limiter.take("a")]).toEqual([0, 2]);
  });
});

describe("files", () => {
  const upload = (name: string, bytes: Uint8Array, headers: Record<string, string> = {}): Request =>
    new Request(`${base}/api/files`, {
      method: "POST",
      headers: { origin: base, "x-file-name": encodeURIComponent(name), cookie: OWN, ...headers },
      body: bytes.slice(),
    });
  const OWN = `gongyou=${"a".repeat(22)}`;
  const PHOTO = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);

  it("go up first and are named by a message of the same chat only", async () => {
    const { ask, got, start } = channelWith();
    await start();
    const { file } = (await (await ask(upload("收入 证明.jpg", PHOTO))).json()) as { file: string };
    const named = { id: "m1", files: [file], text: " 这是证明 " };
    const other = { cookie: `gongyou=${"b".repeat(22)}` };
    expect((await ask(post("/api/messages", named, other))).status).toBe(400);
    expect((await ask(post("/api/messages", named, { cookie: OWN }))).status).toBe(202);
    expect(got.map(({ content }) => content)).toEqual([
      {
        kind: "files",
        files: [{ id: file, name: "收入 证明.jpg", type: "image/jpeg", size: 4 }],
        text: "这是证明",
      },
    ]);
  });

  it("are refused in words when they are no papers, too large, or from another site", async () => {
    const { ask } = channelWith();
    const page = await ask(upload("x.html", new TextEncoder().encode("<script>")));
    expect(page.status).toBe(415);
    expect(((await page.json()) as { message: string }).message).toContain("x.html");
    expect((await ask(upload("x.jpg", new Uint8Array(20 * 1024 * 1024 + 1)))).status).toBe(413);
    expect((await ask(upload("x.jpg", PHOTO, { origin: "https://evil.example" }))).status).toBe(403);
  });
});
