// What the stores do to values on their way into rows and out of them.
import type { Cell, Cipher } from "./cipher.ts";

/** PostgreSQL refuses NUL and half a surrogate pair, and both come from the wild. */
export const clean = (text: string): string => text.toWellFormed().replaceAll("\0", "");

/** How JSON writes what PostgreSQL refuses. */
const REFUSED = /\\u(?:0000|d[89a-f])/i;

/** JSON that a jsonb column takes. */
export function json(value: unknown): string {
  const written = JSON.stringify(value);
  // Most texts hold no escape at all, and the pattern takes as long to find none as the writing took.
  return written.includes("\\u") && REFUSED.test(written)
    ? JSON.stringify(value, (_, inner: unknown) => (typeof inner === "string" ? clean(inner) : inner))
    : written;
}

/** JSON with its keys in order and undefined left out: equal values give equal texts. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );

/** The fields without those that are NULL. */
export function present<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  const set = Object.entries(fields).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(set) as { [Name in keyof Fields]?: NonNullable<Fields[Name]> };
}

export const sealJson = (cipher: Cipher, value: unknown, cell: Cell): string =>
  cipher.seal(JSON.stringify(value), cell);

/** What `sealJson` sealed. Only these stores could have, so that a caller may say its type. */
export const openJson = (cipher: Cipher, sealed: string, cell: Cell): unknown =>
  JSON.parse(cipher.open(sealed, cell));
