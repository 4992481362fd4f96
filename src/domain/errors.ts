/** The codes a person or a log may see; each has a line in the message catalogue under `error.<code>`. */
export type ErrorCode =
  | "config.invalid"
  /** What was read has changed meanwhile: whoever sees it reads again and starts anew. */
  | "conflict"
  | "data.locked"
  | "data.newer"
  | "data.unusable"
  /** The keys at hand are not the ones the data was sealed with. */
  | "data.keys"
  /** A sealed value was changed, moved, or its key is missing. */
  | "data.unreadable"
  | "database.unreachable"
  | "database.refused"
  | "queue.unreachable"
  /** A person or a group takes no messages of ours. */
  | "channel.blocked"
  /** The platform will never take this message. */
  | "channel.refused"
  /** The platform does not answer, or asks us to wait. */
  | "channel.unreachable"
  /** The platform does not know us: a token or a secret is wrong or was revoked. */
  | "channel.unauthorized"
  | "disk.full"
  | "knowledge.unreachable"
  | "knowledge.refused"
  | "port.taken"
  /** A file of programmes or of local numbers has a mistake: `detail` holds file, line, rule and what was found. */
  | "programme.invalid"
  | "internal";

/**
 * A failure, classified where it was seen: callers ask only `retryable`.
 * `detail` is for people and logs and holds neither a vendor's message nor a member's words.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly detail: Readonly<Record<string, string>>;

  constructor(
    code: ErrorCode,
    options: { retryable?: boolean; detail?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(code, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.detail = options.detail ?? {};
  }
}

/** What a log may hold of a failure: its class and code, never its message, which can quote a member. */
export function nameOf(cause: unknown): { error: string; code?: string } {
  if (!(cause instanceof Error)) return { error: typeof cause };
  const code = "code" in cause && typeof cause.code === "string" ? cause.code : undefined;
  return code === undefined ? { error: cause.name } : { error: cause.name, code };
}
