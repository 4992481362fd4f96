// What is known of a run of clauses that may answer a question: measured by evidence.ts, weighed by weigh.ts, picked by judge.ts.
import type { Span } from "../domain/report.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import type { Missing, PlaceBasis } from "./anchors.ts";

/** A stretch of a passage that is quoted; the span is in the passage's text. */
export interface Quoted {
  readonly passage: FoundPassage;
  readonly span: Span;
}

/** A run of clauses of one sentence, and how well it serves. Shares and fits go from 0 to 1. */
export interface Candidate extends Quoted {
  /** In the passage's text, as the span is. */
  readonly sentence: Span;
  /** Where the quotation should begin to be understood, when that is before the span. */
  readonly leansOn?: number;
  /** Share of the question's words that the clauses hold. */
  readonly own: number;
  /** The same, counting what the sentence, its neighbours, the heading and the title say, at a discount. */
  readonly covered: number;
  /** Whether most of the things that the question names are told of neither in the clauses nor around them. */
  readonly lost: boolean;
  /** `covered` over the words that are no way of speaking; 1 when there are none. */
  readonly literal: number;
  /** Share of the question's runs of three characters that the clauses hold: words that were cut wrong still tell. */
  readonly runs: number;
  /** Whether the clauses hold a word of four characters or more. */
  readonly strong: boolean;
  /** The greatest `covered` over the words of one ask's own part. */
  readonly coveredPart: number;
  /** How well each ask of the question is served, in the order of the asks. */
  readonly served: readonly number[];
  /** Per ask, where in the passage the number stands that answers it, if one does. */
  readonly counted: readonly (number | undefined)[];
  /** Per ask, the share of the words around that ask. */
  readonly near: readonly number[];
  readonly missing: readonly Missing[];
  readonly place: PlaceBasis;
  /** Whether the sentence states the times asked about, to the month. */
  readonly dated: boolean;
  /** Whether the clauses name a person that the question names. */
  readonly named: boolean;
  /** The same by what tells the sentences found apart, where no number is asked for. */
  readonly astray: boolean;
  /** Whether the question asks why, how or what is to come, and the clauses tell of a reason, means or plans. */
  readonly reasoned: boolean;
  /** Whether the clauses themselves state a number that the question names. */
  readonly stated: boolean;
  /** Whether the clauses themselves name a place asked about. */
  readonly namesPlace: boolean;
  /** Whether the report is about a place in which one asked about lies, rather than names it in passing. */
  readonly around: boolean;
  /** 0 when the clauses say no word of the programmes asked about, up to 1 for the strongest word. */
  readonly programme: number;
  /** Whether the clauses say a word of a programme that the question names in members' words. */
  readonly spoken: boolean;
  /** Characters that are not the question's own words: a heading that only repeats the question answers nothing. */
  readonly fresh: number;
  readonly damaged: boolean;
  /** Whether the sentence is one that the last answer quoted, and the question goes on from it. */
  readonly followed: boolean;
}
