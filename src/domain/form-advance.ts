// Leads a member through a form: what was said changes the progress, and the outcomes tell what to answer. Pure; what the
// words mean was told apart before (applications/listen.ts), and wording.ts says the outcomes.
import { findingOf } from "./form-eligibility.ts";
import { prune, removeItem, setCount, withAnswer, withSkipped } from "./form-change.ts";
import {
  type Answers,
  type Form,
  HOME,
  type Outcome,
  type Progress,
  type Said,
  type Value,
  type ValueNote,
} from "./form.ts";
import {
  anotherOf,
  countOf,
  fieldAt,
  isDone,
  isEligibility,
  isItemDone,
  itemsOf,
  listPath,
  missingPapers,
  nextField,
  nextPaper,
  paperAt,
  pathsOf,
  progressCount,
} from "./form-path.ts";
import type { Field, Paper } from "./programme.ts";

export interface Advanced {
  readonly progress: Progress;
  readonly outcomes: readonly Outcome[];
}

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

/** A progress that asks for what an officer marked and nothing else. */
export function beginSupply(form: Form, progress: Progress, only: readonly string[]): Advanced {
  const { asked: _, correcting: _2, confirming: _3, held: _4, ...kept } = progress;
  const skipped = kept.skipped.filter((path) => !only.includes(path));
  return proceed(form, { ...kept, stage: "fields", only, skipped, supplied: [], paused: false });
}

/**
 * One message of the member, in what it means. Never loses an answer but one that was corrected, started over or hangs on
 * another that changed; `outcomes` ends with what the member is asked next, or with how the form ended.
 */
export function advance(form: Form, progress: Progress, said: readonly Said[]): Advanced {
  let current: Progress = { ...progress, paused: false };
  const outcomes: Outcome[] = [];
  let last: Taken["then"] = "proceed";
  for (const one of said) {
    const step = take(form, current, one);
    current = step.progress;
    outcomes.push(...step.outcomes);
    last = step.then;
  }
  if (last === "end") return { progress: current, outcomes };
  const next = proceed(form, current);
  // The whole summary is read once; afterwards it is enough to say what changed.
  const shown = progress.stage === "summary" && progress.asked === undefined;
  const asked = next.outcomes.map((one): Outcome => (shown && one.kind === "summary" ? { kind: "ready" } : one));
  return { progress: next.progress, outcomes: [...outcomes, ...asked] };
}

interface Taken {
  readonly progress: Progress;
  readonly outcomes: readonly Outcome[];
  readonly then: "proceed" | "end";
}

const going = (progress: Progress, ...outcomes: Outcome[]): Taken => ({ progress, outcomes, then: "proceed" });
const ending = (progress: Progress, ...outcomes: Outcome[]): Taken => ({ progress, outcomes, then: "end" });

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
        return { progress: withoutAsked(plain), outcomes: [...outcomes, { kind: "ask-consent" }] };
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

function withoutAsked({ asked: _, partial: _2, ...progress }: Progress): Progress {
  return progress;
}

/** Whether the path can be asked: it applies now, or is a paper. */
const isAskable = (form: Form, progress: Progress, path: string): boolean =>
  paperAt(form, path) !== undefined || pathsOf(form, progress).some((one) => one.path === path);

/** The verdict as the answers stand. */
function judged(form: Form, progress: Progress): Progress {
  const finding = findingOf(form, progress.answers);
  const { verdict: _, category: _2, ...rest } = progress;
  if (finding === undefined) return rest;
  const { verdict, category } = finding;
  return { ...rest, verdict, ...(category === undefined ? {} : { category }) };
}

