// How a case stands in its row: plain columns for what SQL asks by, sealed details for what tells of the member.
// postgres-applications.ts reads and writes these rows.
import type { Application, ApplicationState, MoreRequest } from "../domain/application.ts";
import type { Cipher } from "./cipher.ts";
import { openJson, present, sealJson } from "./rows.ts";

export interface ApplicationRow {
  id: string;
  number: string | null;
  programme: string;
  version: number;
  member: string;
  filled_by: string;
  state: ApplicationState;
  home: string | null;
  unit: string | null;
  step: number;
  assignee: string | null;
  batch: string | null;
  refusal: string | null;
  appealed: boolean;
  amount: number | null;
  revision: number;
  created_at: string;
  updated_at: string;
  submitted_at: string | null;
  details_sealed: string | null;
}

/** What a case says of its member beyond its state. */
interface Details {
  readonly category?: string;
  readonly request?: MoreRequest;
}

/** What a save writes; `id` finds the row. */
const SAVED = [
  ["id", "text"],
  ["number", "text"],
  ["serial", "int4"],
  ["programme", "text"],
  ["version", "int4"],
  ["state", "text"],
  ["home", "text"],
  ["unit", "text"],
  ["step", "int4"],
  ["assignee", "text"],
  ["batch", "text"],
  ["refusal", "text"],
  ["appealed", "boolean"],
  ["amount", "float8"],
  ["revision", "int4"],
  ["created_at", "text"],
  ["updated_at", "text"],
  ["submitted_at", "text"],
  ["details_sealed", "text"],
] as const;
/** Whose case it is. No save writes it, so that one read before the case changed hands does not give it back. */
const OWNERS = [
  ["member", "text"],
  ["filled_by", "text"],
] as const;
/** In the order of `valuesOf`. */
const NAMES = [...SAVED, ...OWNERS];
/** The place of `revision` among the values. */
export const REVISION = NAMES.findIndex(([name]) => name === "revision") + 1;
export const COLUMNS = NAMES.map(([name]) => name).join(", ");
export const PLACES = NAMES.map(([, type], index) => `$${index + 1}::${type}`).join(", ");
/** Over `savedOf`. */
export const CHANGES = SAVED.map(([name, type], index) => `${name} = $${index + 1}::${type}`)
  .slice(1)
  .join(", ");

const detailsCell = (id: string) => ({ table: "applications", row: id, column: "details_sealed" });

export function valuesOf(cipher: Cipher, application: Application): unknown[] {
  const { id, number, category, request } = application;
  const details: Details = present({ category, request });
  const bare = category === undefined && request === undefined;
  return [
    id,
    number ?? null,
    number === undefined ? null : Number(number.slice(number.indexOf("-") + 1)),
    application.programme,
    application.version,
    application.state,
    application.home ?? null,
    application.unit ?? null,
    application.step,
    application.assignee ?? null,
    application.batch ?? null,
    application.refusal ?? null,
    application.appealed,
    application.amount ?? null,
    application.revision,
    application.createdAt,
    application.updatedAt,
    application.submittedAt ?? null,
    bare ? null : sealJson(cipher, details, detailsCell(id)),
    application.member,
    application.filledBy,
  ];
}

/** The values without the owners. */
export const savedOf = (cipher: Cipher, application: Application): unknown[] =>
  valuesOf(cipher, application).slice(0, SAVED.length);

export function applicationOf(cipher: Cipher, row: ApplicationRow): Application {
  const { id, details_sealed } = row;
  return {
    id,
    programme: row.programme,
    version: row.version,
    member: row.member,
    filledBy: row.filled_by,
    state: row.state,
    step: row.step,
    appealed: row.appealed,
    revision: row.revision,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...present({
      number: row.number,
      home: row.home,
      unit: row.unit,
      assignee: row.assignee,
      batch: row.batch,
      refusal: row.refusal,
      amount: row.amount,
      submittedAt: row.submitted_at,
    }),
    ...(details_sealed === null ? {} : (openJson(cipher, details_sealed, detailsCell(id)) as Details)),
  };
}
