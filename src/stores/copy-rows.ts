// Rows in PostgreSQL's binary COPY format: the quickest way into a table.
import { BINARY, type BinaryType } from "./binary-values.ts";
import { byteWriter as out } from "./byte-writer.ts";

/** "encoded": one of `encodedRows`. */
export type CopyType = BinaryType | "encoded";

export interface CopyColumn {
  readonly name: string;
  readonly type: CopyType;
  /** How many columns these are; 1 when left out. */
  readonly fields?: number;
}

/** What `encodeFields` makes of rows: their fields one after another, and where each row's end. */
export interface EncodedRows {
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
}

const REPEATING: ReadonlySet<CopyType> = new Set(["text", "text[]", "json"]);
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");

/** The columns as one, for rows of which a part was encoded before: its value is one of `encodedRows`. */
export const encodedColumn = (columns: readonly CopyColumn[]): CopyColumn => ({
  name: columns.map(({ name }) => name).join(", "),
  type: "encoded",
  fields: columns.length,
});

/** The rows as one COPY stream. `undefined` and `null` are NULL; json takes any value that JSON can hold. */
export function encodeCopy(
  columns: readonly CopyColumn[],
  rows: Iterable<readonly unknown[]>,
): Uint8Array<ArrayBuffer> {
  out.begin();
  const write = fieldWriter(columns);
  const fields = columns.reduce((sum, { fields: some = 1 }) => sum + some, 0);
  out.bytes(SIGNATURE);
  out.int4(0);
  out.int4(0);
  for (const row of rows) {
    out.int2(fields);
    write(row);
  }
  out.int2(-1);
  return out.take();
}

/** The rows' fields alone, for an `encodedColumn`; may be made in another thread than the one that copies them in. */
export function encodeFields(
  columns: readonly CopyColumn[],
  rows: readonly (readonly unknown[])[],
): EncodedRows {
  out.begin();
  const write = fieldWriter(columns);
  const ends = new Int32Array(rows.length);
  for (const [index, row] of rows.entries()) {
    write(row);
    ends[index] = out.written();
  }
  return { bytes: out.take(), ends };
}

/** The rows one by one. */
export function encodedRows({ bytes, ends }: EncodedRows): Uint8Array[] {
  return Array.from(ends, (end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

function fieldWriter(columns: readonly CopyColumn[]): (row: readonly unknown[]) => void {
  const fields = columns.map(({ type }) => ({
    encode: BINARY[type === "encoded" ? "bytea" : type],
    // A report's figures have its places and most often one unit and one period: bytes written are copied.
    repeats: REPEATING.has(type),
    encoded: type === "encoded",
    value: undefined as unknown,
    start: 0,
    end: 0,
  }));
  return (row) => {
    for (const [index, field] of fields.entries()) {
      const value = row[index];
      if (value === null || value === undefined) {
        out.int4(-1);
        continue;
      }
      if (field.repeats && value === field.value) {
        out.again(field.start, field.end);
        continue;
      }
      if (field.encoded) {
        field.encode(out, value);
        continue;
      }
      const start = out.open();
      field.encode(out, value);
      field.end = out.close(start);
      field.start = start;
      field.value = value;
    }
  };
}
