import type { Application, HistoryEntry } from "../domain/application.ts";
import type { StoredForm } from "../stores/application-store.ts";
import type { Account, Consent } from "../stores/member-store.ts";
import type { TalkEntry } from "../domain/talk.ts";
import type { Notice } from "../stores/notice-store.ts";
import type { Stores } from "../stores/stores.ts";

/** Everything held of one member, in clear, as the member may ask for it. Papers are named; their bytes are apart. */
export interface MemberExport {
  readonly member: string;
  readonly accounts: readonly Account[];
  readonly consents: readonly Consent[];
  readonly applications: readonly {
    readonly application: Application;
    readonly answers: StoredForm["answers"];
    readonly files: StoredForm["files"];
    readonly history: readonly HistoryEntry[];
    readonly notices: readonly Notice[];
  }[];
  readonly talks: readonly { readonly channel: string; readonly entries: readonly TalkEntry[] }[];
}

const MOST_ENTRIES = 100_000;

/** Reads it all; undefined when nobody of this id is known. The caller records that it was read. */
export async function exportMember(stores: Stores, member: string): Promise<MemberExport | undefined> {
  const [accounts, consents, cases] = await Promise.all([
    stores.members.accounts(member),
    stores.members.consents(member),
    stores.applications.ofMember(member),
  ]);
  if (accounts.length === 0 && cases.length === 0) return undefined;
  const applications = [];
  for (const application of cases) {
    const { id } = application;
    const form = await stores.applications.form(id);
    applications.push({
      application,
      answers: form?.answers ?? {},
      files: form?.files ?? {},
      history: await stores.applications.history(id),
      notices: await stores.notices.about(id),
    });
  }
  const talks = [];
  for (const { channel, chat, sender } of accounts) {
    const inGroups = await stores.conversations.groupTalks(channel, sender);
    for (const talk of chat === undefined ? inGroups : [chat, ...inGroups]) {
      const { entries } = await stores.conversations.history({ channel, chat: talk }, 0, MOST_ENTRIES);
      talks.push({ channel, entries });
    }
  }
  return { member, accounts, consents, applications, talks };
}
