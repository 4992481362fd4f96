import { randomUUID } from "node:crypto";
import { beforeEach, expect, it } from "vitest";
import type { AuditEntry } from "../../src/stores/audit-store.ts";
import type { Held } from "../support/databases.ts";
import { AT } from "./stores-samples.ts";

/** What every audit log must do: show that no row was changed, removed, added or moved. */
export function auditStoreContract(held: () => Held): void {
  const entry = (subject = `application:${randomUUID()}`): AuditEntry => ({
    actor: { kind: "staff", id: randomUUID() },
    action: "opened",
    subject,
    at: AT,
  });
  const audit = () => held().stores.audit;
  beforeEach(async () => {
    await held().database.query(`delete from audit`);
    await held().database.query(`delete from audit_head`);
    expect(await audit().verify()).toEqual({ kind: "sound", entries: 0 });
    await Promise.all(Array.from({ length: 6 }, () => audit().append(entry())));
  });

  it("links every row, however many write at once", async () => {
    expect(await audit().verify()).toEqual({ kind: "sound", entries: 6 });
    const own = entry();
    await audit().append(own);
    await audit().append(own);
    expect(await audit().of(own.subject)).toEqual([own, own]);
    expect(await audit().verify()).toEqual({ kind: "sound", entries: 8 });
  });

  it("keeps nothing of a transaction that failed, and stays sound", async () => {
    const failing = held().stores.transaction(async (stores) => {
      await stores.audit.append(entry());
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await audit().verify()).toEqual({ kind: "sound", entries: 6 });
  });

  it.each([
    ["changed", `update audit set actor = 'somebody-else' where ordinal = 3`, 3],
    ["back-dated", `update audit set at = '2025-01-01T00:00:00.000Z' where ordinal = 1`, 1],
    ["removed", `delete from audit where ordinal = 4`, 4],
    ["cut off the end", `delete from audit where ordinal >= 5`, 5],
    ["all removed", `delete from audit`, 1],
    [
      "removed with the head",
      `with head as (delete from audit_head) delete from audit where ordinal >= 5`,
      5,
    ],
    [
      "added by hand",
      `insert into audit select 7, actor_kind, actor, action, subject, at, link from audit where ordinal = 6`,
      7,
    ],
    ["in another order", `update audit set ordinal = case ordinal when 2 then 102 else ordinal end`, 2],
    [
      "with another's link",
      `update audit set link = (select link from audit where ordinal = 5) where ordinal = 6`,
      6,
    ],
  ])("finds a row that was %s", async (_, tampering, at) => {
    await held().database.query(tampering);
    expect(await audit().verify()).toEqual({ kind: "broken", at });
  });
}
