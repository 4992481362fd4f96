// Keeps both READMEs true: settings, commands, paths and pictures that they name exist, and none is missing.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { VARIABLES } from "../src/config.ts";
import { gongyou, root } from "./commands/run.ts";

const read = (name: string): string => readFileSync(join(root, name), "utf8");
const all = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, found]) => found ?? "");
const unique = (names: readonly string[]): string[] => [...new Set(names)].sort();

const LANGUAGES = ["README.md", "README.zh-CN.md"] as const;
const FENCED = /^```[^]*?^```$/gm;
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

let commands: string[] = [];
beforeAll(async () => {
  const { output } = await gongyou(["--help"], { env: { LANG: "en_GB.UTF-8" } });
  commands = all(output.slice(output.indexOf("Commands:")), /^ {2}([a-z]+)\b/gm);
});

describe.each(LANGUAGES)("%s", (name) => {
  const text = read(name);

  it("has every setting there is, and no other", () => {
    expect(unique(all(text, /^\| `([A-Z][A-Z_]+)` \|/gm))).toEqual(unique(VARIABLES));
  });

  it("has every command there is, and no other", () => {
    expect(commands.length).toBeGreaterThan(5);
    expect(unique(all(text, /^\| `npx gongyou ([a-z]+)/gm))).toEqual(unique(commands));
    expect(unique(all(text, /npx gongyou ([a-z]+)/g))).toEqual(unique(commands));
  });

  it("runs only scripts of package.json", () => {
    const named = all(text, /npm run ([a-z:]+)/g);
    expect(named.filter((script) => scripts[script] === undefined)).toEqual([]);
  });

  it("names only files and folders that exist", () => {
    const paths = all(text, /`((?:bin|ingest|src|test|prompts)\/[^`<>\s]*)`/g);
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it("links only to what exists", () => {
    const links = all(text, /\]\((?!https?:)([^)#]+)\)/g);
    expect(links).toContain("LICENSE");
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
    for (const picture of links.filter((link) => link.endsWith(".png"))) {
      expect(statSync(join(root, picture)).size).toBeLessThan(400_000);
    }
  });

  it("counts the samples and the example questions right", () => {
    const samples = readdirSync(join(root, "src/library/samples")).length;
    const questions = read("test/fixtures/eval/samples.jsonl").trim().split("\n").length;
    expect(all(text, /(?:Loaded|已载入) (\d+)/g)).toEqual([String(samples)]);
    expect(all(text, /(\d+) (?:questions over|个问题检验)/g)).toEqual([String(questions)]);
  });
});

describe("both languages", () => {
  const [english, chinese] = LANGUAGES.map((name) => read(name));
  const outline = (text = ""): string[] => all(text.replace(FENCED, ""), /^(#+) /gm);
  const typed = (text = ""): string[] =>
    (text.match(FENCED) ?? []).flatMap((block) => all(block, /^((?:\$|npm|HOST).*?)(?:\s+#.*)?$/gm));
  const rows = (text = ""): string[] => all(text, /^\| (`[^`]+`) \|/gm);

  it("have the same sections in the same order", () => {
    expect(outline(english).length).toBeGreaterThan(10);
    expect(outline(chinese)).toEqual(outline(english));
  });

  it("show the same commands and the same tables", () => {
    expect(typed(english).length).toBeGreaterThan(5);
    expect(typed(chinese)).toEqual(typed(english));
    expect(rows(chinese)).toEqual(rows(english));
  });
});
