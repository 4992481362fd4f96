// Whether a candidate says enough of the question to answer it, and how well it does beside the others.
// Pure; judge.ts asks it of every candidate. The numbers were found on question sets.
import { COUNTING } from "./asks.ts";
import type { Candidate } from "./candidate.ts";
import { WHY } from "./cues.ts";
import type { Understanding } from "./understand.ts";

// The share of the question's words that evidence must hold, tuned on question sets: below it quotations begin to be
// about something else. Less is enough where the clauses name the programme, the place, or a long word that was asked for.
const ENOUGH = 0.55;
const ENOUGH_WITHOUT_A_THING = 0.7;
const ENOUGH_IN_PLACE = 0.48;
const ENOUGH_WITH_NAME = 0.25;
const ENOUGH_WITH_PLACE = 0.2;
const ENOUGH_WITH_PROGRAMME = 0.35;
const ENOUGH_WHEN_PAID = 0.3;
const ENOUGH_BESIDE_SAYING = 0.25;
// An English phrase that names a programme is loose.
const ENOUGH_BESIDE_ENGLISH = 0.4;
const ENOUGH_WHEN_TOLD = 0.28;
const TOLD = 0.75;
const THEMED = 0.6;
const BY_OWN_WORD = 0.9;
const ENOUGH_BESIDE_ITS_NUMBER = 0.15;
const ENOUGH_OF_A_SAYING = 0.1;
const ENOUGH_TO_MENTION = 0.25;
const FRESH = 6;

/** Whether a number or a date is asked for. */
export const counts = (question: Understanding): boolean =>
  question.asks.some(({ kind }) => COUNTING.has(kind));

// Told by their own cues rather than by the question's words.
const TYPED: ReadonlySet<string> = new Set([
  "list",
  "where",
  "condition",
  "exclusion",
  "material",
  "deadline",
  "duration",
  "procedure",
  "contact",
  "fee",
]);
const LISTING: ReadonlySet<string> = new Set(["condition", "exclusion", "material", "procedure"]);

/** Whether the candidate says enough of what was asked; what is missing of names, places and times is judged before. */
export function isEnough(question: Understanding, candidate: Candidate): boolean {
  if (onlyDay(question) || onlyPerson(question, candidate)) return true;
  if (candidate.followed && question.inherited.bare) return true;
  const covered = Math.max(candidate.covered, candidate.coveredPart);
  // How many tea growers were trained is not told by how many were trained.
  const lost = candidate.lost && counts(question) && question.asks.length === 1;
  if (covered >= (lost ? ENOUGH_WITHOUT_A_THING : ENOUGH)) return true;
  const placed = candidate.place === "named" && candidate.namesPlace;
  if (placed && covered >= ENOUGH_WITH_PLACE + (counts(question) ? 0.05 : 0)) return true;
  if (!counts(question) && (placed || candidate.place === "report") && covered >= ENOUGH_IN_PLACE)
    return true;
  // "商南有没有类似的", after another place's programme: what is told of that programme there is alike.
  if (
    question.inherited.topic &&
    !counts(question) &&
    isPlaced(candidate) &&
    candidate.programme >= BY_OWN_WORD
  )
    return true;
  // "那吉林呢" asks what there is of it, and of nothing else.
  if (placed && question.terms.length + question.programmes.length === 0) return true;
  // Clauses that name the place and the programme by a report's own word need hold nothing else.
  if (placed && candidate.programme >= BY_OWN_WORD) return true;
  if (placed && question.places.length > 1 && question.terms.every(({ weight }) => weight < 0.6)) return true;
  if (
    candidate.stated &&
    candidate.place !== "none asked" &&
    question.terms.every(({ weight }) => weight < 0.5)
  )
    return true;
  if (candidate.stated && (placed || candidate.programme > 0) && covered >= ENOUGH_BESIDE_ITS_NUMBER)
    return true;
  if (lost || (candidate.lost && question.locale === "en")) return false;
  const named = placed || candidate.strong || candidate.runs >= 0.3;
  if (named && covered >= ENOUGH_WITH_NAME) return true;
  const told = question.asks.some(
    ({ kind }, index) => TYPED.has(kind) && (candidate.served[index] ?? 0) >= TOLD,
  );
  if (
    told &&
    (question.places.length > 0 || candidate.programme > 0) &&
    covered >= (candidate.programme >= THEMED ? ENOUGH_WHEN_TOLD / 2 : ENOUGH_WHEN_TOLD)
  )
    return true;
  // All that was asked but in a way of speaking is told of the place itself.
  const literal = question.terms.some(({ spoken, weight }) => !spoken && weight >= 0.5);
  if (
    literal &&
    counts(question) &&
    isPlaced(candidate) &&
    candidate.literal >= TOLD &&
    covered >= ENOUGH_WITH_PROGRAMME
  )
    return true;
  if (candidate.programme === 0) return false;
  const counting = counts(question);
  // No report says "揭不开锅": what led to the programme is not looked for. A count must still be of the right thing, which
  // English words beside a Chinese name cannot show.
  const english = question.terms.every(({ word }) => /^[a-z]/.test(word));
  if (
    candidate.spoken &&
    (counting
      ? (candidate.literal >= ENOUGH_BESIDE_SAYING || !candidate.lost) &&
        (english || covered >= ENOUGH_OF_A_SAYING)
      : question.locale === "en"
        ? candidate.literal >= ENOUGH_BESIDE_ENGLISH
        : !candidate.lost || candidate.literal >= ENOUGH_BESIDE_SAYING)
  )
    return true;
  // Who tells a need says much that no report does: what it is a need of is enough.
  if (candidate.spoken && question.asks.every(({ need }) => need === true) && saysWhatFor(question))
    return true;
  return counting
    ? covered >=
        (question.asks.some(({ paid, each }) => paid ?? each) ? ENOUGH_WHEN_PAID : ENOUGH_WITH_PROGRAMME)
    : Math.max(covered, candidate.literal) >= ENOUGH_TO_MENTION;
}

