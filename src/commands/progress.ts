import type { Writable } from "node:stream";

export interface Progress {
  update(done: number): void;
  stop(): void;
}

/** A bar on a terminal; nothing where nobody watches. */
export async function createProgress(stream: Writable, label: string, total: number): Promise<Progress> {
  const watched = "isTTY" in stream && stream.isTTY === true && total > 1;
  if (!watched) return { update() {}, stop() {} };
  const { Presets, SingleBar } = await import("cli-progress");
  const bar = new SingleBar(
    {
      format: `${label} {bar} {value}/{total} {eta_formatted}`,
      stream,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(total, 0);
  return { update: (done) => bar.update(done), stop: () => bar.stop() };
}
