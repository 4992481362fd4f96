// A small county with a province above it, its staff, members who talk in one channel, and a clock that tests move: what the
// tests of cases, jobs and reviewers stand on. Jobs run from the outbox itself, each handler as it is.
import { randomUUID } from "node:crypto";
import type { Application, Role, Unit } from "../../src/domain/application.ts";
import type { Answers } from "../../src/domain/form.ts";
import type { Locale } from "../../src/domain/message.ts";
import type { Programme } from "../../src/domain/programme.ts";
import { AppError } from "../../src/domain/errors.ts";
import { createCases } from "../../src/applications/cases/cases.ts";
import { createJobHandlers } from "../../src/applications/jobs/jobs.ts";
import { createReview } from "../../src/applications/review/review.ts";
import type { Turn } from "../../src/applications/service.ts";
import { createCatalogue } from "../../src/messages/catalogue.ts";
import type { JobName, JobPayload } from "../../src/domain/job.ts";
import type { StoredForm } from "../../src/stores/application-store.ts";
import type { StoreSet } from "../../src/stores/stores.ts";

const text = (zh: string, en: string) => ({ "zh-Hans": zh, en });
const base = {
  version: 1,
  also: [],
  automatic: false,
  consent: text("同意", "agree"),
  summary: text("测试", "test"),
  afterwards: text("之后", "afterwards"),
  source: "test",
  retentionMonths: 36,
};
const field = (id: string, type: Programme["fields"][number]["type"], zh: string, en: string, more = {}) => ({
  id,
  type,
  label: text(zh, en),
  question: text(`${zh}？`, `${en}?`),
  also: [],
  example: "1",
  sensitive: false,
  optional: false,
  ...more,
});

/** Two levels of review, public notice, papers, a family, a household at most once. */
export const AID: Programme = {
  ...base,
  id: "aid",
  category: "aid",
  name: text("困难补助", "hardship aid"),
  questions: [],
  papers: [
    { id: "income-proof", label: text("收入证明", "income proof"), optional: false, also: ["工资条"] },
    { id: "photo", label: text("照片", "photo"), optional: true, also: [] },
  ],
  fields: [
    field("name", "name", "姓名", "name"),
    field("identity", "identity-number", "身份证号", "identity number", { sensitive: true }),
    field("income", "amount", "家庭年收入", "yearly income"),
    field("illness", "yes-no", "重病", "illness"),
    field("hospital", "text", "医院", "hospital", { when: { field: "illness", is: [true] } }),
    field("family", "list", "家庭成员", "family member", {
      fields: [
        field("name", "name", "姓名", "name"),
        field("identity", "identity-number", "身份证号", "identity number", { sensitive: true }),
      ],
    }),
  ],
  steps: [
    { id: "first", title: text("单位工会初审", "first review"), level: "grassroots", days: 5 },
    { id: "second", title: text("县总工会复审", "second review"), level: "county", days: 10 },
  ],
  publicNoticeDays: 5,
  outcome: "paid",
  clocks: [
    {
      id: "supply",
      from: "asked",
      length: 15,
      unit: "working-days",
      remind: [5, 1],
      escalate: 0,
      onEnd: "expire",
      label: text("补交材料", "papers asked for"),
    },
  ],
  refusals: [
    { id: "above-line", label: text("收入高于标准", "income above the line") },
    { id: "home", label: text("住房超过标准", "home above the standard") },
  ],
  recheckMonths: 12,
  onePer: "household",
};

/** Places as people come, without review. */
export const TRIP: Programme = {
  ...base,
  id: "trip",
  category: "places",
  name: text("疗休养", "recuperation"),
  questions: [],
  papers: [],
  fields: [
    field("batch", "batch", "批次", "group"),
    field("name", "name", "姓名", "name"),
    field("identity", "identity-number", "身份证号", "identity number", { sensitive: true }),
    field("been", "yes-no", "去过", "been before", { optional: true }),
  ],
  steps: [],
  publicNoticeDays: 0,
  outcome: "placed",
  places: { allot: "arrival", first: [] },
  clocks: [],
  refusals: [{ id: "gap", label: text("间隔不够", "too soon") }],
  onePer: "member",
  retentionMonths: 12,
};

