// What a file is by its first bytes and by its name's ending, and whether the two agree.

export type Format = "text" | "markdown" | "html" | "pdf" | "docx";

export type Sniffed =
  | { readonly kind: "format"; readonly format: Format; readonly zip: boolean }
  | { readonly kind: "wrong ending"; readonly detail: string }
  | { readonly kind: "unsupported"; readonly detail: string };

const ENDINGS: Readonly<Record<string, Format>> = {
  txt: "text",
  text: "text",
  md: "markdown",
  markdown: "markdown",
  html: "html",
  htm: "html",
  xhtml: "html",
  pdf: "pdf",
  docx: "docx",
};

const SIGNATURES: readonly (readonly [string, RegExp])[] = [
  ["pdf", /^[\s\S]{0,1000}?%PDF-\d/],
  ["zip", /^PK(?:\x03\x04|\x05\x06|\x07\x08)/],
  ["png", /^\x89PNG/],
  ["jpeg", /^\xFF\xD8\xFF/],
  ["gif", /^GIF8[79]a/],
  ["old Word or Excel", /^\xD0\xCF\x11\xE0/],
  ["gzip", /^\x1F\x8B/],
  ["7z", /^7z\xBC\xAF/],
  ["rar", /^Rar!/],
  ["program", /^(?:\x7FELF|MZ[\s\S]{0,300}PE\0\0)/],
  ["rtf", /^\{\\rtf/],
  ["webp", /^RIFF[\s\S]{4}WEBP/],
  ["sqlite", /^SQLite format 3/],
];
const MARKUP =
  /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)[\s>]/i;

/** Content and ending must agree, except that plain text may hold a web page. */
export function sniff(name: string, bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.subarray(0, 2_048)).toString("latin1");
  const ending = /\.([a-z0-9]{1,9})$/i.exec(name)?.[1]?.toLowerCase() ?? "";
  const expected = ENDINGS[ending];
  const found = SIGNATURES.find(
    ([format, pattern]) => (format !== "pdf" || head.includes("%PDF-")) && pattern.test(head),
  )?.[0];
  if (expected === undefined && ending !== "") {
    return {
      kind: "unsupported",
      detail: found === undefined ? `.${ending}` : `.${ending}, looks like ${found}`,
    };
  }
  if (found === "pdf" && (expected === "pdf" || expected === undefined))
    return { kind: "format", format: "pdf", zip: false };
  if (found === "zip" && (expected === "docx" || expected === undefined))
    return { kind: "format", format: "docx", zip: true };
  // "%PDF-" within a text that merely speaks of it is not at its start.
  if (found !== undefined && !(found === "pdf" && !head.startsWith("%PDF-"))) {
    return { kind: "wrong ending", detail: `looks like ${found}` };
  }
  if (expected === "pdf" || expected === "docx") {
    return { kind: "wrong ending", detail: MARKUP.test(head) ? "looks like html" : `no ${expected}` };
  }
  if (expected === "html" || MARKUP.test(head.replace(/^\xEF\xBB\xBF/, "")))
    return { kind: "format", format: "html", zip: false };
  return { kind: "format", format: expected ?? "text", zip: false };
}
