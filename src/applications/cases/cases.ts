// What members do with a case once it is sent: hand it in, add what was asked for, see where it stands, take it back, appeal
// once. The form (fill.ts) calls submit and supply; check.ts and review.ts carry the case on.
import { type Actor, type Application, isEnded, isOpen } from "../../domain/application.ts";
import { addDays, chinaDay } from "../../domain/days.ts";
import { HOME, type Answers } from "../../domain/form.ts";
import type { Locale } from "../../domain/message.ts";
import type { Programme } from "../../domain/programme.ts";
import type { NewJob } from "../../domain/job.ts";
import type { AuditEntry } from "../../stores/audit-store.ts";
import type { StoredForm } from "../../stores/application-store.ts";
import type { Notice } from "../../stores/notice-store.ts";
import type { Stores } from "../../stores/stores.ts";
import { createAppeal } from "./appeal.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { inLocale } from "./labels.ts";
import { type CaseView, stateWords, statusText } from "./status.ts";
import { batchOf, fingerprintsOf, priorityOf, receivedOf } from "./completeness.ts";
import { createCounter, SHOWN_MOST } from "./counter.ts";
import { conflict, createCourse } from "./course.ts";
import { clockJobs, momentsOf, stepJobs } from "./deadlines.ts";
import { memberNotice, responsible, staffNotices, tell } from "./notices.ts";
import { claimPlace, isAllotted, letGo } from "../jobs/places.ts";
import type { CaseService, Change, Save } from "../service.ts";

/** Days for which an ended case is still shown. */
const LATELY = 60;

export interface Cases extends CaseService {
  /** Ends what is open of a member's cases, drafts too: for erasing the member. */
  endCases(member: string): Promise<Save>;
  /** A consent taken back ends its case, a paid one as closed, and deletes what was filled in, of an ended one too. */
  endForConsent(application: Application, actor: Actor): Promise<Change<Application>>;
  /** What a case's programme and state are called. */
  describe(application: Application, locale: Locale): { programme: string; state: string };
}

