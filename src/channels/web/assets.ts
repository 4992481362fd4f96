import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

const TYPES = {
  "chat.js": "text/javascript; charset=utf-8",
  "render.js": "text/javascript; charset=utf-8",
  "outbox.js": "text/javascript; charset=utf-8",
  "question.js": "text/javascript; charset=utf-8",
  "connection.js": "text/javascript; charset=utf-8",
  "report.js": "text/javascript; charset=utf-8",
  "look.css": "text/css; charset=utf-8",
  "icon.svg": "image/svg+xml",
} as const;

export interface Assets {
  /** Where the files stand, with a hash of all of them: what is under it never changes. */
  readonly path: string;
  readonly page: string;
  /** The response for "/assets/look.css" or "/assets/<hash>/look.css"; undefined when there is no such file. */
  respond(request: Request): Response | undefined;
}

export function loadAssets(): Assets {
  const read = (name: string): Buffer => readFileSync(new URL(`assets/${name}`, import.meta.url));
  const files = new Map(
    Object.entries(TYPES).map(([name, type]) => [name, { type, bytes: new Uint8Array(read(name)) }]),
  );
  const all = createHash("sha256");
  for (const [name, { bytes }] of files) all.update(name).update(bytes);
  const version = all.digest("hex").slice(0, 12);

  return {
    path: `/assets/${version}`,
    page: read("index.html").toString("utf8"),
    respond(request) {
      const [, asked, name = ""] =
        /^\/assets\/(?:([0-9a-f]{12})\/)?([a-z.]+)$/.exec(new URL(request.url).pathname) ?? [];
      const file = files.get(name);
      if (file === undefined) return undefined;
      const headers = new Headers({
        "content-type": file.type,
        etag: `"${version}"`,
        "cache-control": asked === version ? "public, max-age=31536000, immutable" : "no-cache",
        "x-content-type-options": "nosniff",
      });
      if (request.headers.get("if-none-match") === `"${version}"`) {
        return new Response(null, { status: 304, headers });
      }
      return new Response(file.bytes, { headers });
    },
  };
}
