// Values in PostgreSQL's binary formats, pgvector's two among them: no text to write on one side and to parse on the other.
import { type ByteWriter, storable } from "./byte-writer.ts";

export type BinaryType =
  | "bool"
  | "bytea"
  | "float8"
  | "int4"
  | "int4[]"
  | "int8"
  | "int8[]"
  | "json"
  | "sparsevec"
  | "text"
  | "text[]"
  | "uuid"
  | "vector";

/** The values of `sparsevec`; indices count from 0 and ascend. */
export interface SparseValue {
  readonly dimensions: number;
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

// Numbers PostgreSQL gives these types for good.
const ELEMENT = { "int4[]": 23, "int8[]": 20, "text[]": 25 } as const;
export type ArrayType = keyof typeof ELEMENT;

/** Each writes a value that is not null. */
export const BINARY: Record<BinaryType, (out: ByteWriter, value: unknown) => void> = {
  bool: (out, value) => out.int1(value === true ? 1 : 0),
  bytea: (out, value) => out.bytes(value as Uint8Array),
  float8: (out, value) => out.float8(value as number),
  int4: (out, value) => out.int4(value as number),
  "int4[]": (out, value) => array(out, "int4[]", value as readonly number[], (one) => out.int4(one)),
  int8: (out, value) => out.int8(value as bigint),
  "int8[]": (out, value) =>
    array(out, "int8[]", value as readonly (bigint | number)[], (one) => out.int8(BigInt(one))),
  json: (out, value) => out.text(json(value)),
  sparsevec: (out, value) => {
    const { dimensions, indices, values } = value as SparseValue;
    out.int4(dimensions);
    out.int4(indices.length);
    out.int4(0);
    for (const index of indices) out.int4(index);
    for (const one of values) out.float4(one);
  },
  text: (out, value) => out.text(value as string),
  "text[]": (out, value) => array(out, "text[]", value as readonly string[], (one) => out.text(one)),
  uuid: (out, value) => out.bytes(Buffer.from((value as string).replaceAll("-", ""), "hex")),
  vector: (out, value) => {
    const numbers = value as readonly number[];
    out.int2(numbers.length);
    out.int2(0);
    for (const one of numbers) out.float4(one);
  },
};

function array<One>(
  out: ByteWriter,
  type: ArrayType,
  values: readonly (One | null | undefined)[],
  write: (one: One) => void,
): void {
  out.int4(values.length === 0 ? 0 : 1);
  out.int4(values.some((one) => one === null || one === undefined) ? 1 : 0);
  out.int4(ELEMENT[type]);
  if (values.length === 0) return;
  out.int4(values.length);
  out.int4(1);
  for (const one of values) {
    if (one === null || one === undefined) {
      out.int4(-1);
      continue;
    }
    const start = out.open();
    write(one);
    out.close(start);
  }
}

function json(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes("\\u")) return text;
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "string" ? storable(one) : one));
}
