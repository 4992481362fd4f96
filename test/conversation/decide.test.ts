import { describe, expect, it } from "vitest";
import {
  type ConversationState,
  conversationState,
  decide as decideWith,
  expecting,
  withForm,
} from "../../src/domain/conversation.ts";
import { afterAnswer, backAt } from "../../src/domain/talk-context.ts";
import type { Incoming, IncomingContent, Locale } from "../../src/domain/message.ts";

const incoming = (content: IncomingContent | string, locale?: Locale): Incoming => ({
  address: { channel: "test", chat: "c" },
  messageId: "m",
  sender: "someone",
  content: typeof content === "string" ? { kind: "text", text: content } : content,
  ...(locale === undefined ? {} : { locale }),
  receivedAt: "2026-01-02T03:04:05.000Z",
});
// Stands for the programmes: whoever says 申请 wants one.
const programmes = { propose: (text: string) => (text.includes("想申请") ? ["hardship-aid"] : []) };
const decide = (state: ConversationState, message: Incoming) => decideWith(state, message, programmes);
const fresh = conversationState(undefined);
const CONTEXT = { places: ["德钦县"], topic: "培训", question: "德钦县培训办了多少期？" };
const talking = afterAnswer(fresh, CONTEXT, { id: "a1", at: "2026-11-01T08:00:00.000Z" });

describe("a talk's state", () => {
  it("goes back to the answers of the last week, the last twenty of them", () => {
    const answered = (ids: readonly string[], at: string, before: ConversationState) =>
      ids.reduce((state, id) => afterAnswer(state, { ...CONTEXT, topic: id }, { id, at }), before);
    const state = answered(["b1", "b2"], "2026-11-08T07:59:00.000Z", talking);
    expect(backAt(state, "a1")).toEqual({ ...state, context: CONTEXT, answer: "a1" });
    for (const unknown of [undefined, "x"]) expect(backAt(state, unknown)).toBe(state);
    expect(answered(["b3"], "2026-11-08T08:00:00.000Z", state).earlier?.map(({ answer }) => answer)).toEqual([
      "b1",
      "b2",
      "b3",
    ]);
    const many = Array.from({ length: 25 }, (_, index) => `c${index}`);
    const kept = answered(many, "2026-11-08T07:59:00.000Z", state).earlier ?? [];
    expect([kept.length, kept[0]?.answer]).toEqual([20, "c5"]);
  });

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

  it("remembers the language that a device named last, and forgets the one spoken when that changes", () => {
    const { state } = decide(fresh, incoming("hi", "en"));
    expect(state.locale).toBe("en");
    const spoken: ConversationState = { ...state, spoken: "zh-Hans" };
    expect(decide(spoken, incoming("呢？")).state).toMatchObject({ locale: "en", spoken: "zh-Hans" });
    expect(decide(spoken, incoming("呢？", "en")).state).toMatchObject({ locale: "en", spoken: "zh-Hans" });
    const changed = decide(spoken, incoming("呢？", "zh-Hant")).state;
    expect(changed.locale).toBe("zh-Hant");
    expect(changed.spoken).toBeUndefined();
  });

  it("forgets the topic on help, and only then", () => {
    for (const said of ["/start", " /HELP me", "/start payload", "帮助"]) {
      const { state, step } = decide(talking, incoming(said));
      expect(step).toMatchObject({ kind: "command", command: "help" });
      expect(state.context).toEqual(fresh.context);
    }
    for (const said of ["help me please", "/培训", "帮助了多少人"])
      expect(decide(talking, incoming(said)).step.kind).toBe("answer");
  });

  it("takes /up and /down for the last answer, and keeps the topic", () => {
    const { state, step } = decide(talking, incoming(" /Down "));
    expect(step).toEqual({ kind: "rate", answer: "a1", rating: "down", said: true });
    expect(state).toEqual(talking);
    expect(decide(fresh, incoming("/up")).step).toMatchObject({ kind: "rate", answer: undefined });
  });

  it("takes a tap for the answer it names, and says nothing", () => {
    const { step } = decide(talking, incoming({ kind: "rating", answer: "a0", rating: "up" }));
    expect(step).toEqual({ kind: "rate", answer: "a0", rating: "up", said: false });
  });

  it.each([
    ["/status", "status", ""],
    ["我的申请", "status", ""],
    ["我的申請", "status", ""],
    ["my applications", "status", ""],
    ["撤回 2026-000123", "withdraw", "2026-000123"],
    ["/appeal 123 收入算错了", "appeal", "123 收入算错了"],
    ["/apply 法律援助", "apply", "法律援助"],
    ["继续", "resume", ""],
    ["补材料 2026-000036", "resume", "2026-000036"],
    ["Add papers 2026-000036", "resume", "2026-000036"],
    ["/resume 2026-000036", "resume", "2026-000036"],
    ["/link", "link", ""],
    ["我的信息", "my-data", ""],
  ])("takes %s as a command", (said, command, rest) => {
    expect(decide(talking, incoming(said)).step).toEqual({ kind: "command", command, rest });
  });

  it("takes a one-time code, however it is typed, and no word for one", () => {
    for (const said of ["K7M3-92QX", "k7m392qx", "/link K7M3-92QX", "K7M3-92QX 确认"]) {
      expect(decide(talking, incoming(said)).step).toEqual({ kind: "code", code: "K7M3-92QX", sure: false });
    }
    const told = expecting(talking, { what: "say", words: "K7M3-92QX 确认" }, incoming("x"));
    expect(decide(told, incoming("K7M3-92QX 确认")).step).toMatchObject({ kind: "code", sure: true });
    expect(decide(told, incoming("7777-KKKK 确认")).step).toMatchObject({ kind: "code", sure: false });
    // A link that somebody else made must not do it.
    expect(decide(talking, incoming("/start K7M392QX")).step).toMatchObject({ command: "help" });
    for (const said of ["TRAINING", "培训2022", "88886666"]) {
      expect(decide(talking, incoming(said)).step.kind).toBe("answer");
    }
  });

  it("begins an application when the words want one", () => {
    expect(decide(talking, incoming("我想申请困难补助")).step).toEqual({
      kind: "apply",
      programmes: ["hardship-aid"],
    });
  });

  it("gives an open form everything but slash commands, and a paused one nothing", () => {
    const open = withForm(talking, { application: "a" });
    for (const said of ["继续", "帮助", "我想申请法律援助", "三万五", "德钦县有疗休养吗？"]) {
      expect(decide(open, incoming(said)).step).toMatchObject({ kind: "fill", text: said });
    }
    expect(decide(open, incoming("/status")).step).toMatchObject({ command: "status" });
    for (const [said, command] of [
      ["我的申请", "status"],
      ["補材料", "resume"],
      ["撤回 2026-000012", "withdraw"],
      ["appeal 12 the sum was wrong", "appeal"],
    ]) {
      expect(decide(open, incoming(said ?? "")).step).toMatchObject({ kind: "command", command });
    }
    const paused = withForm(talking, { application: "a", paused: true });
    expect(decide(paused, incoming("德钦县有疗休养吗？")).step.kind).toBe("answer");
    expect(decide(paused, incoming("继续")).step).toMatchObject({ command: "resume" });
  });

  it("gives files to an open form, and asks what they are for otherwise", () => {
    const files = [{ id: "f1", name: "a.jpg", type: "image/jpeg", size: 3 }];
    const sent = incoming({ kind: "files", files, text: "收入证明" });
    const open = withForm(talking, { application: "a" });
    expect(decide(open, sent).step).toMatchObject({ kind: "fill", files, text: "收入证明" });
    expect(decide(talking, sent).step).toMatchObject({ kind: "stray-files", files: [{}] });
  });

  it("takes words with a slash for commands, in a form too, and for nothing else", () => {
    const open = withForm(talking, { application: "a" });
    for (const state of [talking, open]) {
      expect(decide(state, incoming("/aprove 1")).step).toEqual({ kind: "no-command", word: "/aprove" });
    }
    expect(decide(open, incoming("/help")).step).toMatchObject({ command: "help" });
    expect(decide(talking, incoming("/ask 疗休养去了多少人？")).step).toMatchObject({
      kind: "answer",
      question: "疗休养去了多少人？",
    });
  });

  it("deletes a member's data after a yes that follows the question at once, and not later", () => {
    const asked = decide(talking, incoming("删除我的数据"));
    expect(asked.step).toMatchObject({ command: "erase" });
    expect(decide(asked.state, incoming("确认")).step.kind).toBe("erase");
    const nodded = decide(asked.state, incoming("好的"));
    expect(nodded.step).toMatchObject({ command: "erase" });
    expect(decide(nodded.state, incoming("是")).step.kind).toBe("erase");
    expect(decide(asked.state, incoming("不用了")).step.kind).toBe("kept");
    const hours = { ...incoming("确认"), receivedAt: "2026-01-02T06:04:05.000Z" };
    expect(decide(asked.state, hours).step.kind).toBe("answer");
    const changed = decide(asked.state, incoming("疗休养去了多少人？"));
    expect(changed.step.kind).toBe("answer");
    expect(decide(changed.state, incoming("确认")).step.kind).toBe("answer");
  });
});

