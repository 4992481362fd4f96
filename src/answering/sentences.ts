// The sentences of the passages that search brought, each with what it says of the question, by itself and through what
// stands around it: neighbours, heading, title, and what introduces it. Pure; evidence.ts makes candidates of them.
import type { Span } from "../domain/report.ts";
import { fold } from "../../ingest/script.ts";
import { sentences } from "../../ingest/segment.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import { isOfRegion, isTheme, type FoldedPassage, type SentenceText } from "./anchors.ts";
import { isAsked, labelOf, outlineOf, type Section } from "./outline.ts";
import type { Term } from "./question-terms.ts";
import type { Understanding } from "./understand.ts";
import { matchAll, programmeStrength } from "./wording.ts";

export interface Sentence extends Span, SentenceText {
  readonly of: FoldedPassage;
  /** Whether a semicolon parts it from the sentence before. */
  readonly continued: boolean;
  /** The two sentences before it. */
  readonly lastTwo: readonly { readonly start: number; readonly text: string }[];
  /** What introduces it, the nearest first: its own label, the line above its list, the question, the heading. */
  readonly leads: readonly string[];
  /**
   * Where a quotation of it should begin that leans on what stands before: on the sentence that "这个驿站" points to, or on
   * the heading that alone holds a word of the question. In the passage's text.
   */
  readonly leansOn?: number;
  /** Whether it says who said the sentence before it. */
  readonly speaks: boolean;
  /** How strongly what introduces it says a programme asked about, 0 to 1. */
  readonly ledBy: number;
  /** Whether a word of the question stands in what introduces it. */
  readonly introduced: boolean;
  readonly matches: readonly number[];
  /** The best of the neighbours', the leads', the heading's and the title's matches, discounted. */
  readonly nearby: readonly number[];
}

/** A passage's sentences in order, and which of them introduce others. */
export interface ReadPassage {
  readonly sentences: readonly Sentence[];
  readonly sections: readonly Section[];
}

const LONGEST_LEAD = 70;

export function readPassage(passage: FoundPassage, question: Understanding): ReadPassage {
  const { terms } = question;
  const folded = {
    passage,
    title: fold(passage.source.title),
    heading: fold(passage.heading ?? ""),
    text: fold(passage.text),
  };
  const asked = question.programmes.map(({ programme }) => programme);
  const themes = new Set(asked.filter((one) => isTheme(folded, one)).map(({ id }) => id));
  const titles = new Set(
    asked.filter(({ related }) => related.some((term) => folded.title.includes(term))).map(({ id }) => id),
  );
  const theme = themes.size > 0;
  const of: FoldedPassage = { ...folded, themes, titles, theme, titled: theme || titles.size > 0 };
  const ofTitle = matchAll(terms, of.title);
  const ofHeading = matchAll(terms, of.heading);
  const spans = sentences(passage.text);
  const texts = spans.map(({ start, end }) => of.text.slice(start, end));
  const matches = texts.map((text) => matchAll(terms, text));
  const { leads, sections } = outlineOf(texts);
  const strengths = new Map<number, number>();
  const strengthOf = (lead: number): number => {
    const known =
      strengths.get(lead) ?? programmeStrength((texts[lead] ?? "").slice(0, LONGEST_LEAD), question);
    strengths.set(lead, known);
    return known;
  };
  const read = spans.map((span, at): Sentence => {
    const text = texts[at] ?? "";
    const above = leads[at] ?? [];
    const named = above.map((lead) => (texts[lead] ?? "").slice(0, LONGEST_LEAD));
    const label = labelOf(text);
    const speaks = SPEAKER.test(text) && /[”」』]$/u.test(texts[at - 1] ?? "");
    const leansOn =
      speaks || POINTS_BACK.test(text)
        ? spans[at - 1]?.start
        : spans[
            above.find((lead) =>
              terms.some(
                (term, index) => tells(term, matches[lead]?.[index]) && !tells(term, matches[at]?.[index]),
              ),
            ) ?? -1
          ]?.start;
    const heading = of.heading === "" || named.includes(of.heading) ? [] : [of.heading];
    return {
      ...span,
      of,
      text,
      before: texts.slice(Math.max(0, at - 2), at).join("\n"),
      around: [of.heading, ...named, ...texts.slice(Math.max(0, at - 1), at + 2)].join("\n"),
      continued: continues(texts[at - 1]),
      earlier: texts.slice(Math.max(0, at - 5), at),
      lastTwo: spans
        .slice(Math.max(0, at - 2), at)
        .map(({ start }, index) => ({ start, text: texts[Math.max(0, at - 2) + index] ?? "" })),
      ...(leansOn === undefined ? {} : { leansOn }),
      speaks,
      leads: [...(label === undefined ? [] : [label]), ...named, ...heading],
      ledBy: Math.max(0, ...above.map(strengthOf)),
      introduced: above.some((lead) => terms.some((term, index) => tells(term, matches[lead]?.[index]))),
      matches: matches[at] ?? [],
      nearby: terms.map((term, index) =>
        Math.max(
          // What a semicolon separates, or a few words announce, still speaks of the same thing.
          (speaks || continues(texts[at - 1]) ? 0.75 : isAsked(texts[at - 1] ?? "") ? 0.8 : 0.45) *
            (matches[at - 1]?.[index] ?? 0),
          ...above.map((lead) => INTRODUCED * (matches[lead]?.[index] ?? 0)),
          0.45 * (matches[at + 1]?.[index] ?? 0),
          0.6 * (ofHeading[index] ?? 0),
          0.5 * (ofTitle[index] ?? 0),
          isOfRegion(passage, term) ? 0.6 : 0,
        ),
      ),
    };
  });
  return { sentences: read, sections };
}

/** Whether a match of a term is worth reading on for. */
export const tells = ({ weight }: Term, match: number | undefined): boolean =>
  weight >= 0.5 && (match ?? 0) > 0.3;

const POINTS_BACK = /^(?:[这该]|此(?!外|次|前|间)|其(?!中|间|它|他|余|实|次))/u;

// “…非常方便。”近日,…快递员马伟明告诉记者。
const SPEAKER = /(?:告诉记者|说|表示|介绍)[。.]?$/u;

const INTRODUCED = 0.75;

const continues = (before: string | undefined): boolean =>
  before !== undefined && (/[;；::]$/u.test(before) || before.length <= 12);

/** Whether the last answer quoted it, and the question goes on from there. */
export const isFollowed = ({ of: { passage }, start, end }: Sentence, { follows }: Understanding): boolean =>
  follows.some((cited) => cited.passage === passage.id && cited.start < end && cited.end > start);
