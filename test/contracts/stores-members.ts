// What every store of people must do: accounts that are linked and parted, codes, consents, units and staff.
import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { Staff, Unit } from "../../src/domain/application.ts";
import type { Consent, MemberStore } from "../../src/stores/member-store.ts";
import type { Held } from "../support/databases.ts";
import { application, AT, entry, form, later, moved } from "./stores-samples.ts";

export function memberStoreContract(held: () => Held): void {
  const store = (): MemberStore => held().stores.members;
  const arrive = (sender: string, more: object = {}): Promise<string> =>
    store().arrive({ channel: "web", sender, chat: `chat-${sender}`, lastSeen: AT, ...more });

  describe("accounts", () => {
    it("belong to one member from the first message on", async () => {
      const sender = randomUUID();
      const members = await Promise.all(Array.from({ length: 5 }, () => arrive(sender)));
      expect(new Set(members).size).toBe(1);
      expect(await arrive(randomUUID())).not.toBe(members[0]);
      expect(await store().account("feishu", sender)).toBeUndefined();
    });

    it("remember chat, locale and time, and what was known before", async () => {
      const sender = randomUUID();
      const member = await store().arrive({ channel: "web", sender, lastSeen: AT });
      const bare = { channel: "web", sender, member, reachable: true, lastSeen: AT };
      expect(await store().account("web", sender)).toEqual(bare);
      await arrive(sender, { locale: "en", lastSeen: later(1) });
      await store().setReachable("web", sender, false);
      await store().arrive({ channel: "web", sender, lastSeen: later(2) });
      const known = { ...bare, chat: `chat-${sender}`, locale: "en", lastSeen: later(2) };
      expect(await store().accounts(member)).toEqual([{ ...known, reachable: false }]);
      await arrive(sender, { lastSeen: later(3) });
      expect(await store().accounts(member)).toEqual([{ ...known, lastSeen: later(3) }]);
    });

    it("that are linked bring cases, consents and notices along", async () => {
      const [old, own] = [randomUUID(), randomUUID()];
      const left = await arrive(old);
      const member = await arrive(own);
      const one = application({ member: left, filledBy: left });
      await held().stores.applications.create(one, form());
      const consent: Consent = {
        member: left,
        programme: "p",
        version: 1,
        application: one.id,
        givenAt: AT,
      };
      await store().addConsent(consent);
      const notice = {
        id: randomUUID(),
        to: { kind: "member" as const, id: left },
        key: "case.sent",
        values: {},
        suggestions: [],
        at: AT,
      };
      await held().stores.notices.add([notice]);
      await store().link("web", old, member);
      expect(new Set((await store().accounts(member)).map(({ sender }) => sender))).toEqual(
        new Set([old, own]),
      );
      expect(await held().stores.applications.ofMember(member)).toEqual([
        { ...one, member, filledBy: member },
      ]);
      expect(await store().consents(member)).toEqual([{ ...consent, member }]);
      expect((await held().stores.notices.find(notice.id))?.to.id).toBe(member);
      expect(await store().accounts(left)).toEqual([]);
      expect(await arrive(old)).toBe(member);
    });

    it("that are linked keep cases that were read before and are saved after", async () => {
      const [old, own] = [randomUUID(), randomUUID()];
      const left = await arrive(old);
      const member = await arrive(own);
      const read = application({ member: left, filledBy: left });
      await held().stores.applications.create(read, form());
      await store().link("web", old, member);
      const after = moved(read, { state: "withdrawn" });
      expect(await held().stores.applications.save(after, entry(read, after, "withdraw"))).toBe(true);
      expect(await held().stores.applications.ofMember(member)).toEqual([
        { ...after, member, filledBy: member },
      ]);
    });

    it("leave cases where another account still is", async () => {
      const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
      const left = await arrive(one);
      await arrive(two);
      await store().link("web", two, left);
      const own = application({ member: left });
      await held().stores.applications.create(own, form());
      const other = await arrive(three);
      await store().link("web", two, other);
      expect(await held().stores.applications.ofMember(left)).toHaveLength(1);
      expect(await held().stores.applications.ofMember(other)).toEqual([]);
    });

    it("that are parted begin anew, and cases stay", async () => {
      const [one, two] = [randomUUID(), randomUUID()];
      const member = await arrive(one);
      await arrive(two);
      await store().link("web", two, member);
      await held().stores.applications.create(application({ member }), form());
      await store().unlink("web", two);
      const parted = await arrive(two);
      expect(parted).not.toBe(member);
      expect(await held().stores.applications.ofMember(member)).toHaveLength(1);
      expect(await held().stores.applications.ofMember(parted)).toEqual([]);
      await store().link("web", two, member);
      expect(await arrive(two)).toBe(member);
    });

    it("that are parted take along what came with them, and leave what came with others or was begun since", async () => {
      const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
      const [first, second] = [await arrive(one), await arrive(two)];
      await arrive(three);
      await store().link("web", three, second);
      const [mine, theirs] = [application({ member: first }), application({ member: second })];
      for (const each of [mine, theirs]) await held().stores.applications.create(each, form());
      const consent = { programme: "p", version: 1, givenAt: AT };
      await store().addConsent({ ...consent, member: second, application: theirs.id });
      await store().link("web", one, second);
      const since = application({ member: second });
      await held().stores.applications.create(since, form());
      const ids = async (member: string): Promise<string[]> =>
        (await held().stores.applications.ofMember(member)).map(({ id }) => id).sort();
      expect(await ids(second)).toEqual([mine.id, theirs.id, since.id].sort());
      await store().unlink("web", one);
      const again = await arrive(one);
      expect(await ids(again)).toEqual([mine.id]);
      expect(await ids(second)).toEqual([theirs.id, since.id].sort());
      // Of two accounts that brought them the first to go leaves them to the other.
      await store().unlink("web", three);
      expect(await ids(await arrive(three))).toEqual([]);
      expect(await store().consents(second)).toHaveLength(1);
    });

    it("link to nobody who was erased, and both ways at once without waiting for ever", async () => {
      const [one, two] = [randomUUID(), randomUUID()];
      const [first, second] = [await arrive(one), await arrive(two)];
      await Promise.allSettled([store().link("web", one, second), store().link("web", two, first)]);
      const now = await Promise.all([store().account("web", one), store().account("web", two)]);
      for (const account of now) {
        const found = await held().database.query(`select 1 from members where id = $1`, [account?.member]);
        expect(found).toHaveLength(1);
      }
      await expect(store().link("web", one, randomUUID())).rejects.toMatchObject({ code: "conflict" });
      await store().link("web", "nobody", first);
    });
  });

  describe("codes", () => {
    it("can be looked at, and work once", async () => {
      const [code, member] = [randomUUID(), randomUUID()];
      await store().addCode(code, { kind: "link", member }, later(10));
      await expect(store().addCode(code, { kind: "staff", staff: "s" }, later(10))).rejects.toMatchObject({
        code: "conflict",
      });
      expect(await store().peekCode(code, AT)).toEqual({ kind: "link", member });
      const taken = await Promise.all([store().takeCode(code, AT), store().takeCode(code, AT)]);
      expect(taken.filter((one) => one !== undefined)).toEqual([{ kind: "link", member }]);
      expect(await store().peekCode(code, AT)).toBeUndefined();
      expect(await store().takeCode("unknown", AT)).toBeUndefined();
    });

    it("are for what they were made for, and run out", async () => {
      const [staff, fill] = [randomUUID(), randomUUID()];
      await store().addCode(staff, { kind: "staff", staff: "s" }, later(1));
      await store().addCode(fill, { kind: "fill", application: "a" }, later(2));
      expect(await store().peekCode(staff, later(1))).toBeUndefined();
      expect(await store().takeCode(staff, later(1))).toBeUndefined();
      expect(await store().takeCode(fill, later(1))).toEqual({ kind: "fill", application: "a" });
    });

    it("are void together, those for one purpose", async () => {
      const [one, other, foreign, link] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
      const staff = randomUUID();
      await store().addCode(one, { kind: "staff", staff }, later(1));
      await store().addCode(other, { kind: "staff", staff }, later(1));
      await store().addCode(foreign, { kind: "staff", staff: randomUUID() }, later(1));
      await store().addCode(link, { kind: "link", member: staff }, later(1));
      await store().voidCodes({ kind: "staff", staff });
      for (const code of [one, other]) expect(await store().peekCode(code, AT)).toBeUndefined();
      for (const code of [foreign, link]) expect(await store().peekCode(code, AT)).toBeDefined();
    });

    it("cannot be read back", async () => {
      await store().addCode("PLAINCODE", { kind: "staff", staff: "s" }, later(1));
      const rows = await held().database.query(`select hash from codes`);
      expect(JSON.stringify(rows)).not.toContain("PLAINCODE");
    });
  });

  describe("consents", () => {
    it("are kept with their withdrawal", async () => {
      const member = randomUUID();
      const consent = { member, programme: "p", version: 2, application: "a", givenAt: AT };
      await store().addConsent(consent);
      await store().withdrawConsent(member, "b", later(1));
      expect(await store().consents(member)).toEqual([consent]);
      await store().withdrawConsent(member, "a", later(1));
      await store().withdrawConsent(member, "a", later(2));
      await store().addConsent({ ...consent, version: 3, givenAt: later(3) });
      expect(await store().consents(member)).toEqual([
        { ...consent, withdrawnAt: later(1) },
        { ...consent, version: 3, givenAt: later(3) },
      ]);
    });
  });

  describe("units and staff", () => {
    const unit: Unit = { id: "u-1", name: "青禾县总工会", level: "county", place: ["青禾县", "示例市"] };
    const officer = (more: Partial<Staff> = {}): Staff => ({
      id: randomUUID(),
      name: "王小明",
      unit: unit.id,
      roles: ["reviewer", "editor"],
      active: true,
      ...more,
    });

    it("come back as they were, and can change", async () => {
      await store().addUnit(unit);
      const below: Unit = { id: "u-2", name: "一分会", level: "grassroots", parent: unit.id, place: [] };
      await store().addUnit(below);
      await store().addUnit({ ...below, name: "二分会" });
      expect(await store().units()).toEqual([unit, { ...below, name: "二分会" }]);
      const one = officer();
      await store().addStaff(one);
      expect(await store().staff()).toContainEqual(one);
      await store().saveStaff({ ...one, name: "王大明", roles: [] });
      expect(await store().staff()).toContainEqual({ ...one, name: "王大明", roles: [] });
    });

    it("are known by their accounts while they are active", async () => {
      const one = officer();
      const sender = randomUUID();
      await store().addStaff(one);
      await store().bindStaff(one.id, "web", sender);
      expect(await store().staffOf("web", sender)).toEqual(one);
      expect(await store().staffOf("feishu", sender)).toBeUndefined();
      expect(await store().staffAccounts(one.id)).toEqual([]);
      const member = await arrive(sender);
      expect(await store().staffAccounts(one.id)).toMatchObject([{ sender, member }]);
      const other = officer();
      await store().addStaff(other);
      await store().bindStaff(other.id, "web", sender);
      expect(await store().staffOf("web", sender)).toEqual(other);
      await store().saveStaff({ ...other, active: false });
      expect(await store().staffOf("web", sender)).toBeUndefined();
    });
  });
}
