// What Telegram and the network do to a program: refusals, silence, broken connections, a token taken back, another poller.
import { describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import { replyOf, sent, until, untold } from "../support/telegram/channel.ts";
import { addressOf, telegramStage } from "../support/telegram/stage.ts";

const WORDS = "身份证号是一二三";

describe("Telegram in bad weather", () => {
  const { platform, run } = telegramStage(20);

  async function started(setting: Parameters<typeof run>[0] = {}) {
    const all = await run({ hold: 0.3, grace: 100, ...setting });
    const person = platform().person();
    person.start();
    await until(() => all.got.length === 1);
    const send = (said = "好", sequence = sent(replyOf(said))) =>
      all.channel.send(addressOf(person), [sequence], untold).then(
        () => "sent",
        (cause: unknown) =>
          cause instanceof AppError ? `${cause.code}${cause.retryable ? " again" : ""}` : "other",
      );
    /** Whatever was logged holds ids and codes. */
    const holdsNothing = (): void => {
      const logged = JSON.stringify(all.lines);
      for (const secret of [platform().token, platform().token.split(":")[1] ?? "", WORDS, "stand-in"]) {
        expect(logged).not.toContain(secret);
      }
    };
    return { ...all, person, send, holdsNothing };
  }

  it("tells apart who takes no messages, what is never taken, and what is to be tried again", async () => {
    const { send, person, holdsNothing } = await started();
    const weather = (status: number, description: string): void =>
      platform().weather("sendMessage", { kind: "error", status, description }, 1);
    person.block();
    expect(await send(WORDS)).toBe("channel.blocked");
    person.unblock();
    weather(400, "Bad Request: chat not found");
    expect(await send()).toBe("channel.blocked");
    weather(403, "Forbidden: user is deactivated");
    expect(await send()).toBe("channel.blocked");
    weather(400, "Bad Request: can't parse entities: stand-in");
    expect(await send(WORDS)).toBe("channel.refused");
    weather(400, "Bad Request: not enough rights to send text messages to the chat");
    expect(await send()).toBe("channel.refused");
    weather(502, "Bad Gateway");
    expect(await send()).toBe("channel.unreachable again");
    platform().weather("sendMessage", { kind: "page", status: 200 }, 1);
    expect(await send(WORDS)).toBe("channel.unreachable again");
    platform().weather("sendMessage", { kind: "drop" }, 1);
    expect(await send(WORDS)).toBe("channel.unreachable again");
    // Three in a row, after which nothing is tried for a moment.
    while ((await send()) !== "sent");
    platform().weather("sendMessage", { kind: "lost answer" }, 1);
    expect(await send()).toBe("channel.unreachable again");
    expect(await send()).toBe("sent");
    holdsNothing();
  });

  it("does what it is told by 429: waits as long as asked, then sends, and holds up nobody else", async () => {
    const { send, channel } = await started();
    const other = platform().person();
    other.start();
    platform().weather("sendMessage", { kind: "error", status: 429, parameters: { retry_after: 8 } }, 2);
    const begun = performance.now();
    const order: string[] = [];
    const slow = send().finally(() => order.push("slow"));
    await until(() => platform().calls.some(({ method }) => method === "sendMessage"));
    platform().clear();
    await channel.send(addressOf(other), [sent(replyOf("快"))], untold);
    order.push("quick");
    expect(await slow).toBe("sent");
    expect(order).toEqual(["quick", "slow"]);
    // Eight seconds, twenty times as fast.
    expect(performance.now() - begun).toBeGreaterThan(395);
  });

  it("is cut short where Telegram takes a request and never answers", async () => {
    const { send } = await started({ within: 200 });
    platform().weather("sendMessage", { kind: "hang" }, 1);
    const begun = performance.now();
    expect(await send(WORDS)).toBe("channel.unreachable again");
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await send()).toBe("sent");
  });

  it("fails at once for a while when nothing gets through, and finds out by itself that it does again", async () => {
    const { send, channel, person, got } = await started();
    platform().weather("*", { kind: "drop" });
    await until(() => channel.state().kind === "deaf");
    for (let count = 0; count < 10; count++) expect(await send()).toBe("channel.unreachable again");
    const tried = platform().calls.filter(({ method }) => method === "sendMessage").length;
    expect(tried).toBeLessThan(6);
    expect(channel.state()).toMatchObject({ kind: "deaf", why: "unreachable" });
    platform().clear();
    await until(() => channel.state().kind === "listening");
    expect(await send()).toBe("sent");
    person.say("还在吗");
    await until(() => got.length === 2);
  });

  it("repeats nothing of a long reply that failed half-way", async () => {
    const { send, person } = await started();
    const long = sent(replyOf("一句话说完了。".repeat(1_000)));
    const posts = (): number => platform().calls.filter(({ method }) => method === "sendMessage").length;
    const sending = send("", long);
    await until(() => posts() === 1);
    platform().weather("sendMessage", { kind: "error", status: 500 }, 1);
    expect(await sending).toBe("channel.unreachable again");
    expect(person.seen()).toHaveLength(1);
    expect(await send("", long)).toBe("sent");
    expect(person.seen()).toHaveLength(2);
    expect(
      person
        .seen()
        .map((one) => one.text)
        .join(""),
    ).toBe("一句话说完了。".repeat(1_000));
  });

  it("is deaf while another program polls, and listens again when it is gone", async () => {
    const { channel, person, got, lines } = await started();
    await until(() => platform().polling() === 1);
    await platform().rival();
    await until(() => channel.state().kind === "deaf");
    expect(channel.state()).toMatchObject({ why: "conflict", since: expect.stringMatching(/^\d{4}-/) });
    await until(() => channel.state().kind === "listening");
    person.say("还在吗");
    await until(() => got.length === 2);
    expect(lines.some(({ fields }) => "why" in fields && fields.why === "conflict")).toBe(true);
  });

  it("takes away a webhook that stands in the way, before it polls and while it does", async () => {
    platform().world.webhook = { url: "https://old.example/hook" };
    const { channel, got, person } = await started();
    expect(platform().world.webhook.url).toBe("");
    await until(() => platform().polling() === 1);
    platform().world.webhook = { url: "https://old.example/hook" };
    await until(() => channel.state().kind === "deaf");
    await until(() => channel.state().kind === "listening");
    person.say("还在吗");
    await until(() => got.length === 2);
  });

  it("is deaf when its token is taken back, tries seldom, and listens when there is one again", async () => {
    const waits: number[] = [];
    const { channel, send, holdsNothing } = await started({
      wait: (milliseconds, signal) => {
        waits.push(milliseconds);
        return new Promise((done) => {
          const timer = setTimeout(done, 40);
          signal.addEventListener("abort", () => (clearTimeout(timer), done()), { once: true });
        });
      },
    });
    const { token } = platform().world;
    platform().world.token = "7000000001:AAF-another";
    await until(() => channel.state().kind === "deaf");
    expect(channel.state()).toMatchObject({ why: "unauthorized" });
    expect(await send()).toBe("channel.unauthorized");
    await until(() => waits.length > 0);
    expect(Math.max(...waits)).toBeGreaterThanOrEqual(30_000);
    platform().world.token = token;
    await until(() => channel.state().kind === "listening");
    expect(await send()).toBe("sent");
    holdsNothing();
  });

  it("notices a poll that hangs beyond its time, and goes on with a new one", async () => {
    const { channel, got, person } = await started();
    platform().weather("getUpdates", { kind: "hang" }, 2);
    await until(() => channel.state().kind === "deaf");
    await until(() => channel.state().kind === "listening");
    person.say("还在吗");
    await until(() => got.length === 2);
  });

  it("waits as long as Telegram asks before it polls again", async () => {
    const waits: number[] = [];
    const { channel } = await started({
      wait: async (milliseconds) => {
        waits.push(milliseconds);
        await new Promise((done) => setTimeout(done, 5));
      },
    });
    platform().weather("getUpdates", { kind: "error", status: 429, parameters: { retry_after: 7 } }, 1);
    await until(() => waits.includes(7_000));
    await until(() => channel.state().kind === "listening");
  });

  it("starts without waiting for a platform that cannot be reached, and sends after it was stopped", async () => {
    platform().weather("*", { kind: "drop" }, 4);
    const begun = performance.now();
    const { channel, got } = await run({ hold: 0.3, grace: 100 });
    expect(performance.now() - begun).toBeLessThan(200);
    expect(channel.state().kind).toBe("deaf");
    const person = platform().person();
    person.start();
    await until(() => got.length === 1);
    await channel.stop();
    expect(channel.state().kind).toBe("deaf");
    await channel.send(addressOf(person), [sent(replyOf("再见"))], untold);
    expect(person.seen()).toHaveLength(1);
    person.say("有人吗");
    await new Promise((done) => setTimeout(done, 100));
    expect(got).toHaveLength(1);
  });

  it("does not mind a clock that jumps", async () => {
    let hours = 0;
    const { channel, person, got } = await started({
      now: () => new Date(Date.parse("2026-11-20T08:00:00Z") + (hours -= 5) * 3_600_000),
    });
    for (let count = 0; count < 4; count++) {
      await channel.send(addressOf(person), [sent(replyOf(`第${count}条`))], untold);
    }
    person.say("几点了");
    await until(() => got.length === 2);
    expect(channel.state().kind).toBe("listening");
    expect(person.seen()).toHaveLength(4);
  });
});
