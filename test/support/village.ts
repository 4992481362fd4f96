// A chat platform in memory: people, groups, private chats, with everything a group needs of a channel. For tests of the
// conversation; what real platforms do to a channel is tested over their stand-ins.
import type { Channel, OnMessage } from "../../src/channels/channel.ts";
import { AppError } from "../../src/domain/errors.ts";
import { groupTalk, readGroupTalk } from "../../src/domain/group.ts";
import type { IncomingContent, Reply } from "../../src/domain/message.ts";

export interface Heard {
  /** The group, or the person whose private chat it is. */
  readonly chat: string;
  readonly reply: Reply;
  readonly id: string;
}

export interface Village extends Channel {
  /** Somebody addresses the bot in a group; resolves with the id of the message. */
  inGroup(group: string, who: string, content: string | IncomingContent, tapped?: string): Promise<string>;
  inPrivate(who: string, content: string | IncomingContent, tapped?: string): Promise<string>;
  /** News of the group itself. */
  happens(group: string, event: (IncomingContent & { kind: "event" })["event"]): Promise<void>;
  readonly heard: Heard[];
  /** Who administers which group: "group#person". */
  readonly administrators: Set<string>;
  readonly removed: string[];
  /** Who takes no messages. */
  readonly blocked: Set<string>;
  mayRemove: boolean;
}

export function createVillage(name = "village"): Village {
  let onMessage: OnMessage = async () => {};
  let ids = 0;
  const heard: Heard[] = [];
  const administrators = new Set<string>();
  const removed: string[] = [];
  const blocked = new Set<string>();
  const contentOf = (content: string | IncomingContent): IncomingContent =>
    typeof content === "string" ? { kind: "text", text: content } : content;

  async function say(
    chat: string,
    sender: string,
    content: string | IncomingContent,
    more: { group?: string; tapped?: string },
  ): Promise<string> {
    const messageId = `m${++ids}`;
    await onMessage({
      address: { channel: name, chat },
      messageId,
      sender,
      content: contentOf(content),
      receivedAt: new Date().toISOString(),
      ...more,
    });
    return messageId;
  }

  return {
    name,
    heard,
    administrators,
    removed,
    blocked,
    mayRemove: true,
    async start(handler) {
      onMessage = handler;
    },
    async stop() {},
    async send({ chat }, replies, taken) {
      for (const one of replies) {
        if (blocked.has(chat)) throw new AppError("channel.blocked");
        const id = `b${++ids}`;
        heard.push({ chat: readGroupTalk(chat)?.group ?? chat, reply: one.reply, id });
        await taken(one, [id]);
      }
    },
    administers: async (group, sender) => administrators.has(groupTalk(group, sender)),
    async removeMessage(_, messageId) {
      if (this.mayRemove) removed.push(messageId);
      return this.mayRemove;
    },
    inGroup: (group, who, content, tapped) =>
      say(groupTalk(group, who), who, content, { group, ...(tapped === undefined ? {} : { tapped }) }),
    inPrivate: (who, content, tapped) => say(who, who, content, tapped === undefined ? {} : { tapped }),
    async happens(group, event) {
      await say(group, "owner", { kind: "event", event }, { group });
    },
  };
}
