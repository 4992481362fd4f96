// From consent to sending: the draft is kept, somebody else's agreement is asked for by a code, a draft is cancelled, a form
// is handed over. fill.ts calls it with what the member said.
import { type Application, transition } from "../../domain/application.ts";
import { type Form, HOME, type Outcome, type Progress } from "../../domain/form.ts";
import { missingPapers } from "../../domain/form/path.ts";
import { inLocale } from "../cases/labels.ts";
import { conflict } from "../cases/course.ts";
import { draftJobs } from "../cases/deadlines.ts";
import { type FillDependencies, inOrder, type Session, type Sessions } from "./fill-session.ts";
import type { Save, Speaker, Turn } from "../service.ts";
import { tell } from "./wording.ts";
import { joined } from "./wording-value.ts";

/** Hours in which the person an application is filled in for can agree by the code. */
const CODE_HOURS = 24;

export function createKeeping(deps: FillDependencies, sessions: Sessions) {
  const { cases, now, newId, newCode } = deps;
  const { saying, said, tellingOf, leadOf, stateOf, storedOf, saving } = sessions;

  /** Consent was given: from here on the answers are kept. */
  function keep(speaker: Speaker, { form, progress }: Session, outcomes: readonly Outcome[]): Turn {
    const at = now().toISOString();
    const { member } = speaker;
    const { id: programme, version } = form.programme;
    const home = progress.answers[HOME] ?? (form.units.length === 1 ? form.units[0]?.id : undefined);
    const application: Application = {
      id: newId(),
      programme,
      version,
      member,
      filledBy: member,
      state: "draft",
      ...(typeof home === "string" ? { home } : {}),
      step: 0,
      ...(progress.category === undefined ? {} : { category: progress.category }),
      appealed: false,
      revision: 0,
      createdAt: at,
      updatedAt: at,
    };
    const stored = storedOf(progress);
    const session: Session = { form, progress, kept: { application, stored }, lead: [] };
    const code = progress.forOther === true ? codeFor(speaker, application.id, "consent.code") : undefined;
    return {
      state: stateOf(progress, application.id),
      replies: tell(tellingOf(speaker, session), progress, outcomes, code === undefined ? [] : [code.text]),
      async save(inner) {
        await inner.applications.create(application, stored);
        if (code === undefined) {
          await inner.members.addConsent({
            member,
            programme,
            version,
            application: application.id,
            givenAt: at,
          });
        } else await code.save(inner);
        await inner.jobs.add(draftJobs(form.programme, application, progress.answers, now()), at);
      },
    };
  }

  /** A code the person types in their own chat; members/membership.ts takes it and makes the draft theirs. */
  function codeFor(
    speaker: Speaker,
    application: string,
    key: string,
  ): { readonly text: string; readonly save: Save } {
    const code = newCode();
    const expires = new Date(now().getTime() + CODE_HOURS * 3_600_000).toISOString();
    return {
      text: said(speaker, key, { code, hours: CODE_HOURS }),
      save: (inner) => inner.members.addCode(code, { kind: "fill", application }, expires),
    };
  }

  /** Somebody says in the middle whom the application is for. */
  function handOver(
    speaker: Speaker,
    { progress, kept }: Session,
  ): { readonly text: string; readonly save: Save } | undefined {
    if (kept === undefined || kept.application.member !== kept.application.filledBy) return undefined;
    const { id, programme, version, member } = kept.application;
    const at = now().toISOString();
    if (progress.forOther === true) {
      const code = codeFor(speaker, id, "consent.code");
      return {
        text: code.text,
        async save(inner) {
          await inner.members.withdrawConsent(member, id, at);
          await code.save(inner);
        },
      };
    }
    return {
      text: "",
      save: (inner) => inner.members.addConsent({ member, programme, version, application: id, givenAt: at }),
    };
  }

  function cancelling(speaker: Speaker, form: Form, application: Application): { readonly save?: Save } {
    const at = now().toISOString();
    const moved = transition(form.programme, application, { kind: "withdraw" }, at);
    if (moved.kind === "refused") return {};
    return {
      async save(inner) {
        const entry = {
          application: application.id,
          revision: moved.application.revision,
          event: "withdraw",
          from: application.state,
          to: moved.application.state,
          actor: { kind: "member", id: speaker.member },
          note: "",
          at,
        } as const;
        if (!(await inner.applications.save(moved.application, entry))) throw conflict();
        await inner.members.withdrawConsent(application.member, application.id, at);
        await inner.applications.purge(application.id, at);
      },
    };
  }

  async function send(speaker: Speaker, session: Session, outcomes: readonly Outcome[]): Promise<Turn> {
    const { form, progress, kept } = session;
    if (kept === undefined) return { state: undefined, replies: [] };
    const { application, stored } = kept;
    const telling = tellingOf(speaker, session);
    if (!telling.agreed) {
      const waiting: Progress = { ...progress, stage: "summary" };
      const code = codeFor(speaker, application.id, "consent.code-again");
      const { save } = saving(session, waiting);
      return {
        state: stateOf(waiting, application.id),
        replies: [saying(speaker, code.text, [said(speaker, "tap.submit")])],
        save: inOrder([...(save === undefined ? [] : [save]), code.save]),
      };
    }
    const after = storedOf(progress);
    const actor = { kind: "member", id: speaker.member } as const;
    const version = { ...application, version: form.programme.version };
    const supplying = application.state === "needs-more";
    const change = supplying
      ? await cases.supply(version, after, actor)
      : await cases.submit(version, after, actor);
    const ownCase = application.member === speaker.member;
    const missing = missingPapers(form, progress).map(({ label }) => inLocale(label, speaker.locale));
    const lines = [
      ...leadOf(speaker, session),
      said(speaker, supplying ? "sent.supplied" : "sent.done", { number: change.result.number ?? "" }),
      ...(supplying ? [] : [inLocale(form.programme.afterwards, speaker.locale)]),
      ...(supplying || missing.length === 0
        ? []
        : [said(speaker, "sent.papers", { papers: joined(speaker.locale, missing) })]),
      said(speaker, ownCase ? "sent.status" : "sent.status-other"),
    ];
    const spoken = tell(
      telling,
      progress,
      outcomes.filter(({ kind }) => kind !== "submit"),
    );
    return {
      state: undefined,
      replies: [...spoken, saying(speaker, lines.join("\n"), ownCase ? [said(speaker, "tap.status")] : [])],
      async save(inner) {
        await inner.applications.saveForm(application.id, stored, after, now().toISOString());
        await change.save(inner);
      },
    };
  }

  return { keep, handOver, cancelling, send };
}