describe("words that wait for a yes", () => {
  const waits = expecting(talking, { what: "say", words: "申诉 1 算错了" }, incoming("x"));
  const later = { ...incoming("确定"), receivedAt: "2026-01-02T03:15:05.000Z" };

  it("are said by a yes, asked again at a nod, and dropped by a no, by anything else and in time", () => {
    const { step, state } = decide(waits, incoming("确定"));
    expect(step).toEqual({ kind: "say", words: "申诉 1 算错了" });
    expect(state).toEqual(talking);
    const nodded = decide(waits, incoming("好的"));
    expect(nodded.step).toMatchObject({ kind: "sure", words: "申诉 1 算错了" });
    expect(decide(nodded.state, incoming("是的")).step.kind).toBe("say");
    expect(decide(waits, incoming("不用了"))).toEqual({
      step: { kind: "kept", what: "say" },
      state: talking,
    });
    const other = decide(waits, incoming("那培训呢？"));
    expect(other.step.kind).toBe("answer");
    expect(decide(other.state, incoming("确定")).step.kind).toBe("answer");
    expect(decide(waits, later).step.kind).toBe("answer");
  });

  it("are made of what is said next, unless it is a question, a command or a no", () => {
    const more = expecting(talking, { what: "more", words: "申诉 1" }, incoming("x"));
    const told = decide(more, incoming("收入算错了"));
    expect(told.step).toEqual({ kind: "sure", words: "申诉 1 收入算错了", said: "收入算错了" });
    expect(decide(told.state, incoming("对")).step).toEqual({ kind: "say", words: "申诉 1 收入算错了" });
    expect(decide(more, incoming("理由怎么写？")).step.kind).toBe("answer");
    expect(decide(more, incoming("/status")).step).toMatchObject({ command: "status" });
    expect(decide(more, incoming("算了")).step).toEqual({ kind: "kept", what: "more" });
  });
});
