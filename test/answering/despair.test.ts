// After "我想死" whatever is not understood is no occasion for a report.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TalkContext } from "../../src/domain/conversation.ts";
import { crisisAfter } from "../../src/answering/crisis.ts";
import { createAsking, SAMPLES, type Asking } from "../support/answering.ts";

let asking: Asking;
beforeAll(async () => {
  asking = await createAsking([SAMPLES]);
});
afterAll(() => asking.close());

async function talk(...turns: string[]): Promise<string> {
  let context: TalkContext | undefined;
  let said = "";
  for (const turn of turns) {
    const found = await asking.answering.answer(turn, context === undefined ? {} : { context });
    context = found.context;
    said = `${found.answer.kind}: ${found.answer.text}`;
  }
  return said;
}

describe("whoever spoke of not wanting to live", () => {
  it.each(["吃药了", "药吃了", "头晕", "手腕割了", "I took the pills"])(
    "hears 120 first: %s",
    async (said) => {
      expect(await talk("我想死", said)).toMatch(/^smalltalk: (?:请马上打 120|Please call 120)/u);
    },
  );

  it.each(["不想打电话", "现在能不能马上有人", "现在就有人吗", "对不起孩子"])(
    "gets neither a report nor a refusal: %s",
    async (said) => {
      expect(await talk("我想死", said)).toMatch(/^smalltalk: .*12356/u);
    },
  );

  it("is answered when they ask of something else, and from then on as anybody is", async () => {
    expect(await talk("我想死", "德钦技能培训办了多少期")).toMatch(/^answer: /u);
    expect(await talk("我想死", "德钦技能培训办了多少期", "吃药了")).not.toMatch(/120/u);
  });

  it("is not made of a cold", () => {
    expect(crisisAfter("不想打电话")).toBe("still");
    expect(crisisAfter("刚喝了半瓶")).toBe("hurt");
  });
});

describe("despair in other words", () => {
  it.each(["活着好累", "没人要我了", "我是废物", "谁都帮不了我", "nobody cares"])(
    "hears where somebody listens: %s",
    async (said) => {
      expect(await talk(said)).toMatch(/^smalltalk: .*12356/u);
    },
  );
});
