// What the talk asks of the channels, by the name in an address. What a channel cannot do is left undone.
import type { Channel } from "../channels/channel.ts";
import type { StoreSet } from "../stores/stores.ts";
import type { GroupPlatform } from "./group.ts";
import type { InboxOptions } from "./inbox.ts";

export type Channels = ReadonlyMap<string, Channel>;

export function inboxOver(channels: Channels): Pick<InboxOptions, "deliver" | "fetchFiles" | "working"> {
  return {
    async deliver(address, replies, taken) {
      await channels.get(address.channel)?.send(address, replies, taken);
    },
    async fetchFiles(incoming) {
      const { content, address } = incoming;
      const channel = channels.get(address.channel);
      if (content.kind !== "remote-files" || channel?.fetchFiles === undefined) return incoming;
      const { files, refused } = await channel.fetchFiles(address, content.files);
      return { ...incoming, content: { kind: "files", files, refused, text: content.text } };
    },
    working: (address, to) => channels.get(address.channel)?.working?.(address, to),
  };
}

export function groupsOver(channels: Channels, members: StoreSet["members"]): GroupPlatform {
  return {
    administers: async (channel, group, sender) =>
      (await channels.get(channel)?.administers?.(group, sender)) ?? false,
    removeMessage: async (channel, group, messageId) =>
      (await channels.get(channel)?.removeMessage?.(group, messageId)) ?? false,
    async privateChat(channel, sender) {
      const account = await members.account(channel, sender);
      if (account?.chat !== undefined) {
        return account.reachable ? { channel, chat: account.chat } : undefined;
      }
      return channels.get(channel)?.writesFirst === true ? { channel, chat: sender } : undefined;
    },
  };
}
