// Rows in PostgreSQL's binary COPY format: the quickest way into a table, with no text to parse on either side.
// One encoder per column type the stores use, pgvector's two among them; arrays also go into statements that way.

export type CopyType =
  | "bool"
  | "bytea"
  | "encoded"
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
  /** How many columns these are; 1 when left out. */
  readonly fields?: number;
}

/** What `encodeFields` makes of rows: their fields one after another, and where each row's end. */
export interface EncodedRows {
  readonly bytes: Uint8Array;
  readonly ends: Int32Array;
}

/** The values of `sparsevec`; indices count from 0 and ascend. */
export interface CopySparse {
  readonly dimensions: number;
  readonly indices: readonly number[];
  readonly values: readonly number[];
}

// Numbers PostgreSQL gives these types for good.
const ELEMENT = { "int4[]": 23, "int8[]": 20, "text[]": 25 } as const;
const REPEATING: ReadonlySet<CopyType> = new Set(["text", "text[]", "jsonb"]);
const SIGNATURE = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");

/** The columns as one, for rows of which a part was encoded before: its value is one of `encodedRows`. */
export const encodedColumn = (columns: readonly CopyColumn[]): CopyColumn => ({
  name: columns.map(({ name }) => name).join(", "),
  type: "encoded",
  fields: columns.length,
});

/** The rows as one COPY stream. `undefined` and `null` are NULL; jsonb takes any value that JSON can hold. */
export function encodeCopy(
  columns: readonly CopyColumn[],
  rows: Iterable<readonly unknown[]>,
): Uint8Array<ArrayBuffer> {
  shared.begin();
  const write = fieldWriter(columns);
  const fields = columns.reduce((sum, { fields: some = 1 }) => sum + some, 0);
  shared.bytes(SIGNATURE);
  shared.int4(0);
  shared.int4(0);
  for (const row of rows) {
    shared.int2(fields);
    write(row);
  }
  shared.int2(-1);
  return shared.take();
}

/** The rows' fields alone, for an `encodedColumn`; may be made in another thread than the one that copies them in. */
export function encodeFields(
  columns: readonly CopyColumn[],
  rows: readonly (readonly unknown[])[],
): EncodedRows {
  shared.begin();
  const write = fieldWriter(columns);
  const ends = new Int32Array(rows.length);
  for (const [index, row] of rows.entries()) {
    write(row);
    ends[index] = shared.written();
  }
  return { bytes: shared.take(), ends };
}

