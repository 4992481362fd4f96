// The library: files in, reports out, each replaced or removed in one step as far as a reader can see.
// Order of every change: note the intent → add to the index → swap the rows → take the old from the index → forget the
// intent. A search's hits are looked up in the rows, so what is only in the index is never seen.
import { hash as digest } from "node:crypto";
import type { ReportSummary, Unreadable } from "../domain/report.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Embedder } from "../models/model.ts";
import type { LibraryStore } from "../stores/library-store.ts";
import { type BatchLimit, begunAhead, inBatches } from "./batches.ts";
import type { LoadedFile } from "./files.ts";
import { BATCH_FILES, type Change, createKeeping } from "./keeping.ts";
import { wishedNames } from "./names.ts";
import { bandsOf } from "./near-copy.ts";
import { type Known, outcomesOf, planBatch } from "./plan.ts";
import { BROKEN, createPrepare, type Read } from "./prepare.ts";
import { openReading, type Pending, type Reading, type ReadingThreads } from "./reading.ts";
import { createShelf, idOf, type Newcomer, type Placed, type Shelf } from "./shelf.ts";

export interface LibraryDependencies {
  readonly store: LibraryStore;
  readonly knowledge: Knowledge;
  readonly embedder?: Embedder;
  readonly read: Read;
  /** Threads that read as `read` does and encode as `store` does, for runs that are long enough; without them all is read in this thread. */
  readonly threads?: ReadingThreads;
  readonly now: () => Date;
}

/** What became of a file. `report` and `name` are the id and name of the report it belongs to. */
export type IngestOutcome =
  | {
      readonly file: string;
      readonly outcome: "added" | "replaced" | "unchanged" | "copy";
      readonly report: string;
    }
  | { readonly file: string; readonly outcome: "unreadable"; readonly problem: Unreadable };

export interface IngestOptions {
  /** Called for every file once its outcome is kept. */
  readonly onProgress?: (outcome: IngestOutcome, done: number) => void;
  /** Stops between two batches; what was kept until then stays. */
  readonly signal?: AbortSignal;
  /** Works in short steps, for a process that answers people meanwhile; the whole takes longer. */
  readonly gently?: boolean;
}

export interface Library {
  /** One outcome a file, in order; fewer when stopped. Failures of the stores are thrown as AppError; ingesting again finishes. */
  ingest(files: AsyncIterable<LoadedFile>, options?: IngestOptions): Promise<IngestOutcome[]>;
  /** Takes the report away and returns what it was; undefined when there is none. A near-copy of it takes its place. */
  remove(nameOrId: string): Promise<ReportSummary | undefined>;
  reports(): Promise<ReportSummary[]>;
  /** Finishes what an earlier process left half done, and fills an index that lacks passages; call it once at the start. Returns how many reports were indexed anew. */
  mend(): Promise<number>;
}

const LARGE: BatchLimit = { files: BATCH_FILES, bytes: 16 * 1024 * 1024 };
/** So much is written in the time of a few answers. */
const SMALL: BatchLimit = { files: 8, bytes: 64 * 1024 };

type Item = Newcomer & Omit<Change, "placed">;

/** A batch whose files are being read while an earlier one is written. */
interface Begun {
  readonly files: readonly LoadedFile[];
  readonly hashes: readonly string[];
  /** As it was after so many `writes`. */
  readonly known: Known;
  readonly writes: number;
  readonly pending: readonly (Pending | undefined)[];
}

