// Questions that members keep asking, with the answers that the programmes' files give. Pure.
import type { KnownQuestion, Programme } from "../../domain/programme.ts";
import { dense } from "../words.ts";

export interface Known {
  readonly programme: Programme;
  readonly question: KnownQuestion;
}

/** Longer texts tell more than they ask, and a year or a figure asks for a report. */
const LONGEST = 40;
const OF_REPORTS = /(?:19|20)\d\d年?|去年|前年|今年|\d{3,}|多少(?:人|名|户|件|家)/;

/** The one whose words cover most of the text; those of the programme `first` go before others'. */
export function knownQuestion(
  programmes: Iterable<Programme>,
  text: string,
  first?: string,
): Known | undefined {
  const words = dense(text);
  if (words.length > LONGEST || OF_REPORTS.test(words)) return undefined;
  const found = Array.from(programmes).flatMap((programme) =>
    programme.questions.flatMap((question) => {
      const covered = question.asks.map(dense).filter((asked) => words.includes(asked));
      const weight = Math.max(0, ...covered.map(({ length }) => length));
      return weight === 0 ? [] : [{ programme, question, weight, own: programme.id === first ? 1 : 0 }];
    }),
  );
  return found.toSorted((one, other) => other.own - one.own || other.weight - one.weight)[0];
}
