// Cases in PostgreSQL, embedded or server: their state by compare-and-set, their history and numbers.
// postgres-forms.ts keeps what the member answered, postgres-batches.ts the places
// that are given out, postgres-duplicates.ts by what duplicates are told.
import {
  type Application,
  type ApplicationState,
  type HistoryEntry,
  isEnded,
  TABLE,
} from "../domain/application.ts";
import {
  type ApplicationRow,
  applicationOf,
  CHANGES,
  COLUMNS,
  PLACES,
  REVISION,
  savedOf,
  valuesOf,
} from "./application-rows.ts";
import type { ApplicationStore, CaseCount } from "./application-store.ts";
import { type Cipher, rowOf } from "./cipher.ts";
import type { Statements } from "./database.ts";
import { createBatchRows } from "./postgres-batches.ts";
import { createDuplicateRows } from "./postgres-duplicates.ts";
import { createFormRows } from "./postgres-forms.ts";
import { clean } from "./rows.ts";

interface HistoryRow {
  revision: number;
  event: HistoryEntry["event"];
  from_state: ApplicationState;
  to_state: ApplicationState;
  actor_kind: HistoryEntry["actor"]["kind"];
  actor: string;
  note_sealed: string | null;
  at: string;
}

const ENDED = (Object.keys(TABLE) as ApplicationState[]).filter(isEnded);

export function createPostgresApplications(statements: Statements, cipher: Cipher): ApplicationStore {
  const select = async (rest: string, values: readonly unknown[]): Promise<Application[]> => {
    const rows = await statements.query<ApplicationRow>(
      `select ${COLUMNS} from applications where ${rest}`,
      values,
    );
    return rows.map((row) => applicationOf(cipher, row));
  };
  const forms = createFormRows(statements, cipher);

  return {
    ...forms,
    ...createBatchRows(statements),
    ...createDuplicateRows(statements, cipher),

    async create(application, form) {
      await forms.insert(`insert into applications (${COLUMNS}`, PLACES, valuesOf(cipher, application), form);
    },

    async find(id) {
      return (await select(`id = $1`, [clean(id)]))[0];
    },

    async findByNumber(number, units) {
      const within = `($2::text[] is null or coalesce(unit, home) = any($2::text[]))`;
      const short = /^\d{1,6}$/.test(number);
      if (!short) return (await select(`number = $1 and ${within}`, [clean(number), units ?? null]))[0];
      const found = await select(`serial = $1 and ${within} limit 2`, [Number(number), units ?? null]);
      return found.length === 1 ? found[0] : undefined;
    },

    ofMember: (member) => select(`member = $1 order by created_at desc, id`, [member]),

    async setMember(id, member) {
      await statements.query(`update applications set member = $2 where id = $1`, [id, member]);
    },

    async save(application, entry) {
      const { actor, note, revision } = entry;
      const values = savedOf(cipher, application);
      const first = values.length;
      const cell = noteCell(entry.application, revision);
      const saved = await statements.query(
        `with changed as (
           update applications set ${CHANGES} where id = $1::text and revision = $${REVISION}::int4 - 1 returning id
         )
         insert into application_history
           (application, revision, event, from_state, to_state, actor_kind, actor, note_sealed, at)
         select id, ${[2, 3, 4, 5, 6, 7, 8, 9].map((place) => `$${first + place - 1}`).join(", ")} from changed
         returning 1 as one`,
        [
          ...values,
          revision,
          entry.event,
          entry.from,
          entry.to,
          actor.kind,
          actor.id,
          note === "" ? null : cipher.seal(note, cell),
          entry.at,
        ],
      );
      return saved.length > 0;
    },

    async history(id) {
      const rows = await statements.query<HistoryRow>(
        `select revision, event, from_state, to_state, actor_kind, actor, note_sealed, at
         from application_history where application = $1 order by revision`,
        [id],
      );
      return rows.map(({ revision, event, from_state, to_state, actor_kind, actor, note_sealed, at }) => ({
        application: id,
        revision,
        event,
        from: from_state,
        to: to_state,
        actor: { kind: actor_kind, id: actor },
        note: note_sealed === null ? "" : cipher.open(note_sealed, noteCell(id, revision)),
        at,
      }));
    },

    async nextNumber(year) {
      const [row] = await statements.query<{ last: number }>(
        `insert into case_numbers as known (year, last) values ($1, 1)
         on conflict (year) do update set last = known.last + 1 returning last`,
        [year],
      );
      return `${year}-${String(row?.last ?? 1).padStart(6, "0")}`;
    },

    cases: ({ units, states, assignee, limit }) =>
      select(
        `coalesce(unit, home) = any($1::text[])
         and (case when $2::text[] is null then state <> 'draft' else state = any($2::text[]) end)
         and ($3::text is null or assignee = $3) order by submitted_at nulls last, serial, id limit $4::int8`,
        [[...units], states ?? null, assignee ?? null, limit ?? null],
      ),

    counts: () =>
      statements.query<CaseCount>(
        `select coalesce(unit, home) as unit, state, count(*)::int4 as cases from applications
         where state <> 'draft' and coalesce(unit, home) is not null group by coalesce(unit, home), state`,
      ),

    async load(staff) {
      const rows = await statements.query<{ assignee: string; cases: number }>(
        `select assignee, count(*)::int4 as cases from applications
         where assignee = any($1::text[]) and state <> all($2::text[]) group by assignee`,
        [[...staff], [...ENDED]],
      );
      const found = new Map(rows.map(({ assignee, cases }) => [assignee, cases]));
      return new Map(staff.map((id) => [id, found.get(id) ?? 0]));
    },

    async endedBefore(programme, before) {
      const rows = await statements.query<{ id: string }>(
        `select id from applications where programme = $1 and state = any($2::text[]) and updated_at < $3
         and position_sealed is not null order by updated_at, id`,
        [programme, [...ENDED], before],
      );
      return rows.map(({ id }) => id);
    },
  };
}

const noteCell = (id: string, revision: number) => ({
  table: "application_history",
  row: rowOf(id, revision),
  column: "note_sealed",
});
