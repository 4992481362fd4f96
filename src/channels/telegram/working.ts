// Shows that an answer is on its way: "typing" while it is worked on, and in a private chat the answer as it grows. A group
// has 20 messages a minute for everybody, so there only "typing" is shown.
import { readGroupTalk } from "../../domain/group.ts";
import type { Address } from "../../domain/message.ts";
import type { Working } from "../channel.ts";
import { splitText } from "../split.ts";
import { Done } from "./api.ts";
import { htmlOf, visible } from "./html.ts";
import type { Payload, Posting } from "./posting.ts";
import { chatOf, SHOWN } from "./sending.ts";
import { nameOfMessage, readNameOfMessage, SentMessage } from "./update.ts";

/** Milliseconds; Telegram shows "typing" for five seconds. */
const TYPING = 4_000;
/** How often it is said again at most: no answer takes longer. */
const MOST_TYPING = 75;
/** Milliseconds between edits; more than the limit asks, so that the answer itself need not wait for its turn. */
const BETWEEN = 1_500;
const MOST_DRAFT = 4_000;
/** Milliseconds for one call: a sign that comes late is none. */
const WITHIN = 5_000;

export function createWorking(
  posting: Posting,
  wait: (milliseconds: number, signal: AbortSignal) => Promise<void>,
): (address: Address, to?: string) => Working {
  return (address, to) => {
    const ended = new AbortController();
    const chat = chatOf(address);
    const inGroup = readGroupTalk(address.chat) !== undefined;
    const thread = to === undefined ? undefined : readNameOfMessage(to)?.thread;
    let wanted = "";
    let shown = "";
    let draft: string | undefined;
    let writing: Promise<void> | undefined;

    async function type(): Promise<void> {
      for (let count = 0; count < MOST_TYPING && !ended.signal.aborted; count++) {
        // What is typed into a message of ours already is sign enough.
        if (draft === undefined) {
          const topic = thread === undefined || posting.hasMoved(chat) ? {} : { message_thread_id: thread };
          const payload = { chat_id: posting.now(chat), action: "typing", ...topic };
          await posting.beside("sendChatAction", payload, {
            result: Done,
            within: WITHIN,
            signal: ended.signal,
          });
        }
        await wait(TYPING, ended.signal);
      }
    }

    async function write(): Promise<void> {
      while (wanted !== shown && !ended.signal.aborted) {
        const next = wanted;
        if (!(await put(next))) return;
        shown = next;
        await wait(BETWEEN, ended.signal);
      }
    }

    async function put(text: string): Promise<boolean> {
      const html = `${htmlOf(splitText(visible(text), MOST_DRAFT)[0] ?? "", {})} …`;
      const payload: Payload = { chat_id: chat, text: html, ...SHOWN };
      if (draft === undefined) {
        const answer = await posting.post(
          "sendMessage",
          payload,
          { result: SentMessage, within: WITHIN },
          false,
        );
        if (answer.ok) draft = nameOfMessage(answer.result);
        return answer.ok;
      }
      const id = readNameOfMessage(draft)?.id;
      const edit = { ...payload, ...(id === undefined ? {} : { message_id: id }) };
      const answer = await posting.post(
        "editMessageText",
        edit,
        { result: SentMessage.or(Done), within: WITHIN },
        false,
      );
      return answer.ok || answer.kind === "unchanged";
    }

    void type();
    return {
      show(text) {
        wanted = text;
        if (inGroup || text.trim() === "" || ended.signal.aborted) return;
        writing ??= write().finally(() => {
          writing = undefined;
        });
      },
      async end() {
        ended.abort();
        await writing;
        return draft;
      },
    };
  };
}
