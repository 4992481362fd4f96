// The library: files in, reports out, each replaced or removed in one step as far as a reader can see.
// Order of every change: note the intent → add to the index → swap the rows → take the old from the index → forget the
// intent. A search's hits are looked up in the rows, so what is only in the index is never seen.
import { hash as digest } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { fold } from "../../ingest/script.ts";
import type { ReadResult, ReportSummary, Unreadable } from "../domain/report.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Embedder } from "../models/model.ts";
import type { LibraryStore } from "../stores/library-store.ts";
import type { LoadedFile } from "./files.ts";
import { BATCH_FILES, type Change, createKeeping } from "./keeping.ts";
import { wishedNames } from "./names.ts";
import { bandsOf, fingerprintOf } from "./near-copy.ts";
import { createShelf, idOf, type Newcomer, type Placed, type Shelf } from "./shelf.ts";

export interface LibraryDependencies {
  readonly store: LibraryStore;
  readonly knowledge: Knowledge;
  readonly embedder?: Embedder;
  readonly read: (file: { name: string; bytes: Uint8Array }) => Promise<ReadResult>;
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

interface BatchLimit {
  readonly files: number;
  readonly bytes: number;
}

const LARGE: BatchLimit = { files: BATCH_FILES, bytes: 32 * 1024 * 1024 };
/** So much is written in the time of a few answers. */
const SMALL: BatchLimit = { files: 8, bytes: 64 * 1024 };

type Item = Newcomer & Omit<Change, "placed">;

/** A file's outcome, once the items of its batch have their places. */
type Settle = (placed: readonly Placed[]) => IngestOutcome;

export function createLibrary({ store, knowledge, embedder, read, now }: LibraryDependencies): Library {
  const keeping = createKeeping({ store, knowledge, embedder, now });
  // One change at a time.
  let last: Promise<unknown> = Promise.resolve();
  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work, work);
    last = turn.catch(() => {});
    return turn;
  }

  async function understand(
    file: { path: string; name: string; bytes: Uint8Array },
    hash: string,
    own: string | undefined,
  ): Promise<Item | Unreadable> {
    const result = await read({ name: file.name, bytes: file.bytes });
    if (result.kind === "unreadable") return result;
    const { report, folded = fold(report.body) } = result;
    const fingerprint = fingerprintOf(folded, report.places[0]?.path ?? []);
    return { path: file.path, hash, own, fingerprint, raw: file.bytes, report, folded };
  }

  async function ingestBatch(files: readonly LoadedFile[]): Promise<IngestOutcome[]> {
    const hashes = files.map((file) => ("bytes" in file ? hashOf(file.bytes) : ""));
    const seenPaths = new Map(
      (await store.knownFiles(files.map(({ path }) => path))).map((row) => [row.path, row]),
    );
    const held = new Map((await store.holding(hashes)).map(({ hash, report }) => [hash, report]));
    const items: Item[] = [];
    const firstWith = new Map<string, Settle>();

    async function settle(file: LoadedFile, hash: string): Promise<Settle> {
      const { path } = file;
      if (!("bytes" in file)) return () => ({ file: path, outcome: "unreadable", problem: file.unreadable });
      const seen = seenPaths.get(path);
      const same = seen === undefined ? held.get(hash) : seen.hash === hash ? seen.report : undefined;
      if (same !== undefined) return () => ({ file: path, outcome: "unchanged", report: same });
      const twin = firstWith.get(hash);
      if (twin !== undefined && seen === undefined) {
        return (placed) => {
          const first = twin(placed);
          return first.outcome === "unreadable"
            ? { ...first, file: path }
            : { file: path, outcome: "unchanged", report: first.report };
        };
      }
      const item = await understand(file, hash, seen?.report);
      if ("kind" in item) return () => ({ file: path, outcome: "unreadable", problem: item });
      const position = items.push(item) - 1;
      return (placed) => {
        const place = placed[position];
        if (place === undefined) throw new Error("an item without a place");
        return { file: path, outcome: place.outcome, report: place.id };
      };
    }

    const settled: Settle[] = [];
    for (const [index, file] of files.entries()) {
      const hash = hashes[index] ?? "";
      const settling = await settle(file, hash);
      settled.push(settling);
      if (hash !== "" && !firstWith.has(hash)) firstWith.set(hash, settling);
      // Lets signals and other work through between two files.
      await setImmediate();
    }
    const placed = items.length === 0 ? [] : await change(items, []);
    return settled.map((outcomeOf) => outcomeOf(placed));
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
    await keeping.write([...versions.values()], before, [...removed, ...lost]);
    return placed;
  }

  async function readAgain(id: string, path: string): Promise<Item | undefined> {
    const bytes = await store.raw(id);
    if (bytes === undefined) return undefined;
    const item = await understand(
      { path, name: path.split(/[\\/]/).at(-1) ?? path, bytes },
      hashOf(bytes),
      id,
    );
    return "kind" in item ? undefined : item;
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
    ingest: (files, { onProgress, signal, gently = false } = {}) =>
      inTurn(async () => {
        await keeping.cleanUp();
        const outcomes: IngestOutcome[] = [];
        for await (const batch of inBatches(files, gently ? SMALL : LARGE, signal)) {
          for (const outcome of await ingestBatch(batch)) {
            outcomes.push(outcome);
            onProgress?.(outcome, outcomes.length);
          }
        }
        return outcomes;
      }),

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

async function* inBatches(
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