/** Whether the place asked about is told of for certain. */
const isPlaced = ({ place }: Candidate): boolean => place === "report" || place === "named";

/** Whether a way of speaking names a programme and does not only ask for help. */
const saysWhatFor = ({ programmes }: Understanding): boolean =>
  programmes.some(({ by, words }) => by === "saying" && !/帮|管|给不给|救济/u.test(words));

/** "张驰副主席介绍了什么": somebody is named, whom the clauses name too, and nothing else. */
const onlyPerson = ({ names, terms, programmes, asks }: Understanding, { named }: Candidate): boolean =>
  named &&
  names.length > 0 &&
  programmes.length === 0 &&
  asks.every(({ kind }) => kind === "what" || kind === "list" || kind === "who") &&
  terms.every(({ weight }) => weight < 0.75);

/** "9月14日发生了什么": a day is named and nothing else; the day itself is looked for before. */
const onlyDay = ({ periods, terms, programmes, asks }: Understanding): boolean =>
  periods.some(({ from = "" }) => from.length === 10) &&
  programmes.length === 0 &&
  asks.every(({ kind }) => kind === "what" || kind === "list") &&
  terms.every(({ weight }) => weight < 0.75);

/** How well the candidate answers, higher is better; `served` and `near` are those of the ask it is to answer. */
export function score(candidate: Candidate, question: Understanding, served: number, near: number): number {
  const length = candidate.span.end - candidate.span.start;
  const counting = counts(question);
  const named = question.asks.some(({ kind, target }) => kind === "who" && target === "person");
  const shortest = named ? 2 : FRESH;
  const own = question.asks.length > 1 ? near : candidate.own;
  const sections = question.asks.some(({ kind }) => LISTING.has(kind));
  return (
    (counting ? 0.8 : 1) * near +
    0.5 * own +
    0.4 * candidate.covered +
    0.4 * candidate.runs +
    (counting || named || question.asks.some(({ kind }) => TYPED.has(kind)) ? 1.2 : 0.7) * served +
    0.4 * candidate.programme +
    (candidate.spoken && question.asks.every(({ kind, need }) => kind === "yesno" || need === true)
      ? 0.4
      : 0) +
    (candidate.place === "named" && candidate.namesPlace ? 0.25 : 0) +
    (candidate.around ? 0.05 : 0) +
    (candidate.dated ? 0.4 : 0) +
    (candidate.stated ? 0.4 : 0) +
    (candidate.followed ? (question.inherited.bare ? 1.2 : 0.5) : 0) +
    (candidate.reasoned ? (WHY.test(question.folded) ? 0.8 : 0.4) : 0) -
    (candidate.astray ? 0.4 : 0) -
    (candidate.place === "inside" ? 0.3 : candidate.place === "nearby" ? 0.1 : 0) -
    (counting || candidate.fresh >= shortest ? 0 : 0.8) -
    (sections ? 0.001 : 0.003) * Math.max(0, length - 30) -
    (length < 8 ? 0.3 : 0) -
    (candidate.damaged ? 0.3 : 0)
  );
}
