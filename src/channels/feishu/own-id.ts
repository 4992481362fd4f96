import { AppError } from "../../domain/errors.ts";
import type { Api } from "./api.ts";
import type { KnownState } from "./state.ts";

export interface OwnIdOptions {
  readonly api: Pick<Api, "ownId">;
  readonly state: KnownState;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Set when knowing it is all that tells whether messages can arrive. */
  readonly tells?: "intake";
  readonly shortestPause?: number;
}

export interface OwnId {
  /** Our open id; asks when it is not known yet, and throws AppError when that fails. */
  known(): Promise<string>;
  /** Asks until it is known, and again every minute while the platform does not let us in. */
  start(): void;
  stop(): void;
}

const LONGEST_PAUSE = 60_000;

export function createOwnId({ api, state, wait, tells, shortestPause = 1_000 }: OwnIdOptions): OwnId {
  let id: string | undefined;
  let asking: Promise<string> | undefined;
  let stopNow: (() => void) | undefined;

  function ask(): Promise<string> {
    asking ??= api
      .ownId()
      .then((found) => {
        id = found;
        if (tells !== undefined) state.say(tells, undefined);
        return found;
      })
      .finally(() => {
        asking = undefined;
      });
    return asking;
  }

  async function keep(stopping: Promise<void>, stopped: () => boolean): Promise<void> {
    for (let failures = 0; !stopped(); ) {
      const known = id !== undefined && !unauthorized();
      if (known) failures = 0;
      else {
        try {
          await ask();
          failures = 0;
        } catch (cause) {
          failures++;
          const code = cause instanceof AppError ? cause.code : "";
          if (tells !== undefined)
            state.say(tells, code === "channel.unauthorized" ? "unauthorized" : "unreachable");
        }
      }
      const pause =
        failures === 0 ? LONGEST_PAUSE : Math.min(LONGEST_PAUSE, shortestPause * 2 ** (failures - 1));
      await Promise.race([wait(pause), stopping]);
    }
  }

  const unauthorized = (): boolean => {
    const now = state.state();
    return now.kind === "deaf" && now.why === "unauthorized";
  };

  return {
    known: () => (id === undefined ? ask() : Promise.resolve(id)),
    start() {
      let stopped = false;
      const stopping = new Promise<void>((done) => {
        stopNow = () => {
          stopped = true;
          done();
        };
      });
      void keep(stopping, () => stopped);
    },
    stop() {
      stopNow?.();
    },
  };
}
