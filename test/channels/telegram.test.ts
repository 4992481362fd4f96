// The channel at the stand-in through the real client: the contract of every channel, and what is Telegram's own.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { channelContract } from "../contracts/channel.ts";
import {
  gather,
  openChannel,
  replyOf,
  sent,
  text,
  until,
  untold,
  WEBHOOK,
} from "../support/telegram/channel.ts";
import { type Person, startTelegram, type TelegramPlatform } from "../support/telegram-platform.ts";

for (const way of ["by long polling", "by webhook"] as const) {
  let platform: TelegramPlatform;
  beforeAll(async () => {
    platform = await startTelegram({ speed: 50 });
  });
  afterAll(async () => {
    expect(platform.violations).toEqual([]);
    await platform.stop();
  });

  interface Known {
    readonly person: Person;
    readonly ids: Map<string, number>;
    stop?: () => Promise<void>;
  }
  const people = new Map<string, Known>();
  channelContract(`Telegram ${way}`, async (member) => {
    const known: Known = people.get(member) ?? { person: platform.person(), ids: new Map() };
    people.set(member, known);
    // Connected anew is started anew: two pollers would take each other's updates.
    await known.stop?.();
    const { person, ids } = known;
    const { channel } = openChannel(platform, {
      speed: 50,
      ...(way === "by webhook" ? { webhook: WEBHOOK } : {}),
    });
    known.stop = channel.stop;
    if (way === "by webhook") platform.deliverTo((request) => channel.fetch(request));
    return {
      channel,
      async say(words, id) {
        const message = ids.get(id);
        const told = person.say(words, message === undefined ? {} : { message });
        ids.set(id, told.message);
        await platform.acknowledged(told.update);
      },
      seen: async () => person.seen().map((message) => message.text),
      wire: async () => platform.wire(),
    };
  });
}

describe("Telegram", () => {
  let platform: TelegramPlatform;
  let running: { stop(): Promise<void> }[] = [];
  beforeEach(async () => {
    platform = await startTelegram({ speed: 20 });
  });
  afterEach(async () => {
    for (const one of running) await one.stop();
    running = [];
    expect(platform.violations).toEqual([]);
    await platform.stop();
  });

  async function run(setting: Parameters<typeof openChannel>[1] = {}) {
    const { channel, lines } = openChannel(platform, { speed: 20, ...setting });
    const inbox = gather();
    await channel.start(inbox.onMessage);
    running.push(channel);
    return { channel, lines, ...inbox };
  }

  const addressOf = (person: Person) => ({ channel: "telegram", chat: String(person.id) });

  it("takes what is said in private, and shows the reply with its buttons", async () => {
    const { channel, got } = await run();
    const person = platform.person("王", "zh-hans");
    const told = person.say("有疗休养吗？");
    await platform.acknowledged(told.update);
    expect(got).toEqual([
      {
        address: { channel: "telegram", chat: String(person.id) },
        messageId: String(told.message),
        sender: String(person.id),
        content: { kind: "text", text: "有疗休养吗？" },
        locale: "zh-Hans",
        receivedAt: expect.any(String),
      },
    ]);
    const ids: string[][] = [];
    await channel.send(
      addressOf(person),
      [sent(replyOf("有。", { suggestions: ["/status", "那培训呢？"], answer: "a-1" }))],
      async (_, messages) => void ids.push([...messages]),
    );
    const [shown] = person.seen();
    expect(shown?.text).toBe("有。");
    expect(ids).toEqual([[String(shown?.id)]]);
    expect(shown?.buttons.map((row) => row.map((button) => button.text))).toEqual([
      [text("zh-Hans", "page.command.status"), "那培训呢？"],
      ["👍", "👎"],
    ]);
    person.tap("那培训呢？");
    person.tap("👍");
    await until(() => got.length === 3);
    expect(got.slice(1).map(({ content, tapped }) => ({ content, tapped }))).toEqual([
      { content: { kind: "text", text: "那培训呢？" }, tapped: String(shown?.id) },
      { content: { kind: "rating", answer: "a-1", rating: "up" }, tapped: String(shown?.id) },
    ]);
    await until(() => platform.world.toasts.length === 2);
    expect(platform.world.toasts.map((toast) => toast.text)).toEqual([
      undefined,
      text("zh-Hans", "chat.rated"),
    ]);
    expect(untold).toBeTypeOf("function");
  });
});
