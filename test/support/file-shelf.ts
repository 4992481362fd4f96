import { randomUUID } from "node:crypto";
import type { KeepFile } from "../../src/channels/channel.ts";
import { fileName, LARGEST_FILE, mediaTypeOf } from "../../src/domain/media-type.ts";
import type { Address, FileReference } from "../../src/domain/message.ts";

/** Keeps files in memory as the program keeps them in its stores. */
export function createFileShelf() {
  const shelf = new Map<string, { readonly file: FileReference; readonly from: string }>();
  const keepFile: KeepFile = async (from, name, bytes) => {
    const type = mediaTypeOf(bytes, name);
    if (bytes.length > LARGEST_FILE) return "too-large";
    if (type === undefined) return "not-a-paper";
    const file = { id: randomUUID(), name: fileName(name), type, size: bytes.length };
    shelf.set(file.id, { file, from: from.chat });
    return file;
  };
  const keptFiles = async (ids: readonly string[], from: Address): Promise<FileReference[]> =>
    ids.flatMap((id) => {
      const found = shelf.get(id);
      return found?.from === from.chat ? [found.file] : [];
    });
  return { keepFile, keptFiles };
}
