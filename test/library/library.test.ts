import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { queryVector } from "../../ingest/terms.ts";
import { wordsOf } from "../../ingest/words.ts";
import { BATCH_FILES } from "../../src/library/keeping.ts";
import { createLibrary, type IngestOutcome } from "../../src/library/library.ts";
import type { FigureFilter } from "../../src/stores/library-store.ts";
import { county, seeded } from "../contracts/generated-text.ts";
import {
  contents,
  empty,
  given,
  openShelves,
  readPlain,
  reportText,
  sha256,
  type Shelves,
} from "./stand-in.ts";

let shelves: Shelves;
beforeAll(async () => {
  shelves = await openShelves();
});
beforeEach(() => empty(shelves.database));
afterAll(() => shelves.database.close());

const random = seeded(5);
const yanshan = reportText(random, "砚山县", 14);
const honghe = reportText(random, "红河县", 14);

const ingest = (files: Record<string, string>): Promise<IngestOutcome[]> =>
  shelves.library.ingest(given(files));
const outcomes = async (files: Record<string, string>): Promise<string[]> =>
  (await ingest(files)).map(({ outcome }) => outcome);
const names = async (): Promise<string[]> => (await shelves.store.list()).map(({ name }) => name);

/** What a search finds that the library holds, as texts. */
async function find(words: string): Promise<string[]> {
  const sparse = queryVector(new Map(wordsOf(words).map((word) => [word, 1])));
  const hits = await shelves.knowledge.search({ sparse, limit: 10 });
  return (await shelves.store.passagesByIds(hits.map(({ id }) => id))).map(({ text }) => text);
}

