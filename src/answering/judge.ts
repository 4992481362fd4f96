// Decides from the measured candidates: which one to three quotations answer, or that the reports do not say.
// Pure. answer.ts calls it between evidence.ts and compose.ts.
import type { Missing } from "./anchors.ts";
import { COUNTING, wantsNamed } from "./asks.ts";
import { OFFER } from "./cues.ts";
import type { Candidate } from "./candidate.ts";
import { countsApart, takesNumber, withOwnNumbers, type Scored } from "./counts.ts";
import { inOneSentence, joined, whole } from "./quotation.ts";
import { othersElsewhere, othersNamed } from "./several.ts";
import type { Understanding } from "./understand.ts";
import { isEnough, score } from "./weigh.ts";

export type Verdict =
  | {
      readonly kind: "answered";
      readonly picks: readonly Candidate[];
      /** True when one of several asks found nothing. */
      readonly partly: boolean;
    }
  | { readonly kind: "unknown"; readonly missing: readonly Missing[]; readonly nearest?: Candidate };

const SERVED = 0.4;
const NEAREST = 0.35;
/** Judges. Deterministic: equal candidates are ordered by passage id and position. */
export function judge(question: Understanding, candidates: readonly Candidate[]): Verdict {
  const possible = candidates.filter(
    (candidate) => candidate.missing.length === 0 && isEnough(question, candidate),
  );
  const servingAsk = (index: number): readonly Candidate[] => {
    const kind = question.asks[index]?.kind ?? "what";
    const serving = surelyPlaced(
      possible.filter((candidate) => serves(candidate, index)),
      index,
    );
    // Where and which are also told without a place or a list in so many words, and who may by whoever did.
    return serving.length > 0
      ? serving
      : LOOSE.has(kind) && !wantsNamed(question.asks[index])
        ? possible
        : possible.filter((one) => tellsWho(one, kind) || tellsWhere(one, kind, question.folded));
  };
  const perAsk = withOwnNumbers(
    question.asks.map((_, index) => bestFor(index, servingAsk(index), question)),
    (index, fits) => bestFor(index, servingAsk(index).filter(fits), question),
  );
  const first = perAsk.find((one) => one !== undefined);
  if (first !== undefined) {
    // What one part of the question found, the other part may find beside it, even in words of its own.
    perAsk.forEach((one, index) => {
      if (one === undefined) perAsk[index] = besideOf(first.candidate, index, candidates, question);
    });
  }
  const answered = perAsk.filter((one) => one !== undefined);
  if (answered.length === 0) return unknown(question, candidates);

  const elsewhere = (pick: Candidate): readonly Candidate[] =>
    othersElsewhere(question, pick, possible, (one) =>
      score(one, question, mean(one.served), mean(one.near)),
    );
  const together = bestTogether(question, possible);
  const offered = offeredAt(together?.candidate ?? first?.candidate, possible, question);
  if (offered !== undefined) return { kind: "answered", picks: [offered], partly: false };
  const apart =
    answered.reduce((sum, one) => sum + one.score, 0) / answered.length -
    0.12 * (distinct(answered.map(({ candidate }) => candidate)).length - 1);
  const partly = answered.length < perAsk.length;
  if (!partly && together !== undefined && together.score >= apart)
    return {
      kind: "answered",
      picks: [
        whole(together.candidate, candidates, question),
        ...othersNamed(question, together.candidate, possible),
        ...elsewhere(together.candidate),
      ],
      partly: false,
    };
  const anchor = answered[0]?.candidate;
  const picks = perAsk.flatMap((one, index) => {
    if (one === undefined) return [];
    // The second half of a question is best answered from where the first half was: its sentence, else its report.
    const serving = possible.filter(
      (candidate) => serves(candidate, index) && !takesNumber(candidate, index, perAsk),
    );
    const sentence = bestFor(
      index,
      serving.filter((candidate) => anchor !== undefined && inOneSentence(candidate, anchor)),
      question,
    );
    if (sentence !== undefined && sentence.score >= one.score - 0.5) return [sentence.candidate];
    const report = bestFor(
      index,
      serving.filter((candidate) => candidate.passage.report === anchor?.passage.report),
      question,
    );
    return [report !== undefined && report.score >= one.score - 0.15 ? report.candidate : one.candidate];
  });
  return {
    kind: "answered",
    picks: joined([
      ...distinct(picks).map((pick) => whole(pick, candidates, question)),
      ...picks.slice(0, 1).flatMap(elsewhere),
    ]),
    partly,
  };
}

const TOLD_NEARBY = 0.75;

/**
 * What stands after a sentence that names the place may speak of another: it is for want of anything that names the place
 * and serves as well, unless it says nearly all that was asked.
 */
function surelyPlaced(serving: readonly Candidate[], index: number): readonly Candidate[] {
  const most = (of: readonly Candidate[]): number =>
    Math.max(0, ...of.map(({ served, near }) => (served[index] ?? 0) + (near[index] ?? 0)));
  const nearby = serving.filter(({ place }) => place === "nearby");
  const named = serving.filter(({ place }) => place !== "nearby");
  const told = nearby.filter(({ near }) => (near[index] ?? 0) >= TOLD_NEARBY);
  return named.length === 0 || most(named) < most(told) - 0.2 ? serving : named;
}

