// Rows in PostgreSQL's binary COPY format: the quickest way into a table, with no text to parse on either side.
// One encoder per column type the stores use, pgvector's two among them.

export type CopyType =
  | "bool"
  | "bytea"
  | "float8"
  | "int4"
  | "int4[]"
  | "int8"
  | "int8[]"
  | "jsonb"
  | "sparsevec"
  | "text"
  | "text[]"
  | "uuid"
  | "vector";

export interface CopyColumn {
  readonly name: string;
  readonly type: CopyType;
}

/** The values of `sparsevec`; indices count from 0 and ascend. */
export interface CopySparse {
  readonly dimensions: number;
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

// Numbers PostgreSQL gives these types for good.
const ELEMENT = { "int4[]": 23, "int8[]": 20, "text[]": 25 } as const;
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");

/** The rows as one COPY stream. `undefined` and `null` are NULL; jsonb takes any value that JSON can hold. */
export function encodeCopy(columns: readonly CopyColumn[], rows: Iterable<readonly unknown[]>): Uint8Array {
  const out = createWriter();
  out.bytes(SIGNATURE);
  out.int4(0);
  out.int4(0);
  for (const row of rows) {
    out.int2(columns.length);
    columns.forEach(({ type }, index) => {
      const value = row[index];
      if (value === null || value === undefined) out.int4(-1);
      else out.sized(() => ENCODERS[type](out, value));
    });
  }
  out.int2(-1);
  return out.done();
}

/** PostgreSQL refuses two things that JavaScript's strings may hold, NUL and half a surrogate pair: U+FFFD stands for them. */
function storable(text: string): string {
  return (text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text).toWellFormed();
}

function json(value: unknown): string {
  const text = JSON.stringify(value);
  if (!text.includes("\\u")) return text;
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "string" ? storable(one) : one));
}

type Writer = ReturnType<typeof createWriter>;

const ENCODERS: Record<CopyType, (out: Writer, value: unknown) => void> = {
  bool: (out, value) => out.int1(value === true ? 1 : 0),
  bytea: (out, value) => out.bytes(value as Uint8Array),
  float8: (out, value) => out.float8(value as number),
  int4: (out, value) => out.int4(value as number),
  "int4[]": (out, value) => array(out, "int4[]", value as readonly number[], (one) => out.int4(one)),
  int8: (out, value) => out.int8(value as bigint),
  "int8[]": (out, value) => array(out, "int8[]", value as readonly bigint[], (one) => out.int8(one)),
  jsonb: (out, value) => {
    out.int1(1);
    out.text(json(value));
  },
  sparsevec: (out, value) => {
    const { dimensions, indices, values } = value as CopySparse;
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
  out: Writer,
  type: keyof typeof ELEMENT,
  values: readonly One[],
  write: (one: One) => void,
): void {
  out.int4(values.length === 0 ? 0 : 1);
  out.int4(0);
  out.int4(ELEMENT[type]);
  if (values.length === 0) return;
  out.int4(values.length);
  out.int4(1);
  for (const one of values) out.sized(() => write(one));
}

function createWriter() {
  let buffer = Buffer.allocUnsafe(1 << 16);
  let end = 0;

  // Call it before naming `buffer`: it may put another in its place.
  function room(size: number): number {
    if (end + size > buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, end + size));
      buffer.copy(larger, 0, 0, end);
      buffer = larger;
    }
    end += size;
    return end - size;
  }

  const writer = {
    int1(value: number) {
      const at = room(1);
      buffer.writeUInt8(value, at);
    },
    int2(value: number) {
      const at = room(2);
      buffer.writeInt16BE(value, at);
    },
    int4(value: number) {
      const at = room(4);
      buffer.writeInt32BE(value, at);
    },
    int8(value: bigint) {
      const at = room(8);
      buffer.writeBigInt64BE(value, at);
    },
    float4(value: number) {
      const at = room(4);
      buffer.writeFloatBE(value, at);
    },
    float8(value: number) {
      const at = room(8);
      buffer.writeDoubleBE(value, at);
    },
    bytes(value: Uint8Array) {
      const at = room(value.length);
      buffer.set(value, at);
    },
    text(value: string) {
      const clean = storable(value);
      const at = room(clean.length * 3);
      end = at + buffer.write(clean, at, "utf8");
    },
    sized(write: () => void) {
      const at = room(4);
      write();
      buffer.writeInt32BE(end - at - 4, at);
    },
    done: (): Uint8Array => buffer.subarray(0, end),
  };
  return writer;
}
