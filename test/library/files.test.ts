import { mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findFiles, type LoadedFile, loadFiles } from "../../src/library/files.ts";

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "gongyou-files-")));
  await mkdir(join(folder, "b/c"), { recursive: true });
  await writeFile(join(folder, "b/one.txt"), "一");
  await writeFile(join(folder, "b/c/two.MD"), "二");
  await writeFile(join(folder, "a.html"), "三");
  await writeFile(join(folder, ".hidden.txt"), "x");
  await writeFile(join(folder, "picture.png"), "x");
});
afterEach(() => rm(folder, { recursive: true }));

const found = async (...paths: string[]) => {
  const { files, skipped } = await findFiles(paths);
  return {
    skipped,
    files: files.map(
      ({ path, unreadable }) => path.replace(folder, "") + (unreadable ? ` ${unreadable.reason}` : ""),
    ),
  };
};

describe("finding files", () => {
  it("walks folders by name and counts hidden files and unknown endings as skipped", async () => {
    expect(await found(folder)).toEqual({ files: ["/a.html", "/b/c/two.MD", "/b/one.txt"], skipped: 2 });
  });

  it("takes a named file whatever its ending, and none twice", async () => {
    const picture = join(folder, "picture.png");
    await symlink(picture, join(folder, "again.png"));
    expect((await found(picture, picture, join(folder, "again.png"))).files).toEqual(["/picture.png"]);
  });

  it("says what is missing, a link loop, a broken link or too large, and goes on", async () => {
    await symlink("..", join(folder, "b/loop"));
    await symlink("nowhere.txt", join(folder, "b/broken.txt"));
    await symlink("self.txt", join(folder, "b/self.txt"));
    await writeFile(join(folder, "b/large.txt"), "");
    await truncate(join(folder, "b/large.txt"), 200 * 1024 * 1024);
    expect((await found(join(folder, "b"), join(folder, "missing"))).files).toEqual([
      "/b/broken.txt not found",
      "/b/c/two.MD",
      "/b/large.txt too large",
      "/b/loop link loop",
      "/b/one.txt",
      "/b/self.txt link loop",
      "/missing not found",
    ]);
    const { files } = await findFiles([join(folder, "b/large.txt")]);
    expect(files[0]?.unreadable).toEqual({
      kind: "unreadable",
      reason: "too large",
      detail: "200 MB, limit 20 MB",
    });
  });

  it("reads lazily and tells of a file that went away in between", async () => {
    const { files } = await findFiles([folder]);
    await rm(join(folder, "b/one.txt"));
    const loaded: LoadedFile[] = [];
    for await (const file of loadFiles(files)) loaded.push(file);
    expect(loaded.map((file) => ("bytes" in file ? file.bytes.length : file.unreadable.reason))).toEqual([
      3,
      3,
      "not found",
    ]);
  });
});
