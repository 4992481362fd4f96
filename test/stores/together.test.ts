import { describe, expect, it } from "vitest";
import { alone, together } from "../../src/stores/together.ts";

describe("what is done together", () => {
  it("runs one at once, and all that came meanwhile as one", async () => {
    const runs: number[][] = [];
    const double = together(async (items: readonly number[]) => {
      runs.push([...items]);
      await new Promise((done) => setTimeout(done, 5));
      return items.map((item) => item * 2);
    });
    expect(await Promise.all([1, 2, 3, 4].map(double))).toEqual([2, 4, 6, 8]);
    expect(await double(5)).toBe(10);
    expect(runs).toEqual([[1], [2, 3, 4], [5]]);
  });

  it("spoils nothing with one that fails", async () => {
    const check = together(async (items: readonly number[]) => {
      await new Promise((done) => setTimeout(done, 1));
      if (items.includes(3)) throw new Error("not three");
      return items.map((item) => item);
    });
    const results = await Promise.allSettled([1, 2, 3, 4].map(check));
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
    await expect(check(3)).rejects.toThrow("not three");
    expect(await check(5)).toBe(5);
  });

  it("waits a little for others where it may", async () => {
    const runs: number[][] = [];
    const note = together(async (items: readonly number[]) => {
      runs.push([...items]);
      return [...items];
    }, 20);
    const first = note(1);
    await new Promise((done) => setTimeout(done, 2));
    await Promise.all([first, note(2), note(3)]);
    expect(runs).toEqual([[1, 2, 3]]);
  });

  it("is bounded", async () => {
    const sizes: number[] = [];
    const count = together(async (items: readonly number[]) => {
      sizes.push(items.length);
      await new Promise((done) => setTimeout(done, 1));
      return [...items];
    });
    await Promise.all(Array.from({ length: 500 }, (_, index) => count(index)));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(128);
  });

  it("can be done each alone", async () => {
    const runs: number[] = [];
    const each = alone(async (items: readonly number[]) => {
      runs.push(items.length);
      return [...items];
    });
    await Promise.all([1, 2, 3].map(each));
    expect(runs).toEqual([1, 1, 1]);
  });
});
