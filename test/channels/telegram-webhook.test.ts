// Updates that Telegram brings: only with the secret, only of a size, 200 only when stored, in order, and looked after.
import { describe, expect, it } from "vitest";
import type { Incoming } from "../../src/domain/message.ts";
import { serve } from "../../src/http.ts";
import { gather, until, WEBHOOK } from "../support/telegram/channel.ts";
import { telegramStage } from "../support/telegram/stage.ts";

const SECRET = "x-telegram-bot-api-secret-token";

describe("Telegram's webhook", () => {
  const { platform, run } = telegramStage(20);

  async function started(inbox = gather()) {
    const all = await run({ webhook: WEBHOOK }, inbox);
    platform().deliverTo((request) => all.channel.fetch(request));
    await until(() => all.channel.state().kind === "listening");
    return all;
  }

  const post = (body: string, headers: Record<string, string> = { [SECRET]: WEBHOOK.secret }): Request =>
    new Request(WEBHOOK.url, { method: "POST", body, headers });

  it("is set with the secret and what it is to be told of, and brings messages over HTTP", async () => {
    const { channel, got } = await run({ webhook: WEBHOOK });
    await until(() => channel.state().kind === "listening");
    const server = await serve({
      host: "127.0.0.1",
      port: 0,
      routes: [channel.fetch],
      log: { info() {}, error() {} },
    });
    platform().deliverTo(async (request) =>
      fetch(`http://127.0.0.1:${server.port}${new URL(request.url).pathname}`, {
        method: "POST",
        headers: request.headers,
        body: await request.text(),
      }),
    );
    expect(platform().world.webhook).toMatchObject({
      ...WEBHOOK,
      allowed: ["message", "callback_query", "my_chat_member"],
    });
    const person = platform().person();
    const told = person.say("有吗");
    await platform().acknowledged(told.update);
    expect(got.map(({ content }) => content)).toEqual([{ kind: "text", text: "有吗" }]);
    expect(platform().calls.some(({ method }) => method === "getUpdates")).toBe(false);
    await server.stop(100);
  });

  it("takes nothing without the secret, of another path, too long or that is no update", async () => {
    const { channel, got } = await started();
    const status = async (request: Request): Promise<number | undefined> =>
      (await channel.fetch(request))?.status;
    const update = JSON.stringify({
      update_id: 1,
      message: { message_id: 1, from: { id: 5 }, chat: { id: 5, type: "private" }, text: "x" },
    });
    expect(await status(post(update, {}))).toBe(401);
    expect(await status(post(update, { [SECRET]: `${WEBHOOK.secret}x` }))).toBe(401);
    expect(await status(post(update, { [SECRET]: "" }))).toBe(401);
    expect(
      await status(new Request("https://bot.example/other", { method: "POST", body: update })),
    ).toBeUndefined();
    expect(await status(new Request(WEBHOOK.url))).toBe(405);
    expect(await status(post("x".repeat(1_100_000)))).toBe(413);
    expect(await status(post("{"))).toBe(400);
    expect(await status(post("{}"))).toBe(200);
    expect(got).toEqual([]);
    expect(await status(post(update))).toBe(200);
    expect(got).toHaveLength(1);
  });

  it("answers 200 only for what is stored, and what comes behind it in the chat does not overtake", async () => {
    const inbox = gather();
    let full = true;
    const slow = async (incoming: Incoming): Promise<void> => {
      await new Promise((done) => setTimeout(done, 5));
      if (full) throw new Error("the disk is full");
      inbox.got.push(incoming);
    };
    const { channel } = await started({ ...inbox, onMessage: slow });
    const person = platform().person();
    const update = (id: number, text: string): string =>
      JSON.stringify({
        update_id: id,
        message: { message_id: id, from: { id: person.id }, chat: { id: person.id, type: "private" }, text },
      });
    const both = await Promise.all([1, 2].map((id) => channel.fetch(post(update(id, String(id))))));
    expect(both.map((one) => one?.status)).toEqual([500, 500]);
    full = false;
    const all = await Promise.all([1, 2, 3].map((id) => channel.fetch(post(update(id, String(id))))));
    expect(all.map((one) => one?.status)).toEqual([200, 200, 200]);
    expect(inbox.words()).toEqual(["1", "2", "3"]);
    full = true;
    const told = person.say("等等");
    await new Promise((done) => setTimeout(done, 50));
    expect(platform().world.updates).toHaveLength(1);
    full = false;
    await platform().acknowledged(told.update);
    expect(inbox.words().at(-1)).toBe("等等");
  });

  it("takes nothing before the start and after the stop, so that Telegram brings it again", async () => {
    const { channel } = await started();
    await channel.stop();
    expect((await channel.fetch(post("{}")))?.status).toBe(503);
    // It stays set: another copy of the program may be there.
    expect(platform().world.webhook.url).toBe(WEBHOOK.url);
  });

  it("is set again when another took it, and tells when Telegram cannot reach it or does not know us", async () => {
    const { channel } = await run({
      webhook: WEBHOOK,
      wait: (_, signal) =>
        new Promise((done) => {
          const timer = setTimeout(done, 20);
          signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
        }),
    });
    await until(() => channel.state().kind === "listening");
    platform().world.webhook = { url: "https://other.example/" };
    await until(() => platform().world.webhook.url === WEBHOOK.url);
    await until(() => channel.state().kind === "listening");
    platform().deliverTo(async () => new Response(null, { status: 502 }));
    platform().person().say("有人吗");
    await until(() => channel.state().kind === "deaf");
    expect(channel.state()).toMatchObject({ why: "webhook" });
    const { token } = platform().world;
    platform().world.token = "7000000001:AAF-another";
    await until(() => Object(channel.state()).why === "unauthorized");
    platform().world.token = token;
    platform().deliverTo((request) => channel.fetch(request));
    await until(() => channel.state().kind === "listening");
  });
});
