import type { Batch } from "../domain/application.ts";
import type { ApplicationStore } from "./application-store.ts";
import type { Statements } from "./database.ts";

type BatchRows = Pick<
  ApplicationStore,
  | "addBatch"
  | "saveBatch"
  | "findBatch"
  | "batches"
  | "lockBatch"
  | "placed"
  | "queueFor"
  | "unqueue"
  | "waiting"
>;

interface BatchRow {
  id: string;
  programme: string;
  unit: string;
  title: string;
  starts_on: string;
  ends_on: string;
  apply_by: string;
  places: number;
  cancelled: boolean;
}

/** Dated batches with places and who waits for one: part of the application store. */
export function createBatchRows(statements: Statements): BatchRows {
  const select = async (rest: string, values: readonly unknown[]): Promise<Batch[]> => {
    const rows = await statements.query<BatchRow>(
      `select id, programme, unit, title, starts_on, ends_on, apply_by, places, cancelled from batches
       where ${rest}`,
      values,
    );
    return rows.map(batchOf);
  };

  return {
    async addBatch(batch) {
      await statements.query(
        `insert into batches (id, programme, unit, title, starts_on, ends_on, apply_by, places, cancelled)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        valuesOf(batch),
      );
    },
    async saveBatch(batch) {
      await statements.query(
        `update batches set programme = $2, unit = $3, title = $4, starts_on = $5, ends_on = $6, apply_by = $7,
           places = $8, cancelled = $9 where id = $1`,
        valuesOf(batch),
      );
    },
    async findBatch(id) {
      return (await select(`id = $1`, [id]))[0];
    },
    batches: (programme, from) =>
      select(`ends_on >= $2 and ($1::text is null or programme = $1) order by starts_on, id`, [
        programme ?? null,
        from,
      ]),
    async lockBatch(id) {
      return (await select(`id = $1 for update`, [id]))[0];
    },

    async placed(batch) {
      // A case that was closed after the journey still had its place.
      const [row] = await statements.query<{ placed: number }>(
        `select count(*)::int4 as placed from applications where batch = $1 and (state = 'placed'
           or state = 'closed' and exists (
             select 1 from application_history where application = id and to_state = 'placed'))`,
        [batch],
      );
      return row?.placed ?? 0;
    },
    async queueFor(id, batch, priority) {
      await statements.query(
        `insert into batch_queue (application, batch, priority) values ($1, $2, $3)
         on conflict (application) do update set batch = excluded.batch, priority = excluded.priority`,
        [id, batch, priority],
      );
    },
    async unqueue(id) {
      await statements.query(`delete from batch_queue where application = $1`, [id]);
    },
    async waiting(batch) {
      // Workers run beside each other: who was sent first is told by the case, not by who was queued first.
      const rows = await statements.query<{ application: string }>(
        `select q.application from batch_queue q join applications a on a.id = q.application
         where q.batch = $1 order by q.priority, a.submitted_at nulls last, a.serial nulls last, q.ordinal`,
        [batch],
      );
      return rows.map(({ application }) => application);
    },
  };
}

const valuesOf = (batch: Batch): unknown[] => [
  batch.id,
  batch.programme,
  batch.unit,
  batch.title,
  batch.startsOn,
  batch.endsOn,
  batch.applyBy,
  batch.places,
  batch.cancelled,
];

const batchOf = (row: BatchRow): Batch => ({
  id: row.id,
  programme: row.programme,
  unit: row.unit,
  title: row.title,
  startsOn: row.starts_on,
  endsOn: row.ends_on,
  applyBy: row.apply_by,
  places: row.places,
  cancelled: row.cancelled,
});
