// Calls of the Bot API, each within a time limit. No answer, no failure and no log of this file holds the token, a message's
// words or a sentence of Telegram's: the client's errors hold all three, and stay here.
import { z } from "zod";
import type { createClient } from "./client.ts";
import { ErrorResponse, type Failure, failureOf, UNREACHED } from "./failure.ts";
import type { TelegramSettings } from "./settings.ts";

export type Answer<Result> = { readonly ok: true; readonly result: Result } | Failure;

export interface Call<Result> {
  readonly result: z.ZodType<Result>;
  /** Milliseconds after which it counts as failed; left out, those of the options. */
  readonly within?: number;
  readonly signal?: AbortSignal;
  /** Made even while calls fail at once: it finds out whether Telegram is there again. */
  readonly always?: boolean;
}

export interface Api {
  /** Never rejects. */
  call<Result>(method: string, payload: object, call: Call<Result>): Promise<Answer<Result>>;
}

export interface ApiOptions extends Pick<TelegramSettings, "token" | "apiRoot" | "throughProxy"> {
  /** Milliseconds that only grow. */
  readonly now?: () => number;
  /** Milliseconds that a call may take; 15,000 when left out. */
  readonly within?: number;
}

export const Done = z.literal(true);
const WITHIN = 15_000;
/** Failures in a row after which nothing is tried for a while, first and at most so many milliseconds. */
const FAILURES = 3;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

const Refusal = z.object({ response: ErrorResponse });

export function createApi({
  token,
  apiRoot,
  throughProxy = false,
  now = () => performance.now(),
  within: usual = WITHIN,
}: ApiOptions): Api {
  let opening: Promise<ReturnType<typeof createClient>> | undefined;
  let failures = 0;
  let pause = 0;
  let closedUntil = 0;

  // The client is loaded with the first call: who does not use Telegram does not pay for it.
  const client = () => {
    opening ??= import("./client.ts").then((module) => module.createClient({ token, apiRoot, throughProxy }));
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };

  function note(answer: Answer<unknown>): void {
    if (answer.ok || answer.kind !== "unreachable") {
      failures = 0;
      pause = 0;
      closedUntil = 0;
      return;
    }
    failures++;
    if (failures < FAILURES || now() < closedUntil) return;
    pause = Math.min(LONGEST_PAUSE, pause === 0 ? FIRST_PAUSE : pause * 2);
    closedUntil = now() + pause;
  }

  async function attempt(method: string, payload: object, signal: AbortSignal): Promise<Answer<unknown>> {
    try {
      const telegram = await client();
      // Methods and payloads newer than telegraf's types go the same way.
      const result: unknown = await telegram.callApi(method as "getMe", payload, { signal: signal as never });
      return { ok: true, result };
    } catch (cause) {
      const refusal = Refusal.safeParse(cause);
      return refusal.success ? failureOf(refusal.data.response) : UNREACHED;
    }
  }

  return {
    async call(method, payload, { result, within = usual, signal, always = false }) {
      if (!always && now() < closedUntil) return UNREACHED;
      if (isAborted(signal)) return UNREACHED;
      const controller = new AbortController();
      const stop = (): void => controller.abort();
      const timer = setTimeout(stop, within);
      signal?.addEventListener("abort", stop, { once: true });
      try {
        const answer = await attempt(method, payload, controller.signal);
        // A call that was called off says nothing of Telegram.
        if (!isAborted(signal)) note(answer);
        if (!answer.ok) return answer;
        const parsed = result.safeParse(answer.result);
        return parsed.success ? { ok: true, result: parsed.data } : UNREACHED;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener("abort", stop);
      }
    },
  };
}

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;
