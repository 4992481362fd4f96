// In a group the bot speaks only when spoken to, each member has a talk of their own, and what is personal leads out.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { groupTalk, topicStart } from "../../src/domain/group.ts";
import { chatOf, person, reply, run, type Running } from "../support/feishu/run.ts";

const [ANN, BO, OWNER] = [person(1), person(2), person(3)] as const;

describe("Feishu in a group", () => {
  let running: Running;
  let group: string;
  beforeEach(async () => {
    running = await run();
    group = await running.platform.found(OWNER, [BO]);
  });
  afterEach(async () => {
    expect(running.platform.world.violations).toEqual([]);
    await running.stop();
  });
  const said = (): unknown[] =>
    running.got.flatMap(({ content }) => (content.kind === "text" ? [content.text] : []));

  it("hears what mentions it or is a command of ours, and nothing else", async () => {
    const { platform } = running;
    await platform.say(ANN, "中午吃什么", { group });
    await platform.say(ANN, "/deploy main", { group });
    await platform.say(ANN, "疗休养怎么报名", { group, mention: true });
    await platform.say(BO, "/help", { group });
    await platform.say(BO, "播报", { group, mention: true, senderType: "app" });
    await platform.say(BO, "", { group, type: "sticker", content: { file_key: "x" } });
    expect(said()).toEqual(["疗休养怎么报名", "/help"]);
    expect(running.got.slice(1).map(({ address, group: where }) => [address.chat, where])).toEqual([
      [groupTalk(group, ANN), group],
      [groupTalk(group, BO), group],
    ]);
  });

  it("tells of joining, of being thrown out and of a group that is no more", async () => {
    const { platform, got } = running;
    await platform.throwOut(group);
    const second = await platform.found(OWNER);
    await platform.disband(second);
    expect(got.map(({ address, content }) => [address.chat, content])).toEqual([
      [group, { kind: "event", event: { kind: "joined" } }],
      [group, { kind: "event", event: { kind: "left" } }],
      [second, { kind: "event", event: { kind: "joined" } }],
      [second, { kind: "event", event: { kind: "left" } }],
    ]);
  });

  it("hangs each answer on its question, so that several do not mix", async () => {
    const { platform, send } = running;
    const first = await platform.say(ANN, "疗休养", { group, mention: true });
    const second = await platform.say(BO, "体检", { group, mention: true });
    await send(groupTalk(group, BO), reply("体检在五月。", { to: second }));
    await send(groupTalk(group, ANN), reply("疗休养在六月。", { to: first }));
    expect(platform.seen(group).map((one) => [one.text, one.repliesTo])).toEqual([
      ["体检在五月。", second],
      ["疗休养在六月。", first],
    ]);
  });

  it("answers though the question was recalled meanwhile", async () => {
    const { platform, send } = running;
    const asked = await platform.say(ANN, "疗休养", { group, mention: true });
    const message = platform.world.messages.get(asked);
    if (message !== undefined) message.recalled = true;
    await send(groupTalk(group, ANN), reply("疗休养在六月。", { to: asked }));
    expect(platform.seen(group).map((one) => [one.text, one.repliesTo])).toEqual([
      ["疗休养在六月。", undefined],
    ]);
  });

  it("hears a reply to what it said, by anybody, and no reply among members", async () => {
    const { platform, send } = running;
    const asked = await platform.say(ANN, "疗休养", { group, mention: true });
    const [[ours] = []] = await send(groupTalk(group, ANN), reply("疗休养在六月。", { to: asked }));
    await platform.say(BO, "那我呢", { group, reply: ours ?? "" });
    await platform.say(BO, "一起去", { group, reply: asked });
    await platform.say(BO, "一起去吧", { group, reply: asked });
    expect(said()).toEqual(["疗休养", "那我呢"]);
    // The platform was asked about the member's message once, and about ours never.
    expect(platform.world.requests.filter((one) => /^GET .*messages\//.test(one))).toHaveLength(1);
  });

  it("knows its own messages of before the start: from the store, or else from the platform", async () => {
    const { platform, send } = running;
    const asked = await platform.say(ANN, "疗休养", { group, mention: true });
    const [[ours = ""] = []] = await send(groupTalk(group, ANN), reply("疗休养在六月。", { to: asked }));
    await running.channel.stop();
    const later = await run();
    for (const [id, message] of platform.world.messages) later.platform.world.messages.set(id, message);
    later.sent.set(`${groupTalk(group, ANN)} ${ours}`, { sequence: 1, reply: reply("疗休养在六月。") });
    await later.platform.say(ANN, "还有名额吗", { group, reply: ours });
    expect(later.platform.world.requests.some((one) => /^GET .*messages\//.test(one))).toBe(false);
    later.sent.clear();
    const other = await run();
    for (const [id, message] of platform.world.messages) other.platform.world.messages.set(id, message);
    await other.platform.say(BO, "我也想去", { group, reply: ours });
    expect([...later.got, ...other.got].map(({ content }) => content)).toEqual([
      { kind: "text", text: "还有名额吗", repliesTo: { message: ours } },
      { kind: "text", text: "我也想去", repliesTo: { message: ours } },
    ]);
    await later.stop();
    await other.stop();
  });

  it("hears a reply later when it cannot be told at once whose message it answers", async () => {
    const { platform } = running;
    const before = await platform.say(BO, "去年的通知", { group });
    const known = platform.world.messages.get(before);
    if (known !== undefined) platform.world.messages.set(before, { ...known, sender: undefined });
    platform.weather.bring(/^GET .*messages/, { kind: "answer", status: 502 }, 2);
    const first = platform.say(ANN, "这个还有吗", { group, reply: before });
    const next = platform.say(ANN, "还有一件事", { group, mention: true });
    await Promise.all([first, next]);
    expect(said()).toEqual(["这个还有吗", "还有一件事"]);
  });

  it("keeps long answers short and leads to the whole of them", async () => {
    const { platform, send } = running;
    const asked = await platform.say(ANN, "疗休养", { group, mention: true });
    const long = "疗休养每年组织四批，每批五天。".repeat(60);
    await send(groupTalk(group, ANN), reply(long, { to: asked }));
    const [shown] = platform.seen(group);
    expect(Array.from(shown?.text ?? "").length).toBeLessThanOrEqual(302);
    expect(shown?.text).toMatch(/。 …$/);
    expect(shown?.notes).toEqual(["群里只放前面一段。"]);
    const [more] = shown?.buttons ?? [];
    expect(more).toMatchObject({
      label: "私聊里看全文",
      opens: expect.stringContaining("applink.feishu.cn"),
    });
    await platform.tap(BO, shown?.id ?? "", more);
    expect(running.got.at(-1)).toMatchObject({
      address: chatOf(BO),
      content: { kind: "text", text: `/start ${topicStart({ group, messageId: asked })}` },
    });
  });

  it("leads into the private chat with one tap that brings the topic along", async () => {
    const { platform, send, got } = running;
    const asked = await platform.say(ANN, "我得了病", { group, mention: true });
    const privately = { label: "去私聊", start: "p_abc" };
    await send(groupTalk(group, ANN), reply("这件事请到私聊里说。", { to: asked, privately }));
    const [shown] = platform.seen(group);
    const tapped = await platform.tap(ANN, shown?.id ?? "", shown?.buttons[0]);
    expect(tapped).toMatchObject({ taken: true, toast: "请看与我的私聊" });
    expect(tapped.opens).toBe("https://applink.feishu.cn/client/bot/open?appId=cli_a1b2c3d4e5f60718");
    expect(got.at(-1)).toMatchObject({
      address: chatOf(ANN),
      sender: ANN,
      content: { text: "/start p_abc" },
    });
    await send(ANN, reply("这里只有我们两个。"));
    expect(platform.seen(ANN)).toHaveLength(1);
  });

  it("takes a tap in a group for the words of whoever tapped", async () => {
    const { platform, send, got } = running;
    const asked = await platform.say(ANN, "疗休养", { group, mention: true });
    await send(groupTalk(group, ANN), reply("在六月。", { to: asked, suggestions: ["那体检呢"] }));
    const [shown] = platform.seen(group);
    await platform.tap(BO, shown?.id ?? "", shown?.buttons[0]);
    expect(got.at(-1)).toMatchObject({
      address: chatOf(groupTalk(group, BO)),
      group,
      sender: BO,
      tapped: shown?.id,
      content: { kind: "text", text: "那体检呢" },
    });
  });

  it("knows who may change the group's settings, and asks no more than once a minute", async () => {
    const { platform, channel } = running;
    expect(await channel.administers?.(group, OWNER)).toBe(true);
    expect(await channel.administers?.(group, BO)).toBe(true);
    expect(await channel.administers?.(group, ANN)).toBe(false);
    expect(platform.world.requests.filter((one) => one.includes("/chats/"))).toHaveLength(1);
  });

  it("deletes nothing that stands elsewhere, for whoever administers a group of their own", async () => {
    const { platform, channel, send } = running;
    const other = await platform.found(BO);
    for (const one of [group, other]) {
      const known = platform.world.groups.get(one);
      if (known !== undefined) known.bot = "administrator";
    }
    const wrote = await platform.say(ANN, "别的群里的话", { group: other, mention: true });
    const unheard = await platform.say(ANN, "中午吃什么", { group: other });
    const [[card = ""] = []] = await send(ANN, reply("您的申请已批准。"));
    const [[answer = ""] = []] = await send(groupTalk(other, ANN), reply("六月。", { to: wrote }));
    for (const message of [wrote, unheard, card, answer, "om_none"])
      expect(await channel.removeMessage?.(group, message)).toBe(false);
    expect([...platform.world.messages.values()].filter(({ recalled }) => recalled)).toEqual([]);
    expect(platform.world.requests.some((one) => one.startsWith("DELETE"))).toBe(false);
    expect(await channel.removeMessage?.(other, unheard)).toBe(true);
    expect(await channel.removeMessage?.(other, wrote)).toBe(true);
    platform.weather.bring(/^GET .*messages/, { kind: "answer", status: 502 });
    await expect(channel.removeMessage?.(group, card)).rejects.toMatchObject({ retryable: true });
  });

  it("hears no reply to what another app said", async () => {
    const { platform } = running;
    const announced = await platform.say(BO, "播报", { group });
    const known = platform.world.messages.get(announced);
    if (known === undefined) throw new Error("it was not announced");
    const other = { ...known, sender: undefined, app: "cli_ffffffffffffffff" };
    platform.world.messages.set(announced, other);
    await platform.say(ANN, "收到", { group, reply: announced });
    expect(running.got.map(({ content }) => content.kind)).toEqual(["event"]);
  });

  it("deletes a member's message where it may", async () => {
    const { platform, channel } = running;
    const wrote = await platform.say(ANN, "我的身份证号是", { group, mention: true });
    expect(await channel.removeMessage?.(group, wrote)).toBe(false);
    const known = platform.world.groups.get(group);
    if (known !== undefined) known.bot = "administrator";
    expect(await channel.removeMessage?.(group, wrote)).toBe(true);
    expect(platform.world.messages.get(wrote)?.recalled).toBe(true);
    expect(await channel.removeMessage?.(group, "om_none")).toBe(false);
    platform.weather.bring(/^DELETE/, { kind: "answer", status: 503 });
    await expect(channel.removeMessage?.(group, wrote)).rejects.toMatchObject({ retryable: true });
  });
});
