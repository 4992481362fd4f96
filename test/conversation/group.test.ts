// Talks in groups through the whole program, but for the platform: who reads along, and what is therefore not said.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { App, Conversation } from "../../src/app.ts";
import { topicStart } from "../../src/domain/group.ts";
import type { IncomingContent } from "../../src/domain/message.ts";
import { findFiles, loadFiles } from "../../src/library/files.ts";
import { exportMember } from "../../src/members/export.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { SAMPLES } from "../support/answering.ts";
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
beforeEach(() => {
  group = `g${++groups}`;
  village.mayRemove = true;
});

/** What is heard after it was said. */
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

describe("in a group", () => {
  it("answers policy on the message it was asked by, without buttons but the way into private", async () => {
    let id = "";
    const { chat, reply } = one(
      await after(village.inGroup(group, "an", QUESTION).then((given) => (id = given))),
    );
    expect(chat).toBe(group);
    expect(reply).toMatchObject({ kind: "answer", to: id, suggestions: [] });
    expect(reply.text).toContain("19");
    expect(reply.answer).toBeDefined();
    expect(reply.privately?.start).toBe(topicStart({ group, messageId: id }));
  });

  it("keeps each member's context apart, however they talk at once", async () => {
    await after(
      Promise.all([
        village.inGroup(group, "bo", QUESTION),
        village.inGroup(group, "ci", "西藏的职工氧吧建了多少？"),
      ]),
    );
    const heard = await after(
      Promise.all([
        village.inGroup(group, "bo", "花了多少钱？"),
        village.inGroup(group, "ci", "那疗休养呢？"),
      ]),
    );
    const [bo, ci] = heard.toSorted((left, right) =>
      (left.reply.to ?? "") < (right.reply.to ?? "") ? -1 : 1,
    );
    expect(bo?.reply.text).toContain("德钦");
    expect(ci?.reply.text).toContain("西藏");
  });

  it("says how it is used when only its name is called, and when it comes into a group", async () => {
    for (const heard of [
      await after(village.inGroup(group, "an", "")),
      await after(village.happens(group, { kind: "joined" })),
    ]) {
      const { reply } = one(heard);
      expect(reply.text).toMatch(/@我/);
      expect(reply.privately?.start).toBe("");
    }
  });

  it.each([
    ["我爸得了尿毒症，能申请大病救助吗？", "尿毒症"],
    ["我的身份证是11010519491231002X，帮我查查", "11010519491231002X"],
    ["我家月收入2000，能不能申请困难补助", "2000"],
    ["我要申请困难补助", "补助"],
    ["2026-000123 办到哪了", "2026-000123"],
    ["/status", "/status"],
    ["/approve 123", "123"],
    ["我的申请", "我的申请"],
  ])("does not take up %s, repeats nothing of it and offers the private chat", async (words, secret) => {
    const { chat, reply } = one(await after(village.inGroup(group, "dan", words)));
    expect(chat).toBe(group);
    expect(reply.kind).toBe("notice");
    expect(reply.text).not.toContain(secret);
    expect(reply.privately?.start).not.toBe("");
  });

  it("goes on in private with what was said, for whoever said it and for nobody else", async () => {
    const { reply } = one(await after(village.inGroup(group, "eve", "我爸得了尿毒症，有什么帮扶？")));
    const start = `/start ${reply.privately?.start ?? ""}`;
    const mine = await after(village.inPrivate("eve", start));
    expect(mine.every(({ chat }) => chat === "eve")).toBe(true);
    expect(mine[0]?.reply.text).toContain("我爸得了尿毒症");
    expect(mine.length).toBeGreaterThan(1);
    const other = one(await after(village.inPrivate("fay", start)));
    expect(other.reply.text).not.toContain("尿毒症");
  });

  it("begins an application in private that was wished for in the group, beside a form that waits there", async () => {
    await after(village.inPrivate("gu", "我要申请法律援助"));
    const { reply } = one(await after(village.inGroup(group, "gu", "我要申请困难补助")));
    const heard = await after(village.inPrivate("gu", `/start ${reply.privately?.start ?? ""}`));
    expect(heard.map(({ reply: { text } }) => text).join("\n")).toContain("困难职工帮扶");
  });

  it("answers what was said in the group though a form is open in private, which waits and is gone on with", async () => {
    const [asked] = await after(village.inPrivate("hua", "我要申请法律援助"));
    expect(asked?.reply.kind).toBe("form");
    await after(village.inPrivate("hua", "同意"));
    const { reply } = one(await after(village.inGroup(group, "hua", "我爸得了尿毒症，有什么帮扶？")));
    const heard = await after(village.inPrivate("hua", `/start ${reply.privately?.start ?? ""}`));
    expect(heard.map(({ reply: { kind } }) => kind)).not.toContain("form");
    expect(
      (await after(village.inPrivate("hua", "继续"))).some(({ reply: { kind } }) => kind === "form"),
    ).toBe(true);
  });

  it("takes no papers and says so", async () => {
    const { reply } = one(
      await after(
        village.inGroup(group, "han", {
          kind: "remote-files",
          files: [{ id: "f", name: "a.jpg" }],
          text: "",
        }),
      ),
    );
    expect(reply.text).toContain("材料");
    const again = one(await after(village.inPrivate("han", `/start ${reply.privately?.start ?? ""}`)));
    expect(again.reply.text).toContain("再发一次");
  });

  it("voids a one-time code that was typed before everybody", async () => {
    const asked = one(await after(village.inPrivate("ivy", "/link")));
    const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(asked.reply.text)?.[0] ?? "";
    expect(code).not.toBe("");
    expect(one(await after(village.inGroup(group, "ivy", code))).reply.text).toContain("作废");
    expect(one(await after(village.inPrivate("thief", code))).reply.text).not.toContain("关联好了");
  });

  it.each([
    (code: string) => `我的验证码是 ${code}，怎么用`,
    (code: string) => `${code.replace("-", "").toLowerCase()}这个怎么填`,
    (code: string) => `绑定码【${code.replace("-", " — ")}】`,
    (code: string) => `我不想活了 ${code}`,
    (code: string) => `/ask ${code} 疗休养怎么报名`,
  ])("voids a one-time code wherever it stands in what was typed before everybody: %#", async (saying) => {
    const asked = one(await after(village.inPrivate("ivo", "/link")));
    const code = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(asked.reply.text)?.[0] ?? "";
    const use = () => app.stores.members.peekCode(code, new Date().toISOString());
    expect(await use()).toBeDefined();
    const { reply } = one(await after(village.inGroup(group, "ivo", saying(code))));
    expect(await use()).toBeUndefined();
    expect(reply.text).toMatch(/作废|12356/);
    expect(reply.text).not.toContain(code);
    if (reply.text.includes("作废")) expect(reply.suggestions).toEqual([`/delete ${reply.to ?? ""}`]);
    expect(one(await after(village.inPrivate("thief", code))).reply.text).not.toContain("关联好了");
  });

  it("helps first where a life is in danger", async () => {
    const { reply } = one(await after(village.inGroup(group, "jo", "我真的不想活了")));
    expect(reply.text).toContain("12356");
    expect(reply.privately?.start).not.toBe("");
  });

  it("leads nobody's notices into the group", async () => {
    await after(village.inGroup(group, "kai", QUESTION));
    expect(await app.stores.members.account("village", "kai")).toBeUndefined();
  });
});

