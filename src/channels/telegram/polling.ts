// Long polling. telegraf's own waits for whole batches of handlers and confirms updates before they are handled; this one
// confirms only what is stored, and looks at every answer for what it says of our hearing.
import { z } from "zod";
import { AppError } from "../../domain/errors.ts";
import type { Api } from "./api.ts";
import type { Failure } from "./failure.ts";
import { createBackoff, type Hearing } from "./state.ts";
import { ALLOWED_UPDATES } from "./update.ts";

export interface PollingOptions {
  readonly api: Api;
  /** As `Take` of the intake, with everything it needs. */
  readonly take: (update: unknown) => Promise<void>;
  readonly hearing: Hearing;
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** Seconds that Telegram may keep a request while there is nothing new. */
  readonly hold?: number;
  /** Milliseconds beyond that after which a connection counts as dead. */
  readonly grace?: number;
}

const MOST_UPDATES = 100;
/** Tries, over half a minute, after which an update that no weather keeps from being stored is let go. */
const MOST_TRIES = 10;
/** Milliseconds that storing may take. */
const SLOW = 30_000;
const Updates = z.array(z.looseObject({ update_id: z.number() }));
const WebhookInfo = z.object({ url: z.string().default("") });

/** Runs until the signal ends it. Never rejects. */
export async function poll(options: PollingOptions, signal: AbortSignal): Promise<void> {
  const { api, take, hearing, log, wait, random, hold = 25, grace = 10_000 } = options;
  const failing = createBackoff(500, 30_000, random);
  const storing = createBackoff(100, 10_000, random);
  /** Stored, but after one that is not: not to be handed over again. */
  const stored = new Set<number>();
  /** How often an update could not be stored for a reason of its own, as far as one can tell. */
  const refused = new Map<number, number>();
  let offset: number | undefined;
  let heard = false;

  /** Takes a webhook away that was set by another configuration: with one set, nothing can be polled. */
  async function clearWebhook(): Promise<void> {
    const always = { signal, always: true };
    const info = await api.call("getWebhookInfo", {}, { result: WebhookInfo, ...always });
    if (!info.ok || info.result.url === "") return;
    log.info({ channel: "telegram" }, "webhook taken away: updates are polled");
    await api.call("deleteWebhook", { drop_pending_updates: false }, { result: z.literal(true), ...always });
  }

  async function failed(failure: Failure): Promise<void> {
    const why =
      { unauthorized: "unauthorized", conflict: "conflict" }[failure.kind as string] ?? "unreachable";
    if (hearing.state().kind === "listening" || failure.kind !== "unreachable") {
      log.error({ channel: "telegram", why, status: failure.status }, "no updates");
    }
    hearing.deaf(why);
    heard = false;
    const pause = failing.next();
    if (failure.kind === "slow-down") await wait(failure.seconds * 1_000, signal);
    // A token that was revoked is mended by a person.
    else if (failure.kind === "unauthorized") await wait(Math.max(pause, 30_000), signal);
    else await wait(pause, signal);
    if (failure.kind === "conflict") await clearWebhook();
  }

  /** Hands all over, chats beside each other; the offset then stands behind the last before one that was not stored. */
  async function handOver(updates: z.infer<typeof Updates>): Promise<boolean> {
    const fresh = updates.filter(({ update_id: id }) => !stored.has(id));
    // A store that hangs makes us as deaf as one that fails.
    const slow = setTimeout(() => hearing.deaf("storing"), SLOW).unref();
    await Promise.all(
      fresh.map(async (update) => {
        try {
          await take(update);
          stored.add(update.update_id);
          refused.delete(update.update_id);
        } catch (cause) {
          // Whoever could not store it has logged it.
          if (!(cause instanceof AppError && cause.retryable)) {
            refused.set(update.update_id, (refused.get(update.update_id) ?? 0) + 1);
          }
        }
      }),
    );
    clearTimeout(slow);
    letGo(fresh);
    for (const { update_id: id } of updates) {
      if (!stored.has(id)) return false;
      stored.delete(id);
      offset = id + 1;
    }
    return true;
  }

  /**
   * One update that can never be stored must not keep a whole office's messages from being heard. Others behind it show
   * that the store is well; of several, those behind the first may only wait for it.
   */
  function letGo(fresh: z.infer<typeof Updates>): void {
    const first = fresh.find(({ update_id: id }) => !stored.has(id))?.update_id;
    if (first === undefined || stored.size === 0 || (refused.get(first) ?? 0) < MOST_TRIES) return;
    log.error({ channel: "telegram", update: first }, "update let go: it can never be stored");
    stored.add(first);
    refused.delete(first);
  }

  await clearWebhook();
  while (!signal.aborted) {
    const timeout = heard ? hold : 0;
    const answer = await api.call(
      "getUpdates",
      {
        timeout,
        limit: MOST_UPDATES,
        allowed_updates: ALLOWED_UPDATES,
        ...(offset === undefined ? {} : { offset }),
      },
      { result: Updates, within: timeout * 1_000 + grace, signal, always: true },
    );
    if (signal.aborted) break;
    if (!answer.ok) {
      await failed(answer);
      continue;
    }
    failing.reset();
    // Deaf it is, too, while nothing can be stored.
    if (await handOver(answer.result)) {
      storing.reset();
      if (!heard) log.info({ channel: "telegram" }, "listening");
      heard = true;
      hearing.listening();
    } else {
      hearing.deaf("storing");
      heard = false;
      await wait(storing.next(), signal);
    }
  }
  // What is stored need not come again; whether Telegram hears this does not matter.
  if (offset !== undefined) {
    await api.call("getUpdates", { offset, limit: 1, timeout: 0 }, { result: z.unknown(), within: 2_000 });
  }
}
