// Whether a request truly comes from the platform, and what it says. The SDK would accept anything without a key, signs
// JSON it has written anew and compares byte by byte; so it is done here. Pure.
import { createDecipheriv, createHash, timingSafeEqual } from "node:crypto";

export interface Signed {
  readonly timestamp: string | null;
  readonly nonce: string | null;
  readonly signature: string | null;
  /** The body as it came. */
  readonly body: Uint8Array;
}

/** Seconds between the platform's clock and ours. */
const WINDOW = 300;

/** True when the body was signed with the key, not longer ago than the window. `now`: milliseconds. */
export function isSigned({ timestamp, nonce, signature, body }: Signed, key: string, now: number): boolean {
  if (timestamp === null || nonce === null || signature === null) return false;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) - now / 1_000) > WINDOW) return false;
  const expected = createHash("sha256")
    .update(timestamp + nonce + key)
    .update(body)
    .digest();
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(signature) ? signature : "", "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** The JSON in the `encrypt` field; undefined when it was not encrypted with the key. */
export function decrypted(encrypt: string, key: string): unknown {
  try {
    const bytes = Buffer.from(encrypt, "base64");
    const secret = createHash("sha256").update(key).digest();
    const cipher = createDecipheriv("aes-256-cbc", secret, bytes.subarray(0, 16));
    return JSON.parse(Buffer.concat([cipher.update(bytes.subarray(16)), cipher.final()]).toString("utf8"));
  } catch {
    return undefined;
  }
}
