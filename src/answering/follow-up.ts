// Follow-ups: what a question leaves unsaid because the talk has said it ("那法律援助呢?", "那商南呢?", "什么时候截止").
// Pure. understand.ts calls it with the question as understood alone.
import type { TalkContext } from "../domain/conversation.ts";
import { fold } from "../../ingest/script.ts";
import { findPlaces } from "../../ingest/places.ts";
import { findAsks } from "./asks.ts";
import { mostSpecific } from "./named.ts";
import type { Understanding } from "./understand.ts";

const FOLLOW_UP = /^(?:那么|那|还有|另外|再问|then |and |what about|how about)|呢[??]?$/u;
const POINTS_BACK =
  /那里|那边|那儿|这里|该县|该省|该市|他们|它们?|这个项目|这些|那些|there\b|they\b|\bit\b|those/u;
const EVERYWHERE =
  /各(?:地|县|市|省|州|个?地方)|哪(?:个|些|几个)?(?:县|市|省|州|地方)|全国|所有|everywhere|which (?:county|province|city)/u;
// A question this short with no programme in it is about the last one.
const SHORT = 12;

/**
 * The question with the talk's places and topic where it names none itself. `again` understands another wording of it.
 * What is carried over without a word that points back is marked `tentative`: the question may have changed the subject.
 */
export function withContext(
  said: Understanding,
  context: TalkContext,
  again: (folded: string) => Understanding,
): Understanding {
  const { folded } = said;
  const refersBack = FOLLOW_UP.test(folded) || POINTS_BACK.test(folded);
  const topicMissing = said.kind === "vague" || said.terms.every((term) => term.weight < 0.5);
  const short = said.programmes.length === 0 && folded.length <= SHORT;
  const needsTopic = context.topic !== "" && (topicMissing || (short && !refersBack));
  const needsPlaces =
    said.places.length === 0 &&
    said.ambiguous.length === 0 &&
    !said.terms.some(({ required }) => required) &&
    context.places.length > 0 &&
    !EVERYWHERE.test(folded);
  if (!needsTopic && !needsPlaces) return said;
  // A bare word or two with nothing asked and nothing pointing back is not a follow-up but an unfinished thought.
  if (
    topicMissing &&
    !refersBack &&
    said.places.length === 0 &&
    said.asks.every(({ kind }) => kind === "what")
  )
    return said;
  const rebuilt = needsTopic ? again(`${folded} ${context.topic}`) : said;
  return {
    ...rebuilt,
    kind: rebuilt.kind === "vague" && needsTopic ? "question" : rebuilt.kind,
    places: needsPlaces
      ? mostSpecific(context.places.flatMap((name) => findPlaces(name).map(({ place }) => place)))
      : rebuilt.places,
    // "那商南呢" asks what the last question asked.
    asks:
      said.asks.every(({ kind }) => kind === "what") && needsTopic
        ? findAsks(fold(context.question))
        : said.asks,
    inherited: { places: needsPlaces, topic: needsTopic, tentative: !refersBack && !topicMissing },
  };
}
