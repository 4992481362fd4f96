export interface Limiter {
  /** Takes one from the key's bucket: 0 when there was one, else the whole seconds until there is. */
  take(key: string): number;
}

// Enough for every phone of a large union at one time; beyond it the fullest buckets, which limit nobody, go first.
const MOST_KEYS = 20_000;

/** A bucket a key: `capacity` at once, then `perSecond`. `now` is in milliseconds. */
export function createLimiter(capacity: number, perSecond: number, now: () => number): Limiter {
  const buckets = new Map<string, { left: number; at: number }>();

  function tidy(at: number): void {
    for (const [key, bucket] of buckets) {
      if (bucket.left + ((at - bucket.at) / 1_000) * perSecond >= capacity) buckets.delete(key);
    }
    for (const key of buckets.keys()) {
      if (buckets.size < MOST_KEYS) break;
      buckets.delete(key);
    }
  }

  return {
    take(key) {
      const at = now();
      const known = buckets.get(key);
      if (known === undefined && buckets.size >= MOST_KEYS) tidy(at);
      const before = known ?? { left: capacity, at };
      const left = Math.min(capacity, before.left + (Math.max(0, at - before.at) / 1_000) * perSecond);
      const allowed = left >= 1;
      buckets.set(key, { left: allowed ? left - 1 : left, at });
      return allowed ? 0 : Math.ceil((1 - left) / perSecond);
    },
  };
}
