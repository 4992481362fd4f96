/** Bytes at most of one file a member sends; Telegram gives bots no larger ones (core.telegram.org/bots/api#getfile). */
export const LARGEST_FILE = 20 * 1024 * 1024;
/** Characters of a file's name that are kept. */
const LONGEST_NAME = 120;

const SIGNATURES: readonly (readonly [string, number, readonly number[]])[] = [
  ["image/jpeg", 0, [0xff, 0xd8, 0xff]],
  ["image/png", 0, [0x89, 0x50, 0x4e, 0x47]],
  ["image/gif", 0, [0x47, 0x49, 0x46, 0x38]],
  ["image/bmp", 0, [0x42, 0x4d]],
  ["image/tiff", 0, [0x49, 0x49, 0x2a, 0x00]],
  ["image/webp", 8, [0x57, 0x45, 0x42, 0x50]],
  ["application/pdf", 0, [0x25, 0x50, 0x44, 0x46]],
  ["application/msword", 0, [0xd0, 0xcf, 0x11, 0xe0]],
];
const HEIF = /^ftyp(?:heic|heix|heim|heis|hevc|mif1|msf1|avif)/;
const OFFICE: Readonly<Record<string, string>> = {
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
};

/**
 * What a paper may be: a picture, a PDF or an office document, told by its first bytes; undefined for anything else, so
 * that no program and no web page is ever kept or shown.
 */
export function mediaTypeOf(bytes: Uint8Array, name: string): string | undefined {
  const found = SIGNATURES.find(([, at, signature]) =>
    signature.every((byte, index) => bytes[at + index] === byte),
  );
  if (found !== undefined) return found[0];
  if (HEIF.test(String.fromCharCode(...bytes.slice(4, 12)))) return "image/heic";
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03;
  return zip ? OFFICE[/\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? ""] : undefined;
}

/** A file's name without folders, control characters or anything that turns the reading direction, at most 120 characters. */
export function fileName(name: string): string {
  const bare = (name.split(/[/\\]/).at(-1) ?? "").replace(/[\p{Cc}\p{Cf}]/gu, "").trim();
  const characters = Array.from(bare === "" ? "file" : bare.toWellFormed());
  if (characters.length <= LONGEST_NAME) return characters.join("");
  const ending = /\.[A-Za-z0-9]{1,8}$/.exec(bare)?.[0] ?? "";
  return characters.slice(0, LONGEST_NAME - ending.length).join("") + ending;
}
