import type { Address, Locale } from "../../domain/message.ts";
import type { Working } from "../channel.ts";
import type { Api, Place } from "./api.ts";
import { type CardStyle, encodeDraft } from "./card.ts";
import { groupOf } from "./sending.ts";

export interface DraftOptions {
  readonly api: Pick<Api, "send" | "edit">;
  readonly style: (group: string | undefined) => CardStyle;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly newId: () => string;
  readonly onSent: (group: string, message: string) => void;
}

/** Milliseconds between changes of one draft: what a person can follow, and far within the limits. */
const PACE = 800;

/**
 * A message that grows with the text. The platform has no sign of typing, so nothing is shown before there are words.
 */
export function openDraft(options: DraftOptions, address: Address, to: string | undefined): Working {
  const { api, style, wait, newId, onSent } = options;
  const group = groupOf(address.chat);
  const chat = group ?? address.chat;
  const looks = style(group);
  const uuid = newId();
  let wanted: string | undefined;
  let shown: string | undefined;
  let message: string | undefined;
  let ended = false;
  let running: Promise<void> | undefined;

  const next = (): string | undefined => (ended || wanted === shown ? undefined : wanted);

  async function run(): Promise<void> {
    for (let text = next(); text !== undefined; text = next()) {
      const content = encodeDraft(text, localeOf(text), looks);
      if (message === undefined) {
        const place: Place =
          to?.startsWith("om_") === true ? { to } : group === undefined ? { openId: chat } : { group };
        message = await api.send({ place, chat, content, uuid });
        if (group !== undefined) onSent(group, message);
      } else await api.edit(message, chat, content);
      shown = text;
      await wait(PACE);
    }
  }

  return {
    show(text) {
      wanted = text;
      // A draft that cannot be shown is no loss: the answer itself is sent with all care.
      running ??= run()
        .catch(() => {
          ended = true;
        })
        .finally(() => {
          running = undefined;
        });
    },
    async end() {
      ended = true;
      await running;
      return message;
    },
  };
}

const localeOf = (text: string): Locale => (/\p{Script=Han}/u.test(text) ? "zh-Hans" : "en");
