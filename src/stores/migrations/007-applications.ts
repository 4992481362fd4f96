import { type Migration, sql } from "../kysely.ts";

const STATEMENTS = [
  // details_sealed: what an officer asked for and the category; position_sealed: where the form stands; form_mark: an
  // HMAC of the whole form, for compare-and-set. The two are null once the case was purged.
  `create table applications (
    id text collate "C" primary key, number text collate "C" unique, serial int4, programme text collate "C" not null,
    version int4 not null, member text collate "C" not null, filled_by text collate "C" not null,
    state text collate "C" not null, home text collate "C", unit text collate "C", step int4 not null,
    assignee text collate "C", batch text collate "C", refusal text, appealed boolean not null, amount float8,
    revision int4 not null, created_at text collate "C" not null, updated_at text collate "C" not null,
    submitted_at text collate "C", details_sealed text, position_sealed text, form_mark text,
    purged_at text
  ) with (fillfactor = 80)`,
  `create index applications_serial on applications (serial) where serial is not null`,
  `create index applications_member on applications (member)`,
  `create index applications_filled_by on applications (filled_by)`,
  `create index applications_unit on applications ((coalesce(unit, home)), state)`,
  `create index applications_assignee on applications (assignee) where assignee is not null`,
  `create index applications_batch on applications (batch, state) where batch is not null`,
  `create index applications_held on applications (programme, state, updated_at) where position_sealed is not null`,
  `create table application_answers (
    application text collate "C" not null references applications (id) on delete cascade,
    path text collate "C" not null, sealed text not null, primary key (application, path)
  )`,
  `create table application_files (
    application text collate "C" not null references applications (id) on delete cascade,
    paper text collate "C" not null, file text collate "C" not null, ordinal int4 not null, sealed text not null,
    primary key (application, paper, file)
  )`,
  `create index application_files_file on application_files (file)`,
  `create table application_history (
    application text collate "C" not null references applications (id) on delete cascade, revision int4 not null,
    event text not null, from_state text not null, to_state text collate "C" not null, actor_kind text not null,
    actor text collate "C" not null, note_sealed text, at text collate "C" not null,
    primary key (application, revision)
  )`,
  `create table fingerprints (
    application text collate "C" not null references applications (id) on delete cascade, kind text not null,
    hash text collate "C" not null, primary key (hash, application)
  )`,
  `create index fingerprints_application on fingerprints (application)`,
  `create table case_numbers (year int4 primary key, last int4 not null)`,
  `create table batches (
    id text collate "C" primary key, programme text collate "C" not null, unit text collate "C" not null,
    title text not null, starts_on text collate "C" not null, ends_on text collate "C" not null,
    apply_by text collate "C" not null, places int4 not null, cancelled boolean not null
  )`,
  `create index batches_ends_on on batches (ends_on, programme)`,
  `create table batch_queue (
    application text collate "C" primary key references applications (id) on delete cascade,
    batch text collate "C" not null, priority float8 not null, ordinal int4 generated always as identity
  )`,
  `create index batch_queue_batch on batch_queue (batch)`,
];

export const applications: Migration = {
  async up(db) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
