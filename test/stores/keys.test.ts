import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../../src/stores/database.ts";
import { loadKeys, openCipher } from "../../src/stores/keys.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "gongyou-keys-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const cell = { table: "t", row: "r", column: "c" };
const given = (...ids: string[]): string[] => ids.map((id) => `${id}:${randomBytes(32).toString("base64")}`);

describe("keys", () => {
  it("are made once, for the owner's eyes, and found again", async () => {
    const inside = join(folder, "new");
    const made = await loadKeys({ folder: inside });
    expect(made).toMatchObject([{ id: "k1" }]);
    expect(await readdir(inside)).toEqual(["keys"]);
    expect((await stat(join(inside, "keys"))).mode & 0o777).toBe(0o600);
    const again = await loadKeys({ folder: inside });
    expect(again.map(({ secret }) => Buffer.from(secret))).toEqual(made.map(({ secret }) => secret));
  });

  it("are the same for many that start at once", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => loadKeys({ folder })));
    expect(new Set(all.map(([first]) => Buffer.from(first?.secret ?? []).toString("hex"))).size).toBe(1);
  });

  it("of the setting come before the file, and leave none behind", async () => {
    const [two = "", one = ""] = given("k2", "k1");
    const keys = await loadKeys({ folder, given: ` ${two}, ${one}` });
    expect(keys.map(({ id }) => id)).toEqual(["k2", "k1"]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("that are none are refused without being repeated", async () => {
    const [one = ""] = given("k1");
    for (const wrong of ["", "k1", "k1:short", `${one},${one}`, `bad id:${one.slice(3)}`, `${one},`]) {
      await expect(loadKeys({ given: wrong }), wrong).rejects.toMatchObject({
        code: "config.invalid",
        detail: { GONGYOU_KEYS: "***" },
      });
    }
    await writeFile(join(folder, "keys"), "nonsense\n");
    await expect(loadKeys({ folder })).rejects.toMatchObject({
      code: "data.keys",
      detail: { folder, reason: "keys broken" },
    });
  });
});

describe("a database and its keys", () => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase({ command: "test" });
  });
  beforeEach(() => database.query(`delete from key_checks`));
  afterAll(() => database.close());

  it("belong together from the first start on", async () => {
    const sealed = (await openCipher(database, { folder })).seal("a", cell);
    expect((await openCipher(database, { folder })).open(sealed, cell)).toBe("a");
    const [other = ""] = given("k1");
    await expect(openCipher(database, { folder, given: other })).rejects.toMatchObject({
      code: "data.keys",
      detail: { folder, reason: "keys other" },
    });
    const text = await readFile(join(folder, "keys"), "utf8");
    await rm(join(folder, "keys"));
    await expect(openCipher(database, { folder })).rejects.toMatchObject({
      code: "data.keys",
      detail: { folder, reason: "keys missing" },
    });
    expect(await readdir(folder)).toEqual([]);
    expect((await openCipher(database, { given: text.trim() })).open(sealed, cell)).toBe("a");
  });

  it("take a newer key while the older ones are still there", async () => {
    const [two = "", one = ""] = given("k2", "k1");
    const sealed = (await openCipher(database, { given: one })).seal("a", cell);
    const rotated = await openCipher(database, { given: `${two},${one}` });
    expect(rotated.open(sealed, cell)).toBe("a");
    await expect(openCipher(database, { given: two })).rejects.toMatchObject({ code: "data.keys" });
    await expect(openCipher(database, { given: one })).rejects.toMatchObject({ code: "data.keys" });
  });

  it("agree when two start at once with different keys", async () => {
    const started = await Promise.allSettled(
      given("k1", "k1").map((one) => openCipher(database, { given: one })),
    );
    expect(started.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});
