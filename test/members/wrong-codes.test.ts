// Whoever guesses one-time codes is slowed down, and nobody else is.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openTestApp, type TestApp } from "../support/app.ts";
import { createVillage } from "../support/village.ts";

let opened: TestApp;
let village = createVillage();
let conversation: Awaited<ReturnType<TestApp["app"]["converse"]>>;
let at = Date.parse("2026-11-20T06:00:30.000Z");
beforeAll(async () => {
  opened = await openTestApp();
  await begin();
});
afterAll(async () => {
  await conversation.stop(1_000);
  await opened.close();
});
async function begin(): Promise<void> {
  village = createVillage();
  conversation = await opened.app.converse([
    {
      ...village,
      start: (take) =>
        village.start((incoming) =>
          take({ ...incoming, messageId: randomUUID(), receivedAt: new Date(at).toISOString() }),
        ),
    },
  ]);
}

async function say(who: string, text: string): Promise<string> {
  const before = village.heard.length;
  await village.inPrivate(who, text);
  await conversation.inbox.idle();
  return village.heard
    .slice(before)
    .map(({ reply }) => reply.text)
    .join("\n");
}

async function guess(who: string, count: number): Promise<string[]> {
  const said: string[] = [];
  for (let index = 0; index < count; index++) {
    at += 1_000;
    said.push(
      await say(who, `${index % 2 === 0 ? "" : "/link "}ABCD-EF${(index % 80) + 20}`.replace(/[01]/g, "7")),
    );
  }
  return said;
}

const WRONG = "这个验证码不对";
const WAIT = "输错的验证码太多了，15:01 以后才能再试";

/** A code that another account of a member's was given. */
async function codeOf(who: string): Promise<string> {
  return /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(await say(who, "/link"))?.[0] ?? "";
}

describe("wrong one-time codes", () => {
  it("are taken ten times in an hour, then not even looked up, however the program is started anew", async () => {
    const peek = vi.spyOn(opened.app.stores.members, "peekCode");
    const said = await guess("an", 300);
    expect(said.filter((one) => one.includes(WRONG))).toHaveLength(10);
    expect(said.slice(10).every((one) => one.includes(WAIT))).toBe(true);
    expect(peek.mock.calls.length).toBeLessThanOrEqual(20);
    peek.mockRestore();
    await conversation.stop(1_000);
    await begin();
    expect(await say("an", "ABCD-EF23")).toContain(WAIT);
    // Deleting everything does not begin anew.
    await say("an", "/erase");
    expect(await say("an", "确认")).toContain("已经删除");
    expect(await say("an", "ABCD-EF23")).toContain(WAIT);
    // Another account is not kept waiting, and questions are answered.
    expect(await say("bo", "ABCD-EF23")).toContain(WRONG);
    expect(await say("an", "你好")).not.toContain(WAIT);
  });

  it("count no more after an hour, one by one", async () => {
    at = Date.parse("2026-11-20T07:00:31.500Z");
    expect(await say("an", "ABCD-EF23")).toContain(WRONG);
    expect(await say("an", "ABCD-EF23")).toContain("以后才能再试");
  });

  it("are forgotten with a good one, but not with one's own, which can be typed without end", async () => {
    await guess("ci", 9);
    expect(await say("ci", await codeOf("ci"))).toContain("另一个账号");
    await guess("ci", 1);
    expect((await guess("ci", 1))[0]).toContain("以后才能再试");

    await guess("di", 9);
    await say("di", await codeOf("other"));
    expect(await say("di", "确认")).toContain("关联好了");
    expect((await guess("di", 10)).every((one) => one.includes(WRONG))).toBe(true);
  });
});
