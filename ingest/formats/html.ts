// A web page to lines: the article as Readability sees it, the whole body where it sees none. Also reads what mammoth
// makes of a Word file.
import { Readability } from "@mozilla/readability";
import { parseHTML } from "linkedom";
import type { Source, SourceLine } from "./source.ts";

const BLOCKS = new Set(
  "address article aside blockquote body dd div dl dt fieldset figcaption figure footer form header hr li main nav ol p pre section table tbody td th thead tr ul br center h1 h2 h3 h4 h5 h6".split(
    " ",
  ),
);
const SILENT = new Set(
  "script style noscript template svg iframe select option button textarea object".split(" "),
);
const MAX_ELEMENTS = 20_000;
const MAX_DEPTH = 400;

interface TextNode {
  readonly nodeType: number;
  readonly nodeName: string;
  readonly textContent: string | null;
  readonly childNodes: ArrayLike<TextNode>;
}

/** The text of a tree, one line a block. */
function linesOf(root: TextNode): SourceLine[] {
  const lines: SourceLine[] = [];
  let text = "";
  let heading = false;
  const flush = (): void => {
    const clean = text.replace(/\s+/g, " ").trim();
    if (clean !== "")
      lines.push({ line: lines.length + 1, text: clean, ...(heading ? { heading: true } : {}) });
    text = "";
  };
  const walk = (node: TextNode, depth: number): void => {
    if (node.nodeType === 3) {
      text += node.textContent ?? "";
      return;
    }
    const name = node.nodeName.toLowerCase();
    if (
      SILENT.has(name) ||
      depth > MAX_DEPTH ||
      (node.nodeType !== 1 && node.nodeType !== 9 && node.nodeType !== 11)
    )
      return;
    const block = BLOCKS.has(name);
    const outer = heading;
    if (block) flush();
    if (/^h[1-6]$/.test(name)) heading = true;
    // Cells of a row are read side by side.
    if (name === "td" || name === "th") text += " ";
    for (const child of Array.from(node.childNodes)) walk(child, depth + 1);
    if (block) flush();
    heading = outer;
  };
  walk(root, 0);
  flush();
  return lines;
}

const size = (lines: readonly SourceLine[]): number => lines.reduce((sum, one) => sum + one.text.length, 0);

function meta(document: Document, names: readonly string[]): string | undefined {
  for (const name of names) {
    const found = document
      .querySelector(`meta[name="${name}" i], meta[property="${name}" i]`)
      ?.getAttribute("content");
    if (found !== undefined && found !== null && found.trim() !== "") return found.trim();
  }
  return undefined;
}

/** Markup read as it stands, without looking for an article in it. */
export function readMarkup(html: string): Source {
  const { document } = parseHTML(`<!DOCTYPE html><html><body>${html}</body></html>`);
  return { lines: linesOf(document.body) };
}

/** A web page. Lines are empty when the page holds no text. */
export function readHtml(html: string): Source {
  const { document } = parseHTML(/<html[\s>]/i.test(html) ? html : `<html><body>${html}</body></html>`);
  const whole = document.body === null ? [] : linesOf(document.body);
  const site = document.querySelector("title")?.textContent?.trim();
  const heading = document.querySelector("h1")?.textContent?.replace(/\s+/g, " ").trim();
  const publisher = meta(document, ["source", "contentsource", "article:publisher", "og:site_name"]);
  const date = meta(document, [
    "publishdate",
    "pubdate",
    "article:published_time",
    "og:release_date",
    "date",
  ]);
  let lines = whole;
  let title =
    heading !== undefined && heading.length >= 4 ? heading : site?.split(/\s*[_|]\s*|\s+[-–—]+\s+/)[0];
  if (document.getElementsByTagName("*").length <= MAX_ELEMENTS && size(whole) > 0) {
    try {
      const article = new Readability(document, {
        charThreshold: 200,
        maxElemsToParse: MAX_ELEMENTS,
      }).parse();
      const { document: inner } = parseHTML(`<html><body>${article?.content ?? ""}</body></html>`);
      const found = linesOf(inner.body);
      // Readability at times keeps a side column and loses the report.
      if (size(found) >= 150 || size(found) >= size(whole) * 0.4) lines = withHeader(whole, found);
    } catch {
      lines = whole;
    }
  }
  if (title === "") title = undefined;
  return {
    lines,
    ...(title === undefined ? {} : { title }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(date === undefined ? {} : { date }),
  };
}

/** Readability drops the lines with date and source above an article; they are short, and the header needs them. */
function withHeader(whole: readonly SourceLine[], article: readonly SourceLine[]): SourceLine[] {
  const first = whole.findIndex((one) => one.text === article[0]?.text);
  const header = whole
    .slice(Math.max(0, first - 8), Math.max(0, first))
    .filter((one) => one.text.length < 120 && /20\d\d\s*[-年/.]\s*\d|来源|來源|source/i.test(one.text));
  return [...header, ...article].map((one, index) => ({ ...one, line: index + 1 }));
}