/** Given out after closing, those who never went first. */
export const LOT: Programme = {
  ...TRIP,
  id: "lot",
  name: text("抽签疗休养", "allotted trip"),
  places: { allot: "closing", first: [{ field: "been", prefer: false }] },
};

/** Reviewed at one level, then placed. */
export const COURSE: Programme = {
  ...TRIP,
  id: "course",
  name: text("培训", "training"),
  steps: [{ id: "look", title: text("审核", "review"), level: "county", days: 5 }],
};

/** Nothing but a check: staff take it from there. */
export const TALK: Programme = {
  ...AID,
  id: "talk",
  name: text("心理疏导", "counselling"),
  papers: [],
  fields: [field("words", "long-text", "情况", "what it is about")],
  steps: [],
  publicNoticeDays: 0,
  outcome: "closed",
  clocks: [],
  onePer: "none",
};

export const UNITS: readonly Unit[] = [
  { id: "province", name: "云南省总工会", level: "province", place: ["云南"] },
  { id: "county", name: "德钦县总工会", level: "county", parent: "province", place: ["德钦", "云南"] },
  { id: "school", name: "县中学工会", level: "grassroots", parent: "county", place: ["德钦", "云南"] },
  { id: "mill", name: "面粉厂工会", level: "grassroots", parent: "county", place: ["德钦", "云南"] },
];

const PROGRAMMES = [AID, TRIP, LOT, COURSE, TALK];
const catalogue = createCatalogue();

export type World = Awaited<ReturnType<typeof createWorld>>;