const LOOSE: ReadonlySet<string> = new Set(["where", "list"]);
// "贷免扶补是什么人能贷" is told by "发放创业大学生、农民工贷免扶补贷款".
const tellsWho = ({ programme, namesPlace, place, covered }: Candidate, kind: string): boolean =>
  kind === "condition" && programme >= 0.9 && (namesPlace || place === "report") && covered >= 0.7;

/** "有心理问题找谁" is told by what there is for it; a telephone number is not. */
const tellsWhere = ({ programme, namesPlace, place }: Candidate, kind: string, folded: string): boolean =>
  kind === "contact" &&
  !/电话|热线|号码|联系|邮箱|微信|phone|contact|call/u.test(folded) &&
  programme >= 0.5 &&
  (namesPlace || place === "report");

const BESIDE = 160;

function besideOf(
  anchor: Candidate,
  index: number,
  candidates: readonly Candidate[],
  question: Understanding,
): Scored | undefined {
  const near = candidates.filter(
    (candidate) =>
      candidate.passage.id === anchor.passage.id &&
      candidate.missing.length === 0 &&
      COUNTING.has(question.asks[index]?.kind ?? "what") &&
      (candidate.served[index] ?? 0) >= SERVED &&
      Math.abs(candidate.span.start - anchor.span.end) <= BESIDE,
  );
  return best(
    near.map((candidate) => ({
      candidate,
      score:
        score(candidate, question, candidate.served[index] ?? 0, candidate.near[index] ?? 0) -
        0.004 * Math.abs(candidate.span.start - anchor.span.end),
    })),
  );
}

const OFFERED_WITHIN = 240;

/** What there is at a place that a report only names is told where it goes on: "在…驿站" … "驿站…提供热饭". */
function offeredAt(
  named: Candidate | undefined,
  possible: readonly Candidate[],
  question: Understanding,
): Candidate | undefined {
  if (named === undefined || named.reasoned || question.asks.length > 1 || !OFFER.test(question.folded))
    return undefined;
  const { passage, span } = named;
  const after = possible.filter(
    (candidate) =>
      candidate.reasoned &&
      candidate.place === "nearby" &&
      candidate.passage.id === passage.id &&
      candidate.sentence.start >= span.end &&
      candidate.sentence.start - span.end <= OFFERED_WITHIN,
  );
  return bestFor(0, after, question)?.candidate;
}

const serves = (candidate: Candidate, index: number): boolean => (candidate.served[index] ?? 0) >= SERVED;

function bestFor(
  index: number,
  candidates: readonly Candidate[],
  question: Understanding,
): Scored | undefined {
  return best(
    candidates.map((candidate) => ({
      candidate,
      score: score(candidate, question, candidate.served[index] ?? 0, candidate.near[index] ?? 0),
    })),
  );
}

function bestTogether(question: Understanding, candidates: readonly Candidate[]): Scored | undefined {
  const serving = candidates.filter(
    (candidate) => question.asks.every((_, index) => serves(candidate, index)) && countsApart(candidate),
  );
  return best(
    serving.map((candidate) => ({
      candidate,
      score: score(candidate, question, mean(candidate.served), mean(candidate.near)),
    })),
  );
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function best(scored: readonly Scored[]): Scored | undefined {
  return scored.reduce<Scored | undefined>((top, one) => {
    if (top === undefined || one.score > top.score + 1e-9) return one;
    if (one.score < top.score - 1e-9) return top;
    return key(one.candidate) < key(top.candidate) ? one : top;
  }, undefined);
}

const key = (candidate: Candidate): string =>
  `${candidate.passage.id}:${String(candidate.span.start).padStart(8, "0")}:${String(candidate.span.end).padStart(8, "0")}`;

function distinct(candidates: readonly Candidate[]): Candidate[] {
  return Array.from(new Map(candidates.map((candidate) => [key(candidate), candidate])).values());
}

function unknown(question: Understanding, candidates: readonly Candidate[]): Verdict {
  const named = question.programmes.some(({ by }) => by === "term");
  const close = candidates.filter(
    (candidate) =>
      (!named || candidate.programme > 0) &&
      (candidate.programme > 0 || candidate.covered >= NEAREST) &&
      !candidate.missing.includes("person") &&
      !candidate.missing.includes("name"),
  );
  const ranked = close.map((candidate) => ({
    candidate,
    score:
      score(candidate, question, Math.max(0, ...candidate.served), Math.max(0, ...candidate.near)) -
      0.4 * candidate.missing.length -
      (candidate.missing.includes("programme") ? 0.5 : 0),
  }));
  const nearest = best(ranked)?.candidate;
  const related = candidates.filter((candidate) => candidate.covered >= NEAREST || candidate.programme > 0);
  const fewest = related.reduce<readonly Missing[] | undefined>(
    (least, { missing }) => (least === undefined || missing.length < least.length ? missing : least),
    undefined,
  );
  return { kind: "unknown", missing: fewest ?? [], ...(nearest === undefined ? {} : { nearest }) };
}
