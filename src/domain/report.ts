// The nouns every folder shares: a report as it was understood, its passages and its figures.
// ingest/ makes them, stores/ and knowledge/ keep them, answering/ reads them.

/** A calendar date cut to what is known: "2023", "2023-09" or "2023-09-18". */
export type PartialDate = string;

/** A place in China. `path` runs from the province down to the place itself; a place no gazetteer knows is its own path. */
export interface Place {
  readonly name: string;
  readonly level: "province" | "prefecture" | "county" | "unknown";
  readonly path: readonly string[];
}

/** A time a statement speaks of, both ends included; `text` is how the report says it ("近5年来"). */
export interface Period {
  readonly from?: PartialDate;
  readonly to?: PartialDate;
  readonly text: string;
}

/** Half-open range of UTF-16 units in a report's body. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Block extends Span {
  readonly kind: "heading" | "paragraph";
}

export type DropReason =
  | "spam"
  | "navigation"
  | "link list"
  | "place list"
  | "header"
  | "credit"
  | "copyright"
  | "sharing"
  | "repeated"
  | "control characters";

/** Something that stood in the raw file and is no part of the report. `line` counts from 1 in the decoded file. */
export interface Dropped {
  readonly line: number;
  readonly text: string;
  readonly reason: DropReason;
}

export type RepairKind = "pinyin" | "mojibake" | "punctuation" | "variant" | "spacing";

/** A mended spot: what stood there and what stands there now. */
export interface Repair {
  readonly kind: RepairKind;
  readonly before: string;
  readonly after: string;
}

/** One run of whole sentences of one report, small enough to be found and read as a unit. */
export interface PassageDraft extends Span {
  readonly ordinal: number;
  readonly text: string;
  readonly heading?: string;
  /** Names of the places it is about, with the places around them: ["德钦县", "迪庆藏族自治州", "云南省"]. */
  readonly places: readonly string[];
  readonly date?: PartialDate;
}

/** A passage in the library; `report` is the id of its report, `id` is a UUID that changes with the content. */
export interface Passage extends PassageDraft {
  readonly id: string;
  readonly report: string;
}

/** A quantity a report states. */
export interface FigureDraft {
  /** In whole `unit`s: 350.8万人次 is 3508000 with unit 人次. */
  readonly value: number;
  /** As the report writes it, unit included: "350.8萬人次". */
  readonly valueText: string;
  /** Folded to simplified: 人次, 人, 元, 个, 件, 项, 期, 户次, 份, %, ... */
  readonly unit: string;
  /** True when the report says 余, 多, 约, 近, 超过 or 不少于. */
  readonly approximate: boolean;
  /** What is counted, folded to simplified, a few words: "技能提升培训". */
  readonly what: string;
  /** Names of the place the figure speaks of, most specific first, as in `PassageDraft.places`. */
  readonly places: readonly string[];
  readonly period?: Period;
  /** The number with its unit in the body. */
  readonly span: Span;
  /** The clause that states it, in the body. */
  readonly clause: Span;
  /** The `ordinal` of the passage that holds it. */
  readonly passage: number;
}

export interface Figure extends FigureDraft {
  readonly report: string;
}

/** A report as ingest/ understood it. Offsets in blocks, passages and figures are into `body`. */
export interface ParsedReport {
  readonly title: string;
  /** False when the file states no title and one was taken from its first sentence. */
  readonly titleStated: boolean;
  readonly publisher?: string;
  readonly date?: PartialDate;
  /** False when the date was inferred ("慶祝中國共產黨成立101周年" is 2022). */
  readonly dateStated: boolean;
  /** What the report is about, the main place first; empty when it is about the whole country. */
  readonly places: readonly Place[];
  /** Repaired text in the report's own script, blocks separated by "\n"; a lost character is U+FFFD. */
  readonly body: string;
  readonly blocks: readonly Block[];
  readonly passages: readonly PassageDraft[];
  readonly figures: readonly FigureDraft[];
  readonly dropped: readonly Dropped[];
  readonly repairs: readonly Repair[];
  /** How many U+FFFD the body holds. */
  readonly damaged: number;
}

/** Why a file is no report; the message catalogue turns it into one line for a person. */
export type UnreadableReason =
  | "empty"
  | "too large"
  | "binary"
  | "wrong ending"
  | "broken"
  | "encrypted"
  | "unpacks too large"
  | "no text"
  | "unsupported"
  | "link loop"
  | "not found"
  | "no permission";

export interface Unreadable {
  readonly kind: "unreadable";
  readonly reason: UnreadableReason;
  /** What was found, never the file's own words: "looks like pdf", "212 MB, limit 20 MB". */
  readonly detail?: string;
}

export type ReadResult =
  | {
      readonly kind: "report";
      readonly report: ParsedReport;
      /** The body as `fold` gives it, where reading made it anyway. */
      readonly folded?: string;
    }
  | Unreadable;

/** What the library knows of a report without its text. */
export interface ReportSummary {
  /** Short and stable over new versions of the file; used in /reports/<id>. */
  readonly id: string;
  /** The ingested file's name. */
  readonly name: string;
  /** SHA-256 of the raw file, hex. */
  readonly hash: string;
  readonly title: string;
  readonly publisher?: string;
  readonly date?: PartialDate;
  readonly places: readonly Place[];
  /** The id of the report this one is a near-copy of; a copy has no passages of its own. */
  readonly copyOf?: string;
  readonly passages: number;
  readonly figures: number;
  readonly dropped: Readonly<Record<string, number>>;
  readonly repaired: Readonly<Record<string, number>>;
  readonly damaged: number;
  /** ISO instant of the last change. */
  readonly ingestedAt: string;
}
