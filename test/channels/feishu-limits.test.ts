// The platform's limits hold whatever is sent: 50 a second and 1,000 a minute for the app, 5 a second for each chat.
import { describe, expect, it } from "vitest";
import { createPacer, type Pacer } from "../../src/channels/pacing.ts";
import { groupTalk } from "../../src/domain/group.ts";
import { person, reply, run } from "../support/feishu/run.ts";

describe("the limits of Feishu", () => {
  it("are enforced by the stand-in: whoever does not pace is found out", async () => {
    const pacer: Pacer = { run: (_, work) => work(), hold() {} };
    const { platform, send, stop } = await run({ channel: { pacer } });
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => send(person(1), reply(`第${index}条`)).catch(() => {})),
    );
    expect(platform.world.violations.length).toBeGreaterThan(0);
    await stop();
  });

  it("hold for sixty chats with several replies each, and each chat's are in order", async () => {
    const { platform, send, stop } = await run();
    const started = performance.now();
    const chats = Array.from({ length: 60 }, (_, index) => person(index + 1));
    await Promise.all(chats.map((chat) => send(chat, ...[1, 2, 3].map((number) => reply(`第${number}条`)))));
    expect(platform.world.violations).toEqual([]);
    for (const chat of chats)
      expect(platform.seen(chat).map((one) => one.text)).toEqual(["第1条", "第2条", "第3条"]);
    // 180 messages at 50 a second.
    expect(performance.now() - started).toBeGreaterThan(2_900);
    await stop();
  });

  it("hold in one group where many ask at once", async () => {
    const { platform, send, stop } = await run();
    const group = await platform.found(person(1));
    const asking = Array.from({ length: 15 }, (_, index) => person(index + 1));
    const asked = await Promise.all(
      asking.map((one) => platform.say(one, "疗休养", { group, mention: true })),
    );
    await Promise.all(
      asking.map((one, index) => send(groupTalk(group, one), reply("六月。", { to: asked[index] ?? "" }))),
    );
    expect(platform.world.violations).toEqual([]);
    expect(new Set(platform.seen(group).map(({ repliesTo }) => repliesTo))).toEqual(new Set(asked));
    await stop();
  });

  it("hold for edits of one message, whoever makes them", async () => {
    const { platform, send, stop } = await run();
    const [[first = ""] = []] = await send(person(1), reply("一"));
    await Promise.all(
      [1, 2, 3, 4, 5, 6, 7, 8].map((number) => send(person(1), reply(`第${number}次`, { replaces: first }))),
    );
    expect(platform.world.violations).toEqual([]);
    expect(platform.seen(person(1)).map(({ edits }) => edits)).toEqual([8]);
    await stop();
  });

  it("hold for edits of many messages at once", async () => {
    const { platform, send, stop } = await run();
    const chats = Array.from({ length: 120 }, (_, index) => person(index + 1));
    const first = await Promise.all(chats.map((chat) => send(chat, reply("一"))));
    await Promise.all(
      chats.map((chat, index) => send(chat, reply("二", { replaces: first[index]?.[0]?.[0] ?? "" }))),
    );
    expect(platform.world.violations).toEqual([]);
    for (const chat of chats)
      expect(platform.seen(chat).map(({ text, edits }) => [text, edits])).toEqual([["二", 1]]);
    await stop();
  });

  it("hold for more than a thousand a minute", async () => {
    // Waiting takes no time here: the pacer and the platform read the same clock.
    let at = 0;
    const clock = (): number => at;
    let waiting: { until: number; done: () => void }[] = [];
    const wait = (milliseconds: number): Promise<void> =>
      new Promise((done) => {
        waiting.push({ until: at + milliseconds, done });
      });
    const { platform, send, stop } = await run({
      platform: { clock },
      channel: { pacer: createPacer({ now: clock, wait }) },
    });
    const over = new AbortController();
    const passing = (async () => {
      while (!over.signal.aborted) {
        await new Promise((done) => setTimeout(done, 2));
        const next = Math.min(...waiting.map(({ until }) => until));
        if (!Number.isFinite(next)) continue;
        at = Math.max(at, next);
        const due = waiting.filter(({ until }) => until <= at);
        waiting = waiting.filter(({ until }) => until > at);
        for (const { done } of due) done();
      }
    })();
    const chats = Array.from({ length: 350 }, (_, index) => person(index + 1));
    await Promise.all(chats.map((chat) => send(chat, reply("一"), reply("二"), reply("三"))));
    over.abort();
    await passing;
    expect(platform.world.violations).toEqual([]);
    expect(platform.world.messages.size).toBe(1_050);
    expect(at).toBeGreaterThan(60_000);
    await stop();
  });
});
