// Files that are still with a platform: what came before a failure is not stored twice, and soon forgotten.
import { beforeEach, describe, expect, it } from "vitest";
import { createFileFetching } from "../../src/channels/remote-files.ts";
import { AppError } from "../../src/domain/errors.ts";
import type { RemoteFile } from "../../src/domain/message.ts";

const ANN = { channel: "village", chat: "ann" };
const BEN = { channel: "village", chat: "ben" };
const MINUTE = 60_000;
const file = (id: string): RemoteFile => ({ id, name: `${id}.jpg` });

describe("files fetched from a platform", () => {
  const brought: string[] = [];
  const lost = new Set<string>();
  let at = 0;
  let fetchFiles: ReturnType<typeof createFileFetching>;
  beforeEach(() => {
    brought.splice(0);
    lost.clear();
    at = 0;
    fetchFiles = createFileFetching(
      async ({ chat }, { id, name }) => {
        if (lost.has(id)) throw new AppError("channel.unreachable", { retryable: true });
        if (id === "gone") return "gone";
        brought.push(`${chat} ${id}`);
        return { id: `${chat} ${id} ${brought.length}`, name, type: "image/jpeg", size: 1 };
      },
      () => at,
    );
  });

  const failing = async (...ids: readonly string[]): Promise<void> => {
    await expect(fetchFiles(ANN, ids.map(file))).rejects.toMatchObject({ retryable: true });
  };

  it("are brought in order, those that cannot be had told by name", async () => {
    const { files, refused } = await fetchFiles(ANN, ["one", "gone", "two"].map(file));
    expect(files.map(({ name }) => name)).toEqual(["one.jpg", "two.jpg"]);
    expect(refused).toEqual([{ name: "gone.jpg", why: "gone" }]);
  });

  it("are brought once for all attempts at a message, in each chat", async () => {
    lost.add("two");
    for (let attempt = 1; attempt <= 6; attempt++) {
      await failing("one", "two");
      at += 2 * MINUTE;
    }
    expect(brought).toEqual(["ann one"]);
    await fetchFiles(BEN, [file("one")]);
    lost.clear();
    const { files } = await fetchFiles(ANN, ["one", "two"].map(file));
    expect(files.map(({ id }) => id)).toEqual(["ann one 1", "ann two 3"]);
  });

  it("are brought anew when they are sent again, for another case may hold the first", async () => {
    await fetchFiles(ANN, [file("one")]);
    await fetchFiles(ANN, [file("one")]);
    expect(brought).toEqual(["ann one", "ann one"]);
  });

  it("are brought anew a quarter of an hour after a message was given up", async () => {
    lost.add("two");
    await failing("one", "two");
    at += 14 * MINUTE;
    await failing("one", "two");
    expect(brought).toHaveLength(1);
    at += MINUTE;
    await failing("one", "two");
    expect(brought).toHaveLength(2);
  });

  it("are remembered up to a thousand, the newest", async () => {
    lost.add("lost");
    for (let number = 0; number <= 1_000; number++) await failing(`f${number}`, "lost");
    await failing("f1", "f1000", "lost");
    expect(brought).toHaveLength(1_001);
    await failing("f0", "lost");
    expect(brought).toHaveLength(1_002);
  });
});
