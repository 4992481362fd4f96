// The small changes a progress goes through: an answer set, a question skipped, an item of a list taken out, and what no
// longer applies dropped. Pure; form-advance.ts puts them together.
import { type Form, type Progress, type Value } from "../form.ts";
import { anotherOf, batchesFor, fieldAt, holds, listPath } from "./path.ts";

export function withAnswer(progress: Progress, path: string, value: Value): Progress {
  const { correcting, partial: _, ...rest } = progress;
  return {
    ...rest,
    ...(correcting === undefined || correcting === path ? {} : { correcting }),
    answers: { ...progress.answers, [path]: value },
    skipped: progress.skipped.filter((one) => one !== path),
    ...suppliedToo(progress, path),
    misses: 0,
  };
}

export function withSkipped(progress: Progress, path: string): Progress {
  return {
    ...progress,
    skipped: progress.skipped.includes(path) ? progress.skipped : [...progress.skipped, path],
    ...suppliedToo(progress, path),
    misses: 0,
  };
}

const suppliedToo = ({ only, supplied = [] }: Progress, path: string): Pick<Progress, "supplied"> =>
  only === undefined || supplied.includes(path) ? {} : { supplied: [...supplied, path] };

export function setCount(progress: Progress, list: string, count: number): Progress {
  return { ...progress, counts: { ...progress.counts, [list]: count }, misses: 0 };
}

/** Takes an item out of a list; the items after it move up. */
export function removeItem(progress: Progress, list: string, index: number): Progress {
  const moved = (path: string): string | undefined => {
    const inner = listPath(path);
    if (inner?.list !== list || inner.index < index) return path;
    return inner.index === index ? undefined : `${list}.${inner.index - 1}.${inner.own}`;
  };
  const paths = (all: readonly string[]): string[] => all.flatMap((path) => moved(path) ?? []);
  const { correcting: _, asked: _2, ...rest } = progress;
  return {
    ...rest,
    answers: Object.fromEntries(
      Object.entries(progress.answers).flatMap(([path, value]) => {
        const to = moved(path);
        return to === undefined ? [] : [[to, value]];
      }),
    ),
    skipped: paths(progress.skipped),
    ...(progress.supplied === undefined ? {} : { supplied: paths(progress.supplied) }),
    counts: { ...progress.counts, [list]: Math.max(0, (progress.counts?.[list] ?? 0) - 1) },
  };
}

/**
 * Drops answers whose condition no longer holds, those of fields the programme does not have, and a batch that cannot be
 * asked for any more; until nothing else falls with them.
 */
export function prune(form: Form, progress: Progress): { progress: Progress; dropped: string[] } {
  const dropped: string[] = [];
  let current = progress;
  for (;;) {
    const gone = Object.keys(current.answers).filter((path) => !isKept(form, current, path));
    const open = current.skipped.filter(
      (path) => fieldAt(form, path) !== undefined && !isKept(form, current, path),
    );
    if (gone.length === 0 && open.length === 0) return { progress: current, dropped };
    dropped.push(...gone);
    current = {
      ...current,
      answers: Object.fromEntries(Object.entries(current.answers).filter(([path]) => !gone.includes(path))),
      skipped: current.skipped.filter((path) => !open.includes(path)),
      ...(current.supplied === undefined
        ? {}
        : { supplied: current.supplied.filter((path) => !gone.includes(path) && !open.includes(path)) }),
    };
  }
}

function isKept(form: Form, progress: Progress, path: string): boolean {
  const field = fieldAt(form, path);
  if (field === undefined) return false;
  const inner = listPath(path);
  if (inner !== undefined) {
    const list = fieldAt(form, inner.list);
    if (list === undefined || !holds(list.when, progress.answers)) return false;
    if (path === anotherOf(inner.list)) return true;
    if (inner.index >= (progress.counts?.[inner.list] ?? 0)) return false;
    return holds(field.when, progress.answers, `${inner.list}.${inner.index}.`);
  }
  if (field.type === "batch" && progress.only === undefined) {
    const value = progress.answers[path];
    if (value !== undefined && !batchesFor(form, progress.answers).some(({ batch }) => batch.id === value)) {
      return false;
    }
  }
  return holds(field.when, progress.answers);
}
