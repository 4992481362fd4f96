// Markdown to lines: headings kept as headings, marks taken away, front matter and metadata lines understood.
import { textLines, type Source, type SourceLine } from "./source.ts";

const FIELD = /^\s*(?:[-*]\s*)?\*{0,2}([\p{L} ]{1,16})\*{0,2}\s*[:：]\s*\*{0,2}\s*(.+?)\s*$/u;
const TITLE = /^(?:title|标题|標題|题目|題目)$/i;
const PUBLISHER = /^(?:source|publisher|来源|來源|发布单位|發布單位|发布机构|信息来源)$/i;
const DATE = /^(?:date|published|published at|日期|时间|時間|发布时间|發布時間|发布日期|發布日期)$/i;

interface Metadata {
  title?: string;
  publisher?: string;
  date?: string;
}

/** Reads "标题: …" and the like into `metadata`; false when the line is something else. */
function readField(text: string, metadata: Metadata): boolean {
  const line = text.trim();
  if (line.length > 300) return false;
  const [, name = "", value = ""] = FIELD.exec(line) ?? [];
  const bare = value.replace(/^["'“]|["'”]$/g, "");
  if (TITLE.test(name.trim())) metadata.title ??= bare;
  else if (PUBLISHER.test(name.trim())) metadata.publisher ??= bare;
  else if (DATE.test(name.trim())) metadata.date ??= bare;
  else return false;
  return true;
}

// Longer lines are not looked through for marks: their patterns are not linear.
const MAX_MARKED = 20_000;

function inline(text: string): string {
  if (text.length > MAX_MARKED) return text;
  return text
    .replace(/!\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, "$1")
    .replace(/\[([^\]]+)\]\([^)\s]*(?:\s+"[^"]*")?\)/g, "$1")
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, "$2")
    .replace(/(?<![\p{L}\p{N}*])\*(?=[^\s*])([^*]+)(?<=\S)\*(?![\p{L}\p{N}*])/gu, "$1")
    .replace(/`([^`]+)`/g, "$1")
    .replace(/<\/?[a-z][^>]*>/gi, "");
}

/** The first lines of a plain text or markdown file may state "标题:", "来源:", "日期:"; those become metadata. */
export function takeMetadata(lines: readonly SourceLine[]): Source {
  const metadata: Metadata = {};
  const kept = lines.filter((one, index) => index >= 12 || !readField(one.text, metadata));
  // A date or a source alone belongs to the header, which reads it with its neighbours.
  return metadata.title === undefined ? { lines } : { lines: kept, ...metadata };
}

export function readMarkdown(text: string): Source {
  const lines = textLines(text);
  const metadata: Metadata = {};
  let first = 0;
  if (/^---\s*$/.test(lines[0]?.text ?? "")) {
    const close = lines.findIndex((one, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(one.text));
    if (close > 0) {
      for (const one of lines.slice(1, close)) readField(one.text, metadata);
      first = close + 1;
    }
  }
  const out: SourceLine[] = [];
  let fence = false;
  for (const one of lines.slice(first)) {
    if (/^\s*(?:```|~~~)/.test(one.text)) {
      fence = !fence;
      continue;
    }
    if (/^\s*(?:[-*_]\s*){3,}$/.test(one.text) || /^\s*\|?[\s:|-]+\|[\s:|-]*$/.test(one.text)) continue;
    const underline = /^\s*(=+|-+)\s*$/.test(one.text);
    const previous = out.at(-1);
    if (
      underline &&
      previous !== undefined &&
      previous.text.trim() !== "" &&
      previous.line === one.line - 1
    ) {
      out[out.length - 1] = { ...previous, heading: true };
      continue;
    }
    const heading = /^\s{0,3}#{1,6}\s*(.+?)\s*#*\s*$/.exec(one.text)?.[1];
    const plain = inline(heading ?? one.text.replace(/^\s*>+\s?/, "").replace(/^(\s*)[*+]\s+/, "$1- "));
    out.push({ line: one.line, text: plain, ...(heading === undefined ? {} : { heading: true }) });
  }
  const rest = takeMetadata(out);
  return { ...rest, ...metadata };
}
