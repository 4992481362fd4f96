// Keeps one long connection alive: whenever it ends, for whatever reason, a new one is made after a pause that grows. The
// SDK gives up on some failures and waits two minutes after others; here neither is left to it.
import { failureOf, meaningOf } from "./failures.ts";
import { PlatformFailure } from "./http.ts";
import type { LinkHandlers, Sdk } from "./sdk.ts";
import type { KnownState } from "./state.ts";

export interface ConnectionOptions extends Pick<LinkHandlers, "event"> {
  readonly sdk: Pick<Sdk, "connect">;
  readonly state: KnownState;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** 0 up to 1. */
  readonly random: () => number;
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
  /** Milliseconds. */
  readonly shortestPause?: number;
}

const LONGEST_PAUSE = 60_000;
/** All fifty connections of the app are in use (the SDK's exceed_conn_limit). */
const FULL = 1000040350;

/** Begins at once; `stop` ends it for good. */
export function keepConnected(options: ConnectionOptions): { stop(): void } {
  const { sdk, state, wait, random, log, event, shortestPause = 1_000 } = options;
  let stopped = false;
  let close: () => void = () => {};
  const { promise: stopping, resolve: stopNow } = Promise.withResolvers<PlatformFailure>();
  const isStopped = (): boolean => stopped;

  /** Resolves when it has ended, with whether it had been made. */
  async function once(): Promise<{ failure: PlatformFailure; lived: boolean }> {
    let lived = false;
    const { promise, resolve } = Promise.withResolvers<PlatformFailure>();
    try {
      const link = await sdk.connect({
        event,
        connected() {
          lived = true;
          state.say("intake", undefined);
          log.info({ channel: "feishu" }, "connected");
        },
        ended: resolve,
      });
      close = link.close;
      if (isStopped()) link.close();
    } catch (cause) {
      resolve(failureOf(cause));
    }
    return { failure: await Promise.race([promise, stopping]), lived };
  }

  async function keep(): Promise<void> {
    for (let failures = 0; ; ) {
      const { failure, lived } = await once();
      if (isStopped()) return;
      const why = whyOf(failure);
      state.say("intake", why);
      const { platformCode: code, status } = failure;
      log.error({ channel: "feishu", why, code, status }, "connection lost");
      failures = lived ? 1 : failures + 1;
      const pause = Math.min(LONGEST_PAUSE, shortestPause * 2 ** Math.min(failures - 1, 10));
      await Promise.race([wait(pause * (0.5 + random() / 2)), stopping]);
      if (isStopped()) return;
    }
  }

  void keep();
  return {
    stop() {
      stopped = true;
      stopNow(new PlatformFailure("unreachable"));
      close();
    },
  };
}

function whyOf(failure: PlatformFailure): string {
  if (failure.platformCode === FULL) return "conflict";
  const meaning = meaningOf(failure);
  return meaning === "unauthorized" || meaning === "token" ? "unauthorized" : "unreachable";
}
