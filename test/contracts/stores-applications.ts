// What every store of applications must do: cases, forms, numbers, duplicates, batches.
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Application, Batch } from "../../src/domain/application.ts";
import type { FileReference } from "../../src/domain/message.ts";
import type { ApplicationStore } from "../../src/stores/application-store.ts";
import type { Held } from "../support/databases.ts";
import { application, AT, entry, form, later, moved } from "./stores-samples.ts";

const file = (id: string, name = `${id}.jpg`): FileReference => ({ id, name, type: "image/jpeg", size: 5 });

export function applicationStoreContract(held: () => Held): void {
  const store = (): ApplicationStore => held().stores.applications;

  /** A case sent with its number. */
  async function sent(number: string, more: Partial<Application> = {}): Promise<Application> {
    const draft = application(more);
    await store().create(draft, form());
    const after = moved(draft, { state: "submitted", number, submittedAt: AT, ...more });
    expect(await store().save(after, entry(draft, after, "submit"))).toBe(true);
    return after;
  }

  describe("cases", () => {
    it("come back as they were put in, whole or bare", async () => {
      const bare = application();
      await store().create(bare, form());
      const full = application({
        number: "2030-000042",
        state: "needs-more",
        home: "u1",
        unit: "u2",
        step: 2,
        assignee: "s1",
        category: "deep",
        batch: "b",
        request: { fields: ["income"], papers: ["proof"], note: "请补\0一份", from: "in-review" },
        refusal: "other",
        appealed: true,
        amount: 3000.5,
        revision: 7,
        submittedAt: AT,
      });
      await store().create(full, form());
      expect(await store().find(bare.id)).toEqual(bare);
      expect(await store().find(full.id)).toEqual(full);
      expect(await store().find("no such id")).toBeUndefined();
    });

    it("change by compare-and-set, each change with its line of history", async () => {
      const draft = application();
      await store().create(draft, form());
      const first = moved(draft, { state: "submitted" });
      const second = moved(draft, { state: "withdrawn" });
      expect(await store().save(first, entry(draft, first, "submit", "请尽快"))).toBe(true);
      expect(await store().save(second, entry(draft, second, "withdraw"))).toBe(false);
      expect(await store().find(draft.id)).toEqual(first);
      expect(await store().history(draft.id)).toEqual([entry(draft, first, "submit", "请尽快")]);
    });

    it("let one of many that save at the same time win", async () => {
      const draft = application();
      await store().create(draft, form());
      const after = moved(draft, { state: "submitted" });
      const results = await Promise.all(
        Array.from({ length: 8 }, () => store().save(after, entry(draft, after, "submit"))),
      );
      expect(results.filter(Boolean)).toHaveLength(1);
    });

    it("are found by number, by its last digits when they are clear, and within units", async () => {
      const one = await sent("2031-000777", { home: "north" });
      const two = await sent("2032-000777", { home: "south", unit: "south-county" });
      expect(await store().findByNumber("2031-000777")).toEqual(one);
      expect(await store().findByNumber("777")).toBeUndefined();
      expect(await store().findByNumber("777", ["north"])).toEqual(one);
      expect(await store().findByNumber("000777", ["south-county", "x"])).toEqual(two);
      expect(await store().findByNumber("2031-000777", ["south"])).toBeUndefined();
      expect(await store().findByNumber("'; drop")).toBeUndefined();
    });

    it("are listed for units in the order they were sent, without drafts", async () => {
      const unit = randomUUID();
      const second = await sent("2033-000002", { unit, submittedAt: later(2), assignee: "a" });
      const first = await sent("2033-000001", { unit, submittedAt: later(1) });
      await store().create(application({ unit, home: unit }), form());
      const ids = async (more: object = {}): Promise<string[]> =>
        (await store().cases({ units: [unit], ...more })).map(({ id }) => id);
      expect(await ids()).toEqual([first.id, second.id]);
      expect(await ids({ limit: 1 })).toEqual([first.id]);
      expect(await ids({ assignee: "a" })).toEqual([second.id]);
      expect(await ids({ states: ["approved"] })).toEqual([]);
      expect(await ids({ states: ["draft"] })).toHaveLength(1);
      expect(await store().cases({ units: [] })).toEqual([]);
    });

    it("are counted by the unit that has them, or else their home, and by state, without drafts", async () => {
      const [unit, home] = [randomUUID(), randomUUID()];
      for (const state of ["in-review", "in-review", "closed", "draft"] as const) {
        await store().create(application({ state, home, unit }), form());
      }
      await store().create(application({ state: "in-review", home }), form());
      await store().create(application({ state: "in-review" }), form());
      const counts = await store().counts();
      expect(counts.filter((one) => one.unit === unit).toSorted((a, b) => a.cases - b.cases)).toEqual([
        { unit, state: "closed", cases: 1 },
        { unit, state: "in-review", cases: 2 },
      ]);
      expect(counts.filter((one) => one.unit === home)).toEqual([
        { unit: home, state: "in-review", cases: 1 },
      ]);
      expect(counts.filter((one) => one.unit === null)).toEqual([]);
    });

    it("of a member come newest first, and change hands", async () => {
      const member = randomUUID();
      const old = application({ member, createdAt: AT });
      const young = application({ member, createdAt: later(1) });
      await store().create(old, form());
      await store().create(young, form());
      expect((await store().ofMember(member)).map(({ id }) => id)).toEqual([young.id, old.id]);
      await store().setMember(young.id, "someone-else");
      expect((await store().ofMember(member)).map(({ id }) => id)).toEqual([old.id]);
      expect((await store().find(young.id))?.filledBy).toBe(young.filledBy);
    });

    it("stay with their new owner when they are saved as they were read before", async () => {
      const draft = application();
      await store().create(draft, form());
      await store().setMember(draft.id, "new-owner");
      const after = moved(draft, { state: "submitted", number: "2043-000001", submittedAt: AT });
      expect(await store().save(after, entry(draft, after, "submit"))).toBe(true);
      expect(await store().find(draft.id)).toEqual({ ...after, member: "new-owner" });
    });

    it("weigh on the staff they are assigned to while they are open", async () => {
      const [busy, idle] = [randomUUID(), randomUUID()];
      await sent("2034-000001", { assignee: busy });
      await sent("2034-000002", { assignee: busy });
      await sent("2034-000003", { assignee: busy, state: "closed" });
      expect(await store().load([idle, busy])).toEqual(
        new Map([
          [idle, 0],
          [busy, 2],
        ]),
      );
    });

    it("get numbers that never repeat, however many ask at once", async () => {
      const numbers = await Promise.all(Array.from({ length: 20 }, () => store().nextNumber(2040)));
      expect(new Set(numbers).size).toBe(20);
      expect(numbers.toSorted()[0]).toBe("2040-000001");
      expect(await store().nextNumber(2041)).toBe("2041-000001");
    });
  });

  describe("forms", () => {
    const answered = form({
      answers: {
        income: 35_000,
        name: "张\u0000三",
        "family.0.name": "李四",
        agreed: true,
        kinds: ["a", "b"],
      },
      files: { proof: [file("f1"), file("f2")], card: [file("f3", "身份证.jpg")] },
    });

    it("come back as they were, answers and files in order", async () => {
      const draft = application();
      await store().create(draft, answered);
      expect(await store().form(draft.id)).toEqual(answered);
      expect(await store().form("no such id")).toBeUndefined();
    });

    it("change only where they differ", async () => {
      const draft = application();
      await store().create(draft, answered);
      const before = await held().database.query<{ path: string; sealed: string }>(
        `select path, sealed from application_answers where application = $1 order by path`,
        [draft.id],
      );
      const { name: _, ...rest } = answered.answers;
      const after = {
        position: { ...answered.position, asked: "income", category: "relative" },
        answers: { ...rest, income: 32_000, months: 3 },
        files: { proof: [file("f2"), file("f4")] },
      };
      await store().saveForm(draft.id, answered, after, later(5));
      expect(await store().form(draft.id)).toEqual(after);
      expect((await store().find(draft.id))?.updatedAt).toBe(later(5));
      const now = await held().database.query<{ path: string; sealed: string }>(
        `select path, sealed from application_answers where application = $1 order by path`,
        [draft.id],
      );
      const same = now.filter((row) => before.some((old) => old.sealed === row.sealed));
      expect(same.map(({ path }) => path)).toEqual(["agreed", "family.0.name", "kinds"]);
    });

    it("hold what was saved last, through any row of changes", async () => {
      const path = fc.constantFrom("income", "name", "family.0.name", "family.10.name", "agreed");
      const value = fc.oneof(
        fc.string({ unit: "binary" }),
        fc.integer(),
        fc.boolean(),
        fc.array(fc.string()),
      );
      const papers = fc.dictionary(
        fc.constantFrom("proof", "card"),
        fc
          .uniqueArray(fc.constantFrom("f1", "f2", "f3"), { minLength: 1 })
          .map((ids) => ids.map((id) => file(id))),
      );
      const any = fc.record({ answers: fc.dictionary(path, value), files: papers });
      await fc.assert(
        fc.asyncProperty(fc.array(any, { minLength: 2, maxLength: 4 }), async (forms) => {
          const draft = application();
          const all = forms.map((one) => form(one));
          await store().create(draft, all[0] ?? form());
          for (const [index, after] of all.slice(1).entries()) {
            await store().saveForm(draft.id, all[index] ?? form(), after, AT);
            expect(await store().form(draft.id)).toEqual(after);
          }
        }),
        { numRuns: 25 },
      );
    });

    it("are not saved over a form that has changed meanwhile", async () => {
      const draft = application();
      await store().create(draft, answered);
      const one = { ...answered, answers: { ...answered.answers, income: 1 } };
      const other = { ...answered, answers: { ...answered.answers, income: 2 } };
      await store().saveForm(draft.id, answered, one, AT);
      await expect(store().saveForm(draft.id, answered, other, AT)).rejects.toMatchObject({
        code: "conflict",
        retryable: true,
      });
      expect(await store().form(draft.id)).toEqual(one);
    });

    it("are the same to the store with keys in another order and papers without files", async () => {
      const draft = application();
      await store().create(draft, answered);
      const { position, answers, files } = answered;
      const shuffled = {
        position: Object.fromEntries(Object.entries(position).toReversed()) as unknown as typeof position,
        answers: Object.fromEntries(Object.entries(answers).toReversed()),
        files: { ...Object.fromEntries(Object.entries(files).toReversed()), nothing: [] },
      };
      await store().saveForm(draft.id, shuffled, form(), AT);
      expect(await store().form(draft.id)).toEqual(form());
    });

    it("are purged with papers, fingerprints and words; the case and its history stay", async () => {
      const kept = await held().stores.attachments.add(
        { name: "户口本.png", type: "image/png", size: 3 },
        Uint8Array.of(1, 2, 3),
        { channel: "test", chat: "c" },
        AT,
      );
      const draft = application({ programme: "purged", category: "deep" });
      await store().create(draft, { ...answered, files: { proof: [kept] } });
      await store().setFingerprints(draft.id, [{ kind: "identity", value: "x" }]);
      const officer = { channel: "test", chat: `officer-${draft.id}` };
      const shown = {
        kind: "case",
        text: "身份证号 11010519491231002x",
        citations: [],
        suggestions: [],
      } as const;
      const { conversations } = held().stores;
      await conversations.post(officer, { ...shown, locale: "zh-Hans", about: draft.id }, "shown", AT);
      expect((await conversations.history(officer)).entries).toHaveLength(1);
      const after = moved(draft, { state: "expired", updatedAt: later(1) });
      await store().save(after, entry(draft, after, "expire", "一句话"));
      expect(await store().endedBefore("purged", later(1))).toEqual([]);
      expect(await store().endedBefore("purged", later(2))).toEqual([draft.id]);
      await store().purge(draft.id, later(3));
      await store().purge(draft.id, later(4));
      expect(await store().endedBefore("purged", later(2))).toEqual([]);
      expect(await store().form(draft.id)).toBeUndefined();
      expect((await conversations.history(officer)).entries).toEqual([]);
      const { category: _, ...rest } = after;
      expect(await store().find(draft.id)).toEqual(rest);
      expect(await store().history(draft.id)).toEqual([entry(draft, after, "expire")]);
      expect(await held().stores.attachments.read(kept.id)).toBeUndefined();
      for (const table of ["application_answers", "application_files", "fingerprints"]) {
        expect(
          await held().database.query(`select 1 from ${table} where application = $1`, [draft.id]),
        ).toEqual([]);
      }
      await expect(store().saveForm(draft.id, answered, answered, AT)).rejects.toMatchObject({
        code: "conflict",
      });
    });
  });

  describe("duplicates", () => {
    const identity = { kind: "identity", value: "11010519491231002x" } as const;

    it("are found by what two cases share, however it was typed", async () => {
      const programme = randomUUID();
      const first = await sent("2035-000001", { programme });
      const second = await sent("2035-000002", { programme });
      await store().setFingerprints(first.id, [identity, { kind: "household", value: "h1" }]);
      await store().setFingerprints(second.id, [identity]);
      const typed = { kind: "identity", value: "11010519491231002X " } as const;
      expect(await store().sharing(second, [typed])).toEqual([first.id]);
      expect(await store().sharing(second, [{ kind: "household", value: typed.value }])).toEqual([]);
      expect(await store().sharing({ ...second, programme: "other" }, [typed])).toEqual([]);
      await store().setFingerprints(first.id, []);
      expect(await store().sharing(second, [typed])).toEqual([]);
    });

    it("do not count drafts and cases that came to nothing", async () => {
      const programme = randomUUID();
      for (const state of ["draft", "withdrawn", "refused", "expired"] as const) {
        const one = application({ programme, state });
        await store().create(one, form());
        await store().setFingerprints(one.id, [identity]);
      }
      expect(await store().sharing(application({ programme }), [identity])).toEqual([]);
    });

    it("cannot slip past each other when both are checked at once", async () => {
      const programme = randomUUID();
      const cases = await Promise.all(
        ["2036-000001", "2036-000002"].map((number) => sent(number, { programme })),
      );
      const found = await Promise.all(
        cases.map((one) =>
          held().stores.transaction(async ({ applications }) => {
            await applications.setFingerprints(one.id, [identity]);
            return applications.sharing(one, [identity]);
          }),
        ),
      );
      expect(found.map(({ length }) => length).toSorted((a, b) => a - b)).toEqual([0, 1]);
    });
  });

  describe("batches", () => {
    const batch = (more: Partial<Batch> = {}): Batch => ({
      id: randomUUID(),
      programme: "recuperation",
      unit: "u",
      title: "五月第一批",
      startsOn: "2026-05-01",
      endsOn: "2026-05-07",
      applyBy: "2026-04-20",
      places: 2,
      cancelled: false,
      ...more,
    });

    it("come back as they were, the earliest first, from a day on", async () => {
      const programme = randomUUID();
      const may = batch({ programme });
      const april = batch({ programme, startsOn: "2026-04-01", endsOn: "2026-04-07" });
      await store().addBatch(may);
      await store().addBatch(april);
      expect(await store().batches(programme, "2026-04-07")).toEqual([april, may]);
      expect(await store().batches(programme, "2026-04-08")).toEqual([may]);
      expect((await store().batches(undefined, "2026-04-08")).length).toBeGreaterThan(0);
      await store().saveBatch({ ...may, places: 5, cancelled: true });
      expect(await store().findBatch(may.id)).toEqual({ ...may, places: 5, cancelled: true });
      expect(await store().findBatch("none")).toBeUndefined();
    });

    it("have exactly their places given out, however many reach for one", async () => {
      const one = batch();
      await store().addBatch(one);
      const applicants = await Promise.all(
        Array.from({ length: 12 }, (_, index) =>
          sent(`2037-${String(index + 1).padStart(6, "0")}`, {
            batch: one.id,
            state: "checked",
            submittedAt: later(index),
          }),
        ),
      );
      await Promise.all(
        applicants.map((applicant) =>
          held().stores.transaction(async ({ applications }) => {
            const locked = await applications.lockBatch(one.id);
            const free = (await applications.placed(one.id)) < (locked?.places ?? 0);
            const after = moved(applicant, { state: free ? "placed" : "waiting" });
            await applications.save(after, entry(applicant, after, free ? "place" : "wait"));
            if (!free) await applications.queueFor(applicant.id, one.id, 0);
          }),
        ),
      );
      expect(await store().placed(one.id)).toBe(2);
      const waiting = await store().waiting(one.id);
      expect(waiting).toHaveLength(10);
      const order = applicants.map(({ id }) => id);
      expect(waiting).toEqual(waiting.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
    });

    it("count who was there after the case is closed, not who was never placed", async () => {
      const one = batch();
      const there = await sent("2038-000001", { batch: one.id, state: "placed" });
      const closed = moved(there, { state: "closed" });
      await store().save(closed, entry(there, closed, "close"));
      await sent("2038-000002", { batch: one.id, state: "withdrawn" });
      expect(await store().placed(one.id)).toBe(1);
    });

    it("let those with a lower number go first, and forget who left", async () => {
      const one = batch();
      const [first, second, third] = await Promise.all(
        [1, 2, 3].map((n) => sent(`2039-00000${n}`, { batch: one.id, submittedAt: later(n) })),
      );
      if (first === undefined || second === undefined || third === undefined) throw new Error("unreachable");
      await store().queueFor(second.id, one.id, 5);
      await store().queueFor(first.id, one.id, 5);
      await store().queueFor(third.id, one.id, 1);
      expect(await store().waiting(one.id)).toEqual([third.id, first.id, second.id]);
      await store().unqueue(first.id);
      await store().queueFor(third.id, one.id, 9);
      expect(await store().waiting(one.id)).toEqual([second.id, third.id]);
    });
  });
}
