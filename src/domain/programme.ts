// What a union programme asks and promises, as data: its file (applications/programmes/*.yaml) is read into this shape.
// form.ts leads a member through it, application.ts carries the case along its steps.

/** What members read; traditional Chinese is derived from `zh-Hans`. */
export interface Text {
  readonly "zh-Hans": string;
  readonly en: string;
}

export type ProgrammeCategory = "aid" | "places" | "help" | "membership" | "reports";

export interface Programme {
  /** kebab-case, for ever: applications name it. */
  readonly id: string;
  /** Grows with every change that an open draft would notice. */
  readonly version: number;
  readonly category: ProgrammeCategory;
  readonly name: Text;
  /** One sentence: what it is and for whom. */
  readonly summary: Text;
  /** Words by which members mean it, all languages mixed: "困难补助", "家里揭不开锅", "hardship". */
  readonly also: readonly string[];
  /** Place in the list of all that can be applied for; those without one come after, by their ids. */
  readonly order?: number;
  /** True when there is nothing to file: members are told `nothingToFile` instead of being asked. */
  readonly automatic: boolean;
  /** Name of a setting: where the place's number is not 0, the programme is automatic there. */
  readonly automaticWhere?: string;
  readonly nothingToFile?: Text;
  /** What it costs, where it costs anything: the dues of a member. */
  readonly cost?: Text;
  /** What one has of it, where `summary` does not say. */
  readonly benefits?: Text;
  /** What members keep asking of it, where no other text of the file says it. */
  readonly questions: readonly KnownQuestion[];
  /** Said before anything else, even before eligibility: where to turn at once in danger. */
  readonly opening?: Text;
  /** Where only some of what is told may be a danger: words that say so. Whatever is told, when left out. */
  readonly dangers?: readonly string[];
  /** Local numbers the expressions use, each as members read it; their values are in the places' files. */
  readonly settings?: Readonly<Record<string, Setting>>;
  readonly eligibility?: Eligibility;
  readonly papers: readonly Paper[];
  /** What the member agrees to before personal questions: purpose, who sees it, how long it is kept. */
  readonly consent: Text;
  readonly fields: readonly Field[];
  /** Review steps from the lowest unit up; empty when the check alone decides (places). */
  readonly steps: readonly ReviewStep[];
  /** Working days of public notice before approval holds; 0 when there is none. */
  readonly publicNoticeDays: number;
  /** What approval leads to. */
  readonly outcome: "paid" | "placed" | "closed";
  /** Set when places in dated batches are given out. */
  readonly places?: PlaceRules;
  readonly clocks: readonly Clock[];
  readonly refusals: readonly Refusal[];
  /** What happens after sending and by when, in one or two sentences. */
  readonly afterwards: Text;
  /** Months after which an approved case is checked again; left out, never. */
  readonly recheckMonths?: number;
  /** Months after closing until the answers and papers are purged. */
  readonly retentionMonths: number;
  /** One open case of this programme for each household, or each member. */
  readonly onePer: "household" | "member" | "none";
  /** Where the rules were read, with year. */
  readonly source: string;
}

export interface KnownQuestion {
  /** Words that stand in such a question and in few others, all languages mixed: "退会", "会费怎么扣". */
  readonly asks: readonly string[];
  readonly answer: Text;
}

export interface Setting {
  /** "城市低保标准". */
  readonly label: Text;
  /** "元/月"; empty for a plain switch. */
  readonly unit: Text;
}

export type FieldType =
  | "text"
  | "long-text"
  | "name"
  | "amount"
  | "count"
  | "date"
  | "month"
  | "identity-number"
  | "mobile"
  | "bank-card"
  | "choice"
  | "choices"
  | "yes-no"
  | "address"
  /** One of the open batches; its id. */
  | "batch"
  /** A union unit by its name or place; its id. */
  | "unit"
  | "list";

