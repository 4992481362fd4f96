// What every index of passages must do; run on each implementation with a factory for an empty index.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { documentVector, queryVector, type SparseVector } from "../../ingest/terms.ts";
import { wordsOf } from "../../ingest/words.ts";
import type { Knowledge, KnowledgePassage } from "../../src/knowledge/knowledge.ts";
import { county, question, type Random, seeded, text } from "./generated-text.ts";

export type MakeKnowledge = (options: { dimensions?: number }) => Promise<Knowledge>;

export const uuid = (number: number): string =>
  `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;

const vector = (weights: Record<number, number>): SparseVector => ({
  indices: Object.keys(weights).map(Number),
  values: Object.values(weights),
});

function passage(
  number: number,
  weights: Record<number, number>,
  more: Partial<KnowledgePassage> = {},
): KnowledgePassage {
  return { id: uuid(number), report: "r1", version: "v1", places: [], sparse: vector(weights), ...more };
}

const asking = (weights: Record<number, number>, limit = 10) => ({ sparse: vector(weights), limit });

export interface Case {
  readonly passages: readonly KnowledgePassage[];
  readonly questions: readonly string[];
}

/** Passages and questions over generated text, the same every time. */
export function generatedCase(passages: number, questions: number): Case {
  const random: Random = seeded(20_231_118);
  const counties = Array.from({ length: 60 }, () => county(random));
  const place = (): string => counties[Math.floor(random() * counties.length)] ?? "";
  return {
    passages: Array.from({ length: passages }, (_, index) => {
      const here = place();
      return {
        id: uuid(index + 1),
        report: `report-${index >> 2}`,
        version: "v1",
        places: [here],
        sparse: documentVector(wordsOf(text(random, here, 120 + random() * 200)), wordsOf(here)),
      };
    }),
    questions: Array.from({ length: questions }, () => question(random, place())),
  };
}

export const askFor = (words: string): SparseVector =>
  queryVector(new Map(wordsOf(words).map((word) => [word, 1])));

export function knowledgeContract(name: string, make: MakeKnowledge): void {
  describe(`${name} as an index of passages`, () => {
    let knowledge: Knowledge;
    const ids = async (query: Parameters<Knowledge["search"]>[0]): Promise<number[]> =>
      (await knowledge.search(query)).map(({ id }) => Number.parseInt(id.slice(-12), 16));

    describe("by terms", () => {
      beforeEach(async () => {
        knowledge = await make({});
      });
      afterEach(() => knowledge.close());

      it("is empty at first and finds nothing", async () => {
        expect(await knowledge.count()).toBe(0);
        expect(await knowledge.search(asking({ 7: 1 }))).toEqual([]);
      });

      it("scores by the product of weights and inverse document frequency", async () => {
        await knowledge.upsert([passage(1, { 5: 1, 7: 2 }), passage(2, { 5: 1.5 }), passage(3, { 9: 1 })]);
        const hits = await knowledge.search(asking({ 5: 1, 7: 0.5 }));
        const idf = (holding: number): number => Math.log(1 + (3 - holding + 0.5) / (holding + 0.5));
        expect(hits.map(({ id }) => id)).toEqual([uuid(1), uuid(2)]);
        expect(hits[0]?.score).toBeCloseTo(idf(2) + idf(1), 4);
        expect(hits[1]?.score).toBeCloseTo(1.5 * idf(2), 4);
        expect(hits[0]).toMatchObject({ report: "r1", version: "v1" });
      });

      it("takes the least and the greatest term number", async () => {
        await knowledge.upsert([passage(1, { 0: 1, 999_999_999: 1 }), passage(2, { 3: 1 })]);
        expect(await ids(asking({ 0: 1 }))).toEqual([1]);
        expect(await ids(asking({ 999_999_999: 1 }))).toEqual([1]);
      });

      it("gives no more than the limit, the best first, equals by id", async () => {
        await knowledge.upsert([5, 3, 9, 1, 7].map((number) => passage(number, { 4: 1 })));
        await knowledge.upsert([passage(8, { 4: 2 })]);
        expect(await ids(asking({ 4: 1 }, 3))).toEqual([8, 1, 3]);
        expect(await ids(asking({ 4: 1 }, 0))).toEqual([]);
      });

      it("finds nothing for a question without terms, and passages without terms never", async () => {
        await knowledge.upsert([passage(1, {}), passage(2, { 4: 1 })]);
        expect(await ids(asking({}))).toEqual([]);
        expect(await ids(asking({ 4: 1 }))).toEqual([2]);
        expect(await knowledge.count()).toBe(2);
      });

      it("overwrites a passage with the same id and counts it once", async () => {
        await knowledge.upsert([passage(1, { 4: 1 }), passage(2, { 6: 1 })]);
        await knowledge.upsert([passage(1, { 6: 3 })]);
        expect(await ids(asking({ 4: 1 }))).toEqual([]);
        expect(await ids(asking({ 6: 1 }))).toEqual([1, 2]);
        expect(await knowledge.count()).toBe(2);
      });

      it("replaces a report: the new version is found at once, the old one until it is pruned", async () => {
        await knowledge.upsert([passage(1, { 4: 1 }), passage(2, { 4: 1 }, { report: "r2" })]);
        await knowledge.upsert([passage(3, { 4: 2 }, { version: "v2" })]);
        expect(await ids(asking({ 4: 1 }))).toEqual([3, 1, 2]);
        await knowledge.prune("r1", "v2");
        expect(await ids(asking({ 4: 1 }))).toEqual([3, 2]);
        await knowledge.prune("r1", "v2");
        expect(await knowledge.count()).toBe(2);
        await knowledge.prune("r1");
        expect(await ids(asking({ 4: 1 }))).toEqual([2]);
        await knowledge.prune("never there");
        expect(await knowledge.count()).toBe(1);
      });

      it("keeps the best apart after many replacements", async () => {
        for (let version = 1; version <= 4; version++) {
          await knowledge.upsert([
            passage(version * 10, { 4: version, 5: 1 }, { version: `v${version}` }),
            passage(version * 10 + 1, { 4: 0.1 }, { version: `v${version}` }),
          ]);
          await knowledge.prune("r1", `v${version}`);
        }
        expect(await ids(asking({ 4: 1 }))).toEqual([40, 41]);
        expect(await knowledge.count()).toBe(2);
      });

      it("takes several hundred passages in one call", async () => {
        await knowledge.upsert(
          Array.from({ length: 700 }, (_, index) => passage(index + 1, { 4: 1, [10 + index]: 2 })),
        );
        expect(await knowledge.count()).toBe(700);
        expect(await ids(asking({ 709: 1 }))).toEqual([700]);
      });

      it("keeps to passages about all the places asked for", async () => {
        await knowledge.upsert([
          passage(1, { 4: 1 }, { places: ["德钦县", "云南省"] }),
          passage(2, { 4: 2 }, { places: ["红原县", "四川省"] }),
          passage(3, { 4: 3 }),
        ]);
        expect(await ids({ ...asking({ 4: 1 }), places: ["云南省"] })).toEqual([1]);
        expect(await ids({ ...asking({ 4: 1 }), places: ["云南省", "德钦县"] })).toEqual([1]);
        expect(await ids({ ...asking({ 4: 1 }), places: ["云南省", "红原县"] })).toEqual([]);
        expect(await ids({ ...asking({ 4: 1 }), places: [] })).toEqual([3, 2, 1]);
      });

      it("keeps to the reports asked for", async () => {
        await knowledge.upsert(
          ["a", "b", "c"].map((report, index) => passage(index + 1, { 4: 3 - index }, { report })),
        );
        expect(await ids({ ...asking({ 4: 1 }), reports: ["c", "a"] })).toEqual([1, 3]);
        expect(await ids({ ...asking({ 4: 1 }), reports: [] })).toEqual([]);
      });

      it("keeps to dates that overlap the days asked for; a partial date is all its days", async () => {
        const dates = ["2022", "2023", "2023-09", "2023-09-18", "2023-10-01", "2024"];
        await knowledge.upsert([
          ...dates.map((date, index) => passage(index + 1, { 4: 9 - index }, { date })),
          passage(9, { 4: 0.1 }),
        ]);
        expect(await ids({ ...asking({ 4: 1 }), from: "2023", to: "2023" })).toEqual([2, 3, 4, 5]);
        expect(await ids({ ...asking({ 4: 1 }), from: "2023-09", to: "2023-09" })).toEqual([2, 3, 4]);
        expect(await ids({ ...asking({ 4: 1 }), from: "2023-09-19", to: "2023-09-30" })).toEqual([2, 3]);
        expect(await ids({ ...asking({ 4: 1 }), from: "2023-12-31" })).toEqual([2, 6]);
        expect(await ids({ ...asking({ 4: 1 }), to: "2022-06" })).toEqual([1]);
        expect(await ids({ ...asking({ 4: 1 }), from: "2020", to: "2021" })).toEqual([]);
      });

      it("finds each of many passages by its own words", async () => {
        const { passages, questions } = generatedCase(400, 40);
        await knowledge.upsert(passages);
        const bySelf = await Promise.all(
          passages.slice(0, 40).map(({ sparse }) => knowledge.search({ sparse, limit: 1 })),
        );
        expect(bySelf.map(([hit]) => hit?.id)).toEqual(passages.slice(0, 40).map(({ id }) => id));
        for (const asked of questions) {
          const hits = await knowledge.search({ sparse: askFor(asked), limit: 5 });
          expect(hits.map(({ id }) => id)).toEqual(expectedTop(passages, askFor(asked), 5));
        }
      });
    });

    describe("by terms and dense vectors", () => {
      beforeEach(async () => {
        knowledge = await make({ dimensions: 3 });
        await knowledge.upsert([
          passage(1, { 4: 4 }, { dense: [0, 0, 1], places: ["甲县"] }),
          passage(2, { 4: 3 }, { dense: [1, 0.5, 0], places: ["甲县"] }),
          passage(3, { 4: 2 }, { dense: [1, 0.1, 0], places: ["乙县"] }),
          passage(4, { 4: 1 }, { dense: [1, 1, 0], places: ["甲县"] }),
          passage(5, { 8: 1 }, { dense: [0, 1, 0.2], places: ["乙县"] }),
        ]);
      });
      afterEach(() => knowledge.close());

      it("fuses both rankings by reciprocal rank", async () => {
        // By terms 1 2 3 4, by direction 3 2 4 1 5.
        const hits = await knowledge.search({ ...asking({ 4: 1 }), dense: [1, 0, 0.01] });
        expect(hits.map(({ id }) => id)).toEqual([3, 1, 2, 4, 5].map(uuid));
        const scores = [1 / 4 + 1 / 2, 1 / 2 + 1 / 5, 1 / 3 + 1 / 3, 1 / 5 + 1 / 4, 1 / 6];
        for (const [index, score] of scores.entries()) expect(hits[index]?.score).toBeCloseTo(score, 5);
      });

      it("filters both rankings before it fuses them", async () => {
        expect(await ids({ ...asking({ 4: 1 }), dense: [1, 0, 0], places: ["甲县"], limit: 2 })).toEqual([
          2, 1,
        ]);
      });

      it("orders by direction alone when the question has no known term", async () => {
        expect(await ids({ ...asking({ 77: 1 }, 2), dense: [1, 0, 0] })).toEqual([3, 2]);
        expect(await ids({ ...asking({}, 2), dense: [1, 0, 0] })).toEqual([3, 2]);
      });

      it("goes by terms alone when the question has no direction", async () => {
        expect(await ids(asking({ 4: 1 }))).toEqual([1, 2, 3, 4]);
      });

      it("forgets the directions of pruned passages", async () => {
        await knowledge.prune("r1");
        expect(await ids({ ...asking({ 4: 1 }), dense: [1, 0, 0] })).toEqual([]);
      });
    });
  });
}

/** The ranking by definition, worked out over every passage. */
function expectedTop(passages: readonly KnowledgePassage[], query: SparseVector, limit: number): string[] {
  const holding = new Map<number, number>();
  for (const { sparse } of passages) {
    for (const term of sparse.indices) holding.set(term, (holding.get(term) ?? 0) + 1);
  }
  const weights = new Map(
    query.indices.map((term, index) => {
      const count = holding.get(term) ?? 0;
      return [
        term,
        (query.values[index] ?? 0) * Math.log(1 + (passages.length - count + 0.5) / (count + 0.5)),
      ];
    }),
  );
  return passages
    .map(({ id, sparse }) => ({
      id,
      score: sparse.indices.reduce(
        (sum, term, index) => sum + (weights.get(term) ?? 0) * (sparse.values[index] ?? 0),
        0,
      ),
    }))
    .filter(({ score }) => score > 0)
    .map(({ id, score }) => ({ id, score: Number(score.toPrecision(6)) }))
    .sort((left, right) => right.score - left.score || (left.id < right.id ? -1 : 1))
    .slice(0, limit)
    .map(({ id }) => id);
}
