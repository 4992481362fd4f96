import { z } from "zod";
import { readAtMost } from "../body.ts";
import { decrypted, isSigned } from "./signature.ts";

export const WEBHOOK_PATH = "/feishu/events";

export interface WebhookOptions {
  readonly encryptKey: string;
  readonly now: () => Date;
  /** Resolves with what to answer a tap. Rejects when it could not be taken: the platform then brings it again. */
  readonly event: (envelope: unknown) => Promise<object | undefined>;
}

/** Events with long posts have some ten kilobytes; nothing of the platform's is longer. */
const MOST_BYTES = 1024 * 1024;

const Body = z.object({ encrypt: z.string().min(1) });
const Challenge = z.object({ type: z.literal("url_verification"), challenge: z.string().max(1_000) });

/** Answers requests for the webhook's path, and gives undefined for every other. */
export function createWebhook({ encryptKey, now, event }: WebhookOptions) {
  return async (request: Request): Promise<Response | undefined> => {
    if (new URL(request.url).pathname !== WEBHOOK_PATH) return undefined;
    if (request.method !== "POST") return answer(405);
    if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) return answer(413);
    const body = await readAtMost(request, MOST_BYTES).catch(() => undefined);
    if (body === undefined) return answer(413);
    const signed = isSigned(
      {
        timestamp: request.headers.get("x-lark-request-timestamp"),
        nonce: request.headers.get("x-lark-request-nonce"),
        signature: request.headers.get("x-lark-signature"),
        body,
      },
      encryptKey,
      now().getTime(),
    );
    const sealed = Body.safeParse(parse(body));
    const said = sealed.success ? decrypted(sealed.data.encrypt, encryptKey) : undefined;
    const challenge = Challenge.safeParse(said);
    // The question for the address need not be signed, but whoever asks has our key.
    if (challenge.success) return answer(200, { challenge: challenge.data.challenge });
    if (!signed || said === undefined) return answer(401);
    try {
      return answer(200, (await event(said)) ?? {});
    } catch {
      return answer(500);
    }
  };
}

const answer = (status: number, body: object = {}): Response => Response.json(body, { status });

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
