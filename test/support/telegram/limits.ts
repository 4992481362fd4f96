// Telegram's limits on messages, counted as they arrive there. What goes over is answered 429 and noted as a violation.

interface Limit {
  readonly name: string;
  readonly most: number;
  readonly milliseconds: number;
}

export interface Limits {
  /** Counts a message to the chat; seconds to wait when it is one too many. */
  take(chat: number): number | undefined;
}

const ALL: Limit = { name: "30 a second", most: 30, milliseconds: 1_000 };
const CHAT: Limit = { name: "1 a second in a chat", most: 1, milliseconds: 1_000 };
const GROUP: Limit = { name: "20 a minute in a group", most: 20, milliseconds: 60_000 };

/** `speed`: how many times faster than the real ones the windows pass. */
export function createLimits(speed: number, violations: string[]): Limits {
  const arrivals = new Map<string, number[]>();
  return {
    take(chat) {
      const now = performance.now();
      const limits = [
        [`${chat}`, CHAT] as const,
        ...(chat < 0 ? [[`${chat}`, GROUP] as const] : []),
        ["all", ALL] as const,
      ];
      for (const [key, { name, most, milliseconds }] of limits) {
        const window = milliseconds / speed;
        const recent = (arrivals.get(key) ?? []).filter((at) => at > now - window);
        if (recent.length >= most) {
          violations.push(`${name}: ${key}`);
          return Math.ceil(window / 1_000);
        }
      }
      for (const key of new Set(limits.map(([one]) => one))) {
        const known = arrivals.get(key) ?? [];
        arrivals.set(key, [...known.filter((at) => at > now - 60_000 / speed), now]);
      }
      return undefined;
    },
  };
}
