import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createKeptVectors, type KeptVectors } from "../../src/knowledge/kept-vectors.ts";
import type { Knowledge } from "../../src/knowledge/knowledge.ts";
import { createPgvector } from "../../src/knowledge/pgvector.ts";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import { askFor, generatedCase, knowledgeContract, uuid } from "../contracts/knowledge.ts";

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

/** Searches twice: the first search starts loading, the second finds the vectors loaded. */
function loadedBeforeSearch(knowledge: Knowledge, kept: KeptVectors): Knowledge {
  return {
    ...knowledge,
    async search(query) {
      await knowledge.search(query);
      await kept.settled();
      return knowledge.search(query);
    },
  };
}

knowledgeContract("pgvector with its vectors kept in memory", async ({ dimensions }) => {
  await empty();
  const kept = createKeptVectors({ database, patience: 0 });
  const knowledge = await createPgvector({
    database,
    kept,
    ...(dimensions === undefined ? {} : { dimensions }),
  });
  return loadedBeforeSearch(knowledge, kept);
});

describe("vectors kept in memory", () => {
  const { passages, questions } = generatedCase(1_500, 30);
  const asked = questions.map((words) => ({ sparse: askFor(words), limit: 24 }));
  const [first = { sparse: askFor(""), limit: 24 }] = asked;
  let scanning: Knowledge;
  beforeEach(async () => {
    await empty();
    scanning = await createPgvector({ database, kept: createKeptVectors({ database, most: 0 }) });
    await scanning.upsert(passages);
  });

  const stateOf = async (): Promise<string> => {
    const [row] = await database.query<{ state: string }>(
      "select xmin::text as state from knowledge_terms where term = -1",
    );
    return row?.state ?? "";
  };

  it("give the scan's hits with the scan's scores, to the last bit", async () => {
    const kept = createKeptVectors({ database, patience: 0 });
    const knowledge = loadedBeforeSearch(await createPgvector({ database, kept }), kept);
    for (const query of asked) expect(await knowledge.search(query)).toEqual(await scanning.search(query));
    expect(
      kept
        .at(await stateOf(), passages.length)
        ?.flatMap(({ ids }) => ids)
        .sort(),
    ).toEqual(passages.map(({ id }) => id));
  });

  it("are loaded only after several searches over the whole index", async () => {
    const kept = createKeptVectors({ database, patience: 2 });
    const knowledge = await createPgvector({ database, kept });
    const place = passages[0]?.places ?? [];
    for (let turn = 0; turn < 5; turn++) await knowledge.search({ ...first, places: place });
    for (let turn = 0; turn < 2; turn++) await knowledge.search(first);
    await kept.settled();
    const state = await stateOf();
    expect(kept.at(state, passages.length)).toBeUndefined();
    await kept.settled();
    expect(kept.at(state, passages.length)).toBeDefined();
  });

  it("are let go when another process changes the index, be it one passage for another", async () => {
    const kept = createKeptVectors({ database, patience: 0 });
    const knowledge = loadedBeforeSearch(await createPgvector({ database, kept }), kept);
    const [best] = await knowledge.search(first);
    const passage = passages.find(({ id }) => id === best?.id);
    if (passage === undefined) throw new Error("nothing found");
    await scanning.upsert([{ ...passage, sparse: { indices: [3], values: [1] } }]);
    expect(await knowledge.search(first)).toEqual(await scanning.search(first));
    expect((await knowledge.search(first)).map(({ id }) => id)).not.toContain(passage.id);
    await scanning.upsert([{ ...passage, id: uuid(9_999), report: "new" }]);
    expect((await knowledge.search(first))[0]?.report).toBe("new");
  });

  it("are not taken from a state that ended while they were loading", async () => {
    const kept = createKeptVectors({ database, patience: 0 });
    const knowledge = await createPgvector({ database, kept });
    const before = await stateOf();
    const searched = await knowledge.search(first);
    await scanning.prune(searched[0]?.report ?? "");
    await kept.settled();
    expect(kept.at(before, passages.length)).toBeUndefined();
    await kept.settled();
    expect(kept.at(before, passages.length)).toBeUndefined();
  });

  it("stay out of a closed index and out of one that is too large", async () => {
    const large = createKeptVectors({ database, patience: 0, most: passages.length - 1 });
    await (await createPgvector({ database, kept: large })).search(first);
    await large.settled();
    expect(large.at(await stateOf(), passages.length)).toBeUndefined();
    const kept = createKeptVectors({ database, patience: 0 });
    const knowledge = await createPgvector({ database, kept });
    await knowledge.search(first);
    await knowledge.close();
    expect(kept.at(await stateOf(), passages.length)).toBeUndefined();
  });
});
