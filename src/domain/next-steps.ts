import type { Application } from "./application.ts";
import type { Programme } from "./programme.ts";

/** What lies before a case; the first of them is what happens next. `days` are working days. */
export type NextStep =
  | { readonly kind: "send" | "check" | "supply" | "place" | "wait" | "pay" | "attend" | "close" | "appeal" }
  | { readonly kind: "review"; readonly step: number; readonly days: number }
  | { readonly kind: "appeal-review"; readonly days: number }
  | { readonly kind: "notice"; readonly days: number };

/** Days in which an appeal is looked at when the programme has no step to measure it by. */
const APPEAL_DAYS = 10;

/** The way ahead of a case when all goes well, nearest first; empty when it has ended for good. Pure. */
export function nextSteps(application: Application, programme: Programme): readonly NextStep[] {
  const { state, step } = application;
  const reviews = (from: number): NextStep[] =>
    programme.steps.slice(from).map((one, index) => ({ kind: "review", step: from + index, days: one.days }));
  const notice: NextStep[] =
    programme.publicNoticeDays > 0 ? [{ kind: "notice", days: programme.publicNoticeDays }] : [];
  const outcome: NextStep[] =
    programme.outcome === "paid"
      ? [{ kind: "pay" }]
      : programme.outcome === "placed"
        ? [{ kind: "place" }, { kind: "attend" }]
        : [{ kind: "close" }];
  const reviewed = [...reviews(step), ...notice, ...outcome];
  switch (state) {
    case "draft":
      return [{ kind: "send" }, { kind: "check" }, ...reviewed];
    case "submitted":
      return [{ kind: "check" }, ...reviewed];
    case "checked":
    case "in-review":
      return reviewed;
    case "needs-more":
      return [
        { kind: "supply" },
        ...(application.request?.from === "in-review" ? [] : [{ kind: "check" } as const]),
        ...reviewed,
      ];
    case "public-notice":
      return [...notice, ...outcome];
    case "approved":
      return outcome;
    case "waiting":
      return [{ kind: "wait" }, { kind: "attend" }];
    case "placed":
      return [{ kind: "attend" }];
    case "paid":
      return [{ kind: "close" }];
    case "refused":
      return application.appealed ? [] : [{ kind: "appeal" }];
    case "appealed":
      return [{ kind: "appeal-review", days: programme.steps[step]?.days ?? APPEAL_DAYS }, ...outcome];
    case "closed":
    case "withdrawn":
    case "expired":
      return [];
    default: {
      const impossible: never = state;
      return impossible;
    }
  }
}