/** The rows one by one. */
export function encodedRows({ bytes, ends }: EncodedRows): Uint8Array[] {
  return Array.from(ends, (end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

function fieldWriter(columns: readonly CopyColumn[]): (row: readonly unknown[]) => void {
  const fields = columns.map(({ type }) => ({
    encode: ENCODERS[type],
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
        shared.int4(-1);
        continue;
      }
      if (field.repeats && value === field.value) {
        shared.again(field.start, field.end);
        continue;
      }
      if (field.encoded) {
        field.encode(shared, value);
        continue;
      }
      const start = shared.open();
      field.encode(shared, value);
      field.end = shared.close(start);
      field.start = start;
      field.value = value;
    }
  };
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

export type ArrayType = keyof typeof ELEMENT;

/** An array as one value in PostgreSQL's binary format, as a statement may be given it. */
export function encodeArray(type: ArrayType, values: readonly unknown[]): Uint8Array<ArrayBuffer> {
  shared.begin();
  ENCODERS[type](shared, values);
  return shared.take();
}

type Writer = ReturnType<typeof createWriter>;

// One for all, since code that was optimised for one writer is thrown away when another comes.
const shared = createWriter();

const ENCODERS: Record<CopyType, (out: Writer, value: unknown) => void> = {
  bool: (out, value) => out.int1(value === true ? 1 : 0),
  bytea: (out, value) => out.bytes(value as Uint8Array),
  encoded: (out, value) => out.bytes(value as Uint8Array),
  float8: (out, value) => out.float8(value as number),
  int4: (out, value) => out.int4(value as number),
  "int4[]": (out, value) => array(out, "int4[]", value as readonly number[], (one) => out.int4(one)),
  int8: (out, value) => out.int8(value as bigint),
  "int8[]": (out, value) =>
    array(out, "int8[]", value as readonly (bigint | number)[], (one) => out.int8(BigInt(one))),
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

// Up to this many UTF-16 units a loop is quicker than asking Node to encode them.
const SHORT = 64;
// What the writer's memory begins with, and how much of it is not given back, in bytes.
const SMALLEST = 1 << 18;
const MOST_KEPT = 1 << 23;

function createWriter() {
  let bytes = Buffer.from(new ArrayBuffer(0));
  let view = new DataView(bytes.buffer);
  let end = 0;

  // Call it before naming `bytes` or `view`: it may put others in their place.
  function room(size: number): number {
    if (end + size > bytes.length) {
      const larger = Buffer.from(new ArrayBuffer(Math.max(SMALLEST, bytes.length * 2, end + size)));
      bytes.copy(larger, 0, 0, end);
      bytes = larger;
      view = new DataView(bytes.buffer);
    }
    end += size;
    return end - size;
  }

  const writer = {
    int1(value: number) {
      const at = room(1);
      view.setUint8(at, value);
    },
    int2(value: number) {
      const at = room(2);
      view.setInt16(at, value);
    },
    int4(value: number) {
      const at = room(4);
      view.setInt32(at, value);
    },
    int8(value: bigint) {
      const at = room(8);
      view.setBigInt64(at, value);
    },
    float4(value: number) {
      const at = room(4);
      view.setFloat32(at, value);
    },
    float8(value: number) {
      const at = room(8);
      view.setFloat64(at, value);
    },
    bytes(value: Uint8Array) {
      const at = room(value.length);
      bytes.set(value, at);
    },
    text(value: string) {
      const at = room(value.length * 3);
      if (value.length > SHORT) {
        end = at + bytes.write(storable(value), at, "utf8");
        return;
      }
      const target = bytes;
      let next = at;
      for (let index = 0; index < value.length; index++) {
        const unit = value.charCodeAt(index);
        if (unit >= 0x800 && unit < 0xd800) {
          target[next] = 0xe0 | (unit >> 12);
          target[next + 1] = 0x80 | ((unit >> 6) & 0x3f);
          target[next + 2] = 0x80 | (unit & 0x3f);
          next += 3;
        } else if (unit > 0 && unit < 0x80) target[next++] = unit;
        else {
          const code = (unit & 0xf800) === 0xd800 ? (value.codePointAt(index) ?? unit) : unit;
          if (code > 0xffff) index++;
          const good = code !== 0 && (code & 0xfffff800) !== 0xd800;
          next = writeCharacter(target, next, good ? code : 0xfffd);
        }
      }
      end = next;
    },
    /** Leaves room for the length of what comes next; `close` fills it in. */
    open: (): number => room(4),
    close(start: number): number {
      view.setInt32(start, end - start - 4);
      return end;
    },
    /** Writes once more what stands from `from` to `to`. */
    again(from: number, to: number) {
      const at = room(to - from);
      bytes.copyWithin(at, from, to);
    },
    written: (): number => end,
    /** Forgets what an encoding that failed left behind. */
    begin() {
      end = 0;
      if (bytes.length > MOST_KEPT) bytes = Buffer.from(new ArrayBuffer(0));
    },
    /** A copy of all that was written. */
    take: (): Uint8Array<ArrayBuffer> => new Uint8Array(bytes.buffer.slice(0, end)),
  };
  return writer;
}

/** Writes one character as UTF-8 and gives the place behind it. */
function writeCharacter(bytes: Uint8Array, at: number, code: number): number {
  if (code < 0x80) {
    bytes[at] = code;
    return at + 1;
  }
  if (code < 0x800) {
    bytes[at] = 0xc0 | (code >> 6);
    bytes[at + 1] = 0x80 | (code & 0x3f);
    return at + 2;
  }
  if (code < 0x10000) {
    bytes[at] = 0xe0 | (code >> 12);
    bytes[at + 1] = 0x80 | ((code >> 6) & 0x3f);
    bytes[at + 2] = 0x80 | (code & 0x3f);
    return at + 3;
  }
  bytes[at] = 0xf0 | (code >> 18);
  bytes[at + 1] = 0x80 | ((code >> 12) & 0x3f);
  bytes[at + 2] = 0x80 | ((code >> 6) & 0x3f);
  bytes[at + 3] = 0x80 | (code & 0x3f);
  return at + 4;
}
