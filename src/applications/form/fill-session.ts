// A form that is open in a talk: read from the conversation before consent and from the application's rows afterwards, told
// in the member's language, and saved. fill.ts and its parts share it.
import type { Application, HistoryEntry } from "../../domain/application.ts";
import type { FillState, Form, Progress } from "../../domain/form.ts";
import { beginSupply } from "../../domain/form/advance.ts";
import { carryOver } from "../../domain/form/carry.ts";
import type { Reply } from "../../domain/message.ts";
import type { Programme } from "../../domain/programme.ts";
import type { StoredForm } from "../../stores/application-store.ts";
import type { Stores } from "../../stores/stores.ts";
import { inLocale } from "../cases/labels.ts";
import type { Cases } from "../cases/cases.ts";
import { receivedOf } from "../cases/completeness.ts";
import { conflict } from "../cases/course.ts";
import { clockJobs } from "../cases/deadlines.ts";
import { formOf, type FormSource } from "./form-source.ts";
import type { Programmes } from "../programmes.ts";
import type { Save, Speaker } from "../service.ts";
import { message } from "./wording.ts";
import type { Telling } from "./wording-line.ts";

export interface FillDependencies extends FormSource {
  readonly programmes: Pick<Programmes, "current" | "version">;
  /** Read only; what is to be written waits in `Turn.save`. */
  readonly stores: Stores;
  readonly cases: Pick<Cases, "submit" | "supply" | "describe">;
  readonly now: () => Date;
  /** A new UUID. */
  readonly newId: () => string;
  /** A one-time code for the person an application is filled in for. */
  readonly newCode: () => string;
  readonly hotline: string;
}

/** A form that is open, as it was read. */
export interface Session {
  readonly form: Form;
  readonly progress: Progress;
  /** What is kept of it; none before consent. */
  readonly kept?: { readonly application: Application; readonly stored: StoredForm };
  /** Said first: that the form changed. */
  readonly lead: readonly string[];
}

type Reader = Pick<Speaker, "locale">;

export type Sessions = ReturnType<typeof createSessions>;

export function createSessions(deps: FillDependencies) {
  const { programmes, stores, write, now, hotline } = deps;

  const nameOf = ({ name }: Programme, { locale }: Reader): string => inLocale(name, locale);

  const saying = (reader: Reader, text: string, suggestions: readonly string[] = []): Reply =>
    message(reader, [{ text, suggestions }]);

  const said = (
    { locale }: Reader,
    key: string,
    values: Readonly<Record<string, string | number>> = {},
  ): string => write(locale, `form.${key}`, values);

  function tellingOf(speaker: Speaker, { form, kept, progress }: Session): Telling {
    const agreed =
      progress.forOther !== true ||
      kept === undefined ||
      kept.application.member !== kept.application.filledBy;
    return { form, locale: speaker.locale, write, hotline, now: now(), kept: kept !== undefined, agreed };
  }

  function leadOf(speaker: Speaker, { lead, form }: Session): string[] {
    return lead.map((key) => said(speaker, key, { programme: nameOf(form.programme, speaker) }));
  }

  const stateOf = (progress: Progress, application: string | undefined): FillState => ({
    ...(application === undefined ? { progress } : { application }),
    ...(progress.paused ? { paused: true } : {}),
  });

  /** The draft, or what an officer asked for; undefined when it can no longer be filled in by this member. */
  async function openKept(speaker: Speaker, application: Application): Promise<Session | undefined> {
    const { state, member, filledBy, request } = application;
    if (speaker.member !== member && speaker.member !== filledBy) return undefined;
    if (state !== "draft" && state !== "needs-more") return undefined;
    const stored = await stores.applications.form(application.id);
    if (stored === undefined) return undefined;
    const { position, answers, files } = stored;
    const progress: Progress = { ...position, answers, files };
    const opened = await openForm(progress);
    if (opened === undefined) return undefined;
    const kept = { application, stored };
    if (state === "draft" || request === undefined) return { ...opened, kept };
    const wanted = [...request.fields, ...request.papers];
    const begun =
      progress.stage !== "sent" && progress.only !== undefined && wanted.join() === progress.only.join();
    // More was asked for meanwhile: what came for the first request need not come again.
    const came = receivedOf(application, stored);
    const asked = begun ? opened.progress : beginSupply(opened.form, opened.progress, wanted, came).progress;
    return { ...opened, progress: asked, kept };
  }

  /** The form a progress was made under, or the present one with the answers carried over. */
  async function openForm(progress: Progress): Promise<Session | undefined> {
    const known = programmes.version(progress.programme, progress.version);
    if (known !== undefined) return { form: await formOf(deps, known, now()), progress, lead: [] };
    const current = programmes.current.get(progress.programme);
    if (current === undefined) return undefined;
    const form = await formOf(deps, current, now());
    return { form, progress: carryOver(form, progress).progress, lead: ["begin.changed"] };
  }

  async function sessionOf(speaker: Speaker, state: FillState): Promise<Session | undefined> {
    if (state.application !== undefined) {
      const application = await stores.applications.find(state.application);
      return application === undefined ? undefined : openKept(speaker, application);
    }
    return state.progress === undefined ? undefined : openForm(state.progress);
  }

  const storedOf = ({ answers, files, ...position }: Progress): StoredForm => ({ position, answers, files });

  /** Keeps what changed, and the version when the draft was carried over to another. */
  function saving({ kept, form }: Session, progress: Progress): { readonly save?: Save } {
    if (kept === undefined) return {};
    const { application, stored } = kept;
    const after = storedOf(progress);
    const moved = application.version !== form.programme.version;
    if (!moved && JSON.stringify(after) === JSON.stringify(stored)) return {};
    return {
      async save(inner) {
        if (moved) await moveVersion(inner, application, form.programme.version);
        const at = now().toISOString();
        await inner.applications.saveForm(application.id, stored, after, at);
        // A day that a clock runs from: the member is reminded even while this is a draft.
        if (form.programme.clocks.some(({ from }) => stored.answers[from] !== after.answers[from])) {
          await inner.jobs.add(clockJobs(form.programme, application, after.answers, {}, now()), at);
        }
      },
    };
  }

  /** A draft whose version is known no more goes on under the present one. */
  async function moveVersion(inner: Stores, application: Application, version: number): Promise<void> {
    const { id, state, revision } = application;
    const at = now().toISOString();
    const entry: HistoryEntry = {
      application: id,
      revision: revision + 1,
      event: "correct",
      from: state,
      to: state,
      actor: { kind: "system", id: "carry-over" },
      note: "",
      at,
    };
    const next: Application = { ...application, version, revision: revision + 1, updatedAt: at };
    if (!(await inner.applications.save(next, entry))) throw conflict();
  }

  return { nameOf, saying, said, tellingOf, leadOf, stateOf, openKept, sessionOf, storedOf, saving };
}

/** One save after the other, in one transaction. */
export const inOrder =
  (saves: readonly Save[]): Save =>
  async (inner) => {
    for (const save of saves) await save(inner);
  };