describe("deleting a message of the group", () => {
  it("deletes a member's own message by one tap, in the place of the offer", async () => {
    const { reply, id } = one(await after(village.inGroup(group, "lin", "我得了癌症，怎么办")));
    const [offer] = reply.suggestions;
    expect(offer).toBe(`/delete ${reply.to ?? ""}`);
    const done = one(await after(village.inGroup(group, "lin", offer ?? "", id)));
    expect(village.removed).toContain(reply.to);
    expect(done.reply).toMatchObject({ replaces: id });
    expect(done.reply.privately?.start).toBe(reply.privately?.start);
  });

  it.each([
    "我的身份证 110101199001011234 13812345678",
    "我儿子高血压，能疗休养吗",
    "我想投诉我们领导王建国骚扰我",
    "我们家欠了三十万",
    "我那个补助批下来了没",
    "我要申请困难补助",
    "撤回申请 2026-000123",
  ])("is offered for what tells of a person: %s", async (words) => {
    const { reply } = one(await after(village.inGroup(group, "lou", words)));
    expect(reply.suggestions).toEqual([`/delete ${reply.to ?? ""}`]);
    expect(reply.privately?.start).not.toBe("");
  });

  it.each([QUESTION, "", "/status", "我的申请", "我真的不想活了", "/settings"])(
    "is not offered for what tells of nobody: %s",
    async (words) => {
      expect(one(await after(village.inGroup(group, "luo", words))).reply.suggestions).toEqual([]);
    },
  );

  it("is not offered for what was tapped", async () => {
    expect(
      one(await after(village.inGroup(group, "lei", "我要申请困难补助", "b1"))).reply.suggestions,
    ).toEqual([]);
  });

  it("refuses another member, lets an administrator, and says what to do where it may not", async () => {
    const { reply } = one(await after(village.inGroup(group, "mo", "我得了癌症，怎么办")));
    const words = `/delete ${reply.to ?? ""}`;
    const count = village.removed.length;
    expect(one(await after(village.inGroup(group, "nan", words))).reply.text).toContain("自己的消息");
    expect(village.removed).toHaveLength(count);
    village.administrators.add(`${group}#pan`);
    village.mayRemove = false;
    expect(one(await after(village.inGroup(group, "pan", words))).reply.text).toContain("权限");
    village.mayRemove = true;
    expect(one(await after(village.inGroup(group, "pan", words))).reply.text).toContain("删掉了");
  });
});

