// What an officer does about a case's answers: asks the member for fields and papers by name, mends an answer in the
// member's favour, and notes what colleagues should know. Part of review.ts's decisions; words are matched to fields by cases/labels.ts.
import { isDeepStrictEqual } from "node:util";
import { chinaDay } from "../../domain/days.ts";
import type { Value } from "../../domain/form.ts";
import type { StoredForm } from "../../stores/application-store.ts";
import { saveAsked } from "../cases/approval.ts";
import { fieldOf, labelOf, labelsOf, meantBy, shownValue } from "../cases/labels.ts";
import { fingerprintsOf } from "../cases/completeness.ts";
import { clockJobs, momentsOf } from "../cases/deadlines.ts";
import { readValue } from "../form/field.ts";
import type { Bench } from "./bench.ts";
import type { Desk, Held, Officer, ReviewDependencies } from "./desk.ts";
import { splitAsked } from "./words.ts";
import type { Turn } from "../service.ts";

export interface Mend {
  readonly ask: (officer: Officer, held: Held, rest: string) => Promise<Turn>;
  readonly correct: (officer: Officer, held: Held, rest: string) => Promise<Turn>;
  /** For staff alone: the member hears nothing of it. */
  readonly note: (officer: Officer, held: Held, rest: string) => Promise<Turn>;
}

