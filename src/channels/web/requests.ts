import { createHash } from "node:crypto";
import { readAtMost } from "../body.ts";

export const NAME_OF_COOKIE = "gongyou";

/** The secret in the request's cookie, which opens a talk. */
export function secretOf(request: Request): string | undefined {
  return /(?:^|;\s*)gongyou=([\w-]{22,43})(?:;|$)/.exec(request.headers.get("cookie") ?? "")?.[1];
}

/** The cookie opens the talk, so neither the store nor a log may hold it: the chat's id is its hash. */
export const chatOf = (secret: string): string =>
  createHash("sha256").update(secret).digest("base64url").slice(0, 22);

/** A cookie that scripts cannot read and other sites cannot send; secure where the connection is. */
export function cookie(request: Request, name: string, value: string, seconds: number): string {
  const secure =
    new URL(request.url).protocol === "https:" || request.headers.get("x-forwarded-proto") === "https";
  return `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
}

/** Browsers name the origin of every POST; a request that names none comes from no browser and carries no one's cookie. */
export function fromOwnPage(request: Request): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  if (origin === null) return true;
  const host = URL.canParse(origin) ? new URL(origin).host : "";
  return [
    request.headers.get("x-forwarded-host"),
    request.headers.get("host"),
    new URL(request.url).host,
  ].includes(host);
}

/** The body; undefined when it is larger than allowed, however its length was declared, or broke off. */
export const readBytes = (request: Request, mostBytes: number): Promise<Uint8Array | undefined> =>
  readAtMost(request, mostBytes).catch(() => undefined);

/** The body as JSON; undefined when it is none or larger than allowed. */
export async function readJson(request: Request, mostBytes: number): Promise<unknown> {
  const bytes = await readBytes(request, mostBytes);
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"));
  } catch {
    return undefined;
  }
}

/** The file's name as the page sends it: percent-encoded in a header of its own. */
export function nameOf(request: Request): string {
  try {
    return decodeURIComponent(request.headers.get("x-file-name") ?? "");
  } catch {
    return "";
  }
}
