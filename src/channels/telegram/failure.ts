// What an answer of Telegram's that is no success means to us. Decided here alone; callers ask for the kind. Pure.
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";

export type Failure = { readonly ok: false; readonly status: number } & (
  | { readonly kind: "blocked" | "refused" | "unauthorized" | "unreachable" | "conflict" }
  /** Asked to wait. */
  | { readonly kind: "slow-down"; readonly seconds: number }
  /** The group goes on under another id. */
  | { readonly kind: "migrated"; readonly to: string }
  /** It shows already what it was to be changed to. */
  | { readonly kind: "unchanged" }
  /** The topic of the forum is closed, or is no more. */
  | { readonly kind: "no-topic" }
  /** More than a bot is given (core.telegram.org/bots/api#getfile). */
  | { readonly kind: "too-large" }
);

/** As the Bot API answers (core.telegram.org/bots/api#making-requests). */
export const ErrorResponse = z.object({
  error_code: z.number(),
  description: z.string().default(""),
  parameters: z
    .object({ retry_after: z.number().exactOptional(), migrate_to_chat_id: z.number().exactOptional() })
    .default({}),
});

/** Whoever it was for takes no messages of ours, as far as a 400 says so; a 403 always does. */
const NOBODY_THERE =
  /chat not found|user not found|user is deactivated|peer_id_invalid|input_user_deactivated|bot was kicked|group chat was deactivated|channel_private/i;

export function failureOf({
  error_code: status,
  description,
  parameters,
}: z.infer<typeof ErrorResponse>): Failure {
  const { retry_after: seconds, migrate_to_chat_id: to } = parameters;
  const failed = { ok: false, status } as const;
  if (status === 429) return { ...failed, kind: "slow-down", seconds: Math.max(1, seconds ?? 1) };
  if (to !== undefined) return { ...failed, kind: "migrated", to: String(to) };
  if (status >= 500) return { ...failed, kind: "unreachable" };
  // An unknown token is answered with 404, a revoked one with 401.
  if (status === 401 || status === 404) return { ...failed, kind: "unauthorized" };
  if (status === 403) return { ...failed, kind: "blocked" };
  if (status === 409) return { ...failed, kind: "conflict" };
  if (/message is not modified/i.test(description)) return { ...failed, kind: "unchanged" };
  if (/thread not found|topic_(?:closed|deleted|id_invalid)/i.test(description))
    return { ...failed, kind: "no-topic" };
  if (/file is too big/i.test(description)) return { ...failed, kind: "too-large" };
  if (NOBODY_THERE.test(description)) return { ...failed, kind: "blocked" };
  return { ...failed, kind: "refused" };
}

/** The network failed, or nothing came within the time: nobody knows what Telegram did. */
export const UNREACHED: Failure = { ok: false, status: 0, kind: "unreachable" };

export function errorOf({ kind, status }: Failure): AppError {
  const detail = { status: String(status) };
  switch (kind) {
    case "blocked":
      return new AppError("channel.blocked", { detail });
    case "unauthorized":
      return new AppError("channel.unauthorized", { detail });
    case "unreachable":
    case "slow-down":
    case "migrated":
    case "conflict":
      return new AppError("channel.unreachable", { retryable: true, detail });
    case "refused":
    case "unchanged":
    case "no-topic":
    case "too-large":
      return new AppError("channel.refused", { detail });
    default: {
      const impossible: never = kind;
      throw new Error(String(impossible));
    }
  }
}
