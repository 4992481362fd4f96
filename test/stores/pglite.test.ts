// The embedded database answers the same whether a statement is asked for the first time or for the hundredth, in this
// thread or in one of its own.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CopyColumn, encodeCopy } from "../../src/stores/copy-rows.ts";
import { inTurn, type Session } from "../../src/stores/kysely.ts";
import { openPglite } from "../../src/stores/pglite.ts";
import { openPgliteThread } from "../../src/stores/pglite-thread.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gongyou-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each([
  { where: "in this thread", open: () => openPglite(undefined) },
  { where: "in a thread of its own", open: () => openPgliteThread(join(folder, "database")) },
])("the embedded database $where", ({ open }) => {
  let session: Session;
  beforeAll(async () => {
    session = await open();
    await session.query(
      "create table things (id int4 primary key, words text[], about jsonb, raw bytea, at float8)",
      [],
    );
  });
  afterAll(() => session.close());

  const VALUES = [
    ["一", 'a"b\\c', null],
    JSON.stringify({ 名: [1, null] }),
    new Uint8Array([0, 255, 39, 92]),
    1.5,
  ];

  it("gives the same rows of every type, asked plainly and prepared", async () => {
    const add =
      "insert into things values ($1, $2::text[], $3::jsonb, $4, $5) returning id, words, about, raw, at";
    const rows = [];
    for (let id = 1; id <= 5; id++) rows.push((await session.query(add, [id, ...VALUES])).rows[0]);
    for (const [index, row] of rows.entries()) {
      expect(row).toEqual({
        id: index + 1,
        words: VALUES[0],
        about: { 名: [1, null] },
        raw: VALUES[2],
        at: 1.5,
      });
    }
  });

  it.each([1, 20])(
    "takes arrays of every kind, asked plainly and prepared, %i times as long",
    async (times) => {
      const ask =
        "select $1::text[] as texts, $2::int4[] as numbers, $3::int8[] as large, $4::text[] as none, $5::text[] as null";
      const repeated = <Value>(values: readonly Value[]): Value[] =>
        Array.from({ length: times }, () => values).flat();
      const texts = repeated(["一", "", 'a"b\\c', "{}", "NULL", null, "字".repeat(100)]);
      const [numbers, large] = [repeated([1, -2, null]), repeated([3, 2n ** 60n])];
      for (let time = 0; time < 3; time++) {
        const { rows } = await session.query(ask, [texts, numbers, large, [], null]);
        expect(rows).toEqual([{ texts, numbers, large, none: [], null: null }]);
      }
    },
  );

  it("takes single values of any kind and length, asked plainly and prepared", async () => {
    const ask =
      "select $1::text as text, $2::bytea as raw, $3::jsonb as json, $4::bool as yes, $5::float8 as number";
    const values = [
      "字\ud83d\ude00".repeat(300_000),
      new Uint8Array(1_000_000).fill(7),
      { 一: ["'", null] },
      true,
      -1.5,
    ];
    const [text, raw, json, yes, number] = values;
    for (let time = 0; time < 3; time++) {
      expect((await session.query(ask, values)).rows).toEqual([{ text, raw, json, yes, number }]);
      const empty = await session.query(ask, ["", new Uint8Array(), null, false, 0]);
      expect(empty.rows).toEqual([{ text: "", raw: new Uint8Array(), json: null, yes: false, number: 0 }]);
      const half = await session.query(ask, ["\ud83d", null, '"字"', null, null]);
      expect(half.rows).toMatchObject([{ text: "\ufffd", raw: null, json: "字" }]);
      await expect(session.query(ask, ["\0", null, null, null, null])).rejects.toThrow(
        /invalid byte sequence/,
      );
    }
  });

  it("tells how many rows a statement changed", async () => {
    const change = "update things set at = $1 where id > $2";
    for (let times = 0; times < 4; times++)
      expect((await session.query(change, [times, 2])).affected).toBe(3);
    const none = "select id from things where id = any($1::int4[])";
    for (let times = 0; times < 3; times++)
      expect(await session.query(none, [[]])).toMatchObject({ rows: [] });
  });

  it("goes on after a statement that fails, prepared or not, inside a transaction and out", async () => {
    const add = "insert into things (id) values ($1)";
    for (let times = 0; times < 3; times++) {
      await expect(session.query(add, [1])).rejects.toThrow(/duplicate key/);
      await session.query("begin", []);
      await session.query(add, [100 + times]);
      await expect(session.query(add, [1])).rejects.toThrow(/duplicate key/);
      await expect(session.query("select 1 as one", [])).rejects.toThrow();
      await session.query("rollback", []);
      expect((await session.query("select count(*)::int4 as count from things", [])).rows).toEqual([
        { count: 5 },
      ]);
    }
  });

  it("sees columns that came later, and plans anew as tables grow", async () => {
    const all = "select * from things where id = $1";
    for (let times = 0; times < 4; times++) await session.query(all, [1]);
    await session.query("alter table things add column later text default 'x'", []);
    expect((await session.query(all, [1])).rows).toMatchObject([{ id: 1, later: "x" }]);
    const one = "select $1::int4 as number";
    for (let times = 0; times < 350; times++) {
      expect((await session.query(one, [times])).rows).toEqual([{ number: times }]);
    }
  });

  it("runs statements in the order they are asked, without waiting for one to come back", async () => {
    await session.query("create table steps (number int4)", []);
    const asked = Array.from({ length: 30 }, (_, step) =>
      session.query("insert into steps values ($1)", [step]),
    );
    const failing = session.query("select nonsense", []);
    const counted = session.query("select array_agg(number order by ctid) as numbers from steps", []);
    await expect(failing).rejects.toThrow(/nonsense/);
    expect((await counted).rows).toEqual([{ numbers: asked.map((_, step) => step) }]);
    await Promise.all(asked);
  });

  it("tells the database's code of a failure", async () => {
    await expect(session.query("insert into things (id) values (1)", [])).rejects.toMatchObject({
      code: "23505",
    });
  });

  it("copies rows in from memory", async () => {
    await session.query("create table copied (id int4, word text)", []);
    const columns: CopyColumn[] = [
      { name: "id", type: "int4" },
      { name: "word", type: "text" },
    ];
    const text = "copy copied (id, word) from '/dev/blob' with (format binary)";
    await session.query(
      text,
      [],
      encodeCopy(columns, [
        [1, "一"],
        [2, null],
      ]),
    );
    expect((await session.query("select * from copied order by id", [])).rows).toEqual([
      { id: 1, word: "一" },
      { id: 2, word: null },
    ]);
  });

  it("keeps no more statements prepared than it may", async () => {
    for (let index = 0; index < 320; index++) {
      for (const _ of [1, 2]) await session.query(`select ${index}::int4 as number`, []);
    }
    const kept = (await session.query("select count(*)::int4 as count from pg_prepared_statements", [])).rows;
    expect(kept).toEqual([{ count: expect.any(Number) }]);
    expect((kept[0] as { count: number }).count).toBeLessThanOrEqual(300);
  });
});

