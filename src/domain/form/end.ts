// How a form ends, and what asks to be confirmed before: consent, cancelling, starting over, sending with papers missing.
// Pure; form-advance.ts comes here for a yes, a no and for sending.
import { type Form, HOME, type Progress } from "../form.ts";
import { isItemDone, itemsOf, missingPapers, nextField } from "./path.ts";
import { ending, going, type Taken } from "./proceed.ts";
import type { Paper } from "../programme.ts";

export function decided(
  form: Form,
  progress: Progress,
  confirming: Progress["confirming"],
  answer: "yes" | "no",
): Taken {
  if (confirming === "cancel") {
    return answer === "yes" ? ending(progress, { kind: "cancelled" }) : going(progress);
  }
  if (confirming === "start-over") {
    if (answer === "no") return going(progress);
    const { programme, version, only, answers, files } = progress;
    const home = answers[HOME];
    const anew: Progress = {
      programme,
      version,
      stage: only === undefined ? "eligibility" : "fields",
      answers: only !== undefined ? answers : home === undefined ? {} : { [HOME]: home },
      skipped: only === undefined ? [] : progress.skipped,
      files: only === undefined ? {} : files,
      misses: 0,
      paused: false,
      ...(only === undefined ? {} : { only, supplied: [] }),
      ...(progress.counts === undefined || only === undefined ? {} : { counts: progress.counts }),
      ...(progress.forOther === undefined ? {} : { forOther: progress.forOther }),
    };
    return going(anew, { kind: "started-over" });
  }
  if (confirming === "send-incomplete") {
    if (answer === "yes") return ending({ ...progress, stage: "sent" }, { kind: "submit" });
    return going(askedAgain(progress, missingPapers(form, progress)));
  }
  if (progress.stage === "consent") {
    return answer === "yes"
      ? going({ ...progress, stage: "fields" }, { kind: "consented" })
      : ending(progress, { kind: "declined" });
  }
  return going(progress);
}

export function submit(form: Form, progress: Progress, confirmed: boolean): Taken {
  if (progress.stage === "files" && nextField(form, progress, false) === undefined) {
    // Papers not asked for yet can be brought later; the summary says which.
    const papers = itemsOf(form, progress).filter(
      ({ kind, path }) => kind === "paper" && !progress.skipped.includes(path),
    );
    return going({ ...progress, skipped: [...progress.skipped, ...papers.map(({ path }) => path)] });
  }
  if (progress.stage !== "summary") {
    const open = itemsOf(form, progress).filter((item) => !isItemDone(form, progress, item)).length;
    return going(
      progress,
      ...(progress.stage === "consent" ? [] : [{ kind: "not-yet" as const, left: Math.max(1, open) }]),
    );
  }
  const missing = missingPapers(form, progress);
  // What an officer asked for is sent when it is whole: without it the case would only come back.
  if (missing.length > 0 && progress.only !== undefined) {
    return going(askedAgain(progress, missing), { kind: "not-yet", left: missing.length });
  }
  if (missing.length > 0 && !confirmed) {
    const papers = missing.map(({ id }) => id);
    return ending({ ...progress, confirming: "send-incomplete" }, { kind: "confirm-incomplete", papers });
  }
  return ending({ ...progress, stage: "sent" }, { kind: "submit" });
}

/** Papers that were put off are asked for once more. */
function askedAgain(progress: Progress, papers: readonly Paper[]): Progress {
  const skipped = progress.skipped.filter((path) => papers.every(({ id }) => id !== path));
  return { ...progress, stage: "files", skipped };
}
