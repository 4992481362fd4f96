// Keeps a platform's limits on what we send. A place in a window is taken when a call begins and given back a window's
// length after it ended, so that the platform, which sees the call somewhere in between, never counts more than it allows.

/** At most `most` calls in any `milliseconds`, counted together under one key ("all", "chat 42"). */
export interface Window {
  readonly key: string;
  readonly most: number;
  readonly milliseconds: number;
}

export interface PacerOptions {
  /** Milliseconds that only ever grow; a clock set back must not stop the sending. */
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<void>;
}

export interface Pacer {
  /**
   * Runs the work once every window has a place: those of one first key in the order they came, others beside them.
   * The keys go from the narrowest to the widest, in the same order for whoever shares them: each is waited for in turn.
   * Rejects as the work does.
   */
  run<Result>(windows: readonly [Window, ...Window[]], work: () => Promise<Result>): Promise<Result>;
  /** Begins nothing under this key for so many milliseconds: the platform asked for it. */
  hold(key: string, milliseconds: number): void;
}

interface Usage {
  running: number;
  /** When calls ended, oldest first. */
  ended: number[];
  heldUntil: number;
  /** Of `Window.milliseconds`; what is older counts no more. */
  length: number;
}

/** Keys whose last call ended so many milliseconds ago are forgotten once there are this many. */
const MOST_KEYS = 5_000;

export function createPacer({
  now = () => performance.now(),
  wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds).unref()),
}: PacerOptions = {}): Pacer {
  const usages = new Map<string, Usage>();
  /** The last in each line; who comes next waits for it. */
  const lines = new Map<string, Promise<void>>();

  function usageOf(key: string): Usage {
    const known = usages.get(key);
    if (known !== undefined) return known;
    if (usages.size >= MOST_KEYS) tidy();
    const fresh: Usage = { running: 0, ended: [], heldUntil: 0, length: 0 };
    usages.set(key, fresh);
    return fresh;
  }

  function tidy(): void {
    const at = now();
    for (const [key, { running, ended, heldUntil, length }] of usages) {
      const last = ended.at(-1) ?? 0;
      if (running === 0 && heldUntil <= at && last + length <= at) usages.delete(key);
    }
  }

  /** Milliseconds until the window has a place; more than 0 while it depends on calls that are under way. */
  function until({ key, most, milliseconds }: Window): number {
    const usage = usageOf(key);
    usage.length = Math.max(usage.length, milliseconds);
    const at = now();
    while (usage.ended[0] !== undefined && usage.ended[0] + usage.length <= at) usage.ended.shift();
    const held = Math.max(0, usage.heldUntil - at);
    const recent = usage.ended.filter((ended) => ended + milliseconds > at);
    const over = recent.length + usage.running - most;
    if (over < 0) return held;
    const freed = recent[over];
    return Math.max(held, freed === undefined ? LOOK : freed + milliseconds - at);
  }

  /** Counts a call that begins. */
  function take(key: string): Usage {
    const usage = usageOf(key);
    usage.running++;
    return usage;
  }

  async function untilFree(windows: readonly Window[]): Promise<void> {
    for (;;) {
      const left = Math.max(0, ...windows.map(until));
      if (left <= 0) return;
      await wait(Math.ceil(left));
    }
  }

  /** Waits in the line of the key, then for its windows; nobody else takes a place in them before `leave` is called. */
  async function enter(key: string, windows: readonly Window[]): Promise<() => void> {
    const before = lines.get(key);
    const { promise, resolve: leave } = Promise.withResolvers<void>();
    lines.set(key, promise);
    await before;
    await untilFree(windows.filter((window) => window.key === key));
    return () => {
      if (lines.get(key) === promise) lines.delete(key);
      leave();
    };
  }

  return {
    async run(windows, work) {
      const keys = [...new Set(windows.map(({ key }) => key))];
      const leaves: (() => void)[] = [];
      // First the chat's own place, so that a chat that waits for its turn keeps no other from theirs.
      for (const key of keys) leaves.push(await enter(key, windows));
      // A key may have been held while the next was waited for; a place cannot have been taken, for the lines are ours.
      await untilFree(windows);
      const taken = keys.map(take);
      for (const leave of leaves) leave();
      try {
        return await work();
      } finally {
        for (const usage of taken) {
          usage.running--;
          usage.ended.push(now());
        }
      }
    },
    hold(key, milliseconds) {
      const usage = usageOf(key);
      usage.heldUntil = Math.max(usage.heldUntil, now() + milliseconds);
    },
  };
}

/** Milliseconds between looks while the place depends on a call that has not ended. */
const LOOK = 20;
