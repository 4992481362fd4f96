import type { Address, Locale } from "../domain/message.ts";
import type { SentReply } from "../domain/talk.ts";
import type { KeepFile } from "./channel.ts";
import type { Pacer } from "./pacing.ts";

/** What a channel of a chat platform is given beside its own settings. */
export interface PlatformOptions {
  readonly text: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly keepFile: KeepFile;
  /** The reply that a message of ours showed, by the platform's id of it. */
  readonly sentAs: (address: Address, message: string) => Promise<SentReply | undefined>;
  /** Where members reach this program's pages, without a slash at the end; left out, messages hold no links to them. */
  readonly publicUrl?: string;
  readonly now: () => Date;
  /** Ids, codes and durations only. */
  readonly log: { info(fields: object, message: string): void; error(fields: object, message: string): void };
  /** Left out, the platform's limits are kept. */
  readonly pacer?: Pacer;
}

/** One thing that was checked of a channel's configuration, said in the catalogue's words under `key`. */
export interface Finding {
  readonly level: "good" | "warning" | "wrong";
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
}
