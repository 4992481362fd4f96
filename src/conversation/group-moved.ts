import { groupTalk, readGroupTalk } from "../domain/group.ts";
import type { Stores } from "../stores/stores.ts";

/**
 * The group goes on under another id: its settings, and what each member's talk remembers. What was said stays where it was
 * said, for links that lead back to it. Doing so again changes nothing, and a talk that has begun under the new id is kept.
 */
export async function moveGroup(
  { groups, conversations }: Pick<Stores, "groups" | "conversations">,
  { channel, from, to, at }: { channel: string; from: string; to: string; at: string },
): Promise<void> {
  await groups.migrate(channel, from, to);
  for (const chat of await groups.talks(channel, from)) {
    const sender = readGroupTalk(chat)?.sender;
    const { state } = await conversations.standing({ channel, chat });
    if (sender === undefined || state === undefined) continue;
    // News in the member's own talk: so it is found, exported and erased with the rest of it.
    await conversations.receiveAnswered({
      incoming: {
        address: { channel, chat: groupTalk(to, sender) },
        messageId: `moved ${from}`,
        group: to,
        sender,
        content: { kind: "event", event: { kind: "migrated", to } },
        receivedAt: at,
      },
      state,
      replies: [],
      at,
      after: 0,
    });
  }
}
