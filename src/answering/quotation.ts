// What of a picked run of clauses is quoted: with what it leans on, what belongs to it, and who says it; several as few quotations.
// Pure; judge.ts picks.
import type { Candidate } from "./candidate.ts";
import { WHY } from "./cues.ts";
import { trimmed } from "./evidence.ts";
import type { Understanding } from "./understand.ts";
import { counts } from "./weigh.ts";

const CONTINUES = /^[,\uFF0C;\uFF1B、]?\s*(?:另|还有|此外)/u;
const CONDITION = /的[,\uFF0C]?$/u;
const WHOLE_SENTENCE = 90;
const SHORT_REST = 18;

const LONGEST_WITH_LEAD = 170;

/** “趁着吃饭的时间给手机充电” … "在职工驿站,快递员告诉记者": who says it stands behind, and often where. */
const SPEAKER = /^[”"]?\s*[^。!?“”]{4,70}(?:[说說]|表示|告[诉訴][^。,]{0,6}|介[绍紹]|坦言|感慨)道?[。,]/u;

/** The pick with what it leans on before it and what belongs to it after. Counts stand by themselves. */
export function whole(pick: Candidate, candidates: readonly Candidate[], question: Understanding): Candidate {
  const found = withRest(pick, candidates, question);
  const { span, passage } = found;
  const said = /^[“"][^“”]*[”"]?$/u.test(passage.text.slice(span.start, span.end));
  const speaker = said ? SPEAKER.exec(passage.text.slice(span.end)) : null;
  if (speaker !== null)
    return { ...found, span: trimmed(passage.text, span.start, span.end + speaker[0].length) };
  // What a report gives as the reason stands in the clauses before, and so does who did what was told of last.
  const before =
    WHY.test(question.folded) || (found.followed && question.asks.some(({ kind }) => kind === "who"));
  const leansOn = found.leansOn ?? (before ? found.sentence.start : undefined);
  return leansOn === undefined || counts(question) || span.end - leansOn > LONGEST_WITH_LEAD
    ? found
    : { ...found, span: trimmed(passage.text, leansOn, span.end) };
}

/**
 * The pick with what belongs to it: a count with the count that goes on from it ("200人就地休养" … "另有90人到省内"), a
 * condition with its consequence ("就读普通高中的" … "另助2000元"), and for other asks the whole sentence when it is short.
 */
function withRest(pick: Candidate, candidates: readonly Candidate[], question: Understanding): Candidate {
  const counting = counts(question);
  const longer = candidates.filter(
    (other) =>
      inOneSentence(other, pick) && other.span.start === pick.span.start && other.span.end > pick.span.end,
  );
  const { text } = pick.passage;
  const conditional = CONDITION.test(text.slice(pick.span.start, pick.span.end));
  const fits = (other: Candidate): boolean => {
    const rest = text.slice(pick.span.end, other.span.end);
    if (CONTINUES.test(rest) || (conditional && rest.length <= 2 * SHORT_REST)) return true;
    if (counting) return rest.length <= SHORT_REST && /\d/.test(rest);
    return other.span.end - other.span.start <= WHOLE_SENTENCE && other.span.end >= other.sentence.end - 1;
  };
  return longer.find(fits) ?? pick;
}

/** Whether both stand in one sentence of one passage. */
export const inOneSentence = (left: Candidate, right: Candidate): boolean =>
  left.passage.id === right.passage.id && left.sentence.start === right.sentence.start;

const MOST_PICKS = 3;

/** The picks as quotations: those that touch or overlap in one sentence are one; three at most. */
export function joined(picks: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const pick of picks) {
    const index = kept.findIndex(
      (other) =>
        inOneSentence(other, pick) &&
        pick.span.start <= other.span.end + 1 &&
        other.span.start <= pick.span.end + 1,
    );
    const other = kept[index];
    if (other === undefined) kept.push(pick);
    else {
      const span = {
        start: Math.min(other.span.start, pick.span.start),
        end: Math.max(other.span.end, pick.span.end),
      };
      kept[index] = { ...other, span };
    }
  }
  return kept.slice(0, MOST_PICKS);
}
