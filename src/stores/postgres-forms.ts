// What a member answered and sent, each value sealed in a row of its own, and where the form stands.
// Part of the application store; postgres-applications.ts keeps the case that it belongs to.
import { AppError } from "../domain/errors.ts";
import type { Answers, Value } from "../domain/form.ts";
import type { FileReference } from "../domain/message.ts";
import type { ApplicationStore, Position, StoredForm } from "./application-store.ts";
import { type Cell, type Cipher, rowOf } from "./cipher.ts";
import type { Statements } from "./database.ts";
import { canonical, clean, openJson, sealJson } from "./rows.ts";

interface FormRow {
  position_sealed: string | null;
  answers: Record<string, string>;
  files: [paper: string, file: string, sealed: string][];
}

interface PaperFile {
  readonly paper: string;
  readonly ordinal: number;
  readonly file: FileReference;
}

export interface FormRows extends Pick<ApplicationStore, "form" | "saveForm" | "purge"> {
  /** Makes the case's row and those of its form in one statement; `into` lacks only the form's columns. */
  insert(into: string, places: string, values: readonly unknown[], form: StoredForm): Promise<void>;
}

export function createFormRows(statements: Statements, cipher: Cipher): FormRows {
  /** Equal forms have equal marks, so that a change over an older form is noticed. */
  const marksOf = (id: string, { position, answers, files }: StoredForm): readonly string[] =>
    cipher.fingerprints("form", rowOf(id, canonical([position, answers, flat(files)])));
  const markOf = (id: string, form: StoredForm): string | undefined => marksOf(id, form)[0];

  const answerColumns = (id: string, answers: readonly (readonly [string, Value])[]): unknown[] => [
    answers.map(([path]) => path),
    answers.map(([path, value]) => sealJson(cipher, value, answerCell(id, path))),
  ];
  const fileColumns = (id: string, files: readonly PaperFile[]): unknown[] => [
    files.map(({ paper }) => paper),
    files.map(({ file }) => file.id),
    files.map(({ ordinal }) => ordinal),
    files.map(({ paper, file }) => {
      const { name, type, size } = file;
      return sealJson(cipher, { name, type, size }, fileCell(id, paper, file.id));
    }),
  ];

  return {
    async insert(into, places, values, form) {
      const id = String(values[0]);
      const at = (offset: number): string => `$${values.length + offset}`;
      await statements.query(
        `with made as (
           ${into}, position_sealed, form_mark) values (${places}, ${at(1)}, ${at(2)}) returning id
         ), answered as (
           insert into application_answers (application, path, sealed)
           select made.id, one.path, one.sealed
           from made, unnest(${at(3)}::text[], ${at(4)}::text[]) as one (path, sealed)
         )
         insert into application_files (application, paper, file, ordinal, sealed)
         select made.id, one.paper, one.file, one.ordinal, one.sealed
         from made, unnest(${at(5)}::text[], ${at(6)}::text[], ${at(7)}::int4[], ${at(8)}::text[])
           as one (paper, file, ordinal, sealed)`,
        [
          ...values,
          sealJson(cipher, form.position, positionCell(id)),
          markOf(id, form),
          ...answerColumns(id, Object.entries(form.answers)),
          ...fileColumns(id, flat(form.files)),
        ],
      );
    },

    async form(id) {
      const [row] = await statements.query<FormRow>(
        `select position_sealed,
           (select coalesce(jsonb_object_agg(path, sealed), '{}') from application_answers
            where application = id) as answers,
           (select coalesce(jsonb_agg(jsonb_build_array(paper, file, sealed) order by paper, ordinal), '[]')
            from application_files where application = id) as files
         from applications where id = $1`,
        [clean(id)],
      );
      if (row === undefined || row.position_sealed === null) return undefined;
      const answers = Object.entries(row.answers).map(
        ([path, sealed]) => [path, openJson(cipher, sealed, answerCell(id, path)) as Value] as const,
      );
      const files: Record<string, FileReference[]> = {};
      for (const [paper, file, sealed] of row.files) {
        const rest = openJson(cipher, sealed, fileCell(id, paper, file)) as Omit<FileReference, "id">;
        (files[paper] ??= []).push({ id: file, ...rest });
      }
      return {
        position: openJson(cipher, row.position_sealed, positionCell(id)) as Position,
        answers: Object.fromEntries(answers),
        files,
      };
    },

    async saveForm(id, before, after, at) {
      const known = flat(before.files);
      const kept = flat(after.files);
      const gone = Object.keys(before.answers).filter((path) => after.answers[path] === undefined);
      const dropped = known.filter(
        ({ paper, file }) => !kept.some((one) => one.paper === paper && one.file.id === file.id),
      );
      const said = changed(before.answers, after.answers);
      const sent = moved(known, kept);
      const values: unknown[] = [
        id,
        sealJson(cipher, after.position, positionCell(id)),
        markOf(id, after),
        at,
        [...marksOf(id, before)],
      ];
      const place = (value: unknown): string => `$${values.push(value)}`;
      // Only what this turn changes: planning the rest takes longer than running it.
      const steps = [
        `own as (
           update applications set position_sealed = $2, form_mark = $3, updated_at = $4
           where id = $1 and form_mark = any($5::text[]) returning id
         )`,
      ];
      if (gone.length > 0) {
        steps.push(`gone as (
           delete from application_answers using own
           where application = own.id and path = any(${place(gone)}::text[])
         )`);
      }
      if (said.length > 0) {
        const [paths, sealed] = answerColumns(id, said).map(place);
        steps.push(`said as (
           insert into application_answers (application, path, sealed)
           select own.id, one.path, one.sealed
           from own, unnest(${paths}::text[], ${sealed}::text[]) as one (path, sealed)
           on conflict (application, path) do update set sealed = excluded.sealed
         )`);
      }
      if (dropped.length > 0) {
        const papers = place(dropped.map(({ paper }) => paper));
        const files = place(dropped.map(({ file }) => file.id));
        steps.push(`dropped as (
           delete from application_files
           using own, unnest(${papers}::text[], ${files}::text[]) as one (paper, file)
           where application = own.id
             and application_files.paper = one.paper and application_files.file = one.file
         )`);
      }
      if (sent.length > 0) {
        const [papers, files, ordinals, sealed] = fileColumns(id, sent).map(place);
        steps.push(`sent as (
           insert into application_files (application, paper, file, ordinal, sealed)
           select own.id, one.paper, one.file, one.ordinal, one.sealed
           from own, unnest(${papers}::text[], ${files}::text[], ${ordinals}::int4[], ${sealed}::text[])
             as one (paper, file, ordinal, sealed)
           on conflict (application, paper, file) do update set ordinal = excluded.ordinal
         )`);
      }
      const saved = await statements.query(`with ${steps.join(", ")} select id from own`, values);
      if (saved.length === 0) throw new AppError("conflict", { retryable: true });
    },

    async purge(id, at) {
      await statements.transaction(async (inner) => {
        await inner.query(
          `update applications set details_sealed = null, position_sealed = null, form_mark = null,
             purged_at = coalesce(purged_at, $2) where id = $1`,
          [id, at],
        );
        await inner.query(
          `delete from attachments where id in (
             select file from application_files own where application = $1 and not exists (
               select 1 from application_files other where other.file = own.file and other.application <> $1))`,
          [id],
        );
        for (const table of ["application_answers", "application_files", "fingerprints", "batch_queue"]) {
          await inner.query(`delete from ${table} where application = $1`, [id]);
        }
        await inner.query(`update application_history set note_sealed = null where application = $1`, [id]);
        await inner.query(
          `delete from notices where application = $1 and not (key = $2 and result is null)`,
          [id, WITHDRAWN],
        );
        await inner.query(`delete from deliveries where about = $1`, [id]);
      });
    },
  };
}