export function createCases(deps: CaseDependencies): Cases {
  const { stores, programmes, write, now, newId } = deps;
  const counter = createCounter(deps);
  const { reply, saying, pick, titleOf } = counter;
  const appeal = createAppeal(deps, counter);
  const instant = (): string => now().toISOString();

  /** The case's place in its batch's line is taken from the moment it is sent, before anybody has looked at it. */
  async function queue(inner: Stores, programme: Programme, application: Application, answers: Answers) {
    await inner.applications.setFingerprints(application.id, fingerprintsOf(programme, answers));
    if (application.batch !== undefined) {
      await inner.applications.queueFor(application.id, application.batch, priorityOf(programme, answers));
    }
  }

  const withBatch = (application: Application, batch: string | undefined): Application => {
    const { batch: _, ...rest } = application;
    return batch === undefined ? rest : { ...rest, batch };
  };

  const checkJob = ({ id, revision }: Application): NewJob => ({
    name: "check",
    payload: { application: id },
    key: `check:${id}:${revision}`,
  });

  async function view(application: Application): Promise<CaseView> {
    const { applications, members } = stores;
    const { batch: id, state } = application;
    const [history, units, batch, form] = await Promise.all([
      applications.history(application.id),
      members.units(),
      id === undefined ? undefined : applications.findBatch(id),
      state === "needs-more" || state === "refused" ? applications.form(application.id) : undefined,
    ]);
    const programme = programmeOf(programmes, application);
    const received = form === undefined ? [] : receivedOf(application, form);
    const purged = state === "refused" && form === undefined;
    const seen = { application, programme, history, units, received, purged, ...(batch && { batch }) };
    const today = chinaDay(now());
    if (state !== "waiting" || batch === undefined || !isAllotted(programme, batch, today)) return seen;
    const { position } = await claimPlace(stores, programme, batch, application.id, today);
    return { ...seen, position };
  }

  /**
   * Ends the case and lets go of its place: a paid one is closed, any other withdrawn. Staff's news and the audit line are
   * left to the caller: a purge deletes news told before it, and the line goes last, for it locks the log.
   */
  async function end(
    application: Application,
    actor: Actor,
  ): Promise<Change<Application> & { readonly news: readonly Notice[]; readonly line: AuditEntry }> {
    const at = instant();
    const programme = programmeOf(programmes, application);
    const course = createCourse(programme, application, actor, at);
    const paid = application.state === "paid";
    course.take({ kind: paid ? "close" : "withdraw" });
    const after = course.application();
    const [units, staff] = await Promise.all([stores.members.units(), stores.members.staff()]);
    const news =
      paid || application.assignee === undefined
        ? []
        : staffNotices(newId, responsible(staff, units, application), "withdrawn", {
            application: after,
            at,
          });
    return {
      result: after,
      news,
      line: { actor, action: paid ? "closed" : "withdrawn", subject: `application:${application.id}`, at },
      async save(inner) {
        if (!course.moved()) return;
        await course.save(inner);
        await inner.applications.unqueue(application.id);
        await letGo(inner, application, after.revision, at);
      },
    };
  }

  return {
    async submit(application, form, actor) {
      const at = instant();
      const programme = programmeOf(programmes, application);
      const [number, home] = await Promise.all([
        stores.applications.nextNumber(Number(chinaDay(now()).slice(0, 4))),
        homeOf(stores, application, form.answers),
      ]);
      const begun = withBatch(application, batchOf(programme, form.answers));
      const course = createCourse(programme, begun, actor, at);
      if (course.take({ kind: "submit", number, home }) !== undefined) throw conflict();
      const after = course.application();
      const jobs = clockJobs(programme, after, form.answers, { submitted: at }, now());
      return {
        result: after,
        async save(inner) {
          await course.save(inner);
          await queue(inner, programme, after, form.answers);
          await inner.jobs.add([checkJob(after), ...jobs], at);
          await inner.audit.append({ actor, action: "submitted", subject: `application:${after.id}`, at });
        },
      };
    },

    async supply(application, form, actor) {
      const at = instant();
      const programme = programmeOf(programmes, application);
      const [stored, history, units, staff] = await Promise.all([
        stores.applications.form(application.id),
        stores.applications.history(application.id),
        stores.members.units(),
        stores.members.staff(),
      ]);
      const asked = [...(application.request?.fields ?? []), ...(application.request?.papers ?? [])];
      const paths = [...new Set([...asked, ...changedPaths(stored, form)])];
      const begun = withBatch(application, batchOf(programme, form.answers) ?? application.batch);
      const course = createCourse(programme, begun, actor, at);
      if (course.take({ kind: "supply" }, paths.join(",")) !== undefined) throw conflict();
      const after = course.application();
      const jobs = [
        ...clockJobs(programme, after, form.answers, momentsOf(after, history), now()),
        ...stepJobs(programme, after, at),
      ];
      const told =
        after.state === "in-review"
          ? staffNotices(newId, responsible(staff, units, after), "supplied", {
              application: after,
              at,
              values: { fields: paths },
              suggestions: [`/case ${after.number ?? ""}`],
            })
          : [];
      return {
        result: after,
        async save(inner) {
          await course.save(inner);
          await queue(inner, programme, after, form.answers);
          await inner.jobs.add(after.state === "submitted" ? [checkJob(after), ...jobs] : jobs, at);
          await tell(inner, told, at);
          await inner.audit.append({ actor, action: "supplied", subject: `application:${after.id}`, at });
        },
      };
    },

    async status(speaker) {
      const { locale, member } = speaker;
      const all = await stores.applications.ofMember(member);
      const since = addDays(chinaDay(now()), -LATELY);
      const shown = all.filter(
        ({ number, state, updatedAt }) =>
          isOpen(state) ||
          (number !== undefined && state !== "expired" && isEnded(state) && updatedAt >= since),
      );
      const drafts = all.filter(({ state }) => state === "draft");
      if (shown.length + drafts.length === 0)
        return saying(speaker, "case.status.none", { hotline: deps.hotline }, ["/apply"]).replies;
      const reading = { locale, write, now: now() };
      const blocks: string[] = [];
      for (const one of shown.slice(0, SHOWN_MOST)) blocks.push(statusText(await view(one), reading));
      for (const draft of drafts.slice(0, SHOWN_MOST)) {
        const programme = inLocale(programmeOf(programmes, draft).name, locale);
        blocks.push(write(locale, "case.status.draft", { programme }));
      }
      const left = shown.length - SHOWN_MOST;
      if (left > 0) blocks.push(write(locale, "case.status.more", { count: left }));
      const resume = drafts.length > 0 || shown.some(({ state }) => state === "needs-more");
      return [
        reply(locale, blocks.join("\n\n"), [
          ...(resume ? ["/resume"] : []),
          ...(shown.some(({ state }) => isOpen(state)) ? ["/withdraw"] : []),
        ]),
      ];
    },

    async withdraw(speaker, number) {
      const { one, all } = await pick(speaker, number, ({ state }) => isOpen(state) && state !== "paid");
      if (all.length === 0) return saying(speaker, "case.withdraw.none");
      const taps = all.slice(0, SHOWN_MOST).map((each) => `/withdraw ${each.number ?? ""}`);
      if (one === undefined || number === undefined || number === "") {
        const names = all.map((each) => titleOf(each, speaker.locale)).join("\n");
        return saying(
          speaker,
          number ? "case.withdraw.unknown" : "case.withdraw.ask",
          { cases: names },
          taps,
        );
      }
      const { save, news, line } = await end(one, { kind: "member", id: speaker.member });
      return {
        ...saying(speaker, "case.withdraw.done", { case: titleOf(one, speaker.locale) }),
        async save(inner) {
          await save(inner);
          await tell(inner, news, line.at);
          await inner.audit.append(line);
        },
      };
    },

    appeal,

    async endCases(member) {
      const open = (await stores.applications.ofMember(member)).filter(({ state }) => !isEnded(state));
      const actor: Actor = { kind: "member", id: member };
      const changes: Awaited<ReturnType<typeof end>>[] = [];
      for (const one of open) changes.push(await end(one, actor));
      return async (inner) => {
        for (const { save, news, line } of changes) {
          await save(inner);
          await tell(inner, news, line.at);
        }
        for (const { line } of changes) await inner.audit.append(line);
      };
    },

    async endForConsent(application, actor) {
      const { result, save, news, line } = await end(application, actor);
      const { at } = line;
      const told = [
        ...news,
        memberNotice(newId, "consent-ended", { application: result, at, suggestions: ["/status"] }),
      ];
      return {
        result,
        async save(inner) {
          await save(inner);
          await inner.applications.purge(application.id, at);
          if (result === application) return;
          await tell(inner, told, at);
          await inner.audit.append(line);
        },
      };
    },

    describe: (application, locale) => ({
      programme: inLocale(programmeOf(programmes, application).name, locale),
      state: stateWords(application, locale, write),
    }),
  };
}

async function homeOf(stores: Stores, application: Application, answers: Answers): Promise<string> {
  const answered = answers[HOME];
  if (typeof answered === "string") return answered;
  if (application.home !== undefined) return application.home;
  const units = await stores.members.units();
  return units.find(({ parent }) => parent === undefined)?.id ?? units[0]?.id ?? "";
}

/** Paths of answers, and ids of papers, that differ. */
function changedPaths(before: StoredForm | undefined, after: StoredForm): string[] {
  if (before === undefined) return [];
  const differs = (one: unknown, other: unknown): boolean => JSON.stringify(one) !== JSON.stringify(other);
  const paths = new Set([...Object.keys(before.answers), ...Object.keys(after.answers)]);
  const papers = new Set([...Object.keys(before.files), ...Object.keys(after.files)]);
  const ids = (form: StoredForm, paper: string): string[] => (form.files[paper] ?? []).map(({ id }) => id);
  return [
    ...[...paths].filter((path) => differs(before.answers[path], after.answers[path])),
    ...[...papers].filter((paper) => differs(ids(before, paper), ids(after, paper))),
  ];
}
