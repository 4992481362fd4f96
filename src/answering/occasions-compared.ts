// Which of several things done at one place was the greatest: "德钦发慰问金,哪次发得最多", "援疆的项目哪类投得最多". Told by the
// figures that one place's reports state of what was named. Pure; answer.ts asks it after aggregate.ts, which compares places.
import type { FigureFilter, FoundFigure } from "../stores/library-store.ts";
import { unitFamily } from "../../ingest/units.ts";
import { familyOf, LEAST, MOST, NO_AMOUNT, type Aggregate } from "./aggregate.ts";
import type { Term } from "./question-terms.ts";
import type { Understanding } from "./understand.ts";

export interface OccasionsCompared {
  readonly operation: "most" | "least";
  /** What was done several times, in words that reports may say. */
  readonly what: readonly string[];
  /** The place, or how its name begins. */
  readonly place: string;
}

const WHICH =
  /最[多大高少低小]的(?:那|这|是)?[一哪]?(?:次|类|项|种|批|期|回|笔|场|块|档|个项目)|哪(?:一?(?:次|类|项|种|批|期|回|笔|场|块|档)|几[次类项种批期场]|一?个(?:项目|活动|工程|方面|班))|\bwhich (?:time|kind|type|project|activity|event|one)\b/u;
/** "哪一回发的慰问金多". */
const MORE = /哪一?[次回批期场类项种笔][^,。?]{0,14}多(?!少)/u;
const FEWER = /哪一?[次回批期场类项种笔][^,。?]{0,14}少(?![年儿数])/u;
/** Sums of what is told one by one beside them. */
const SUM = /共|累[计計]|合[计計]|[总總](?!工[会會])|全年|年均|以来|以來/u;

/** The comparison a question asks for; undefined when it compares nothing, or places. */
export function findOccasions(question: Understanding): OccasionsCompared | undefined {
  const { folded, places, terms } = question;
  const which = WHICH.exec(folded);
  const operation =
    MOST.test(folded) || MORE.test(folded)
      ? "most"
      : LEAST.test(folded) || FEWER.test(folded)
        ? "least"
        : undefined;
  const place = places.length === 1 ? places[0]?.name : terms.flatMap(({ regions }) => regions)[0];
  if (which === null || operation === undefined || place === undefined) return undefined;
  const thing = thingBeside(terms, which.index, which.index + which[0].length);
  return thing === undefined ? undefined : { operation, what: [thing.word, ...thing.alternatives], place };
}

/** What is compared by, and no thing. */
const MEASURE = /^(?:数量|人数|次数|金额|资金|投入|规模|力度|名额|总数|数目|个数)$/u;

/** "哪类项目" names it behind, "发慰问金,哪次" before. */
function thingBeside(terms: readonly Term[], start: number, end: number): Term | undefined {
  const things = terms.filter(
    ({ thing, word, regions }) => thing && regions.length === 0 && !MEASURE.test(word),
  );
  return (
    things.find(({ span }) => span.start < end && span.end > start) ??
    things.find(({ span }) => span.start >= end && span.start - end <= 2) ??
    things.findLast(({ span }) => span.end <= start) ??
    things.find(({ span }) => span.start >= end)
  );
}

/** What to ask of the figures. */
export const occasionsFilter = ({ what }: OccasionsCompared): FigureFilter => ({ what, without: NO_AMOUNT });

/** The figures in their order, the one asked for first; undefined when there are not two to compare. */
export function compareOccasions(
  { operation, place }: OccasionsCompared,
  { folded, asks }: Understanding,
  figures: readonly FoundFigure[],
): Aggregate | undefined {
  const unit = asks.find(({ kind }) => kind === "quantity")?.unit;
  const family = familyOf(folded, unit);
  const fitting = figures.filter(
    (figure) =>
      figure.places.some((name) => name.startsWith(place)) &&
      (family === undefined || unitFamily(figure.unit) === family) &&
      !SUM.test(figure.clauseText),
  );
  const [alike = []] = [...Map.groupBy(fitting, (figure) => figure.unit).values()].sort(
    (left, right) => right.length - left.length,
  );
  const direction = operation === "least" ? -1 : 1;
  const rows = alike.toSorted((left, right) => direction * (right.value - left.value));
  const [first] = rows;
  if (first === undefined || rows.length < 2) return undefined;
  return {
    operation,
    skipped: 0,
    rows,
    approximate: rows.some(({ approximate }) => approximate),
    contained: [],
    unit: first.unit,
    within: true,
  };
}