/** News to staff that holds nothing of the member's: they have to hear that a case is gone. */
const WITHDRAWN = "staff.notice.withdrawn";

const positionCell = (id: string): Cell => ({ table: "applications", row: id, column: "position_sealed" });
const answerCell = (id: string, path: string): Cell => ({
  table: "application_answers",
  row: rowOf(id, path),
  column: "sealed",
});
const fileCell = (id: string, paper: string, file: string): Cell => ({
  table: "application_files",
  row: rowOf(id, paper, file),
  column: "sealed",
});

/** A file stands once under a paper. */
function flat(files: StoredForm["files"]): PaperFile[] {
  return Object.entries(files)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([paper, of]) => {
      const unique = of.filter(({ id }, index) => of.findIndex((other) => other.id === id) === index);
      return unique.map((file, ordinal) => ({ paper, ordinal, file }));
    });
}

function changed(before: Answers, after: Answers): (readonly [string, Value])[] {
  return Object.entries(after).filter(([path, value]) => canonical(value) !== canonical(before[path]));
}

/** Those that are new or stand elsewhere in their paper's row of files. */
function moved(before: readonly PaperFile[], after: readonly PaperFile[]): PaperFile[] {
  const known = new Map(before.map(({ paper, file, ordinal }) => [rowOf(paper, file.id), ordinal]));
  return after.filter(({ paper, file, ordinal }) => known.get(rowOf(paper, file.id)) !== ordinal);
}
