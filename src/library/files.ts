// Finds the files to ingest under the paths a person named and reads them one by one.
// What cannot be read comes through as such: one bad file never stops the others.
import { access, constants, readdir, readFile, realpath, stat } from "node:fs/promises";
import { basename, extname, join, resolve, sep } from "node:path";
import type { Unreadable, UnreadableReason } from "../domain/report.ts";

/** Files larger than this are not read, in bytes. */
export const LARGEST_FILE = 20 * 1024 * 1024;

const ENDINGS: ReadonlySet<string> = new Set([".txt", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx"]);

/** A file by its resolved path, to be read or found unreadable already. */
export interface FoundFile {
  readonly path: string;
  readonly name: string;
  readonly unreadable?: Unreadable;
}

export type LoadedFile =
  | { readonly path: string; readonly name: string; readonly bytes: Uint8Array }
  | { readonly path: string; readonly name: string; readonly unreadable: Unreadable };

export interface FoundFiles {
  /** In the order of the paths given, within a folder by name; no file twice. */
  readonly files: readonly FoundFile[];
  /** Files inside folders that are hidden or have an ending nobody reads. */
  readonly skipped: number;
}

/**
 * Walks files and folders, following links. A path that was named is always taken up, whatever its ending; in folders
 * hidden files and unknown endings are skipped. A link to a folder it stands in is unreadable "link loop".
 */
export async function findFiles(paths: readonly string[]): Promise<FoundFiles> {
  const files = new Map<string, FoundFile>();
  let skipped = 0;

  const fail = (path: string, reason: UnreadableReason, detail?: string): void => {
    const unreadable: Unreadable = {
      kind: "unreadable",
      reason,
      ...(detail === undefined ? {} : { detail }),
    };
    files.set(path, { path, name: basename(path), unreadable });
  };

  async function visit(path: string, above: readonly string[], named: boolean): Promise<void> {
    let real: string;
    try {
      real = await realpath(path);
      const found = await stat(real);
      if (found.isDirectory()) {
        if (above.some((folder) => folder === real || folder.startsWith(join(real, sep)))) {
          return fail(path, "link loop");
        }
        const entries = await readdir(real);
        for (const entry of entries.sort()) {
          if (entry.startsWith(".")) skipped++;
          else await visit(join(real, entry), [...above, real], false);
        }
        return;
      }
      if (!named && !ENDINGS.has(extname(path).toLowerCase())) {
        skipped++;
        return;
      }
      if (!found.isFile()) return fail(path, "unsupported", "not a file");
      if (found.size > LARGEST_FILE) return fail(real, "too large", sizeOf(found.size));
      await access(real, constants.R_OK);
    } catch (cause) {
      return fail(path, reasonOf(cause));
    }
    if (!files.has(real)) files.set(real, { path: real, name: basename(real) });
  }

  for (const path of paths) await visit(resolve(path), [], true);
  return { files: [...files.values()], skipped };
}

/** Reads the files as they are asked for, so that only a few are in memory. */
export async function* loadFiles(files: Iterable<FoundFile>): AsyncGenerator<LoadedFile> {
  for (const { path, name, unreadable } of files) {
    if (unreadable !== undefined) {
      yield { path, name, unreadable };
      continue;
    }
    try {
      yield { path, name, bytes: await readFile(path) };
    } catch (cause) {
      yield { path, name, unreadable: { kind: "unreadable", reason: reasonOf(cause) } };
    }
  }
}

const REASONS: Readonly<Record<string, UnreadableReason>> = {
  ENOENT: "not found",
  ENOTDIR: "not found",
  EACCES: "no permission",
  EPERM: "no permission",
  ELOOP: "link loop",
};

function reasonOf(cause: unknown): UnreadableReason {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  return REASONS[code] ?? "broken";
}

function sizeOf(bytes: number): string {
  const megabytes = (size: number): string => `${Math.ceil(size / 1024 / 1024)} MB`;
  return `${megabytes(bytes)}, limit ${megabytes(LARGEST_FILE)}`;
}
