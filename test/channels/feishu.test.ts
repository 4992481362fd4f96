// The channel over the real SDK, its real long connection and a stand-in that keeps the platform's limits.
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { createFeishuChannel } from "../../src/channels/feishu.ts";
import type { Reply } from "../../src/domain/message.ts";
import { channelContract } from "../contracts/channel.ts";
import { type FeishuPlatform, startFeishuPlatform } from "../support/feishu-platform.ts";
import {
  chatOf,
  listening,
  person,
  reply,
  run,
  type Running,
  settingsFor,
  text,
} from "../support/feishu/run.ts";
import { createFileShelf } from "../support/file-shelf.ts";

const ANN = person(1);
/** One a member, so that a restarted channel finds the one it knew. */
const platforms = new Map<string, Promise<FeishuPlatform>>();
afterAll(async () => {
  for (const platform of platforms.values()) await (await platform).stop();
});

channelContract("Feishu", async (member, store) => {
  const openId = `ou_${member}`;
  const started = platforms.get(openId) ?? startFeishuPlatform();
  platforms.set(openId, started);
  const platform = await started;
  const channel = createFeishuChannel(settingsFor(platform), {
    text,
    ...createFileShelf(),
    sentAs: store.sentAs,
    now: () => new Date(),
    log: { info() {}, error() {} },
  });
  return {
    channel: {
      ...channel,
      async start(onMessage) {
        await channel.start(onMessage);
        await listening(channel);
      },
    },
    async say(line, id) {
      await platform.say(openId, line, { id: `om_${id}` });
      expect(platform.world.violations).toEqual([]);
    },
    seen: async () => platform.seen(openId).map((one) => one.text),
    wire: async () => platform.world.wire.join("\n"),
  };
});
describe("Feishu in private", () => {
  let running: Running;
  beforeEach(async () => {
    running = await run();
  });
  afterEach(async () => {
    expect(running.platform.world.violations).toEqual([]);
    await running.stop();
  });

  it("hears what is said and answers it with buttons", async () => {
    const { platform, got, send } = running;
    const id = await platform.say(ANN, "怎么申请困难帮扶？");
    expect(got).toEqual([
      {
        address: chatOf(ANN),
        messageId: id,
        sender: ANN,
        content: { kind: "text", text: "怎么申请困难帮扶？" },
        receivedAt: expect.any(String),
      },
    ]);
    const [messages] = await send(
      ANN,
      reply("可以向单位工会提出。", { answer: "a1", suggestions: ["要什么材料？"] }),
    );
    const [shown] = platform.seen(ANN);
    expect(messages).toEqual([shown?.id]);
    expect(shown?.text).toBe("可以向单位工会提出。");
    expect(shown?.buttons.map(({ label }) => label)).toEqual(["要什么材料？", "👍 有用", "👎 没用"]);
  });

  it("takes a tap for the words, and a thumb for a rating with a word of thanks", async () => {
    const { platform, got, send } = running;
    await send(ANN, reply("可以。", { answer: "a1", suggestions: ["要什么材料？"] }));
    const [shown] = platform.seen(ANN);
    const [words, up] = shown?.buttons ?? [];
    expect(await platform.tap(ANN, shown?.id ?? "", words)).toMatchObject({ taken: true, toast: undefined });
    expect(await platform.tap(ANN, shown?.id ?? "", up)).toMatchObject({
      taken: true,
      toast: "已收到，谢谢",
    });
    expect(got.map(({ content, tapped }) => [content, tapped])).toEqual([
      [{ kind: "text", text: "要什么材料？" }, shown?.id],
      [{ kind: "rating", answer: "a1", rating: "up" }, shown?.id],
    ]);
    expect(new Set(got.map(({ messageId }) => messageId)).size).toBe(2);
    // What can be asked next stays there to be tapped.
    expect(platform.seen(ANN)[0]?.buttons).toHaveLength(3);
  });

  it("marks the choice in a form's message at once, and takes its buttons away", async () => {
    const { platform, send } = running;
    await send(ANN, reply("是否同意？", { kind: "form", suggestions: ["同意", "不同意"] }));
    const [asked] = platform.seen(ANN);
    const before = platform.world.requests.length;
    await platform.tap(ANN, asked?.id ?? "", asked?.buttons[0]);
    expect(platform.seen(ANN)).toMatchObject([{ text: "是否同意？", notes: ["已选：同意"], buttons: [] }]);
    expect(platform.world.requests.length).toBe(before);
  });

  it("marks nothing where what became of a case stands already", async () => {
    const { platform, send } = running;
    const open = reply("案件 2026-000001", { kind: "case", suggestions: ["/approve 2026-000001"] });
    const [[first = ""] = []] = await send(ANN, open);
    const [shown] = platform.seen(ANN);
    const tapped = platform.tap(ANN, first, shown?.buttons[0]);
    await send(ANN, reply("已通过 2026-000001", { kind: "case", replaces: first }));
    await tapped;
    await new Promise((done) => setTimeout(done, 700));
    expect(platform.seen(ANN)).toMatchObject([{ text: "已通过 2026-000001", notes: [], buttons: [] }]);
  });

  it("marks the choice a little later when the message cannot be looked up at once", async () => {
    await running.stop();
    const asked = reply("是否同意？", { kind: "form", suggestions: ["同意"] });
    running = await run({
      channel: {
        sentAs: async () => {
          await new Promise((done) => setTimeout(done, 300));
          return { sequence: 1, reply: asked };
        },
      },
    });
    const { platform, send } = running;
    await send(ANN, asked);
    const [shown] = platform.seen(ANN);
    const before = performance.now();
    await platform.tap(ANN, shown?.id ?? "", shown?.buttons[0]);
    expect(performance.now() - before).toBeLessThan(290);
    expect(platform.seen(ANN)[0]?.buttons).toHaveLength(1);
    await expect
      .poll(() => platform.seen(ANN)[0], { timeout: 3_000 })
      .toMatchObject({ notes: ["已选：同意"], buttons: [] });
  });

  it("puts a reply in the place of another message, or sends it anew where that cannot be done", async () => {
    const { platform, send } = running;
    const [[first = ""] = []] = await send(ANN, reply("材料齐了"));
    expect(await send(ANN, reply("已通过", { kind: "case", replaces: first }))).toEqual([[first]]);
    expect(platform.seen(ANN).map((one) => one.text)).toEqual(["已通过"]);
    const message = platform.world.messages.get(first);
    if (message !== undefined) message.recalled = true;
    const [[second] = []] = await send(ANN, reply("已发放", { kind: "case", replaces: first }));
    expect(second).not.toBe(first);
    expect(platform.seen(ANN).map((one) => one.text)).toEqual(["已发放"]);
    await send(ANN, reply("没有这一条", { replaces: "om_nothing" }));
    expect(platform.seen(ANN)).toHaveLength(2);
  });

  it("shows an answer while it grows, and lets the answer take its place", async () => {
    const { platform, channel, send } = running;
    const working = channel.working?.(chatOf(ANN));
    working?.show("疗休养");
    working?.show("疗休养每年");
    await expect.poll(() => platform.seen(ANN).map((one) => one.text)).toEqual(["疗休养每年 …"]);
    working?.show("疗休养每年组织");
    await expect
      .poll(() => platform.seen(ANN).map((one) => one.text), { timeout: 3_000 })
      .toEqual(["疗休养每年组织 …"]);
    const draft = await working?.end();
    await send(ANN, reply("疗休养每年组织四批。", draft === undefined ? {} : { replaces: draft }));
    expect(platform.seen(ANN).map((one) => one.text)).toEqual(["疗休养每年组织四批。"]);
    const quiet = channel.working?.(chatOf(ANN));
    expect(await quiet?.end()).toBeUndefined();
  });

  it("splits what is too long for a card, and tells all its messages", async () => {
    const { platform, send } = running;
    const long = "这是一句不长不短的话，说的是疗休养。".repeat(400);
    const [messages] = await send(ANN, reply(long));
    expect(messages?.length).toBeGreaterThan(1);
    expect(platform.seen(ANN).map(({ id }) => id)).toEqual(messages);
    expect(
      platform
        .seen(ANN)
        .map((one) => one.text)
        .join(""),
    ).toBe(long);
  });

  it("sends nothing twice under one name, though it is told to after a restart", async () => {
    const { platform } = running;
    const sequence = 7;
    const again = async (): Promise<void> => {
      const other = createFeishuChannel(settingsFor(platform), {
        text,
        ...createFileShelf(),
        sentAs: async () => undefined,
        now: () => new Date(),
        log: { info() {}, error() {} },
      });
      await other.send(chatOf(ANN), [{ sequence, reply: reply("只说一次") }], async () => {});
    };
    await again();
    await again();
    expect(platform.seen(ANN).map((one) => one.text)).toEqual(["只说一次"]);
  });

  it("shows the same words again at the same place of a talk that began anew", async () => {
    const { platform, channel } = running;
    const greeting: Reply = reply("您好");
    for (let times = 0; times < 2; times++)
      await channel.send(chatOf(ANN), [{ sequence: 2, reply: greeting }], async () => {});
    expect(platform.seen(ANN)).toHaveLength(2);
  });

  it("goes on where a reply of several messages failed", async () => {
    const { platform, channel } = running;
    const long = "这是一句不长不短的话，说的是疗休养。".repeat(400);
    const told: (readonly string[])[] = [];
    const send = (): Promise<void> =>
      channel.send(chatOf(ANN), [{ sequence: 1, reply: reply(long) }], async (_, messages) => {
        told.push(messages);
      });
    platform.weather.bring(/^POST .*messages$/, { kind: "answer", status: 500 }, 1, 1);
    await expect(send()).rejects.toMatchObject({ code: "channel.unreachable", retryable: true });
    expect([platform.seen(ANN).length, told.length]).toEqual([1, 0]);
    platform.world.named.clear();
    await send();
    expect(
      platform
        .seen(ANN)
        .map((one) => one.text)
        .join(""),
    ).toBe(long);
    expect(told).toEqual([platform.seen(ANN).map(({ id }) => id)]);
  });
});

