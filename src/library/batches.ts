import type { LoadedFile } from "./files.ts";

export interface BatchLimit {
  readonly files: number;
  readonly bytes: number;
}

/** Cuts the files into batches; stops without the last one when aborted. */
export async function* inBatches(
  files: AsyncIterable<LoadedFile>,
  limit: BatchLimit,
  signal: AbortSignal | undefined,
): AsyncGenerator<LoadedFile[]> {
  let batch: LoadedFile[] = [];
  let bytes = 0;
  for await (const file of files) {
    if (signal?.aborted === true) return;
    batch.push(file);
    bytes += "bytes" in file ? file.bytes.length : 0;
    if (batch.length >= limit.files || bytes >= limit.bytes) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0 && signal?.aborted !== true) yield batch;
}

/** How many batches are begun while one is finished: what they hold is in memory. */
const AHEAD = 2;

/** Begins the batches a little before they are given out, in their order; stops when aborted. */
export async function* begunAhead<Batch, Begun>(
  batches: AsyncIterable<Batch>,
  begin: (batch: Batch) => Promise<Begun>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Begun> {
  const begun: Begun[] = [];
  for await (const batch of batches) {
    begun.push(await begin(batch));
    if (begun.length > AHEAD) yield* begun.splice(0, 1);
  }
  for (const one of begun) {
    if (signal?.aborted === true) return;
    yield one;
  }
}
