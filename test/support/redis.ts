import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";

export interface RedisServer {
  readonly url: string;
  /** Everything it wrote to its folder, as one text. */
  dump(): Promise<string>;
  flush(): Promise<void>;
  /** Kills it as a power cut would, and starts it again on the same port and folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** A Redis server of our own, as production has it: append-only file, nothing evicted. */
export async function startRedis(binary: string): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), "gongyou-redis-"));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child = await launch();

  async function launch() {
    const started = spawn(
      binary,
      ["--port", String(port), "--dir", folder, "--appendonly", "yes", "--maxmemory-policy", "noeviction"],
      { stdio: "ignore" },
    );
    await withClient(async () => {});
    return started;
  }

  async function withClient<Result>(work: (redis: Redis) => Promise<Result>): Promise<Result> {
    const redis = new Redis(url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    redis.on("error", () => {});
    try {
      // Connected, and done with reading its file.
      while ((await redis.ping().catch(() => "")) !== "PONG")
        await new Promise((done) => setTimeout(done, 20));
      return await work(redis);
    } finally {
      redis.disconnect();
    }
  }

  const ended = (): Promise<void> =>
    new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.kill("SIGKILL");
    });

  return {
    url,
    async dump() {
      await withClient((redis) => redis.save());
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      const texts = files
        .filter((file) => file.isFile())
        .map((file) => readFile(join(file.parentPath, file.name), "latin1"));
      return (await Promise.all(texts)).join("\n");
    },
    flush: () => withClient(async (redis) => void (await redis.flushall())),
    async restart() {
      await ended();
      child = await launch();
    },
    async stop() {
      await ended();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
