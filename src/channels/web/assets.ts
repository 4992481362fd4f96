import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";
const SCRIPTS = [
  "chat.js",
  "attach.js",
  "body.js",
  "connection.js",
  "outbox.js",
  "place.js",
  "question.js",
  "render.js",
  "report.js",
  "shelf.js",
  "status.js",
];

/** What is served, and the files it is put together from. */
const FILES: Readonly<Record<string, { readonly type: string; readonly parts: readonly string[] }>> = {
  ...Object.fromEntries(SCRIPTS.map((name) => [name, { type: SCRIPT, parts: [name] }])),
  "chat.css": { type: STYLE, parts: ["base.css", "chat.css"] },
  "look.css": { type: STYLE, parts: ["base.css", "page.css"] },
  "icon.svg": { type: "image/svg+xml", parts: ["icon.svg"] },
};

/**
 * Without indentation, blank lines and lines that are only a comment, which no browser needs. No text of ours runs over
 * several lines.
 */
const lean = (source: string): string =>
  source.replace(/^\s+/gm, "").replace(/^\/\/.*\n|^\/\*[^]*?\*\/\n/gm, "");

export interface Assets {
  /** Where the files stand, with a hash of all of them: what is under it never changes. */
  readonly path: string;
  readonly page: string;
  /** The response for "/assets/look.css" or "/assets/<hash>/look.css"; undefined when there is no such file. */
  respond(request: Request): Response | undefined;
}

export function loadAssets(): Assets {
  const read = (name: string): string =>
    lean(readFileSync(new URL(`assets/${name}`, import.meta.url), "utf8"));
  const files = new Map(
    Object.entries(FILES).map(([name, { type, parts }]) => {
      const bytes = new Uint8Array(Buffer.from(parts.map(read).join("")));
      return [name, { type, bytes, packed: new Uint8Array(gzipSync(bytes)) }];
    }),
  );
  const all = createHash("sha256");
  for (const [name, { bytes }] of files) all.update(name).update(bytes);
  const version = all.digest("hex").slice(0, 12);

  return {
    path: `/assets/${version}`,
    page: read("index.html"),
    respond(request) {
      const [, asked, name = ""] =
        /^\/assets\/(?:([0-9a-f]{12})\/)?([a-z.]+)$/.exec(new URL(request.url).pathname) ?? [];
      const file = files.get(name);
      if (file === undefined) return undefined;
      const packs = /\bgzip\b/.test(request.headers.get("accept-encoding") ?? "");
      const etag = `"${version}${packs ? "-gzip" : ""}"`;
      const headers = new Headers({
        "content-type": file.type,
        etag,
        vary: "accept-encoding",
        "cache-control": asked === version ? "public, max-age=31536000, immutable" : "no-cache",
        "x-content-type-options": "nosniff",
      });
      if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
      if (packs) headers.set("content-encoding", "gzip");
      return new Response(packs ? file.packed : file.bytes, { headers });
    },
  };
}
