// One session serves everybody: statements of their own follow each other, and nothing comes between those of a transaction.
import { expect, it } from "vitest";
import { createSessionDialect, inTurn, Kysely, type Session, sql } from "../../src/stores/kysely.ts";

/** A session that notes what it is asked; `fails` says which statements it refuses. */
function opened(fails: (text: string) => boolean = () => false) {
  const asked: string[] = [];
  const session: Session = {
    async query(text) {
      asked.push(text);
      // An answer takes a while to come back.
      await new Promise((done) => setTimeout(done, 1));
      if (fails(text)) throw new Error(`refused: ${text}`);
      return { rows: [] };
    },
    async close() {},
  };
  const kysely = new Kysely<Record<string, never>>({ dialect: createSessionDialect(inTurn(session)) });
  const run = (text: string, within: Kysely<Record<string, never>> = kysely) => sql.raw(text).execute(within);
  const transaction = (...texts: string[]) =>
    kysely.transaction().execute(async (inner) => {
      for (const text of texts) await run(text, inner);
    });
  return { asked, run, transaction };
}

it("asks statements of their own before the ones before them are answered", async () => {
  const { asked, run } = opened();
  const all = Promise.all([run("one"), run("two"), run("three")]);
  await new Promise((done) => setImmediate(done));
  expect(asked).toEqual(["one", "two", "three"]);
  await all;
});

it("lets nothing come between the statements of a transaction", async () => {
  const { asked, run, transaction } = opened();
  await Promise.all([run("before"), transaction("a", "b"), run("between"), transaction("c"), run("after")]);
  expect(asked).toEqual(["before", "begin", "a", "b", "commit", "between", "begin", "c", "commit", "after"]);
});

it("rolls back what fails before others go on, a commit too", async () => {
  const { asked, run, transaction } = opened(
    (text) => text === "bad" || (text === "commit" && asked.length < 8),
  );
  const first = transaction("bad");
  const second = transaction("good");
  const last = run("after");
  await expect(first).rejects.toThrow("refused: bad");
  await expect(second).rejects.toThrow("refused: commit");
  await last;
  expect(asked).toEqual(["begin", "bad", "rollback", "begin", "good", "commit", "rollback", "after"]);
});

it("asks nothing of a transaction that could not begin, and lets the others in", async () => {
  const { asked, run, transaction } = opened((text) => text === "begin");
  await expect(transaction("a", "b")).rejects.toThrow("refused: begin");
  await run("after");
  expect(asked).toEqual(["begin", "after"]);
});
