// What an answer, a correction or a skipped question does to a form, and the items of its lists. Pure; form-advance.ts tells
// which of them was meant.
import { prune, setCount, withAnswer, withSkipped } from "./change.ts";
import type { Outcome, Form, Progress, Said, Value, ValueNote } from "../form.ts";
import { takeFiles } from "./files.ts";
import { anotherOf, countOf, fieldAt, isEligibility, listPath, paperAt, pathsOf } from "./path.ts";
import { ending, going, isAskable, judged, type Taken } from "./proceed.ts";
import type { Field } from "../programme.ts";

export function put(
  form: Form,
  before: Progress,
  path: string,
  value: Value,
  note: ValueNote | undefined,
): Taken {
  const old = before.answers[path];
  const anew = withAnswer(before, path, value);
  const { progress: pruned, dropped } = prune(form, anew);
  const eligible = isEligibility(form, path) && before.stage !== "eligibility";
  const progress = eligible ? judged(form, pruned) : pruned;
  const outcomes: Outcome[] = [];
  if (old !== undefined || (before.correcting === path && before.stage !== "eligibility")) {
    const said = note === undefined ? {} : { note };
    outcomes.push({ kind: "corrected", path, before: old, after: value, ...said, dropped });
  } else if (note !== undefined || path !== before.asked) {
    outcomes.push({ kind: "took", path, value, note: note ?? { kind: "read" } });
  }
  if (eligible && progress.verdict !== undefined && progress.verdict !== before.verdict) {
    outcomes.push({ kind: "verdict", verdict: progress.verdict });
  }
  return going(progress, ...outcomes);
}

export function correct(form: Form, progress: Progress, path: string): Taken {
  const field = fieldAt(form, path);
  const paper = paperAt(form, path);
  if (paper !== undefined) {
    const skipped = progress.skipped.filter((one) => one !== path);
    return going({ ...progress, skipped, correcting: path, misses: 0 });
  }
  if (field === undefined || !isAskable(form, progress, path)) {
    if (field?.type !== "list" || listPath(path) !== undefined) return going(progress);
    // A whole list: which of its answers, or one more.
    const own = pathsOf(form, progress).filter((one) => listPath(one.path)?.list === path);
    return countOf(progress, path) === 0
      ? going({ ...progress, correcting: anotherOf(path), misses: 0 })
      : whichOf(
          progress,
          own.map((one) => one.path),
        );
  }
  return going({ ...progress, correcting: path, misses: 0 });
}

function whichOf(progress: Progress, paths: readonly string[]): Taken {
  const candidates = paths.filter((path) => !path.endsWith(".+"));
  return ending({ ...progress, candidates }, { kind: "which-field", candidates });
}

export function items(
  form: Form,
  progress: Progress,
  said: Extract<Said, { kind: "items" | "another" | "no-more" }>,
): Taken {
  const list = listPath(progress.asked ?? "")?.list;
  const field = list === undefined ? undefined : fieldAt(form, list);
  if (list === undefined || field === undefined) return going(progress);
  const { correcting: _, ...plain } = progress;
  const have = countOf(progress, list);
  const most = field.most ?? Number.POSITIVE_INFINITY;
  if (said.kind === "no-more") {
    if (have === 0 && !field.optional && field.min !== undefined && field.min > 0) {
      return going(
        { ...progress, misses: progress.misses + 1 },
        { kind: "wrong", problem: "cannot-skip", field },
      );
    }
    return going(withSkipped(plain, anotherOf(list)), ...differing(field, progress, have));
  }
  const wanted = said.kind === "another" ? have + 1 : have + said.count;
  if (wanted > most) {
    return going({ ...progress, misses: progress.misses + 1 }, { kind: "wrong", problem: "too-many", field });
  }
  const counted = setCount(plain, list, wanted);
  return said.kind === "items"
    ? going(withSkipped(counted, anotherOf(list)), ...differing(field, progress, wanted))
    : going(counted);
}

/** Of a list that is asked of whoever is not alone: the number it hangs on counts the member, too. */
function differing({ when }: Field, { answers }: Progress, others: number): Outcome[] {
  const stated = when?.above === 1 ? answers[when.field] : undefined;
  const listed = others + 1;
  return typeof stated === "number" && stated !== listed ? [{ kind: "count-differs", stated, listed }] : [];
}

export function skip(form: Form, progress: Progress, field: Field | undefined): Taken {
  const { asked } = progress;
  if (asked === undefined) return going(progress);
  if (paperAt(form, asked) !== undefined) return takeFiles(form, progress, { kind: "later" });
  if (field === undefined) return going(progress);
  if (asked.endsWith(".+")) return items(form, progress, { kind: "no-more" });
  if (!field.optional) {
    return going(
      { ...progress, misses: progress.misses + 1 },
      { kind: "wrong", problem: "cannot-skip", field },
    );
  }
  const before = progress.answers[asked];
  const { [asked]: _, ...answers } = progress.answers;
  const next = withSkipped({ ...progress, answers }, asked);
  const { correcting: _2, ...plain } = next;
  if (before === undefined) return going(plain);
  const { progress: pruned, dropped } = prune(form, plain);
  return going(pruned, { kind: "corrected", path: asked, before, after: undefined, dropped });
}
