// The office's overview: what it counts, what it costs, and who may see it. Over a real database and the real server.
import { createHmac, randomBytes } from "node:crypto";
import { get } from "node:http";
import { networkInterfaces } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ApplicationState } from "../../src/domain/application.ts";
import { createOverview, LINK_DAYS } from "../../src/console/overview.ts";
import { type HttpServer, isFromHere, serve } from "../../src/http.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { createCipher } from "../../src/stores/cipher.ts";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import { createPostgresStores } from "../../src/stores/postgres-stores.ts";
import { application, form } from "../contracts/stores-samples.ts";

const catalogue = createCatalogue();
const DAY = 86_400_000;
const asked: string[] = [];
const opened: string[] = [];
const servers: HttpServer[] = [];
let database: Database;
let overview: ReturnType<typeof createOverview>;
let clock = new Date("2026-11-23T01:00:00.000Z");

beforeAll(async () => {
  database = await openDatabase({ command: "test" });
  const cipher = createCipher([{ id: "t1", secret: randomBytes(32) }]);
  const stores = createPostgresStores(
    {
      ...database,
      query(text, values) {
        asked.push(text);
        return database.query(text, values);
      },
    },
    {
      ...cipher,
      open(sealed, cell) {
        opened.push(cell.table);
        return cipher.open(sealed, cell);
      },
    },
  );
  for (const [id, name] of [
    ["north", "<北乡>工会"],
    ["south", "南乡工会"],
  ] as const) {
    await stores.members.addUnit({ id, name, level: "grassroots", place: [] });
  }
  const put = (state: ApplicationState, more: object): Promise<void> =>
    stores.applications.create(application({ state, ...more }), form());
  for (let number = 0; number < 12; number++) await put("in-review", { home: "south", unit: "north" });
  await put("approved", { home: "south" });
  await put("draft", { home: "south" });
  await put("closed", { home: "south" });
  overview = createOverview({
    stores,
    sign: (text) => createHmac("sha256", "secret").update(text).digest("base64url"),
    now: () => clock,
    isFromHere,
    text: catalogue.text,
    preferredLocale: () => "en",
    headers: {},
    look: "/look.css",
  });
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop(0)));
  clock = new Date(clock.getTime() + DAY);
});
afterAll(() => database.close());

async function serving(host = "127.0.0.1"): Promise<number> {
  const log = { info() {}, error() {} };
  const server = await serve({ host, port: 0, routes: [overview.route], log });
  servers.push(server);
  return server.port;
}

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
  readonly type: string | undefined;
}

/** Like `fetch`, which would not say another Host. */
function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (part: string) => (body += part));
      const { statusCode: status, headers: got } = response;
      response.on("end", () => resolve({ status, body, type: got["content-type"] }));
    }).on("error", reject);
  });
}

const elsewhere = Object.values(networkInterfaces())
  .flatMap((found) => found ?? [])
  .find(({ family, internal }) => family === "IPv4" && !internal)?.address;

describe("the overview's figures", () => {
  it("are the cases of each unit in each state, and their sum", async () => {
    const { body } = await ask(`http://127.0.0.1:${await serving()}/overview`);
    const rows = Array.from(
      body.matchAll(/<tr><th scope="row">(.*?)<\/th>(.*?)<\/tr>/g),
      ([, name, cells]) => [
        name,
        ...Array.from((cells ?? "").matchAll(/>(\d+)</g), ([, count]) => Number(count)),
      ],
    );
    const byName = (one: readonly unknown[], other: readonly unknown[]): number =>
      String(one[0]).localeCompare(String(other[0]));
    expect(rows.toSorted(byName)).toEqual(
      [
        ["&#60;北乡&#62;工会", 0, 0, 0, 12, 0, 0, 0, 0, 0, 0],
        ["南乡工会", 0, 0, 0, 0, 0, 0, 1, 0, 0, 0],
        ["All", 0, 0, 0, 12, 0, 0, 1, 0, 0, 0],
      ].toSorted(byName),
    );
  });

  it("are counted by the database, open no case, and are asked for once however many look", async () => {
    asked.length = 0;
    opened.length = 0;
    const url = `http://127.0.0.1:${await serving()}/overview`;
    const looks = await Promise.all(Array.from({ length: 30 }, () => ask(url)));
    for (const { status } of looks) expect(status).toBe(200);
    await ask(url);
    const ofCases = (): string[] => asked.filter((text) => /\bapplications\b/.test(text));
    expect(ofCases()).toHaveLength(1);
    expect(ofCases()[0]).toMatch(/count\(\*\).*group by/s);
    expect(opened).not.toContain("applications");
    clock = new Date(clock.getTime() + 6_000);
    await ask(url);
    expect(ofCases()).toHaveLength(2);
  });
});

