// Turns the lines that are the report into its body: headings told from paragraphs, headings run into a paragraph set
// apart again, blocks joined by line breaks.
import type { Block } from "../src/domain/report.ts";

export interface BodyLine {
  readonly text: string;
  readonly heading: boolean;
}

const MAX_HEADING = 40;
const END_MARK = /[。.!?！？;；:：,，、…]["”’』」)）]*$/u;
const NUMBERED =
  /^(?:[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．\s]|[(（][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章节節部]|[【▍■◆●]|\d{1,2}[.．、]\s*\p{Script=Han})/u;
const DASHED = /^[—–]{1,2}\s*[^—–]/;
// A caption states something that happened, with its date; a heading does not.
const CAPTION =
  /\d{4}\s*年|\d{1,2}\s*月\s*\d{1,2}\s*日|[图圖攝摄][:：/]|(?:揭牌|揭幕|开班|開班|合影|见面会|見面會|现场|現場)$|^[（(]?[图圖](?:为|為|\d|[:：])/u;

/** Where in a paragraph headings stand between spaces: "…增強。 技能培訓促就業 節點慰問暖人心 在省、州…". */
function splitInline(text: string): BodyLine[] {
  const pieces = text.length >= 200 && text.includes(" ") ? text.split(/ +(?=[\p{Script=Han}“《])/u) : [text];
  if (pieces.length < 3) return [{ text, heading: false }];
  const lines: { text: string; heading: boolean }[] = [];
  let closed = true;
  for (const piece of pieces) {
    const last = lines.at(-1);
    const short = piece.length <= 30 && !/[。!！?？;；,，:：]/.test(piece);
    if (closed && short) {
      if (last?.heading === true) last.text += ` ${piece}`;
      else lines.push({ text: piece, heading: true });
      continue;
    }
    if (closed || last === undefined) lines.push({ text: piece, heading: false });
    else last.text += ` ${piece}`;
    closed = /[。!！?？…]["”’』」)）]*$/.test(piece);
  }
  // A short piece at the very end heads nothing.
  const tail = lines.at(-1);
  if (tail?.heading === true) tail.heading = false;
  return lines;
}

const isDashed = ({ text }: BodyLine): boolean =>
  DASHED.test(text) && text.length <= MAX_HEADING && !/[，,]/.test(text);

function isHeading(line: BodyLine, next: BodyLine | undefined, dashed: boolean): boolean {
  const { text } = line;
  if (line.heading) return text.length <= 80;
  if (next === undefined || text.length < 2) return false;
  if (DASHED.test(text)) return isDashed(line);
  const open = !END_MARK.test(text);
  if (NUMBERED.test(text) && text.length <= MAX_HEADING && !/\d{2,}/.test(text)) {
    if (open) return true;
    return (
      /^[^。，,]*。$/.test(text) && text.length <= 24 && !NUMBERED.test(next.text) && next.text.length > 40
    );
  }
  const latin = !/\p{Script=Han}/u.test(text);
  if (!open || text.length > (latin ? 80 : 32) || CAPTION.test(text) || /[。；;]/.test(text)) return false;
  if (/^[-*•·●]\s/.test(text)) return false;
  if (isDashed(next)) return true;
  // What stands over running text is a heading; what stands over another short line is as likely a list.
  return !dashed && next.text.length > text.length && (next.text.length > 40 || /[。.]$/.test(next.text));
}

export interface Body {
  readonly body: string;
  /** Blocks cover the body except the line breaks between them. */
  readonly blocks: Block[];
}

/** Where a paragraph was parted a space became a line break; no other character of the lines changes. */
export function buildBody(lines: readonly BodyLine[]): Body {
  const parts = lines
    .filter((line) => line.text !== "")
    .flatMap((line) => (line.heading ? [line] : splitInline(line.text)));
  // A report whose sub-headings are dashed has plain headings only above those; its other short lines are captions.
  const dashed = parts.filter(isDashed).length >= 2;
  const blocks: Block[] = [];
  let body = "";
  parts.forEach((part, index) => {
    if (body !== "") body += "\n";
    const start = body.length;
    body += part.text;
    blocks.push({
      kind: isHeading(part, parts[index + 1], dashed) ? "heading" : "paragraph",
      start,
      end: body.length,
    });
  });
  return { body, blocks };
}
