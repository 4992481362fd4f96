// Reads a YAML file that an officer may have written, so strictly that each mistake comes out as one line: the file, the
// line in it, and the rule it breaks. programmes.ts and place-settings.ts read their files through it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isNode, isPair, LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import { AppError } from "../domain/errors.ts";

/** What can be wrong with a file; each has a line `error.rule.<rule>` in the catalogue. */
export type Rule =
  | "yaml"
  | "missing"
  | "unknown-key"
  | "wrong-type"
  | "not-one-of"
  | "wrong-value"
  | "file-name"
  | "version"
  | "two-of-a-kind"
  | "reserved-id"
  | "same-id"
  | "when-earlier"
  | "when-fits"
  | "choices"
  | "bounds"
  | "list"
  | "sensitive"
  | "eligibility-asks"
  | "eligibility-order"
  | "expression"
  | "unknown-name"
  | "last-verdict"
  | "clock"
  | "nothing-to-file"
  | "places"
  | "steps"
  | "public-notice"
  | "chinese"
  | "place-name"
  | "no-such-day";

export type Path = readonly (string | number)[];

export interface DataFile<Data> {
  readonly data: Data;
  readonly text: string;
  /** The error for a rule that the value at `path` breaks; `found` is the value or name that breaks it. */
  readonly mistake: (rule: Rule, path: Path, found: string) => AppError;
}

/** The YAML files of a folder in the order of their names; none when there is no such folder. */
export function yamlFilesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".yaml") || name.endsWith(".yml"))
      .sort()
      .map((name) => join(folder, name));
  } catch (cause) {
    if (Object(cause).code === "ENOENT") return [];
    throw cause;
  }
}

/** Parses and checks a file against its schema; throws AppError programme.invalid at the first mistake. */
export function readDataFile<Data>(file: string, schema: z.ZodType<Data>): DataFile<Data> {
  return parseDataFile(file, readFileSync(file, "utf8"), schema);
}

export function parseDataFile<Data>(file: string, text: string, schema: z.ZodType<Data>): DataFile<Data> {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, uniqueKeys: true });
  const at = (line: number, rule: Rule, found: string): AppError =>
    new AppError("programme.invalid", { detail: { file, line: String(line), rule, found } });
  const fault = document.errors[0];
  if (fault !== undefined) {
    const { line } = counter.linePos(fault.pos[0]);
    throw at(line, "yaml", text.split("\n")[line - 1]?.trim().slice(0, 60) ?? "");
  }

  const offsetOf = (path: Path): number => {
    let node: unknown = document.contents;
    let offset = 0;
    for (const step of path) {
      if (!isNode(node)) break;
      const pair = isMap(node) ? node.items.find(({ key }) => String(key) === String(step)) : undefined;
      const next: unknown = isPair(pair) ? pair.key : Object(node).get?.(step, true);
      if (!isNode(next)) break;
      offset = next.range?.[0] ?? offset;
      node = isPair(pair) ? pair.value : next;
    }
    return offset;
  };
  const mistake = (rule: Rule, path: Path, found: string): AppError =>
    at(counter.linePos(offsetOf(path)).line, rule, found);

  const parsed = schema.safeParse(document.toJS(), { reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw issue === undefined ? at(1, "yaml", "") : mistakeOf(issue, mistake);
  }
  return { data: parsed.data, text, mistake };
}

function mistakeOf(issue: z.core.$ZodIssue, mistake: DataFile<unknown>["mistake"]): AppError {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  const name = path.join(".");
  switch (issue.code) {
    case "unrecognized_keys": {
      const key = issue.keys[0] ?? "";
      return mistake("unknown-key", [...path, key], key);
    }
    case "invalid_type":
      return issue.input === undefined
        ? mistake("missing", path, name)
        : mistake("wrong-type", path, `${name}: ${issue.expected}`);
    case "invalid_value":
      return mistake("not-one-of", path, `${name}: ${issue.values.map(String).join(" | ")}`);
    default:
      return mistake("wrong-value", path, name);
  }
}