describe("ingesting", () => {
  it("adds reports that are then found, with all that is known of them", async () => {
    const [added] = await ingest({ "/in/yanshan.txt": yanshan, "/in/honghe.txt": honghe });
    const id = sha256(yanshan).slice(0, 12);
    expect(added).toEqual({ file: "/in/yanshan.txt", outcome: "added", report: id });
    expect(await shelves.store.byName("yanshan.txt")).toMatchObject({
      id,
      hash: sha256(yanshan),
      publisher: "总工会",
      date: "2023-09",
      places: [{ name: "砚山县", level: "county", path: ["某省", "砚山县"] }],
      passages: 5,
      dropped: { copyright: 1 },
      repaired: { pinyin: 1 },
      ingestedAt: "2026-01-02T03:04:05.000Z",
    });
    expect(await shelves.store.byId(id)).toEqual(await shelves.store.byName(id));
    expect((await find("砚山县总工会")).length).toBeGreaterThan(0);
    expect(new TextDecoder().decode(await shelves.store.raw(id))).toBe(yanshan);
    const stored = await shelves.store.report(id);
    const [first, second, third] = await shelves.store.passagesOf(id, 0, 2);
    expect([first, second, third].map((passage) => stored?.body.slice(passage?.start, passage?.end))).toEqual(
      [first, second, third].map((passage) => passage?.text),
    );
    expect(stored?.dropped).toEqual([{ line: 9, text: "版权所有\ufffd", reason: "copyright" }]);
    expect(await shelves.store.knownPlaces()).toEqual([
      { name: "某县", reports: 2 },
      { name: "某省", reports: 2 },
      { name: "砚山县", reports: 1 },
      { name: "红河县", reports: 1 },
    ]);
    expect(await shelves.store.knownPlaces(["砚山县", "德钦县"])).toEqual([{ name: "砚山县", reports: 1 }]);
  });

  it("finds figures by place, unit, report and what is counted", async () => {
    await ingest({
      "/in/a.txt": "砚山县\n砚山县总工会培训职工300人次。慰问劳模20人次。",
      "/in/b.txt": honghe,
    });
    const [training] = await shelves.store.figures({
      what: ["培训", "没有的"],
      units: ["人次"],
      place: "某省",
    });
    expect(training).toMatchObject({
      value: 300,
      valueText: "300人次",
      clauseText: "总工会培训职工300人次".slice(-11),
      period: { text: "2023年", from: "2023", to: "2023" },
      source: { name: "a.txt", title: "砚山县" },
    });
    expect((await shelves.store.passagesByIds([training?.passageId ?? ""]))[0]?.text).toContain("300人次");
    const report = training?.report ?? "";
    expect((await shelves.store.figures({ reports: [report] })).map(({ value }) => value)).toEqual([300, 20]);
    expect(await shelves.store.figures({ reports: [report], what: ["疗休养"] })).toEqual([]);
    expect(await shelves.store.figures({ place: "云南省" })).toEqual([]);
    const around = await shelves.store.figures({ place: "某省" });
    expect((await shelves.store.figureSubjects("某省")).sort()).toEqual(
      [...new Set(around.map(({ what }) => what))].sort(),
    );
    expect(around.length).toBeGreaterThan(1);
    expect(await shelves.store.figureSubjects("云南省")).toEqual([]);
  });

  it("finds the greatest or the least figure of each place, leaving out what is told by its words", async () => {
    await ingest({
      "/in/a.txt": "砚山县\n砚山县总工会培训职工300人次。慰问劳模20人次。比上年增长9000人次。",
      "/in/b.txt": "红河县\n红河县总工会培训职工700人次。",
    });
    const values = async (filter: FigureFilter): Promise<number[]> =>
      (await shelves.store.figures(filter)).map(({ value }) => value);
    expect(await values({ perPlace: "most" })).toEqual([9000]);
    expect(await values({ perPlace: "most", without: ["增长"] })).toEqual([700]);
    expect(await values({ perPlace: "least", without: ["增长"] })).toEqual([20]);
    expect(await values({ what: ["培训", "疗休养"], without: ["100%_"] })).toEqual([300, 700]);
    expect(await values({ what: [] })).toEqual([]);
  });

  it("changes nothing when the same files come again, or the same content from elsewhere", async () => {
    await ingest({ "/in/a.txt": yanshan, "/in/b.txt": honghe });
    const before = await contents(shelves);
    expect(await outcomes({ "/in/a.txt": yanshan, "/in/b.txt": honghe })).toEqual(["unchanged", "unchanged"]);
    expect(await outcomes({ "/other/c.txt": yanshan })).toEqual(["unchanged"]);
    expect(await contents(shelves)).toEqual(before);
  });

  it("takes the same content only once within one go", async () => {
    expect(
      await ingest({ "/in/a.txt": yanshan, "/in/b.txt": yanshan, "/in/e1.txt": " ", "/in/e2.txt": " " }),
    ).toEqual([
      { file: "/in/a.txt", outcome: "added", report: sha256(yanshan).slice(0, 12) },
      { file: "/in/b.txt", outcome: "unchanged", report: sha256(yanshan).slice(0, 12) },
      { file: "/in/e1.txt", outcome: "unreadable", problem: { kind: "unreadable", reason: "empty" } },
      { file: "/in/e2.txt", outcome: "unreadable", problem: { kind: "unreadable", reason: "empty" } },
    ]);
    expect(await names()).toEqual(["a.txt"]);
  });

  it("replaces a changed file under the same id, and nothing of the old version is left", async () => {
    const [first] = await ingest({ "/in/a.txt": `${yanshan}牦牛驿站建成7个。` });
    expect(await find("牦牛")).toHaveLength(1);
    const [second] = await ingest({ "/in/a.txt": honghe });
    expect(second).toEqual({ ...first, outcome: "replaced" });
    expect(await find("牦牛")).toEqual([]);
    expect((await find("红河县总工会")).length).toBeGreaterThan(0);
    const [third] = await ingest({ "/in/a.txt": `${yanshan}牦牛驿站建成7个。` });
    expect(third).toEqual({ ...first, outcome: "replaced" });
    await shelves.library.remove("a.txt");
    expect(Object.values(await contents(shelves)).flat()).toEqual([]);
  });

  it("shows a reader the old version or the new one, never both and never none", async () => {
    const versions = ["甲", "乙", "丙"].map((mark) => `${yanshan}牦牛驿站建成${mark}。`);
    await ingest({ "/in/a.txt": versions[0] ?? "" });
    const writing = new AbortController();
    const seen = new Set<string>();
    const reader = (async () => {
      while (!writing.signal.aborted) {
        const texts = await find("牦牛驿站建成");
        const marks = texts.filter((text) => text.includes("牦牛")).map((text) => text.at(-2));
        seen.add(marks.join());
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
    })();
    for (let round = 0; round < 4; round++) {
      for (const version of versions) await ingest({ "/in/a.txt": version });
    }
    writing.abort();
    await reader;
    // Between finding and looking up the version may change: then that search finds nothing of it, and never two.
    expect([...seen].filter((marks) => marks.includes(","))).toEqual([]);
  });

  it("lets one bad file not stop the others", async () => {
    const result = await ingest({ "/in/a.txt": yanshan, "/in/empty.txt": "", "/in/b.txt": honghe });
    expect(result.map(({ outcome }) => outcome)).toEqual(["added", "unreadable", "added"]);
    expect(await names()).toEqual(["a.txt", "b.txt"]);
  });

  it("keeps the last good version of a file that became unreadable", async () => {
    await ingest({ "/in/a.txt": yanshan });
    expect(await outcomes({ "/in/a.txt": "" })).toEqual(["unreadable"]);
    expect(await names()).toEqual(["a.txt"]);
  });

  it("gives two reports of the same file name different names", async () => {
    const files = { "/in/yanshan/report.txt": yanshan, "/in/honghe/report.txt": honghe };
    await ingest(files);
    expect(await names()).toEqual(["honghe/report.txt", "report.txt"]);
    expect(await outcomes(files)).toEqual(["unchanged", "unchanged"]);
  });

  it("works through several batches, tells of each file, and stops between two batches when asked", async () => {
    const many = Object.fromEntries(
      Array.from({ length: BATCH_FILES + 22 }, (_, index) => [
        `/in/${index}.txt`,
        reportText(random, county(random), 3),
      ]),
    );
    const stop = new AbortController();
    const progress: number[] = [];
    const kept = await shelves.library.ingest(given(many), {
      signal: stop.signal,
      onProgress(_, done) {
        progress.push(done);
        if (done === 64) stop.abort();
      },
    });
    expect(kept).toHaveLength(BATCH_FILES);
    expect(progress).toEqual(Array.from({ length: BATCH_FILES }, (_, index) => index + 1));
    expect(await names()).toHaveLength(BATCH_FILES);
    const rest = await shelves.library.ingest(given(many));
    expect(rest.filter(({ outcome }) => outcome === "unchanged")).toHaveLength(BATCH_FILES);
    expect(rest.filter(({ outcome }) => outcome === "added")).toHaveLength(22);
  });

  it("works in short steps when asked to go gently", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`/in/${index}.txt`, reportText(random, county(random), 3)]),
    );
    const stop = new AbortController();
    const onProgress = (): void => stop.abort();
    const kept = await shelves.library.ingest(given(many), { signal: stop.signal, gently: true, onProgress });
    expect(kept).toHaveLength(8);
    expect(await names()).toHaveLength(8);
  });

  it("takes two lots one after the other, and keeps nobody waiting who has given up", async () => {
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    async function* slow(): ReturnType<typeof given> {
      begun.resolve();
      await gate.promise;
      yield* given({ "/in/yanshan.txt": yanshan });
    }
    const order: string[] = [];
    const first = shelves.library.ingest(slow(), { onProgress: () => order.push("first") });
    const stop = new AbortController();
    const none = shelves.library.ingest(given({ "/in/none.txt": honghe }), { signal: stop.signal });
    const second = shelves.library.ingest(given({ "/in/honghe.txt": honghe }), {
      onProgress: () => order.push("second"),
    });
    await begun.promise;
    stop.abort();
    expect(await none).toEqual([]);
    gate.resolve();
    await Promise.all([first, second]);
    expect(order).toEqual(["first", "second"]);
    expect(await names()).toEqual(["honghe.txt", "yanshan.txt"]);
  });

  it("asks the embedder for every passage's vector", async () => {
    const asked: string[] = [];
    const upserted: unknown[] = [];
    const library = createLibrary({
      store: shelves.store,
      knowledge: {
        ...shelves.knowledge,
        upsert: async (passages) => void upserted.push(...passages.map(({ dense }) => dense)),
      },
      embedder: {
        dimensions: 1,
        async embed(texts) {
          asked.push(...texts);
          return texts.map((text) => [text.length]);
        },
      },
      read: readPlain,
      now: () => new Date(0),
    });
    await library.ingest(given({ "/in/a.txt": yanshan }));
    expect(asked).toHaveLength(5);
    expect(upserted).toEqual(asked.map((text) => [text.length]));
  });
});

