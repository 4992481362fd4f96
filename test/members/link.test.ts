// Linking gives whoever types a code another's cases, and the other theirs: it is said before, confirmed, told where the code was
// asked for, and undone whole.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestApp, type TestApp } from "../support/app.ts";
import { createVillage } from "../support/village.ts";

let opened: TestApp;
const village = createVillage();
let conversation: Awaited<ReturnType<TestApp["app"]["converse"]>>;
beforeAll(async () => {
  opened = await openTestApp();
  conversation = await opened.app.converse([village]);
});
afterAll(async () => {
  await conversation.stop(1_000);
  await opened.close();
});

const CODE = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/;

async function say(who: string, text: string): Promise<string> {
  const before = village.heard.length;
  await village.inPrivate(who, text);
  await conversation.inbox.idle();
  return village.heard
    .slice(before)
    .filter(({ chat }) => chat === who)
    .map(({ reply }) => reply.text)
    .join("\n");
}

const codeOf = async (who: string): Promise<string> => CODE.exec(await say(who, "/link"))?.[0] ?? "";
const memberOf = async (who: string): Promise<string | undefined> =>
  (await opened.app.stores.members.account("village", who))?.member;

describe("linking accounts", () => {
  it("asks whoever types the code first, and tells the other account", async () => {
    const code = await codeOf("first");
    await say("second", "你好");
    expect(await say("second", code)).toContain("别人让您发这个码");
    expect(await memberOf("second")).not.toBe(await memberOf("first"));
    expect(await say("second", "不用了")).toContain("没有办");
    expect(await memberOf("second")).not.toBe(await memberOf("first"));
    await say("second", code);
    const heard = village.heard.length;
    expect(await say("second", "确认")).toContain("关联好了");
    expect(await memberOf("second")).toBe(await memberOf("first"));
    const told = village.heard.slice(heard).filter(({ reply }) => reply.text.includes("/unlink"));
    expect(told).toHaveLength(1);
  });

  it("asks all the same when the yes comes with the code, as somebody else may have said to do", async () => {
    const code = await codeOf("asker");
    await say("told", "你好");
    expect(await say("told", `${code} 确认`)).toContain("别人让您发这个码");
    expect(await memberOf("told")).not.toBe(await memberOf("asker"));
  });

  it("is done by no link that somebody else made, and by a code once", async () => {
    const code = await codeOf("maker");
    await say("victim", `/start ${code.replace("-", "")}`);
    await say("victim", "确认");
    expect(await memberOf("victim")).not.toBe(await memberOf("maker"));
    await say("friend", code);
    await say("friend", "确认");
    expect(await memberOf("friend")).toBe(await memberOf("maker"));
    expect(await say("third", code)).toContain("已经用过");
    expect(await say("third", `${code} 确认`)).toContain("已经用过");
    expect(await memberOf("third")).not.toBe(await memberOf("maker"));
  });
});
