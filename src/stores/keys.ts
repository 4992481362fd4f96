// The keys that seal personal data: from the setting GONGYOU_KEYS, or a file beside the database, made once.
// app.ts opens the cipher with them right after the database, before anything is read.
import { randomBytes } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../domain/errors.ts";
import { type Cipher, type CipherKey, createCipher } from "./cipher.ts";
import type { Statements } from "./database.ts";

export interface KeySource {
  /** The data folder; undefined keeps new keys in memory only. */
  readonly folder?: string | undefined;
  /** What GONGYOU_KEYS says: "id:base64,id:base64", the newest first. */
  readonly given?: string | undefined;
}

const FILE = "keys";
const KEY = /^([\w-]{1,16}):([A-Za-z0-9+/_-]{43}=?)$/;
/** A value known to everybody, sealed with each key, tells at the next start whether that key is still there. */
const KNOWN = "gongyou";

/**
 * The keys given, or those of the file `keys` in the folder; made there when there are none. Throws AppError
 * config.invalid (GONGYOU_KEYS is no list of keys), data.keys (the file is none), data.unusable or disk.full.
 */
export async function loadKeys({ folder, given }: KeySource): Promise<readonly CipherKey[]> {
  return (await foundKeys({ folder, given })) ?? makeKeys(folder);
}

/**
 * A cipher whose keys fit the database. Makes new keys only for a database that nothing was sealed in; throws AppError
 * data.keys when the database was sealed with keys that are not there, and what `loadKeys` throws.
 */
export async function openCipher(database: Statements, source: KeySource): Promise<Cipher> {
  const checks = await database.query<{ key: string; sealed: string }>(`select key, sealed from key_checks`);
  const found = await foundKeys(source);
  if (found === undefined && checks.length > 0) throw unfit(source, "missing");
  const cipher = createCipher(found ?? (await makeKeys(source.folder)));
  for (const { key, sealed } of checks) {
    if (!cipher.keys.includes(key)) throw unfit(source, "missing");
    try {
      cipher.open(sealed, checkCell(key));
    } catch {
      throw unfit(source, "other");
    }
  }
  const [newest = ""] = cipher.keys;
  if (!checks.some(({ key }) => key === newest)) {
    const sealed = cipher.seal(KNOWN, checkCell(newest));
    const [added] = await database.query(
      `insert into key_checks (key, sealed) values ($1, $2) on conflict do nothing returning key`,
      [newest, sealed],
    );
    // Another process was quicker, perhaps with other keys of its own.
    if (added === undefined) return openCipher(database, source);
  }
  return cipher;
}

const checkCell = (key: string) => ({ table: "key_checks", row: key, column: "sealed" });

const unfit = ({ folder }: KeySource, reason: "missing" | "other" | "broken"): AppError =>
  new AppError("data.keys", {
    detail: { ...(folder === undefined ? {} : { folder }), reason: `keys ${reason}` },
  });

async function foundKeys({ folder, given }: KeySource): Promise<readonly CipherKey[] | undefined> {
  if (given !== undefined) {
    const keys = parseKeys(given.split(","));
    if (keys === undefined) throw new AppError("config.invalid", { detail: { GONGYOU_KEYS: "***" } });
    return keys;
  }
  if (folder === undefined) return undefined;
  const text = await readFile(join(folder, FILE), "utf8").catch((cause: unknown) => {
    if (codeOf(cause) === "ENOENT") return undefined;
    throw unusable(folder, cause);
  });
  if (text === undefined) return undefined;
  const keys = parseKeys(text.split("\n").filter((line) => line.trim() !== ""));
  if (keys === undefined) throw unfit({ folder }, "broken");
  return keys;
}

/** Undefined when one is no key, or two have one id. */
function parseKeys(texts: readonly string[]): readonly CipherKey[] | undefined {
  const keys = texts.flatMap((text): CipherKey[] => {
    const [, id, secret] = KEY.exec(text.trim()) ?? [];
    return id === undefined || secret === undefined ? [] : [{ id, secret: Buffer.from(secret, "base64") }];
  });
  const sound = keys.length === texts.length && new Set(keys.map(({ id }) => id)).size === keys.length;
  return sound && keys.length > 0 ? keys : undefined;
}

async function makeKeys(folder: string | undefined): Promise<readonly CipherKey[]> {
  const keys: readonly CipherKey[] = [{ id: "k1", secret: randomBytes(32) }];
  if (folder === undefined) return keys;
  const target = join(folder, FILE);
  const temporary = `${target}.${randomBytes(6).toString("hex")}`;
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(temporary, "w", 0o600);
    try {
      await file.writeFile(
        keys.map(({ id, secret }) => `${id}:${Buffer.from(secret).toString("base64")}\n`).join(""),
      );
      await file.sync();
    } finally {
      await file.close();
    }
    const first = await claimName(temporary, target);
    await syncFolder(folder);
    return first ? keys : ((await foundKeys({ folder })) ?? keys);
  } catch (cause) {
    throw cause instanceof AppError ? cause : unusable(folder, cause);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** False when another process has given its own keys the name meanwhile. */
async function claimName(temporary: string, target: string): Promise<boolean> {
  try {
    await link(temporary, target);
    return true;
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false;
    // A file system without links: there the folder's lock has to do.
    await rename(temporary, target);
    return true;
  }
}

/** So that the name survives a power cut; not every system can do it. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}

function unusable(folder: string, cause: unknown): AppError {
  const code = codeOf(cause);
  if (code === "ENOSPC") return new AppError("disk.full", { retryable: true, detail: { folder }, cause });
  const reason =
    code === "EACCES" || code === "EPERM" ? "no permission" : code === "EROFS" ? "read-only" : "broken";
  return new AppError("data.unusable", { detail: { folder, reason }, cause });
}

const codeOf = (cause: unknown): string =>
  cause instanceof Error && "code" in cause ? String(cause.code) : "";
