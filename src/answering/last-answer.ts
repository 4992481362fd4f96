// What asks of the last answer instead of the world: where it comes from, what else there is, the same at length. answer.ts asks it
// first; sources.ts and more.ts know the words.
import type { Cited, TalkContext } from "../domain/conversation.ts";
import type { Answer, Locale } from "../domain/message.ts";
import { fold } from "../../ingest/script.ts";
import type { AnsweringDependencies, QuestionAnswering } from "./answer-question.ts";
import type { Quoted } from "./candidate.ts";
import { composeAnswer, composeNoMore } from "./compose.ts";
import { asksForDetail, asksForMore, atLength, moreOf } from "./more.ts";
import { asksOfSource, composeSources } from "./sources.ts";

export interface OfLast {
  readonly answer: Answer;
  /** Ids of the passages it was found in. */
  readonly passages: readonly string[];
  /** What the talk has quoted by now, the newest first. */
  readonly cited: readonly Cited[];
}

/** The share of the topic's words that what more is told must hold. */
const SAYS_IT = 0.4;
/** Quotations that "还有吗" leaves out. */
const MOST_REMEMBERED = 16;

/** Undefined for what asks something else, or where the talk has quoted nothing. `reader` is asked for when it is needed. */
export type AnswerOfLast = (
  said: string,
  context: TalkContext,
  reader: () => Locale,
) => Promise<OfLast | undefined>;

export function createAnswerOfLast(
  {
    library,
    vocabulary,
    write,
    hotline,
  }: Pick<AnsweringDependencies, "library" | "vocabulary" | "write" | "hotline">,
  questions: QuestionAnswering,
): AnswerOfLast {
  async function elseTold(
    said: string,
    context: TalkContext,
    cited: readonly Cited[],
    locale: Locale,
  ): Promise<OfLast | undefined> {
    const question = moreOf(context, said, vocabulary, locale);
    if (question === undefined) return undefined;
    const found = await questions.tell(question, ({ own }) => own >= SAYS_IT);
    if (found === undefined) return { answer: composeNoMore(locale, hotline, write), passages: [], cited };
    const { answer, passages, picks = [] } = found;
    return { answer, passages, cited: [...citedIn(picks), ...cited].slice(0, MOST_REMEMBERED) };
  }

  return async (said, context, reader) => {
    const { cited = [] } = context;
    const folded = fold(said);
    if (cited.length === 0) return undefined;
    if (asksForMore(folded)) return elseTold(said, context, cited, reader());
    const ofSource = asksOfSource(folded);
    if (!ofSource && !asksForDetail(folded)) return undefined;
    const locale = reader();
    const quoted = await library.passagesByIds(cited.map(({ passage }) => passage));
    const passages = quoted.map(({ id }) => id);
    if (ofSource) {
      const answer = composeSources(cited, quoted, locale, write);
      return answer && { answer, passages, cited };
    }
    const longer = atLength(cited, quoted);
    if (longer === undefined) return { answer: composeNoMore(locale, hotline, write), passages, cited };
    return {
      answer: composeAnswer({ locale }, [longer], false, write, []),
      passages,
      cited: citedIn([longer]),
    };
  };
}

/** The quotations as a talk remembers them. */
export const citedIn = (picks: readonly Quoted[]): readonly Cited[] =>
  picks.map(({ passage, span }) => ({ passage: passage.id, ...span }));
