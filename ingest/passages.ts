// Cuts a body into passages: runs of whole sentences under one heading, long enough to be understood and short enough to
// be found, each knowing its heading, places and date.
import type { Block, PartialDate, PassageDraft, Place, Span } from "../src/domain/report.ts";
import { type PlaceName, settlePlaces } from "./places.ts";
import { sentences } from "./segment.ts";

const SHORT = 200;
const LONG = 350;
// Text without end marks is cut at its clauses beyond this.
const UNBROKEN = 800;
const REMNANT = 80;

interface Group {
  readonly heading?: string;
  readonly blocks: Block[];
}

const DASHED = /^[—–]{1,2}\s*/;

/** Paragraphs under one heading, the heading's own block first; a "——" heading keeps the heading above it. */
function groupsOf(body: string, blocks: readonly Block[]): Group[] {
  const groups: Group[] = [];
  let upper: string | undefined;
  let heading: string | undefined;
  let pending: Block[] = [];
  for (const block of blocks) {
    if (block.kind === "heading") {
      const text = body.slice(block.start, block.end);
      const bare = text.replace(DASHED, "").replace(/[。:：]$/, "");
      if (DASHED.test(text)) heading = upper === undefined ? bare : `${upper} · ${bare}`;
      else heading = upper = bare;
      pending.push(block);
      continue;
    }
    const last = groups.at(-1);
    if (last !== undefined && pending.length === 0) last.blocks.push(block);
    else groups.push({ ...(heading === undefined ? {} : { heading }), blocks: [...pending, block] });
    pending = [];
  }
  const last = groups.at(-1);
  if (pending.length > 0) {
    if (last === undefined) groups.push({ ...(heading === undefined ? {} : { heading }), blocks: pending });
    else last.blocks.push(...pending);
  }
  return groups;
}

/** Sentences of a block in the body's offsets; what has no end for too long is cut at commas and spaces. */
function unitsOf(body: string, block: Block): Span[] {
  return sentences(body.slice(block.start, block.end)).flatMap((span) => {
    const start = block.start + span.start;
    const end = block.start + span.end;
    if (end - start <= UNBROKEN) return [{ start, end }];
    const units: Span[] = [];
    for (let from = start; from < end; ) {
      let to = Math.min(end, from + LONG);
      if (to < end) {
        const stop = Math.max(...[",", "，", "、", " ", ";"].map((mark) => body.lastIndexOf(mark, to)));
        if (stop > from + SHORT) to = stop + 1;
        // Never between the halves of a surrogate pair.
        else if (/[\uD800-\uDBFF]/.test(body[to - 1] ?? "")) to++;
      }
      units.push({ start: from, end: to });
      from = to;
    }
    return units;
  });
}

function spansOf(body: string, group: Group): Span[] {
  const spans: { start: number; end: number }[] = [];
  let current: { start: number; end: number } | undefined;
  for (const block of group.blocks) {
    for (const unit of unitsOf(body, block)) {
      if (current === undefined) current = { ...unit };
      else if (unit.end - current.start <= LONG) current.end = unit.end;
      else {
        spans.push(current);
        current = { ...unit };
      }
    }
    // A paragraph's end is the best place to part.
    if (current !== undefined && current.end - current.start >= SHORT) {
      spans.push(current);
      current = undefined;
    }
  }
  if (current !== undefined) spans.push(current);
  const last = spans.at(-1);
  const before = spans.at(-2);
  if (
    last !== undefined &&
    before !== undefined &&
    last.end - last.start < REMNANT &&
    last.end - before.start <= LONG + REMNANT
  ) {
    before.end = last.end;
    spans.pop();
  }
  return spans;
}

const nearestFirst = (place: Place): string[] => [...place.path].reverse();

export interface PassageContext {
  readonly body: string;
  /** What `findPlaceNames` finds in the folded body. */
  readonly names: readonly PlaceName[];
  readonly blocks: readonly Block[];
  readonly places: readonly Place[];
  readonly date?: PartialDate;
}

/** The passages of a report in order; every paragraph is in one, and no passage crosses a heading. */
export function cutPassages(context: PassageContext): PassageDraft[] {
  const { body, names, blocks, places, date } = context;
  const own = places.flatMap(nearestFirst);
  return groupsOf(body, blocks)
    .flatMap((group) => spansOf(body, group).map((span) => ({ group, span })))
    .map(({ group: { heading }, span: { start, end } }, ordinal) => {
      const inside = names.filter((name) => name.start >= start && name.end <= end);
      const named = settlePlaces(inside, places).flatMap((found) => nearestFirst(found.place));
      return {
        ordinal,
        start,
        end,
        text: body.slice(start, end),
        places: [...new Set([...own, ...named])],
        ...(heading === undefined ? {} : { heading }),
        ...(date === undefined ? {} : { date }),
      };
    });
}
