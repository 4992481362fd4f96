// The lines of a case that an officer opened: its answers, each person of a list on a line of their own, what changed, and
// what happened. What is sensitive is masked for whoever does not review the case.
import type { HistoryEntry } from "../../domain/application.ts";
import { chinaDay } from "../../domain/days.ts";
import { HOME, type Value } from "../../domain/form.ts";
import { listPath } from "../../domain/form/path.ts";
import type { FileReference, Locale } from "../../domain/message.ts";
import type { Field } from "../../domain/programme.ts";
import { fieldOf, inLocale, labelOf, labelsOf, type Names, shownValue } from "../cases/labels.ts";
import { refusalReason } from "../cases/notices.ts";
import { mask } from "../form/field.ts";
import type { Held, Officer, ReviewDependencies } from "./desk.ts";

/** A paper of which something has come. */
export interface ShownPaper {
  /** Its place among the programme's papers, from 1: it stays the same whatever comes later. */
  readonly index: number;
  readonly paper: string;
  readonly files: readonly FileReference[];
}

/** The papers of a case in the order of its programme, those it knows no more behind them. */
export function papersOf({ programme, form }: Pick<Held, "programme" | "form">): readonly ShownPaper[] {
  const known = programme.papers.map(({ id }) => id);
  const unknown = Object.keys(form.files).filter((id) => !known.includes(id));
  return [...known, ...unknown].flatMap((paper, at): ShownPaper[] => {
    const files = form.files[paper] ?? [];
    return files.length === 0 ? [] : [{ index: at + 1, paper, files }];
  });
}

/** Whether the officer reads a case in clear and opens its papers: a reviewer of the unit that has it. */
export const seesClear = ({ staff }: Officer, { application }: Pick<Held, "application">): boolean =>
  application.unit === staff.unit && staff.roles.includes("reviewer");

export function createShowLines({ stores, write }: Pick<ReviewDependencies, "stores" | "write">) {
  async function namesFor({ units, form, programme }: Held): Promise<Names> {
    const batches = new Map<string, string>();
    if (programme.fields.some(({ type }) => type === "batch")) {
      for (const value of Object.values(form.answers)) {
        if (typeof value !== "string" || batches.has(value)) continue;
        const batch = await stores.applications.findBatch(value);
        if (batch !== undefined) batches.set(value, batch.title);
      }
    }
    return { units: new Map(units.map(({ id, name }) => [id, name])), batches };
  }

  return {
    /** In the order of the form; answers it knows no more come last. */
    async answers(held: Held, { locale }: Officer, clear: boolean): Promise<readonly string[]> {
      const { form, programme } = held;
      const names = await namesFor(held);
      const shown = (field: Field | undefined, value: Value): string => {
        const text = shownValue(field, value, { locale, write, names });
        return clear || field === undefined ? text : mask(field, text);
      };
      const line = (label: string, value: string): string =>
        write(locale, "staff.case.answer", { label, value });
      const paths = Object.keys(form.answers).filter((path) => path !== HOME);
      const known = programme.fields.flatMap((field): string[] => {
        if (field.type === "list") return people(field);
        const value = form.answers[field.id];
        return value === undefined ? [] : [line(inLocale(field.label, locale), shown(field, value))];
      });
      const unknown = paths
        .filter((path) => fieldOf(programme, path) === undefined)
        .map((path) =>
          line(labelOf(programme, path, locale, write), shown(undefined, form.answers[path] ?? "")),
        );
      return [...known, ...unknown];

      function people(list: Field): string[] {
        const indexes = new Set(
          paths.flatMap((path) => {
            const inner = listPath(path);
            return inner?.list === list.id && inner.index >= 0 ? [inner.index] : [];
          }),
        );
        return [...indexes]
          .sort((one, other) => one - other)
          .map((index) => line(`${inLocale(list.label, locale)}${index + 1}`, person(list, index)));
      }

      function person(list: Field, index: number): string {
        const parts = (list.fields ?? []).flatMap((own) => {
          const value = form.answers[`${list.id}.${index}.${own.id}`];
          if (value === undefined) return [];
          const text = shown(own, value);
          const bare = own.type === "name" || (own.type === "choice" && !own.sensitive);
          return [bare ? text : `${inLocale(own.label, locale)} ${text}`];
        });
        return parts.join(locale === "en" ? ", " : "，");
      }
    },

    /** What the member changed or added since staff looked last. */
    changes({ history, programme }: Held, locale: Locale): readonly string[] {
      const last = history.findLast(({ event }) => event === "supply");
      const looked = history.findLast(
        ({ event, actor }) => actor.kind === "staff" && event !== "ask-more" && event !== "note",
      );
      if (last === undefined || (looked !== undefined && looked.revision > last.revision)) return [];
      const paths = last.note.split(",").filter((path) => path !== "");
      return [write(locale, "staff.case.changed", { paths: labelsOf(programme, paths, locale, write) })];
    },

    event(entry: HistoryEntry, { programme, staff, application }: Held, locale: Locale): string {
      const { event, actor, note, at } = entry;
      const who =
        actor.kind === "staff"
          ? (staff.find(({ id }) => id === actor.id)?.name ?? "")
          : write(locale, `staff.case.${actor.kind === "member" ? "member" : "system"}`);
      const paths = event === "supply" || event === "correct" || event === "ask-more";
      const refused =
        event === "refuse" ? refusalReason(programme, application.refusal ?? "", locale) : undefined;
      const words = paths
        ? labelsOf(programme, note.split(",").filter(Boolean), locale, write)
        : (refused ?? note);
      return write(locale, "staff.case.event", {
        day: chinaDay(new Date(at)).slice(5),
        event: write(locale, `staff.event.${event}`),
        who,
        note: words === "" ? "" : write(locale, "staff.case.event-note", { note: words }),
      });
    },
  };
}
