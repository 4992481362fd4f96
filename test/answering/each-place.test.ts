// A question in two halves, each of a place of its own: each is answered by its own place, or not at all.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ofTheirOwnPlaces } from "../../src/answering/each-place.ts";
import { createAsking, type Asking } from "../support/answering.ts";

const halves = (folded: string, ...ends: readonly number[]): string[] =>
  ofTheirOwnPlaces(
    folded,
    ends.map((end, index) => ({ start: ends[index - 1] ?? 0, end })),
  );

describe("halves of their own places", () => {
  it("part where the next ask names a new place", () => {
    const question = "荔浦有几个书屋?昭平建了几个驿站?";
    expect(halves(question, 8, question.length)).toEqual(["荔浦有几个书屋?", "昭平建了几个驿站?"]);
  });

  it("keep what names no place with the half before", () => {
    const question = "荔浦有几个书屋,花了多少,昭平呢";
    expect(halves(question, 7, 12, question.length)).toEqual(["荔浦有几个书屋,花了多少", "昭平呢"]);
  });

  it("are none where the places stand together or come late", () => {
    expect(halves("荔浦有几个书屋,花了多少", 7, 12)).toEqual([]);
    expect(halves("书屋有几个,昭平的驿站有几个", 5, 14)).toEqual([]);
  });
});

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking(
    [],
    [
      {
        name: "lipu.txt",
        text: "荔浦市总工会2024年工作\n来源:荔浦工会网 2024-03-01\n建设职工书屋6个。支援南宁西乡塘工会抗洪资金8万元。",
      },
      {
        name: "zhaoping.txt",
        text: "昭平县总工会2023年工作\n来源:贺州日报 2023-11-02\n建成爱心驿站14个。组织职工疗休养2300人次。",
      },
    ],
  );
});
afterAll(() => asking.close());

const answer = async (question: string): Promise<string> => {
  const { answer: given } = await asking.answering.answer(question);
  return given.kind === "answer" ? given.text : given.kind;
};

describe("a question of two places", () => {
  it.each([
    ["荔浦有几个书屋?昭平那边建了几个驿站?", "6个", "14个"],
    ["昭平疗休养去了多少人次,荔浦又给南宁哪儿的工会送过抗洪钱", "2300", "西乡塘"],
  ])("is answered by both: %s", async (question, ...facts) => {
    const text = await answer(question);
    for (const fact of facts) expect(text).toContain(fact);
  });

  it("is answered for the place that tells it", async () => {
    const text = await answer("荔浦有几个书屋?昭平有几个托管班?");
    expect(text).toContain("6个");
    expect(text).not.toContain("14个");
  });

  it("is not answered by the other's place", async () => {
    expect(await answer("荔浦建了几个驿站?昭平有几个书屋?")).toBe("unknown");
  });
});
