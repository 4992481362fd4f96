// What a member can do with themselves: link accounts by a one-time code, see what is held, have it deleted.
// The conversation calls it; staff and helpers bind their accounts by the same kind of code.
import type { Actor, Application } from "../domain/application.ts";
import { AppError } from "../domain/errors.ts";
import type { Expected } from "../domain/conversation.ts";
import type { Address, Locale } from "../domain/message.ts";
import type { CodePurpose } from "../stores/member-store.ts";
import type { Stores, StoreSet } from "../stores/stores.ts";
import { CODE_MINUTES } from "./codes.ts";
import { eraseMember } from "./erase.ts";

export interface MembershipDependencies {
  readonly stores: StoreSet;
  readonly write: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** What a case's programme and state are called. */
  readonly describe: (application: Application, locale: Locale) => { programme: string; state: string };
  /** Withdraws what is open of a member's cases, in the transaction that erases the member. */
  readonly endCases: (member: string) => Promise<(stores: Stores) => Promise<void>>;
  /** Ends a case because its consent was taken back, and deletes what was filled in. */
  readonly endForConsent: (
    application: Application,
    actor: Actor,
  ) => Promise<{ save(stores: Stores): Promise<void> }>;
  readonly newCode: () => string;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** The account a message came from. */
export interface Person {
  readonly address: Address;
  readonly sender: string;
  readonly member: string;
  readonly locale: Locale;
}

export interface Said {
  readonly text: string;
  readonly suggestions?: readonly string[];
  readonly save?: (stores: Stores) => Promise<void>;
  /** What a yes to it says. */
  readonly expects?: Expected;
  /** What is told in other chats. */
  readonly others?: readonly { readonly address: Address; readonly text: string }[];
}

export interface Membership {
  /** A code to type in the member's other account. */
  link(person: Person): Said;
  /** Leaves the member the other accounts share. */
  unlink(person: Person): Promise<Said>;
  /**
   * What a typed code does; it is taken in the transaction that answers, so that it works once. Accounts are linked only once
   * whoever typed it is `sure`: from then on each sees the other's cases, and the other accounts are told.
   */
  useCode(person: Person, code: string, sure: boolean): Promise<Said>;
  /** Takes the consent to one application back: the case ends and what was filled in is deleted. */
  withdrawConsent(person: Person, number: string | undefined): Promise<Said>;
  myData(person: Person): Promise<Said>;
  confirmErase(person: Person): Said;
  /** Deletes everything held of the member but the audit log's ids. Open cases are withdrawn. */
  erase(person: Person): Promise<Said>;
}

export function createMembership(dependencies: MembershipDependencies): Membership {
  const { stores, write, describe, newCode, newId, now } = dependencies;
  const at = (): string => now().toISOString();
  const within = (minutes: number): string => new Date(now().getTime() + minutes * 60_000).toISOString();

  return {
    link({ locale, member }) {
      const code = newCode();
      return {
        text: write(locale, "member.link", { code, minutes: CODE_MINUTES.link }),
        save: (inner) => inner.members.addCode(code, { kind: "link", member }, within(CODE_MINUTES.link)),
      };
    },

    async unlink({ address, sender, member, locale }) {
      const accounts = await stores.members.accounts(member);
      if (accounts.length < 2) return { text: write(locale, "member.not-linked") };
      return {
        text: write(locale, "member.unlinked"),
        save: async (inner) => {
          await inner.members.unlink(address.channel, sender);
          await audit(inner, member, "unlinked", `member:${member}`);
        },
      };
    },

    async useCode({ address, sender, member, locale }, code, sure) {
      const purpose = await stores.members.peekCode(code, at());
      if (purpose?.kind === "link" && purpose.member !== member && !sure) {
        return {
          text: write(locale, "member.link-sure", { channels: await channelsOf(purpose.member, locale) }),
          suggestions: [write(locale, "chat.sure-yes"), write(locale, "chat.sure-no")],
          expects: { what: "say", words: `${code} ${locale === "en" ? "confirm" : "确认"}` },
        };
      }
      const others = purpose?.kind === "link" ? await toldOfLink(purpose.member, address, locale) : [];
      const words = await wordsFor(purpose, member, locale);
      if (purpose === undefined || words.refused === true) return { text: words.text };
      return {
        text: words.text,
        ...(words.suggestions === undefined ? {} : { suggestions: words.suggestions }),
        others,
        save: async (inner) => {
          // Of two who type one code at once the second finds it used, when the message is handled anew.
          const taken = await inner.members.takeCode(code, at());
          if (taken === undefined) throw new AppError("conflict", { retryable: true });
          await bind(inner, taken, address, sender, member);
        },
      };
    },

    async withdrawConsent({ member, locale }, number) {
      const consents = await stores.members.consents(member);
      const inForce = new Set(
        consents.filter(({ withdrawnAt }) => withdrawnAt === undefined).map(({ application }) => application),
      );
      const own = (await stores.applications.ofMember(member)).filter(({ id }) => inForce.has(id));
      const meant = own.filter(
        (one) =>
          number === undefined ||
          one.number === number ||
          one.number?.endsWith(`-${number.padStart(6, "0")}`),
      );
      const [application] = meant;
      if (application === undefined) return { text: write(locale, "member.no-consent") };
      if (meant.length > 1) {
        return {
          text: write(locale, "member.which-consent"),
          suggestions: meant.map((one) => `/consent ${one.number ?? ""}`.trim()),
        };
      }
      const { programme } = describe(application, locale);
      const ending = await dependencies.endForConsent(application, { kind: "member", id: member });
      return {
        text: write(locale, "member.consent-withdrawn", { programme }),
        save: async (inner) => {
          await inner.members.withdrawConsent(member, application.id, at());
          await ending.save(inner);
          await audit(inner, member, "consent-withdrawn", `application:${application.id}`);
        },
      };
    },

    async myData({ member, locale }) {
      const [accounts, applications, consents] = await Promise.all([
        stores.members.accounts(member),
        stores.applications.ofMember(member),
        stores.members.consents(member),
      ]);
      const lines = applications.map((application) => {
        const { programme, state } = describe(application, locale);
        return write(locale, "member.data-case", { number: application.number ?? "—", programme, state });
      });
      const counts = {
        accounts: accounts.length,
        cases: applications.length,
        consents: consents.filter(({ withdrawnAt }) => withdrawnAt === undefined).length,
      };
      return {
        text: [write(locale, "member.data", counts), ...lines, write(locale, "member.data-more")].join("\n"),
        suggestions: [write(locale, "member.erase-ask")],
        save: (inner) => audit(inner, member, "read", `member:${member}`),
      };
    },

    confirmErase: ({ locale }) => ({
      text: write(locale, "member.erase-confirm"),
      suggestions: [write(locale, "member.erase-yes"), write(locale, "member.erase-no")],
    }),

    async erase({ member, locale }) {
      const endCases = await dependencies.endCases(member);
      return {
        text: write(locale, "member.erased"),
        save: async (inner) => {
          await endCases(inner);
          await eraseMember(inner, member, { kind: "member", id: member }, at());
        },
      };
    },
  };

  async function wordsFor(
    purpose: CodePurpose | undefined,
    member: string,
    locale: Locale,
  ): Promise<{ text: string; suggestions?: readonly string[]; refused?: boolean }> {
    switch (purpose?.kind) {
      case undefined:
        return { text: write(locale, "member.code-unknown") };
      case "link":
        if (purpose.member === member) return { text: write(locale, "member.link-here"), refused: true };
        return { text: write(locale, "member.linked"), suggestions: [write(locale, "member.status")] };
      case "staff":
        return { text: write(locale, "member.staff-bound"), suggestions: ["/queue", "/help"] };
      case "fill": {
        const application = await stores.applications.find(purpose.application);
        if (application === undefined || application.state !== "draft") {
          return { text: write(locale, "member.code-unknown"), refused: true };
        }
        if (application.filledBy === member) return { text: write(locale, "member.fill-own"), refused: true };
        const { programme } = describe(application, locale);
        return { text: write(locale, "member.fill-agreed", { programme }) };
      }
      default: {
        const impossible: never = purpose;
        return impossible;
      }
    }
  }

  async function bind(
    inner: Stores,
    purpose: CodePurpose,
    { channel }: Address,
    sender: string,
    member: string,
  ): Promise<void> {
    switch (purpose.kind) {
      case "link":
        await inner.members.link(channel, sender, purpose.member);
        return audit(inner, purpose.member, "linked", `member:${member}`);
      case "staff":
        await inner.members.bindStaff(purpose.staff, channel, sender);
        return audit(inner, member, "staff-bound", `staff:${purpose.staff}`);
      case "fill": {
        const application = await inner.applications.find(purpose.application);
        if (application === undefined) throw new AppError("conflict", { retryable: true });
        await inner.applications.setMember(application.id, member);
        const { programme, version, id, filledBy } = application;
        await inner.members.addConsent({ member, programme, version, application: id, givenAt: at() });
        const notice = newId();
        await inner.notices.add([
          {
            id: notice,
            to: { kind: "member", id: filledBy },
            key: "member.fill-consented",
            values: {},
            suggestions: [],
            application: id,
            at: at(),
          },
        ]);
        await inner.jobs.add([{ name: "notify", payload: { notice } }], at());
        return audit(inner, member, "consented", `application:${id}`);
      }
      default: {
        const impossible: never = purpose;
        return impossible;
      }
    }
  }

  /** What kinds of accounts the member has: "Telegram、网页". */
  async function channelsOf(member: string, locale: Locale): Promise<string> {
    const accounts = await stores.members.accounts(member);
    const names = new Set(accounts.map(({ channel }) => write(locale, "member.channel", { channel })));
    return Array.from(names).join(locale === "en" ? ", " : "、");
  }

  /** Whoever has the member's accounts learns at once that another came in. */
  async function toldOfLink(
    member: string,
    { channel }: Address,
    locale: Locale,
  ): Promise<{ address: Address; text: string }[]> {
    const text = write(locale, "member.linked-there", {
      channel: write(locale, "member.channel", { channel }),
    });
    const accounts = await stores.members.accounts(member);
    return accounts.flatMap(({ channel: there, chat }) =>
      chat === undefined ? [] : [{ address: { channel: there, chat }, text }],
    );
  }

  function audit(inner: Stores, member: string, action: string, subject: string): Promise<void> {
    return inner.audit.append({ actor: { kind: "member", id: member }, action, subject, at: at() });
  }
}
