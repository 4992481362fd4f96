// Whatever the platform answers, or does not: each failure has one meaning, and nothing is lost or hammered.
import { afterEach, describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import { person, reply, run, type Running, type RunOptions } from "../support/feishu/run.ts";

const [ANN, BO] = [person(1), person(2)] as const;
const opened: Running[] = [];
const open = async (options?: RunOptions): Promise<Running> => {
  const running = await run(options);
  opened.push(running);
  return running;
};
afterEach(async () => {
  for (const running of opened.splice(0)) {
    expect(running.platform.world.violations).toEqual([]);
    await running.stop();
  }
});
const SEND = /^POST .*im\/v1\/messages/;
const sends = ({ platform }: Running): number =>
  platform.world.requests.filter((one) => SEND.test(one)).length;

describe("a reply to Feishu", () => {
  it.each([
    [230013, "channel.blocked"],
    [230029, "channel.blocked"],
    [230053, "channel.blocked"],
    [230022, "channel.refused"],
    [230099, "channel.refused"],
    [99991672, "channel.unauthorized"],
    [230006, "channel.unauthorized"],
  ])("is told apart by the code %i: %s", async (code, meaning) => {
    const running = await open();
    running.platform.weather.bring(SEND, { kind: "answer", status: 400, code });
    const failure = await running.send(ANN, reply("一")).catch((cause: unknown) => cause);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: meaning, retryable: false, detail: { platform: String(code) } });
    expect(JSON.stringify(failure)).not.toContain("姓名");
    await running.send(ANN, reply("二"));
    expect(running.platform.seen(ANN).map((one) => one.text)).toEqual(["二"]);
  });

  it("to a group we were thrown out of, or that is no more, is blocked", async () => {
    const running = await open();
    const group = await running.platform.found(ANN);
    await running.platform.throwOut(group);
    await expect(running.send(`${group}#${BO}`, reply("一"))).rejects.toMatchObject({
      code: "channel.blocked",
    });
    await running.platform.disband(group);
    await expect(running.send(group, reply("一"))).rejects.toMatchObject({ code: "channel.blocked" });
    running.platform.world.unreachable.set(BO, 230013);
    await expect(running.send(BO, reply("一"))).rejects.toMatchObject({ code: "channel.blocked" });
  });

  it("waits as long as it is told to, for the app and for one chat, and then goes out", async () => {
    const running = await open();
    const { weather } = running.platform;
    weather.bring(SEND, {
      kind: "answer",
      status: 429,
      code: 99991400,
      headers: { "x-ogw-ratelimit-reset": "1" },
    });
    const before = performance.now();
    await running.send(ANN, reply("一"));
    expect(performance.now() - before).toBeGreaterThanOrEqual(950);
    weather.bring(SEND, {
      kind: "answer",
      status: 400,
      code: 230020,
      headers: { "x-ogw-ratelimit-reset": "1" },
    });
    const slow = running.send(ANN, reply("二"));
    await expect.poll(() => sends(running)).toBe(3);
    const other = performance.now();
    await running.send(BO, reply("别的"));
    expect(performance.now() - other).toBeLessThan(800);
    await slow;
    weather.bring(SEND, { kind: "answer", status: 429, code: 0, headers: { "x-ogw-ratelimit-reset": "0" } });
    await running.send(ANN, reply("三"));
    expect(running.platform.seen(ANN).map((one) => one.text)).toEqual(["一", "二", "三"]);
  });

  it("is given back when the platform makes it wait for ever", async () => {
    const running = await open();
    const reset = { "x-ogw-ratelimit-reset": "0" };
    running.platform.weather.bring(
      SEND,
      { kind: "answer", status: 429, code: 99991400, headers: reset },
      100,
    );
    await expect(running.send(ANN, reply("一"))).rejects.toMatchObject({
      code: "channel.unreachable",
      retryable: true,
    });
    expect(sends(running)).toBeLessThan(10);
  });

  it("renews a token that ran out or was revoked, once", async () => {
    const running = await open();
    await running.send(ANN, reply("一"));
    const given = running.platform.world.tokensGiven;
    running.platform.endTokens();
    await running.send(ANN, reply("二"));
    expect(running.platform.world.tokensGiven).toBe(given + 1);
    running.platform.weather.bring(SEND, { kind: "answer", status: 400, code: 99991663 }, 100);
    await expect(running.send(ANN, reply("三"))).rejects.toMatchObject({ code: "channel.unauthorized" });
    expect(running.channel.state?.()).toMatchObject({ kind: "deaf", why: "unauthorized" });
    running.platform.weather.clear();
    await running.send(ANN, reply("三"));
    expect(running.channel.state?.()).toEqual({ kind: "listening" });
    expect(running.platform.seen(ANN).map((one) => one.text)).toEqual(["一", "二", "三"]);
  });

  it("asks for one token though many are sent at once", async () => {
    const running = await open();
    running.platform.endTokens();
    const given = running.platform.world.tokensGiven;
    await Promise.all([3, 4, 5, 6, 7].map((number) => running.send(person(number), reply("同时"))));
    expect(running.platform.world.tokensGiven).toBeLessThanOrEqual(given + 2);
  });

  it("that meets a secret which was changed is unauthorized, and says so", async () => {
    const running = await open();
    running.platform.endTokens();
    running.platform.world.app.secret = "another";
    await expect(running.send(ANN, reply("一"))).rejects.toMatchObject({ code: "channel.unauthorized" });
    expect(running.channel.state?.()).toMatchObject({ kind: "deaf", why: "unauthorized" });
  });

  it.each([
    ["a server that is broken", { kind: "answer", status: 502 }],
    ["one that says it is busy", { kind: "answer", status: 400, code: 2200 }],
    ["a connection that drops", { kind: "drop" }],
    ["silence", { kind: "hang" }],
  ] as const)("meets %s: to be sent again", async (_, trouble) => {
    const running = await open({ channel: { limits: { pause: 20, timeout: 300 } } });
    running.platform.weather.bring(SEND, trouble);
    await expect(running.send(ANN, reply("一"))).rejects.toMatchObject({
      code: "channel.unreachable",
      retryable: true,
    });
    await running.send(ANN, reply("二"));
    expect(running.platform.seen(ANN).map((one) => one.text)).toEqual(["二"]);
  });

  it("fails at once for a while when the platform did not answer several times", async () => {
    let at = 0;
    const running = await open({ channel: { limits: { pause: 20 }, clock: () => at } });
    running.platform.weather.bring(SEND, { kind: "answer", status: 503 }, 100);
    for (let times = 0; times < 20; times++) {
      await expect(running.send(ANN, reply("一"))).rejects.toMatchObject({ code: "channel.unreachable" });
    }
    expect(sends(running)).toBe(3);
    at += 2_100;
    await expect(running.send(ANN, reply("一"))).rejects.toMatchObject({ retryable: true });
    await expect(running.send(ANN, reply("一"))).rejects.toMatchObject({ retryable: true });
    expect(sends(running)).toBe(4);
    running.platform.weather.clear();
    at += 60_000;
    await running.send(ANN, reply("二"));
    await running.send(ANN, reply("三"));
    expect(running.platform.seen(ANN).map((one) => one.text)).toEqual(["二", "三"]);
  });

  it("leaves what was not taken to the caller, and nothing else", async () => {
    const running = await open();
    running.platform.weather.bring(SEND, { kind: "answer", status: 500 }, 1, 1);
    const taken: number[] = [];
    const numbered = [1, 2, 3].map((sequence) => ({ sequence, reply: reply(`第${sequence}条`) }));
    const send = (replies: typeof numbered): Promise<void> =>
      running.channel.send({ channel: "feishu", chat: ANN }, replies, async ({ sequence }) => {
        taken.push(sequence);
      });
    await expect(send(numbered)).rejects.toMatchObject({ retryable: true });
    expect(taken).toEqual([1]);
    await send(numbered.slice(1));
    expect(running.platform.seen(ANN).map((one) => one.text)).toEqual(["第1条", "第2条", "第3条"]);
  });
});
