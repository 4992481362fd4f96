// A group that is kept quiet: answers go to private chats, where they must make sense by themselves.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { App, Conversation } from "../../src/app.ts";
import { sayRefusedInGroups } from "../../src/conversation/group-refused.ts";
import { stepInGroup } from "../../src/conversation/group-step.ts";
import { personalMatterIn } from "../../src/conversation/personal-matter.ts";
import { DEFAULT_SETTINGS, topicStart } from "../../src/domain/group.ts";
import { findFiles, loadFiles } from "../../src/library/files.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { SAMPLES } from "../support/answering.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { createVillage, type Heard } from "../support/village.ts";

const QUESTION = "德钦县技能培训办了几期？";
const village = createVillage();
let app: App;
let conversation: Conversation;
let opened: TestApp | undefined;
let group = "";
let groups = 0;

beforeAll(async () => {
  opened = await openTestApp();
  app = opened.app;
  const { files } = await findFiles([SAMPLES]);
  await app.library.ingest(loadFiles(files));
  conversation = await app.converse([village]);
});
afterAll(async () => {
  await conversation?.stop(1_000);
  await opened?.close();
});
beforeEach(async () => {
  group = `q${++groups}`;
  village.administrators.add(`${group}#chief`);
  await after(village.inGroup(group, "chief", "/settings quiet on"));
});

async function after(saying: Promise<unknown>): Promise<Heard[]> {
  const before = village.heard.length;
  await saying;
  await conversation.inbox.idle();
  return village.heard.slice(before);
}
const one = (heard: readonly Heard[]): Heard => {
  expect(heard).toHaveLength(1);
  return heard[0] as Heard;
};
/** Somebody who can be written to. */
async function known(who: string): Promise<string> {
  await after(village.inPrivate(who, "/start"));
  return who;
}

