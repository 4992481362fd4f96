import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadVocabulary } from "../../src/answering/vocabulary.ts";
import { testFolder } from "../support/folders.ts";

const vocabulary = loadVocabulary(new URL("../../src/answering/vocabulary.yaml", import.meta.url));

describe("the vocabulary", () => {
  it("has each programme once, with terms of its own", () => {
    const ids = vocabulary.programmes.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const first = vocabulary.programmes.map(({ terms }) => terms[0]);
    expect(new Set(first).size).toBe(first.length);
  });

  it("finds every programme by its own first term", () => {
    for (const { id, terms } of vocabulary.programmes) {
      expect(vocabulary.matchProgrammes(terms[0] ?? "").map(({ programme }) => programme.id)).toContain(id);
    }
  });

  it("takes a greeting before a question for politeness", () => {
    expect(vocabulary.smalltalk("你好")).toBe("greeting");
    expect(vocabulary.smalltalk("你好,疗休养怎么报名")).toBeUndefined();
  });

  it.each([
    ["在不", "greeting"],
    ["那先这样吧", "farewell"],
    ["太麻烦了不弄了", "leave"],
    ["算了", "leave"],
    ["没事,开玩笑的", "calmed"],
    ["我没事,别担心", "calmed"],
    ["开玩笑能申请吗", undefined],
    ["给我找个人", "person"],
    ["你们办事太慢了", "person"],
    ["你们是不是骗钱的", "trust"],
    ["找个人才市场", undefined],
    ["不办了吗", undefined],
  ])("hears %s", (said, kind) => {
    expect(vocabulary.smalltalk(said)).toBe(kind);
  });

  it("a new programme is a new entry: no code", () => {
    const file = join(testFolder(), "vocabulary.yaml");
    writeFileSync(
      file,
      "version: 1\nprogrammes:\n  - id: night-school\n    name: { zh: 工友夜校, en: night school }\n    terms: [工友夜校]\n    sayings: [晚上想学点东西]\n" +
        "offtopic: { zh: [], en: [] }\nsmalltalk: {}\npersonal: { zh: [], en: [] }\ncrisis: { zh: [], en: [] }\nsynonyms: []\nenglish-words: {}\n",
    );
    const own = loadVocabulary(file);
    expect(own.matchProgrammes("下班晚上想学点东西").map(({ programme }) => programme.id)).toEqual([
      "night-school",
    ]);
  });

  it("names the place of a mistake", () => {
    const file = join(testFolder(), "vocabulary.yaml");
    writeFileSync(
      file,
      "version: 1\nprogrammes:\n  - id: Wrong Name\n    name: { zh: a, en: b }\n    terms: []\n",
    );
    expect(() => loadVocabulary(file)).toThrow(/programmes/);
  });
});