describe("a group's settings", () => {
  beforeEach(() => village.administrators.add(`${group}#chief`));

  it("are shown to everybody and changed by administrators only", async () => {
    expect(one(await after(village.inGroup(group, "an", "/settings"))).reply.text).toContain("本群设置");
    expect(one(await after(village.inGroup(group, "an", "/settings 安静 开"))).reply.text).toContain(
      "只有群管理员",
    );
    expect((await app.stores.groups.settings("village", group)).quiet).toBe(false);
    expect(one(await after(village.inGroup(group, "chief", "/settings 随便"))).reply.text).toContain(
      "没看懂",
    );
  });

  it("keep to a language", async () => {
    await after(village.inGroup(group, "chief", "/settings language zh-hant"));
    expect(one(await after(village.inGroup(group, "an", QUESTION))).reply.locale).toBe("zh-Hant");
    await after(village.inGroup(group, "chief", "/settings language en"));
    const { reply } = one(await after(village.inGroup(group, "an", "德钦县有疗休养吗？")));
    expect(reply.locale).toBe("en");
  });

  it.each([
    ["语言 繁体中文", "zh-Hant"],
    ["語言 繁體中文", "zh-Hant"],
    ["language traditional Chinese", "zh-Hant"],
    ["语言 简体中文", "zh-Hans"],
    ["language simplified Chinese", "zh-Hans"],
    ["语言 英文", "en"],
    ["语言 跟着提问的人", undefined],
  ])("take the words they are shown by: %s", async (words, language) => {
    await after(village.inGroup(group, "chief", "/settings language en"));
    await after(village.inGroup(group, "chief", `/settings ${words}`));
    expect((await app.stores.groups.settings("village", group)).language).toBe(language);
  });

  it.each([
    ["法律援助", ["legal-aid"]],
    ["法律援助 疗休养", ["legal-aid", "recuperation"]],
    ["疗休养、工资权益", ["wage-rights", "recuperation"]],
    ["legal aid, recuperation", ["legal-aid", "recuperation"]],
    ["打官司", ["legal-aid"]],
  ])("mean by a topic's name that topic alone: %s", async (words, topics) => {
    await after(village.inGroup(group, "chief", `/settings topics ${words}`));
    const saved = (await app.stores.groups.settings("village", group)).topics;
    expect(saved.toSorted()).toEqual(topics.toSorted());
  });

  it("keep to topics, and let pass what names none", async () => {
    const saved = one(await after(village.inGroup(group, "chief", "/settings 话题 法律援助、疗休养")));
    expect(saved.reply.text).toContain("法律援助");
    const { reply } = one(await after(village.inGroup(group, "an", QUESTION)));
    expect(reply.text).toContain("这个群只谈");
    expect(one(await after(village.inGroup(group, "an", "云南省法律援助办了多少件？"))).reply.kind).toBe(
      "answer",
    );
    await after(village.inGroup(group, "chief", "/settings 话题 不限"));
    expect(one(await after(village.inGroup(group, "an", QUESTION))).reply.kind).toBe("answer");
  });

  it("keep quiet: answers go to whoever asked, or a line says where", async () => {
    await after(village.inGroup(group, "chief", "/settings quiet on"));
    const stranger = one(await after(village.inGroup(group, "qi", QUESTION)));
    expect(stranger).toMatchObject({ chat: group });
    expect(stranger.reply.text).toContain("安静");
    expect(stranger.reply.text).not.toContain("19");
    await after(village.inPrivate("qi", "/start"));
    const known = one(await after(village.inGroup(group, "qi", QUESTION)));
    expect(known.chat).toBe("qi");
    expect(known.reply.text).toContain("19");
    await after(village.inGroup(group, "chief", "/settings quiet off"));
    expect(one(await after(village.inGroup(group, "qi", QUESTION))).chat).toBe(group);
  });

  it("move with the group to its new id", async () => {
    await after(village.inGroup(group, "chief", "/settings 安静 开"));
    await after(village.happens(group, { kind: "migrated", to: `${group}-super` }));
    expect((await app.stores.groups.settings("village", `${group}-super`)).quiet).toBe(true);
    expect((await app.stores.groups.settings("village", group)).quiet).toBe(false);
  });
});

