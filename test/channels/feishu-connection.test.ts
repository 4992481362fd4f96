// The long connection: taken only when stored, brought again until then, and alive again whatever became of it.
import { afterEach, describe, expect, it } from "vitest";
import { createFeishuChannel } from "../../src/channels/feishu.ts";
import type { Incoming } from "../../src/domain/message.ts";
import { messageEvent, tapEvent } from "../support/feishu/events.ts";
import { APP_ID } from "../support/feishu-platform.ts";
import {
  deaf,
  listening,
  person,
  reply,
  run,
  type Running,
  type RunOptions,
  settingsFor,
  text,
} from "../support/feishu/run.ts";
import { createFileShelf } from "../support/file-shelf.ts";

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
const textOf = ({ content }: Incoming): string => (content.kind === "text" ? content.text : content.kind);

describe("an event", () => {
  it("is told to be taken only once it is stored", async () => {
    let store: () => void = () => {};
    const stored = new Promise<void>((done) => {
      store = done;
    });
    const { platform } = await open({ onMessage: () => stored });
    let told = false;
    const saying = platform.say(ANN, "一").finally(() => {
      told = true;
    });
    await new Promise((done) => setTimeout(done, 100));
    expect(told).toBe(false);
    store();
    await saying;
    expect([told, platform.deliveries.owed()]).toEqual([true, 0]);
  });

  it("comes again, as long as the platform brings it, until it can be stored, and is stored in order", async () => {
    let full = true;
    const { platform, got } = await open({
      platform: { within: 400 },
      channel: { limits: { pause: 20, deadline: 200 } },
      async onMessage() {
        if (full) throw new Error("disk full");
      },
    });
    await platform.say(ANN, "一");
    await platform.say(ANN, "二");
    expect([got.length, platform.deliveries.owed()]).toEqual([0, 2]);
    await platform.deliveries.pass(15_000);
    expect(platform.deliveries.owed()).toBe(2);
    full = false;
    await platform.deliveries.pass(300_000);
    await expect.poll(() => got.map(textOf), { timeout: 10_000 }).toEqual(["一", "二"]);
    await platform.deliveries.pass(3_600_000);
    await platform.deliveries.pass(21_600_000);
    expect(platform.deliveries.owed()).toBe(0);
  });

  it("of one chat waits for the one before, and holds up no other chat", async () => {
    let first = true;
    let store: () => void = () => {};
    const stored = new Promise<void>((done) => {
      store = done;
    });
    const { platform, got } = await open({
      async onMessage({ address }) {
        if (address.chat !== ANN || !first) return;
        first = false;
        await stored;
      },
    });
    const slow = platform.say(ANN, "一");
    const next = platform.say(ANN, "二");
    await platform.say(BO, "别的");
    expect(got.map(textOf)).toEqual(["别的"]);
    store();
    await Promise.all([slow, next]);
    expect(got.map(textOf)).toEqual(["别的", "一", "二"]);
  });

  it("in several parts is put together, and one nobody handles is no fault", async () => {
    const { platform, got } = await open();
    platform.links.splitAt(300);
    await platform.say(ANN, "很长的话".repeat(300));
    expect(textOf(got[0] as Incoming)).toBe("很长的话".repeat(300));
    await platform.bring({
      schema: "2.0",
      header: { event_id: "1", event_type: "im.message.message_read_v1" },
      event: {},
    });
    expect(platform.deliveries.owed()).toBe(0);
  });

  it("of a card of the old kind is left alone by the SDK: taps are subscribed as callbacks", async () => {
    const { platform, got } = await open();
    const old = platform.links.send(tapEvent(ANN, "om_1", "oc_1", { say: "x" }), "card");
    const late = new Promise((done) => setTimeout(() => done("nothing"), 200));
    expect(await Promise.race([old, late])).toBe("nothing");
    expect(got).toEqual([]);
  });

  it("that is tapped and cannot be stored shows the member so, and is not tried behind their back", async () => {
    let tries = 0;
    const { platform, send } = await open({
      async onMessage() {
        tries++;
        throw new Error("down");
      },
    });
    await send(ANN, reply("是否同意？", { kind: "form", suggestions: ["同意"] }));
    const [asked] = platform.seen(ANN);
    expect(await platform.tap(ANN, asked?.id ?? "", asked?.buttons[0])).toMatchObject({ taken: false });
    expect(tries).toBe(1);
    expect(platform.seen(ANN)[0]?.buttons).toHaveLength(1);
  });
});