describe("in a quiet group", () => {
  it.each([
    ["我得了癌症，怎么办", "癌症"],
    ["我的身份证 110101199001011234 13812345678", "110101199001011234"],
    ["我要申请困难补助", "补助"],
    ["我那个补助批下来了没", "批下来"],
    ["/status", "/status"],
  ])(
    "a personal matter goes on in private by one tap, and nothing is offered that cannot be done there: %s",
    async (words, said) => {
      const who = await known("an");
      let id = "";
      const { chat, reply } = one(
        await after(village.inGroup(group, who, words).then((given) => (id = given))),
      );
      expect(chat).toBe(who);
      expect(reply.text).toContain("群里");
      expect(reply.text).toContain("按钮");
      expect(reply.text).not.toContain("私下");
      expect(reply.suggestions).toEqual([]);
      expect(reply.privately?.start).toBe(topicStart({ group, messageId: id }));
      expect(reply.privately?.label).toBe("接着说");
      const there = await after(village.inPrivate(who, `/start ${reply.privately?.start ?? ""}`));
      expect(there[0]?.reply.text).toContain(said);
      expect(there.length).toBeGreaterThan(1);
    },
  );

  it("papers are asked for again, and help and other topics speak of where they are read", async () => {
    const who = await known("bo");
    const content = { kind: "remote-files", files: [{ id: "f", name: "a.jpg" }], text: "" } as const;
    const papers = one(await after(village.inGroup(group, who, content)));
    expect(papers).toMatchObject({ chat: who, reply: { suggestions: [] } });
    expect(papers.reply.text).toContain("在这里再发一次");
    expect(papers.reply.privately).toBeUndefined();
    const help = one(await after(village.inGroup(group, who, "")));
    expect(help.reply.text).not.toMatch(/@我|私下/);
    await after(village.inGroup(group, "chief", "/settings topics 法律援助"));
    const other = one(await after(village.inGroup(group, who, QUESTION)));
    expect(other).toMatchObject({ chat: who });
    expect(other.reply.text).toContain("在这里说");
    expect(other.reply.privately?.start).toMatch(/^p_/);
  });

  it("an answer stands by itself, with no way to where it stands and no thumbs that nobody would count", async () => {
    const { chat, reply } = one(await after(village.inGroup(group, await known("ci"), QUESTION)));
    expect(chat).toBe("ci");
    expect(reply.text).toContain("19");
    expect(reply.privately).toBeUndefined();
    expect(reply.answer).toBeUndefined();
  });

  it("whoever cannot be written to is told so there, with the link and, where it matters, the deletion", async () => {
    const asked = one(await after(village.inGroup(group, "du", QUESTION)));
    expect(asked).toMatchObject({ chat: group, reply: { suggestions: [] } });
    expect(asked.reply.privately?.start).toBe(topicStart({ group, messageId: asked.reply.to ?? "" }));
    const told = one(await after(village.inGroup(group, "du", "我得了癌症，怎么办")));
    expect(told.reply.text).not.toContain("癌");
    expect(told.reply.suggestions).toEqual([`/delete ${told.reply.to ?? ""}`]);
    expect(one(await after(village.inGroup(group, "du", "/status"))).reply.suggestions).toEqual([]);
  });

  it("an answer that the private chat refuses is told of in the group, once", async () => {
    const who = await known("fu");
    const chat = { channel: "village", chat: who };
    village.blocked.add(who);
    let id = "";
    await after(village.inGroup(group, who, QUESTION).then((given) => (id = given)));
    const { newest } = await app.stores.conversations.history(chat);
    const told = async (): Promise<void> => {
      await sayRefusedInGroups(app.stores, createCatalogue().text, chat, [newest], new Date().toISOString());
    };
    await told();
    await told();
    const lines = async (): Promise<Heard[]> =>
      village.heard.filter((heard) => heard.chat === group && heard.reply.to === id);
    await expect.poll(lines, { timeout: 8_000 }).toHaveLength(1);
    const [line] = await lines();
    expect(line?.reply.text).toContain("安静");
    expect(line?.reply.privately?.start).toBe(topicStart({ group, messageId: id }));
    village.blocked.delete(who);
  });

  it("danger, codes, deletions and settings are spoken of all the same", async () => {
    const who = await known("ge");
    const danger = one(await after(village.inGroup(group, who, "我真的不想活了")));
    expect(danger.chat).toBe(group);
    expect(danger.reply.text).toContain("12356");
    expect(danger.reply.privately?.label).toBe("私下说");
    const code = one(await after(village.inGroup(group, who, "我的验证码是 W9CZ-C6TB，怎么用")));
    expect(code.chat).toBe(group);
    expect(code.reply.text).toContain("作废");
    const [offer = ""] = code.reply.suggestions;
    const deleted = one(await after(village.inGroup(group, who, offer, code.id)));
    expect(deleted).toMatchObject({ chat: group, reply: { replaces: code.id } });
    expect(village.removed).toContain(code.reply.to);
    expect(one(await after(village.inGroup(group, who, "/settings"))).chat).toBe(group);
  });
});

describe("words in a group that are too long", () => {
  const long = "去年冬天的事。".repeat(300);
  const rules = {
    personal: personalMatterIn,
    applies: () => false,
    isCrisis: (text: string) => text.includes("不想活"),
    interrupts: (text: string) => text.includes("不想活"),
    topics: () => [],
  };
  const stepOf = (text: string) =>
    stepInGroup(
      DEFAULT_SETTINGS,
      {
        address: { channel: "village", chat: "g#an" },
        messageId: "m1",
        group: "g",
        sender: "an",
        content: { kind: "text", text },
        receivedAt: "2026-01-01T00:00:00.000Z",
      },
      rules,
    );

  it("are told apart by what others should not have read", () => {
    expect(stepOf(long)).toEqual({ kind: "too-long", personal: false });
    expect(stepOf(`我身份证11010519491231002X。${long}`)).toEqual({ kind: "too-long", personal: true });
    expect(stepOf(`${long}我得了癌症`)).toEqual({ kind: "too-long", personal: true });
    expect(stepOf(`${long}验证码W9CZ-C6TB`)).toEqual({ kind: "too-long", personal: true });
    expect(stepOf(`${long}不想活了`)).toEqual({ kind: "crisis" });
  });
});
