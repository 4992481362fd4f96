// A person who talks to the program within this process: no HTTP, the same inbox, conversation, stores and queue.
import { randomUUID } from "node:crypto";
import type { Channel, OnMessage } from "../../src/channels/channel.ts";
import type { Chatter, Heard } from "./chatter.ts";

export interface LocalChannel extends Channel {
  chatter(name: string): Chatter;
}

/** A channel whose chats are the names of the people in them. */
export function createLocalChannel(isNews: (heard: Heard) => boolean, patience = 120_000): LocalChannel {
  const heardBy = new Map<string, Map<number, Heard>>();
  const watchers = new Map<string, () => void>();
  let onMessage: OnMessage | undefined;
  let sequence = 0;

  const of = (chat: string): Map<number, Heard> => {
    const known = heardBy.get(chat) ?? new Map<number, Heard>();
    heardBy.set(chat, known);
    return known;
  };

  return {
    name: "local",
    async start(handler) {
      onMessage = handler;
    },
    async send({ chat }, replies, taken) {
      for (const sent of replies) {
        const { text, kind, suggestions } = sent.reply;
        sequence++;
        of(chat).set(sequence, { sequence, text, kind, suggestions });
        await taken(sent, []);
      }
      watchers.get(chat)?.();
    },
    async stop() {
      onMessage = undefined;
    },
    chatter(name) {
      const acknowledged = new Set<string>();
      const heard = of(name);
      return {
        name,
        chat: name,
        acknowledged,
        heard,
        resends: () => 0,
        listen() {},
        stop() {},
        async say(text, { enough = (found: readonly Heard[]) => found.length > 0 } = {}) {
          const from = sequence;
          const messageId = randomUUID();
          await onMessage?.({
            address: { channel: "local", chat: name },
            messageId,
            sender: name,
            content: { kind: "text", text },
            locale: "zh-Hans",
            receivedAt: new Date().toISOString(),
          });
          acknowledged.add(messageId);
          const until = performance.now() + patience;
          for (;;) {
            const found = [...heard.values()].filter((one) => one.sequence > from && !isNews(one));
            if (enough(found)) return found;
            if (performance.now() > until) {
              throw new Error(
                `${name} said "${text}" and has only heard: ${found.map((one) => one.text).join("\n")}`,
              );
            }
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, 1_000);
              watchers.set(name, () => {
                clearTimeout(timer);
                resolve();
              });
            });
          }
        },
      };
    },
  };
}
