import { LARGEST_FILE } from "../../domain/media-type.ts";
import type { Address, FileReference, FileRefusal } from "../../domain/message.ts";
import type { KeepFile } from "../channel.ts";
import { nameOf, readBytes } from "./requests.ts";

export type TakenFile =
  | { readonly kind: "kept"; readonly file: FileReference }
  | {
      readonly kind: "refused";
      readonly why: Exclude<FileRefusal, "gone">;
      readonly status: 413 | 415;
      readonly name: string;
    }
  /** The store failed; whoever failed has logged it. */
  | { readonly kind: "failed" };

/**
 * Keeps a file that the page put up. It goes up before the message that names it; one that no message ever names is
 * purged. Never reads more than is allowed, whatever length was declared.
 */
export async function takeFile(request: Request, from: Address, keepFile: KeepFile): Promise<TakenFile> {
  const name = nameOf(request);
  const declared = Number(request.headers.get("content-length") ?? 0);
  const bytes = declared > LARGEST_FILE ? undefined : await readBytes(request, LARGEST_FILE);
  if (bytes === undefined) return { kind: "refused", why: "too-large", status: 413, name };
  try {
    const kept = await keepFile(from, name, bytes);
    if (typeof kept !== "string") return { kind: "kept", file: kept };
    return { kind: "refused", why: kept, status: kept === "too-large" ? 413 : 415, name };
  } catch {
    return { kind: "failed" };
  }
}
