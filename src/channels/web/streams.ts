// Server-sent events: every open page of a chat gets the entries after the last one it has. The history is the only
// truth; a notice merely says that it is worth looking, and a look with every beat covers a notice that was missed.
import type { Address } from "../../domain/message.ts";
import type { Talk } from "../../domain/talk.ts";
import { encode, encodeEvent } from "./events.ts";

export interface Streams {
  /** The body of a response that never ends by itself; undefined when too many pages are open. */
  open(address: Address, after: number): ReadableStream<Uint8Array> | undefined;
  /** There may be something new in this chat. */
  notify(address: Address): void;
  /** Sends an event without an id to the chat's open pages. */
  tell(address: Address, event: string, data: object): void;
  /** Ends the chat's streams, or all; their pages come back by themselves. */
  close(address?: Address): void;
}

interface Page {
  notice(): void;
  write(text: string): void;
  beat(): void;
  end(): void;
}

const PAGES_PER_CHAT = 8;
const PAGES = 5_000;
/** A page that took nothing for so many beats is gone. */
const SILENT_BEATS = 4;

export function createStreams(
  history: (address: Address, afterSequence: number) => Promise<Talk>,
  beatMs: number,
): Streams {
  const chats = new Map<string, Set<Page>>();
  let open = 0;
  let timer: NodeJS.Timeout | undefined;

  const pagesOf = (address: Address): readonly Page[] => [...(chats.get(address.chat) ?? [])];
  const every = (): readonly Page[] => [...chats.values()].flatMap((pages) => [...pages]);

  function add(chat: string, page: Page): void {
    const pages = chats.get(chat) ?? new Set();
    chats.set(chat, pages.add(page));
    open++;
    const [oldest] = pages;
    if (pages.size > PAGES_PER_CHAT) oldest?.end();
    timer ??= setInterval(() => {
      for (const one of every()) one.beat();
    }, beatMs).unref();
  }

  function remove(chat: string, page: Page): void {
    const pages = chats.get(chat);
    if (pages?.delete(page) !== true) return;
    open--;
    if (pages.size === 0) chats.delete(chat);
    if (open > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  return {
    open(address, after) {
      if (open >= PAGES) return undefined;
      const encoder = new TextEncoder();
      let last = after;
      let waiting: number | undefined;
      let fresh = true;
      let pumping = false;
      let silent = 0;
      let page: Page;
      let pump: () => Promise<void>;

      return new ReadableStream<Uint8Array>({
        start(controller) {
          const end = (): void => {
            if (!chats.get(address.chat)?.has(page)) return;
            remove(address.chat, page);
            controller.close();
          };
          const write = (text: string): void => controller.enqueue(encoder.encode(text));
          pump = async () => {
            if (pumping) return;
            pumping = true;
            try {
              while (fresh && (controller.desiredSize ?? 0) > 0) {
                fresh = false;
                const talk = await history(address, last);
                if (!chats.get(address.chat)?.has(page)) return;
                let text = talk.waiting === waiting ? "" : encodeEvent("waiting", { count: talk.waiting });
                text += talk.entries.map(encode).join("");
                last = talk.entries.at(-1)?.sequence ?? last;
                if (waiting === undefined) text += encodeEvent("ready", {});
                waiting = talk.waiting;
                if (text !== "") write(text);
              }
            } catch {
              // The store is gone or going; the page comes back and asks again.
              end();
            } finally {
              pumping = false;
            }
          };
          page = {
            notice() {
              fresh = true;
              void pump();
            },
            write,
            beat() {
              silent = (controller.desiredSize ?? 0) > 0 ? 0 : silent + 1;
              if (silent >= SILENT_BEATS) end();
              else if (silent === 0) {
                write(": beat\n\n");
                fresh = true;
                void pump();
              }
            },
            end,
          };
          add(address.chat, page);
          // Which chat this is, and whether the page has to begin afresh.
          write(`retry: 2000\n\n${encodeEvent("hello", { chat: address.chat, after })}`);
        },
        pull: () => void pump(),
        cancel: () => remove(address.chat, page),
      });
    },
    notify(address) {
      for (const page of pagesOf(address)) page.notice();
    },
    tell(address, event, data) {
      for (const page of pagesOf(address)) page.write(encodeEvent(event, data));
    },
    close(address) {
      for (const page of address === undefined ? every() : pagesOf(address)) page.end();
    },
  };
}
