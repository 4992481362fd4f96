// The outbox in PostgreSQL, embedded or server. Rows are written in the transaction of the change that causes them;
// queue/ claims them, each for one worker at a time.
import { randomUUID } from "node:crypto";
import type { ClaimedJob, DueJob, JobName } from "../domain/job.ts";
import type { Statements } from "./database.ts";
import type { JobStore } from "./job-store.ts";
import { json } from "./rows.ts";

interface ClaimRow {
  id: string;
  name: JobName;
  payload: unknown;
  attempt: number;
}

export function createPostgresJobs(statements: Statements, newId: () => string = randomUUID): JobStore {
  /** Changes a row whose claim is still this one. */
  const held = async (job: ClaimedJob, change: string, values: readonly unknown[]): Promise<boolean> => {
    const rows = await statements.query(
      `update outbox set ${change} where id = $1 and claim = $2 and state = 'running' returning 1 as one`,
      [job.id, job.claim, ...values],
    );
    return rows.length > 0;
  };

  return {
    async add(jobs, at) {
      const seen = new Set<string>();
      const fresh = jobs.filter(({ key }) => {
        if (key === undefined) return true;
        const first = !seen.has(key);
        seen.add(key);
        return first;
      });
      if (fresh.length === 0) return;
      // A row that is there already is touched, so that nobody claims it before this change can be seen.
      await statements.query(
        `insert into outbox (id, name, payload, key, state, due_at, attempt, added_at)
         select one.id, one.name, one.payload::jsonb, one.key, 'waiting', one.due_at, 0, $6
         from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[])
           as one (id, name, payload, key, due_at)
         on conflict (key) where key is not null do update set key = excluded.key`,
        [
          fresh.map(() => newId()),
          fresh.map(({ name }) => name),
          fresh.map(({ payload }) => json(payload)),
          fresh.map(({ key }) => key ?? null),
          fresh.map(({ runAt }) => runAt ?? at),
          at,
        ],
      );
    },

    async due(at, limit) {
      return statements.query<DueJob>(
        `select id, name, attempt from outbox where done_at is null and due_at <= $1 order by due_at, ordinal limit $2`,
        [at, limit],
      );
    },

    async claim(id, at, until) {
      const claim = newId();
      const [row] = await statements.query<ClaimRow>(
        `update outbox set state = 'running', claim = $4, due_at = $3, attempt = attempt + 1, key = null
         where id = (
           select id from outbox where id = $1 and done_at is null and due_at <= $2 for update skip locked
         ) returning id, name, payload, attempt`,
        [id, at, until, claim],
      );
      return row === undefined ? undefined : { ...row, claim };
    },

    extend: (job, until) => held(job, `due_at = $3`, [until]),
    finish: (job, at) => held(job, `state = 'done', done_at = $3, claim = null`, [at]),
    release: (job, code, runAt) =>
      held(job, `state = $3, code = $4, due_at = $5, claim = null`, [
        runAt === undefined ? "failed" : "waiting",
        code,
        runAt ?? null,
      ]),

    async reclaim() {
      const rows = await statements.query(
        `update outbox set state = 'waiting', due_at = added_at, claim = null
         where done_at is null and state = 'running' returning 1 as one`,
      );
      return rows.length;
    },

    async counts() {
      const rows = await statements.query<{ state: string; jobs: number }>(
        `select state, count(*)::int4 as jobs from outbox where done_at is null group by state`,
      );
      const of = (state: string): number => rows.find((row) => row.state === state)?.jobs ?? 0;
      return { waiting: of("waiting"), running: of("running"), failed: of("failed") };
    },

    async nextDue() {
      const [row] = await statements.query<{ due_at: string | null }>(
        `select due_at from outbox where done_at is null and state = 'waiting' order by due_at limit 1`,
      );
      return row?.due_at ?? undefined;
    },

    async sweep(before) {
      const rows = await statements.query(`delete from outbox where done_at < $1 returning 1 as one`, [
        before,
      ]);
      return rows.length;
    },
  };
}
