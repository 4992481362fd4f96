// A Word file to lines. The zip is inflated here first, counting what really comes out, so that a small file that
// unpacks to gigabytes never reaches the reader.
import mammoth from "mammoth";
import yauzl from "yauzl";
import type { UnreadableReason } from "../../src/domain/report.ts";
import { readMarkup } from "./html.ts";
import type { Source } from "./source.ts";

const MAX_UNPACKED = 100_000_000;
// The reader builds a tree many times the size of its XML.
const MAX_XML = 24_000_000;
const MAX_ENTRIES = 4_000;

type Checked =
  | { readonly kind: "sound"; readonly word: boolean }
  | { readonly kind: "unsound"; readonly reason: UnreadableReason; readonly detail?: string };

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
const tooLarge = (bytes: number, limit: number): Checked => ({
  kind: "unsound",
  reason: "unpacks too large",
  detail: `${megabytes(bytes)} or more, limit ${megabytes(limit)}`,
});

/** Inflates every entry once without keeping it. */
export async function checkZip(bytes: Uint8Array): Promise<Checked> {
  let zip: yauzl.ZipFile;
  try {
    zip = await yauzl.fromBufferPromise(Buffer.from(bytes), { lazyEntries: true });
  } catch {
    return { kind: "unsound", reason: "broken" };
  }
  try {
    if (zip.entryCount > MAX_ENTRIES)
      return { kind: "unsound", reason: "unpacks too large", detail: "too many entries" };
    let unpacked = 0;
    let stated = 0;
    let word = false;
    const entries: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) {
      stated += entry.uncompressedSize;
      if (stated > MAX_UNPACKED) return tooLarge(stated, MAX_UNPACKED);
      if (entry.isEncrypted()) return { kind: "unsound", reason: "encrypted" };
      entries.push(entry);
    }
    for (const entry of entries) {
      if (entry.fileName === "word/document.xml") word = true;
      if (entry.fileName.endsWith("/")) continue;
      let own = 0;
      for await (const chunk of await zip.openReadStreamPromise(entry)) {
        own += (chunk as Buffer).length;
        unpacked += (chunk as Buffer).length;
        if (unpacked > MAX_UNPACKED) return tooLarge(unpacked, MAX_UNPACKED);
        if (own > MAX_XML && /\.(?:xml|rels)$/i.test(entry.fileName)) return tooLarge(own, MAX_XML);
      }
    }
    return { kind: "sound", word };
  } catch {
    return { kind: "unsound", reason: "broken" };
  } finally {
    zip.close();
  }
}

/** The text of a Word file whose zip is sound; undefined when it cannot be read. */
export async function readDocx(bytes: Uint8Array): Promise<Source | undefined> {
  try {
    const { value } = await mammoth.convertToHtml(
      { buffer: Buffer.from(bytes) },
      {
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: "" })),
        externalFileAccess: false,
      },
    );
    return readMarkup(value);
  } catch {
    return undefined;
  }
}