describe("a group that goes on under another id", () => {
  it("still knows each member's talk, which is exported and erased with the member", async () => {
    const later = `${group}-super`;
    await after(village.inPrivate("yan", "/start"));
    await after(village.inGroup(group, "yan", QUESTION));
    await after(village.inGroup(group, "yao", "西藏的职工氧吧建了多少？"));
    await after(village.happens(group, { kind: "migrated", to: later }));
    await after(village.happens(group, { kind: "migrated", to: later }));
    expect(await app.stores.conversations.groupTalks("village", "yan")).toContain(`${later}#yan`);
    expect(one(await after(village.inGroup(later, "yan", "花了多少钱？"))).reply.text).toContain("德钦");
    expect(one(await after(village.inGroup(later, "yao", "那疗休养呢？"))).reply.text).toContain("西藏");
    await after(village.inPrivate("yan", "/erase"));
    await after(village.inPrivate("yan", "确认"));
    const talk = { channel: "village", chat: `${later}#yan` };
    expect((await app.stores.conversations.standing(talk)).state).toBeUndefined();
  });

  it("keeps a talk that has begun there", async () => {
    const later = `${group}-super`;
    await after(village.inGroup(group, "yu", QUESTION));
    await after(village.inGroup(later, "yu", "西藏的职工氧吧建了多少？"));
    await after(village.happens(group, { kind: "migrated", to: later }));
    expect(one(await after(village.inGroup(later, "yu", "那疗休养呢？"))).reply.text).toContain("西藏");
  });
});

