/** A half-open range of a text. */
export interface Spanned {
  readonly start: number;
  readonly end: number;
}

/** Walks sorted spans once: each call takes up where the last one ended, so long reports stay linear. */
export interface Forward<Item> {
  before(end: number): Item[];
  within(start: number, end: number): Item[];
  /** Keeps its place at the last span that reaches in, for the next call may need it again. */
  overlapping(start: number, end: number): Item[];
}

/** `items` ascend and do not overlap. */
export function forward<Item extends Spanned>(items: readonly Item[]): Forward<Item> {
  let at = 0;
  const taken = (until: number, keep: (item: Item) => boolean): Item[] => {
    const found: Item[] = [];
    for (let item = items[at]; item !== undefined && item.start < until; item = items[++at]) {
      if (keep(item)) found.push(item);
    }
    return found;
  };
  return {
    before: (end) => taken(end, () => true),
    within: (start, end) => taken(end, (item) => item.start >= start),
    overlapping: (start, end) => {
      while ((items[at]?.end ?? Number.POSITIVE_INFINITY) <= start) at++;
      const found: Item[] = [];
      let reach = at;
      for (let item = items[reach]; item !== undefined && item.start < end; item = items[++reach])
        found.push(item);
      return found;
    },
  };
}