describe("near-copies", () => {
  /** As another site has it: a line more, a line less, a lost character here and there. */
  const elsewhere = (text: string): string =>
    `${text
      .replace(/。[^。]*。$/u, "。")
      .replaceAll("举办", "举")
      .replace("总工会", "縂工會")}本站转载。`;

  it("are linked to the first and not indexed, and are known again", async () => {
    await ingest({ "/one/a.txt": yanshan });
    const before = await shelves.knowledge.count();
    const [copy] = await ingest({ "/two/b.txt": elsewhere(yanshan) });
    const original = sha256(yanshan).slice(0, 12);
    expect(copy?.outcome).toBe("copy");
    expect(await shelves.store.byName("b.txt")).toMatchObject({ copyOf: original, passages: 0, figures: 0 });
    expect(await shelves.knowledge.count()).toBe(before);
    expect(await outcomes({ "/two/b.txt": elsewhere(yanshan) })).toEqual(["unchanged"]);
  });

  it("under the same file name are a new version", async () => {
    const [first] = await ingest({ "/one/a.txt": yanshan });
    const [second] = await ingest({ "/two/a.txt": elsewhere(yanshan) });
    expect(second).toEqual({
      file: "/two/a.txt",
      outcome: "replaced",
      report: first?.outcome === "added" ? first.report : "",
    });
    expect(await names()).toEqual(["a.txt"]);
    expect(await outcomes({ "/one/a.txt": yanshan, "/two/a.txt": elsewhere(yanshan) })).toEqual([
      "unchanged",
      "unchanged",
    ]);
  });

  it("take the place of a removed original, and others follow them", async () => {
    await ingest({
      "/1/a.txt": yanshan,
      "/2/b.txt": elsewhere(yanshan),
      "/3/c.txt": `${elsewhere(yanshan)}责任编辑。`,
    });
    await shelves.library.remove("a.txt");
    const [b, c] = await shelves.store.list();
    const [original, copy] = b?.copyOf === undefined ? [b, c] : [c, b];
    expect(copy).toMatchObject({ copyOf: original?.id, passages: 0 });
    expect(original?.passages).toBeGreaterThan(3);
    expect((await find("砚山县总工会")).length).toBeGreaterThan(0);
    expect(await shelves.knowledge.count()).toBe(original?.passages);
  });

  it("stand by themselves once the original says something else", async () => {
    await ingest({ "/1/a.txt": yanshan, "/2/b.txt": elsewhere(yanshan) });
    expect(await outcomes({ "/1/a.txt": honghe })).toEqual(["replaced"]);
    expect((await shelves.store.list()).map(({ copyOf }) => copyOf)).toEqual([undefined, undefined]);
    expect((await find("砚山县总工会")).length).toBeGreaterThan(0);
  });

  it("become a copy when a file changes into one", async () => {
    await ingest({ "/1/a.txt": yanshan, "/2/b.txt": honghe });
    expect(await outcomes({ "/2/b.txt": yanshan })).toEqual(["copy"]);
    expect(await find("红河县")).toEqual([]);
    expect(await shelves.knowledge.count()).toBe((await shelves.store.byName("a.txt"))?.passages);
  });
});

