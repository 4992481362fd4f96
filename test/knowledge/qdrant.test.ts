import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, vi } from "vitest";
import type { AppError } from "../../src/domain/errors.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { createPgvector } from "../../src/knowledge/pgvector.ts";
import { createQdrant } from "../../src/knowledge/qdrant.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { errorLine } from "../../src/messages/failure.ts";
import { openDatabase } from "../../src/stores/database.ts";
import { askFor, generatedCase, knowledgeContract, uuid } from "../contracts/knowledge.ts";

const url = process.env["QDRANT_URL"];
const apiKey = process.env["QDRANT_API_KEY"];

/** Indexes that share one collection of their own. */
function named(name: string) {
  const collection = `gongyou_test_${name}_${process.pid}_${Math.random().toString(36).slice(2)}`;
  return {
    collection,
    make: (dimensions?: number): Knowledge =>
      createQdrant({
        url: url ?? "",
        collection,
        ...(apiKey === undefined ? {} : { apiKey }),
        ...(dimensions === undefined ? {} : { dimensions }),
      }),
    drop: () =>
      fetch(`${url?.replace(/\/+$/, "")}/collections/${collection}`, {
        method: "DELETE",
        headers: apiKey === undefined ? {} : { "api-key": apiKey },
      }),
  };
}

/** An index in a collection of its own, which goes when the index is closed. */
async function emptyIndex(dimensions?: number): Promise<Knowledge> {
  const { make, drop } = named("index");
  const knowledge = make(dimensions);
  return {
    ...knowledge,
    async close() {
      await knowledge.close();
      await drop();
    },
  };
}

if (url === undefined) {
  describe("qdrant as an index of passages", () => {
    it.skip("needs a server: docker run -p 6333:6333 qdrant/qdrant, then QDRANT_URL=http://localhost:6333", () => {});
  });
} else {
  knowledgeContract("qdrant", ({ dimensions }) => emptyIndex(dimensions));

  describe("qdrant beside pgvector", () => {
    it("gives the same top 5 for at least 95 % of questions, and soon after reports were replaced or removed", async () => {
      const database = await openDatabase({ command: "test" });
      const pgvector = await createPgvector({ database });
      const qdrant = await emptyIndex();
      const { passages, questions } = generatedCase(2_000, 150);
      async function agreement(): Promise<number> {
        let agreed = 0;
        for (const asked of questions) {
          const query = { sparse: askFor(asked), limit: 5 };
          const [ours, theirs] = await Promise.all([pgvector.search(query), qdrant.search(query)]);
          if (ours.map(({ id }) => id).join() === theirs.map(({ id }) => id).join()) agreed++;
        }
        return agreed / questions.length;
      }
      const reports = [...new Set(passages.map(({ report }) => report))];
      const replaced = reports.filter((_, index) => index % 3 === 0);
      const newer = passages
        .filter(({ report }) => replaced.includes(report))
        .map((passage, index) => ({ ...passage, id: uuid(100_000 + index), version: "v2" }));
      // The server counts terms anew in the background.
      const soon = { timeout: 60_000, interval: 1_000 };
      for (const index of [pgvector, qdrant]) await index.upsert(passages);
      expect(await agreement()).toBeGreaterThanOrEqual(0.95);
      for (const index of [pgvector, qdrant]) {
        await index.upsert(newer);
        for (const report of replaced) await index.prune(report, "v2");
      }
      await expect.poll(agreement, soon).toBeGreaterThanOrEqual(0.95);
      for (const index of [pgvector, qdrant]) {
        for (const report of reports.slice(0, reports.length / 2)) await index.prune(report);
      }
      await expect.poll(agreement, soon).toBeGreaterThanOrEqual(0.95);
      expect(await qdrant.count()).toBe(await pgvector.count());
      await qdrant.close();
      await database.close();
    }, 300_000);

    it("lets two processes make the collection at the same time", async () => {
      const { make, drop } = named("race");
      const [one, other] = [make(), make()];
      expect(await Promise.all([one.count(), other.count(), one.count()])).toEqual([0, 0, 0]);
      await drop();
    });

    it("makes a collection again that was taken away", async () => {
      const { make, drop } = named("gone");
      const knowledge = make();
      const [passage] = generatedCase(1, 0).passages;
      await knowledge.upsert(passage === undefined ? [] : [passage]);
      await drop();
      expect(await knowledge.count()).toBe(0);
      await drop();
      await knowledge.upsert(passage === undefined ? [] : [passage]);
      expect(await knowledge.count()).toBe(1);
      await drop();
    });

    it("refuses a collection made for vectors of another size", async () => {
      const { collection, make, drop } = named("size");
      await make(3).count();
      await expect(make(4).count()).rejects.toMatchObject({
        code: "knowledge.refused",
        detail: { collection, reason: "made for other vectors" },
      });
      await drop();
    });
  });
}

/** Without a body the connection is closed instead. */
type Answer = (path: string) => { status?: number; body?: unknown };

