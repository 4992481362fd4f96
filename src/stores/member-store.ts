import type { Locale } from "../domain/message.ts";
import type { Staff, Unit } from "../domain/application.ts";

/** One way to reach a person: an account of a channel and the private chat with it. */
export interface Account {
  readonly channel: string;
  /** The channel's id of the person. */
  readonly sender: string;
  /** Where private messages go; undefined while the person was only seen in groups. */
  readonly chat?: string;
  readonly member: string;
  readonly locale?: Locale;
  /** False after the platform said that the person blocked the bot. */
  readonly reachable: boolean;
  readonly lastSeen: string;
}

export type CodePurpose =
  | { readonly kind: "link"; readonly member: string }
  | { readonly kind: "staff"; readonly staff: string }
  /** A member agrees that `filler` fills in an application for them. */
  | { readonly kind: "fill"; readonly application: string };

export interface Consent {
  readonly member: string;
  /** A programme's id. */
  readonly programme: string;
  readonly version: number;
  readonly application: string;
  /** ISO instants. */
  readonly givenAt: string;
  readonly withdrawnAt?: string;
}

/** People: members with their linked accounts, staff with theirs, units, one-time codes, consents. */
export interface MemberStore {
  /** The member behind an account, made when the account is new; remembers chat, locale and time. */
  arrive(account: Omit<Account, "member" | "reachable">): Promise<string>;
  accounts(member: string): Promise<Account[]>;
  account(channel: string, sender: string): Promise<Account | undefined>;
  /** Moves the account, and all cases and consents of the member it leaves when that has no other account, to `member`. */
  link(channel: string, sender: string, member: string): Promise<void>;
  /**
   * Gives the account a member of its own again. The cases and consents that came with it go with it, unless another account
   * that shared them then stays; those begun since stay with the member it leaves.
   */
  unlink(channel: string, sender: string): Promise<void>;
  setReachable(channel: string, sender: string, reachable: boolean): Promise<void>;

  /** Keeps a hash of the code. */
  addCode(code: string, purpose: CodePurpose, expiresAt: string): Promise<void>;
  /** What the code is for, left as it is; undefined when it is unknown, used or too old. */
  peekCode(code: string, at: string): Promise<CodePurpose | undefined>;
  /** The same, and uses it up: of two callers one gets it. */
  takeCode(code: string, at: string): Promise<CodePurpose | undefined>;
  /** No code given for this purpose works any more. */
  voidCodes(purpose: CodePurpose): Promise<void>;

  addConsent(consent: Consent): Promise<void>;
  consents(member: string): Promise<Consent[]>;
  withdrawConsent(member: string, application: string, at: string): Promise<void>;

  addUnit(unit: Unit): Promise<void>;
  units(): Promise<Unit[]>;
  addStaff(staff: Staff): Promise<void>;
  saveStaff(staff: Staff): Promise<void>;
  staff(): Promise<Staff[]>;
  /** The active member of staff bound to an account. */
  staffOf(channel: string, sender: string): Promise<Staff | undefined>;
  bindStaff(staff: string, channel: string, sender: string): Promise<void>;
  /** Where a member of staff can be written to. */
  staffAccounts(staff: string): Promise<Account[]>;

  /** Deletes the member, accounts, consents; the audit log keeps ids only. */
  erase(member: string): Promise<void>;
}
