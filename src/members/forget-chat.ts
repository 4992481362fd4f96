import type { Address } from "../domain/message.ts";
import type { StoreSet } from "../stores/stores.ts";

/**
 * Deletes a private talk that nobody can open again, all or nothing. News of the member's go to another account from then
 * on; where there is none, staff hear that the member cannot be reached.
 */
export async function forgetChat(stores: Pick<StoreSet, "transaction">, address: Address): Promise<void> {
  await stores.transaction(async (inner) => {
    await inner.conversations.forget(address);
    await inner.members.setReachable(address.channel, address.chat, false);
  });
}
