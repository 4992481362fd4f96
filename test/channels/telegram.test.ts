// The channel at the stand-in through the real client: the contract of every channel, and what is Telegram's own.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { channelContract } from "../contracts/channel.ts";
import { openChannel, replyOf, sent, text, until, untold, WEBHOOK } from "../support/telegram/channel.ts";
import { addressOf, telegramStage } from "../support/telegram/stage.ts";
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

describe("Telegram in private", () => {
  const { platform, run } = telegramStage(20);

  it("takes what is said, and shows the reply with its buttons", async () => {
    const { channel, got } = await run();
    const person = platform().person("王", "zh-hans");
    const told = person.say("有疗休养吗？");
    await platform().acknowledged(told.update);
    expect(got).toEqual([
      {
        address: addressOf(person),
        messageId: String(told.message),
        sender: String(person.id),
        content: { kind: "text", text: "有疗休养吗？" },
        locale: "zh-Hans",
        receivedAt: expect.any(String),
      },
    ]);
    const ids: string[][] = [];
    const reply = replyOf("有。", { suggestions: ["/status", "那培训呢？"], answer: "a-1" });
    await channel.send(addressOf(person), [sent(reply)], async (_, messages) => void ids.push([...messages]));
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
    const toasts = (): (string | undefined)[] => platform().world.toasts.map((toast) => toast.text);
    await until(() => toasts().length === 2);
    expect(new Set(toasts())).toEqual(new Set([undefined, text("zh-Hans", "chat.rated")]));
    // An answer's own buttons stay: another of them can be tapped next.
    expect(person.seen()[0]?.buttons.flat()).toHaveLength(4);
  });

  it("shows on a form's message what was tapped, in its place, and takes the buttons away", async () => {
    const { channel, got } = await run();
    const person = platform().person();
    person.start();
    await until(() => got.length === 1);
    const form = replyOf("您的<婚姻>状况？", { kind: "form", suggestions: ["已婚", "未婚"] });
    await channel.send(addressOf(person), [sent(form)], untold);
    person.tap("未婚");
    await until(() => person.seen()[0]?.edits === 1);
    expect(got[1]?.content).toEqual({ kind: "text", text: "未婚" });
    expect(person.seen().map((one) => [one.text, one.buttons])).toEqual([["您的<婚姻>状况？\n\n✓ 未婚", []]]);
    await channel.send(addressOf(person), [sent({ ...form, suggestions: ["www.evil.com"] })], untold);
    person.tap("www.evil.com");
    await until(() => person.seen()[1]?.edits === 1);
    expect(person.seen()[1]?.entities.map(({ type }) => type)).toEqual(["code"]);
  });

  it("marks nothing where what became of a case stands already", async () => {
    let release: () => void = () => {};
    const { channel, got } = await run({
      wait: () => new Promise((done) => (release = () => done())),
    });
    const person = platform().person();
    person.start();
    await until(() => got.length === 1);
    const ids: string[] = [];
    const open = replyOf("案件 2026-000001", { kind: "case", suggestions: ["/approve 2026-000001"] });
    await channel.send(addressOf(person), [sent(open)], async (_, messages) => void ids.push(...messages));
    person.tap(person.seen()[0]?.buttons.flat()[0]?.text ?? "");
    await until(() => got.length === 2);
    const decided = replyOf("已通过 2026-000001", { kind: "case", replaces: ids[0] ?? "" });
    await channel.send(addressOf(person), [sent(decided)], untold);
    release();
    await new Promise((done) => setTimeout(done, 50));
    expect(person.seen().map((one) => one.text)).toEqual(["已通过 2026-000001"]);
  });

  it("leaves the other buttons of a case where a tap only looks", async () => {
    const { channel, got } = await run();
    const person = platform().person();
    person.start();
    await until(() => got.length === 1);
    const list = replyOf("待办两件。", {
      kind: "case",
      suggestions: ["/case 2026-000001", "/case 2026-000002"],
    });
    await channel.send(addressOf(person), [sent(list)], untold);
    const label = person.seen()[0]?.buttons.flat()[0]?.text ?? "";
    person.tap(label);
    await until(() => got.length === 2 && platform().world.toasts.length === 1);
    expect(got[1]?.content).toEqual({ kind: "text", text: "/case 2026-000001" });
    expect(person.seen()[0]).toMatchObject({ edits: 0, buttons: [expect.anything(), expect.anything()] });
  });

  it("asks to type when a button is too old to be known", async () => {
    const { got } = await run();
    const person = platform().person("某", "en");
    person.start();
    await until(() => got.length === 1);
    person.tapOld({ text: "很长", callback_data: "#3" }, 12);
    await until(() => platform().world.toasts.length === 1);
    expect(platform().world.toasts[0]?.text).toBe(text("en", "telegram.old-button"));
    expect(got).toHaveLength(1);
  });

  it("replaces a message of its own in place, and sends a new one where that cannot be done", async () => {
    const { channel, got } = await run();
    const person = platform().person();
    person.start();
    await until(() => got.length === 1);
    const ids: string[] = [];
    const send = (said: string, replaces?: string) =>
      channel.send(
        addressOf(person),
        [sent(replyOf(said, replaces === undefined ? {} : { replaces }))],
        async (_, messages) => void ids.push(...messages),
      );
    await send("正在写");
    await send("写好了", ids[0]);
    expect(person.seen().map((one) => one.text)).toEqual(["写好了"]);
    await send("写好了", ids[0]);
    await send("又一条", "99999");
    await send("长".repeat(5_000), ids[0]);
    expect(person.seen().map((one) => one.text.length)).toEqual([4_096, 3, 904]);
    expect(ids.slice(0, 3)).toEqual([ids[0], ids[0], ids[0]]);
  });

  it("types while an answer is worked on, and lets it grow in one message that the answer replaces", async () => {
    const { channel, got } = await run();
    const person = platform().person();
    person.start();
    await until(() => got.length === 1);
    const working = channel.working(addressOf(person));
    await until(() => platform().world.actions.length > 0);
    for (let count = 1; count <= 60; count++) {
      working.show("字<".repeat(count));
      await new Promise((done) => setTimeout(done, 5));
    }
    const draft = await working.end();
    expect(draft).toBe(String(person.seen()[0]?.id));
    expect(person.seen()[0]?.edits).toBeGreaterThan(0);
    await channel.send(addressOf(person), [sent(replyOf("写好了。", { replaces: draft ?? "" }))], untold);
    const typed = platform().world.actions.length;
    working.show("太晚");
    await new Promise((done) => setTimeout(done, 300));
    expect(person.seen().map((one) => one.text)).toEqual(["写好了。"]);
    expect(platform().world.actions.length).toBe(typed);
    expect(await channel.working(addressOf(person)).end()).toBeUndefined();
  });

  it("sets the commands once, in each language and for each kind of chat", async () => {
    const first = await run();
    const { commands } = platform().world;
    await until(() => commands.size === 9);
    expect(JSON.stringify(commands.get("all_group_chats en"))).not.toContain("settings");
    expect(JSON.stringify(commands.get("all_chat_administrators zh"))).toContain("settings");
    await first.channel.stop();
    await run();
    const called = (method: string): number => platform().calls.filter((one) => one.method === method).length;
    await until(() => called("getMyCommands") === 18);
    expect(called("setMyCommands")).toBe(9);
  });
});
