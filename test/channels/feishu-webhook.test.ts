// The webhook believes nobody: raw body, constant time, a window of five minutes, and only what is encrypted with our key.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isSigned } from "../../src/channels/feishu/signature.ts";
import type { Incoming } from "../../src/domain/message.ts";
import { encrypted, messageEvent, webhookRequest } from "../support/feishu/events.ts";
import { WEBHOOK_URL } from "../support/feishu-platform.ts";
import { deaf, KEY, listening, person, reply, run, type Running } from "../support/feishu/run.ts";

const ANN = person(1);
const intake = { mode: "webhook", encryptKey: KEY } as const;
const seconds = (): number => Math.floor(Date.now() / 1_000);
const event = (words: string, id = "om_1"): object =>
  messageEvent({
    from: ANN,
    id,
    type: "text",
    content: { text: words },
    group: undefined,
    mentionsBot: false,
    parent: undefined,
  });

describe("the webhook of Feishu", () => {
  let running: Running;
  let fail = false;
  beforeEach(async () => {
    fail = false;
    running = await run({
      settings: { intake },
      channel: { limits: { pause: 20, deadline: 300 } },
      async onMessage() {
        if (fail) throw new Error("down");
      },
    });
    running.platform.useWebhook(KEY, async (request) => running.channel.fetch?.(request));
    await listening(running.channel);
  });
  afterEach(async () => {
    expect(running.platform.world.violations).toEqual([]);
    await running.stop();
  });
  const ask = async (request: Request): Promise<Response> => {
    const response = await running.channel.fetch?.(request);
    if (response === undefined) throw new Error("not the webhook's path");
    return response;
  };
  const status = async (request: Request): Promise<number> => (await ask(request)).status;

  it("hears, answers, and takes taps with the marked card as the answer", async () => {
    const { platform, send, got } = running;
    await platform.say(ANN, "你好");
    await send(ANN, reply("是否同意？", { kind: "form", suggestions: ["同意"] }));
    const [asked] = platform.seen(ANN);
    expect(await platform.tap(ANN, asked?.id ?? "", asked?.buttons[0])).toMatchObject({ taken: true });
    expect(platform.seen(ANN)).toMatchObject([{ notes: ["已选：同意"], buttons: [] }]);
    expect(got.map(({ content }) => content)).toEqual([
      { kind: "text", text: "你好" },
      { kind: "text", text: "同意" },
    ]);
    expect(platform.links.count()).toBe(0);
  });

  it("leaves other paths to others", async () => {
    expect(await running.channel.fetch?.(new Request("https://bot.example/feishu"))).toBeUndefined();
    expect(await status(new Request(WEBHOOK_URL))).toBe(405);
  });

  it("answers the question for its address at once, and only to whoever has the key", async () => {
    const question = { type: "url_verification", challenge: "abc-123", token: "t" };
    const unsigned = (body: object): Request =>
      new Request(WEBHOOK_URL, { method: "POST", body: JSON.stringify(body) });
    const before = performance.now();
    const answer = await ask(unsigned({ encrypt: encrypted(question, KEY) }));
    expect(performance.now() - before).toBeLessThan(1_000);
    expect([answer.status, await answer.json()]).toEqual([200, { challenge: "abc-123" }]);
    expect(await status(unsigned(question))).toBe(401);
    expect(await status(unsigned({ encrypt: encrypted(question, "another key") }))).toBe(401);
  });

  it("refuses what is not signed, signed by another, changed on the way, too old or of tomorrow", async () => {
    const { got } = running;
    const refused = [
      webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds(), { "x-lark-signature": "" }),
      webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds(), { "x-lark-signature": "0".repeat(64) }),
      webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds(), { "x-lark-request-nonce": "other" }),
      webhookRequest(WEBHOOK_URL, event("x"), "another key", seconds()),
      webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds() - 301),
      webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds() + 302),
      new Request(WEBHOOK_URL, { method: "POST", body: JSON.stringify(event("x")) }),
      new Request(WEBHOOK_URL, { method: "POST", body: "{" }),
    ];
    const signed = webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds());
    const headers = Object.fromEntries(signed.headers);
    // The same JSON, written another way, is another body.
    refused.push(new Request(WEBHOOK_URL, { method: "POST", headers, body: ` ${await signed.text()}` }));
    for (const request of refused) expect(await status(request)).toBe(401);
    expect(got).toEqual([]);
    expect(await status(webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds() - 290))).toBe(200);
    expect(got).toHaveLength(1);
  });

  it("compares signatures whatever their length or letters", () => {
    const body = new TextEncoder().encode("{}");
    const base = { timestamp: "1000", nonce: "n", body };
    const signature = "b0f8c2b6e6a94dd4a3b1c3b9a1d1a1f6f0c9e2d34b5a697887766554433221ff";
    for (const given of [null, "", "zz", signature, signature.slice(2)])
      expect(isSigned({ ...base, signature: given }, KEY, 1_000_000)).toBe(false);
    expect(isSigned({ ...base, timestamp: "1e3", signature }, KEY, 1_000_000)).toBe(false);
  });

  it("refuses what is too large, whatever it says about its size", async () => {
    const large = "x".repeat(1024 * 1024 + 1);
    expect(await status(new Request(WEBHOOK_URL, { method: "POST", body: large }))).toBe(413);
    const stream = new ReadableStream({
      start(controller) {
        for (let part = 0; part < 20; part++)
          controller.enqueue(new TextEncoder().encode("x".repeat(64 * 1024)));
        controller.close();
      },
    });
    expect(
      await status(new Request(WEBHOOK_URL, { method: "POST", body: stream, duplex: "half" } as RequestInit)),
    ).toBe(413);
  });

  it("says 500 while it cannot store, so that it comes again, also within three seconds of a store that hangs", async () => {
    const { platform, got } = running;
    fail = true;
    await platform.say(ANN, "一");
    expect([got.length, platform.deliveries.owed()]).toEqual([0, 1]);
    fail = false;
    await platform.deliveries.pass(15_000);
    await expect
      .poll(() => got.map(({ content }: Incoming) => content))
      .toEqual([{ kind: "text", text: "一" }]);
  });

  it("says 500 before the start and after the stop", async () => {
    const other = await run({ settings: { intake }, start: false });
    const request = (): Request => webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds());
    expect((await other.channel.fetch?.(request()))?.status).toBe(500);
    await other.channel.start(async () => {});
    await listening(other.channel);
    await other.channel.stop();
    expect((await other.channel.fetch?.(request()))?.status).toBe(500);
    await other.stop();
  });

  it("is deaf, and says so, with a secret that is wrong", async () => {
    const other = await run({ settings: { intake }, start: false });
    const right = other.platform.world.app.secret;
    other.platform.world.app.secret = "another";
    await other.channel.start(async () => {});
    await deaf(other.channel, "unauthorized");
    other.platform.world.app.secret = right;
    await listening(other.channel);
    await other.stop();
  });

  it("has a long connection answer no request", async () => {
    const other = await run();
    expect(
      await other.channel.fetch?.(webhookRequest(WEBHOOK_URL, event("x"), KEY, seconds())),
    ).toBeUndefined();
    await other.stop();
  });
});
