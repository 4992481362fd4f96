import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/stores/database.ts";
import { lockFolder } from "../../src/stores/lock.ts";
import { diskFull } from "../../src/stores/pglite.ts";

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "gongyou-data-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const open = (at = folder) => openDatabase({ folder: at, command: "gongyou test" });

describe("the data folder", () => {
  it("is made when missing and keeps what was committed", async () => {
    const inside = join(folder, "new/data");
    const first = await open(inside);
    await first.query("insert into replacements values ('a')");
    await first.close();
    const second = await open(inside);
    expect(await second.query("select report from replacements")).toEqual([{ report: "a" }]);
    await second.close();
  });

  it("is refused when a newer version made it", async () => {
    const first = await open();
    await first.query("insert into kysely_migration (name, timestamp) values ('999-later', '2030-01-01')");
    await first.close();
    await expect(open()).rejects.toMatchObject({ code: "data.newer", detail: { migration: "999-later" } });
    // The refusal let go of the folder.
    await (await lockFolder(folder, "next")).release();
  });

  it("is refused when it is no folder or cannot be made", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await expect(open(file)).rejects.toMatchObject({
      code: "data.unusable",
      detail: { folder: file, reason: "not a folder" },
    });
    await expect(open(join(file, "below"))).rejects.toMatchObject({ code: "data.unusable" });
  });

  it("is refused when the database in it is broken", async () => {
    await (await open()).close();
    await writeFile(join(folder, "database", "global", "pg_control"), "broken");
    await expect(open()).rejects.toMatchObject({ code: "data.unusable", detail: { reason: "broken" } });
  });

  it("starts anew after a first start that died half-way", async () => {
    await writeFile(join(folder, "database.creating"), "");
    await (await open()).close();
    expect(await readdir(folder)).not.toContain("database.creating");
    await (await open()).close();
  });
});

describe("a transaction", () => {
  it("keeps all or nothing, and other work waits for its end", async () => {
    const database = await openDatabase({ command: "test" });
    const failing = database.transaction(async (statements) => {
      await statements.query("insert into replacements values ('lost')");
      throw new Error("no");
    });
    const beside = database.query("select report from replacements");
    await expect(failing).rejects.toThrow("no");
    expect(await beside).toEqual([]);
    await database.transaction((statements) => statements.query("insert into replacements values ('kept')"));
    expect(await database.query("select report from replacements")).toEqual([{ report: "kept" }]);
    await expect(database.query("select nonsense")).rejects.toThrow();
    expect(await database.query("select 1 as one")).toEqual([{ one: 1 }]);
    await database.close();
  });
});

describe("copying in", () => {
  it("keeps values of every type as they are", async () => {
    const database = await openDatabase({ command: "test" });
    await database.query("create extension if not exists vector");
    await database.query(
      `create table kinds (a bool, b bytea, c float8, d int4, e int4[], f int8[], g json, h sparsevec(10), i text,
       j text[], k uuid, l vector(2))`,
    );
    const types = [
      "bool",
      "bytea",
      "float8",
      "int4",
      "int4[]",
      "int8[]",
      "json",
      "sparsevec",
      "text",
      "text[]",
      "uuid",
      "vector",
    ] as const;
    const columns = types.map((type, index) => ({ name: "abcdefghijkl"[index] ?? "", type }));
    const long = "工会👷".repeat(30_000);
    await database.copyIn("kinds", columns, [
      [
        true,
        Uint8Array.of(0, 255, 1),
        -1.5e300,
        -7,
        [1, -2],
        [-(2n ** 63n), 5n],
        { a: ["\\u0000", "x\0y", "\ud800"], n: null },
        { dimensions: 10, indices: [0, 9], values: [1.5, -2] },
        long,
        ["甲", "", "{\"'\\,}"],
        "00000000-0000-4000-8000-00000000abcd",
        [0.5, -1],
      ],
      types.map(() => undefined),
      [
        false,
        new Uint8Array(0),
        0,
        0,
        [],
        [],
        [],
        { dimensions: 10, indices: [], values: [] },
        "a\0b",
        [],
        null,
        null,
      ],
    ]);
    const [full, nothing, least] = await database.query<Record<string, unknown>>(
      "select *, f::text as f from kinds",
    );
    expect(full).toEqual({
      a: true,
      b: Uint8Array.of(0, 255, 1),
      c: -1.5e300,
      d: -7,
      e: [1, -2],
      f: "{-9223372036854775808,5}",
      g: { a: ["\\u0000", "x\ufffdy", "\ufffd"], n: null },
      h: "{1:1.5,10:-2}/10",
      i: long,
      j: ["甲", "", "{\"'\\,}"],
      k: "00000000-0000-4000-8000-00000000abcd",
      l: "[0.5,-1]",
    });
    expect(new Set(Object.values(nothing ?? {}))).toEqual(new Set([null]));
    expect(least).toMatchObject({ e: [], g: [], h: "{}/10", i: "a\ufffdb", j: [], k: null });
    await database.close();
  });
});