it("frees the room of rows that were replaced, between statements and never within a transaction", async () => {
  const session = await openPgliteThread(join(folder, "vacuumed"));
  await session.query("create table counts (id int4, number int4)", []);
  await session.query("insert into counts select id, 0 from generate_series(1, 1500) id", []);
  const vacuums = async (): Promise<unknown> =>
    (await session.query("select last_vacuum from pg_stat_user_tables where relname = 'counts'", [])).rows;
  for (let times = 0; times < 2; times++) await session.query("update counts set number = number + 1", []);
  expect(await vacuums()).toEqual([{ last_vacuum: null }]);
  await session.query("begin", []);
  await setTimeout(2_500);
  await session.query("commit", []);
  expect(await vacuums()).toEqual([{ last_vacuum: null }]);
  // Others ask now and then, as the queue does.
  for (let times = 0; times < 10; times++) {
    await setTimeout(300);
    await session.query("select 1 as one", []);
  }
  expect(await vacuums()).toEqual([{ last_vacuum: expect.any(Date) }]);
  await session.close();
});

it("says that a thread which cannot open its folder failed, and leaves none behind", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(openPgliteThread(join(folder, "file"))).rejects.toThrow();
});

describe("a thread that dies", () => {
  /** Opens the database, and resolves with what ends its thread as a crash would. */
  async function openMortal(name: string): Promise<{ session: Session; kill: () => Promise<unknown> }> {
    const threads: Worker[] = [];
    const note = (worker: Worker): void => void threads.push(worker);
    process.on("worker", note);
    const session = await openPgliteThread(join(folder, name));
    return { session, kill: () => Promise.resolve(threads.at(-1)?.terminate()) };
  }
  const unreachable = { code: "database.unreachable", retryable: true };
  const count = async (session: Session): Promise<unknown> =>
    (await session.query("select count(*)::int4 as n from things", [])).rows;

  it("fails what was asked of it, and is followed by another that has all that was committed", async () => {
    const { session, kill } = await openMortal("mortal");
    await session.query("create table things (id int4 primary key)", []);
    await session.query("insert into things values (1)", []);
    const asked = [count(session), count(session)].map((one) => one.catch((cause: unknown) => cause));
    await kill();
    for (const one of await Promise.all(asked)) {
      if (!Array.isArray(one)) expect(one).toMatchObject(unreachable);
    }
    await expect.poll(() => count(session), { timeout: 20_000, interval: 200 }).toEqual([{ n: 1 }]);
    await session.query("insert into things values (2)", []);
    await kill();
    await expect.poll(() => count(session), { timeout: 20_000, interval: 200 }).toEqual([{ n: 2 }]);
    await session.close();
  });

  it("keeps nothing of the transaction it died in, nor lets the rest of it run by itself", async () => {
    const { session, kill } = await openMortal("halved");
    await session.query("create table things (id int4 primary key)", []);
    const database = inTurn(session);
    const [one, other] = [await database.acquire(), await database.acquire()];
    await one.query("begin", []);
    await one.query("insert into things values (1)", []);
    await setTimeout(1_100);
    await kill();
    await expect(one.query("insert into things values (2)", [])).rejects.toMatchObject(unreachable);
    await expect(one.query("insert into things values (3)", [])).rejects.toMatchObject(unreachable);
    await expect(one.query("commit", [])).rejects.toMatchObject(unreachable);
    await one.query("rollback", []);
    await expect.poll(() => count(other), { timeout: 20_000, interval: 200 }).toEqual([{ n: 0 }]);
    // A transaction that did not even begin is ended by nobody.
    const begun = one.query("begin", []).catch((cause: unknown) => cause);
    await kill();
    if ((await begun) instanceof Error) database.release(one, true);
    else await one.query("rollback", []);
    await expect.poll(() => count(other), { timeout: 20_000, interval: 200 }).toEqual([{ n: 0 }]);
    await session.close();
  });

  it("is not followed when it was closed, or when its folder cannot be opened again", async () => {
    const { session, kill } = await openMortal("gone");
    await session.query("create table things (id int4 primary key)", []);
    await kill();
    await rm(join(folder, "gone"), { recursive: true });
    await writeFile(join(folder, "gone"), "no folder");
    await setTimeout(1_100);
    await expect(count(session)).rejects.toMatchObject(unreachable);
    await session.close();
    await expect(count(session)).rejects.toMatchObject(unreachable);
  });
});
