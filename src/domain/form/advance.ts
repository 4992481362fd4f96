// Leads a member through a form: what was said changes the progress, and the outcomes tell what to answer. Pure; what the
// words mean was told apart before (applications/form/listen.ts), and wording.ts says the outcomes.
import { correct, items, put, skip } from "./answer.ts";
import { removeItem } from "./change.ts";
import { decided, submit } from "./end.ts";
import { takeFiles } from "./files.ts";
import type { Answers, Form, Outcome, Progress, Said } from "../form.ts";
import { anotherOf, countOf, fieldAt, isDone, pathsOf, progressCount } from "./path.ts";
import { type Advanced, ending, going, isAskable, proceed, type Taken } from "./proceed.ts";

/** A progress with nothing said yet but what is known of the member (`known`: the unit they belong to), and what to say first. */
export function beginForm(form: Form, known: Answers = {}): Advanced {
  const { id, version } = form.programme;
  return proceed(form, {
    programme: id,
    version,
    stage: "eligibility",
    answers: known,
    skipped: [],
    files: {},
    misses: 0,
    paused: false,
  });
}

/** A progress that asks for what an officer marked and nothing else; `supplied` of it has come since it was asked for. */
export function beginSupply(
  form: Form,
  progress: Progress,
  only: readonly string[],
  supplied: readonly string[] = [],
): Advanced {
  const { asked: _, correcting: _2, confirming: _3, held: _4, ...kept } = progress;
  const skipped = kept.skipped.filter((path) => !only.includes(path) || supplied.includes(path));
  return proceed(form, { ...kept, stage: "fields", only, skipped, supplied, paused: false });
}

/**
 * One message of the member, in what it means. Never loses an answer but one that was corrected, started over or hangs on
 * another that changed; `outcomes` ends with what the member is asked next, or with how the form ended.
 */
export function advance(form: Form, progress: Progress, said: readonly Said[]): Advanced {
  let current: Progress = { ...progress, paused: false };
  const outcomes: Outcome[] = [];
  let over = false;
  for (const one of said) {
    const step = take(form, current, one);
    current = step.progress;
    outcomes.push(...step.outcomes);
    ({ over } = step);
  }
  if (over) return { progress: current, outcomes };
  const next = proceed(form, current);
  // The whole summary, and the consent, are read once; afterwards it is enough to say what changed.
  const shown = progress.stage === "summary";
  const again = progress.stage === "consent" && said.every(({ kind }) => kind !== "for-other");
  const asked = next.outcomes.map((one): Outcome => {
    if (shown && one.kind === "summary") return { kind: "ready" };
    return one.kind === "ask-consent" ? { ...one, again } : one;
  });
  return { progress: next.progress, outcomes: [...outcomes, ...asked] };
}

function take(form: Form, before: Progress, said: Said): Taken {
  const { confirming, held: _, candidates: _2, ...progress } = before;
  if (confirming !== undefined && said.kind !== "yes" && said.kind !== "no" && said.kind !== "submit") {
    // Anything else is taken as it stands; nothing was confirmed.
    return take(form, progress, said);
  }
  const at = progress.correcting ?? progress.asked;
  const field = at === undefined ? undefined : fieldAt(form, at);
  switch (said.kind) {
    case "answer":
      return progress.asked === undefined
        ? going(progress)
        : put(form, progress, progress.asked, said.value, said.note);
    case "give":
      return isAskable(form, progress, said.path)
        ? put(form, progress, said.path, said.value, said.note)
        : going(progress);
    case "wrong":
      return going(
        {
          ...progress,
          misses: progress.misses + 1,
          ...(said.partial === undefined ? {} : { partial: said.partial }),
        },
        ...(field === undefined
          ? []
          : [
              {
                kind: "wrong" as const,
                problem: said.problem,
                field,
                ...(said.choices === undefined ? {} : { choices: said.choices }),
              },
            ]),
      );
    case "correct":
      return correct(form, progress, said.path);
    case "which":
      return ending(
        { ...progress, candidates: said.candidates },
        { kind: "which-field", candidates: said.candidates },
      );
    case "items":
    case "another":
    case "no-more":
      return items(form, progress, said);
    case "more-of":
      return items(form, { ...progress, asked: anotherOf(said.list) }, { kind: "another" });
    case "remove-item": {
      const { list, index } = said;
      if (index >= countOf(progress, list)) return going(progress);
      return going(removeItem(progress, list, index), { kind: "removed-item", list, index });
    }
    case "files":
    case "files-done":
    case "later":
    case "drop-file":
      return takeFiles(form, progress, said);
    case "hold":
      return ending({ ...progress, held: said.text }, { kind: "which-meaning", text: said.text });
    case "question":
      return going(progress, { kind: "question", text: said.text });
    case "yes":
    case "no":
      return decided(form, progress, confirming, said.kind);
    case "skip":
      return skip(form, progress, field);
    case "keep": {
      const { correcting: _3, ...kept } = progress;
      return going(kept);
    }
    case "back": {
      const done = pathsOf(form, progress).filter(
        ({ path }) => isDone(progress, path) && !path.endsWith(".+"),
      );
      const here = pathsOf(form, progress).findIndex(({ path }) => path === progress.asked);
      const ahead = pathsOf(form, progress).slice(0, here < 0 ? undefined : here);
      const path = ahead.filter((one) => done.some((other) => other.path === one.path)).at(-1)?.path;
      return path === undefined
        ? going(progress, { kind: "nothing-before" })
        : going({ ...progress, correcting: path, misses: 0 });
    }
    case "pause":
      return ending({ ...progress, paused: true }, { kind: "paused" });
    case "progress":
      return going(progress, { kind: "progress", ...progressCount(form, progress) });
    case "explain":
    case "unsure":
      return going(progress, { kind: "explain", path: progress.asked, unsure: said.kind === "unsure" });
    case "at-a-loss":
      return going({ ...progress, misses: 0 }, { kind: "at-a-loss" });
    case "start-over":
      return ending({ ...progress, confirming: "start-over" }, { kind: "confirm-start-over" });
    case "cancel":
      return ending({ ...progress, confirming: "cancel" }, { kind: "confirm-cancel" });
    case "submit":
      return submit(form, progress, confirming === "send-incomplete");
    case "review":
      return ending(progress, { kind: "summary" });
    case "for-other":
    case "for-self": {
      const other = said.kind === "for-other";
      return going({ ...progress, forOther: other }, { kind: "for-other", other });
    }
    case "nothing":
      return going(progress);
    default: {
      const impossible: never = said;
      return impossible;
    }
  }
}
