// Brings events to the program, over whatever way it listens, and again after 15 s, 5 min, 1 h and 6 h by the stand-in's own
// clock when it is not told within three seconds that they were taken.

/** Resolves with what the program answered; undefined when it said that it did not take it. */
export type Way = (envelope: object) => Promise<{ readonly answer: unknown } | undefined>;

const AGAIN = [15_000, 300_000, 3_600_000, 21_600_000];

export interface DeliveryOptions {
  /** Milliseconds the program has to say that it took an event. */
  readonly within: number;
  readonly way: () => Way | undefined;
}

export function createDeliveries({ within, way }: DeliveryOptions) {
  let now = 0;
  const owed: { readonly envelope: object; attempt: number; due: number }[] = [];
  let repeats = 0;

  async function attempt(envelope: object): Promise<{ readonly answer: unknown } | undefined> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((done) => {
      timer = setTimeout(() => done(undefined), within);
    });
    try {
      return await Promise.race([way()?.(envelope).catch(() => undefined), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    /** Resolves when the event was taken or is to be brought again. */
    async bring(envelope: object, again = true): Promise<{ readonly answer: unknown } | undefined> {
      const taken = await attempt(envelope);
      const [first] = AGAIN;
      if (taken === undefined && again && first !== undefined)
        owed.push({ envelope, attempt: 0, due: now + first });
      return taken;
    },
    /** Time passes for the platform: what is due is brought again. */
    async pass(milliseconds: number): Promise<void> {
      now += milliseconds;
      for (const one of owed.slice()) {
        while (one.due <= now && owed.includes(one)) {
          repeats++;
          const pause = AGAIN[++one.attempt];
          if ((await attempt(one.envelope)) !== undefined || pause === undefined)
            owed.splice(owed.indexOf(one), 1);
          else one.due += pause;
        }
      }
    },
    /** Events that wait to be brought again. */
    owed: () => owed.length,
    repeats: () => repeats,
  };
}
