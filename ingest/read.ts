// The way in: a file's bytes become a report, or a reason why they are none. Reads the format, mends the lines, takes
// out what is no part of the report, builds the body, and cuts passages and figures from it.
import type {
  Dropped,
  ParsedReport,
  PartialDate,
  Place,
  ReadResult,
  Repair,
  Unreadable,
  UnreadableReason,
} from "../src/domain/report.ts";
import { placesOfReport } from "./about.ts";
import { buildBody } from "./blocks.ts";
import { findDropped, type Line } from "./drop.ts";
import { decodeText } from "./formats/encoding.ts";
import { readMarkdown, takeMetadata } from "./formats/markdown.ts";
import { sniff } from "./formats/sniff.ts";
import { textLines, type Source } from "./formats/source.ts";
import { findFigures } from "./figures.ts";
import { readHeader } from "./header.ts";
import { createRealigner } from "./mojibake.ts";
import { cutPassages } from "./passages.ts";
import { maskPersonal } from "./personal.ts";
import { findPlaceNames, findPlaces } from "./places.ts";
import { createMender } from "./repair.ts";
import { fold } from "./script.ts";
import { clauses, sentences } from "./segment.ts";

export interface ReportFile {
  /** With its ending; folders before it do not matter. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MAX_BYTES = 20_000_000;
const MAX_TITLE = 40;
const TITLE_REACH = 2_000;
const MAX_DROPPED_TEXT = 500;

const unreadable = (reason: UnreadableReason, detail?: string): Unreadable => ({
  kind: "unreadable",
  reason,
  ...(detail === undefined ? {} : { detail }),
});

/** Formats whose readers take longer to load than most reports to read are loaded when the first such file comes. */
async function readSource({ name, bytes }: ReportFile): Promise<Source | Unreadable> {
  if (bytes.length === 0) return unreadable("empty");
  if (bytes.length > MAX_BYTES) {
    return unreadable(
      "too large",
      `${Math.ceil(bytes.length / 1_000_000)} MB, limit ${MAX_BYTES / 1_000_000} MB`,
    );
  }
  const sniffed = sniff(name, bytes);
  if (sniffed.kind !== "format") return unreadable(sniffed.kind, sniffed.detail);
  if (sniffed.format === "pdf") {
    const { readPdf } = await import("./formats/pdf.ts");
    return readPdf(bytes);
  }
  if (sniffed.format === "docx") {
    const { checkZip, readDocx } = await import("./formats/docx.ts");
    const checked = await checkZip(bytes);
    if (checked.kind === "unsound") return unreadable(checked.reason, checked.detail);
    if (!checked.word) return unreadable("wrong ending", "looks like zip");
    return (await readDocx(bytes)) ?? unreadable("broken");
  }
  const decoded = decodeText(bytes);
  if (decoded.kind === "binary") return unreadable("binary");
  if (decoded.text.trim() === "") return unreadable("empty");
  if (sniffed.format === "html") {
    const { readHtml } = await import("./formats/html.ts");
    return readHtml(decoded.text);
  }
  return sniffed.format === "markdown" ? readMarkdown(decoded.text) : takeMetadata(textLines(decoded.text));
}

// What a report's first sentence opens with and a title does without.
const LEAD_IN =
  /^(?:[^。,，(（]{0,18}(?:[讯訊](?=[\s(（])|[电電](?=\s*[(（]))(?:\s*[(（][^()（）]{1,40}[)）])?\s*|(?:今年以[来來]|日前|近日|[昨今]天|(?:\d{4}年)?\d{1,2}月\d{1,2}日[^。,，]{0,8})[,，]\s*)+/u;

/** A title for a report that states none: its first telling sentence, at most 40 characters of it. */
function derivedTitle(body: string): string {
  const telling = sentences(body.slice(0, TITLE_REACH))
    .slice(0, 3)
    .map(({ start, end }) => body.slice(start, end).replace(/[。!?！？;；]$/, ""));
  const first = telling.find((one) => one.length >= 8) ?? telling[0] ?? body.slice(0, MAX_TITLE);
  const bare = first.replace(LEAD_IN, "");
  const sentence = bare.length >= 8 ? bare : first;
  if (sentence.length <= MAX_TITLE) return sentence;
  const fitting = clauses(sentence).filter((clause) => clause.end <= MAX_TITLE);
  const end = fitting.at(-1)?.end ?? 0;
  if (end >= 8) return sentence.slice(0, end);
  return `${sentence.slice(0, MAX_TITLE - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** `fold(body)`, put together from the lines, which are folded already. */
function foldedBody(kept: readonly Line[], body: string, blocks: ParsedReport["blocks"]): string {
  const joined = kept
    .map((line) => line.folded)
    .filter((line) => line !== "")
    .join("\n");
  if (joined.length !== body.length) return fold(body);
  return maskPersonal(blocks.map(({ start, end }) => joined.slice(start, end)).join("\n"));
}

const HEADER_LINES = 12;
const PLACE_FIELD = /^\s*(?:地点|地区|place|location)\s*[:：]\s*(?<place>[^。,;]{2,30}?)\s*$/u;

/** The place a report states in its header goes first; the others stay when they lie elsewhere. */
function withStated(stated: string | undefined, about: readonly Place[]): readonly Place[] {
  const place = findPlaces(stated ?? "").at(-1)?.place;
  return place === undefined
    ? about
    : [
        place,
        ...about.filter(({ path }) => !path.includes(place.name) && !place.path.includes(path.at(-1) ?? "")),
      ];
}

/** The year a title names, when it names one: "2023年工作总结". */
function yearOf(title: string): PartialDate | undefined {
  const years = new Set(Array.from(title.matchAll(/(?<!\d)(?:19|20)\d{2}(?=年)/gu), ([year]) => year));
  const [year, ...others] = years;
  return others.length === 0 ? year : undefined;
}

function understand(source: Source): ReadResult {
  const repairs: Repair[] = [];
  const mend = createMender(source.lines.map((one) => one.text).join("\n"));
  const lines: Line[] = source.lines.map((one) => {
    const mended = mend(one.text);
    repairs.push(...mended.repairs);
    return { line: one.line, text: mended.text, folded: fold(mended.text), heading: one.heading ?? false };
  });
  const gone = findDropped(lines);
  const realign = createRealigner(source.lines.map((one) => one.text));
  lines.forEach((line, index) => {
    const reason = gone.get(index);
    if (reason !== undefined && reason !== "credit") return;
    const realigned = realign(line.text);
    if (realigned.repairs.length === 0) return;
    repairs.push(...realigned.repairs);
    lines[index] = { ...line, text: realigned.text, folded: fold(realigned.text) };
  });
  const title = source.title === undefined ? undefined : realign(mend(source.title).text).text;
  const header = readHeader(lines, gone, { ...source, ...(title === undefined ? {} : { title }) });
  const stated = lines.findIndex((line, index) => index < HEADER_LINES && PLACE_FIELD.test(line.folded));

  const kept: Line[] = [];
  const dropped: Dropped[] = [];
  lines.forEach((line, index) => {
    const reason = header.used.has(index) || index === stated ? "header" : gone.get(index);
    if (reason === undefined) kept.push(line);
    else dropped.push({ line: line.line, text: maskPersonal(line.text.slice(0, MAX_DROPPED_TEXT)), reason });
  });

  const { body, blocks } = buildBody(
    kept.map((line) => ({ text: maskPersonal(line.text), heading: line.heading })),
  );
  if (!/\p{L}{2}/u.test(body)) return unreadable("no text");
  const folded = foldedBody(kept, body, blocks);

  const reportTitle = header.title ?? derivedTitle(body);
  const names = findPlaceNames(folded);
  const about = placesOfReport(fold(reportTitle), folded, fold(header.publisher ?? ""), names);
  const places = withStated(PLACE_FIELD.exec(lines[stated]?.folded ?? "")?.groups?.["place"], about);
  const dated = header.date ?? yearOf(fold(reportTitle));
  const date = dated === undefined ? {} : { date: dated };
  const passages = cutPassages({ body, names, blocks, places, ...date });
  const report: ParsedReport = {
    title: reportTitle,
    titleStated: header.title !== undefined,
    ...(header.publisher === undefined ? {} : { publisher: header.publisher }),
    ...date,
    dateStated: header.dateStated,
    places,
    body,
    blocks,
    passages,
    figures: findFigures({ body, folded, blocks, passages, places, ...date }),
    dropped,
    repairs,
    damaged: body.split("\uFFFD").length - 1,
  };
  return { kind: "report", report, folded };
}

/**
 * Reads one report. Never throws: what cannot be read comes back as `unreadable` with its reason and without any of the
 * file's own words. Files up to 20 MB; a Word file may unpack to 100 MB.
 */
export async function readReport(file: ReportFile): Promise<ReadResult> {
  try {
    const source = await readSource(file);
    if ("kind" in source) return source;
    return understand(source);
  } catch {
    return unreadable("broken");
  }
}
