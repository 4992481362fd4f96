// Files that members sent, brought from Telegram when their message is handled. Their sizes are never taken at their word.
import { readAtMost } from "../body.ts";
import { z } from "zod";
import { LARGEST_FILE } from "../../domain/media-type.ts";
import type { Address, FileReference, FileRefusal, RemoteFile } from "../../domain/message.ts";
import { AppError } from "../../domain/errors.ts";
import type { KeepFile } from "../channel.ts";
import { createFileFetching } from "../remote-files.ts";
import type { Api } from "./api.ts";
import { errorOf } from "./failure.ts";
import type { TelegramSettings } from "./settings.ts";

export interface FilesOptions extends Pick<TelegramSettings, "token" | "apiRoot"> {
  readonly api: Api;
  readonly keepFile: KeepFile;
  readonly fetch: typeof fetch;
  /** Milliseconds that only grow. */
  readonly clock: () => number;
}

/** Milliseconds for one file. */
const WITHIN = 120_000;
const Place = z.object({ file_path: z.string().exactOptional(), file_size: z.number().exactOptional() });

/** As Channel.fetchFiles promises. */
export function createFiles({ api, keepFile, fetch, token, apiRoot, clock }: FilesOptions) {
  async function bring(from: Address, file: RemoteFile): Promise<FileReference | FileRefusal> {
    if ((file.size ?? 0) > LARGEST_FILE) return "too-large";
    const place = await api.call("getFile", { file_id: file.id }, { result: Place });
    if (!place.ok) {
      if (place.kind === "too-large") return "too-large";
      if (place.kind === "refused") return "gone";
      throw errorOf(place);
    }
    const { file_path: path, file_size: size } = place.result;
    if ((size ?? 0) > LARGEST_FILE) return "too-large";
    if (path === undefined) return "gone";
    const bytes = await download(path);
    return bytes instanceof Uint8Array ? keepFile(from, file.name, bytes) : bytes;
  }

  /** No more of it is read than is taken. */
  async function download(path: string): Promise<Uint8Array | FileRefusal> {
    try {
      const url = `${apiRoot}/file/bot${token}/${path.split("/").map(encodeURIComponent).join("/")}`;
      const response = await fetch(url, { signal: AbortSignal.timeout(WITHIN), redirect: "error" });
      if (!response.ok) {
        await response.body?.cancel();
        if (response.status === 404 || response.status === 410) return "gone";
        throw new Error(`status ${response.status}`);
      }
      return (await readAtMost(response, LARGEST_FILE)) ?? "too-large";
    } catch {
      // What failed is not passed on: it can hold the address, and with it the token.
      throw new AppError("channel.unreachable", { retryable: true });
    }
  }

  return createFileFetching(bring, clock);
}
