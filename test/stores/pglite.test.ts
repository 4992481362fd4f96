// The embedded database answers the same whether a statement is asked for the first time or for the hundredth.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPglite } from "../../src/stores/pglite.ts";
import type { Session } from "../../src/stores/kysely.ts";

let session: Session;
beforeAll(async () => {
  session = await openPglite(undefined);
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

describe("the embedded database", () => {
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

  it("keeps no more statements prepared than it may", async () => {
    for (let index = 0; index < 320; index++) {
      for (const _ of [1, 2]) await session.query(`select ${index}::int4 as number`, []);
    }
    const kept = (await session.query("select count(*)::int4 as count from pg_prepared_statements", [])).rows;
    expect(kept).toEqual([{ count: expect.any(Number) }]);
    expect((kept[0] as { count: number }).count).toBeLessThanOrEqual(300);
  });
});