describe("removing", () => {
  it("says what it was, by name or id, and nothing is left", async () => {
    await ingest({ "/in/a.txt": yanshan, "/in/b.txt": honghe });
    expect(await shelves.library.remove("a.txt")).toMatchObject({ name: "a.txt", hash: sha256(yanshan) });
    expect(await shelves.library.remove("a.txt")).toBeUndefined();
    expect(await shelves.library.remove(sha256(honghe).slice(0, 12))).toMatchObject({ name: "b.txt" });
    expect(Object.values(await contents(shelves)).flat()).toEqual([]);
    expect(await outcomes({ "/in/a.txt": yanshan })).toEqual(["added"]);
  });
});

describe("mending", () => {
  it("fills an index that lost its passages", async () => {
    await ingest({ "/in/a.txt": yanshan, "/in/b.txt": honghe });
    const before = await contents(shelves);
    await shelves.database.query("truncate knowledge_passages, knowledge_terms, knowledge_notes");
    expect(await shelves.library.mend()).toBe(2);
    expect(await contents(shelves)).toEqual(before);
    expect(await shelves.library.mend()).toBe(0);
  });

  it("finishes a replacement that stopped after any step", async () => {
    for (const step of ["upsert", "replace", "prune", "finish"] as const) {
      await empty(shelves.database);
      await ingest({ "/in/a.txt": yanshan });
      const broken = async (): Promise<never> => {
        throw new Error("power");
      };
      const { store, knowledge } = shelves;
      const failing = createLibrary({
        store: step === "replace" || step === "finish" ? { ...store, [step]: broken } : store,
        knowledge: step === "upsert" || step === "prune" ? { ...knowledge, [step]: broken } : knowledge,
        read: readPlain,
        now: () => new Date("2026-01-02T03:04:05Z"),
      });
      await expect(failing.ingest(given({ "/in/a.txt": honghe }))).rejects.toThrow("power");
      await shelves.library.mend();
      await ingest({ "/in/a.txt": honghe });
      const mended = await contents(shelves);
      await empty(shelves.database);
      await ingest({ "/in/a.txt": yanshan });
      await ingest({ "/in/a.txt": honghe });
      expect(mended).toEqual(await contents(shelves));
    }
  });
});
