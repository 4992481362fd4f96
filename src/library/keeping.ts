// Writes changes of the library to the tables and the index in an order that any crash may interrupt:
// note the intent, add to the index, swap the rows, take the old from the index, forget the intent.
import { setImmediate } from "node:timers/promises";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { Embedder } from "../models/model.ts";
import type { EncodedReport, Fingerprint, LibraryStore, ReportVersion } from "../stores/library-store.ts";
import { bandsOf } from "./near-copy.ts";
import {
  type IndexedPassage,
  knowledgePassages,
  packVectors,
  type PackedVectors,
  passageId,
} from "./passage-index.ts";
import type { Placed } from "./shelf.ts";

/** How many reports are written in one step: every statement costs milliseconds of its own. */
export const BATCH_FILES = 256;

/** A report with its new content and its place. */
export interface Change {
  readonly path: string;
  readonly hash: string;
  readonly raw: Uint8Array;
  readonly content: EncodedReport;
  readonly fingerprint: Fingerprint;
  readonly passages: readonly IndexedPassage[];
  /** Of the passages, in their order. */
  readonly vectors: PackedVectors;
  readonly placed: Placed;
}

export interface Keeping {
  /** `before` holds the ids the library had before; `removed` ids leave it. */
  write(changes: readonly Change[], before: ReadonlySet<string>, removed: readonly string[]): Promise<void>;
  /** Takes from the index what an interrupted `write` left there. */
  cleanUp(): Promise<void>;
  /** Indexes every report again when the index lacks passages; returns how many that were. */
  fillIndex(): Promise<number>;
}

export function createKeeping(dependencies: {
  store: LibraryStore;
  knowledge: Knowledge;
  embedder: Embedder | undefined;
  now: () => Date;
}): Keeping {
  const { store, knowledge, embedder, now } = dependencies;

  return {
    async write(changes, before, removed) {
      const ingestedAt = now().toISOString();
      const versions = changes.map((change) => versionOf(change, ingestedAt));
      const touched = [...versions.map(({ id }) => id), ...removed];
      await store.begin(touched);
      const indexed = changes.flatMap(({ placed, hash, passages, vectors }) =>
        placed.copyOf === undefined ? [{ id: placed.id, hash, passages, vectors }] : [],
      );
      await knowledge.upsert(await knowledgePassages(indexed, embedder));
      const files = changes.map(({ path, hash, placed }) => ({ path, hash, report: placed.id }));
      await store.replace({ versions, removed, files });
      for (const { id, hash, copyOf } of versions) {
        if (before.has(id)) await knowledge.prune(id, copyOf === undefined ? hash : undefined);
      }
      for (const id of removed) await knowledge.prune(id);
      await store.finish(touched);
    },

    async cleanUp() {
      const unfinished = await store.unfinished();
      for (const { report, hash } of unfinished) await knowledge.prune(report, hash);
      if (unfinished.length > 0) await store.finish(unfinished.map(({ report }) => report));
    },

    async fillIndex() {
      if ((await knowledge.count()) >= (await store.passageCount())) return 0;
      const reports = (await store.list()).filter(({ copyOf }) => copyOf === undefined);
      for (let start = 0; start < reports.length; start += BATCH_FILES) {
        const batch = await Promise.all(
          reports.slice(start, start + BATCH_FILES).map(async ({ id, hash, title }) => {
            const passages = await store.passagesOf(id);
            return { id, hash, passages, vectors: packVectors({ title, passages }) };
          }),
        );
        await knowledge.upsert(await knowledgePassages(batch, embedder));
        await setImmediate();
      }
      return reports.length;
    },
  };
}

function versionOf(change: Change, ingestedAt: string): ReportVersion {
  const { placed, hash, raw, content, passages, fingerprint } = change;
  const { id, path, name, copyOf } = placed;
  return {
    id,
    path,
    name,
    hash,
    ...(copyOf === undefined ? {} : { copyOf }),
    fingerprint,
    raw,
    bands: bandsOf(fingerprint.signature),
    content,
    passageIds: passages.map(({ ordinal }) => passageId(id, hash, ordinal)),
    ingestedAt,
  };
}
