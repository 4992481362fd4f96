// The whole program at the stand-ins of both platforms: one person in Telegram, Feishu and the web chat, what /ready says of
// a channel that hears nothing, and what the doctor finds.
import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { CALLBACKS, EVENTS } from "../../src/channels/feishu/needs.ts";
import { createProgram, type Program } from "../proofs/program.ts";
import { APP_ID, APP_SECRET, startFeishuPlatform } from "../support/feishu-platform.ts";
import { startTelegram, type TelegramPlatform } from "../support/telegram-platform.ts";
import { root, temporaryFolder } from "./run.ts";

const CODE = /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}/;
const WITHIN = { timeout: 30_000, interval: 50 };
let telegram: TelegramPlatform;
let feishu: Awaited<ReturnType<typeof startFeishuPlatform>>;
let program: Program;
let env: Record<string, string> = {};
let remove = async (): Promise<void> => {};

beforeAll(async () => {
  const made = await temporaryFolder();
  remove = made.remove;
  telegram = await startTelegram();
  feishu = await startFeishuPlatform();
  env = {
    TELEGRAM_BOT_TOKEN: telegram.token,
    TELEGRAM_API_ROOT: telegram.root,
    FEISHU_APP_ID: APP_ID,
    FEISHU_APP_SECRET: APP_SECRET,
    FEISHU_DOMAIN: feishu.domain,
  };
  program = createProgram({ folder: made.folder, env });
  program.start();
  await program.address();
  await vi.waitFor(async () => expect(await ready()).toBe("200 ready"), WITHIN);
});
afterAll(async () => {
  const status = await program?.stop();
  await telegram?.stop();
  await feishu?.stop();
  await remove();
  expect(status).toBe(0);
  expect(telegram.violations).toEqual([]);
  expect(feishu.world.violations).toEqual([]);
});

async function ready(): Promise<string> {
  const response = await fetch(`${await program.address()}/ready`);
  return `${response.status} ${(await response.text()).trim()}`;
}

/** The text of the newest message of the bot's once there are more than before. */
async function after(
  seen: () => readonly { readonly text: string }[],
  saying: () => unknown,
): Promise<string> {
  const before = seen().length;
  await saying();
  await expect.poll(() => seen().length, WITHIN).toBeGreaterThan(before);
  return seen().at(-1)?.text ?? "";
}

describe("one program at Telegram and Feishu", () => {
  it("answers the same question in both, with its source", async () => {
    const person = telegram.person("李", "zh-hans");
    const question = "德钦县技能培训办了几期？";
    const there = await after(person.seen, () => person.say(question));
    const here = await after(
      () => feishu.seen("ou_question"),
      () => feishu.say("ou_question", question),
    );
    for (const said of [there, here]) {
      expect(said).toContain("19");
      expect(said).toContain("德钦县总工会");
    }
  });

  it("knows one person in all three after linking by one-time codes, and no more after unlinking", async () => {
    const person = telegram.person("王", "zh-hans");
    const openId = "ou_00000000000000000000000000000007";
    const inFeishu = () => feishu.seen(openId);
    await after(person.seen, () => person.start());
    await after(person.seen, () => person.say("我要申请加入工会"));
    const told = await after(person.seen, () => person.say("/link"));
    const code = CODE.exec(told)?.[0] ?? "";
    expect(await after(inFeishu, () => feishu.say(openId, code))).toContain("Telegram");
    expect(await after(inFeishu, () => feishu.say(openId, "确认"))).toContain("关联好了");
    await expect.poll(() => person.seen().at(-1)?.text ?? "", WITHIN).toContain("飞书");
    // A code works once.
    expect(await after(inFeishu, () => feishu.say(openId, code))).not.toContain("关联好了");
    const next = CODE.exec(await after(inFeishu, () => feishu.say(openId, "/link")))?.[0] ?? "";
    const web = await webChat(await program.address());
    expect(await web.say(next)).toContain("本人的吗");
    expect(await web.say("确认")).toContain("关联好了");
    await expect.poll(() => person.seen().at(-1)?.text ?? "", WITHIN).toContain("网页");
    expect(await web.say("/mydata")).toContain("账号 3 个");
    expect(await after(person.seen, () => person.say("/unlink"))).toContain("解除");
    expect(await web.say("/mydata")).toContain("账号 2 个");
    expect(await after(person.seen, () => person.say("/mydata"))).toContain("账号 1 个");
  });

  it("says in /ready which channel is deaf, and is ready again when it hears", async () => {
    await telegram.rival();
    telegram.weather("getUpdates", { kind: "error", status: 409, description: "Conflict: other getUpdates" });
    await expect.poll(ready, WITHIN).toMatch(/^503 not ready: telegram is deaf since \S+: conflict$/);
    telegram.clear();
    await expect.poll(ready, WITHIN).toBe("200 ready");
  });

  it("is found in order by the doctor, and what is wrong is named", async () => {
    const { event, callback } = feishu.world.subscriptions;
    const unready = await doctor({});
    expect(unready.status).toBe(1);
    expect(unready.said).toContain("✗ feishu: 没有订阅事件 im.message.receive_v1");
    event.subscribed_events.push(...EVENTS);
    callback.subscribed_callbacks.push(...CALLBACKS);
    const good = await doctor({});
    expect(good.said).not.toContain("✗");
    expect(good.status).toBe(0);
    expect(good.said).toContain("✓ telegram:");
    expect(good.said).toContain("✓ feishu:");
    const bad = await doctor({ TELEGRAM_BOT_TOKEN: "7000000002:AAF-stand-in-token-of-thirty-five-c" });
    expect(bad.status).toBe(1);
    expect(bad.said).toContain("✗ telegram: 令牌无效");
  });
});

function doctor(more: Record<string, string>): Promise<{ status: number | null; said: string }> {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, ["src/main.ts", "doctor"], {
    cwd: root,
    env: { PATH, LANG: "zh_CN.UTF-8", ...env, ...more },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (part: string) => (said += part));
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, said })));
}

/** A browser's chat without a browser. */
async function webChat(address: string) {
  const page = await fetch(address);
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(";")[0])
    .join("; ");
  const headers = { cookie, origin: address, "content-type": "application/json", "accept-language": "zh-CN" };
  const events = await fetch(`${address}/api/events`, { headers: { cookie } });
  const reader = (events.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let heard = "";
  const listening = (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      heard += decoder.decode(value, { stream: true });
    }
  })();
  listening.catch(() => {});
  let ids = 0;
  return {
    async say(text: string): Promise<string> {
      const before = heard.length;
      await fetch(`${address}/api/messages`, {
        method: "POST",
        headers,
        body: JSON.stringify({ id: `w${++ids}`, text }),
      });
      await expect.poll(() => heard.slice(before).includes('"citations"'), WITHIN).toBe(true);
      return heard.slice(before);
    },
  };
}
