// What every format reader hands on: the file's lines with what the format itself says of them.

export interface SourceLine {
  /** Counts from 1; for formats without lines, the paragraph's number. */
  readonly line: number;
  readonly text: string;
  /** True when the format marks the line as a heading. */
  readonly heading?: boolean;
}

export interface Source {
  readonly lines: readonly SourceLine[];
  readonly title?: string;
  readonly publisher?: string;
  readonly date?: string;
}

export function textLines(text: string): SourceLine[] {
  return text.split(/\r\n|[\n\r\u2028\u2029\f\v]/).map((line, index) => ({ line: index + 1, text: line }));
}
