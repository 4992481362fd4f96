import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { createPgvector } from "../../src/knowledge/pgvector.ts";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import { generatedCase, knowledgeContract, uuid } from "../contracts/knowledge.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ command: "test" });
});
afterAll(() => database.close());

async function empty(): Promise<void> {
  await database.query(
    "drop table if exists knowledge_dense, knowledge_passages, knowledge_terms, knowledge_notes",
  );
}

knowledgeContract("pgvector", async ({ dimensions }) => {
  await empty();
  return createPgvector({ database, ...(dimensions === undefined ? {} : { dimensions }) });
});

describe("pgvector", () => {
  // A search puts what was only noted into the table.
  const countTerms = async (knowledge: Knowledge) => {
    await knowledge.search({ sparse: { indices: [1], values: [1] }, limit: 1 });
    expect(await database.query("select from knowledge_notes")).toEqual([]);
    return database.query<{ term: number; passages: number }>(
      "select term, passages from knowledge_terms order by term",
    );
  };

  it("counts the passages of a term exactly, whatever comes and goes", async () => {
    await empty();
    const knowledge = await createPgvector({ database });
    const { passages } = generatedCase(60, 0);
    await knowledge.upsert(passages);
    const full = await countTerms(knowledge);
    await knowledge.upsert(passages.slice(10, 30));
    await knowledge.upsert(passages.slice(0, 40).map((passage) => ({ ...passage, version: "v2" })));
    expect(await countTerms(knowledge)).toEqual(full);
    for (let report = 0; report < 10; report++) await knowledge.prune(`report-${report}`, "v2");
    expect(await countTerms(knowledge)).toEqual(full);
    for (let report = 0; report < 15; report++) await knowledge.prune(`report-${report}`);
    expect(await countTerms(knowledge)).toEqual([]);
    expect(await knowledge.count()).toBe(0);
  });

  it("weighs by what is only noted as by what is in the table, also after another process noted it", async () => {
    await empty();
    const writer = await createPgvector({ database });
    const reader = await createPgvector({ database });
    const { passages } = generatedCase(60, 0);
    const indices = passages[7]?.sparse.indices ?? [];
    const query = { sparse: { indices, values: indices.map(() => 1) }, limit: 5 };
    for (let start = 0; start < 38; start++) await writer.upsert(passages.slice(start, start + 21));
    const noted = await database.query("select from knowledge_notes");
    expect(noted.length).toBeGreaterThan(0);
    expect(noted.length).toBeLessThan(8);
    const before = await reader.search(query);
    expect(await database.query("select from knowledge_notes")).toHaveLength(noted.length);
    expect(await (await createPgvector({ database })).search(query)).toEqual(before);
    expect(await database.query("select from knowledge_notes")).toEqual([]);
    expect(await reader.search(query)).toEqual(before);
    expect(before.length).toBeGreaterThan(0);
  });

  it("keeps nothing of a call that failed", async () => {
    await empty();
    const knowledge = await createPgvector({ database });
    const { passages } = generatedCase(5, 0);
    const broken = { ...passages[0], id: "no uuid" } as (typeof passages)[number];
    await expect(knowledge.upsert([...passages, broken])).rejects.toEqual(new AppError("knowledge.refused"));
    expect(await knowledge.count()).toBe(0);
  });

  it("keeps what it holds when it is opened again, and starts anew for dense vectors of another size", async () => {
    await empty();
    const sparse = { indices: [3], values: [1] };
    const one = { id: uuid(1), report: "r", version: "v", places: [], sparse };
    await (await createPgvector({ database })).upsert([one]);
    expect(await (await createPgvector({ database })).count()).toBe(1);
    const dense = await createPgvector({ database, dimensions: 4 });
    expect(await dense.count()).toBe(0);
    await dense.upsert([{ ...one, dense: [1, 2, 3, 4] }]);
    expect(await (await createPgvector({ database, dimensions: 4 })).count()).toBe(1);
    expect(await (await createPgvector({ database, dimensions: 5 })).count()).toBe(0);
  });
});
