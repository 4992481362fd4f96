// What a programme's file must keep to beyond its shape, so that no member meets a question that cannot be asked or a
// sum that cannot be worked out. programmes.ts runs it over each file that programme-file.ts has read.
import type { AppError } from "../domain/errors.ts";
import { parseExpression } from "../domain/expression.ts";
import type { Condition, Field, Programme } from "../domain/programme.ts";
import type { Path, Rule } from "./data-file.ts";

/** Makes the error for a rule that is broken at a path of the file. */
export type Mistake = (rule: Rule, path: Path, found: string) => AppError;

type Draft = Omit<Programme, "id">;

const MOMENTS: ReadonlySet<string> = new Set(["submitted", "decided", "asked"]);
const ASKED_FIRST: ReadonlySet<string> = new Set(["amount", "count", "choice", "choices", "yes-no"]);
const NUMBERS: ReadonlySet<string> = new Set(["amount", "count"]);
const BOUNDED: ReadonlySet<string> = new Set(["amount", "count", "text", "long-text"]);
const LEVELS = ["grassroots", "county", "prefecture", "province", "nation"] as const;
// "home" is the form's own first question; the others mean moments of the case.
const RESERVED: ReadonlySet<string> = new Set(["home", ...MOMENTS]);

/** Throws the first rule that the programme breaks. */
export function checkProgramme(programme: Draft, mistake: Mistake): void {
  checkIds(programme, mistake);
  checkFields(programme.fields, ["fields"], [], mistake);
  for (const [index, paper] of programme.papers.entries()) {
    if (paper.when) checkCondition(paper.when, programme.fields, ["papers", index, "when"], mistake);
  }
  checkEligibility(programme, mistake);
  checkClocks(programme, mistake);
  checkEnd(programme, mistake);
  checkChinese(programme, [], mistake);
}

function checkIds(programme: Draft, mistake: Mistake): void {
  const unique = (ids: readonly string[], path: (index: number) => Path): void => {
    const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    if (twice >= 0) throw mistake("same-id", path(twice), ids[twice] ?? "");
  };
  const { fields, papers, steps, clocks, refusals } = programme;
  for (const [index, { id }] of fields.entries()) {
    if (RESERVED.has(id)) throw mistake("reserved-id", ["fields", index, "id"], id);
  }
  // A paper and a field may be asked for by their ids alone.
  unique(
    [...fields, ...papers].map(({ id }) => id),
    (index) => (index < fields.length ? ["fields", index, "id"] : ["papers", index - fields.length, "id"]),
  );
  unique(
    steps.map(({ id }) => id),
    (index) => ["steps", index, "id"],
  );
  unique(
    clocks.map(({ id }) => id),
    (index) => ["clocks", index, "id"],
  );
  unique(
    refusals.map(({ id }) => id),
    (index) => ["refusals", index, "id"],
  );
  for (const [index, field] of fields.entries()) {
    const own = field.fields ?? [];
    unique(
      own.map(({ id }) => id),
      (inner) => ["fields", index, "fields", inner, "id"],
    );
    unique(
      (field.choices ?? []).map(({ id }) => id),
      (inner) => ["fields", index, "choices", inner, "id"],
    );
  }
}

function checkFields(fields: readonly Field[], at: Path, outer: readonly Field[], mistake: Mistake): void {
  for (const [index, field] of fields.entries()) {
    const path = [...at, index];
    const earlier = [...fields.slice(0, index), ...outer];
    const { type, id } = field;
    if (field.when) checkCondition(field.when, earlier, [...path, "when"], mistake);
    if ((type === "choice" || type === "choices") !== (field.choices?.length ?? 0) > 1) {
      throw mistake("choices", path, id);
    }
    for (const [inner, choice] of (field.choices ?? []).entries()) {
      if (/^\d+$/.test(choice.label["zh-Hans"])) throw mistake("choices", [...path, "choices", inner], id);
    }
    const { min, max } = field;
    if ((min ?? max) !== undefined && !BOUNDED.has(type)) throw mistake("bounds", path, id);
    if (min !== undefined && max !== undefined && min > max) throw mistake("bounds", path, id);
    if (field.time && type !== "date" && type !== "month") throw mistake("bounds", [...path, "time"], id);
    if ((type === "list") !== (field.fields !== undefined)) throw mistake("list", path, id);
    if (field.most !== undefined && type !== "list") throw mistake("list", path, id);
    if ((type === "identity-number" || type === "bank-card") && !field.sensitive) {
      throw mistake("sensitive", path, id);
    }
    if (field.example === "") throw mistake("missing", path, `${id}.example`);
    if (type === "list" && at.length > 1) throw mistake("list", path, id);
    if (field.fields) checkFields(field.fields, [...path, "fields"], [...earlier], mistake);
  }
}

function checkCondition(condition: Condition, known: readonly Field[], path: Path, mistake: Mistake): void {
  const field = known.find(({ id }) => id === condition.field);
  if (field === undefined) throw mistake("when-earlier", [...path, "field"], condition.field);
  const { is, above, below } = condition;
  const compared = (above ?? below) !== undefined;
  if (is === undefined && !compared) throw mistake("when-fits", path, field.id);
  if (compared && !NUMBERS.has(field.type)) throw mistake("when-fits", path, field.id);
  const fits = (value: string | number | boolean): boolean => {
    if (field.choices) return field.choices.some(({ id }) => id === value);
    if (field.type === "yes-no") return typeof value === "boolean";
    return NUMBERS.has(field.type) && typeof value === "number";
  };
  const misfit = is?.find((value) => !fits(value));
  if (misfit !== undefined) throw mistake("when-fits", [...path, "is"], String(misfit));
}

