import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Handled } from "../../src/conversation/handling.ts";
import { createInbox, type InboxOptions } from "../../src/conversation/inbox.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { Incoming } from "../../src/domain/message.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import type { Answered, ConversationStore } from "../../src/stores/conversation-store.ts";
import { replyOf } from "../contracts/channel.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";

const { text } = createCatalogue();
let opened: TestStores;
let store: ConversationStore;
let chats = 0;
let chat = "";
beforeAll(async () => {
  opened = await openTestStores();
  store = opened.stores.conversations;
});
afterAll(() => opened.close());
beforeEach(() => {
  chat = `chat-${++chats}`;
});

const message = (id: string, said = id, to = chat): Incoming => ({
  address: { channel: "test", chat: to },
  messageId: id,
  sender: "someone",
  content: { kind: "text", text: said },
  receivedAt: "2026-01-02T03:04:05.000Z",
});
const said = ({ content }: Incoming): string => (content.kind === "text" ? content.text : "");
const echo = async (_: unknown, incoming: Incoming): Promise<Handled> => ({
  state: { version: 1, last: said(incoming) },
  replies: [replyOf(said(incoming))],
});

function inboxWith(more: Partial<InboxOptions> = {}) {
  const sent: string[] = [];
  const logged: object[] = [];
  const note = (fields: object): void => void logged.push(fields);
  const inbox = createInbox({
    stores: opened.stores,
    handle: echo,
    deliver: async (_address, replies, taken) => {
      for (const one of replies) {
        sent.push(one.reply.text);
        await taken(one, []);
      }
    },
    text,
    hotline: "12351",
    log: { info: note, error: note },
    now: () => new Date(),
    sleep: async () => {},
    ...more,
  });
  return { inbox, sent, logged };
}

