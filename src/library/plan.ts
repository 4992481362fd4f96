// What has to be done with each file of a batch, from what the library knows of it before. Pure; library.ts does it.
import type { Unreadable } from "../domain/report.ts";
import type { KnownFile } from "../stores/library-store.ts";
import type { LoadedFile } from "./files.ts";
import type { IngestOutcome } from "./library.ts";
import type { Placed } from "./shelf.ts";

/** What the tables say of a batch's files. */
export interface Known {
  readonly paths: ReadonlyMap<string, KnownFile>;
  /** Reports by the hash of the file they hold. */
  readonly held: ReadonlyMap<string, string>;
}

export type Step =
  | { readonly kind: "done"; readonly outcome: IngestOutcome }
  /** The same content as an earlier file of the batch, by its index. */
  | { readonly kind: "twin"; readonly of: number }
  /** `own` is the report this file is a new version of, when its path says so. */
  | {
      readonly kind: "read";
      readonly file: Extract<LoadedFile, { bytes: Uint8Array }>;
      readonly own: string | undefined;
    };

/** One step a file, in order; `hashes` are of the files' bytes, "" for those without. */
export function planBatch(files: readonly LoadedFile[], hashes: readonly string[], known: Known): Step[] {
  const firstWith = new Map<string, number>();
  return files.map((file, index): Step => {
    const { path } = file;
    if (!("bytes" in file)) {
      return { kind: "done", outcome: { file: path, outcome: "unreadable", problem: file.unreadable } };
    }
    const hash = hashes[index] ?? "";
    const twin = firstWith.get(hash);
    if (twin === undefined) firstWith.set(hash, index);
    const seen = known.paths.get(path);
    const same = seen === undefined ? known.held.get(hash) : seen.hash === hash ? seen.report : undefined;
    if (same !== undefined) {
      return { kind: "done", outcome: { file: path, outcome: "unchanged", report: same } };
    }
    if (twin !== undefined && seen === undefined) return { kind: "twin", of: twin };
    return { kind: "read", file, own: seen?.report };
  });
}

/** One outcome a file, in order; `became` tells by the file's index what was read. */
export function outcomesOf(
  files: readonly LoadedFile[],
  steps: readonly Step[],
  became: ReadonlyMap<number, Placed | Unreadable>,
): IngestOutcome[] {
  const outcomes: IngestOutcome[] = [];
  for (const [index, step] of steps.entries()) {
    const file = files[index]?.path ?? "";
    if (step.kind === "done") outcomes.push(step.outcome);
    else if (step.kind === "read") {
      const result = became.get(index);
      if (result === undefined) throw new Error("a file without an outcome");
      outcomes.push(
        "kind" in result
          ? { file, outcome: "unreadable", problem: result }
          : { file, outcome: result.outcome, report: result.id },
      );
    } else {
      const first = outcomes[step.of];
      if (first === undefined) throw new Error("a twin without an earlier file");
      outcomes.push(
        first.outcome === "unreadable"
          ? { ...first, file }
          : { file, outcome: "unchanged", report: first.report },
      );
    }
  }
  return outcomes;
}
