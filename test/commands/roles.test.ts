import { randomBytes, randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeDatabase } from "../support/databases.ts";
import { describeWith, redisPath } from "../support/needs.ts";
import { type RedisServer, startRedis } from "../support/redis.ts";
import { gongyou, type Running, start, temporaryFolder } from "./run.ts";

const keys = `k1:${randomBytes(32).toString("base64")}`;

describe("a role without its servers", () => {
  it("is refused with the name of every setting that is missing", async () => {
    const { folder, remove } = await temporaryFolder();
    const { status, errors } = await gongyou(["start", "--role", "worker", "--data", folder]);
    await remove();
    expect(status).toBe(2);
    for (const name of ["DATABASE_URL", "REDIS_URL", "GONGYOU_KEYS", "--role worker"])
      expect(errors).toContain(name);
  });

  it("is refused when there is no such role, with those there are", async () => {
    const { status, errors } = await gongyou(["start", "--role", "boss"], { env: { LANG: "en_GB.UTF-8" } });
    expect(status).toBe(2);
    for (const name of ["boss", "bot", "worker", "console"]) expect(errors).toContain(name);
  });
});

describeWith("postgres", "the roles apart, over servers", (server) => {
  let redis: RedisServer;
  let env: Record<string, string>;
  const running: Running[] = [];
  const folders: (() => Promise<void>)[] = [];
  let database: Awaited<ReturnType<typeof makeDatabase>>;

  beforeAll(async () => {
    const binary = redisPath();
    if (binary === undefined) throw new Error("redis-server is missing (apt-get install redis-server)");
    redis = await startRedis(binary);
    database = await makeDatabase(server);
    env = { DATABASE_URL: database.url, REDIS_URL: redis.url, GONGYOU_KEYS: keys, LANG: "zh_CN.UTF-8" };
  });
  afterAll(async () => {
    for (const one of running) one.child.kill("SIGTERM");
    await Promise.all(running.map(({ ended }) => ended));
    await redis.stop();
    await database.drop();
    for (const remove of folders) await remove();
  });

  async function play(role: string): Promise<Running> {
    const { folder, remove } = await temporaryFolder();
    folders.push(remove);
    // No reports are needed here.
    await writeFile(join(folder, "samples"), "loaded");
    const one = start(["start", "--role", role, "--data", folder], { env });
    running.push(one);
    await one.says(role === "worker" ? "后台办理已经开始" : "http://");
    return one;
  }

  it("bring what a member sends to the bot by way of the worker, and back", async () => {
    const bot = await play("bot");
    await play("worker");
    const console = await play("console");
    const base = /http:\S+?(?=\/\s)/.exec(bot.output())?.[0] ?? "";
    const cookie = `gongyou=${"m".repeat(22)}`;
    const say = async (text: string): Promise<string> => {
      const before = (await seen()).length;
      const answer = await fetch(`${base}/api/messages`, {
        method: "POST",
        headers: { "content-type": "application/json", cookie },
        body: JSON.stringify({ id: randomUUID(), text }),
      });
      expect(answer.status).toBe(202);
      await expect.poll(async () => (await seen()).length, { timeout: 30_000 }).toBeGreaterThan(before);
      return (await seen()).at(-1) ?? "";
    };
    const seen = async (): Promise<string[]> => {
      const abort = new AbortController();
      const stream = await fetch(`${base}/api/events`, { headers: { cookie }, signal: abort.signal });
      let all = "";
      for await (const part of stream.body ?? []) {
        all += Buffer.from(part).toString("utf8");
        if (all.includes("event: ready")) break;
      }
      abort.abort();
      return [...all.matchAll(/^event: reply\ndata: (.*)$/gm)].map(
        ([, data]) => (JSON.parse(data ?? "{}") as { text: string }).text,
      );
    };

    expect(await say("我想提一条合理化建议")).toContain("建议");
    for (const text of [
      "同意",
      "车间食堂没有风扇，中午四十度，请装两台大风扇",
      "吃住和休息",
      "跳过",
      "提交",
    ]) {
      expect(await say(text)).not.toBe("");
    }
    const told = async (): Promise<string> => (await seen()).join("\n");
    await expect.poll(told, { timeout: 30_000 }).toMatch(/\d{4}-\d{6}/);

    const overview = /http:\S+overview/.exec(console.output())?.[0] ?? "";
    expect(await (await fetch(overview)).text()).toContain("本级工会");
  }, 180_000);
});