function take(form: Form, before: Progress, said: Said): Taken {
  const { confirming, held: _, candidates: _2, ...progress } = before;
  if (confirming !== undefined && said.kind !== "yes" && said.kind !== "no" && said.kind !== "submit") {
    // Anything else is taken as it stands; nothing was confirmed.
    return take(form, progress, said);
  }
  const field = progress.asked === undefined ? undefined : fieldAt(form, progress.asked);
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
      return ending({ ...progress, candidates: said.candidates }, { kind: "which-field", candidates: said.candidates });
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
      return files(form, progress, said);
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
      const done = pathsOf(form, progress).filter(({ path }) => isDone(progress, path) && !path.endsWith(".+"));
      const at = pathsOf(form, progress).findIndex(({ path }) => path === progress.asked);
      const ahead = pathsOf(form, progress).slice(0, at < 0 ? undefined : at);
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

function put(form: Form, before: Progress, path: string, value: Value, note: ValueNote | undefined): Taken {
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

function correct(form: Form, progress: Progress, path: string): Taken {
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
      : whichOf(progress, own.map((one) => one.path));
  }
  return going({ ...progress, correcting: path, misses: 0 });
}

function whichOf(progress: Progress, paths: readonly string[]): Taken {
  const candidates = paths.filter((path) => !path.endsWith(".+"));
  return ending({ ...progress, candidates }, { kind: "which-field", candidates });
}

function items(form: Form, progress: Progress, said: Extract<Said, { kind: "items" | "another" | "no-more" }>): Taken {
  const list = listPath(progress.asked ?? "")?.list;
  const field = list === undefined ? undefined : fieldAt(form, list);
  if (list === undefined || field === undefined) return going(progress);
  const { correcting: _, ...plain } = progress;
  const have = countOf(progress, list);
  const most = field.most ?? Number.POSITIVE_INFINITY;
  if (said.kind === "no-more") {
    if (have === 0 && !field.optional && field.min !== undefined && field.min > 0) {
      return going({ ...progress, misses: progress.misses + 1 }, { kind: "wrong", problem: "cannot-skip", field });
    }
    return going(withSkipped(plain, anotherOf(list)));
  }
  const wanted = said.kind === "another" ? have + 1 : have + said.count;
  if (wanted > most) {
    return going({ ...progress, misses: progress.misses + 1 }, { kind: "wrong", problem: "too-many", field });
  }
  const counted = setCount(plain, list, wanted);
  return going(said.kind === "items" ? withSkipped(counted, anotherOf(list)) : counted);
}

type FileSaid = Extract<Said, { kind: "files" | "files-done" | "later" | "drop-file" }>;

function files(form: Form, progress: Progress, said: FileSaid): Taken {
  const asked = progress.asked !== undefined && paperAt(form, progress.asked) ? progress.asked : undefined;
  const { loose = [], ...tidy } = progress;
  const { correcting: _, ...plain } = tidy;
  if (said.kind === "files") {
    const field = progress.asked === undefined ? undefined : fieldAt(form, progress.asked);
    const consented = progress.stage !== "eligibility" && progress.stage !== "papers" && progress.stage !== "consent";
    if (!consented) {
      return field === undefined
        ? going(progress)
        : going(progress, { kind: "wrong", problem: "wants-text", field });
    }
    const missing = missingPapers(form, progress);
    const papers = itemsOf(form, progress).filter(({ kind }) => kind === "paper");
    const paper = said.paper ?? asked ?? (missing.length === 1 ? missing[0]?.id : papers.length === 1 ? papers[0]?.path : undefined);
    if (paper === undefined || paperAt(form, paper) === undefined) {
      if (papers.length === 0 && field !== undefined) {
        return going(progress, { kind: "wrong", problem: "wants-text", field });
      }
      const all = [...loose, ...said.files];
      return ending({ ...tidy, loose: all }, { kind: "which-paper", count: all.length });
    }
    const before = progress.files[paper] ?? [];
    const added = [...loose, ...said.files].filter(({ id }) => before.every((one) => one.id !== id));
    const next: Progress = {
      ...tidy,
      files: { ...progress.files, [paper]: [...before, ...added] },
      ...(progress.only === undefined || progress.supplied?.includes(paper) === true
        ? {}
        : { supplied: [...(progress.supplied ?? []), paper] }),
      misses: 0,
    };
    const took: Outcome = { kind: "took-files", paper, count: before.length + added.length, added: added.length };
    // More may follow at once: the paper stays asked until the member says that this was all.
    return paper === asked ? ending(next, took) : going(next, took);
  }
  if (asked === undefined) return going(progress);
  const have = progress.files[asked]?.length ?? 0;
  if (said.kind === "drop-file") {
    const count = Math.max(0, have - 1);
    const kept = { ...progress.files, [asked]: (progress.files[asked] ?? []).slice(0, count) };
    return ending({ ...progress, files: kept }, { kind: "dropped-file", paper: asked, count });
  }
  const closed: Progress = {
    ...plain,
    ...(loose.length > 0 ? { loose } : {}),
    skipped: plain.skipped.includes(asked) ? plain.skipped : [...plain.skipped, asked],
    misses: 0,
  };
  return have === 0 ? going(closed, { kind: "paper-later", paper: asked }) : going(closed);
}

function skip(form: Form, progress: Progress, field: Field | undefined): Taken {
  const { asked } = progress;
  if (asked === undefined) return going(progress);
  if (paperAt(form, asked) !== undefined) return files(form, progress, { kind: "later" });
  if (field === undefined) return going(progress);
  if (asked.endsWith(".+")) return items(form, progress, { kind: "no-more" });
  if (!field.optional) {
    return going({ ...progress, misses: progress.misses + 1 }, { kind: "wrong", problem: "cannot-skip", field });
  }
  const before = progress.answers[asked];
  const { [asked]: _, ...answers } = progress.answers;
  const next = withSkipped({ ...progress, answers }, asked);
  const { correcting: _2, ...plain } = next;
  if (before === undefined) return going(plain);
  const { progress: pruned, dropped } = prune(form, plain);
  return going(pruned, { kind: "corrected", path: asked, before, after: undefined, dropped });
}

function decided(form: Form, progress: Progress, confirming: Progress["confirming"], answer: "yes" | "no"): Taken {
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

function submit(form: Form, progress: Progress, confirmed: boolean): Taken {
  if (progress.stage === "files" && nextField(form, progress, false) === undefined) {
    // Papers not asked for yet can be brought later; the summary says which.
    const papers = itemsOf(form, progress).filter(({ kind, path }) => kind === "paper" && !progress.skipped.includes(path));
    return going({ ...progress, skipped: [...progress.skipped, ...papers.map(({ path }) => path)] });
  }
  if (progress.stage !== "summary") {
    const open = itemsOf(form, progress).filter((item) => !isItemDone(form, progress, item)).length;
    return going(progress, ...(progress.stage === "consent" ? [] : [{ kind: "not-yet" as const, left: Math.max(1, open) }]));
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
