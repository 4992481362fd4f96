// How the SDK reaches the platform: over fetch, with a time limit on every request and a bound on every answer, so that
// no half-open socket holds a chat for ever. Failures carry codes only; the SDK's own would carry tokens and words.
import { z } from "zod";
import { readAtMost } from "../body.ts";
import { LARGEST_FILE } from "../../domain/media-type.ts";

/** The platform said no, with its own code, or did not answer as it should. */
export class PlatformFailure extends Error {
  readonly kind: "refused" | "unreachable" | "too-large";
  /** The platform's code; 0 when it gave none. */
  readonly platformCode: number;
  readonly status: number;
  /** Milliseconds the platform asks us to wait. */
  readonly wait: number | undefined;

  constructor(kind: PlatformFailure["kind"], platformCode = 0, status = 0, wait?: number) {
    super(`${kind} ${platformCode}`);
    this.name = "PlatformFailure";
    this.kind = kind;
    this.platformCode = platformCode;
    this.status = status;
    this.wait = wait;
  }
}

/** The part of the SDK's request options that is used. */
export interface HttpRequest {
  readonly url?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly data?: unknown;
  readonly responseType?: string;
}

export interface HttpOptions {
  readonly fetch: typeof fetch;
  /** Milliseconds a request may take. */
  readonly timeout: number;
  /** Milliseconds a file may take. */
  readonly fileTimeout: number;
  /** Told of the platform's clock with every answer: an HTTP date. */
  readonly onDate?: (date: string) => void;
}

/** Bytes of an answer that are read; the longest we ask for has a few kilobytes. */
const LONGEST_ANSWER = 4 * 1024 * 1024;

const Answer = z.looseObject({ code: z.number().default(0) });

/** Resolves with the parsed body, or with the bytes where `responseType` is "arraybuffer". Throws PlatformFailure. */
export async function ask(options: HttpOptions, request: HttpRequest): Promise<unknown> {
  const asksFile = request.responseType === "arraybuffer";
  const signal = AbortSignal.timeout(asksFile ? options.fileTimeout : options.timeout);
  const response = await reach(() => options.fetch(addressOf(request), { ...initOf(request), signal }));
  const date = response.headers.get("date");
  if (date !== null) options.onDate?.(date);
  const isFile = asksFile && response.ok && !isJson(response);
  const bytes = await reach(() => readAtMost(response, isFile ? LARGEST_FILE : LONGEST_ANSWER));
  if (bytes === undefined) throw new PlatformFailure("too-large", 0, response.status);
  if (isFile) return bytes;
  const parsed = Answer.safeParse(parse(bytes));
  const code = parsed.data?.code ?? 0;
  if (response.ok && parsed.success && code === 0) return parsed.data;
  const said = code !== 0 && response.status < 500;
  const kind = said || response.status === 429 ? "refused" : "unreachable";
  throw new PlatformFailure(kind, code, response.status, waitOf(response));
}

async function reach<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch {
    throw new PlatformFailure("unreachable");
  }
}

function addressOf({ url = "", params = {} }: HttpRequest): string {
  const address = new URL(url);
  for (const [name, value] of Object.entries(params)) {
    if (isWord(value)) address.searchParams.set(name, String(value));
  }
  return address.href;
}

const isWord = (value: unknown): value is string | number =>
  typeof value === "string" || typeof value === "number";

function initOf({ method = "GET", headers = {}, data }: HttpRequest): RequestInit {
  const sent = new Headers({ "content-type": "application/json; charset=utf-8" });
  for (const [name, value] of Object.entries(headers)) if (isWord(value)) sent.set(name, String(value));
  const bare = method.toUpperCase() === "GET" || method.toUpperCase() === "DELETE" || data === undefined;
  return {
    method: method.toUpperCase(),
    headers: sent,
    redirect: "error",
    ...(bare ? {} : { body: JSON.stringify(data) }),
  };
}

/** The platform counts seconds until its window is open again. */
function waitOf(response: Response): number | undefined {
  const seconds = Number(response.headers.get("x-ogw-ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 120) * 1_000 : undefined;
}

const isJson = (response: Response): boolean =>
  /^application\/json\b/i.test(response.headers.get("content-type") ?? "");

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
