// People in PostgreSQL, embedded or server: members with their accounts, consents, one-time codes.
// postgres-staff.ts keeps units and staff. What a member tells is not here but with their cases and talks.
import { randomUUID } from "node:crypto";
import { AppError } from "../domain/errors.ts";
import { ACCOUNT, accountOf, type AccountRow } from "./account-rows.ts";
import type { Cipher } from "./cipher.ts";
import type { Statements } from "./database.ts";
import type { CodePurpose, MemberStore } from "./member-store.ts";
import { createStaffRows } from "./postgres-staff.ts";
import { present } from "./rows.ts";
import { alone, type Gather } from "./together.ts";

interface ConsentRow {
  member: string;
  programme: string;
  version: number;
  application: string;
  given_at: string;
  withdrawn_at: string | null;
}

export function createPostgresMembers(
  statements: Statements,
  cipher: Cipher,
  newId: () => string = randomUUID,
  gather: Gather = alone,
): MemberStore {
  return {
    ...createStaffRows(statements, cipher, gather),

    async arrive({ channel, sender, chat, locale, lastSeen }) {
      const [row] = await statements.query<{ member: string }>(
        `with arrived as (
           insert into accounts as known (${ACCOUNT}) values ($1, $2, $3::text, $4, $5::text, true, $6)
           on conflict (channel, sender) do update set chat = coalesce($3::text, known.chat),
             locale = coalesce($5::text, known.locale), last_seen = $6,
             reachable = known.reachable or $3::text is not null
           returning member
         ), made as (
           insert into members (id, created_at) select member, $6 from arrived on conflict do nothing
         )
         select member from arrived`,
        [channel, sender, chat ?? null, newId(), locale ?? null, lastSeen],
      );
      if (row === undefined) throw new AppError("internal");
      return row.member;
    },

    async accounts(member) {
      const rows = await statements.query<AccountRow>(
        `select ${ACCOUNT} from accounts where member = $1 order by last_seen desc, channel, sender`,
        [member],
      );
      return rows.map(accountOf);
    },

    async account(channel, sender) {
      const [row] = await statements.query<AccountRow>(
        `select ${ACCOUNT} from accounts where channel = $1 and sender = $2`,
        [channel, sender],
      );
      return row === undefined ? undefined : accountOf(row);
    },

    link: (channel, sender, member) =>
      statements.transaction(async (inner) => {
        const [account] = await inner.query<{ member: string }>(
          `select member from accounts where channel = $1 and sender = $2 for update`,
          [channel, sender],
        );
        if (account === undefined || account.member === member) return;
        const left = account.member;
        // In one order, so that two people who link to each other do not wait for ever.
        await inner.query(`select id from members where id = any($1::text[]) order by id for update`, [
          [left, member],
        ]);
        await keepApart(inner, member);
        await keepApart(inner, left);
        const moved = await inner.query(
          `update accounts set member = $3 where channel = $1 and sender = $2 and exists (
             select 1 from members where id = $3) returning 1 as one`,
          [channel, sender, member],
        );
        // Erased meanwhile: nothing may come to life under that id again.
        if (moved.length === 0) throw new AppError("conflict");
        const rest = await inner.query(`select 1 from accounts where member = $1 limit 1`, [left]);
        if (rest.length > 0) return;
        for (const { table, column } of OWNED) {
          await inner.query(`update ${table} set ${column} = $2 where ${column} = $1`, [left, member]);
        }
        await inner.query(`delete from codes where kind = 'link' and target = $1`, [left]);
        await inner.query(`delete from members where id = $1`, [left]);
      }),

    unlink: (channel, sender) =>
      statements.transaction(async (inner) => {
        const [account] = await inner.query<{ member: string; own_member: string | null }>(
          `select member, own_member from accounts where channel = $1 and sender = $2 for update`,
          [channel, sender],
        );
        if (account === undefined) return;
        const { member: shared, own_member: own } = account;
        const fresh = newId();
        await inner.query(
          `with parted as (
             update accounts set member = $3, own_member = null where channel = $1 and sender = $2
             returning member, last_seen
           )
           insert into members (id, created_at) select member, last_seen from parted`,
          [channel, sender, fresh],
        );
        // What came with several accounts stays with those that are left.
        const left = await inner.query(
          `select 1 from accounts where member = $1 and own_member is not distinct from $2 limit 1`,
          [shared, own],
        );
        if (own === null || left.length > 0) return;
        for (const { table, column, apart } of OWNED) {
          await inner.query(
            `update ${table} set ${column} = $3, ${apart} = null where ${column} = $1 and ${apart} = $2`,
            [shared, own, fresh],
          );
        }
      }),

    async setReachable(channel, sender, reachable) {
      await statements.query(`update accounts set reachable = $3 where channel = $1 and sender = $2`, [
        channel,
        sender,
        reachable,
      ]);
    },

    async addCode(code, purpose, expiresAt) {
      const added = await statements.query(
        `insert into codes (hash, kind, target, expires_at) values ($1, $2, $3, $4)
         on conflict do nothing returning 1 as one`,
        [cipher.fingerprint("code", code), purpose.kind, targetOf(purpose), expiresAt],
      );
      // Somebody holds the same code: another has to be thought up.
      if (added.length === 0) throw new AppError("conflict", { retryable: true });
    },

    async peekCode(code, at) {
      const [row] = await statements.query<{ kind: string; target: string }>(
        `select kind, target from codes where hash = any($1::text[]) and expires_at > $2`,
        [[...cipher.fingerprints("code", code)], at],
      );
      return row === undefined ? undefined : purposeOf(row.kind, row.target);
    },

    async takeCode(code, at) {
      const rows = await statements.query<{ hash: string; kind: string; target: string; expires_at: string }>(
        `delete from codes where hash = any($1::text[]) or expires_at <= $2
         returning hash, kind, target, expires_at`,
        [[...cipher.fingerprints("code", code)], at],
      );
      const taken = rows.find(({ expires_at }) => expires_at > at);
      return taken === undefined ? undefined : purposeOf(taken.kind, taken.target);
    },

    async voidCodes(purpose) {
      await statements.query(`delete from codes where kind = $1 and target = $2`, [
        purpose.kind,
        targetOf(purpose),
      ]);
    },

    async addConsent({ member, programme, version, application, givenAt, withdrawnAt }) {
      await statements.query(
        `insert into consents (member, programme, version, application, given_at, withdrawn_at)
         values ($1, $2, $3, $4, $5, $6)`,
        [member, programme, version, application, givenAt, withdrawnAt ?? null],
      );
    },

    async consents(member) {
      const rows = await statements.query<ConsentRow>(
        `select member, programme, version, application, given_at, withdrawn_at from consents
         where member = $1 order by ordinal`,
        [member],
      );
      return rows.map(({ given_at, withdrawn_at, ...rest }) => ({
        ...rest,
        givenAt: given_at,
        ...present({ withdrawnAt: withdrawn_at }),
      }));
    },

    async withdrawConsent(member, application, at) {
      await statements.query(
        `update consents set withdrawn_at = $3
         where member = $1 and application = $2 and withdrawn_at is null`,
        [member, application, at],
      );
    },

    erase: (member) =>
      statements.transaction(async (inner) => {
        await inner.query(`delete from members where id = $1`, [member]);
        await inner.query(`delete from accounts where member = $1`, [member]);
        await inner.query(`delete from consents where member = $1`, [member]);
        await inner.query(`delete from notices where to_kind = 'member' and to_id = $1`, [member]);
        await inner.query(
          `delete from codes where kind = 'link' and target = $1
             or kind = 'fill' and target in (select id from applications where member = $1 or filled_by = $1)`,
          [member],
        );
      }),
  };
}

/** What goes with a member, beside the accounts, and where it is kept whose it was before accounts were linked. */
const OWNED = [
  { table: "applications", column: "member", apart: "own_member" },
  { table: "applications", column: "filled_by", apart: "own_filler" },
  { table: "consents", column: "member", apart: "own_member" },
  { table: "notices", column: "to_id", apart: "own_to" },
] as const;

/** Notes what is the member's own, before others share it; what was linked to it before keeps its note. */
async function keepApart(statements: Statements, member: string): Promise<void> {
  for (const { table, column, apart } of [
    { table: "accounts", column: "member", apart: "own_member" },
    ...OWNED,
  ]) {
    await statements.query(`update ${table} set ${apart} = $1 where ${column} = $1 and ${apart} is null`, [
      member,
    ]);
  }
}

function targetOf(purpose: CodePurpose): string {
  if (purpose.kind === "link") return purpose.member;
  return purpose.kind === "staff" ? purpose.staff : purpose.application;
}

function purposeOf(kind: string, target: string): CodePurpose | undefined {
  if (kind === "link") return { kind, member: target };
  if (kind === "staff") return { kind, staff: target };
  return kind === "fill" ? { kind, application: target } : undefined;
}
