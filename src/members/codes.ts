/** Characters that are not mistaken for one another when read aloud or copied by hand. */
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Minutes a one-time code can be used. */
export const CODE_MINUTES = { link: 15, staff: 7 * 24 * 60, fill: 24 * 60 } as const;

/**
 * A one-time code of 40 random bits, "K7M3-92QX", made of `bytes` (8 random ones). It always holds a digit, so that it is
 * never mistaken for a word.
 */
export function codeOf(bytes: Uint8Array): string {
  const letters = Array.from(bytes.slice(0, 8), (byte) => ALPHABET[byte % ALPHABET.length] ?? "2");
  const digits = letters.some((letter) => /\d/.test(letter));
  const code = digits ? letters : [String(2 + ((bytes[0] ?? 0) % 8)), ...letters.slice(1)];
  return `${code.slice(0, 4).join("")}-${code.slice(4).join("")}`;
}
