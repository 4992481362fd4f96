import { AppError } from "../../domain/errors.ts";
import type { KeepFile } from "../channel.ts";
import { createFileFetching } from "../remote-files.ts";
import type { Api } from "./api.ts";
import { resourceOf } from "./content.ts";
import { appErrorOf, meaningOf } from "./failures.ts";
import { PlatformFailure } from "./http.ts";

/** Codes for a file that is larger than the platform hands out (im/v1/message-resource/get). */
const TOO_LARGE = new Set([234037, 234038]);

export interface FilesOptions {
  readonly api: Pick<Api, "file">;
  readonly keepFile: KeepFile;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

/** As Channel.fetchFiles promises. */
export function createFiles({ api, keepFile, clock }: FilesOptions) {
  return createFileFetching(async (from, { id, name }) => {
    const bytes = await download(api, id);
    return typeof bytes === "string" ? bytes : keepFile(from, name, bytes);
  }, clock);
}

async function download(api: Pick<Api, "file">, id: string): Promise<Uint8Array | "too-large" | "gone"> {
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