export function createLibrary(dependencies: LibraryDependencies): Library {
  const { store, knowledge, embedder, read, threads, now } = dependencies;
  const keeping = createKeeping({ store, knowledge, embedder, now });
  const prepare = createPrepare(read, store.encode);
  let writes = 0;
  // One change at a time.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  }

  async function ask(files: readonly LoadedFile[], hashes: readonly string[]): Promise<Known> {
    const paths = await store.knownFiles(files.map(({ path }) => path));
    const held = await store.holding(hashes);
    return {
      paths: new Map(paths.map((row) => [row.path, row])),
      held: new Map(held.map(({ hash, report }) => [hash, report])),
    };
  }

  /** Puts the files that look new into the reading's queue. */
  async function beginBatch(files: readonly LoadedFile[], reading: Reading): Promise<Begun> {
    const hashes = files.map((file) => ("bytes" in file ? hashOf(file.bytes) : ""));
    const known = await ask(files, hashes);
    const pending = planBatch(files, hashes, known).map((step) =>
      step.kind === "read" ? reading.begin(step.file) : undefined,
    );
    return { files, hashes, known, pending, writes };
  }

  async function finishBatch(begun: Begun, reading: Reading): Promise<IngestOutcome[]> {
    const { files, hashes, pending } = begun;
    // A batch written since this one began may have brought the same.
    const known = begun.writes === writes ? begun.known : await ask(files, hashes);
    const steps = planBatch(files, hashes, known);
    const reads = steps.flatMap((step, index) => (step.kind === "read" ? [{ ...step, index }] : []));
    const results = await reading.collect(
      reads.map(({ file, index }) => pending[index] ?? reading.begin(file)),
    );
    const became = new Map<number, Placed | Unreadable>();
    const items: (Item & { readonly index: number })[] = [];
    for (const [at, { file, own, index }] of reads.entries()) {
      const result = results[at] ?? BROKEN;
      if (result.kind === "unreadable") became.set(index, result);
      else items.push({ ...result, index, path: file.path, hash: hashes[index] ?? "", own, raw: file.bytes });
    }
    const placed = items.length === 0 ? [] : await change(items, []);
    for (const [at, place] of placed.entries()) became.set(items[at]?.index ?? -1, place);
    return outcomesOf(files, steps, became);
  }

  /** Places the items, promotes copies that lose their original, and writes it all. Returns the items' places. */
  async function change(items: readonly Item[], removed: readonly string[]): Promise<Placed[]> {
    const shelf = await shelfFor(items, removed);
    const before = new Set(shelf.ids());
    const versions = new Map<string, Change>();
    const place = (item: Item): Placed => {
      const placed = shelf.place(item);
      versions.set(placed.id, { ...item, placed });
      return placed;
    };
    for (const id of removed) shelf.take(id);
    const placed = items.map(place);
    const lost: string[] = [];
    for (const orphan of shelf.orphans()) {
      const item = versions.get(orphan.id) ?? (await readAgain(orphan.id, orphan.path));
      if (item === undefined) lost.push(orphan.id);
      else {
        shelf.hold(await store.identities({ bands: bandsOf(item.fingerprint.signature) }));
        place({ ...item, own: orphan.id });
      }
    }
    writes++;
    await keeping.write([...versions.values()], before, [...removed, ...lost]);
    return placed;
  }

  async function readAgain(id: string, path: string): Promise<Item | undefined> {
    const bytes = await store.raw(id);
    if (bytes === undefined) return undefined;
    const [result = BROKEN] = await prepare([{ name: path.split(/[\\/]/).at(-1) ?? path, bytes }]);
    return result.kind === "unreadable"
      ? undefined
      : { ...result, path, hash: hashOf(bytes), own: id, raw: bytes };
  }

  async function shelfFor(items: readonly Item[], removed: readonly string[]): Promise<Shelf> {
    const wishes = items.flatMap(({ path }) => wishedNames(path));
    const ids = [...removed, ...items.flatMap(({ own, hash }) => [own ?? idOf(hash)])];
    const bands = items.flatMap(({ fingerprint }) => bandsOf(fingerprint.signature));
    const shelf = createShelf(await store.takenNames(wishes));
    const found = await store.identities({ ids, bands });
    shelf.hold(found);
    if (found.length > 0) shelf.hold(await store.identities({ copiesOf: found.map(({ id }) => id) }));
    // The originals of copies that were found, so that a copy is not taken for an orphan.
    const originals = found.flatMap(({ copyOf }) =>
      copyOf === undefined || shelf.holds(copyOf) ? [] : [copyOf],
    );
    if (originals.length > 0) shelf.hold(await store.identities({ ids: originals }));
    return shelf;
  }

  return {
    ingest(files, { onProgress, signal, gently = false } = {}) {
      const outcomes: IngestOutcome[] = [];
      let begun = false;
      const turn = inTurn(async () => {
        if (signal?.aborted === true) return outcomes;
        begun = true;
        await keeping.cleanUp();
        const reading = openReading(prepare, threads);
        try {
          const batches = inBatches(files, gently ? SMALL : LARGE, signal);
          const ahead = begunAhead(batches, (batch) => beginBatch(batch, reading), signal);
          for await (const batch of ahead) {
            for (const outcome of await finishBatch(batch, reading)) {
              outcomes.push(outcome);
              onProgress?.(outcome, outcomes.length);
            }
          }
        } finally {
          await reading.close();
        }
        return outcomes;
      });
      if (signal === undefined) return turn;
      // Whoever gives up while others have the turn does not wait for them.
      const givenUp = new Promise<IngestOutcome[]>((resolve) => {
        signal.addEventListener("abort", () => begun || resolve(outcomes), { once: true });
      });
      return Promise.race([turn, givenUp]);
    },

    remove: (nameOrId) =>
      inTurn(async () => {
        await keeping.cleanUp();
        const summary = await store.byName(nameOrId);
        if (summary !== undefined) await change([], [summary.id]);
        return summary;
      }),

    reports: () => store.list(),

    mend: () =>
      inTurn(async () => {
        await keeping.cleanUp();
        return keeping.fillIndex();
      }),
  };
}

const hashOf = (bytes: Uint8Array): string => digest("sha256", bytes, "hex");
