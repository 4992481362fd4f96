// A reply that is handed over while the store is searched for what is unsent goes out once.
import { describe, expect, it } from "vitest";
import { createDelivery } from "../../src/conversation/delivery.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { SentReply } from "../../src/domain/talk.ts";

const address = { channel: "test", chat: "1" };
const reply = (sequence: number): SentReply => ({
  sequence,
  reply: { kind: "answer", text: String(sequence), citations: [], suggestions: [], locale: "en" },
});

function stage() {
  const stored = new Map<number, SentReply>();
  const sent: number[] = [];
  const fail = { times: 0 };
  const delivery = createDelivery({
    store: {
      alive: async () => {},
      takeOver: async () => [...stored.values()],
      waitingChats: async () => (stored.size === 0 ? [] : [{ address, since: Math.min(...stored.keys()) }]),
      delivered: async (_, sequences) => {
        for (const sequence of sequences) stored.delete(sequence);
      },
    },
    async deliver(_, replies, taken) {
      for (const one of replies) {
        await new Promise((done) => setTimeout(done, 5));
        if (fail.times-- > 0) throw new AppError("channel.unreachable", { retryable: true });
        sent.push(one.sequence);
        await taken(one, []);
      }
    },
    log: { info() {}, error() {} },
    instant: () => "2026-11-20T08:00:00.000Z",
  });
  const commit = (sequence: number): SentReply => {
    stored.set(sequence, reply(sequence));
    return reply(sequence);
  };
  return { delivery, sent, commit, fail };
}

describe("delivery", () => {
  it("sends once what is committed behind a search, and handed over behind it", async () => {
    const { delivery, sent, commit } = stage();
    delivery.hand(address, [commit(1)]);
    delivery.flush(address);
    delivery.hand(address, [commit(2)]);
    delivery.hand(address, [commit(3)]);
    await delivery.idle();
    expect(sent).toEqual([1, 2, 3]);
  });

  it("sends once what is handed over while the search's replies go out", async () => {
    const { delivery, sent, commit } = stage();
    const one = commit(1);
    delivery.flush(address);
    await new Promise((done) => setTimeout(done, 2));
    delivery.hand(address, [one]);
    delivery.hand(address, [commit(2)]);
    await delivery.idle();
    expect(sent).toEqual([1, 2]);
  });

  it("sends once, and in order, what the search found and the platform did not take", async () => {
    const { delivery, sent, commit, fail } = stage();
    fail.times = 1;
    const one = commit(1);
    delivery.flush(address);
    await new Promise((done) => setTimeout(done, 2));
    delivery.hand(address, [one]);
    delivery.hand(address, [commit(2)]);
    await delivery.idle();
    expect(sent).toEqual([1, 2]);
  });
});
