import { createSignedLinks, type LinkSigning } from "../domain/signed-link.ts";
import type { AttachmentStore } from "../stores/attachment-store.ts";
import type { AuditStore } from "../stores/audit-store.ts";

const MINUTES = 30;
const SHOWN = /^(?:image\/(?:jpeg|png|gif|webp|bmp)|application\/pdf)$/;

export interface PaperRouteOptions extends LinkSigning {
  readonly attachments: Pick<AttachmentStore, "read">;
  readonly audit: Pick<AuditStore, "append">;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Papers {
  /** A path under which a member of staff can look at a paper for half an hour; whoever has it can. */
  link(attachment: string, staff: string): string;
  /** Answers such paths; anything else gets undefined, a wrong or old link 404. Every look is recorded. */
  route(request: Request): Promise<Response | undefined>;
}

/** Members' papers, shown to the officers of their case only. */
export function createPapers({ attachments, audit, sign, now, headers }: PaperRouteOptions): Papers {
  const links = createSignedLinks({ sign, now });
  const subjectOf = (attachment: string, staff: string): string => `${attachment} ${staff}`;

  return {
    link(attachment, staff) {
      const seal = links.seal(subjectOf(attachment, staff), MINUTES * 60);
      return `/papers/${attachment}?${new URLSearchParams({ staff, ...seal })}`;
    },

    async route(request) {
      const { pathname, searchParams } = new URL(request.url);
      const attachment = /^\/papers\/([\da-f-]{36})$/.exec(pathname)?.[1];
      if (attachment === undefined) return pathname.startsWith("/papers/") ? missing(headers) : undefined;
      const staff = searchParams.get("staff") ?? "";
      if (!links.opens(subjectOf(attachment, staff), searchParams)) return missing(headers);
      const found = await attachments.read(attachment);
      if (found === undefined) return missing(headers);
      await audit.append({
        actor: { kind: "staff", id: staff },
        action: "opened",
        subject: `attachment:${attachment}`,
        at: now().toISOString(),
      });
      const { type, name } = found.file;
      const shown = SHOWN.test(type) ? "inline" : "attachment";
      return new Response(found.bytes.slice(), {
        headers: {
          ...headers,
          "content-type": type,
          "content-disposition": `${shown}; filename*=UTF-8''${encodeURIComponent(name)}`,
          // The viewer of a PDF needs neither scripts nor this origin.
          "content-security-policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'",
          "cache-control": "private, no-store",
        },
      });
    },
  };
}

function missing(headers: Readonly<Record<string, string>>): Response {
  return new Response("Not found\n", { status: 404, headers: { ...headers, "content-type": "text/plain" } });
}
