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

/** Never throws: a file that breaks its reader is unreadable "broken". */
export type Prepare = (file: ReportFile) => Promise<Prepared | Unreadable>;

export const BROKEN: Unreadable = { kind: "unreadable", reason: "broken" };

export function createPrepare(read: Read, encode: Encode): Prepare {
  return async (file) => {
    try {
      const result = await read(file);
      if (result.kind === "unreadable") return result;
      const { report, folded = fold(report.body) } = result;
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
  };
}
