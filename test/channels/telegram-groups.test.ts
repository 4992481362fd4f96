// In groups: heard only when called, answered on the message and in its topic, members apart; and what becomes of a group.
import { describe, expect, it } from "vitest";
import { groupTalk } from "../../src/domain/group.ts";
import type { Address } from "../../src/domain/message.ts";
import { replyOf, sent, until, untold } from "../support/telegram/channel.ts";
import { telegramStage } from "../support/telegram/stage.ts";
import type { Group, Person } from "../support/telegram-platform.ts";

const talk = (group: Group, person: Person): Address => ({
  channel: "telegram",
  chat: groupTalk(String(group.id), String(person.id)),
});

describe("Telegram in groups", () => {
  const { platform, run } = telegramStage(50);

  async function inGroup(setting: Parameters<typeof run>[0] = {}) {
    const all = await run(setting);
    const group = platform().group();
    const [one, other] = [platform().person("王"), platform().person("李")];
    group.addBot(one);
    await until(() => all.got.length === 1);
    return { ...all, group, one, other };
  }

  it("hears only what is meant for it, and keeps members apart", async () => {
    const { got, words, group, one, other, channel } = await inGroup();
    group.say(one, "大家早");
    group.say(one, "@gongyou_bot 有疗休养吗？");
    const second = group.say(other, "/ask 有培训吗？");
    group.say(other, "/help@other_bot");
    await until(() => got.length === 3);
    await channel.send(
      talk(group, other),
      [sent(replyOf("有。", { to: String(second.message), suggestions: ["那疗休养呢？"], answer: "a-1" }))],
      untold,
    );
    const [shown] = group.seen();
    expect(shown).toMatchObject({ text: "有。", replyTo: second.message });
    group.say(one, "几天？", { replyTo: shown?.id ?? 0 });
    one.tap("那疗休养呢？", group.chat);
    group.say(one, "聊别的", { replyTo: second.message });
    await until(() => got.length === 5);
    expect(words()).toEqual(["event", "有疗休养吗？", "有培训吗？", "几天？", "那疗休养呢？"]);
    expect(got.slice(1).map(({ address }) => address)).toEqual([
      talk(group, one),
      talk(group, other),
      talk(group, one),
      talk(group, one),
    ]);
    expect(got.slice(1).every((incoming) => incoming.group === String(group.id))).toBe(true);
    expect(got[4]?.tapped).toBe(String(shown?.id));
    // A message that is gone meanwhile is no reason not to answer.
    group.chat.messages.delete(second.message);
    await channel.send(talk(group, other), [sent(replyOf("还有。", { to: String(second.message) }))], untold);
    expect(group.seen().at(-1)).toMatchObject({ text: "还有。" });
  });

  it("is told what it is called to, and to which of its answers somebody replies", async () => {
    const { got, group, one, other, channel } = await inGroup();
    const { message } = group.say(other, "疗休养怎么报名？");
    group.say(one, "@gongyou_bot", { replyTo: message });
    group.say(one, "@gongyou_bot 有培训吗？", { replyTo: message });
    await until(() => got.length === 3);
    await channel.send(talk(group, one), [sent(replyOf("有。", { to: "1" }))], untold);
    const shown = group.seen()[0]?.id ?? 0;
    group.say(one, "几天？", { replyTo: shown });
    await until(() => got.length === 4);
    expect(got.slice(1).map(({ content }) => content)).toEqual([
      { kind: "text", text: "/help", repliesTo: { words: "疗休养怎么报名？" } },
      { kind: "text", text: "有培训吗？" },
      { kind: "text", text: "几天？", repliesTo: { message: String(shown) } },
    ]);
  });

  it("answers in the topic of a forum that it was asked in, and in the main one when that is closed", async () => {
    const { got, group, one, channel } = await inGroup();
    group.say(one, "@gongyou_bot 有吗", { thread: 77 });
    await until(() => got.length === 2);
    const to = got[1]?.messageId ?? "";
    expect(to).toMatch(/^\d+\.77$/);
    const ids: string[] = [];
    const send = () =>
      channel.send(
        talk(group, one),
        [sent(replyOf("有。", { to }))],
        async (_, messages) => void ids.push(...messages),
      );
    await send();
    expect(group.seen()[0]).toMatchObject({ thread: 77 });
    expect(ids[0]).toBe(`${group.seen()[0]?.id}.77`);
    channel.working(talk(group, one), to);
    await until(() => platform().world.actions.length > 0);
    expect(platform().world.actions[0]).toEqual({ chat: group.id, thread: 77 });
    group.chat.topics.delete(77);
    group.chat.messages.clear();
    await send();
    expect(group.seen().at(-1)?.thread).toBeUndefined();
  });

  it("leads into the private chat with the topic, in one tap", async () => {
    const { got, group, one, channel } = await inGroup();
    const { message } = group.say(one, "@gongyou_bot 我的病能报吗");
    const reply = replyOf("这件事我们私下说。", {
      kind: "notice",
      to: String(message),
      privately: { label: "私聊", start: "p_LTEwMCM1" },
      suggestions: ["/delete"],
    });
    await channel.send(talk(group, one), [sent(reply)], untold);
    const url =
      group
        .seen()[0]
        ?.buttons.flat()
        .find((button) => button.url !== undefined)?.url ?? "";
    expect(url).toBe("https://t.me/gongyou_bot?start=p_LTEwMCM1");
    one.start(new URL(url).searchParams.get("start") ?? "");
    await until(() => got.length === 3);
    expect(got[2]).toMatchObject({
      address: { channel: "telegram", chat: String(one.id) },
      content: { kind: "text", text: "/start p_LTEwMCM1" },
    });
    expect(got[2]).not.toHaveProperty("group");
  });

  it("shows no draft in a group, only that it types", async () => {
    const { group, one, channel } = await inGroup();
    const working = channel.working(talk(group, one), "1");
    working.show("正在写");
    await until(() => platform().world.actions.length > 0);
    expect(await working.end()).toBeUndefined();
    expect(group.seen()).toEqual([]);
  });

  it("tells of coming, going and what it may do", async () => {
    const { got, group, one } = await inGroup();
    group.promoteBot(one);
    group.promoteBot(one, false);
    group.removeBot(one);
    group.addBot(one, true);
    await until(() => got.length === 6);
    const events = got.map(({ content }) => (content.kind === "event" ? content.event : undefined));
    expect(events).toEqual([
      { kind: "joined" },
      { kind: "role", administrator: true },
      { kind: "role", administrator: false },
      { kind: "left" },
      { kind: "joined" },
      { kind: "role", administrator: true },
    ]);
    expect(new Set(got.map(({ address, group: of }) => `${address.chat} ${of}`))).toEqual(
      new Set([`${group.id} ${group.id}`]),
    );
    expect(new Set(got.map(({ messageId }) => messageId)).size).toBe(6);
  });

  it("goes on under the new id when a group becomes a supergroup, told or not", async () => {
    const all = await run();
    const group = platform().group("小群", "group");
    const one = platform().person();
    group.addBot(one);
    const { message } = group.say(one, "@gongyou_bot 有吗");
    await until(() => all.got.length === 2);
    await all.channel.stop();
    const next = group.migrate();
    // Nothing of it was heard yet: Telegram says it when something is sent to the old id.
    await all.channel.send(talk(group, one), [sent(replyOf("有。", { to: String(message) }))], untold);
    expect(next.seen().map((shown) => shown.text)).toEqual(["有。"]);
    const refused = (): number =>
      platform().calls.filter(
        ({ method, payload }) => method === "sendMessage" && payload["chat_id"] === String(group.id),
      ).length;
    expect(refused()).toBe(1);
    await all.channel.send(talk(group, one), [sent(replyOf("还有。"))], untold);
    expect(next.seen()).toHaveLength(2);
    expect(refused()).toBe(1);
    await all.channel.start(all.onMessage);
    await until(() => all.got.length === 4);
    const event = { kind: "event", event: { kind: "migrated", to: String(next.id) } };
    expect(
      all.got.slice(2).map(({ content, address, messageId }) => ({ content, chat: address.chat, messageId })),
    ).toEqual([
      { content: event, chat: String(group.id), messageId: `migrated-${next.id}` },
      { content: event, chat: String(group.id), messageId: `migrated-${next.id}` },
    ]);
  });

  it("knows a group's administrators, also one without a name, and asks once a minute at most", async () => {
    let minutes = 0;
    const { group, one, other, channel, got } = await inGroup({
      clock: () => performance.now() + minutes * 60_000,
    });
    group.promote(one);
    const asked = (): number => platform().calls.filter(({ method }) => method === "getChatMember").length;
    const administers = (sender: string | number): Promise<boolean> =>
      channel.administers(String(group.id), String(sender));
    expect([await administers(one.id), await administers(other.id), await administers(one.id)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(asked()).toBe(2);
    minutes = 2;
    expect(await administers(one.id)).toBe(true);
    expect(asked()).toBe(3);
    group.say(other, "/settings@gongyou_bot", { anonymous: true });
    await until(() => got.length === 2);
    expect(await administers(got[1]?.sender ?? "")).toBe(true);
    expect(await administers("-1009998887776")).toBe(false);
    platform().weather("getChatMember", { kind: "error", status: 502 }, 1);
    minutes = 4;
    await expect(administers(one.id)).rejects.toMatchObject({ code: "channel.unreachable", retryable: true });
  });

  it("deletes a member's message where it may, and says where it may not", async () => {
    const { group, one, channel } = await inGroup();
    const { message } = group.say(one, "@gongyou_bot 我的身份证号是……");
    const remove = (): Promise<boolean> => channel.removeMessage(String(group.id), String(message));
    expect(await remove()).toBe(false);
    group.promoteBot(one);
    expect(await remove()).toBe(true);
    expect(await remove()).toBe(false);
    expect(await channel.removeMessage(String(group.id), "tap-1")).toBe(false);
  });

  it("takes no messages of ours when it has put us out", async () => {
    const { group, one, channel } = await inGroup();
    group.removeBot(one);
    await expect(channel.send(talk(group, one), [sent(replyOf("好"))], untold)).rejects.toMatchObject({
      code: "channel.blocked",
    });
  });
});
