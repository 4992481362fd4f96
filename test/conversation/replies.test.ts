// Words said in reply to a message, through the whole program but for the platform: an earlier answer of ours is gone on from,
// and a colleague's question is answered where we are called to it.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { App, Conversation } from "../../src/app.ts";
import { groupTalk } from "../../src/domain/group.ts";
import { findFiles, loadFiles } from "../../src/library/files.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { SAMPLES } from "../support/answering.ts";
import { createVillage, type Heard } from "../support/village.ts";

const village = createVillage();
let app: App;
let conversation: Conversation;
let opened: TestApp | undefined;
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

async function after(saying: Promise<unknown>): Promise<Heard> {
  const before = village.heard.length;
  await saying;
  await conversation.inbox.idle();
  expect(village.heard).toHaveLength(before + 1);
  return village.heard[before] as Heard;
}

describe("a reply to an answer", () => {
  const DEQIN = "德钦县技能培训办了几期？";
  const TIBET = "西藏的职工氧吧建了多少？";
  const MONEY = "花了多少钱？";

  it.each(["in private", "in a group"])(
    "goes on from that answer, and not from the latest: %s",
    async (where) => {
      const say = (text: string, message?: string): Promise<Heard> => {
        const content = {
          kind: "text",
          text,
          ...(message === undefined ? {} : { repliesTo: { message } }),
        } as const;
        return after(
          where === "in private" ? village.inPrivate("an", content) : village.inGroup("g", "an", content),
        );
      };
      const first = await say(DEQIN);
      expect((await say(TIBET)).reply.text).toContain("西藏");
      expect((await say(MONEY)).reply.text).not.toContain("德钦");
      const back = await say(MONEY, first.id);
      expect(back.reply.text).toContain("德钦");
      expect(back.reply.text).toContain("191万元");
      // From there the talk goes on.
      expect((await say("那几个搬迁点？")).reply.text).toContain("德钦");
    },
  );

  it("is about the latest answer when it replies to what is not known any more, or to what was no answer", async () => {
    await after(village.inPrivate("bo", DEQIN));
    const help = await after(village.inPrivate("bo", "/help"));
    await after(village.inPrivate("bo", DEQIN));
    for (const message of ["b0", help.id]) {
      const { reply } = await after(
        village.inPrivate("bo", { kind: "text", text: MONEY, repliesTo: { message } }),
      );
      expect(reply.text).toContain("德钦");
    }
  });

  it("is rated where it is rated in words", async () => {
    const first = await after(village.inPrivate("ci", DEQIN));
    await after(village.inPrivate("ci", TIBET));
    await after(village.inPrivate("ci", { kind: "text", text: "/down", repliesTo: { message: first.id } }));
    expect((await app.stores.conversations.rated("down")).map(({ id }) => id)).toEqual([first.reply.answer]);
  });
});

describe("a call to a colleague's question", () => {
  const call = (words: string, group = "h", who = "dan") =>
    village.inGroup(group, who, { kind: "text", text: "帮忙看下", repliesTo: { words } });

  it("is answered with what was asked, whatever the talk was about before", async () => {
    await after(village.inGroup("h", "dan", "西藏的职工氧吧建了多少？"));
    const { reply } = await after(call("德钦县技能培训办了几期？"));
    expect(reply.kind).toBe("answer");
    expect(reply.text).toContain("19");
    expect((await after(call("花了多少钱？"))).reply.text).not.toMatch(/西藏|德钦/);
  });

  it("goes on in private with the colleague's words, also when they were read from the store", async () => {
    let id = "";
    const { reply } = await after(call("德钦县技能培训办了几期？").then((given) => (id = given)));
    const talk = { channel: "village", chat: groupTalk("h", "dan") };
    expect((await app.stores.conversations.received(talk, id))?.content).toMatchObject({
      repliesTo: { words: "德钦县技能培训办了几期？" },
    });
    const before = village.heard.length;
    await village.inPrivate("dan", `/start ${reply.privately?.start ?? ""}`);
    await conversation.inbox.idle();
    expect(village.heard[before]?.reply.text).toContain("德钦县技能培训办了几期？");
    expect(village.heard.at(-1)?.reply.text).toContain("19");
  });

  it.each([
    ["我爸得了尿毒症，能申请大病救助吗？", "尿毒症"],
    ["我的身份证是11010519491231002X，帮我查查", "11010519491231002X"],
    ["我要申请困难补助", "困难补助"],
    ["2026-000123 办到哪了", "2026-000123"],
  ])("is not taken up when it is of the colleague's own: %s", async (words, secret) => {
    const { reply } = await after(call(words));
    expect(reply.text).toContain("同事");
    expect(reply.text).not.toContain(secret);
    // The message that could be deleted is not the one that tells; and nobody takes another's matter into their own chat.
    expect(reply.suggestions).toEqual([]);
    expect(reply.privately?.start).toBe("");
  });

  it("voids a code that stands in it", async () => {
    const { reply } = await after(village.inPrivate("eve", "/link"));
    const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(reply.text)?.[0] ?? "";
    await after(call(`验证码是 ${code}`));
    expect((await after(village.inPrivate("fay", code))).reply.text).toContain("已经用过");
  });

  it("changes nothing by a colleague's words, and helps whoever is in danger", async () => {
    village.administrators.add(groupTalk("i", "gil"));
    await after(call("群设置 语言 英文", "i", "gil"));
    expect(await app.stores.groups.settings("village", "i")).not.toHaveProperty("language");
    expect((await after(call("我不想活了", "i", "gil"))).reply.text).toContain("12356");
  });
});
