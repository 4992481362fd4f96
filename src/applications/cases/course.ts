// Events of a case worked out one after another and saved together: each becomes a row of the history, and the whole
// fails with AppError conflict when somebody else was quicker. cases.ts, review.ts and the jobs move cases only by this.
import {
  transition,
  type Actor,
  type Application,
  type ApplicationEvent,
  type HistoryEntry,
  type Transition,
} from "../../domain/application.ts";
import { AppError } from "../../domain/errors.ts";
import type { Programme } from "../../domain/programme.ts";
import type { Stores } from "../../stores/stores.ts";

export interface Course {
  /** The case after all events taken so far. */
  readonly application: () => Application;
  /** Takes the event when the case allows it; else nothing changes and the reason is given. */
  readonly take: (event: ApplicationEvent, note?: string) => Refused | undefined;
  readonly moved: () => boolean;
  /** Saves what was taken. Throws AppError conflict (retryable) when the stored case is no longer the one begun with. */
  readonly save: (stores: Pick<Stores, "applications">) => Promise<void>;
}

export type Refused = Extract<Transition, { kind: "refused" }>["why"];

/** A course of a case, by one actor at one instant. */
export function createCourse(programme: Programme, begun: Application, actor: Actor, at: string): Course {
  let application = begun;
  const steps: { readonly application: Application; readonly entry: HistoryEntry }[] = [];
  return {
    application: () => application,
    take(event, note = "") {
      const result = transition(programme, application, event, at);
      if (result.kind === "refused") return result.why;
      steps.push({
        application: result.application,
        entry: {
          application: application.id,
          revision: result.application.revision,
          event: event.kind,
          from: application.state,
          to: result.application.state,
          actor,
          note,
          at,
        },
      });
      ({ application } = result);
      return undefined;
    },
    moved: () => steps.length > 0,
    async save({ applications }) {
      for (const step of steps) {
        if (!(await applications.save(step.application, step.entry))) throw conflict();
      }
    },
  };
}

/** What was read has changed meanwhile: begin again. */
export function conflict(): AppError {
  return new AppError("conflict", { retryable: true });
}
