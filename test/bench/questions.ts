// Questions for the bench, made from the facts that the generated reports state, so that answers can be checked too.
import type { CountyReport } from "../support/county-reports.ts";
import { ABSENT } from "./shelves.ts";

export type QuestionKind = "place" | "place and year" | "no place" | "two parts" | "no such report";

export interface BenchQuestion {
  readonly kind: QuestionKind;
  readonly text: string;
  /** What the answer has to hold, simplified; empty where any of many reports may answer. */
  readonly must: readonly string[];
}

const KINDS: readonly QuestionKind[] = ["place", "place and year", "no place", "two parts", "no such report"];

/** `count` different questions in turn of each kind, spread over all the reports. */
export function questionsFrom(reports: readonly CountyReport[], count: number): BenchQuestion[] {
  const found = new Map<string, BenchQuestion>();
  // Where a county has several reports, more than one figure may be right, unless the year tells them apart.
  const ofCounty = Map.groupBy(reports, ({ county }) => county);
  const ofYear = Map.groupBy(reports, ({ county, year }) => `${year} ${county}`);
  for (let turn = 0; found.size < count && turn < count * 50; turn++) {
    const report = reports[Math.floor(turn * 0.618034 * reports.length) % reports.length];
    const kind = KINDS[found.size % KINDS.length];
    if (report === undefined || kind === undefined) continue;
    const alike =
      kind === "place and year" ? ofYear.get(`${report.year} ${report.county}`) : ofCounty.get(report.county);
    const question = ask(kind, report, turn, (alike?.length ?? 0) > 1);
    if (question !== undefined) found.set(question.text, question);
  }
  return [...found.values()];
}

function ask(
  kind: QuestionKind,
  report: CountyReport,
  turn: number,
  crowded: boolean,
): BenchQuestion | undefined {
  const { county, facts } = report;
  const fact = facts[turn % facts.length];
  const other = facts[(turn + 1) % facts.length];
  if (fact === undefined || other === undefined) return undefined;
  const must = crowded ? [] : fact.must;
  switch (kind) {
    case "place":
      return { kind, text: `${county}${fact.question}?`, must };
    case "place and year":
      return { kind, text: `${report.year}年${county}${fact.question}?`, must };
    case "no place":
      return { kind, text: `${["", "请问", "今年"][turn % 3] ?? ""}${fact.question}?`, must: [] };
    case "two parts":
      return {
        kind,
        text: `${county}${fact.question},还有${other.question}?`,
        must: crowded ? [] : [...fact.must, ...other.must],
      };
    case "no such report":
      return { kind, text: `${ABSENT[turn % ABSENT.length] ?? ""}${fact.question}?`, must: [] };
    default: {
      const impossible: never = kind;
      return impossible;
    }
  }
}
