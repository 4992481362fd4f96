import { AppError } from "../../domain/errors.ts";
import type { Address, FileReference, RefusedFile, RemoteFile } from "../../domain/message.ts";
import type { KeepFile } from "../channel.ts";
import type { Api } from "./api.ts";
import { resourceOf } from "./content.ts";
import { appErrorOf, meaningOf } from "./failures.ts";
import { PlatformFailure } from "./http.ts";

/** Codes for a file that is larger than the platform hands out (im/v1/message-resource/get). */
const TOO_LARGE = new Set([234037, 234038]);

/** One after another, so that a dozen large files of one member are not in memory together. */
export async function fetchFiles(
  api: Pick<Api, "file">,
  keepFile: KeepFile,
  from: Address,
  remote: readonly RemoteFile[],
): Promise<{ files: FileReference[]; refused: RefusedFile[] }> {
  const files: FileReference[] = [];
  const refused: RefusedFile[] = [];
  for (const { id, name } of remote) {
    const bytes = await bring(api, id);
    if (typeof bytes === "string") {
      refused.push({ name, why: bytes });
      continue;
    }
    const kept = await keepFile(from, name, bytes);
    if (typeof kept === "string") refused.push({ name, why: kept });
    else files.push(kept);
  }
  return { files, refused };
}

async function bring(api: Pick<Api, "file">, id: string): Promise<Uint8Array | "too-large" | "gone"> {
  const resource = resourceOf(id);
  if (resource === undefined) return "gone";
  try {
    return await api.file(resource.messageId, resource.key, resource.kind);
  } catch (cause) {
    if (cause instanceof AppError || !(cause instanceof PlatformFailure)) throw cause;
    if (cause.kind === "too-large" || TOO_LARGE.has(cause.platformCode)) return "too-large";
    const meaning = meaningOf(cause);
    if (meaning === "refused" || meaning === "blocked") return "gone";
    if (meaning === "chat-limit" || meaning === "app-limit")
      throw new AppError("channel.unreachable", { retryable: true });
    throw appErrorOf(cause);
  }
}
