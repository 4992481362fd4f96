/** Counts calls as the platform does: at most `most` in any `milliseconds` under a key. */
export function createLimits(now: () => number) {
  const calls = new Map<string, number[]>();
  return {
    /** False when this call is one too many; it then counts for nothing. */
    take(
      windows: readonly { readonly key: string; readonly most: number; readonly milliseconds: number }[],
    ): boolean {
      const at = now();
      const full = windows.some(
        ({ key, most, milliseconds }) =>
          (calls.get(key) ?? []).filter((one) => one > at - milliseconds).length >= most,
      );
      if (full) return false;
      for (const key of new Set(windows.map((one) => one.key))) {
        const known = calls.get(key) ?? [];
        known.push(at);
        calls.set(key, known.slice(-1_000));
      }
      return true;
    },
  };
}

/** The limits of open.feishu.cn for im/v1/messages. */
export const sendWindows = (api: string, chat: string) => [
  { key: chat, most: 5, milliseconds: 1_000 },
  { key: api, most: 50, milliseconds: 1_000 },
  { key: api, most: 1_000, milliseconds: 60_000 },
];
