// A prepared statement run with its values: the messages Bind, Execute and Sync of PostgreSQL's protocol
// (postgresql.org/docs/current/protocol-message-formats.html), written in one go. PGlite's own serializer copies long values
// eight times over, and its garbage took a twelfth of a busy hour.
import { type ArrayType, BINARY } from "./binary-values.ts";
import { byteWriter as out } from "./byte-writer.ts";

/** As text, in binary, or null. */
export type Parameter =
  | string
  | Uint8Array
  | { readonly array: ArrayType; readonly values: readonly unknown[] }
  | null;

const BIND = 0x42;
const EXECUTE = 0x45;
const SYNC = 0x53;
const TEXT = 0;
const IN_BINARY = 1;

/** All rows are asked for, their values as text. */
export function bindMessage(statement: string, parameters: readonly Parameter[]): Uint8Array<ArrayBuffer> {
  out.begin();
  out.int1(BIND);
  const bind = out.open();
  unnamed();
  out.text(statement);
  out.int1(0);
  out.int2(parameters.length);
  for (const parameter of parameters) {
    out.int2(parameter === null || typeof parameter === "string" ? TEXT : IN_BINARY);
  }
  out.int2(parameters.length);
  for (const parameter of parameters) write(parameter);
  out.int2(0);
  out.closeWhole(bind);

  out.int1(EXECUTE);
  const execute = out.open();
  unnamed();
  out.int4(0);
  out.closeWhole(execute);

  out.int1(SYNC);
  out.closeWhole(out.open());
  return out.take();
}

function write(parameter: Parameter): void {
  if (parameter === null) return out.int4(-1);
  const start = out.open();
  // As it is: what PostgreSQL refuses in a text is refused here as on a server.
  if (typeof parameter === "string") out.bytes(Buffer.from(parameter));
  else if (parameter instanceof Uint8Array) out.bytes(parameter);
  else BINARY[parameter.array](out, parameter.values);
  out.close(start);
}

/** The portal, which nobody asks for again. */
const unnamed = (): void => out.int1(0);
