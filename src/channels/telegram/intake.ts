// Updates in: decoded, then handed over one after the other within a chat and beside each other otherwise. Polling and
// webhook both come through here, and acknowledge what `take` has resolved.
import type { OnMessage } from "../channel.ts";
import type { Page } from "./albums.ts";
import { type Chosen, decode, type SeenTap } from "./decode.ts";
import type { Self } from "./update.ts";

export interface IntakeOptions {
  readonly now: () => Date;
  readonly log: { error(fields: object, message: string): void };
  /** Both are begun and never waited for. */
  readonly onTap: (tap: SeenTap) => void;
  readonly onChosen: (chosen: Chosen) => void;
  /** Told before anything can be asked of it. */
  readonly onPage: (page: Page) => void;
  /** A group goes on under another id. */
  readonly onMoved: (from: string, to: string) => void;
}

/**
 * Resolves once what the update brings is stored, or when it brings nothing. Rejects when it could not be stored, and with
 * it what came later in the same chat, so that nothing overtakes.
 */
export type Take = (update: unknown, self: Self, onMessage: OnMessage) => Promise<void>;

export function createIntake({ now, log, onTap, onChosen, onPage, onMoved }: IntakeOptions): Take {
  const lines = new Map<string, Promise<void>>();

  return (update, self, onMessage) => {
    const decoded = decode(update, self, now().toISOString());
    if (decoded === undefined) {
      const { update_id: id } = Object(update) as { update_id?: unknown };
      log.error(
        { channel: "telegram", update: typeof id === "number" ? id : "none" },
        "update not understood",
      );
      return Promise.resolve();
    }
    const { incoming, tap, page } = decoded;
    if (page !== undefined) onPage(page);
    // The person sees at once that the tap was felt; storing goes on meanwhile.
    if (tap !== undefined) onTap(tap);
    const [first] = incoming;
    if (first === undefined) return Promise.resolve();
    const line = first.group ?? first.address.chat;
    const before = lines.get(line);
    const turn = (async () => {
      await before;
      for (const one of incoming) {
        await onMessage(one);
        if (one.content.kind === "event" && one.content.event.kind === "migrated") {
          onMoved(one.address.chat, one.content.event.to);
        }
      }
      if (tap?.chosen !== undefined) onChosen(tap.chosen);
    })();
    lines.set(line, turn);
    const leave = (): void => {
      if (lines.get(line) === turn) lines.delete(line);
    };
    turn.then(leave, leave);
    return turn;
  };
}