export interface Field {
  /** kebab-case, unique in its programme (or list). */
  readonly id: string;
  readonly type: FieldType;
  /** Two to six characters: "家庭年收入". */
  readonly label: Text;
  /** As an officer would ask it. */
  readonly question: Text;
  /** Other names a member may call it when correcting: "收入". */
  readonly also: readonly string[];
  readonly help?: Text;
  /** A right answer, shown when a wrong one came: "3.5万". */
  readonly example: string;
  /** Hardship, health, numbers of identity and bank: masked wherever it is shown. */
  readonly sensitive: boolean;
  /** May be answered with "跳过". */
  readonly optional: boolean;
  /** Asked only when this holds over the answers so far. */
  readonly when?: Condition;
  /** Bounds of amounts (yuan), counts, text length. */
  readonly min?: number;
  readonly max?: number;
  /** Dates may lie ahead ("future"), behind ("past") or anywhere. */
  readonly time?: "past" | "future";
  readonly choices?: readonly Choice[];
  /** Of a list: what is asked for each item ("每位家庭成员"). */
  readonly fields?: readonly Field[];
  /** Of a list: how many items are allowed. */
  readonly most?: number;
}

export interface Choice {
  readonly id: string;
  readonly label: Text;
  readonly also: readonly string[];
}

/** `field` has one of the values, or (`above`, `below`) is a number on that side, both ends left out. */
export interface Condition {
  readonly field: string;
  readonly is?: readonly (string | number | boolean)[];
  readonly above?: number;
  readonly below?: number;
}

export interface Eligibility {
  /** Ids of `fields` (amounts, counts, choices, yes-no; never personal numbers) asked before consent, in order. */
  readonly ask: readonly string[];
  /** Named sums over those fields and the place's settings: { monthly: "(income - spending) / 12 / people" }. */
  readonly sums: Readonly<Record<string, { readonly expression: string; readonly unit: Text }>>;
  /** The first whose conditions all hold decides; the last must have none. */
  readonly verdicts: readonly VerdictRule[];
}

export type Verdict = "likely" | "unclear" | "unlikely";

export interface VerdictRule {
  /** Comparisons over sums, fields and settings ("monthly <= minimum-living"), and conditions on choices. */
  readonly when: readonly (string | Condition)[];
  readonly verdict: Verdict;
  /** Kept with the case: "deep", "relative", "accident". */
  readonly category?: string;
  /** Said to the member beside the sum. */
  readonly reason: Text;
}

export interface Paper {
  readonly id: string;
  readonly label: Text;
  readonly help?: Text;
  readonly optional: boolean;
  readonly when?: Condition;
  readonly also: readonly string[];
}

export type UnitLevel = "grassroots" | "county" | "prefecture" | "province" | "nation";

export interface ReviewStep {
  readonly id: string;
  readonly title: Text;
  /** The unit that does it: the nearest at or above the member's unit of this level. */
  readonly level: UnitLevel;
  /** Working days it should take at most. */
  readonly days: number;
}

export interface PlaceRules {
  /** "arrival": placed as they come. "closing": given out at the batch's closing by the order below. */
  readonly allot: "arrival" | "closing";
  /** Ids of yes-no or count fields that go first when true or lower, before the order of arrival. */
  readonly first: readonly { readonly field: string; readonly prefer: boolean | "lower" }[];
}

/** Moments of a case that clocks run from: the day it was sent, decided, or an officer asked the member for more. */
export type Moment = "submitted" | "decided" | "asked";

/**
 * A time that protects or binds the member. `from` is a date field of the form or a moment of the case; a clock over a
 * field is told before sending, too ("你还有 12 个工作日").
 */
export interface Clock {
  readonly id: string;
  readonly from: string;
  readonly length: number;
  readonly unit: "working-days" | "days" | "months" | "years";
  /** Days before its end at which the member is reminded. */
  readonly remind: readonly number[];
  /** Days before its end at which staff are told; left out, they are not. */
  readonly escalate?: number;
  readonly onEnd: "expire" | "escalate" | "tell";
  readonly label: Text;
}

export interface Refusal {
  readonly id: string;
  readonly label: Text;
}
