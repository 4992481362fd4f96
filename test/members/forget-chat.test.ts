// A web chat that is started over, through the whole program: who hears of the member's cases from then on.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { App, Conversation, Work } from "../../src/app.ts";
import type { Channel } from "../../src/channels/channel.ts";
import { openTestApp, type TestApp } from "../support/app.ts";
import { createVillage } from "../support/village.ts";

const BASE = "http://chat.test";
const village = createVillage();
let app: App;
let web: Channel;
let conversation: Conversation;
let work: Work;
let opened: TestApp | undefined;

beforeAll(async () => {
  opened = await openTestApp();
  app = opened.app;
  web = app.webChannel();
  conversation = await app.converse([web, village]);
  work = await app.work();
});
afterAll(async () => {
  await work?.stop(1_000);
  await conversation?.stop(1_000);
  await opened?.close();
});

async function post(path: string, cookie: string, body: object): Promise<unknown> {
  const request = new Request(BASE + path, {
    method: "POST",
    headers: { "content-type": "application/json", origin: BASE, cookie: `gongyou=${cookie}` },
    body: JSON.stringify(body),
  });
  const response = await web.fetch?.(request);
  expect(response?.ok).toBe(true);
  await conversation.inbox.idle();
  return response?.json();
}

/** Says "/link" in a web chat of its own, which is then started over. */
async function linking(cookie: string, meanwhile: (code: string) => Promise<unknown> = async () => {}) {
  const { chat } = (await post("/api/messages", cookie, { id: "m1", text: "/link" })) as { chat: string };
  const { entries } = await app.stores.conversations.history({ channel: "web", chat });
  const [code] = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/.exec(JSON.stringify(entries)) ?? [];
  await meanwhile(code ?? "");
  const account = await app.stores.members.account("web", chat);
  // Seen last, whatever was done in another account.
  await post("/api/messages", cookie, { id: "m2", text: "/status" });
  await post("/api/forget", cookie, {});
  return { chat, member: account?.member ?? "" };
}

async function notify(member: string): Promise<string | undefined> {
  const id = randomUUID();
  const at = new Date().toISOString();
  const notice = {
    id,
    to: { kind: "member", id: member },
    key: "chat.rated",
    values: {},
    suggestions: [],
  } as const;
  await app.stores.notices.add([{ ...notice, at }]);
  await app.stores.jobs.add([{ name: "notify", payload: { notice: id } }], at);
  work.queue.wake();
  await expect.poll(async () => (await app.stores.notices.find(id))?.result).toBeDefined();
  return (await app.stores.notices.find(id))?.result;
}

describe("a web chat that is started over", () => {
  it("has news go to the member's linked account", async () => {
    const { chat, member } = await linking("a".repeat(22), async (code) => {
      await village.inPrivate("an", code);
      await conversation.inbox.idle();
      await village.inPrivate("an", "确认");
    });
    expect((await app.stores.members.accounts(member)).map(({ channel }) => channel).sort()).toEqual([
      "village",
      "web",
    ]);
    expect(await app.stores.conversations.history({ channel: "web", chat })).toMatchObject({ entries: [] });
    expect(await notify(member)).toBe("sent");
    await expect.poll(() => village.heard.at(-1)?.reply.text).toBe("谢谢，已经记下。");
  });

  it("leaves a member without another account as one who cannot be reached", async () => {
    const { member } = await linking("b".repeat(22));
    expect(await notify(member)).toBe("unreachable");
  });
});
