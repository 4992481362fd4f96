// Random lives of random cases: whatever happens, in whatever order, the rules of a case hold.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isEnded,
  isOpen,
  TABLE,
  transition,
  type Application,
  type ApplicationEvent,
  type ApplicationState,
  type EventKind,
} from "../../src/domain/application.ts";
import { nextSteps } from "../../src/domain/next-steps.ts";
import type { Programme } from "../../src/domain/programme.ts";

const text = { "zh-Hans": "字", en: "word" };
const AT = "2026-11-22T00:00:00.000Z";

const draft: Application = {
  id: "00000000-0000-4000-8000-000000000001",
  programme: "p",
  version: 1,
  member: "m",
  filledBy: "m",
  state: "draft",
  step: 0,
  appealed: false,
  revision: 0,
  createdAt: AT,
  updatedAt: AT,
};

const programmes = fc
  .record({
    steps: fc.integer({ min: 0, max: 3 }),
    publicNoticeDays: fc.constantFrom(0, 5),
    outcome: fc.constantFrom("paid" as const, "placed" as const, "closed" as const),
  })
  .map(
    ({ steps, publicNoticeDays, outcome }): Programme => ({
      id: "p",
      version: 1,
      category: "aid",
      name: text,
      summary: text,
      also: [],
      automatic: false,
      questions: [],
      papers: [],
      consent: text,
      fields: [],
      steps: Array.from({ length: steps }, (_, index) => ({
        id: `s${index}`,
        title: text,
        level: "county" as const,
        days: 5,
      })),
      publicNoticeDays,
      outcome,
      clocks: [],
      refusals: [],
      afterwards: text,
      retentionMonths: 12,
      onePer: "none",
      source: "test",
    }),
  );

const request = { fields: ["income"], papers: ["proof"], note: "" };
const events: fc.Arbitrary<ApplicationEvent> = fc.oneof(
  fc.nat(9).map((number): ApplicationEvent => ({ kind: "submit", number: `2026-00000${number}`, home: "u" })),
  fc.constantFrom<ApplicationEvent>(
    { kind: "pass-check", category: "deep" },
    { kind: "pass-check" },
    { kind: "start-review", unit: "u1", assignee: "s1" },
    { kind: "start-review", unit: "u2" },
    { kind: "assign", assignee: "s2" },
    { kind: "forward" },
    { kind: "ask-more", request },
    { kind: "supply" },
    { kind: "correct", path: "income" },
    { kind: "approve" },
    { kind: "end-notice" },
    { kind: "object", reason: "" },
    { kind: "place" },
    { kind: "wait" },
    { kind: "pay", amount: 0 },
    { kind: "pay", amount: 3000 },
    { kind: "close" },
    { kind: "refuse", refusal: "other", reason: "" },
    { kind: "withdraw" },
    { kind: "appeal", reason: "" },
    { kind: "reopen", unit: "u3", assignee: "s3" },
    { kind: "note" },
    { kind: "expire" },
  ),
);

const lives = fc.tuple(programmes, fc.array(events, { maxLength: 80 }));

function live(programme: Programme, draws: readonly ApplicationEvent[]) {
  const steps: { before: Application; event: ApplicationEvent; after: Application }[] = [];
  let now = draft;
  for (const event of draws) {
    const result = transition(programme, now, event, AT);
    if (result.kind === "refused") continue;
    steps.push({ before: now, event, after: result.application });
    now = result.application;
  }
  return steps;
}

