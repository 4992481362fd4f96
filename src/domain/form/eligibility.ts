// What the answers before consent come to: the sums with their numbers, and the first verdict whose conditions all hold.
// Never a refusal: form-advance.ts goes on whatever it says, applications/form/wording.ts shows it with place, date and source.
import { evaluate, parseExpression, show } from "../expression.ts";
import { type Answers, type Form, HOME, type PlaceNumber } from "../form.ts";
import { holds } from "./path.ts";
import type { Text, Verdict, VerdictRule } from "../programme.ts";

export interface Finding {
  readonly verdict: Verdict;
  readonly category?: string;
  /** Left out when a local number is missing that might have spoken for the member: then nobody can say. */
  readonly reason?: Text;
  /** Each sum that could be made, written out: "(48,000 − 21,000) ÷ 12 ÷ 3 = 750". */
  readonly sums: readonly { readonly name: string; readonly shown: string; readonly unit: Text }[];
  /** The comparisons that decided, written out: "750 ≤ 2 × 710". */
  readonly compared: readonly string[];
  /** The local numbers that the sums and the verdicts use, each once. */
  readonly numbers: readonly { readonly name: string; readonly number: PlaceNumber }[];
  /** Local numbers that the rules use and nobody has set for this place. */
  readonly missing: readonly string[];
}

/** Undefined when the programme has no eligibility to work out. */
export function findingOf(form: Form, answers: Answers): Finding | undefined {
  const { eligibility, settings: declared = {} } = form.programme;
  if (eligibility === undefined) return undefined;
  const home = answers[HOME];
  const { numbers } = form.settings(typeof home === "string" ? home : form.units[0]?.id);
  const values: Record<string, number> = {};
  for (const [name, { value }] of Object.entries(numbers)) values[name] = value;
  for (const [path, value] of Object.entries(answers)) if (typeof value === "number") values[path] = value;

  const used = new Set<string>();
  const sumsOf = eligibility.sums;
  const sums: { name: string; shown: string; unit: Text }[] = [];
  for (const [name, { expression: text, unit }] of Object.entries(eligibility.sums)) {
    const expression = parseExpression(text);
    if (expression.kind === "wrong") continue;
    used.add(name);
    for (const one of expression.names) used.add(one);
    const value = evaluate(expression, values);
    if (typeof value !== "number") continue;
    sums.push({ name, shown: show(expression, values), unit });
    values[name] = value;
  }

  // What decided is shown; where nothing did, all that was worked out.
  const rest = (deciding: ReadonlySet<string>): Pick<Finding, "sums" | "numbers" | "missing"> => ({
    sums: sums.filter(({ name }) => deciding.has(name)),
    numbers: [...used]
      .filter((name) => deciding.has(name))
      .flatMap((name) => {
        const number = numbers[name];
        return number === undefined || Object.hasOwn(answers, name) ? [] : [{ name, number }];
      }),
    missing: [...used].filter((name) => Object.hasOwn(declared, name) && numbers[name] === undefined),
  });
  let undetermined = false;
  for (const { when, verdict, category, reason } of eligibility.verdicts) {
    const compared: string[] = [];
    const deciding = when.length === 0 ? new Set(used) : withParts(when);
    const held = when.map((condition) =>
      typeof condition === "string" ? compare(condition, compared) : holds(condition, answers),
    );
    if (held.includes(false) || held.includes(undefined)) {
      undetermined ||= held.includes(undefined) && !held.includes(false);
      continue;
    }
    // A rule in the member's favour may have failed only for want of a local number.
    if (verdict === "unlikely" && undetermined) return { verdict: "unclear", compared: [], ...rest(used) };
    return { verdict, ...(category === undefined ? {} : { category }), reason, compared, ...rest(deciding) };
  }
  return { verdict: "unclear", compared: [], ...rest(used) };

  /** Every name the conditions use, by themselves or through a sum. */
  function withParts(conditions: VerdictRule["when"]): Set<string> {
    const names = new Set<string>();
    const add = (text: string): void => {
      const expression = parseExpression(text);
      for (const name of expression.kind === "wrong" ? [] : expression.names) {
        if (names.has(name)) continue;
        names.add(name);
        const sum = sumsOf[name];
        if (sum !== undefined) add(sum.expression);
      }
    };
    for (const condition of conditions) if (typeof condition === "string") add(condition);
    return names;
  }

  function compare(text: string, compared: string[]): boolean | undefined {
    const expression = parseExpression(text);
    if (expression.kind === "wrong") return undefined;
    for (const name of expression.names) used.add(name);
    const value = evaluate(expression, values);
    if (value === true && !/[<>]=?\s*0$/.test(text)) compared.push(show(expression, values));
    return typeof value === "boolean" ? value : undefined;
  }
}
