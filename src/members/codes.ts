/** Characters that are not mistaken for one another when read aloud or copied by hand. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Minutes a one-time code can be used. */
export const CODE_MINUTES = { link: 15, staff: 7 * 24 * 60, fill: 24 * 60 } as const;

/**
 * A one-time code of nearly 40 random bits, "K7M3-92QX", made of `bytes` (8 random ones). It always holds a letter and a
 * digit, so that it is mistaken neither for a word nor for a number.
 */
export function codeOf(bytes: Uint8Array): string {
  const letters = Array.from(bytes.slice(0, 8), (byte) => ALPHABET[byte % ALPHABET.length] ?? "2");
  if (!letters.some((one) => /\d/.test(one))) letters[0] = "7";
  if (letters.every((one) => /\d/.test(one))) letters[1] = "K";
  return `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
}
