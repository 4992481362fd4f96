// What a tap is answered at once: a word in passing, and for a form or a case the same message with the choice marked and
// the buttons gone. What cannot be looked up quickly is changed afterwards.
import type { Locale } from "../../domain/message.ts";
import type { PlatformOptions } from "../platform.ts";
import type { Api } from "./api.ts";
import { type CardStyle, encode } from "./card.ts";
import type { Decoded } from "./event.ts";

export interface TapsOptions {
  readonly api: Pick<Api, "edit">;
  readonly sentAs: PlatformOptions["sentAs"];
  readonly style: (group: string | undefined) => CardStyle;
  readonly text: PlatformOptions["text"];
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Whether a reply stands in the message's place by now. */
  readonly isReplaced: (message: string) => boolean;
}

type Tap = Extract<Decoded, { kind: "tap" }>;

interface Marked {
  readonly content: string;
  readonly kind: "form" | "case";
}

/** Milliseconds; the platform waits three seconds for an answer, a person not that long. */
const PATIENCE = 150;
/** Milliseconds after the answer: a change that overtakes it is undone by it. */
const AFTERWARDS = 500;

export function createTaps({ api, sentAs, style, text, wait, isReplaced }: TapsOptions) {
  const toast = (key: string): object => {
    const said = (locale: Locale): string => text(locale, key);
    const i18n = {
      zh_cn: said("zh-Hans"),
      zh_hk: said("zh-Hant"),
      zh_tw: said("zh-Hant"),
      en_us: said("en"),
    };
    return { toast: { type: "info", content: i18n.zh_cn, i18n } };
  };

  /** The card with the choice marked; undefined when it keeps its buttons, or is not known. */
  async function markedCard({ incoming, message }: Tap): Promise<Marked | undefined> {
    const { address, content: said } = incoming;
    const chosen = said.kind === "text" ? said.text : undefined;
    if (incoming.group !== undefined || chosen === undefined) return undefined;
    const sent = await sentAs(address, message);
    if (sent === undefined || (sent.reply.kind !== "form" && sent.reply.kind !== "case")) return undefined;
    // A long one is several messages; only one that is a message of its own can be written anew.
    const contents = encode(sent.reply, { ...style(undefined), chosen });
    const [content] = contents;
    return contents.length === 1 && content !== undefined ? { content, kind: sent.reply.kind } : undefined;
  }

  async function changeLater(tap: Tap, marked: Promise<Marked | undefined>): Promise<void> {
    const content = (await marked)?.content;
    if (content === undefined) return;
    await wait(AFTERWARDS);
    if (isReplaced(tap.message)) return;
    await api.edit(tap.message, tap.incoming.address.chat, content);
  }

  return {
    /** Never rejects, and never waits longer than a moment. */
    async answer(tap: Tap): Promise<object> {
      if (tap.said === "privately") return toast("feishu.look-privately");
      if (tap.said === "rating") return toast("feishu.rated");
      const marked = markedCard(tap).catch(() => undefined);
      const quick = await Promise.race([marked, wait(PATIENCE).then(() => "late" as const)]);
      if (quick === undefined) return {};
      // What becomes of a case may stand in its card before this answer is shown, and must not be undone by it.
      if (quick !== "late" && quick.kind === "form")
        return { card: { type: "raw", data: JSON.parse(quick.content) as unknown } };
      void changeLater(tap, marked).catch(() => {});
      return {};
    },
  };
}
