// Finds what a form asks next: the stage that is open, the question in it, and what is said on the way there (the verdict,
// the papers, the consent). Pure; form-advance.ts comes here after every change.
import { findingOf } from "./eligibility.ts";
import { prune } from "./change.ts";
import type { Form, Outcome, Progress } from "../form.ts";
import { itemsOf, nextField, nextPaper, paperAt, pathsOf } from "./path.ts";

export interface Advanced {
  readonly progress: Progress;
  readonly outcomes: readonly Outcome[];
}

/** What one thing said did to the progress. `over`: nothing is asked next, the outcomes end the turn. */
export interface Taken {
  readonly progress: Progress;
  readonly outcomes: readonly Outcome[];
  readonly over: boolean;
}

export const going = (progress: Progress, ...outcomes: Outcome[]): Taken => ({
  progress,
  outcomes,
  over: false,
});
export const ending = (progress: Progress, ...outcomes: Outcome[]): Taken => ({
  progress,
  outcomes,
  over: true,
});

/** Finds what is asked next, passing through the stages that ask nothing. */
export function proceed(form: Form, progress: Progress): Advanced {
  const outcomes: Outcome[] = [];
  let current = prune(form, progress).progress;
  for (;;) {
    const { correcting } = current;
    if (correcting !== undefined && isAskable(form, current, correcting)) {
      return asking(current, correcting, outcomes);
    }
    const { correcting: _, ...plain } = current;
    switch (current.stage) {
      case "eligibility": {
        const asked = nextField(form, current, true);
        if (asked !== undefined) return asking(plain, asked, outcomes);
        const finding = findingOf(form, current.answers);
        current = { ...judged(form, plain), stage: "papers" };
        if (finding !== undefined) outcomes.push({ kind: "verdict", verdict: finding.verdict });
        break;
      }
      case "papers": {
        const papers = itemsOf(form, current).flatMap((item) => (item.kind === "paper" ? [item.paper] : []));
        if (papers.length > 0) outcomes.push({ kind: "list-papers", papers });
        current = { ...plain, stage: "consent" };
        break;
      }
      case "consent":
        return {
          progress: withoutAsked(plain),
          outcomes: [...outcomes, { kind: "ask-consent", again: false }],
        };
      case "fields": {
        const asked = nextField(form, current, false);
        if (asked !== undefined) return asking(plain, asked, outcomes);
        current = { ...plain, stage: "files" };
        break;
      }
      case "files": {
        const open = nextField(form, current, false);
        if (open !== undefined) return asking(plain, open, outcomes);
        const asked = nextPaper(form, current);
        if (asked !== undefined) return asking(plain, asked, outcomes);
        current = { ...plain, stage: "summary" };
        break;
      }
      case "summary": {
        const open = nextField(form, current, false) ?? nextPaper(form, current);
        if (open !== undefined) return asking(plain, open, outcomes);
        return { progress: withoutAsked(plain), outcomes: [...outcomes, { kind: "summary" }] };
      }
      case "sent":
        return { progress: withoutAsked(plain), outcomes };
      default: {
        const impossible: never = current.stage;
        return impossible;
      }
    }
  }
}

function asking(progress: Progress, asked: string, outcomes: readonly Outcome[]): Advanced {
  // What was missed or half said belongs to the question it answered.
  const kept = progress.asked === asked ? progress : { ...withoutAsked(progress), misses: 0 };
  return { progress: { ...kept, asked }, outcomes: [...outcomes, { kind: "ask" }] };
}

function withoutAsked(progress: Progress): Progress {
  const { asked: _, partial: _2, ...rest } = progress;
  return rest;
}

/** Whether the path can be asked: it applies now, or is a paper. */
export const isAskable = (form: Form, progress: Progress, path: string): boolean =>
  paperAt(form, path) !== undefined || pathsOf(form, progress).some((one) => one.path === path);

/** The verdict as the answers stand. */
export function judged(form: Form, progress: Progress): Progress {
  const finding = findingOf(form, progress.answers);
  const { verdict: _, category: _2, ...rest } = progress;
  if (finding === undefined) return rest;
  const { verdict, category } = finding;
  return { ...rest, verdict, ...(category === undefined ? {} : { category }) };
}
