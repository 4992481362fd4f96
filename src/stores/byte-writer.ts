// Numbers and texts as PostgreSQL's protocol has them, one after another in memory that is used again and again.

// Up to this many UTF-16 units a loop is quicker than asking Node to encode them.
const SHORT = 64;
// What the writer's memory begins with, and how much of it is not given back, in bytes.
const SMALLEST = 1 << 18;
const MOST_KEPT = 1 << 23;

export type ByteWriter = ReturnType<typeof createWriter>;

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
    /** As `close`, where the length counts its own four bytes too. */
    closeWhole(start: number) {
      view.setInt32(start, end - start);
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

/**
 * One for all, since code that was optimised for one writer is thrown away when another comes: `begin`, write, `take`, with
 * no waiting in between.
 */
export const byteWriter = createWriter();

/** PostgreSQL refuses two things that JavaScript's strings may hold, NUL and half a surrogate pair: U+FFFD stands for them. */
export function storable(text: string): string {
  return (text.includes("\0") ? text.replaceAll("\0", "\ufffd") : text).toWellFormed();
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
