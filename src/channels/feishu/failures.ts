// What the platform's codes mean for us. Looked up in the pages of im/v1 and of the common codes on open.feishu.cn. Pure.
import { AppError } from "../../domain/errors.ts";
import { PlatformFailure } from "./http.ts";

export type Meaning =
  /** The token ran out or was revoked: a new one may do. */
  | "token"
  /** Wait and try again: this chat, or the whole app. */
  | "chat-limit"
  | "app-limit"
  /** Nobody there takes messages of ours. */
  | "blocked"
  /** The app itself is not let: wrong secret, bot switched off, a permission missing. */
  | "unauthorized"
  | "unreachable"
  /** This request will never be taken. */
  | "refused";

const CODES: Readonly<Record<Exclude<Meaning, "refused" | "unreachable">, readonly number[]>> = {
  token: [99991661, 99991663, 99991664, 99991665, 99991668, 99991671],
  // 230049: the same message is being sent this moment.
  "chat-limit": [230020, 11233, 230049],
  "app-limit": [99991400, 11232],
  // Not in the group; out of the app's range or resigned; no such receiver; muted; other tenant; stopped the bot; group gone.
  blocked: [
    230002, 230013, 230018, 230029, 230034, 230035, 230038, 230045, 230053, 230070, 230071, 232009, 232011,
  ],
  unauthorized: [10003, 10012, 10013, 10014, 10015, 230006, 230027, 99991662, 99991672, 99991679, 514, 403],
};
/** Said to be temporary. */
const PASSING = new Set([1, 1000, 1500, 2200, 5000, 230101, 1000040343]);
const MEANINGS = new Map(
  Object.entries(CODES).flatMap(([meaning, codes]) => codes.map((code): [number, string] => [code, meaning])),
);

export function meaningOf({ kind, platformCode, status }: PlatformFailure): Meaning {
  const known = MEANINGS.get(platformCode);
  if (known !== undefined) return known as Meaning;
  if (status === 429) return "app-limit";
  if (kind === "unreachable" || PASSING.has(platformCode)) return "unreachable";
  if (status === 401) return "token";
  return "refused";
}

/** Ids and codes only: the SDK's and the platform's own messages quote what was sent. */
export function appErrorOf(failure: PlatformFailure): AppError {
  const detail = { platform: String(failure.platformCode), status: String(failure.status) };
  switch (meaningOf(failure)) {
    case "blocked":
      return new AppError("channel.blocked", { detail });
    case "token":
    case "unauthorized":
      return new AppError("channel.unauthorized", { detail });
    case "refused":
      return new AppError("channel.refused", { detail });
    default:
      return new AppError("channel.unreachable", { detail, retryable: true });
  }
}

/** Anything thrown on the way to the platform as one of the two kinds that are known. */
export const failureOf = (cause: unknown): PlatformFailure =>
  cause instanceof PlatformFailure ? cause : new PlatformFailure("unreachable");
