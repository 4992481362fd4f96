import type { Address, FileReference, FileRefusal, RefusedFile, RemoteFile } from "../domain/message.ts";

export type Fetched = { readonly files: readonly FileReference[]; readonly refused: readonly RefusedFile[] };

/** Milliseconds: more than the attempts at one message take, each file given up after two minutes. */
const REMEMBERED = 15 * 60_000;
/** Files remembered at one time, of all chats. */
const MOST = 1_000;

/**
 * Fetches as Channel.fetchFiles promises: by `bring`, one after another, so that a dozen large files are not in memory
 * together. What came before a failure is not brought again by the next attempt, for a quarter of an hour; nothing is
 * remembered of a message whose files are all there. `clock` gives milliseconds that only grow.
 */
export function createFileFetching(
  bring: (from: Address, file: RemoteFile) => Promise<FileReference | FileRefusal>,
  clock: () => number,
): (from: Address, files: readonly RemoteFile[]) => Promise<Fetched> {
  /** The oldest first. */
  const brought = new Map<string, { readonly one: FileReference | FileRefusal; readonly until: number }>();

  function remember(key: string, one: FileReference | FileRefusal): void {
    brought.set(key, { one, until: clock() + REMEMBERED });
    const [oldest] = brought.keys();
    if (oldest !== undefined && brought.size > MOST) brought.delete(oldest);
  }

  function forgetOld(): void {
    for (const [key, { until }] of brought) {
      if (until > clock()) return;
      brought.delete(key);
    }
  }

  return async (from, remote) => {
    forgetOld();
    const files: FileReference[] = [];
    const refused: RefusedFile[] = [];
    const keyOf = ({ id }: RemoteFile): string => `${from.chat} ${id}`;
    for (const file of remote) {
      const known = brought.get(keyOf(file))?.one;
      const one = known ?? (await bring(from, file));
      if (known === undefined) remember(keyOf(file), one);
      if (typeof one === "string") refused.push({ name: file.name, why: one });
      else files.push(one);
    }
    for (const file of remote) brought.delete(keyOf(file));
    return { files, refused };
  };
}
