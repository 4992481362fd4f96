import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createExamples } from "../../src/answering/examples.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import { type Asking, createAsking, SAMPLES } from "../support/answering.ts";

describe("questions to tap on the first screen", () => {
  let asking: Asking;
  beforeAll(async () => {
    asking = await createAsking([SAMPLES]);
  });
  afterAll(() => asking.close());

  it.each(["zh-Hans", "zh-Hant", "en"] as const)("are four that can be answered, in %s", async (locale) => {
    const { answering, store: library, vocabulary } = asking;
    const examples = createExamples({ library, vocabulary, answering, write: createCatalogue().text });
    expect(await examples(locale)).toHaveLength(4);
  });
});