describe("the lock", () => {
  it("names the process that holds the folder, under whatever name the folder is reached", async () => {
    const database = await open();
    const refusal = {
      code: "data.locked",
      detail: { folder, pid: String(process.pid), command: "gongyou test" },
    };
    await expect(open()).rejects.toMatchObject(refusal);
    const link = `${folder}-link`;
    await symlink(folder, link);
    await expect(open(link)).rejects.toMatchObject(refusal);
    await rm(link);
    await database.close();
    await (await open()).close();
  });

  it("ends with its process, however that dies", async () => {
    const lockModule = join(import.meta.dirname, "../../src/stores/lock.ts");
    const script = `import { lockFolder } from ${JSON.stringify(lockModule)};
      await lockFolder(${JSON.stringify(folder)}, "gongyou start");
      console.log("held");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await expect(open()).rejects.toMatchObject({
      code: "data.locked",
      detail: { folder, pid: String(child.pid), command: "gongyou start" },
    });
    child.kill("SIGKILL");
    await once(child, "exit");
    await (await open()).close();
  });

  it("is held by one of many that try at the same time", async () => {
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) => lockFolder(folder, `try ${index}`)),
    );
    const held = tries.filter((one) => one.status === "fulfilled");
    expect(held).toHaveLength(1);
    await held[0]?.value.release();
  });
});

describe("a full disk", () => {
  it("is known by the database's code, the system's code or its words", () => {
    expect(diskFull(Object.assign(new Error("x"), { code: "53100" }))).toBe(true);
    expect(diskFull(Object.assign(new Error("x"), { code: "ENOSPC" }))).toBe(true);
    expect(diskFull(new Error("could not extend file: No space left on device"))).toBe(true);
    expect(diskFull({ name: "ErrnoError", errno: 51 })).toBe(true);
    expect(diskFull(new Error("x"))).toBe(false);
  });

  // PostgreSQL gives up when it cannot write its log, and in this process nothing that is asked of it then ever returns.
  it("stops nothing for good: when there is room again, everything goes on", async () => {
    const child = spawn(
      process.execPath,
      [
        "--import",
        join(import.meta.dirname, "no-room.ts"),
        join(import.meta.dirname, "no-room-child.ts"),
        join(folder, "data"),
      ],
      { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NO_ROOM: join(folder, "no-room") } },
    );
    const said = (await child.stdout.toArray()).join("");
    const { kept, met, rows } = JSON.parse(said) as { kept: number; met: string[]; rows: unknown };
    expect(met).toContain("disk.full");
    expect(met.filter((code) => !["disk.full", "database.unreachable"].includes(code))).toEqual([]);
    expect(kept).toBe(2);
    expect(rows).toEqual([{ rows: kept * 1_000 }]);
  }, 120_000);
});
