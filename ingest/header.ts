// Reads title, publisher and date off the lines above a report's text; what it used is no longer text.
import type { DropReason, PartialDate } from "../src/domain/report.ts";
import { lateDate, lateSource, signature, signedDate } from "./colophon.ts";
import { BODY_MARK, cleanPublisher, type Meta, OUTLET, readMeta } from "./dateline.ts";
import { findDate, inferYear } from "./dates.ts";
import type { Line } from "./drop.ts";
import type { Source } from "./formats/source.ts";
import { fold } from "./script.ts";

export interface Header {
  /** Absent when the file states none. */
  readonly title?: string;
  readonly publisher?: string;
  readonly date?: PartialDate;
  readonly dateStated: boolean;
  /** Places in the given lines that belong to the header. */
  readonly used: ReadonlySet<number>;
}

const REACH = 14;

const stripBullet = (text: string): string => text.replace(/^[-*•·]\s*/, "").trim();
const isTitle = (line: Line): boolean =>
  line.text.length >= 4 &&
  line.text.length <= 90 &&
  !/[。;；,，、:：]$/.test(line.text) &&
  /\p{L}{3}/u.test(line.text) &&
  !/(?:供图|攝|摄|摄影报道)$/.test(line.text) &&
  !(line.text.length <= 12 && OUTLET.test(line.folded)) &&
  !/^[-*•·●]\s/.test(line.text);

/** `gone` are lines known to be no part of the report; credits among them may still tell source and date. */
export function readHeader(
  lines: readonly Line[],
  gone: ReadonlyMap<number, DropReason>,
  source: Source,
): Header {
  const used = new Set<number>();
  const head: number[] = [];
  for (let index = 0; index < lines.length && head.length < REACH; index++) {
    const reason = gone.get(index);
    if ((reason === undefined || reason === "credit") && lines[index]?.folded !== "") head.push(index);
  }
  const line = (index: number): Line => lines[index] ?? { line: 0, text: "", folded: "", heading: false };

  const metas = new Map<number, Meta>();
  for (const index of head) {
    const one = line(index);
    // Below the first real paragraph a date belongs to the text.
    if (one.text.length > 140 || (one.text.length > 60 && BODY_MARK.test(one.folded))) break;
    const meta = readMeta(one);
    if (meta !== undefined) metas.set(index, meta);
  }
  const firstMeta = [...metas.keys()][0];
  const above = head.filter((index) => firstMeta === undefined || index < firstMeta);
  const marked = head.find((index) => line(index).heading && !gone.has(index) && isTitle(line(index)));
  const stated =
    source.title === undefined ? undefined : head.find((index) => sameTitle(line(index).text, source.title));
  const last = [...metas.keys()].at(-1) ?? -1;
  const mayBe = (index: number): boolean => !gone.has(index) && !metas.has(index) && isTitle(line(index));
  // A page that gives outlet and date twice has its title between the two.
  const between = head.filter(
    (index) => firstMeta !== undefined && index > firstMeta && index < last && mayBe(index),
  );
  const plain = between.length > 0 ? between : above.filter(mayBe);
  let titleAt = stated ?? marked;
  if (titleAt === undefined && firstMeta !== undefined) titleAt = chooseTitle(plain, line);
  if (
    titleAt === undefined &&
    firstMeta === undefined &&
    plain[0] === head[0] &&
    source.title === undefined
  ) {
    const follower = head[1];
    if (plain[0] !== undefined && follower !== undefined) titleAt = plain[0];
  }
  const title = source.title ?? (titleAt === undefined ? undefined : line(titleAt).text);
  if (titleAt !== undefined) used.add(titleAt);

  for (const index of metas.keys()) used.add(index);
  // What is short and stands above the title is a site's or a series' name; a leading line ends in a dash or a colon.
  for (const index of head) {
    if (titleAt === undefined || index >= titleAt) break;
    if (!gone.has(index) && line(index).text.length <= 12 && !/[—–:：。]$/.test(line(index).text))
      used.add(index);
  }
  // Between title and date stand authors and outlets; outlets also right below the date.
  const from = titleAt ?? -1;
  const lastMeta = [...metas.keys()].at(-1) ?? from;
  let outlet: string | undefined;
  for (const index of head) {
    if (used.has(index) || index < from || index > lastMeta + 2) continue;
    const bare = stripBullet(line(index).text);
    if (
      index < lastMeta &&
      titleAt !== undefined &&
      /^(?:[\p{Script=Han}·]{2,4}\s*){1,3}$/u.test(bare) &&
      bare.length <= 12
    ) {
      if (OUTLET.test(fold(bare))) outlet ??= cleanPublisher(bare);
      used.add(index);
    } else if (
      metas.size > 0 &&
      bare.length <= 16 &&
      OUTLET.test(fold(bare)) &&
      index < lastMeta + 2 &&
      !line(index).heading
    ) {
      outlet ??= cleanPublisher(bare);
      used.add(index);
    }
  }

  const values = [...metas.values()];
  const publisher =
    source.publisher ??
    values.find((meta) => meta.labelled)?.publisher ??
    lateSource(lines) ??
    values.find((meta) => meta.publisher !== undefined)?.publisher ??
    outlet ??
    signature(lines);
  const own = source.date === undefined ? undefined : findDate(fold(source.date))?.date;
  const date =
    longest([own, ...values.map((meta) => meta.date)]) ??
    signedDate(lines, gone, used) ??
    lateDate(lines, gone);
  const inferred = date ?? inferYear(lines.map((one) => one.folded).join("\n"));
  return {
    ...(title === undefined || title === "" ? {} : { title }),
    ...(publisher === undefined ? {} : { publisher }),
    ...(inferred === undefined ? {} : { date: inferred }),
    dateStated: date !== undefined,
    used,
  };
}

const longest = (dates: readonly (PartialDate | undefined)[]): PartialDate | undefined =>
  dates.filter((date) => date !== undefined).sort((left, right) => right.length - left.length)[0];

function sameTitle(text: string, title: string | undefined): boolean {
  const plain = (value: string): string => fold(value).replace(/[^\p{L}\p{N}]/gu, "");
  return title !== undefined && plain(text) === plain(title) && plain(text) !== "";
}

/** Among the lines above the date: a line that ends in a dash leads to the title below it. */
function chooseTitle(plain: readonly number[], line: (index: number) => Line): number | undefined {
  let chosen: number | undefined;
  for (const index of plain) {
    const text = line(index).text;
    if (/^[—–-]{1,2}/.test(text)) continue;
    if (chosen === undefined) chosen = index;
    else if (/[—–]{1,2}$/.test(line(chosen).text)) chosen = index;
    else break;
  }
  return chosen;
}
