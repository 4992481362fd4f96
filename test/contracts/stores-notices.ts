import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { Notice } from "../../src/stores/notice-store.ts";
import type { Held } from "../support/databases.ts";
import { AT, later } from "./stores-samples.ts";

/** What every store of notices must do. */
export function noticeStoreContract(held: () => Held): void {
  const notice = (application: string, more: Partial<Notice> = {}): Notice => ({
    id: randomUUID(),
    to: { kind: "member", id: randomUUID() },
    key: "case.approved",
    values: { number: "2026-000001", amount: 3000 },
    suggestions: ["/status"],
    application,
    at: AT,
    ...more,
  });

  it("come back as they were, once, with what became of them", async () => {
    const { notices } = held().stores;
    const about = randomUUID();
    const one = notice(about);
    const { application: _, ...bare } = notice(about, { to: { kind: "staff", id: "s" } });
    await notices.add([one, bare]);
    await notices.add([{ ...one, key: "other" }]);
    await notices.add([]);
    expect(await notices.find(one.id)).toEqual(one);
    expect(await notices.find(bare.id)).toEqual(bare);
    expect(await notices.find("none")).toBeUndefined();
    await notices.settle(one.id, "sent", later(1));
    expect(await notices.find(one.id)).toEqual({ ...one, result: "sent" });
  });

  it("that were sent can wait again, once", async () => {
    const { notices } = held().stores;
    const one = notice(randomUUID());
    await notices.add([one]);
    expect(await notices.reopen(one.id)).toBe(false);
    await notices.settle(one.id, "sent", AT);
    expect(await notices.reopen(one.id)).toBe(true);
    expect(await notices.find(one.id)).toEqual(one);
    expect(await notices.reopen(one.id)).toBe(false);
    await notices.settle(one.id, "unreachable", AT);
    expect(await notices.reopen(one.id)).toBe(false);
  });

  it("about a case come in their order, without those that reached nobody", async () => {
    const { notices } = held().stores;
    const about = randomUUID();
    const all = Array.from({ length: 3 }, () => notice(about));
    await notices.add(all);
    const [first, second, third] = all;
    if (first === undefined || second === undefined || third === undefined) throw new Error("unreachable");
    await notices.settle(first.id, "sent", AT);
    await notices.settle(second.id, "unreachable", AT);
    expect(await notices.about(about)).toEqual([first, third]);
  });
}
