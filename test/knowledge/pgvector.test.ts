import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "../../src/domain/errors.ts";
import { createPgvector } from "../../src/knowledge/pgvector.ts";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import { generatedCase, knowledgeContract, uuid } from "../contracts/knowledge.ts";

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ command: "test" });
});
afterAll(() => database.close());

async function empty(): Promise<void> {
  await database.query("drop table if exists knowledge_dense, knowledge_passages, knowledge_terms");
}

knowledgeContract("pgvector", async ({ dimensions }) => {
  await empty();
  return createPgvector({ database, ...(dimensions === undefined ? {} : { dimensions }) });
});

describe("pgvector", () => {
  const countTerms = () =>
    database.query<{ term: number; passages: number }>(
      "select term, passages from knowledge_terms order by term",
    );

  it("counts the passages of a term exactly, whatever comes and goes", async () => {
    await empty();
    const knowledge = await createPgvector({ database });
    const { passages } = generatedCase(60, 0);
    await knowledge.upsert(passages);
    const full = await countTerms();
    await knowledge.upsert(passages.slice(10, 30));
    await knowledge.upsert(passages.slice(0, 40).map((passage) => ({ ...passage, version: "v2" })));
    expect(await countTerms()).toEqual(full);
    for (let report = 0; report < 10; report++) await knowledge.prune(`report-${report}`, "v2");
    expect(await countTerms()).toEqual(full);
    for (let report = 0; report < 15; report++) await knowledge.prune(`report-${report}`);
    expect(await countTerms()).toEqual([]);
    expect(await knowledge.count()).toBe(0);
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