describe("the overview opens", () => {
  it("on this machine, by each of its own names", async () => {
    const port = await serving();
    for (const host of ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"]) {
      const { status } = await ask(`http://127.0.0.1:${port}/overview`, { host: `${host}:${port}` });
      expect([host, status]).toEqual([host, 200]);
    }
  });

  it("to nobody for whom a proxy speaks, and under no other name: they find no such page", async () => {
    const port = await serving();
    const unknown = await ask(`http://127.0.0.1:${port}/no-such-page`);
    expect(unknown.status).toBe(404);
    for (const headers of [
      { "x-forwarded-for": "203.0.113.9" },
      { "X-Forwarded-Proto": "https" },
      { forwarded: "for=203.0.113.9" },
      { "x-real-ip": "203.0.113.9" },
      { via: "1.1 proxy" },
      { host: "gongyou.example.org" },
      { host: "localhost.example.org" },
      { host: "127.0.0.1.example.org" },
    ]) {
      const answer = await ask(`http://127.0.0.1:${port}/overview`, headers);
      expect([headers, answer]).toEqual([headers, unknown]);
    }
  });

  it.skipIf(elsewhere === undefined)("to nobody who comes over the network", async () => {
    const port = await serving("0.0.0.0");
    const unknown = await ask(`http://${elsewhere}:${port}/no-such-page`);
    expect(await ask(`http://${elsewhere}:${port}/overview`)).toEqual(unknown);
    expect(await ask(`http://${elsewhere}:${port}/overview`, { host: "localhost" })).toEqual(unknown);
    expect((await ask(`http://${elsewhere}:${port}${await overview.link()}`)).status).toBe(200);
    expect((await ask(`http://127.0.0.1:${port}/overview`)).status).toBe(200);
  });

  it("to whoever has a link, in every language, until its days are over", async () => {
    const port = await serving();
    const proxied = (path: string): Promise<Answer> =>
      ask(`http://127.0.0.1:${port}${path}`, { "x-forwarded-for": "203.0.113.9" });
    const link = await overview.link();
    const { status, body } = await proxied(link);
    expect(status).toBe(200);
    const languages = Array.from(body.matchAll(/<a href="(\/overview[^"]*)"/g), ([, href]) =>
      (href ?? "").replaceAll("&#38;", "&"),
    );
    expect(languages).toHaveLength(3);
    for (const href of languages) expect((await proxied(href)).status).toBe(200);
    clock = new Date(clock.getTime() + LINK_DAYS * DAY - 1_000);
    expect((await proxied(link)).status).toBe(200);
    clock = new Date(clock.getTime() + 1_000);
    expect((await proxied(link)).status).toBe(404);
  });

  it("with no link given before all were revoked, and with those given since", async () => {
    const port = await serving();
    const statusOf = async (path: string): Promise<number | undefined> =>
      (await ask(`http://127.0.0.1:${port}${path}`, { via: "1.1 proxy" })).status;
    const links: string[] = [];
    for (let times = 0; times < 3; times++) {
      links.push(await overview.link());
      expect(await Promise.all(links.map(statusOf))).toEqual([...Array(times).fill(404), 200]);
      await overview.revoke();
      expect(await Promise.all(links.map(statusOf))).toEqual(Array(times + 1).fill(404));
    }
    expect((await ask(`http://127.0.0.1:${port}/overview`)).status).toBe(200);
  });

  it("with no link that was changed", async () => {
    const port = await serving();
    const link = new URL(await overview.link(), "http://here.invalid");
    const until = Number(link.searchParams.get("until"));
    const key = link.searchParams.get("key") ?? "";
    for (const [name, value] of [
      ["until", String(until + 60)],
      ["until", `${until}0`],
      ["until", "Infinity"],
      ["until", ""],
      ["key", key.slice(0, -1)],
      ["key", `${key.startsWith("A") ? "B" : "A"}${key.slice(1)}`],
      ["key", ""],
    ] as const) {
      const changed = new URL(link);
      changed.searchParams.set(name, value);
      const { status } = await ask(`http://127.0.0.1:${port}${changed.pathname}${changed.search}`, {
        forwarded: "for=203.0.113.9",
      });
      expect([name, value, status]).toEqual([name, value, 404]);
    }
  });
});
