// Photos and files of a form's papers: several in a row, by caption, before their turn, put off, or sent again. Pure.
import type { Form, Outcome, Progress, Said } from "../form.ts";
import { fieldAt, itemsOf, missingPapers, paperAt } from "./path.ts";
import { ending, going, type Taken } from "./proceed.ts";

type FileSaid = Extract<Said, { kind: "files" | "files-done" | "later" | "drop-file" }>;

export function takeFiles(form: Form, progress: Progress, said: FileSaid): Taken {
  const asked = progress.asked !== undefined && paperAt(form, progress.asked) ? progress.asked : undefined;
  const { loose = [], ...tidy } = progress;
  const { correcting: _, ...plain } = tidy;
  if (said.kind === "files") {
    const field = progress.asked === undefined ? undefined : fieldAt(form, progress.asked);
    const consented =
      progress.stage !== "eligibility" && progress.stage !== "papers" && progress.stage !== "consent";
    if (!consented) {
      return field === undefined
        ? going(progress)
        : going(progress, { kind: "wrong", problem: "wants-text", field });
    }
    const missing = missingPapers(form, progress);
    const papers = itemsOf(form, progress).filter(({ kind }) => kind === "paper");
    const paper =
      said.paper ??
      asked ??
      (missing.length === 1 ? missing[0]?.id : papers.length === 1 ? papers[0]?.path : undefined);
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
    const took: Outcome = {
      kind: "took-files",
      paper,
      count: before.length + added.length,
      added: added.length,
    };
    // More may follow at once: the paper stays asked until the member says that this was all.
    if (paper === asked) return ending(next, took);
    // At the summary "好了" must close the paper, not send the form.
    return progress.stage === "summary"
      ? ending({ ...next, asked: paper, correcting: paper }, took)
      : going(next, took);
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
  const owed = have === 0 && paperAt(form, asked)?.optional !== true;
  return owed ? going(closed, { kind: "paper-later", paper: asked }) : going(closed);
}
