// The port of the library's tables: reports with their raw files, passages, figures, and replacements under way.
// library/ writes through it, answering/ and the report page read through it.
import type { EncodedRows } from "./copy-rows.ts";
import type { Figure, ParsedReport, PartialDate, Passage, Place, ReportSummary } from "../domain/report.ts";

/** What a reader of a passage or figure must know of its report. */
export interface Source {
  readonly id: string;
  /** The ingested file's name. */
  readonly name: string;
  readonly title: string;
  readonly publisher?: string;
  readonly date?: PartialDate;
  readonly places: readonly Place[];
}

/** A passage with its report; `start` and `end` are offsets into the report's body. */
export interface FoundPassage extends Passage {
  readonly source: Source;
}

export interface FoundFigure extends Figure {
  /** The clause that states it, word for word. */
  readonly clauseText: string;
  /** The id of the passage that holds it. */
  readonly passageId: string;
  readonly source: Source;
}

/** All conditions given must hold; an empty filter finds every figure. */
export interface FigureFilter {
  /** A place the figure speaks of, or one around it. */
  readonly place?: string;
  /** At least one of these stands in what is counted; simplified characters. */
  readonly what?: readonly string[];
  /** One of these units. */
  readonly units?: readonly string[];
  /** Ids of reports. */
  readonly reports?: readonly string[];
  /** None of these stands in what is counted (simplified) or in the clause (in the report's own script). */
  readonly without?: readonly string[];
  /** Of the figures found, only the greatest or the least of each unit for each place, the place being `places[0]`. */
  readonly perPlace?: "most" | "least";
}

export interface KnownPlace {
  readonly name: string;
  /** How many reports are about it or have a passage about it. */
  readonly reports: number;
}

/** A report as the report page shows it; a copy carries its own text and no passages or figures. */
export interface StoredReport extends Omit<ParsedReport, "passages" | "figures"> {
  readonly summary: ReportSummary;
}

/** What tells one ingested file from another. */
export interface ReportIdentity {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly hash: string;
  readonly copyOf?: string;
  readonly fingerprint: Fingerprint;
}

/** What near-copies are told by; library/near-copy.ts makes and compares it. */
export interface Fingerprint {
  /** MinHash of the text. */
  readonly signature: Int32Array;
  /** Hashes of the different numbers the text states, ascending. */
  readonly numbers: Int32Array;
  /** The main place and those around it; empty when none is known. */
  readonly places: readonly string[];
}

/** What the tables hold of a report's text, as the store writes it; passes between threads as it is. */
export interface EncodedReport {
  readonly report: Uint8Array;
  readonly passages: EncodedRows;
  readonly figures: EncodedRows;
  readonly places: EncodedRows;
}

/** A whole version of a report to put in place of the one before. */
export interface ReportVersion extends ReportIdentity {
  readonly raw: Uint8Array;
  /** Keys to find near-copies by: two of them share at least one, nearly always. */
  readonly bands: readonly bigint[];
  /** Its passages, figures and places are left out when it is a copy. */
  readonly content: EncodedReport;
  /** Ids of the report's passages, in their order. */
  readonly passageIds: readonly string[];
  /** ISO instant. */
  readonly ingestedAt: string;
}

/** A path with the hash of what was last ingested from it, and the report that became of it. */
export interface KnownFile {
  readonly path: string;
  readonly hash: string;
  readonly report: string;
}

/** Reading never sees half a version. Failures are AppError disk.full or data.unusable. */
export interface LibraryStore {
  /** All reports, ordered by name. */
  list(): Promise<ReportSummary[]>;
  byId(id: string): Promise<ReportSummary | undefined>;
  /** The report with this name, or else this id. */
  byName(nameOrId: string): Promise<ReportSummary | undefined>;
  report(id: string): Promise<StoredReport | undefined>;
  /** The file as it was ingested. */
  raw(id: string): Promise<Uint8Array | undefined>;
  /** In the order of `ids`; ids the library does not hold are left out. */
  passagesByIds(ids: readonly string[]): Promise<FoundPassage[]>;
  /** The passages of a report whose ordinals lie from `from` to `to`, both included, in order. */
  passagesOf(report: string, from?: number, to?: number): Promise<Passage[]>;
  figures(filter: FigureFilter): Promise<FoundFigure[]>;
  /** What the figures of the place count, each wording once. */
  figureSubjects(place: string): Promise<string[]>;
  /** Places the library covers; with `names`, only those of them it covers. */
  knownPlaces(names?: readonly string[]): Promise<KnownPlace[]>;
  passageCount(): Promise<number>;

  /** What was last ingested from these paths; paths never seen are left out. */
  knownFiles(paths: readonly string[]): Promise<KnownFile[]>;
  /** Reports that hold a file with one of these hashes now. */
  holding(hashes: readonly string[]): Promise<{ hash: string; report: string }[]>;
  /** Reports with one of these ids or bands, and copies of these. */
  identities(by: {
    ids?: readonly string[];
    bands?: readonly bigint[];
    copiesOf?: readonly string[];
  }): Promise<ReportIdentity[]>;
  /** Those of the names that a report has. */
  takenNames(names: readonly string[]): Promise<string[]>;

  /** Pure. */
  encode(report: ParsedReport): EncodedReport;
  /** Notes that the index is about to change for these reports. */
  begin(reports: readonly string[]): Promise<void>;
  /** In one step: puts the versions in place of what stood there, takes `removed` away, remembers files. */
  replace(change: {
    versions: readonly ReportVersion[];
    removed?: readonly string[];
    files?: readonly KnownFile[];
  }): Promise<void>;
  /** Forgets what `begin` noted. */
  finish(reports: readonly string[]): Promise<void>;
  /** What `begin` noted and nobody finished, with the hash the index should hold; undefined when it should hold nothing. */
  unfinished(): Promise<{ report: string; hash?: string }[]>;
}
