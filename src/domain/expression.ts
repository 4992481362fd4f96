// The small language of sums and comparisons in a programme's file: "(income - spending) / 12 / people <= 2 * minimum".
// The loader parses every expression at start; form-eligibility.ts evaluates them and shows them with the numbers put in.

export type Node =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "negative"; readonly of: Node }
  | { readonly kind: "call"; readonly name: "min" | "max"; readonly of: readonly Node[] }
  | {
      readonly kind: "binary";
      readonly operator: Arithmetic | Comparison;
      readonly left: Node;
      readonly right: Node;
    };

export type Arithmetic = "+" | "-" | "*" | "/";
export type Comparison = "<" | "<=" | ">" | ">=" | "=" | "!=";

export interface Expression {
  readonly kind: "expression";
  readonly root: Node;
  /** The names it uses, each once, in order. */
  readonly names: readonly string[];
  /** True when its value is a truth, not a number. */
  readonly comparison: boolean;
}

/** `at` is the offset, from 0, of what does not fit; `expected` says in English what would have. */
export interface ExpressionFault {
  readonly kind: "wrong";
  readonly at: number;
  readonly expected: string;
}

interface Token {
  readonly kind: "number" | "name" | "sign" | "end";
  readonly text: string;
  readonly at: number;
}

const TOKEN =
  /\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9]*(?:-[a-z0-9]+)*)|(<=|>=|!=|==|[-+*/()<>=,−×÷≤≥≠])|(\S)|$)/giy;
const SAME: Readonly<Record<string, string>> = {
  "−": "-",
  "×": "*",
  "÷": "/",
  "≤": "<=",
  "≥": ">=",
  "≠": "!=",
  "==": "=",
};
const COMPARISONS: readonly string[] = ["<", "<=", ">", ">=", "=", "!="] satisfies Comparison[];

class Fault extends Error {
  readonly at: number;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
  }
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (;;) {
    const hit = TOKEN.exec(text);
    const [whole = "", number, name, sign, other] = hit ?? [];
    const found = number ?? name ?? sign ?? other ?? "";
    const at = (hit?.index ?? text.length) + whole.length - found.length;
    if (other !== undefined) throw new Fault(at, "a number, a name, an operator or a bracket");
    if (found === "") return [...tokens, { kind: "end", text: "", at: text.length }];
    const kind = number !== undefined ? "number" : name !== undefined ? "name" : "sign";
    tokens.push({ kind, text: SAME[found] ?? found, at });
  }
}

/** Reads arithmetic (+ − × ÷, min, max, brackets) with at most one comparison. A minus beside a name needs spaces: names may hold hyphens. */
export function parseExpression(text: string): Expression | ExpressionFault {
  const names = new Set<string>();
  let position = 0;
  try {
    const tokens = tokenise(text);
    const peek = (): Token => tokens[position] ?? { kind: "end", text: "", at: text.length };
    const take = (...signs: string[]): string | undefined => {
      const token = peek();
      if (token.kind !== "sign" || !signs.includes(token.text)) return undefined;
      position++;
      return token.text;
    };
    const need = (sign: string): void => {
      if (take(sign) === undefined) throw new Fault(peek().at, `"${sign}"`);
    };
    const chain = (operators: string[], next: () => Node): Node => {
      let left = next();
      for (let sign = take(...operators); sign !== undefined; sign = take(...operators)) {
        left = { kind: "binary", operator: sign as Arithmetic, left, right: next() };
      }
      return left;
    };
    const factor = (): Node => {
      const token = peek();
      if (take("-") !== undefined) return { kind: "negative", of: factor() };
      if (take("(") !== undefined) {
        const inner = sum();
        need(")");
        return inner;
      }
      position++;
      if (token.kind === "number") return { kind: "number", value: Number(token.text) };
      if (token.kind !== "name") throw new Fault(token.at, "a number, a name or a bracket");
      if ((token.text === "min" || token.text === "max") && take("(") !== undefined) {
        const of = [sum()];
        while (take(",") !== undefined) of.push(sum());
        need(")");
        return { kind: "call", name: token.text, of };
      }
      names.add(token.text);
      return { kind: "name", name: token.text };
    };
    const term = (): Node => chain(["*", "/"], factor);
    const sum = (): Node => chain(["+", "-"], term);

    const left = sum();
    const operator = take(...COMPARISONS);
    const root: Node =
      operator === undefined
        ? left
        : { kind: "binary", operator: operator as Comparison, left, right: sum() };
    if (peek().kind !== "end")
      throw new Fault(peek().at, operator === undefined ? "an operator or the end" : "the end");
    return { kind: "expression", root, names: [...names], comparison: operator !== undefined };
  } catch (fault) {
    if (fault instanceof Fault) return { kind: "wrong", at: fault.at, expected: fault.message };
    throw fault;
  }
}