describe("the connection", () => {
  it("is made again when it breaks, and says so meanwhile", async () => {
    const { platform, channel, got } = await open({ channel: { limits: { pause: 200 } } });
    platform.links.hangUp();
    await deaf(channel, "unreachable");
    await listening(channel);
    await platform.say(ANN, "还在吗");
    expect(got.map(textOf)).toEqual(["还在吗"]);
  });

  it("that is half-open is noticed and made again", async () => {
    const { platform, channel, got } = await open({
      platform: { pingSeconds: 1, within: 200 },
      channel: { limits: { pause: 20, silence: 300 } },
    });
    platform.links.fallSilent();
    await platform.say(ANN, "听得到吗");
    await deaf(channel, "unreachable");
    platform.links.fallSilent(false);
    await listening(channel);
    await platform.deliveries.pass(15_000);
    expect(got.map(textOf)).toEqual(["听得到吗"]);
    expect(platform.links.count()).toBe(1);
  });

  it("whose handshake hangs is given up and tried again", async () => {
    const running = await open({ start: false, channel: { limits: { pause: 20, handshake: 200 } } });
    running.platform.links.hang();
    await running.channel.start(async () => {});
    await new Promise((done) => setTimeout(done, 900));
    expect(running.channel.state?.()).toMatchObject({ kind: "deaf" });
    running.platform.links.hang(false);
    await listening(running.channel);
    expect(
      running.platform.world.requests.filter((one) => one.includes("/ws/endpoint")).length,
    ).toBeGreaterThan(1);
  });

  it("starts though the platform cannot be reached, and is made as soon as it can", async () => {
    const running = await open({ start: false, channel: { limits: { pause: 20 } } });
    running.platform.weather.bring(/.*/, { kind: "drop" }, 1_000);
    await running.channel.start(async () => {});
    await deaf(running.channel, "unreachable");
    running.platform.weather.clear();
    await listening(running.channel);
  });

  it("is refused with a wrong secret, which is said, and made when the secret is right again", async () => {
    const running = await open({ start: false, channel: { limits: { pause: 20 } } });
    const right = running.platform.world.app.secret;
    running.platform.world.app.secret = "another";
    await running.channel.start(async () => {});
    await deaf(running.channel, "unauthorized");
    running.platform.world.app.secret = right;
    await listening(running.channel);
    const since = running.channel.state?.();
    expect(since).toEqual({ kind: "listening" });
  });

  it("is one of fifty: the next one is told that there are too many", async () => {
    const running = await open({ start: false, channel: { limits: { pause: 20 } } });
    running.platform.weather.bring(/endpoint/, { kind: "answer", status: 200, code: 1000040350 }, 3);
    await running.channel.start(async () => {});
    await deaf(running.channel, "conflict");
    await listening(running.channel);
  });

  it("ends with the channel, and nothing is taken after that", async () => {
    const { platform, channel, got } = await open({ platform: { within: 200 } });
    await channel.stop();
    await expect.poll(() => platform.links.count()).toBe(0);
    await platform.say(ANN, "zu spät");
    expect([got.length, platform.deliveries.owed()]).toEqual([0, 1]);
    await channel.send(
      { channel: "feishu", chat: ANN },
      [{ sequence: 1, reply: reply("还能发") }],
      async () => {},
    );
    expect(platform.seen(ANN).map((one) => one.text)).toEqual(["还能发"]);
  });

  it("does not care for a clock that jumps", async () => {
    let ahead = 0;
    const { platform, channel, send, got } = await open({
      channel: { now: () => new Date(Date.now() + ahead) },
    });
    ahead = -3_600_000;
    await platform.say(ANN, "一");
    await send(ANN, reply("一"));
    ahead = 30 * 86_400_000;
    await platform.say(ANN, "二");
    await send(ANN, reply("二"));
    expect([got.length, platform.seen(ANN).length, channel.state?.()]).toEqual([2, 2, { kind: "listening" }]);
  });
});

describe("what is logged", () => {
  it("holds neither words nor secrets, whatever fails", async () => {
    const { platform, channel, logged, send } = await open();
    const printed: string[] = [];
    const consoles = ["log", "info", "warn", "error", "debug", "trace"] as const;
    const before = consoles.map((name) => console[name]);
    for (const name of consoles) console[name] = (...parts: unknown[]) => void printed.push(parts.join(" "));
    try {
      platform.weather.bring(/messages/, { kind: "answer", status: 400, code: 230099 });
      await expect(send(ANN, reply("身份证 530102199001011234"))).rejects.toMatchObject({
        code: "channel.refused",
        detail: { platform: "230099", status: "400" },
        message: "channel.refused",
      });
      platform.links.hangUp();
      await deaf(channel, "unreachable");
      await listening(channel);
      await platform.bring(
        messageEvent({
          from: ANN,
          id: "om_x",
          type: "text",
          content: { text: "身份证" },
          group: undefined,
          mentionsBot: false,
          parent: undefined,
        }),
      );
    } finally {
      consoles.forEach((name, index) => Object.assign(console, { [name]: before[index] }));
    }
    expect(printed).toEqual([]);
    expect(logged.length).toBeGreaterThan(0);
    expect(logged.join()).not.toMatch(/身份证|530102|t-|s3cr3t/);
  });

  it("shares no token with another app in the same program", async () => {
    const { platform, send } = await open();
    await send(ANN, reply("一"));
    const other = createFeishuChannel(
      { ...settingsFor(platform), appId: APP_ID.replace("cli_a", "cli_b") },
      {
        text,
        ...createFileShelf(),
        sentAs: async () => undefined,
        now: () => new Date(),
        log: { info() {}, error() {} },
      },
    );
    await expect(
      other.send({ channel: "feishu", chat: ANN }, [{ sequence: 1, reply: reply("二") }], async () => {}),
    ).rejects.toMatchObject({ code: "channel.unauthorized" });
    expect(other.state?.()).toMatchObject({ kind: "deaf" });
  });
});
