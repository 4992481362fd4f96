// A PDF's text layer to lines: pieces on one baseline make a line, lines that were only wrapped are joined again.
import { getDocumentProxy } from "unpdf";
import type { Unreadable } from "../../src/domain/report.ts";
import type { Source, SourceLine } from "./source.ts";

const MAX_PAGES = 600;

interface Piece {
  readonly str: string;
  readonly hasEOL: boolean;
  readonly transform: readonly number[];
  readonly width: number;
}

const isPiece = (item: object): item is Piece => "str" in item && "transform" in item;

interface PrintedLine {
  text: string;
  right: number;
}

function printedLines(items: readonly object[]): PrintedLine[] {
  const lines: PrintedLine[] = [];
  let line: PrintedLine = { text: "", right: 0 };
  let baseline: number | undefined;
  const flush = (): void => {
    if (line.text.trim() !== "") lines.push({ text: line.text.trim(), right: line.right });
    line = { text: "", right: 0 };
  };
  for (const item of items) {
    if (!isPiece(item)) continue;
    const height = Math.abs(item.transform[3] ?? 0) || 10;
    const y = item.transform[5] ?? 0;
    const x = item.transform[4] ?? 0;
    if (baseline !== undefined && Math.abs(y - baseline) > height * 0.6 && item.str !== "") flush();
    if (item.str !== "") baseline = y;
    line.text += item.str;
    line.right = Math.max(line.right, x + item.width);
    if (item.hasEOL) flush();
  }
  flush();
  return lines;
}

const ENDS = /[。！？!?；;：:”’.)）】]$/;
const PAGE_NUMBER = /^[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页|\s*頁|\s*\/\s*\d{1,4})?[-—–\s]*$/;

function joined(pages: readonly PrintedLine[][]): SourceLine[] {
  const edge = Math.max(0, ...pages.flat().map((one) => one.right));
  const lines: SourceLine[] = [];
  let open = "";
  const flush = (): void => {
    if (open !== "") lines.push({ line: lines.length + 1, text: open });
    open = "";
  };
  for (const one of pages.flat()) {
    if (PAGE_NUMBER.test(one.text)) continue;
    open +=
      open !== "" && /[A-Za-z0-9,.]$/.test(open) && /^[A-Za-z]/.test(one.text) ? ` ${one.text}` : one.text;
    // A line that stops well before the edge, or with an end mark, ends its paragraph.
    if (one.right < edge * 0.9 || (ENDS.test(one.text) && one.right < edge * 0.97)) flush();
  }
  flush();
  return lines;
}

/** The text of a PDF; "encrypted", "broken" and "no text" (a scan) are told apart. */
export async function readPdf(bytes: Uint8Array): Promise<Source | Unreadable> {
  let document: Awaited<ReturnType<typeof getDocumentProxy>> | undefined;
  try {
    // pdf.js takes the bytes away from their owner and refuses a Buffer, so it gets a copy.
    document = await getDocumentProxy(new Uint8Array(bytes), {
      verbosity: 0,
      isEvalSupported: false,
      stopAtErrors: true,
    });
    const pages: PrintedLine[][] = [];
    for (let number = 1; number <= Math.min(document.numPages, MAX_PAGES); number++) {
      const page = await document.getPage(number);
      pages.push(printedLines((await page.getTextContent()).items));
      page.cleanup();
    }
    const lines = joined(pages);
    return lines.length === 0
      ? { kind: "unreadable", reason: "no text", detail: "looks scanned" }
      : { lines };
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    return { kind: "unreadable", reason: name === "PasswordException" ? "encrypted" : "broken" };
  } finally {
    await document?.destroy().catch(() => undefined);
  }
}