export type Numbers = Readonly<Record<string, number>>;

/** Undefined when a name has no number or something is divided by zero. */
export function evaluate({ root }: Pick<Expression, "root">, values: Numbers): number | boolean | undefined {
  if (root.kind === "binary" && COMPARISONS.includes(root.operator)) {
    const left = valueOf(root.left, values);
    const right = valueOf(root.right, values);
    if (left === undefined || right === undefined) return undefined;
    // 0.1 + 0.2 is 0.3 to whoever wrote the rule.
    const difference = Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left)) ? 0 : left - right;
    switch (root.operator) {
      case "<":
        return difference < 0;
      case "<=":
        return difference <= 0;
      case ">":
        return difference > 0;
      case ">=":
        return difference >= 0;
      case "=":
        return difference === 0;
      default:
        return difference !== 0;
    }
  }
  return valueOf(root, values);
}

function valueOf(node: Node, values: Numbers): number | undefined {
  const value = computed(node, values);
  return value === undefined || !Number.isFinite(value) ? undefined : value;
}

function computed(node: Node, values: Numbers): number | undefined {
  switch (node.kind) {
    case "number":
      return node.value;
    case "name":
      return Object.hasOwn(values, node.name) ? values[node.name] : undefined;
    case "negative": {
      const value = valueOf(node.of, values);
      return value === undefined ? undefined : -value;
    }
    case "call": {
      const all = node.of.map((one) => valueOf(one, values));
      const known = all.filter((one) => one !== undefined);
      return known.length < all.length ? undefined : Math[node.name](...known);
    }
    case "binary": {
      const left = valueOf(node.left, values);
      const right = valueOf(node.right, values);
      if (left === undefined || right === undefined) return undefined;
      if (node.operator === "+") return left + right;
      if (node.operator === "-") return left - right;
      return node.operator === "*" ? left * right : left / right;
    }
    default: {
      const impossible: never = node;
      return impossible;
    }
  }
}

const SHOWN: Readonly<Record<string, string>> = {
  "-": "−",
  "*": "×",
  "/": "÷",
  "<=": "≤",
  ">=": "≥",
  "!=": "≠",
};
const STRENGTH: Readonly<Record<string, number>> = { "+": 2, "-": 2, "*": 3, "/": 3 };
const format = new Intl.NumberFormat("en-US", { maximumFractionDigits: 2 });

/** 35,000 and 710.5: as people read it, at most two decimals. */
export const showNumber = (value: number): string => format.format(value).replace("-", "−");

/** The sum with its numbers put in, "(48,000 − 21,000) ÷ 12 ÷ 3 = 750"; a comparison without a result. Unknown names stay. */
export function show(expression: Pick<Expression, "root">, values: Numbers): string {
  const said = written(expression.root, values, 0);
  const value = evaluate(expression, values);
  return typeof value === "number" && expression.root.kind !== "name" && expression.root.kind !== "number"
    ? `${said} = ${showNumber(value)}`
    : said;
}

function written(node: Node, values: Numbers, outer: number): string {
  switch (node.kind) {
    case "number":
      return showNumber(node.value);
    case "name": {
      const value = Object.hasOwn(values, node.name) ? values[node.name] : undefined;
      if (value === undefined) return node.name;
      return value < 0 && outer > 0 ? `(${showNumber(value)})` : showNumber(value);
    }
    case "negative":
      return `−${written(node.of, values, 4)}`;
    case "call":
      return `${node.name}(${node.of.map((one) => written(one, values, 0)).join(", ")})`;
    case "binary": {
      const strength = STRENGTH[node.operator] ?? 1;
      const right = node.operator === "-" || node.operator === "/" ? strength + 1 : strength;
      const said = `${written(node.left, values, strength)} ${SHOWN[node.operator] ?? node.operator} ${written(node.right, values, right)}`;
      return strength < outer ? `(${said})` : said;
    }
    default: {
      const impossible: never = node;
      return impossible;
    }
  }
}
