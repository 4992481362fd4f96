import { fold } from "../../ingest/script.ts";
import type { ParsedReport, ReadResult, Unreadable } from "../domain/report.ts";
import type { EncodedReport, Fingerprint } from "../stores/library-store.ts";
import { fingerprintOf } from "./near-copy.ts";
import { type IndexedPassage, indexedPassages, type PackedVectors, packVectors } from "./passage-index.ts";

export interface ReportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type Read = (file: ReportFile) => Promise<ReadResult>;
export type Encode = (report: ParsedReport) => EncodedReport;

/** Everything about a file that can be said without the library; passes between threads as it is. */
export interface Prepared {
  readonly kind: "prepared";
  readonly content: EncodedReport;
  readonly fingerprint: Fingerprint;
  readonly passages: readonly IndexedPassage[];
  /** Of the passages, in their order. */
  readonly vectors: PackedVectors;
}

/**
 * One result a file, in order; `at` is told which file is about to be worked on. Several at a time take less: each step's
 * code and dictionaries stay in the processor's cache from one file to the next. Never throws: a file that breaks its
 * reader is unreadable "broken".
 */
export type Prepare = (
  files: readonly ReportFile[],
  at?: (index: number) => void,
) => Promise<(Prepared | Unreadable)[]>;

export const BROKEN: Unreadable = { kind: "unreadable", reason: "broken" };

export function createPrepare(read: Read, encode: Encode): Prepare {
  async function readOne(file: ReportFile): Promise<ReadResult> {
    try {
      return await read(file);
    } catch {
      return BROKEN;
    }
  }

  function preparedOf(result: ReadResult): Prepared | Unreadable {
    if (result.kind === "unreadable") return result;
    const { report, folded = fold(report.body) } = result;
    try {
      return {
        kind: "prepared",
        content: encode(report),
        fingerprint: fingerprintOf(folded, report.places[0]?.path ?? []),
        passages: indexedPassages(report.passages),
        vectors: packVectors(report, folded),
      };
    } catch {
      return BROKEN;
    }
  }

  return async (files, at = () => {}) => {
    const results: ReadResult[] = [];
    for (const [index, file] of files.entries()) {
      at(index);
      results.push(await readOne(file));
    }
    return results.map((result, index) => {
      at(index);
      return preparedOf(result);
    });
  };
}

/** Takes from the front of the queue what is prepared together: little enough to be held in memory at once. */
export function takeTogether<Item>(queue: Item[], most: number, fileOf: (item: Item) => ReportFile): Item[] {
  let bytes = 0;
  const end = queue.findIndex((item, index) => {
    bytes += fileOf(item).bytes.length;
    return index > 0 && (index >= most || bytes > MOST_BYTES);
  });
  return queue.splice(0, end === -1 ? queue.length : end);
}

const MOST_BYTES = 1024 * 1024;