function checkExpression(
  expression: string,
  kind: "sum" | "comparison",
  known: ReadonlySet<string>,
  path: Path,
  mistake: Mistake,
): void {
  const parsed = parseExpression(expression);
  if (parsed.kind === "wrong" || parsed.comparison !== (kind === "comparison")) {
    throw mistake("expression", path, expression);
  }
  const unknown = parsed.names.find((name) => !known.has(name));
  if (unknown !== undefined) throw mistake("unknown-name", path, unknown);
}

function checkEligibility({ eligibility, fields, settings = {} }: Draft, mistake: Mistake): void {
  if (eligibility === undefined) return;
  const asked: Field[] = [];
  for (const [index, id] of eligibility.ask.entries()) {
    const path = ["eligibility", "ask", index];
    const field = fields.find((one) => one.id === id);
    if (field === undefined) throw mistake("unknown-name", path, id);
    if (!ASKED_FIRST.has(field.type) || field.sensitive) throw mistake("eligibility-asks", path, id);
    const before = field.when?.field;
    if (before !== undefined && !asked.some((one) => one.id === before)) {
      throw mistake("eligibility-order", path, id);
    }
    asked.push(field);
  }
  const known = new Set([
    ...asked.filter(({ type }) => NUMBERS.has(type)).map(({ id }) => id),
    ...Object.keys(settings),
  ]);
  for (const [name, sum] of Object.entries(eligibility.sums)) {
    const path = ["eligibility", "sums", name];
    if (known.has(name)) throw mistake("same-id", path, name);
    checkExpression(sum.expression, "sum", known, [...path, "expression"], mistake);
    known.add(name);
  }
  const last = eligibility.verdicts.length - 1;
  for (const [index, { when }] of eligibility.verdicts.entries()) {
    const path = ["eligibility", "verdicts", index];
    if ((when.length === 0) !== (index === last)) throw mistake("last-verdict", path, String(index + 1));
    for (const [inner, one] of when.entries()) {
      const there = [...path, "when", inner];
      if (typeof one === "string") checkExpression(one, "comparison", known, there, mistake);
      else checkCondition(one, asked, there, mistake);
    }
  }
}

function checkClocks({ clocks, fields }: Draft, mistake: Mistake): void {
  for (const [index, clock] of clocks.entries()) {
    const path = ["clocks", index];
    const dated = fields.some(({ id, type }) => id === clock.from && type === "date");
    if (!dated && !MOMENTS.has(clock.from)) throw mistake("clock", [...path, "from"], clock.from);
    if (clock.unit === "working-days" || clock.unit === "days") {
      const late = [...clock.remind, clock.escalate ?? 0].find((before) => before >= clock.length);
      if (late !== undefined) throw mistake("clock", [...path, "remind"], String(late));
    }
  }
}

function checkEnd(programme: Draft, mistake: Mistake): void {
  const { automatic, automaticWhere, nothingToFile, settings = {}, steps, fields, places } = programme;
  if (automaticWhere !== undefined && settings[automaticWhere] === undefined) {
    throw mistake("unknown-name", ["automatic-where"], automaticWhere);
  }
  if ((automatic || automaticWhere !== undefined) !== (nothingToFile !== undefined)) {
    throw mistake("nothing-to-file", nothingToFile ? ["nothing-to-file"] : ["automatic"], "");
  }
  const batches = fields.filter(({ type }) => type === "batch").length;
  if ((programme.outcome === "placed") !== (places !== undefined && batches === 1)) {
    throw mistake("places", places ? ["places"] : ["outcome"], programme.outcome);
  }
  for (const [index, { field, prefer }] of (places?.first ?? []).entries()) {
    const type = fields.find(({ id }) => id === field)?.type;
    const fits = prefer === "lower" ? type === "count" || type === "amount" : type === "yes-no";
    if (!fits) throw mistake("places", ["places", "first", index], field);
  }
  if (steps.length === 0 && programme.outcome === "paid" && !automatic) {
    throw mistake("steps", ["outcome"], programme.outcome);
  }
  for (const [index, { level, id }] of steps.entries()) {
    const below = steps[index - 1]?.level;
    if (below !== undefined && LEVELS.indexOf(level) < LEVELS.indexOf(below)) {
      throw mistake("steps", ["steps", index, "level"], id);
    }
  }
  if (programme.publicNoticeDays > 0 && steps.length === 0) {
    throw mistake("public-notice", ["public-notice-days"], String(programme.publicNoticeDays));
  }
}

// A text in the wrong place of { zh, en } would be shown to the wrong reader.
function checkChinese(value: unknown, path: Path, mistake: Mistake): void {
  if (typeof value !== "object" || value === null) return;
  if ("zh-Hans" in value && "en" in value) {
    const { "zh-Hans": chinese, en } = value;
    if (chinese === "" && en === "") return;
    if (/\p{L}/u.test(String(chinese)) && !/\p{Script=Han}/u.test(String(chinese))) {
      throw mistake("chinese", [...path, "zh"], String(chinese));
    }
    if (/[\u3000-\u303f\uff00-\uff5e]|^\p{Script=Han}+$/u.test(String(en))) {
      throw mistake("chinese", [...path, "en"], String(en));
    }
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key.replace(/[A-Z]/g, (one) => `-${one.toLowerCase()}`);
    checkChinese(inner, [...path, step], mistake);
  }
}
