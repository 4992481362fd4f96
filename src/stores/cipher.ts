// Keeps what members tell from whoever only has the database: values sealed in place, fingerprints to find them by, and
// the audit log's chain. Keys come from keys.ts; the postgres-*.ts stores seal on the way in and open on the way out.
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { AppError } from "../domain/errors.ts";

export interface CipherKey {
  /** Letters, digits, "_" and "-", at most 16; stands in every value it sealed. */
  readonly id: string;
  /** 32 random bytes. */
  readonly secret: Uint8Array;
}

/** Where a value stands. A value copied to another place does not open there. */
export interface Cell {
  readonly table: string;
  /** The row's key, as `rowOf` writes it when it has several parts. */
  readonly row: string;
  readonly column: string;
}

export interface Cipher {
  /** "<key id>.<base64url>" under the newest key. */
  seal(plain: string, cell: Cell): string;
  /** Throws AppError data.unreadable when the value was changed or moved, or its key is missing. */
  open(sealed: string, cell: Cell): string;
  sealBytes(plain: Uint8Array, cell: Cell): Uint8Array;
  openBytes(sealed: Uint8Array, cell: Cell): Uint8Array;
  /** An HMAC by which equal values of a kind are found, under the newest key. */
  fingerprint(kind: string, value: string): string;
  /** The same under every key, the newest first: what older rows may hold. */
  fingerprints(kind: string, value: string): readonly string[];
  /** The link of a row behind the one whose link is `previous`. */
  chain(previous: string, row: string): string;
  /** Whether `link` is that link, under the key it names. */
  follows(link: string, previous: string, row: string): boolean;
  readonly keys: readonly string[];
}

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
/** Drawn at one time: asking for each costs as much as sealing does. */
const IVS_DRAWN = 256;
const TAG_BYTES = 16;

/** One row key of several parts, none of which can run into another. */
export const rowOf = (...parts: readonly (string | number)[]): string => JSON.stringify(parts);

/** The first key seals, all open. Throws RangeError without keys or with a key that is not 32 bytes. */
export function createCipher(keys: readonly CipherKey[]): Cipher {
  const byId = new Map(keys.map(({ id, secret }) => [id, derived(secret)]));
  const [newest] = keys;
  if (newest === undefined) throw new RangeError("a cipher needs a key");
  const { id: sealing } = newest;

  function keysOf(id: string, cell: Cell): DerivedKeys {
    const found = byId.get(id);
    if (found === undefined) throw unreadable(cell);
    return found;
  }

  let drawn = Buffer.alloc(0);
  let used = 0;

  /** Random, and never given twice. */
  function newIv(): Buffer {
    if (used === drawn.length) {
      drawn = randomBytes(IV_BYTES * IVS_DRAWN);
      used = 0;
    }
    used += IV_BYTES;
    return drawn.subarray(used - IV_BYTES, used);
  }

  function encrypt(plain: Uint8Array, cell: Cell): Buffer {
    const iv = newIv();
    const cipher = createCipheriv(ALGORITHM, keysOf(sealing, cell).seal, iv);
    cipher.setAAD(boundTo(cell));
    return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  }

  function decrypt(id: string, box: Uint8Array, cell: Cell): Buffer {
    const { seal } = keysOf(id, cell);
    if (box.length < IV_BYTES + TAG_BYTES) throw unreadable(cell);
    try {
      const decipher = createDecipheriv(ALGORITHM, seal, box.subarray(0, IV_BYTES));
      decipher.setAAD(boundTo(cell));
      decipher.setAuthTag(box.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(box.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch (cause) {
      throw unreadable(cell, cause);
    }
  }

  const fingerprintUnder = (keysOfOne: DerivedKeys, kind: string, value: string): string =>
    hmac(keysOfOne.fingerprint, rowOf(kind, value));

  return {
    keys: keys.map(({ id }) => id),
    seal: (plain, cell) => `${sealing}.${encrypt(Buffer.from(plain, "utf8"), cell).toString("base64url")}`,
    open(sealed, cell) {
      const dot = sealed.indexOf(".");
      const box = Buffer.from(sealed.slice(dot + 1), "base64url");
      return decrypt(sealed.slice(0, Math.max(dot, 0)), box, cell).toString("utf8");
    },
    sealBytes: (plain, cell) =>
      Buffer.concat([Uint8Array.of(sealing.length), Buffer.from(sealing, "latin1"), encrypt(plain, cell)]),
    openBytes(sealed, cell) {
      const end = 1 + (sealed[0] ?? 0);
      return decrypt(Buffer.from(sealed.subarray(1, end)).toString("latin1"), sealed.subarray(end), cell);
    },
    fingerprint: (kind, value) => fingerprintUnder(derivedOf(byId, sealing), kind, value),
    fingerprints: (kind, value) => keys.map(({ id }) => fingerprintUnder(derivedOf(byId, id), kind, value)),
    chain: (previous, row) => `${sealing}.${hmac(derivedOf(byId, sealing).chain, rowOf(previous, row))}`,
    follows(link, previous, row) {
      const dot = link.indexOf(".");
      const found = byId.get(link.slice(0, Math.max(dot, 0)));
      if (found === undefined) return false;
      const expected = Buffer.from(hmac(found.chain, rowOf(previous, row)));
      const given = Buffer.from(link.slice(dot + 1));
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}

interface DerivedKeys {
  readonly seal: KeyObject;
  readonly fingerprint: KeyObject;
  readonly chain: KeyObject;
}

function derived(secret: Uint8Array): DerivedKeys {
  if (secret.length !== 32) throw new RangeError("a key has 32 bytes");
  // As objects: with plain bytes Node makes one of them anew for every value, which takes ten times as long.
  const part = (use: string): KeyObject =>
    createSecretKey(new Uint8Array(hkdfSync("sha256", secret, "gongyou", use, 32)));
  return { seal: part("seal"), fingerprint: part("fingerprint"), chain: part("chain") };
}

function derivedOf(keys: ReadonlyMap<string, DerivedKeys>, id: string): DerivedKeys {
  const found = keys.get(id);
  if (found === undefined) throw new RangeError("no such key");
  return found;
}

const hmac = (key: KeyObject, text: string): string =>
  createHmac("sha256", key).update(text, "utf8").digest("base64url");

const boundTo = ({ table, row, column }: Cell): Buffer => Buffer.from(rowOf(table, row, column), "utf8");

const unreadable = ({ table, column }: Cell, cause?: unknown): AppError =>
  new AppError("data.unreadable", { detail: { table, column }, cause });
