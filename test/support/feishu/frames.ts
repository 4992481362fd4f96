// The frames of the long connection, written and read by hand: protocol buffers of nine fields (pbbp2 in the SDK's source).

export interface Frame {
  readonly service: number;
  /** 0 for pings and pongs, 1 for events. */
  readonly method: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Uint8Array;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const block = (field: number, bytes: Uint8Array): number[] => [
  ...varint(field * 8 + 2),
  ...varint(bytes.length),
  ...bytes,
];

export function encodeFrame({ service, method, headers, payload }: Frame): Uint8Array {
  const pairs = Object.entries(headers).flatMap(([key, value]) =>
    block(5, Uint8Array.from([...block(1, bytesOf(key)), ...block(2, bytesOf(value))])),
  );
  return Uint8Array.from([
    ...number(1, 0),
    ...number(2, 0),
    ...number(3, service),
    ...number(4, method),
    ...pairs,
    ...block(8, payload),
  ]);
}

export function decodeFrame(bytes: Uint8Array): Frame {
  let service = 0;
  let method = 0;
  let payload: Uint8Array = new Uint8Array();
  const headers: Record<string, string> = {};
  for (const { field, value } of fieldsOf(bytes)) {
    if (field === 3) service = Number(value);
    if (field === 4) method = Number(value);
    if (field === 8 && typeof value !== "number") payload = value;
    if (field === 5 && typeof value !== "number") {
      const pair = [...fieldsOf(value)].map((one) =>
        textOf(typeof one.value === "number" ? bytesOf("") : one.value),
      );
      headers[pair[0] ?? ""] = pair[1] ?? "";
    }
  }
  return { service, method, headers, payload };
}

function* fieldsOf(bytes: Uint8Array): Generator<{ field: number; value: number | Uint8Array }> {
  let at = 0;
  const next = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error("the frame ends too early");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const key = next();
    const field = Math.floor(key / 8);
    if (key % 8 === 0) yield { field, value: next() };
    else {
      const length = next();
      yield { field, value: bytes.subarray(at, at + length) };
      at += length;
    }
  }
}
