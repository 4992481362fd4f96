import { describe, expect, it } from "vitest";
import { afterAnswer, conversationState, decide } from "../../src/domain/conversation.ts";
import type { Incoming, IncomingContent, Locale } from "../../src/domain/message.ts";

const incoming = (content: IncomingContent | string, locale?: Locale): Incoming => ({
  address: { channel: "test", chat: "c" },
  messageId: "m",
  sender: "someone",
  content: typeof content === "string" ? { kind: "text", text: content } : content,
  ...(locale === undefined ? {} : { locale }),
  receivedAt: "2026-01-02T03:04:05.000Z",
});
const fresh = conversationState(undefined);
const CONTEXT = { places: ["德钦县"], topic: "培训", question: "德钦县培训办了多少期？" };
const talking = afterAnswer(fresh, CONTEXT, "a1");

describe("a talk's state", () => {
  it("starts anew from what is missing, broken or of another version", () => {
    for (const stored of [undefined, null, 3, "x", {}, { version: 2, context: CONTEXT }, { version: 1 }]) {
      expect(conversationState(stored)).toEqual(fresh);
    }
    expect(conversationState(JSON.parse(JSON.stringify(talking)))).toEqual(talking);
  });
});

describe("decide", () => {
  it("answers a question in the light of the last one", () => {
    const { step, state } = decide(talking, incoming("那法律援助呢？"));
    expect(step).toEqual({ kind: "answer", question: "那法律援助呢？", context: CONTEXT });
    expect(state).toEqual(talking);
  });

  it("remembers the language that a device named last", () => {
    const { state } = decide(fresh, incoming("hi", "en"));
    expect(decide(state, incoming("那法律援助呢？")).step).toMatchObject({ kind: "answer", locale: "en" });
    expect(decide(state, incoming("呢？", "zh-Hant")).step).toMatchObject({ locale: "zh-Hant" });
  });

  it("forgets the topic on /start and /help, and only on these", () => {
    for (const said of ["/start", " /HELP me", "/start payload"]) {
      const { state, step } = decide(talking, incoming(said));
      expect(step.kind).toBe("help");
      expect(state.context).toEqual(fresh.context);
    }
    for (const said of ["/starting", "help", "/培训"])
      expect(decide(talking, incoming(said)).step.kind).toBe("answer");
  });

  it("takes /up and /down for the last answer, and keeps the topic", () => {
    const { state, step } = decide(talking, incoming(" /Down "));
    expect(step).toEqual({ kind: "rate", answer: "a1", rating: "down", said: "zh-Hans" });
    expect(state).toEqual(talking);
    expect(decide(fresh, incoming("/up", "en")).step).toEqual({
      kind: "rate",
      answer: undefined,
      rating: "up",
      said: "en",
    });
  });

  it("takes a tap for the answer it names, and says nothing", () => {
    const { step } = decide(talking, incoming({ kind: "rating", answer: "a0", rating: "up" }));
    expect(step).toEqual({ kind: "rate", answer: "a0", rating: "up" });
  });
});
