import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Held } from "../support/databases.ts";

/** What every database's transactions must do. */
export function transactionContract(held: () => Held): void {
  const add = (name: string) => [`insert into replacements values ($1)`, [name]] as const;
  const kept = async (prefix: string): Promise<string[]> => {
    const rows = await held().database.query<{ report: string }>(
      `select report from replacements where report like $1 order by report`,
      [`${prefix}%`],
    );
    return rows.map(({ report }) => report.slice(prefix.length));
  };

  it("keep all or nothing, and one within another is part of it", async () => {
    const prefix = randomUUID();
    const { database } = held();
    const both = (fail: boolean) =>
      database.transaction(async (outer) => {
        await outer.query(...add(`${prefix}a`));
        await outer.transaction((inner) => inner.query(...add(`${prefix}b`)));
        if (fail) throw new Error("no");
        return "done";
      });
    await expect(both(true)).rejects.toThrow("no");
    expect(await kept(prefix)).toEqual([]);
    expect(await both(false)).toBe("done");
    expect(await kept(prefix)).toEqual(["a", "b"]);
  });

  it("leave the connection usable after a statement that failed", async () => {
    const { database } = held();
    for (let time = 0; time < 12; time++) {
      await expect(database.transaction((inner) => inner.query(`select nonsense`))).rejects.toThrow();
    }
    expect(await database.query(`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it("run beside each other or in turn without losing an update", async () => {
    const { database } = held();
    await database.query(`insert into case_numbers (year, last) values (1, 0) on conflict do nothing`);
    const before = await database.query<{ last: number }>(`select last from case_numbers where year = 1`);
    await Promise.all(
      Array.from({ length: 15 }, () =>
        database.transaction(async (inner) => {
          const [row] = await inner.query<{ last: number }>(
            `select last from case_numbers where year = 1 for update`,
          );
          await inner.query(`update case_numbers set last = $1 where year = 1`, [(row?.last ?? 0) + 1]);
        }),
      ),
    );
    const after = await database.query<{ last: number }>(`select last from case_numbers where year = 1`);
    expect((after[0]?.last ?? 0) - (before[0]?.last ?? 0)).toBe(15);
  });
}