describe("files from Feishu", () => {
  const PHOTO = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);

  it("are named at once and fetched later, several pages of one message together", async () => {
    const { platform, channel, got, stop } = await run();
    await platform.sendImages(ANN, [PHOTO, PHOTO], "这是收入证明");
    await platform.sendFile(ANN, "户口本.pdf", new TextEncoder().encode("%PDF-1.7 …"));
    expect(platform.world.requests.some((one) => one.includes("/resources/"))).toBe(false);
    const contents = got.map(({ content }) => (content.kind === "remote-files" ? content : undefined));
    expect(contents.map((one) => [one?.files.map(({ name }) => name), one?.text])).toEqual([
      [["image.jpg", "image-2.jpg"], "这是收入证明"],
      [["户口本.pdf"], ""],
    ]);
    const fetched = await channel.fetchFiles?.(
      chatOf(ANN),
      contents.flatMap((one) => one?.files ?? []),
    );
    expect(fetched?.files.map(({ name, type, size }) => [name, type, size])).toEqual([
      ["image.jpg", "image/jpeg", 7],
      ["image-2.jpg", "image/jpeg", 7],
      ["户口本.pdf", "application/pdf", expect.any(Number)],
    ]);
    await stop();
  });

  it("are refused one by one: too large, no paper, or gone", async () => {
    const { platform, channel, got, stop } = await run();
    await platform.sendFile(ANN, "large.pdf", new Uint8Array(21 * 1024 * 1024).fill(0x25));
    await platform.sendFile(ANN, "run.sh", new TextEncoder().encode("#!/bin/sh"));
    await platform.sendFile(ANN, "gone.pdf", PHOTO);
    const files = got.flatMap(({ content }) => (content.kind === "remote-files" ? content.files : []));
    for (const key of platform.world.files.keys())
      if (key.startsWith(got[2]?.messageId ?? "")) platform.world.files.delete(key);
    const fetched = await channel.fetchFiles?.(chatOf(ANN), [...files, { id: "nonsense", name: "x" }]);
    expect(fetched).toEqual({
      files: [],
      refused: [
        { name: "large.pdf", why: "too-large" },
        { name: "run.sh", why: "not-a-paper" },
        { name: "gone.pdf", why: "gone" },
        { name: "x", why: "gone" },
      ],
    });
    await stop();
  });

  it("that fail half-way are fetched again without keeping one twice", async () => {
    const kept: string[] = [];
    const { platform, channel, got, stop } = await run({
      channel: {
        keepFile: async (_, name, bytes) => {
          kept.push(name);
          return { id: name, name, type: "image/jpeg", size: bytes.length };
        },
      },
    });
    await platform.sendFile(ANN, "one.jpg", PHOTO);
    await platform.sendFile(ANN, "two.jpg", PHOTO);
    const [one, two] = got.flatMap(({ content }) => (content.kind === "remote-files" ? content.files : []));
    const files = [one, two].flatMap((file) => file ?? []);
    const second = new RegExp(`${two?.id.split(" ")[0]}/resources/`);
    platform.weather.bring(second, { kind: "answer", status: 502 }, 2);
    for (let attempt = 1; attempt <= 2; attempt++) {
      await expect(channel.fetchFiles?.(chatOf(ANN), files)).rejects.toMatchObject({ retryable: true });
    }
    const fetched = await channel.fetchFiles?.(chatOf(ANN), files);
    expect(fetched?.files.map(({ name }) => name)).toEqual(["one.jpg", "two.jpg"]);
    expect(kept).toEqual(["one.jpg", "two.jpg"]);
    await stop();
  });

  it("come another time when the platform does not answer", async () => {
    const { platform, channel, got, stop } = await run();
    await platform.sendImage(ANN, PHOTO);
    const files = got.flatMap(({ content }) => (content.kind === "remote-files" ? content.files : []));
    platform.weather.bring(/resources/, { kind: "answer", status: 502 });
    await expect(channel.fetchFiles?.(chatOf(ANN), files)).rejects.toMatchObject({
      code: "channel.unreachable",
      retryable: true,
    });
    expect((await channel.fetchFiles?.(chatOf(ANN), files))?.files).toHaveLength(1);
    await stop();
  });
});
