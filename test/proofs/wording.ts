// Recognises what the program says by its own catalogue and programmes, so that a changed wording breaks no proof.
import { join } from "node:path";
import { loadProgrammes, PROGRAMMES_FOLDER } from "../../src/applications/programmes.ts";
import type { Programme } from "../../src/domain/programme.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import type { Heard } from "./chatter.ts";

const HOLE = "§";
const { text } = createCatalogue();

/** The message as a pattern: "§" for a text and 7 for a number stand for anything. */
function patternOf(key: string, values: Readonly<Record<string, string | number>> = {}): RegExp {
  const escaped = text("zh-Hans", key, values).replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(escaped.replaceAll(HOLE, "([^\\n]*?)").replace(/7/g, "([\\d,]+)"));
}

export const tap = (name: string): string => text("zh-Hans", `form.tap.${name}`);

/** What members are told by itself, by the names of the catalogue. */
const NEWS = [
  "incomplete",
  "sent-back",
  "in-review",
  "forwarded",
  "approved",
  "approved-open",
  "paid",
  "closed",
  "refused",
  "placed",
  "waiting",
  "moved-up",
  "corrected",
  "duplicate",
  "doubled",
  "doubled-person",
] as const;
export type News = (typeof NEWS)[number];

const VALUES = {
  number: HOLE,
  programme: HOLE,
  missing: HOLE,
  by: HOLE,
  unit: HOLE,
  day: HOLE,
  step: HOLE,
  batch: HOLE,
  path: HOLE,
  hotline: HOLE,
  others: HOLE,
  other: HOLE,
  amount: 7,
  position: 7,
};
const PATTERNS = NEWS.flatMap((news) =>
  ["yes", "no"].map((standsIn) => [news, patternOf(`case.notice.${news}`, { ...VALUES, standsIn })] as const),
);
const STAFF = ["assigned", "supplied", "appealed", "withdrawn", "duplicate", "to-pay", "to-finish"].map(
  (news) => patternOf(`staff.notice.${news}`, VALUES),
);

/** The news of a case that a reply is, with the case's number; undefined when it is none. */
export function newsIn({
  kind,
  text: said,
}: Pick<Heard, "kind" | "text">): { news: News; number: string } | undefined {
  if (kind !== "case") return undefined;
  const number = /^(\d{4}-\d+) [^\n]/.exec(said)?.[1];
  const found = PATTERNS.find(([, pattern]) => pattern.exec(said)?.index === 0);
  return number === undefined || found === undefined ? undefined : { news: found[0], number };
}

export const isNews = (heard: Heard): boolean =>
  newsIn(heard) !== undefined ||
  (heard.kind === "case" && STAFF.some((one) => one.exec(heard.text)?.index === 0));

export interface Wording {
  /** What is asked last in these words: a field's id, "home", or the label of a paper; undefined when nothing is. */
  asked(said: string): { field: string } | { paper: string } | undefined;
  readonly programmes: readonly Programme[];
}

export const SENT = patternOf("form.sent.done", { number: HOLE });
export const SUPPLIED = patternOf("form.sent.supplied", { number: HOLE });
export const SUMMARY = patternOf("form.summary.title", { programme: HOLE });
export const PAUSED = new RegExp(
  `${patternOf("form.talk.paused").source}|${patternOf("form.talk.paused-before").source}`,
);
const HOME = patternOf("form.home.question");

/** The program's own programmes and those of the data folder. */
export function createWording(folder: string): Wording {
  const { current } = loadProgrammes(
    [PROGRAMMES_FOLDER, join(folder, "programmes")],
    join(folder, "programme-versions"),
  );
  const programmes = [...current.values()];
  const questions = programmes.flatMap(({ fields }) =>
    fields.map(({ id, question }) => ({ id, words: question["zh-Hans"] })),
  );
  const papers = programmes.flatMap((programme) =>
    programme.papers.map(({ label }) => ({ label: label["zh-Hans"], words: `“${label["zh-Hans"]}”` })),
  );
  return {
    programmes,
    asked(said) {
      const field = lastOf(questions, said);
      const paper = lastOf(papers, said);
      const home = said.search(HOME);
      const best = Math.max(field?.at ?? -1, paper?.at ?? -1, home);
      if (best < 0) return undefined;
      if (paper !== undefined && paper.at === best) return { paper: paper.one.label };
      return { field: field !== undefined && field.at === best ? field.one.id : "home" };
    },
  };
}

function lastOf<One extends { readonly words: string }>(
  all: readonly One[],
  said: string,
): { one: One; at: number } | undefined {
  return all
    .map((one) => ({ one, at: said.lastIndexOf(one.words) }))
    .filter(({ at }) => at >= 0)
    .reduce<{ one: One; at: number } | undefined>(
      (best, next) => (best === undefined || next.at > best.at ? next : best),
      undefined,
    );
}
