// The measured promises: on the samples in every clone, on the real reports where they are, and with other counties added.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Evaluation } from "../../src/answering/evaluate.ts";
import { countyReports } from "../support/county-reports.ts";
import { createAsking, evaluateFile, SAMPLES, type Asking } from "../support/answering.ts";
import { describeWith } from "../support/needs.ts";

const OWN = new URL("../fixtures/eval/samples.jsonl", import.meta.url).pathname;

function keepsPromises(result: Evaluation): void {
  const wrong = result.wrong.map(({ id, question }) => `${id} ${question}`).join("\n");
  expect(result.factsRight, wrong).toBeGreaterThanOrEqual(0.95);
  expect(result.citationsRight, wrong).toBeGreaterThanOrEqual(0.97);
  expect(result.refusalsRight, wrong).toBeGreaterThanOrEqual(0.95);
  expect(result.wronglyRefused, wrong).toBeLessThanOrEqual(0.03);
  expect(result.meanQuotation).toBeLessThanOrEqual(120);
}

describe("the samples", () => {
  let asking: Asking;
  beforeAll(async () => {
    asking = await createAsking([SAMPLES]);
  });
  afterAll(() => asking.close());

  it("are answered as promised", async () => {
    keepsPromises(await evaluateFile(asking, OWN));
  });
});

describeWith("shared", "the real reports", (shared) => {
  it("are answered as promised", async () => {
    const asking = await createAsking([join(shared, "reports")]);
    keepsPromises(await evaluateFile(asking, join(shared, "eval/questions.jsonl")));
    await asking.close();
  });

  it("are answered as well with 400 other counties' reports beside them", async () => {
    const asking = await createAsking([join(shared, "reports")], countyReports(400, 11));
    const result = await evaluateFile(asking, join(shared, "eval/questions.jsonl"));
    // A question that names no place may rightly be answered from another county: citations are not judged here.
    expect(result.factsRight).toBeGreaterThanOrEqual(0.95);
    expect(result.refusalsRight).toBeGreaterThanOrEqual(0.95);
    expect(result.wronglyRefused).toBeLessThanOrEqual(0.03);
    await asking.close();
  });
});