describe("what is held of talks in groups", () => {
  it("is exported and erased with the member", async () => {
    await after(village.inPrivate("rui", "/start"));
    await after(village.inGroup(group, "rui", QUESTION));
    const { member } = (await app.stores.members.account("village", "rui")) ?? { member: "" };
    const words = async (): Promise<string> => JSON.stringify(await exportMember(app.stores, member));
    expect(await words()).toContain(QUESTION);
    await after(village.inPrivate("rui", "/erase"));
    await after(village.inPrivate("rui", "确认"));
    expect(await app.stores.conversations.groupTalks("village", "rui")).toEqual([]);
  });
});

describe("news of a private chat", () => {
  it("marks who blocked it, and who is back", async () => {
    await after(village.inPrivate("su", "/start"));
    const reachable = async () => (await app.stores.members.account("village", "su"))?.reachable;
    expect(await after(village.inPrivate("su", { kind: "event", event: { kind: "blocked" } }))).toEqual([]);
    expect(await reachable()).toBe(false);
    await after(village.inPrivate("su", { kind: "event", event: { kind: "unblocked" } }));
    expect(await reachable()).toBe(true);
  });

  it("reaches an officer again who only gives commands of staff, and takes no yes after one", async () => {
    const { members } = app.stores;
    const id = randomUUID();
    await after(village.inPrivate("wen", "/start"));
    await members.addStaff({ id, name: "文主任", unit: "", roles: ["reviewer"], active: true });
    await members.bindStaff(id, "village", "wen");
    await members.setReachable("village", "wen", false);
    await after(village.inPrivate("wen", "/erase"));
    await after(village.inPrivate("wen", "/queue"));
    expect((await members.account("village", "wen"))?.reachable).toBe(true);
    await after(village.inPrivate("wen", "确认"));
    expect(await members.account("village", "wen")).toBeDefined();
  });

  it("brings a notice to another account of whoever blocked it, and to staff when there is none", async () => {
    await after(village.inPrivate("una", "/start"));
    const { member } = (await app.stores.members.account("village", "una")) ?? { member: "" };
    const work = await app.work();
    const at = new Date().toISOString();
    const notice = randomUUID();
    const about = { key: "member.fill-consented", values: {}, suggestions: [], at };
    village.blocked.add("una");
    await app.stores.notices.add([{ id: notice, to: { kind: "member", id: member }, ...about }]);
    await app.stores.jobs.add([{ name: "notify", payload: { notice } }], at);
    work.queue.wake();
    await expect.poll(async () => (await app.stores.notices.find(notice))?.result).toBe("unreachable");
    expect((await app.stores.members.account("village", "una"))?.reachable).toBe(false);
    await work.stop(1_000);
  });

  it("says how things stand where a case waits for nothing any more", async () => {
    const { reply } = one(await after(village.inPrivate("vic", "补材料 2026-000036")));
    expect(reply.text).not.toContain("填到一半");
    expect(one(await after(village.inPrivate("vic", "继续"))).reply.text).toContain("填到一半");
  });

  it("says kindly what it cannot read", async () => {
    const { reply } = one(await after(village.inPrivate("tao", { kind: "unreadable", what: "voice" })));
    expect(reply.text).toContain("语音");
  });
});

describe("words that are too long", () => {
  const long = `${"去年冬天的事。".repeat(300)}我要申请困难帮扶`;

  it("are asked for again, shorter, and nothing of them is taken, in private and in a group", async () => {
    const kinds: IncomingContent[] = [
      { kind: "text", text: long },
      { kind: "files", files: [], text: long },
    ];
    for (const content of kinds) {
      const { reply } = one(await after(village.inPrivate("long-1", content)));
      expect(reply.text).toContain("请缩短到 2,000 个字以内");
      expect(one(await after(village.inGroup(group, "long-1", content))).reply.text).toBe(reply.text);
    }
    expect(await app.stores.members.account("village", "long-1")).toBeUndefined();
  });

  it("are answered all the same when they are those of somebody in danger", async () => {
    const [first] = await after(village.inPrivate("long-2", `${long}，我不想活了`));
    expect(first?.reply.text).toContain("120");
  });
});