/** Names and ids hold `tag`, so that several worlds can share one database. */
export async function createWorld(stores: StoreSet, start = "2026-11-23T01:00:00.000Z") {
  let clock = new Date(start);
  let people = 0;
  const tag = randomUUID().slice(0, 8);
  const programmes = PROGRAMMES.map((one) => ({ ...one, id: `${one.id}-${tag}` }));
  const unitId = (id: string): string => `${id}-${tag}`;
  const byId = new Map(programmes.map((one) => [one.id, one]));
  const deps = {
    stores,
    programmes: {
      current: byId,
      known: byId,
      version: (id: string, version: number) => (version === 1 ? byId.get(id) : undefined),
    },
    write: catalogue.text,
    now: () => clock,
    newId: randomUUID,
    newCode: () => "K7M3-92QX",
    hotline: "12351",
  };
  const cases = createCases(deps);
  const review = createReview(deps);
  const handlers = createJobHandlers(deps);
  for (const unit of UNITS) {
    const parent = unit.parent === undefined ? {} : { parent: unitId(unit.parent) };
    await stores.members.addUnit({ ...unit, id: unitId(unit.id), ...parent });
  }

  async function newMember(locale: Locale = "zh-Hans"): Promise<string> {
    const sender = `${tag}-${++people}`;
    const lastSeen = clock.toISOString();
    return stores.members.arrive({ channel: "test", sender, chat: `chat-${sender}`, locale, lastSeen });
  }

  async function newStaff(name: string, unit: string, roles: readonly Role[] = ["reviewer"]) {
    const staff = { id: randomUUID(), name, unit: unitId(unit), roles, active: true };
    await stores.members.addStaff(staff);
    const sender = `staff-${staff.id}`;
    await stores.members.arrive({ channel: "test", sender, chat: sender, lastSeen: clock.toISOString() });
    await stores.members.bindStaff(staff.id, "test", sender);
    return staff;
  }

  async function draft(
    programme: Programme,
    member: string,
    answers: Answers,
    papers: readonly string[] = [],
    home = "school",
  ): Promise<Application> {
    const at = clock.toISOString();
    const application: Application = {
      id: randomUUID(),
      programme: `${programme.id}-${tag}`,
      version: 1,
      member,
      filledBy: member,
      state: "draft",
      home: unitId(home),
      step: 0,
      appealed: false,
      revision: 0,
      createdAt: at,
      updatedAt: at,
    };
    const form: StoredForm = {
      position: {
        programme: application.programme,
        version: 1,
        stage: "summary",
        skipped: ["family"],
        misses: 0,
        paused: false,
        category: "deep",
      },
      answers: { ...answers, home: unitId(home) },
      files: Object.fromEntries(
        papers.map((paper) => [
          paper,
          [{ id: randomUUID(), name: `${paper}.jpg`, type: "image/jpeg", size: 2048 }],
        ]),
      ),
    };
    await stores.applications.create(application, form);
    return application;
  }

  async function send(application: Application): Promise<Application> {
    const form = await formOf(application.id);
    const actor = { kind: "member", id: application.member } as const;
    const { result, save } = await cases.submit(application, form, actor);
    await stores.transaction(save);
    return result;
  }

  async function formOf(id: string): Promise<StoredForm> {
    const form = await stores.applications.form(id);
    if (form === undefined) throw new Error("no form");
    return form;
  }

  async function caseOf(id: string): Promise<Application> {
    const found = await stores.applications.find(id);
    if (found === undefined) throw new Error("no case");
    return found;
  }

  /** Does what a turn would do: its save in one transaction. */
  async function carry(turn: Turn | undefined): Promise<string> {
    const save = turn?.save;
    if (save !== undefined) await stores.transaction(save);
    return (turn?.replies ?? []).map((reply) => reply.text).join("\n");
  }

  const run = <Name extends JobName>(name: Name, payload: JobPayload<Name>): Promise<void> =>
    handlers[name](payload);

  /** Runs what is due, `twice` each when asked; conflicts are tried again as a queue would. */
  async function work({ twice = false, beside = 1 } = {}): Promise<number> {
    let done = 0;
    for (;;) {
      const at = clock.toISOString();
      const due = await stores.jobs.due(at, beside);
      if (due.length === 0) return done;
      await Promise.all(
        due.map(async ({ id }) => {
          const until = new Date(clock.getTime() + 60_000).toISOString();
          const job = await stores.jobs.claim(id, at, until);
          if (job === undefined) return;
          try {
            for (let times = twice ? 2 : 1; times > 0; times--) await run(job.name, job.payload as never);
            await stores.jobs.finish(job, at);
            done++;
          } catch (cause) {
            if (!(cause instanceof AppError) || !cause.retryable) throw cause;
            await stores.jobs.release(job, cause.code, at);
          }
        }),
      );
    }
  }

  /** What a member or officer was told, in order. */
  async function heard(who: string, staff = false): Promise<string[]> {
    const accounts = staff ? await stores.members.staffAccounts(who) : await stores.members.accounts(who);
    const chat = accounts[0]?.chat;
    if (chat === undefined) return [];
    const { entries } = await stores.conversations.history({ channel: "test", chat });
    return entries.flatMap((entry) => (entry.side === "reply" ? [entry.reply.text] : []));
  }

  return {
    stores,
    deps,
    cases,
    review,
    programmeId: (programme: Programme) => `${programme.id}-${tag}`,
    unitId,
    newMember,
    newStaff,
    draft,
    send,
    formOf,
    caseOf,
    carry,
    run,
    work,
    heard,
    now: () => clock,
    at: (instant: string) => {
      clock = new Date(instant);
    },
    pass: (days: number) => {
      clock = new Date(clock.getTime() + days * 86_400_000);
    },
    say: async (staff: Parameters<typeof review.handle>[0], words: string, locale: Locale = "zh-Hans") =>
      carry(await review.handle(staff, locale, words)),
  };
}
