import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Address, Incoming, Reply } from "../../src/domain/message.ts";
import type { AnswerRecord, ConversationStore } from "../../src/stores/conversation-store.ts";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import { createPostgresConversations } from "../../src/stores/postgres-conversations.ts";

let database: Database;
let store: ConversationStore;
let address: Address;
let chats = 0;
beforeAll(async () => {
  database = await openDatabase({ command: "test" });
  store = createPostgresConversations(database);
});
afterAll(() => database.close());
beforeEach(() => {
  address = { channel: "test", chat: `chat-${++chats}` };
});

const at = "2026-01-02T03:04:05.000Z";
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

describe("the conversation store", () => {
  it("keeps a message once, as it came", async () => {
    expect(await store.receive(message("m1", "问"))).toBe(true);
    expect(await store.receive(message("m1", "问"))).toBe(false);
    expect((await store.pending(["test"])).filter((one) => one.address.chat === address.chat)).toEqual([
      message("m1", "问"),
    ]);
  });

  it("takes what PostgreSQL cannot hold out of a text", async () => {
    await store.receive(message("m1", "a\u0000b\ud800c"));
    expect((await store.history(address)).entries).toMatchObject([{ text: "ab\ufffdc" }]);
  });

  it("completes a message once: state, replies and answer together", async () => {
    await store.receive(message("m1"));
    const completion = {
      incoming: message("m1"),
      state: { version: 1 },
      replies: [reply("一", "id1"), reply("二")],
      answer: record("id1"),
      at,
    };
    expect(await store.complete(completion)).toEqual([
      { sequence: 2, reply: reply("一", "id1") },
      { sequence: 3, reply: reply("二") },
    ]);
    expect(await store.complete(completion)).toBeUndefined();
    expect(await store.state(address)).toEqual({ version: 1 });
  });

  it("saves nothing of a completion that fails half-way", async () => {
    await store.receive(message("m1"));
    await store.complete({ incoming: message("m1"), replies: [], answer: record("taken"), at });
    await store.receive(message("m2"));
    await expect(
      store.complete({
        incoming: message("m2"),
        state: { version: 1 },
        replies: [reply("x")],
        answer: record("taken"),
        at,
      }),
    ).rejects.toThrow();
    expect(await store.state(address)).toBeUndefined();
    expect(await store.history(address)).toMatchObject({
      waiting: 1,
      entries: [{ messageId: "m1" }, { messageId: "m2" }],
    });
  });

  it("shows both sides in order, after a sequence and no more than asked for", async () => {
    await store.receive(message("m1"));
    await store.receive(message("m2"));
    await store.complete({ incoming: message("m1"), replies: [reply("一")], at });
    const talk = await store.history(address);
    expect(talk.entries.map(({ sequence, side }) => [sequence, side])).toEqual([
      [1, "member"],
      [2, "member"],
      [3, "reply"],
    ]);
    expect([talk.newest, talk.waiting]).toEqual([3, 1]);
    expect((await store.history(address, 2)).entries.map(({ sequence }) => sequence)).toEqual([3]);
    expect((await store.history(address, 0, 2)).entries.map(({ sequence }) => sequence)).toEqual([2, 3]);
  });

  it("knows which replies are in doubt", async () => {
    await store.receive(message("m1"));
    await store.complete({ incoming: message("m1"), replies: [reply("一"), reply("二")], at });
    await store.delivered(address, [2], "sent", at);
    const own = (await store.undelivered(["test"])).filter((one) => one.address.chat === address.chat);
    expect(own).toEqual([{ address, replies: [{ sequence: 3, reply: reply("二") }] }]);
    expect(await store.undelivered(["elsewhere"])).toEqual([]);
  });

  it("lets a rating change, and only the chat that was answered rate", async () => {
    await store.receive(message("m1"));
    await store.complete({ incoming: message("m1"), replies: [reply("一", "r1")], answer: record("r1"), at });
    expect(await store.rate(address, { answer: "r1", rating: "up" }, at)).toBe(true);
    expect(await store.rate(address, { answer: "r1", rating: "down" }, at)).toBe(true);
    expect(await store.rate({ ...address, chat: "other" }, { answer: "r1", rating: "up" }, at)).toBe(false);
    expect(await store.rate(address, { answer: "none", rating: "up" }, at)).toBe(false);
    expect((await store.history(address, 1)).entries).toMatchObject([{ rating: "down" }]);
  });

  it("forgets a chat and all that hangs on it", async () => {
    await store.receive(message("m1"));
    await store.complete({
      incoming: message("m1"),
      state: { version: 1 },
      replies: [reply("一", "f1")],
      answer: record("f1"),
      at,
    });
    await store.rate(address, { answer: "f1", rating: "up" }, at);
    await store.forget(address);
    expect(await store.history(address)).toEqual({ newest: 0, waiting: 0, entries: [] });
    expect(await store.state(address)).toBeUndefined();
    const left = await database.query(`select answer from ratings where answer = 'f1'`);
    expect(left).toEqual([]);
  });

  it("gives each message and reply of a busy chat its own place", async () => {
    const ids = Array.from({ length: 20 }, (_, index) => `m${index}`);
    await Promise.all(ids.map((id) => store.receive(message(id))));
    await Promise.all(ids.map((id) => store.complete({ incoming: message(id), replies: [reply(id)], at })));
    const { entries } = await store.history(address);
    expect(new Set(entries.map(({ sequence }) => sequence)).size).toBe(40);
  });
});
