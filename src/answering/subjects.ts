// The subjects of a question that asks about several things, or the same of several places. Pure; finding.ts looks for each.
import type { Place } from "../domain/report.ts";
import { findPlaces } from "../../ingest/places.ts";
import type { Ask } from "./asks.ts";
import { asksOfEach, ofEachPlace, ofTheirOwnPlaces } from "./each-place.ts";
import { understandAlone, type Understanding } from "./understand.ts";
import type { Vocabulary } from "./vocabulary.ts";

const NEXT_SUBJECT =
  /[,;。、]?\s*(?:还有|以及|另外|此外|顺便问问?|再问一下| and also | as well as )(?=.{0,40}(?:多少|几|什么|哪|谁|占|how|when|where|who|what))/u;

/**
 * The subjects of a question that asks about several, or the same of several places ("尘肺病复查了多少人,还有技能培训办了几期"), each understood by
 * itself with the places and times of the whole; the question alone when it has one subject.
 */
export function subjectsOf(question: Understanding, vocabulary: Vocabulary): readonly Understanding[] {
  if (question.inherited.topic) return [question];
  const told = question.asks.every(({ kind }) => kind === "what" || kind === "list");
  const halves =
    question.asks.length > 1 && question.places.length > 1 && question.home === undefined
      ? ofTheirOwnPlaces(
          question.folded,
          question.asks.map(({ part }) => part),
        )
      : [];
  const counted = subjectsIn(ofTheirOwnNumbers(question), question, vocabulary, TOPIC_WITH_PLACE);
  if (counted.length > 1) return counted;
  const ofEach = sameOfEach(question);
  // "整个云南又补了多少" says no topic of its own.
  const topics = subjectsIn(halves, question, vocabulary, TOPIC);
  // "比一比:德钦补了多少互助金,商南发了多少慰问金" asks of each something of its own.
  if (topics.length > 1) return topics;
  const each = asksOfEach(question.folded) || asksBesideRegion(question);
  if (ofEach.length > 1 && ((halves.length > 1 && topics.length === 0) || each)) return ofEach;
  const ownHalves = subjectsIn(halves, question, vocabulary, TOPIC_WITH_PLACE);
  if (ownHalves.length > 1) return ownHalves;
  const wordings =
    question.asks.length > 1
      ? question.folded.split(NEXT_SUBJECT).filter((wording) => wording.trim().length >= 4)
      : told && question.places.length > 1
        ? ofEachPlace(question.folded)
        : [];
  const subjects = subjectsIn(wordings, question, vocabulary, TOPIC);
  return subjects.length > 1 ? subjects : [question];
}

/** "762个项目投了多少,622个又投了多少": the parts of a question that each name a number of their own. */
function ofTheirOwnNumbers({ asks, numbers, folded }: Understanding): readonly string[] {
  const own = asks.every(({ part }) =>
    numbers.some(({ start, end }) => start >= part.start && end <= part.end),
  );
  return own && asks.length > 1 ? asks.map(({ part }) => folded.slice(part.start, part.end)) : [];
}

/** "援疆建了多少个?商南又有几个?": a region that is aided, and a place, each in a part of its own. */
function asksBesideRegion({ terms, folded, asks, places }: Understanding): boolean {
  const region = terms.find(({ regions }) => regions.length > 0)?.span.start;
  if (region === undefined || places.length === 0) return false;
  const partOf = (at: number): number => asks.findLastIndex(({ part }) => part.start <= at);
  const named = findPlaces(folded).filter(({ place }) => places.some(({ name }) => name === place.name));
  const apart = named.some(({ start }) => partOf(start) !== partOf(region));
  return apart || (asks.length === 1 && COMPARES.test(folded));
}
const COMPARES = /谁(?:更|建得|办得)?多|哪[边个](?:更)?多|多还是/u;

/** The question once for each of its places, where it asks the same of all; "援疆" stands for a place, too. */
function sameOfEach(question: Understanding): readonly Understanding[] {
  const { places, terms, folded } = question;
  const [ask] = question.asks;
  const same = ({ kind, unit, counted }: Ask): boolean =>
    kind === ask?.kind && (unit === ask.unit || counted === undefined);
  if (ask === undefined || !question.asks.every(same)) return [];
  // "云南提了多少项,商南多少条": each place in its own measure word.
  const asksOf = (place?: Place): readonly Ask[] => {
    const at = findPlaces(folded).find((one) => one.place.name === place?.name)?.start ?? 0;
    const own = question.asks.findLast(({ part }) => part.start <= at) ?? ask;
    return [
      {
        ...ask,
        ...(own.unit === undefined ? {} : { unit: own.unit }),
        part: { start: 0, end: folded.length },
      },
    ];
  };
  const actor = actorAmong(question);
  const aided = terms.filter(({ regions }) => regions.length > 0);
  const own = terms.filter(({ regions }) => regions.length === 0);
  const programmes = question.programmes.filter(
    ({ words }) => !aided.some(({ word }) => word.includes(words)),
  );
  return [
    ...places
      .filter((place) => place !== actor)
      .map((place) => ({
        ...question,
        ...(aided.length === 0 ? {} : { terms: own, programmes }),
        places: actor === undefined ? [place] : [actor, place],
        // A county's report tells nothing of the whole province where both are asked of.
        without: places.filter(({ path, name }) => name !== place.name && path.includes(place.name)),
        asks: asksOf(place),
      })),
    ...(aided.length === 0 ? [] : [{ ...question, places: [], asks: asksOf() }]),
  ];
}

/** "深圳在西藏和新疆分别做了什么": the first place acts in the others. */
function actorAmong({ places, folded }: Understanding): Place | undefined {
  const [first, second, third] = findPlaces(folded);
  if (places.length < 3 || first === undefined || second === undefined || third === undefined)
    return undefined;
  const acts = ACTS.test(folded.slice(first.end, second.start));
  return acts ? places.find(({ name }) => name === first.place.name) : undefined;
}
const ACTS = /^(?:[省市县])?(?:总?工会)?(?:都|又)?(?:在|给|对|为|往|去|向|支援|援助|帮)$/u;

/** The weight of a word that makes a topic; a lighter one does beside a place of its own. */
const TOPIC = 0.9;
const TOPIC_WITH_PLACE = 0.5;

/** The wordings as subjects, with the places and times of the whole where they say none; none unless each says a topic. */
function subjectsIn(
  wordings: readonly string[],
  question: Understanding,
  vocabulary: Vocabulary,
  least: number,
): readonly Understanding[] {
  const subjects = wordings.map((wording) => {
    const alone = understandAlone(wording, question.question, vocabulary, question.locale);
    return {
      ...alone,
      places: alone.places.length > 0 ? alone.places : question.places,
      periods: alone.periods.length > 0 ? alone.periods : question.periods,
    };
  });
  const says = ({ kind, programmes, numbers, terms }: Understanding): boolean =>
    kind === "question" &&
    (programmes.length + numbers.length > 0 || terms.some(({ weight }) => weight >= least));
  return subjects.every(says) ? subjects : [];
}
