// In how many passages each term stands: what a search weighs terms by. pgvector.ts writes it, pgvector-search.ts reads it.
// A change is only noted, as one row; many notes are put into the table together, when enough are there or one searches.
import { ALL_PASSAGES, STATE } from "./kept-vectors.ts";
import type { PgvectorStatements } from "./pgvector.ts";

export const TERM_TABLES = [
  "create table if not exists knowledge_terms (term int4 primary key, passages int4 not null) with (fillfactor = 60)",
  "create table if not exists knowledge_notes (terms int4[] not null, passages int4[] not null)",
];

export interface TermCount {
  readonly term: number;
  readonly passages: number;
  /** Of the row that counts all passages: another after every change. */
  readonly state: string | null;
}

/** The counts of these terms and of all passages, notes included; terms that no passage has are left out. */
export function countsOf(
  statements: Pick<PgvectorStatements, "query">,
  terms: readonly number[],
): Promise<TermCount[]> {
  return statements.query<TermCount>(
    `select term, sum(passages)::int4 as passages, max(state) as state from (
       select term, passages, ${STATE} as state from knowledge_terms where term = any($1::int4[])
       union all
       select one.term, one.passages, null from knowledge_notes n, unnest(n.terms, n.passages) as one (term, passages)
       where one.term = any($1::int4[])
     ) counts group by term having sum(passages) > 0`,
    [[ALL_PASSAGES, ...terms]],
  );
}

export interface CountChanges {
  /** Counts the terms of passages that come (1) or go (-1). */
  count(passages: readonly (readonly number[])[], by: 1 | -1): void;
  /** Writes the changes, in the transaction that writes the passages. */
  note(statements: PgvectorStatements): Promise<void>;
}

export function createCountChanges(): CountChanges {
  const changes = new Map<number, number>();
  let all = 0;
  let touched = false;
  return {
    count(passages, by) {
      touched ||= passages.length > 0;
      all += by * passages.length;
      for (const terms of passages) {
        for (const term of terms) changes.set(term, (changes.get(term) ?? 0) + by);
      }
    },

    async note(statements) {
      if (!touched) return;
      const terms: number[] = [];
      const passages: number[] = [];
      for (const [term, by] of changes) {
        if (by === 0) continue;
        terms.push(term);
        passages.push(by);
      }
      // The row that counts all passages is written with every change, even by 0: kept-vectors.ts tells by it that
      // something changed.
      await statements.query(
        `insert into knowledge_terms (term, passages) values ($1, $2)
         on conflict (term) do update set passages = knowledge_terms.passages + excluded.passages`,
        [ALL_PASSAGES, all],
      );
      if (terms.length === 0) return;
      await statements.copyIn(
        "knowledge_notes",
        [
          { name: "terms", type: "int4[]" },
          { name: "passages", type: "int4[]" },
        ],
        [[terms, passages]],
      );
    },
  };
}

/** Puts the notes into the table, in a transaction of its own. Counts are the same before and after. */
export async function foldNotes(statements: PgvectorStatements): Promise<void> {
  const [noted] = await statements.query<{ some: boolean }>(
    "select exists (select from knowledge_notes) as some",
  );
  if (noted?.some !== true) return;
  // In one order everywhere, so that two writers wait for each other instead of locking up.
  await statements.query(
    `with notes as (delete from knowledge_notes returning terms, passages)
     insert into knowledge_terms (term, passages)
     select one.term, sum(one.passages)::int4 from notes n, unnest(n.terms, n.passages) as one (term, passages)
     group by one.term having sum(one.passages) <> 0 order by one.term
     on conflict (term) do update set passages = knowledge_terms.passages + excluded.passages`,
  );
  await statements.query("delete from knowledge_terms where passages <= 0");
}
