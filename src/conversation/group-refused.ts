// In a quiet group answers go to private chats. When one takes no messages after all, its member is told where they asked.
import { groupTalk, readGroupTalk, topicStart } from "../domain/group.ts";
import { type Address, type Locale, type Reply } from "../domain/message.ts";
import { conversationState } from "../domain/conversation.ts";
import type { StoreSet } from "../stores/stores.ts";
import type { Write } from "./turns.ts";

/** The key under which a reply to something said in a group is posted in a private chat. Ids of chats hold no spaces. */
export const asideKey = ({ chat }: Address, messageId: string, index: number): string =>
  `${chat} ${messageId} ${index}`;

/** What a quiet group is told: that the answer is to be had in private, with a link that carries the topic. */
export function quietLine(write: Write, locale: Locale, group: string, messageId: string): Reply {
  return {
    kind: "notice",
    text: write(locale, "group.quiet"),
    citations: [],
    suggestions: [],
    locale,
    privately: {
      label: write(locale, "group.privately"),
      start: topicStart({ group, messageId }) ?? "",
    },
  };
}

/**
 * Replies that a private chat refused, by their sequences there: for each that was said in a group, a line is posted there,
 * once. Whoever runs the channel has still to look for it.
 */
export async function sayRefusedInGroups(
  stores: Pick<StoreSet, "transaction">,
  write: Write,
  { channel, chat }: Address,
  refused: readonly number[],
  at: string,
): Promise<void> {
  await stores.transaction(async ({ conversations, groups }) => {
    for (const key of await conversations.postedUnder({ channel, chat }, refused)) {
      const [talk = "", messageId] = key.split(" ");
      const said = readGroupTalk(talk);
      if (said === undefined || messageId === undefined) continue;
      const address = { channel, chat: groupTalk(said.group, said.sender) };
      const { language } = await groups.settings(channel, said.group);
      const state = conversationState((await conversations.standing(address)).state);
      const locale = language ?? state.spoken ?? state.locale ?? "zh-Hans";
      const line = { ...quietLine(write, locale, said.group, messageId), to: messageId };
      await conversations.post(address, line, `refused ${messageId}`, at);
    }
  });
}