describe("the inbox", () => {
  it("handles chats beside each other and never more at once than allowed", async () => {
    let running = 0;
    let most = 0;
    const { inbox, sent } = inboxWith({
      concurrency: 3,
      handle: async (state, incoming) => {
        most = Math.max(most, ++running);
        await new Promise((done) => setTimeout(done, 5));
        running--;
        return echo(state, incoming);
      },
    });
    for (let index = 0; index < 12; index++)
      await inbox.receive(message(`m${index}`, `${index}`, `${chat}-${index % 6}`));
    await inbox.idle();
    expect(sent).toHaveLength(12);
    expect(most).toBe(3);
  });

  it("gives the handler the state saved last", async () => {
    const states: unknown[] = [];
    const { inbox } = inboxWith({
      handle: async (state, incoming) => {
        states.push(state);
        return echo(state, incoming);
      },
    });
    await inbox.receive(message("a"));
    await inbox.receive(message("b"));
    await inbox.idle();
    expect(states).toEqual([undefined, { version: 1, last: "a" }]);
  });

  it("keeps the state when the handler fails", async () => {
    const { inbox } = inboxWith({
      handle: async (state, incoming) => {
        if (said(incoming) === "fail") throw new Error("a member's words");
        return echo(state, incoming);
      },
    });
    await inbox.receive(message("a"));
    await inbox.receive(message("fail"));
    await inbox.idle();
    expect(await store.standing({ channel: "test", chat })).toMatchObject({
      state: { version: 1, last: "a" },
    });
  });

  it("logs ids and outcomes, never words", async () => {
    const { inbox, logged } = inboxWith({
      handle: async (state, incoming) => {
        if (said(incoming).includes("秘密二")) throw new Error("秘密");
        return echo(state, incoming);
      },
    });
    await inbox.receive(message("a", "秘密一"));
    await inbox.receive(message("b", "秘密二"));
    await inbox.idle();
    expect(JSON.stringify(logged)).not.toContain("秘密");
    expect(logged).toContainEqual(
      expect.objectContaining({ chat, message: "a", outcome: "answer", replies: 1 }),
    );
    expect(logged).toContainEqual(expect.objectContaining({ message: "b", outcome: "trouble" }));
  });

  it("sends replies a platform did not take before the next ones", async () => {
    let down = true;
    const sent: string[] = [];
    const { inbox } = inboxWith({
      deliver: async (_, replies, taken) => {
        if (down) throw new Error("down");
        for (const one of replies) {
          sent.push(one.reply.text);
          await taken(one, []);
        }
      },
    });
    await inbox.receive(message("a"));
    await inbox.idle();
    down = false;
    await inbox.receive(message("b"));
    await inbox.idle();
    expect(sent).toEqual(["a", "b"]);
    expect((await store.undelivered()).filter(({ address }) => address.chat === chat)).toEqual([]);
  });

  it("delivers after a restart what was answered but not delivered, of its channels only", async () => {
    const { inbox } = inboxWith({ deliver: () => Promise.reject(new Error("down")) });
    await inbox.receive(message("a"));
    await inbox.idle();
    const other = inboxWith();
    await other.inbox.resume(["elsewhere"]);
    await other.inbox.idle();
    expect(other.sent).toEqual([]);
    const after = inboxWith();
    await after.inbox.resume(["test"]);
    await after.inbox.idle();
    expect(after.sent).toEqual(["a"]);
    const again = inboxWith();
    await again.inbox.resume(["test"]);
    await again.inbox.idle();
    expect(again.sent).toEqual([]);
  });

  it("tries again while the store fails, and answers once", async () => {
    let failures = 3;
    const failing: ConversationStore = {
      ...store,
      complete: (completion) =>
        failures-- > 0 ? Promise.reject(new Error("busy")) : store.complete(completion),
    };
    const { inbox, sent } = inboxWith({ stores: { ...opened.stores, conversations: failing } });
    await inbox.receive(message("a"));
    await inbox.idle();
    expect(sent).toEqual(["a"]);
  });

  it("apologises when what came of a message can never be saved", async () => {
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    const { inbox, sent } = inboxWith({
      handle: async (state, incoming) =>
        said(incoming) === "bad" ? { state: circular, replies: [replyOf("x")] } : echo(state, incoming),
    });
    await inbox.receive(message("bad"));
    await inbox.receive(message("good"));
    await inbox.idle();
    expect(sent).toHaveLength(2);
    expect(sent[0]).toContain("12351");
    expect(sent[1]).toBe("good");
  });

  it("drops an answer that someone else already gave, and one to a talk that was forgotten", async () => {
    let release: () => void = () => {};
    const gate = new Promise<void>((done) => {
      release = done;
    });
    const { inbox, sent } = inboxWith({
      handle: async (state, incoming) => {
        await gate;
        return echo(state, incoming);
      },
    });
    await inbox.receive(message("a"));
    await store.forget({ channel: "test", chat });
    release();
    await inbox.idle();
    expect(sent).toEqual([]);
    expect(await store.history({ channel: "test", chat })).toEqual({ newest: 0, waiting: 0, entries: [] });
  });

  it("stops within its time and leaves the rest for the next start", async () => {
    const { inbox } = inboxWith({ handle: () => new Promise(() => {}) });
    await inbox.receive(message("a"));
    await inbox.receive(message("b"));
    await inbox.stop(20);
    await expect(inbox.receive(message("c"))).rejects.toThrow();
    const next = inboxWith();
    await next.inbox.resume(["test"]);
    await next.inbox.idle();
    expect(next.sent).toEqual(["a", "b"]);
  });

  describe("given a command", () => {
    const counted = () => {
      const calls: string[] = [];
      const conversations: ConversationStore = {
        ...store,
        receive: (incoming) => {
          calls.push(`receive ${incoming.messageId}`);
          return store.receive(incoming);
        },
        receiveAnswered: (answered) => {
          calls.push(`answered ${answered.incoming.messageId}`);
          return store.receiveAnswered(answered);
        },
      };
      return { calls, conversations, stores: { ...opened.stores, conversations } };
    };

    it("stores it with its answer, once, and answers after it was stored", async () => {
      const { calls, stores } = counted();
      const { inbox, sent, logged } = inboxWith({ stores });
      await inbox.receive(message("a", "/help"));
      expect(await store.standing({ channel: "test", chat })).toMatchObject({
        state: { last: "/help" },
        sequence: 2,
      });
      await inbox.receive(message("a", "/help"));
      await inbox.idle();
      expect(sent).toEqual(["/help"]);
      expect(calls).toEqual(["answered a", "answered a", "receive a"]);
      expect(logged).toContainEqual(
        expect.objectContaining({ chat, message: "a", outcome: "answer", replies: 1 }),
      );
    });

    it("lets nothing of its chat overtake it, and waits for what was there before", async () => {
      const { inbox, sent } = inboxWith({
        handle: async (state, incoming) => {
          await new Promise((done) => setTimeout(done, said(incoming).length));
          return echo(state, incoming);
        },
      });
      const all = ["你好吗，我想问一个很长很长的问题", "/help", "/status", "?", "/apply", "!"];
      await Promise.all(all.map((words, index) => inbox.receive(message(`m${index}`, words))));
      await inbox.idle();
      expect(sent).toEqual(all);
      const { entries } = await store.history({ channel: "test", chat });
      expect(entries.flatMap((entry) => (entry.side === "member" ? [entry.text] : []))).toEqual(all);
    });

    it("takes it the usual way when something came between, when storing fails, or when its handler fails", async () => {
      const { calls, conversations } = counted();
      let failures = 1;
      let between = true;
      const stores = {
        ...opened.stores,
        conversations: {
          ...conversations,
          receiveAnswered: async (answered: Answered) => {
            if (said(answered.incoming) === "/status" && failures-- > 0) throw new Error("busy");
            return conversations.receiveAnswered(answered);
          },
        },
      };
      const { inbox, sent } = inboxWith({
        stores,
        handle: async (state, incoming) => {
          if (said(incoming) === "/help" && between) {
            between = false;
            await store.post(incoming.address, replyOf("notice"), "n1", "2026-01-02T03:04:05.000Z");
          }
          if (said(incoming) === "/apply") throw new Error("no");
          return echo(state, incoming);
        },
      });
      for (const words of ["/help", "/status", "/apply"]) await inbox.receive(message(words, words));
      await inbox.idle();
      expect(sent.slice(0, 2)).toEqual(["/help", "/status"]);
      expect(sent[2]).toContain("12351");
      await inbox.resume(["test"]);
      await inbox.idle();
      expect(sent[3]).toBe("notice");
      await inbox.stop(100);
      expect(calls).toEqual(["answered /help", "receive /help", "receive /status", "receive /apply"]);
    });

    it("says that it was not stored when nothing can be", async () => {
      const down = () => Promise.reject(new Error("down"));
      const conversations: ConversationStore = { ...store, receive: down, receiveAnswered: down };
      const { inbox, sent } = inboxWith({ stores: { ...opened.stores, conversations } });
      await expect(inbox.receive(message("a", "/help"))).rejects.toThrow("down");
      await inbox.idle();
      expect(sent).toEqual([]);
    });
  });

  it("saves what else came of a message in the same transaction, or nothing", async () => {
    let tries = 0;
    const { inbox, sent } = inboxWith({
      handle: async (state, incoming) => ({
        ...(await echo(state, incoming)),
        save: async ({ members }) => {
          await members.addUnit({ id: `unit-${said(incoming)}`, name: "x", level: "county", place: [] });
          if (said(incoming) === "never") throw new Error("cannot be saved");
          if (++tries === 1) throw new AppError("conflict", { retryable: true });
        },
      }),
    });
    await inbox.receive(message("once"));
    await inbox.receive(message("never"));
    await inbox.idle();
    const units = (await opened.stores.members.units()).map(({ id }) => id);
    expect(units).toContain("unit-once");
    expect(units).not.toContain("unit-never");
    expect(tries).toBe(2);
    expect(sent[0]).toBe("once");
    expect(sent[1]).toContain("12351");
  });

  it("delivers what was posted outside a turn, once, and after what is under way", async () => {
    const { inbox, sent } = inboxWith();
    await inbox.resume(["test"]);
    await inbox.receive(message("a"));
    const address = { channel: "test", chat };
    await store.post(address, replyOf("notice"), "n1", "2026-01-02T03:04:05.000Z");
    await store.post(address, replyOf("notice"), "n1", "2026-01-02T03:04:05.000Z");
    inbox.sweep();
    await expect.poll(() => sent).toEqual(["a", "notice"]);
    inbox.sweep();
    await inbox.idle();
    await new Promise((done) => setTimeout(done, 50));
    await inbox.idle();
    expect(sent).toEqual(["a", "notice"]);
    await inbox.stop(100);
  });

  it("gives up on a person who blocked it, says so, and goes on with others", async () => {
    const blocked: string[] = [];
    const { inbox } = inboxWith({
      deliver: async () => {
        throw new AppError("channel.blocked");
      },
      onBlocked: async (address) => void blocked.push(address.chat),
    });
    await inbox.receive(message("a"));
    await inbox.idle();
    expect(blocked).toEqual([chat]);
    expect(await store.undelivered(["test"], chat)).toEqual([]);
    await inbox.stop(100);
  });
});
