// A group that became a supergroup: its messages are counted anew there, so that an id of before names somebody else's.
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

describe.each(["told", "not told yet"])("Telegram's group that moved, of which we are %s", (when) => {
  const { platform, run } = telegramStage(50);

  /** In the supergroup, the next message has the id that somebody's had in the group. */
  async function moved() {
    const all = await run();
    const group = platform().group("小群", "group");
    const [one, other] = [platform().person("王"), platform().person("李")];
    group.addBot(one, true);
    group.promote(one);
    const { message } = group.say(one, "@gongyou_bot 我的身份证号是……");
    await until(() => all.got.length === 3);
    if (when !== "told") await all.channel.stop();
    const next = group.migrate();
    next.chat.lastMessage = message - 1;
    if (when === "told") await until(() => all.got.length === 5);
    return { ...all, group, next, one, other, message };
  }

  it("has no message deleted by an id of before", async () => {
    const { channel, group, next, other, message } = await moved();
    expect(next.say(other, "大家好，周五开会").message).toBe(message);
    expect(await channel.removeMessage(String(group.id), String(message))).toBe(false);
    expect(await channel.removeMessage(String(group.id), String(message))).toBe(false);
    expect(next.chat.messages.has(message)).toBe(true);
    // Told of it once, we do not even ask.
    const asked = platform().calls.filter(({ method }) => method === "deleteMessage");
    expect(asked).toHaveLength(when === "told" ? 0 : 1);
    expect(await channel.removeMessage(String(next.id), String(message))).toBe(true);
  });

  it("is answered on nobody's message", async () => {
    const { channel, group, next, one, other, message } = await moved();
    expect(next.say(other, "我来说两句").message).toBe(message);
    await channel.send(talk(group, one), [sent(replyOf("有。", { to: `${message}.77` }))], untold);
    const [shown] = next.seen();
    expect(shown?.text).toBe("有。");
    expect(shown).not.toHaveProperty("replyTo");
    expect(shown).not.toHaveProperty("thread");
    // What was said there is answered on it.
    await channel.send(talk(next, other), [sent(replyOf("好。", { to: String(message) }))], untold);
    expect(next.seen()[1]).toMatchObject({ text: "好。", replyTo: message });
  });

  it("keeps what stands there under the id of a message that was to be replaced", async () => {
    const { channel, group, next, one, message } = await moved();
    await channel.send(talk(next, one), [sent(replyOf("周五体检。"))], untold);
    expect(next.seen()[0]?.id).toBe(message);
    const reply = replyOf("这里删不了。", { kind: "notice", replaces: String(message) });
    await channel.send(talk(group, one), [sent(reply)], untold);
    expect(next.seen().map(({ text, edits }) => [text, edits])).toEqual([
      ["周五体检。", 0],
      ["这里删不了。", 0],
    ]);
  });

  it("keeps its administrators, whose ids stay the same", async () => {
    const { channel, group, next, one, other } = await moved();
    const administers = (person: Person | Group): Promise<boolean> =>
      channel.administers(String(group.id), String(person.id));
    expect([await administers(one), await administers(other)]).toEqual([true, false]);
    // One without a name speaks as the group.
    expect([await administers(group), await administers(next)]).toEqual([true, true]);
    expect(await channel.administers(String(next.id), String(group.id))).toBe(true);
  });
});
