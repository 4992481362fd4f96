// What a batch of files becomes: new versions, new reports, near-copies of others. Pure; library.ts reads and writes.
// Files are placed one after another, each seeing those before it, so that batches of any size end in the same library.
import { basename } from "node:path";
import type { Fingerprint, ReportIdentity } from "../stores/library-store.ts";
import { bandsOf, nearCopy, similarity } from "./near-copy.ts";
import { freeName } from "./names.ts";

/** A file that was read, to be given its place. */
export interface Newcomer {
  readonly path: string;
  readonly hash: string;
  readonly fingerprint: Fingerprint;
  /** The report this file is a new version of, when its path says so. */
  readonly own?: string | undefined;
}

export interface Placed extends ReportIdentity {
  readonly outcome: "added" | "replaced" | "copy";
}

export interface Shelf {
  /** Adds reports that the library holds, except those held or taken already. */
  hold(identities: readonly ReportIdentity[]): void;
  /** Takes the report away for good. */
  take(id: string): void;
  holds(id: string): boolean;
  /** Ids of all it holds. */
  ids(): string[];
  /** Gives the newcomer its id, name and original, and holds it from then on. */
  place(newcomer: Newcomer): Placed;
  /** Copies that are no near-copies of an original any more, or whose original is gone. */
  orphans(): ReportIdentity[];
}

/** `takenNames` are names of reports that no newcomer may get. */
export function createShelf(takenNames: Iterable<string>): Shelf {
  const reports = new Map<string, ReportIdentity>();
  const byBand = new Map<bigint, Set<string>>();
  const gone = new Set<string>();
  const taken = new Set(takenNames);

  function put(identity: ReportIdentity): void {
    reports.set(identity.id, identity);
    taken.add(identity.name);
    for (const band of bandsOf(identity.fingerprint.signature)) {
      const ids = byBand.get(band);
      if (ids === undefined) byBand.set(band, new Set([identity.id]));
      else ids.add(identity.id);
    }
  }

  /** Near-copies, the most similar first. */
  function near({ fingerprint, own }: Newcomer): ReportIdentity[] {
    const ids = new Set(bandsOf(fingerprint.signature).flatMap((band) => [...(byBand.get(band) ?? [])]));
    return Array.from(ids, (id) => reports.get(id))
      .filter((other): other is ReportIdentity => other !== undefined && other.id !== own)
      .filter((other) => nearCopy(fingerprint, other.fingerprint))
      .map((other) => ({ other, similar: similarity(fingerprint, other.fingerprint) }))
      .sort((left, right) => right.similar - left.similar || (left.other.id < right.other.id ? -1 : 1))
      .map(({ other }) => other);
  }

  function freeId(hash: string): string {
    let start = 0;
    while (reports.has(hash.slice(start, start + ID_LENGTH)) && start + ID_LENGTH < hash.length) start++;
    return hash.slice(start, start + ID_LENGTH);
  }

  return {
    hold(identities) {
      for (const identity of identities) {
        if (!reports.has(identity.id) && !gone.has(identity.id)) put(identity);
      }
    },
    take(id) {
      reports.delete(id);
      gone.add(id);
    },
    holds: (id) => reports.has(id),
    ids: () => [...reports.keys()],

    place(newcomer) {
      const found = near(newcomer);
      const { path, hash, fingerprint } = newcomer;
      const own =
        reports.get(newcomer.own ?? "") ?? found.find((other) => basename(other.name) === basename(path));
      const original = found.find(({ copyOf, id }) => copyOf === undefined && id !== own?.id);
      const id = own?.id ?? freeId(hash);
      const placed: ReportIdentity = {
        id,
        path,
        name: own?.name ?? freeName(path, id, taken),
        hash,
        ...(original === undefined ? {} : { copyOf: original.id }),
        fingerprint,
      };
      put(placed);
      if (original !== undefined) return { ...placed, outcome: "copy" };
      return { ...placed, outcome: own === undefined ? "added" : "replaced" };
    },

    orphans: () =>
      [...reports.values()].filter(({ copyOf, fingerprint }) => {
        if (copyOf === undefined) return false;
        const original = reports.get(copyOf);
        return (
          original === undefined ||
          original.copyOf !== undefined ||
          !nearCopy(fingerprint, original.fingerprint)
        );
      }),
  };
}

const ID_LENGTH = 12;

/** The id a report gets when its first version has this hash. */
export const idOf = (hash: string): string => hash.slice(0, ID_LENGTH);
