import type { Locale } from "../domain/message.ts";
import type { Programme } from "../domain/programme.ts";
import { AppError } from "../domain/errors.ts";
import type { StoreSet } from "../stores/stores.ts";
import type { Programmes } from "./programmes.ts";

/** A text of the message catalogue. */
export type Write = (
  locale: Locale,
  key: string,
  values?: Readonly<Record<string, string | number>>,
) => string;

/** What carrying cases needs; the same for the talk of members, of staff, and for jobs. */
export interface CaseDependencies {
  readonly stores: StoreSet;
  readonly programmes: Pick<Programmes, "current" | "known" | "version">;
  readonly write: Write;
  readonly now: () => Date;
  /** A new UUID. */
  readonly newId: () => string;
  readonly hotline: string;
}

/** The programme an application was made under. Throws AppError internal when its file is gone. */
export function programmeOf(
  programmes: CaseDependencies["programmes"],
  { programme: id, version }: { readonly programme: string; readonly version: number },
): Programme {
  const found = programmes.version(id, version);
  if (found === undefined) throw new AppError("internal", { detail: { programme: `${id} ${version}` } });
  return found;
}
