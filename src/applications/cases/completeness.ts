// What a sent application lacks, and under which values others of the same person or household are found. The check reads
// both; cases.ts takes the fingerprints when a case is sent.
import { holds, listPath } from "../../domain/form/path.ts";
import type { Application } from "../../domain/application.ts";
import type { Answers } from "../../domain/form.ts";
import type { Field, Programme } from "../../domain/programme.ts";
import type { Fingerprint, StoredForm } from "../../stores/application-store.ts";

export interface Missing {
  readonly fields: readonly string[];
  readonly papers: readonly string[];
}

/** Fields and papers that apply by the answers given, are not optional, and have not come. Pure. */
export function missingOf(programme: Programme, { position, answers, files }: StoredForm): Missing {
  const skipped = new Set(position.skipped);
  const lacks = (field: Field, path: string, item: string): boolean =>
    !field.optional && holds(field.when, answers, item) && !Object.hasOwn(answers, path);
  const fields = programme.fields.flatMap((field): string[] => {
    if (field.type !== "list") return lacks(field, field.id, "") ? [field.id] : [];
    if (!holds(field.when, answers)) return [];
    const count = Math.max(position.counts?.[field.id] ?? 0, itemsOf(answers, field.id));
    const said = skipped.has(field.id) || skipped.has(`${field.id}.+`);
    if (count === 0) return field.optional || said ? [] : [field.id];
    return Array.from({ length: count }, (_, index) => `${field.id}.${index}.`).flatMap((item) =>
      (field.fields ?? []).filter((own) => lacks(own, item + own.id, item)).map(({ id }) => item + id),
    );
  });
  const papers = programme.papers
    .filter(({ id, optional, when }) => !optional && holds(when, answers) && (files[id]?.length ?? 0) === 0)
    .map(({ id }) => id);
  return { fields, papers };
}

/** Of what an officer asked for, what has come in the form and is not handed in yet. Pure. */
export function receivedOf({ request }: Application, { position }: StoredForm): readonly string[] {
  const { only, supplied = [], stage } = position;
  if (request === undefined || only === undefined || stage === "sent") return [];
  const asked = [...request.fields, ...request.papers];
  // More may have been asked for since.
  return only.every((path) => asked.includes(path)) ? asked.filter((path) => supplied.includes(path)) : [];
}

/** How many items of a list have an answer. */
function itemsOf(answers: Answers, list: string): number {
  const indexes = Object.keys(answers).flatMap((path) => {
    const inner = listPath(path);
    return inner?.list === list ? [inner.index + 1] : [];
  });
  return Math.max(0, ...indexes);
}

/**
 * The applicant's own identity numbers, and what names the household: each identity number in it, so that a family is
 * found whoever of it files, and the address with all names, for families filed without numbers. Nothing for
 * programmes that allow several. Pure.
 */
export function fingerprintsOf(programme: Programme, answers: Answers): readonly Fingerprint[] {
  if (programme.onePer === "none") return [];
  const own: string[] = [];
  const household = new Set<string>();
  const names: string[] = [];
  let address = "";
  const note = (field: Field, path: string, first: boolean): void => {
    const value = answers[path];
    if (typeof value !== "string" || value === "") return;
    if (field.type === "identity-number") {
      household.add(value.toUpperCase());
      if (first) own.push(value.toUpperCase());
    } else if (field.type === "name") names.push(value.replaceAll(/\s/g, ""));
    else if (field.type === "address" && address === "") address = value.replaceAll(/[\s\p{P}]/gu, "");
  };
  for (const field of programme.fields) {
    if (field.type !== "list") note(field, field.id, true);
    for (let index = 0; index < itemsOf(answers, field.id); index++) {
      for (const inner of field.fields ?? []) note(inner, `${field.id}.${index}.${inner.id}`, false);
    }
  }
  const identity = own.map((value): Fingerprint => ({ kind: "identity", value }));
  if (programme.onePer === "member") return identity;
  if (address !== "" && names.length > 0) household.add(`${address} ${names.sort().join(" ")}`);
  return [...identity, ...Array.from(household, (value): Fingerprint => ({ kind: "household", value }))];
}

/** Id of the programme's batch field, whose answer is the batch asked for. */
export function batchField({ fields }: Programme): string | undefined {
  return fields.find(({ type }) => type === "batch")?.id;
}

/** The batch the answers ask a place in. */
export function batchOf(programme: Programme, answers: Answers): string | undefined {
  const field = batchField(programme);
  const value = field === undefined ? undefined : answers[field];
  return typeof value === "string" ? value : undefined;
}

const LOWER_MOST = 999;

/**
 * A case's place among those who wait: lower goes first, equal ones by arrival. The programme's rules count one after
 * another; a yes-no that is not answered as preferred and an unanswered count go behind. Pure.
 */
export function priorityOf(programme: Programme, answers: Answers): number {
  return (programme.places?.first ?? []).reduce((priority, { field, prefer }) => {
    const value = answers[field];
    if (prefer !== "lower") return priority * 2 + (value === prefer ? 0 : 1);
    const count = typeof value === "number" ? Math.round(value) : LOWER_MOST;
    return priority * (LOWER_MOST + 1) + Math.min(Math.max(count, 0), LOWER_MOST);
  }, 0);
}
