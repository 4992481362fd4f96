import type { Actor } from "../domain/application.ts";
import type { Stores } from "../stores/stores.ts";

/**
 * Deletes everything held of a member: talks, answers, papers, consents and accounts. The cases' outline (number, states,
 * times) and the audit log stay, with ids only, and so does news on its way to staff that a case was withdrawn. Runs in the
 * caller's transaction, after open cases were ended.
 */
export async function eraseMember(inner: Stores, member: string, actor: Actor, at: string): Promise<void> {
  for (const { id } of await inner.applications.ofMember(member)) await inner.applications.purge(id, at);
  for (const { channel, chat, sender } of await inner.members.accounts(member)) {
    for (const talk of await inner.conversations.groupTalks(channel, sender)) {
      await inner.conversations.forget({ channel, chat: talk });
    }
    if (chat === undefined) continue;
    await inner.attachments.forget({ channel, chat });
    await inner.conversations.forget({ channel, chat }, "still to send");
  }
  await inner.members.erase(member);
  await inner.audit.append({ actor, action: "erased", subject: `member:${member}`, at });
}
