import type { Address } from "../domain/message.ts";
import type { StoreSet } from "../stores/stores.ts";

/**
 * A person takes no messages in this chat any more. Notices among the replies that were refused are brought once more, to
 * another account of the person's; where there is none, staff are told.
 */
export async function noteBlocked(
  stores: StoreSet,
  { channel, chat }: Address,
  refused: readonly number[],
  at: string,
): Promise<void> {
  await stores.transaction(async (inner) => {
    await inner.members.setReachable(channel, chat, false);
    for (const notice of await inner.conversations.postedUnder({ channel, chat }, refused)) {
      if (await inner.notices.reopen(notice))
        await inner.jobs.add([{ name: "notify", payload: { notice } }], at);
    }
  });
}