describe("a case", () => {
  it("keeps its rules under any sequence of events", () => {
    fc.assert(
      fc.property(lives, ([programme, draws]) => {
        const steps = live(programme, draws);
        for (const { before, event, after } of steps) {
          expect(after.revision).toBe(before.revision + 1);
          if (isEnded(before.state)) expect([before.state, event.kind]).toEqual(["refused", "appeal"]);
          expect(after.step).toBeGreaterThanOrEqual(0);
          expect(after.step).toBeLessThan(Math.max(1, programme.steps.length));
          expect(after.step - before.step).toBe(event.kind === "forward" ? 1 : 0);
          if (before.number !== undefined) expect(after.number).toBe(before.number);
          if (before.submittedAt !== undefined) expect(after.submittedAt).toBe(before.submittedAt);
          expect(after.number === undefined).toBe(after.submittedAt === undefined);
          if (isOpen(after.state)) expect(after.number && after.home && after.unit).toBeTruthy();
          expect(after.request !== undefined).toBe(after.state === "needs-more");
          expect(after.refusal !== undefined).toBe(["refused", "appealed"].includes(after.state));
          if (after.state === "paid") expect(after.amount).toBeGreaterThan(0);
          if (before.amount !== undefined) expect(after.amount).toBe(before.amount);
          if (before.appealed) expect(after.appealed).toBe(true);
          if (after.state === "placed" || after.state === "waiting") expect(programme.outcome).toBe("placed");
          if (after.state === "public-notice") expect(programme.publicNoticeDays).toBeGreaterThan(0);
          if (after.state === "expired") expect(["draft", "needs-more", "waiting"]).toContain(before.state);
          expect(after).toMatchObject({ id: before.id, member: before.member, version: before.version });
          expect(nextSteps(after, programme).length === 0).toBe(
            isEnded(after.state) && !(after.state === "refused" && !after.appealed),
          );
        }
        expect(steps.filter(({ event }) => event.kind === "appeal").length).toBeLessThan(2);
        expect(steps.filter(({ event }) => event.kind === "submit").length).toBeLessThan(2);
        expect(steps.filter(({ event }) => event.kind === "pay").length).toBeLessThan(2);
      }),
      { numRuns: 300 },
    );
  });

  it("returns from needing more to where it was asked", () => {
    fc.assert(
      fc.property(lives, ([programme, draws]) => {
        let asked: ApplicationState | undefined;
        for (const { before, event, after } of live(programme, draws)) {
          if (event.kind === "ask-more" && before.state !== "needs-more") asked = before.state;
          if (event.kind === "supply") expect(after.state).toBe(asked);
        }
      }),
    );
  });

  it("can come to every state, and every event can happen", () => {
    const states = new Set<ApplicationState>(["draft"]);
    const happened = new Set<EventKind>();
    for (const programme of fc.sample(programmes, { numRuns: 40, seed: 7 })) {
      // Everything that can be reached, with every event tried in every case once.
      const seen = new Set<string>();
      const open = [draft];
      const all = fc.sample(events, { numRuns: 300, seed: 11 });
      for (let one = open.pop(); one !== undefined; one = open.pop()) {
        for (const event of all) {
          const result = transition(programme, one, event, AT);
          if (result.kind === "refused") continue;
          happened.add(event.kind);
          states.add(result.application.state);
          const { state, step, appealed, request: asked } = result.application;
          const key = JSON.stringify([state, step, appealed, asked?.from]);
          if (!seen.has(key)) open.push(result.application);
          seen.add(key);
        }
      }
    }
    expect([...states].sort()).toEqual(Object.keys(TABLE).sort());
    expect([...happened].sort()).toEqual([...new Set(Object.values(TABLE).flatMap(Object.keys))].sort());
  });

  it("says why a second appeal, a forward from the last step or an early approval does not happen", () => {
    const [programme] = fc.sample(
      programmes.filter(({ steps }) => steps.length === 2),
      { numRuns: 1, seed: 3 },
    );
    if (programme === undefined) throw new Error("no programme");
    const refusal = (application: Application, event: ApplicationEvent) => {
      const result = transition(programme, application, event, AT);
      return result.kind === "refused" ? result.why : undefined;
    };
    const reviewed: Application = { ...draft, state: "in-review", number: "1", home: "u", unit: "u" };
    expect(refusal(reviewed, { kind: "approve" })).toBe("not-last-step");
    expect(refusal({ ...reviewed, step: 1 }, { kind: "forward" })).toBe("no-next-step");
    const refused: Application = { ...reviewed, state: "refused", appealed: true };
    expect(refusal(refused, { kind: "appeal", reason: "" })).toBe("appealed-once");
    expect(refusal(reviewed, { kind: "supply" })).toBe("state");
  });
});