/** A server that speaks as Qdrant would; it is gone after `use`. */
async function withServer(answer: Answer, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    const { status = 200, body } = answer(`${request.method} ${request.url}`);
    if (body === undefined) return request.socket.destroy();
    return response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("qdrant of another version", () => {
  const saying = (version: string): Answer => {
    return (path) =>
      path === "GET /"
        ? { body: { title: "qdrant - vector search engine", version } }
        : { status: 400, body: { status: { error: "no such thing" } } };
  };

  it.each(["1.15.5", "1.9.0", "0.11.1"])("%s is refused in one line that names it", (version) =>
    withServer(saying(version), async (old) => {
      const failure = await createQdrant({ url: old })
        .count()
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: "knowledge.refused", retryable: false });
      const line = errorLine(createCatalogue(), "en", failure as AppError);
      expect(line).toContain(version.split(".").slice(0, 2).join("."));
      expect(line).toContain("1.16");
    }),
  );

  it.each(["1.16.0", "v1.18.3-dev", "2.0.0", "unknown"])("%s is not refused for its version", (version) =>
    withServer(saying(version), async (newer) => {
      await expect(createQdrant({ url: newer }).count()).rejects.toMatchObject({ detail: { status: "400" } });
    }),
  );

  it("behind a proxy that hides it is asked on", () => {
    const paths: string[] = [];
    const hiding: Answer = (path) => {
      paths.push(path);
      return { status: path === "GET /index/" ? 404 : 503, body: {} };
    };
    return withServer(hiding, async (proxy) => {
      await expect(createQdrant({ url: `${proxy}/index/` }).count()).rejects.toMatchObject({
        detail: { status: "503" },
      });
      expect(paths).toEqual(["GET /index/", "GET /index/collections/gongyou_passages/exists"]);
    });
  });
});

describe("qdrant spoken to", () => {
  const sparse = { indices: [4], values: [1] };
  const passages = [{ id: uuid(1), report: "r1", version: "v1", places: [], sparse }];
  const ready = new Map<string, unknown>([
    ["GET /", { version: "1.18.0" }],
    ["GET /collections/gongyou_passages/exists", { result: { exists: true } }],
    [
      "GET /collections/gongyou_passages",
      {
        result: {
          config: { params: { sparse_vectors: { sparse: { modifier: "idf" } } } },
          payload_schema: Object.fromEntries(
            ["report", "version", "places", "first_day", "last_day"].map((field) => [
              field,
              { data_type: field.endsWith("_day") ? "integer" : "keyword", points: 0 },
            ]),
          ),
        },
      },
    ],
    ["POST /collections/gongyou_passages/points/scroll", { result: { points: [], next_page_offset: null } }],
  ]);

  it("keeps a change for another try when the server did not finish it", () => {
    const slow: Answer = (path) => ({
      body: ready.get(path) ?? { result: { operation_id: 1, status: "wait_timeout" } },
    });
    return withServer(slow, async (busy) => {
      const knowledge = createQdrant({ url: busy });
      const tryAgain = { code: "knowledge.unreachable", retryable: true };
      await expect(knowledge.upsert(passages)).rejects.toMatchObject(tryAgain);
      await expect(knowledge.prune("r1")).rejects.toMatchObject(tryAgain);
    });
  });

  it("looks at the collection once, and sends the key in a header without a word on the console", async () => {
    const said = vi.spyOn(console, "warn");
    const paths: string[] = [];
    const counting: Answer = (path) => {
      paths.push(path);
      return { body: ready.get(path) ?? { result: { count: 3 } } };
    };
    await withServer(counting, async (server) => {
      const knowledge = createQdrant({ url: server, apiKey: "key" });
      expect(await Promise.all([knowledge.count(), knowledge.count()])).toEqual([3, 3]);
      expect(await knowledge.count()).toBe(3);
    });
    expect(paths.filter((path) => path.startsWith("GET"))).toEqual([...ready.keys()].slice(0, 3));
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });

  it("asks once more on a connection that the server had closed", async () => {
    let counts = 0;
    const closing: Answer = (path) => {
      const known = ready.get(path);
      if (known !== undefined) return { body: known };
      counts++;
      return counts === 1 ? {} : { body: { result: { count: 3 } } };
    };
    await withServer(closing, async (server) => {
      expect(await createQdrant({ url: server }).count()).toBe(3);
    });
    await withServer(
      () => ({}),
      async (server) => {
        await expect(createQdrant({ url: server }).count()).rejects.toMatchObject({
          code: "knowledge.unreachable",
          retryable: true,
        });
      },
    );
  });

  it("refuses a key that no header can hold, without quoting it", () => {
    const make = (): unknown => createQdrant({ url: "http://127.0.0.1:9", apiKey: "secret\nwords" });
    expect(make).toThrow(expect.objectContaining({ code: "knowledge.refused" }));
    expect(make).not.toThrow(/secret/);
  });
});

describe("qdrant out of reach", () => {
  it("is retryable when nothing listens", async () => {
    await expect(createQdrant({ url: "http://127.0.0.1:9" }).count()).rejects.toMatchObject({
      code: "knowledge.unreachable",
      retryable: true,
    });
  });

  it("is retryable when the server does not answer in time", async () => {
    const server = createServer(() => {});
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    const { port } = server.address() as AddressInfo;
    const knowledge = createQdrant({ url: `http://127.0.0.1:${port}`, timeout: 100 });
    await expect(knowledge.count()).rejects.toMatchObject({ code: "knowledge.unreachable", retryable: true });
    server.closeAllConnections();
    server.close();
  });

  it.each([
    [503, "knowledge.unreachable", true],
    [429, "knowledge.unreachable", true],
    [403, "knowledge.refused", false],
    [400, "knowledge.refused", false],
  ])("turns status %i into %s", (status, code, retryable) =>
    withServer(
      () => ({ status, body: { status: { error: "secret words" } } }),
      async (broken) => {
        const failure = await createQdrant({ url: broken })
          .count()
          .catch((error: unknown) => error);
        expect(failure).toMatchObject({ code, retryable, detail: { status: String(status) } });
        expect(JSON.stringify({ ...(failure as object), cause: undefined })).not.toContain("secret");
      },
    ),
  );
});
