import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { createPgvector } from "../../src/knowledge/pgvector.ts";
import { createQdrant } from "../../src/knowledge/qdrant.ts";
import { openDatabase } from "../../src/stores/database.ts";
import { askFor, generatedCase, knowledgeContract } from "../contracts/knowledge.ts";

const url = process.env["QDRANT_URL"];
const apiKey = process.env["QDRANT_API_KEY"];

/** An index in a collection of its own, which goes when the index is closed. */
async function emptyIndex(dimensions?: number): Promise<Knowledge> {
  const collection = `gongyou_test_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const knowledge = createQdrant({
    url: url ?? "",
    collection,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(dimensions === undefined ? {} : { dimensions }),
  });
  return {
    ...knowledge,
    async close() {
      await knowledge.close();
      await fetch(`${url?.replace(/\/+$/, "")}/collections/${collection}`, {
        method: "DELETE",
        headers: apiKey === undefined ? {} : { "api-key": apiKey },
      });
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
    it("gives the same top 5 for at least 95 % of questions", async () => {
      const database = await openDatabase({ command: "test" });
      const pgvector = await createPgvector({ database });
      const qdrant = await emptyIndex();
      const { passages, questions } = generatedCase(3_000, 200);
      await pgvector.upsert(passages);
      await qdrant.upsert(passages);
      let agreed = 0;
      for (const asked of questions) {
        const query = { sparse: askFor(asked), limit: 5 };
        const ours = (await pgvector.search(query)).map(({ id }) => id);
        const theirs = (await qdrant.search(query)).map(({ id }) => id);
        if (ours.join() === theirs.join()) agreed++;
      }
      await qdrant.close();
      await database.close();
      expect(agreed / questions.length).toBeGreaterThanOrEqual(0.95);
    }, 300_000);

    it("lets two processes make the collection at the same time", async () => {
      const collection = `gongyou_test_race_${process.pid}`;
      const options = { url, collection, ...(apiKey === undefined ? {} : { apiKey }) };
      const [one, other] = [createQdrant(options), createQdrant(options)];
      expect(await Promise.all([one.count(), other.count(), one.count()])).toEqual([0, 0, 0]);
      await fetch(`${url.replace(/\/+$/, "")}/collections/${collection}`, {
        method: "DELETE",
        headers: apiKey === undefined ? {} : { "api-key": apiKey },
      });
    });
  });
}

describe("qdrant out of reach", () => {
  async function answering(status: number): Promise<{ server: Server; url: string }> {
    const server = createServer((_, response) => {
      response
        .writeHead(status, { "content-type": "application/json" })
        .end('{"status":{"error":"secret words"}}');
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }

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
  ])("turns status %i into %s", async (status, code, retryable) => {
    const { server, url: broken } = await answering(status);
    const failure = await createQdrant({ url: broken })
      .count()
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code, retryable, detail: { status: String(status) } });
    expect(JSON.stringify({ ...(failure as object), cause: undefined })).not.toContain("secret");
    server.closeAllConnections();
    server.close();
  });
});
