import type { Locale, Reply } from "../../domain/message.ts";
import type { JobHandlers } from "../../queue/jobs.ts";
import type { Account } from "../../stores/member-store.ts";
import type { Notice } from "../../stores/notice-store.ts";
import type { Stores } from "../../stores/stores.ts";
import { type CaseDependencies, programmeOf } from "../case-dependencies.ts";
import { derivedId, responsible, staffNotices, tell, wordNotice } from "../cases/notices.ts";

const DEFAULT_LOCALE: Locale = "zh-Hans";

/**
 * Brings a notice to the private chat its reader used last, as a reply for whoever runs that channel to send; once, for
 * the notice's id is its key. Who cannot be reached is settled as that, and staff are told of a member.
 */
export function createNotify(deps: CaseDependencies): JobHandlers["notify"] {
  const { stores, now, newId } = deps;

  return ({ notice: id }) =>
    stores.transaction(async (inner) => {
      const notice = await inner.notices.find(id);
      if (notice === undefined || notice.result !== undefined) return;
      const at = now().toISOString();
      const { kind, id: reader } = notice.to;
      const accounts =
        kind === "member" ? await inner.members.accounts(reader) : await inner.members.staffAccounts(reader);
      const account = lastSeen(accounts);
      const reply = account && (await word(inner, notice, account.locale ?? DEFAULT_LOCALE));
      if (account?.chat === undefined || reply === undefined) {
        await inner.notices.settle(id, "unreachable", at);
        if (kind === "member") await tellStaff(inner, notice, at);
        return;
      }
      await inner.conversations.post({ channel: account.channel, chat: account.chat }, reply, id, at);
      await inner.notices.settle(id, "sent", at);
    });

  async function word(inner: Stores, notice: Notice, locale: Locale): Promise<Reply | undefined> {
    if (notice.application === undefined) return wordNotice(deps, notice, locale, undefined);
    const application = await inner.applications.find(notice.application);
    if (application === undefined) return undefined;
    return wordNotice(deps, notice, locale, {
      application,
      programme: programmeOf(deps.programmes, application),
    });
  }

  async function tellStaff(inner: Stores, notice: Notice, at: string): Promise<void> {
    const application =
      notice.application === undefined ? undefined : await inner.applications.find(notice.application);
    if (application?.number === undefined) return;
    const staff = responsible(await inner.members.staff(), await inner.members.units(), application);
    const told = staffNotices(newId, staff, "unreachable", {
      application,
      at,
      id: derivedId(notice.id, "unreachable"),
      suggestions: [`/case ${application.number}`],
    });
    await tell(inner, told, at);
  }
}

/** The reachable account with a chat that was seen last. */
function lastSeen(accounts: readonly Account[]): Account | undefined {
  return accounts
    .filter(({ reachable, chat }) => reachable && chat !== undefined)
    .reduce<Account | undefined>(
      (last, one) => (last === undefined || one.lastSeen > last.lastSeen ? one : last),
      undefined,
    );
}
