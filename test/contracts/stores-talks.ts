// What every store of talks must do: each message once, replies in order, words sealed.
import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import type { Address, Incoming, IncomingContent, Reply } from "../../src/domain/message.ts";
import type { SentReply } from "../../src/domain/talk.ts";
import { createPostgresStores } from "../../src/stores/postgres-stores.ts";
import type { AnswerRecord, Answered, ConversationStore } from "../../src/stores/conversation-store.ts";
import type { Held } from "../support/databases.ts";
import { AT as at, later } from "./stores-samples.ts";

export function conversationStoreContract(held: () => Held): void {
  const store = (): ConversationStore => held().stores.conversations;
  let address: Address;
  let chats = 0;
  beforeEach(() => {
    address = { channel: "test", chat: `chat-${++chats}` };
  });

  const message = (messageId: string, text = messageId): Incoming => ({
    address,
    messageId,
    sender: "someone",
    content: { kind: "text", text },
    locale: "zh-Hant",
    receivedAt: at,
  });
  const reply = (text: string, answer?: string): Reply => ({
    kind: "answer",
    text,
    citations: [{ report: "a.txt", title: "题", quote: "句", link: "/reports/a?from=0&to=1" }],
    suggestions: ["再问"],
    locale: "zh-Hans",
    ...(answer === undefined ? {} : { answer }),
  });
  const record = (id: string): AnswerRecord => ({
    id,
    question: "问",
    kind: "answer",
    locale: "zh-Hans",
    passages: ["p1", "p2"],
    cited: ["a.txt"],
    ms: 4,
    at,
  });
  const stateOf = async (chat: Address): Promise<unknown> => (await store().standing(chat)).state;
  const undelivered = async () =>
    (await store().undelivered(["test"])).filter((one) => one.address.chat === address.chat);

  it("keeps a message once, as it came", async () => {
    expect(await store().receive(message("m1", "问"))).toBe(true);
    expect(await store().receive(message("m1", "问"))).toBe(false);
    expect((await store().pending(["test"])).filter((one) => one.address.chat === address.chat)).toEqual([
      message("m1", "问"),
    ]);
  });

  it("keeps one of many that come at once under one id", async () => {
    const received = await Promise.all(Array.from({ length: 8 }, () => store().receive(message("m1"))));
    expect(received.filter(Boolean)).toHaveLength(1);
  });

  it("takes what PostgreSQL cannot hold out of a text", async () => {
    await store().receive(message("m1", "a\u0000b\ud800c"));
    expect((await store().history(address)).entries).toMatchObject([{ text: "ab\ufffdc" }]);
  });

  it("keeps each of many that come at once, in their order within a chat, and drops repeats among them", async () => {
    const several = Array.from({ length: 7 }, (_, index) => ({
      ...address,
      chat: `${address.chat}-${index}`,
    }));
    const all = Array.from({ length: 60 }, (_, index) => ({
      ...message(`m${index % 50}`),
      address: several[(index % 50) % 7] ?? address,
    }));
    const received = await Promise.all(all.map((one) => store().receive(one)));
    expect(received).toEqual(all.map((_, index) => index < 50));
    for (const chat of several) {
      const { entries } = await store().history(chat);
      const numbers = entries.map((entry) =>
        entry.side === "member" ? Number(entry.messageId.slice(1)) : -1,
      );
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
      expect(new Set(entries.map(({ sequence }) => sequence)).size).toBe(entries.length);
    }
  });

  it("keeps where a message was said and which button said it", async () => {
    const said = { ...message("m1"), group: "g1", tapped: "b7" };
    await store().receive(said);
    expect(await store().received(address, "m1")).toEqual(said);
    expect(await store().received(address, "m2")).toBeUndefined();
    expect(await store().received({ ...address, chat: "another" }, "m1")).toBeUndefined();
    expect(await store().groupTalks("test", "someone")).toContain(address.chat);
  });

  it.each([
    { kind: "remote-files", files: [{ id: "f", name: "a.jpg", size: 3 }], text: "" },
    { kind: "files", files: [], text: "", refused: [{ name: "a.exe", why: "not-a-paper" }] },
    { kind: "unreadable", what: "voice" },
    { kind: "event", event: { kind: "migrated", to: "-100" } },
    { kind: "event", event: { kind: "role", administrator: true } },
  ] as const)("keeps what is no text as it came: $kind", async (content) => {
    await store().receive({ ...message("m1"), content });
    expect((await store().received(address, "m1"))?.content).toEqual(content);
  });

  it("finishes several messages by one turn", async () => {
    for (const id of ["m1", "m2", "m3"]) await store().receive(message(id));
    const completion = { incoming: message("m1"), also: ["m2", "m3"], replies: [reply("收到三张")], at };
    expect(await store().complete(completion)).toHaveLength(1);
    expect((await store().history(address)).waiting).toBe(0);
    expect(await store().complete({ incoming: message("m2"), replies: [reply("x")], at })).toBeUndefined();
  });

  it("finds a reply by the message that showed it, and the chats that wait for theirs", async () => {
    await store().receive(message("m1"));
    await store().complete({ incoming: message("m1"), replies: [reply("一"), reply("二")], at });
    const waits = async () =>
      (await store().waitingChats(["test"])).find((one) => one.address.chat === address.chat)?.since;
    expect(await waits()).toBe(2);
    expect(await store().waitingChats(["elsewhere"])).toEqual([]);
    await store().delivered(address, [2], "sent", at, ["p1", "p2"]);
    expect(await store().sentAs(address, "p2")).toEqual({ sequence: 2, reply: reply("一") });
    expect(await store().sentAs(address, "p3")).toBeUndefined();
    expect(await store().sentAs({ ...address, chat: "another" }, "p1")).toBeUndefined();
    expect(await waits()).toBe(3);
    await store().delivered(address, [3], "sent", at, ["p3"]);
    expect(await waits()).toBeUndefined();
  });

  it("keeps what a reply says of the message it answers and of the private chat", async () => {
    await store().receive(message("m1"));
    const said: Reply = {
      ...reply("一"),
      to: "m1",
      replaces: "b1",
      privately: { label: "私下说", start: "p_x" },
    };
    await store().complete({ incoming: message("m1"), replies: [said], at });
    expect(await undelivered()).toEqual([{ address, replies: [{ sequence: 2, reply: said }] }]);
  });

  it("does not take a message again that a platform brings after its chat was forgotten", async () => {
    await held().database.query("delete from incoming");
    await store().receive(message("m1"));
    await store().complete({ incoming: message("m1"), replies: [], at });
    await store().forget(address);
    expect(await store().receive(message("m1"))).toBe(false);
    expect(await store().history(address)).toEqual({ newest: 0, waiting: 0, entries: [] });
    expect(await store().receive(message("m2"))).toBe(true);
    await store().forgetWords(later(1));
    expect(await store().receive(message("m1"))).toBe(true);
  });

  it("keeps files with their caption, and shows them in the talk", async () => {
    const content: IncomingContent = {
      kind: "files",
      files: [{ id: "f1", name: "工资条.jpg", type: "image/jpeg", size: 12 }],
      text: "这是工资条",
    };
    await store().receive({ ...message("m1"), content });
    const [pending] = (await store().pending(["test"])).filter((one) => one.address.chat === address.chat);
    expect(pending?.content).toEqual(content);
    expect(await store().history(address)).toMatchObject({
      waiting: 1,
      entries: [
        {
          side: "member",
          text: "这是工资条",
          files: [{ name: "工资条.jpg", type: "image/jpeg", size: 12 }],
        },
      ],
    });
  });

  it("completes a message once: state, replies and answer together", async () => {
    await store().receive(message("m1"));
    const completion = {
      incoming: message("m1"),
      state: { version: 1 },
      replies: [reply("一", "id1"), reply("二")],
      answer: record("id1"),
      at,
    };
    const sent = await store().complete(completion);
    expect(sent).toEqual([
      { sequence: 2, reply: reply("一", "id1") },
      { sequence: 3, reply: reply("二") },
    ]);
    expect(await store().complete(completion)).toBeUndefined();
    expect(await stateOf(address)).toEqual({ version: 1 });
    await store().receive(message("m2"));
    expect(await store().complete({ incoming: message("m2"), replies: [], at })).toEqual([]);
    expect(await stateOf(address)).toEqual({ version: 1 });
  });

  describe("a message that comes with its answer", () => {
    const answered = (
      messageId: string,
      after: number,
      replies: readonly Reply[],
      chat = address,
    ): Answered => ({
      incoming: { ...message(messageId), address: chat },
      state: { version: 1, last: messageId },
      replies,
      at,
      after,
    });

    it("is stored as if it had been received and completed", async () => {
      const sent = await store().receiveAnswered(answered("m1", 0, [reply("一"), reply("二")]));
      expect(sent).toEqual([
        { sequence: 2, reply: reply("一") },
        { sequence: 3, reply: reply("二") },
      ]);
      expect(await store().standing(address)).toEqual({ state: { version: 1, last: "m1" }, sequence: 3 });
      expect(await store().history(address)).toMatchObject({
        newest: 3,
        waiting: 0,
        entries: [{ messageId: "m1" }, { reply: reply("一") }, { reply: reply("二") }],
      });
      expect(await undelivered()).toEqual([{ address, replies: sent }]);
      expect(await store().received(address, "m1")).toEqual(message("m1"));
      expect(await store().receiveAnswered({ ...answered("m2", 3, []), state: undefined })).toEqual([]);
      expect(await store().standing(address)).toEqual({ state: { version: 1, last: "m1" }, sequence: 4 });
    });

    it("is dropped when it was here before, and when the talk went on meanwhile", async () => {
      await store().receive(message("m1"));
      expect(await store().receiveAnswered(answered("m1", 1, [reply("一")]))).toBeUndefined();
      expect(await store().receiveAnswered(answered("m2", 0, [reply("二")]))).toBeUndefined();
      expect(await store().receiveAnswered(answered("m3", 2, [reply("三")]))).toBeUndefined();
      expect(await store().history(address)).toMatchObject({ newest: 1, waiting: 1, entries: [{}] });
      expect(await store().standing(address)).toEqual({ state: undefined, sequence: 1 });
      expect(await store().receiveAnswered(answered("m2", 1, [reply("二")]))).toMatchObject([
        { sequence: 3 },
      ]);
    });

    it("is known again after its talk was forgotten", async () => {
      await store().receiveAnswered(answered("m1", 0, [reply("一")]));
      await store().forget(address);
      expect(await store().receiveAnswered(answered("m1", 0, [reply("一")]))).toBeUndefined();
      expect(await store().standing(address)).toEqual({ state: undefined, sequence: 0 });
    });

    it("is stored beside those of other chats, one of several in a chat", async () => {
      const several = Array.from({ length: 30 }, (_, index) => ({
        ...address,
        chat: `${address.chat}-${index}`,
      }));
      await store().receive({ ...message("m0"), address: several[3] ?? address });
      const all = [...several, several[7] ?? address].map((chat, index) =>
        answered(`m${index}`, 0, [reply(`${index}`)], chat),
      );
      const sent = await Promise.all(all.map((one) => store().receiveAnswered(one)));
      expect(sent[3]).toBeUndefined();
      expect([sent[7], sent[30]].filter((one) => one !== undefined)).toHaveLength(1);
      expect(sent.filter((one) => one === undefined)).toHaveLength(2);
      for (const [index, chat] of several.entries()) {
        const { entries } = await store().history(chat);
        expect(entries.map(({ side }) => side)).toEqual(index === 3 ? ["member"] : ["member", "reply"]);
      }
    });

    it("is one of many that come at once under one id", async () => {
      const sent = await Promise.all(
        Array.from({ length: 8 }, () => store().receiveAnswered(answered("m1", 0, [reply("一")]))),
      );
      expect(sent.filter((one) => one !== undefined)).toHaveLength(1);
      expect((await store().history(address)).entries).toHaveLength(2);
    });
  });

  it("saves nothing of a completion that fails half-way", async () => {
    await store().receive(message("m1"));
    await store().complete({ incoming: message("m1"), replies: [], answer: record("taken"), at });
    await store().receive(message("m2"));
    await expect(
      store().complete({
        incoming: message("m2"),
        state: { version: 1 },
        replies: [reply("x")],
        answer: record("taken"),
        at,
      }),
    ).rejects.toThrow();
    expect(await stateOf(address)).toBeUndefined();
    expect(await store().history(address)).toMatchObject({
      waiting: 1,
      entries: [{ messageId: "m1" }, { messageId: "m2" }],
    });
  });

  it("completes together with what other stores save, or not at all", async () => {
    await store().receive(message("m1"));
    const complete = (fail: boolean) =>
      held().stores.transaction(async ({ conversations, members }) => {
        await conversations.complete({
          incoming: message("m1"),
          state: { version: 1 },
          replies: [reply("一")],
          at,
        });
        await members.addCode(`code-${address.chat}`, { kind: "staff", staff: "s" }, later(1));
        if (fail) throw new Error("no");
      });
    await expect(complete(true)).rejects.toThrow("no");
    expect(await stateOf(address)).toBeUndefined();
    expect(await held().stores.members.peekCode(`code-${address.chat}`, at)).toBeUndefined();
    await complete(false);
    expect(await stateOf(address)).toEqual({ version: 1 });
    expect(await held().stores.members.peekCode(`code-${address.chat}`, at)).toBeDefined();
  });

  it("shows both sides in order, after a sequence and no more than asked for", async () => {
    await store().receive(message("m1"));
    await store().receive(message("m2"));
    await store().complete({ incoming: message("m1"), replies: [reply("一")], at });
    const talk = await store().history(address);
    expect(talk.entries.map(({ sequence, side }) => [sequence, side])).toEqual([
      [1, "member"],
      [2, "member"],
      [3, "reply"],
    ]);
    expect([talk.newest, talk.waiting]).toEqual([3, 1]);
    expect((await store().history(address, 2)).entries.map(({ sequence }) => sequence)).toEqual([3]);
    expect((await store().history(address, 0, 2)).entries.map(({ sequence }) => sequence)).toEqual([2, 3]);
  });

  it("knows which replies are in doubt, and which were refused", async () => {
    await store().receive(message("m1"));
    await store().complete({
      incoming: message("m1"),
      replies: [reply("一"), reply("二"), reply("三")],
      at,
    });
    await store().delivered(address, [2], "sent", at);
    await store().delivered(address, [3], "refused", at);
    const doubtful = [{ address, replies: [{ sequence: 4, reply: reply("三") }] }];
    expect(await undelivered()).toEqual(doubtful);
    expect(await store().undelivered(["test"], address.chat)).toEqual(doubtful);
    expect(await store().undelivered(["test"], "another chat")).toEqual([]);
    expect(await store().undelivered(["elsewhere"])).toEqual([]);
  });

  it("are sent by one process of several, and taken over once it is gone", async () => {
    const { database, cipher } = held();
    const process = () => createPostgresStores(database, cipher, randomUUID, true).conversations;
    const [one, other] = [process(), process()];
    const waits = async (here: typeof one): Promise<boolean> =>
      (await here.waitingChats(["test"])).some((chat) => chat.address.chat === address.chat);
    const sequences = (replies: readonly SentReply[]): number[] => replies.map(({ sequence }) => sequence);
    await one.alive();
    await one.receive(message("m1"));
    await one.complete({ incoming: message("m1"), replies: [reply("一")], at });
    expect([await waits(one), await waits(other)]).toEqual([true, false]);
    expect(sequences(await other.takeOver(address))).toEqual([]);
    expect(sequences(await one.takeOver(address))).toEqual([2]);
    // What a worker posts is anybody's, and then whose it is was settled.
    await other.post(address, reply("通知"), "n1", at);
    await other.alive();
    expect(sequences(await other.takeOver(address))).toEqual([3]);
    expect(sequences(await one.takeOver(address))).toEqual([2]);
    await one.leave();
    expect(sequences(await other.takeOver(address))).toEqual([2, 3]);
    await database.query(`update processes set seen_at = now() - interval '11 seconds'`);
    expect(await waits(one)).toBe(true);
  });

  it("posts a reply outside a turn, once for its key and chat", async () => {
    const notice: Reply = { ...reply("批准了"), kind: "case" };
    const posted = await Promise.all([1, 2, 3].map(() => store().post(address, notice, "n1", at)));
    expect(posted.filter((one) => one !== undefined)).toMatchObject([{ reply: notice }]);
    expect(await undelivered()).toMatchObject([{ replies: [{ reply: notice }] }]);
    const second = await store().post(address, notice, "n2", at);
    expect(second?.sequence).toBeGreaterThan(1);
    expect(await store().post({ ...address, chat: `${address.chat}-other` }, notice, "n1", at)).toBeDefined();
    expect((await store().history(address)).entries).toHaveLength(2);
    const sequences = [posted.find((one) => one !== undefined)?.sequence ?? 0, second?.sequence ?? 0];
    expect(await store().postedUnder(address, sequences)).toEqual(["n1", "n2"]);
    expect(await store().postedUnder(address, [999])).toEqual([]);
  });

  it("lets a rating change, and only the chat that was answered rate", async () => {
    await store().receive(message("m1"));
    await store().complete({
      incoming: message("m1"),
      replies: [reply("一", "r1")],
      answer: record("r1"),
      at,
    });
    expect(await store().rate(address, { answer: "r1", rating: "up" }, at)).toBe(true);
    expect(await store().rate(address, { answer: "r1", rating: "down" }, at)).toBe(true);
    expect(await store().rate({ ...address, chat: "other" }, { answer: "r1", rating: "up" }, at)).toBe(false);
    expect(await store().rate(address, { answer: "none", rating: "up" }, at)).toBe(false);
    expect((await store().history(address, 1)).entries).toMatchObject([{ rating: "down" }]);
  });

  it("forgets a chat and all that hangs on it", async () => {
    await store().receive(message("m1"));
    await store().complete({
      incoming: message("m1"),
      state: { version: 1 },
      replies: [reply("一", "f1")],
      answer: record("f1"),
      at,
    });
    await store().rate(address, { answer: "f1", rating: "up" }, at);
    await store().forget(address);
    expect(await store().history(address)).toEqual({ newest: 0, waiting: 0, entries: [] });
    expect(await stateOf(address)).toBeUndefined();
    const left = await held().database.query(`select answer from ratings where answer = 'f1'`);
    expect(left).toEqual([]);
  });

  it("gives each message and reply of a busy chat its own place", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `m${index}`);
    await Promise.all(ids.map((id) => store().receive(message(id))));
    await Promise.all(ids.map((id) => store().complete({ incoming: message(id), replies: [reply(id)], at })));
    const { entries } = await store().history(address);
    expect(new Set(entries.map(({ sequence }) => sequence)).size).toBe(40);
  });

  describe("words", () => {
    it("are forgotten after their time, once, but not of messages that wait", async () => {
      await held().database.query(`delete from incoming`);
      await store().receive(message("old", "旧话"));
      await store().receive(message("waiting", "还没回"));
      await store().receive({ ...message("young", "新话"), receivedAt: later(5) });
      for (const id of ["old", "young"]) {
        const incoming = message(id);
        await store().complete({ incoming, replies: [], answer: record(`${address.chat}-${id}`), at });
      }
      expect(await store().forgetWords(later(5))).toBe(1);
      expect(await store().forgetWords(later(5))).toBe(0);
      const { entries, newest } = await store().history(address);
      expect(newest).toBe(3);
      expect(entries).toMatchObject([{ text: "还没回" }, { text: "新话" }]);
      expect(await store().receive(message("old", "旧话"))).toBe(false);
    });

    it("are gone from replies that were sent, and from what an old talk remembers", async () => {
      await store().receive(message("m1"));
      const sent = await store().complete({
        incoming: message("m1"),
        state: { version: 1, asked: "旧问" },
        replies: [reply("旧答"), reply("还没送到")],
        at,
      });
      await store().delivered(address, [sent?.[0]?.sequence ?? 0], "sent", at, ["p1"]);
      await store().forgetWords(later(5));
      const { entries } = await store().history(address);
      expect(entries).toMatchObject([{ reply: { text: "还没送到" } }]);
      expect(await stateOf(address)).toBeUndefined();
      expect((await store().standing(address)).sequence).toBe(3);
    });

    it("from before anything was sealed are still read", async () => {
      const { database } = held();
      const { channel, chat } = address;
      await database.query(
        `insert into conversations values ($1, $2, '{"version":1,"asked":3}'::jsonb, 2, $3)`,
        [channel, chat, at],
      );
      await database.query(
        `insert into incoming (channel, chat, message_id, sequence, sender, content, received_at)
         values ($1, $2, 'm1', 1, 's', '{"kind":"text","text":"旧问"}'::jsonb, $3)`,
        [channel, chat, at],
      );
      await database.query(
        `insert into deliveries (channel, chat, sequence, reply, intended_at) values ($1, $2, 2, $3::jsonb, $4)`,
        [channel, chat, JSON.stringify(reply("旧答")), at],
      );
      expect(await stateOf(address)).toEqual({ version: 1, asked: 3 });
      expect((await store().history(address)).entries).toMatchObject([
        { text: "旧问" },
        { reply: reply("旧答") },
      ]);
      expect(await undelivered()).toMatchObject([{ replies: [{ reply: reply("旧答") }] }]);
    });
  });
}
