// With the real store and inbox behind it: handed over in a moment, handled once, each chat by itself.
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { Handled } from "../../src/conversation/handling.ts";
import { createInbox, type Inbox } from "../../src/conversation/inbox.ts";
import type { Incoming } from "../../src/domain/message.ts";
import { messageEvent } from "../support/feishu/events.ts";
import { startFeishuPlatform, type FeishuPlatform } from "../support/feishu-platform.ts";
import { chatOf, listening, person, reply, settingsFor, text } from "../support/feishu/run.ts";
import { createFeishuChannel } from "../../src/channels/feishu.ts";
import type { Channel } from "../../src/channels/channel.ts";
import { createFileShelf } from "../support/file-shelf.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

const ANN = person(1);
const HOURS = 3_600_000;

let opened: TestStores;
beforeAll(async () => {
  opened = await openTestStores();
});
afterAll(() => opened.close());

interface Program {
  readonly channel: Channel;
  readonly inbox: Inbox;
}
const programs: Program[] = [];
const platforms: FeishuPlatform[] = [];
afterEach(async () => {
  for (const { channel, inbox } of programs.splice(0)) {
    await channel.stop();
    await inbox.stop(200);
  }
  for (const platform of platforms.splice(0)) {
    expect(platform.world.violations).toEqual([]);
    await platform.stop();
  }
});

async function play(): Promise<FeishuPlatform> {
  const platform = await startFeishuPlatform();
  platforms.push(platform);
  return platform;
}

async function program(
  platform: FeishuPlatform,
  handle: (incoming: Incoming, show: (text: string) => void) => Promise<Handled>,
): Promise<Program> {
  const conversations = opened.stores.conversations;
  const channel = createFeishuChannel(settingsFor(platform), {
    text,
    ...createFileShelf(),
    sentAs: conversations.sentAs,
    now: () => new Date(),
    log: { info() {}, error() {} },
  });
  const inbox = createInbox({
    stores: opened.stores,
    handle: (_, incoming, show) => handle(incoming, show),
    deliver: (address, replies, taken) => channel.send(address, replies, taken),
    working: (address, to) => channel.working?.(address, to),
    text,
    hotline: "12351",
    log: { info() {}, error() {} },
    now: () => new Date(),
    gather: 10,
  });
  await channel.start(inbox.receive);
  await inbox.resume(["feishu"]);
  await listening(channel);
  const made = { channel, inbox };
  programs.push(made);
  return made;
}

const said = ({ content }: Incoming): string => (content.kind === "text" ? content.text : content.kind);
const echo = async (incoming: Incoming): Promise<Handled> => ({
  state: {},
  replies: [reply(`re ${said(incoming)}`)],
});

describe("Feishu before a real store", () => {
  it("hands over within 200 ms at p99 while every answer takes ten seconds", async () => {
    const platform = await play();
    let release: () => void = () => {};
    const tenSeconds = new Promise<void>((done) => {
      release = done;
    });
    const { inbox } = await program(platform, async (incoming) => {
      await tenSeconds;
      return echo(incoming);
    });
    const took: number[] = [];
    for (let number = 0; number < 100; number++) {
      const before = performance.now();
      await platform.say(person(100 + (number % 20)), `第 ${number} 句`);
      took.push(performance.now() - before);
    }
    took.sort((one, other) => one - other);
    expect(took[98]).toBeLessThan(200);
    expect(platform.deliveries.owed()).toBe(0);
    release();
    await inbox.idle();
    for (let number = 0; number < 20; number++)
      expect(platform.seen(person(100 + number)).map((one) => one.text)).toEqual(
        [0, 1, 2, 3, 4].map((round) => `re 第 ${number + 20 * round} 句`),
      );
  });

  it("handles a message once, though it comes again hours later, after a restart and after the chat was forgotten", async () => {
    const platform = await play();
    let times = 0;
    const handle = (incoming: Incoming): Promise<Handled> => {
      times++;
      return echo(incoming);
    };
    const first = await program(platform, handle);
    const event = messageEvent({
      from: ANN,
      id: "om_once",
      type: "text",
      content: { text: "一次" },
      group: undefined,
      mentionsBot: false,
      parent: undefined,
    });
    await platform.bring(event);
    await platform.bring(event);
    await first.inbox.idle();
    await first.channel.stop();
    const second = await program(platform, handle);
    await platform.deliveries.pass(7 * HOURS);
    await platform.bring(event);
    await second.inbox.idle();
    await opened.stores.conversations.forget(chatOf(ANN));
    await platform.bring(event);
    await second.inbox.idle();
    expect(times).toBe(1);
    expect(platform.seen(ANN).map((one) => one.text)).toEqual(["re 一次"]);
  });

  it("lets a chat that waits for its model hold up no other", async () => {
    const platform = await play();
    let release: () => void = () => {};
    const slow = new Promise<void>((done) => {
      release = done;
    });
    const { inbox } = await program(platform, async (incoming) => {
      if (incoming.sender === person(50)) await slow;
      return echo(incoming);
    });
    await platform.say(person(50), "慢");
    await platform.say(person(51), "快");
    await expect.poll(() => platform.seen(person(51)).map((one) => one.text)).toEqual(["re 快"]);
    expect(platform.seen(person(50))).toEqual([]);
    release();
    await inbox.idle();
    expect(platform.seen(person(50)).map((one) => one.text)).toEqual(["re 慢"]);
  });

  it("shows an answer while it is written, and leaves one message", async () => {
    const platform = await play();
    const { inbox } = await program(platform, async (incoming, show) => {
      for (const words of ["疗休养", "疗休养每年", "疗休养每年四批"]) {
        show(words);
        await new Promise((done) => setTimeout(done, 300));
      }
      return echo(incoming);
    });
    await platform.say(person(60), "疗休养");
    await inbox.idle();
    const shown = platform.seen(person(60));
    expect(shown.map((one) => one.text)).toEqual(["re 疗休养"]);
    expect(shown[0]?.edits).toBeGreaterThan(0);
  });

  it("marks a form's choice from what the store knows of the message", async () => {
    const platform = await play();
    const { inbox } = await program(platform, async () => ({
      state: {},
      replies: [reply("是否同意？", { kind: "form", suggestions: ["同意"] })],
    }));
    await platform.say(person(70), "申请");
    await inbox.idle();
    await expect.poll(() => platform.seen(person(70))).toHaveLength(1);
    const [asked] = platform.seen(person(70));
    await platform.tap(person(70), asked?.id ?? "", asked?.buttons[0]);
    await expect
      .poll(() => platform.seen(person(70))[0], { timeout: 5_000 })
      .toMatchObject({ notes: ["已选：同意"], buttons: [] });
  });
});