export function createMend(deps: ReviewDependencies, desk: Desk, bench: Bench): Mend {
  const { stores, write, now } = deps;
  const { begin, memberNews, done, cannot } = bench;
  return { ask, correct, note: noteDown };

  async function ask(officer: Officer, held: Held, rest: string): Promise<Turn> {
    const { programme, form, application } = held;
    const { locale } = officer;
    const number = application.number ?? "";
    const { paths, unclear, note } = splitAsked(rest, (words) => meantBy(programme, form.answers, words));
    const named = (ids: readonly string[]): string[] =>
      ids.map((id) => `/ask ${number} ${labelOf(programme, id, locale, write)}`);
    if (unclear.length > 0) {
      return desk.say(
        officer,
        "staff.ask.unclear",
        { names: labelsOf(programme, unclear, locale, write) },
        named(unclear),
      );
    }
    if (paths.length === 0) {
      const all = [...programme.papers, ...programme.fields].map(({ id }) => id);
      const key = rest === "" ? "staff.ask.what" : "staff.ask.unknown";
      return desk.say(
        officer,
        key,
        { number, names: labelsOf(programme, all, locale, write) },
        named(all.slice(0, 6)),
      );
    }
    const isPaper = (id: string): boolean => programme.papers.some((paper) => paper.id === id);
    const before = application.request;
    const older = [...(before?.fields ?? []), ...(before?.papers ?? [])].filter((id) => !paths.includes(id));
    const request = {
      fields: [...new Set([...(before?.fields ?? []), ...paths.filter((id) => !isPaper(id))])],
      papers: [...new Set([...(before?.papers ?? []), ...paths.filter(isPaper)])],
      note: noteBeside(held, officer, { older, paths, note }),
    };
    const course = begin(officer, held);
    const why = course.take({ kind: "ask-more", request }, paths.join(","));
    if (why !== undefined) return cannot(officer, held, why, "ask");
    const after = course.application();
    const { fields, papers } = request;
    return done(
      officer,
      held,
      course,
      "decided",
      {
        notices: [memberNews("sent-back", after, { fields, papers, note: request.note }, ["/resume"])],
        save: (inner) => saveAsked(inner, programme, after, now()),
      },
      "staff.done.asked",
      { names: labelsOf(programme, paths, locale, write) },
    );
  }

  /** Beside what was asked for before, a note stands with what it is for, and the older one stays with its own. */
  function noteBeside(
    { programme, application }: Held,
    { locale }: Officer,
    asked: {
      readonly older: readonly string[];
      readonly paths: readonly string[];
      readonly note: string;
    },
  ): string {
    const { older, paths, note } = asked;
    const before = application.request?.note ?? "";
    if (older.length === 0) return note;
    const standing = (ids: readonly string[], words: string): string =>
      write(locale, "staff.ask.note-for", { names: labelsOf(programme, ids, locale, write), note: words });
    const stands = older.some((id) => before.includes(standing([id], "").trim()));
    return [
      ...(before === "" ? [] : [stands ? before : standing(older, before)]),
      ...(note === "" ? [] : [standing(paths, note)]),
    ].join(locale === "en" ? "; " : "；");
  }

  async function correct(officer: Officer, held: Held, rest: string): Promise<Turn> {
    const { programme, form, application, units } = held;
    const { locale, staff } = officer;
    const number = application.number ?? "";
    if (application.unit !== staff.unit) return desk.say(officer, "staff.correct.not-yours", { number });
    if (!staff.roles.includes("reviewer")) {
      return desk.say(officer, "staff.no-right", { role: write(locale, "staff.role.reviewer") });
    }
    const found = firstNamed(rest, (words) =>
      meantBy(programme, form.answers, words).filter((path) => fieldOf(programme, path)?.type !== "list"),
    );
    const field = found === undefined ? undefined : fieldOf(programme, found.path);
    if (found === undefined || field === undefined)
      return desk.say(officer, "staff.usage.correct", { number });
    const batches = programme.fields.some(({ type }) => type === "batch")
      ? (await stores.applications.batches(programme.id, chinaDay(now()))).map((batch) => ({
          batch,
          free: 0,
        }))
      : [];
    const read = readValue(field, found.value, { now: now(), units, batches });
    const label = labelOf(programme, found.path, locale, write);
    if (read.kind === "wrong" || field.type === "batch" || field.type === "unit") {
      return desk.say(officer, "staff.correct.wrong", { label, example: field.example });
    }
    if (isDeepStrictEqual(form.answers[found.path], read.value)) {
      return desk.say(officer, "staff.correct.same", { label }, [`/case ${number}`]);
    }
    const after: StoredForm = { ...form, answers: { ...form.answers, [found.path]: read.value } };
    const course = begin(officer, held);
    const why = course.take({ kind: "correct", path: found.path }, found.path);
    if (why !== undefined) return cannot(officer, held, why, "correct");
    const names = {
      units: new Map(units.map(({ id, name }) => [id, name])),
      batches: new Map<string, string>(),
    };
    const show = (value: Value): string => shownValue(field, value, { locale, write, names });
    const at = now().toISOString();
    const before = form.answers[found.path];
    return done(
      officer,
      held,
      course,
      "corrected",
      {
        notices: [memberNews("corrected", course.application(), { path: found.path })],
        jobs: clockJobs(
          programme,
          course.application(),
          after.answers,
          momentsOf(course.application(), held.history),
          now(),
        ),
        async save(inner) {
          await inner.applications.setFingerprints(application.id, fingerprintsOf(programme, after.answers));
          await inner.applications.saveForm(application.id, form, after, at);
        },
      },
      "staff.done.corrected",
      { label, before: before === undefined ? "" : show(before), after: show(read.value) },
      [`/case ${number}`],
    );
  }

  async function noteDown(officer: Officer, held: Held, rest: string): Promise<Turn> {
    const { number = "" } = held.application;
    if (rest === "") return desk.say(officer, "staff.usage.note", { number });
    const course = begin(officer, held);
    const why = course.take({ kind: "note" }, rest);
    if (why !== undefined) return cannot(officer, held, why, "note");
    return done(officer, held, course, "noted", { notices: [] }, "staff.done.noted", {}, [`/case ${number}`]);
  }
}

/** "家庭年收入 32000" as a path and what follows its name; the longest name goes first. */
function firstNamed(
  rest: string,
  names: (words: string) => readonly string[],
): { readonly path: string; readonly value: string } | undefined {
  const cuts = Array.from(rest.matchAll(/[\s=:：是为]+/g), ({ 0: gap, index }) => ({
    index,
    after: index + gap.length,
  }));
  for (const { index, after } of cuts.reverse()) {
    const [path, ...others] = names(rest.slice(0, index));
    const value = rest.slice(after).trim();
    if (path !== undefined && others.length === 0 && value !== "") return { path, value };
  }
  return undefined;
}
