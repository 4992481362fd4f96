// Filling in over real stores: what is kept and when, who must agree, versions, duplicates, batches, and what is said.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCases } from "../../src/applications/cases/cases.ts";
import { createFill } from "../../src/applications/form/fill.ts";
import type { Speaker, Turn } from "../../src/applications/service.ts";
import type { Programme } from "../../src/domain/programme.ts";
import type { FillState } from "../../src/domain/form.ts";
import type { Locale } from "../../src/domain/message.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";
import { COAT, catalogue, LINE } from "./fixtures/coat.ts";
import { field, text } from "./fields.ts";

const TRIP: Programme = {
  ...COAT,
  id: "trip",
  category: "places",
  name: text("山里休养", "Mountain rest"),
  also: ["休养"],
  papers: [],
  fields: [
    field("batch", "batch", { label: text("批次", "group"), question: text("想去哪一批？", "Which group?") }),
  ],
  clocks: [],
  outcome: "placed",
  places: { allot: "arrival", first: [] },
};
const { eligibility: _, ...PLAIN } = TRIP;
const AUTOMATIC: Programme = {
  ...COAT,
  id: "auto",
  name: text("自动补助", "Automatic aid"),
  also: [],
  automatic: true,
  nothingToFile: text("会自动打到卡里。", "It is paid by itself."),
};
const ALL: readonly Programme[] = [COAT, PLAIN, AUTOMATIC];

describe("filling in", () => {
  let held: TestStores;
  let now = new Date("2026-11-22T02:00:00Z");
  let codes = 0;
  let known: readonly Programme[] = ALL;
  beforeAll(async () => {
    held = await openTestStores();
    await held.stores.members.addUnit({
      id: "dq",
      name: "德钦县总工会",
      level: "county",
      place: ["德钦县", "云南省"],
    });
  });
  afterAll(() => held.close());

  const write = catalogue.text;
  function service() {
    const { stores } = held;
    const programmes = {
      current: new Map(known.map((one) => [one.id, one])),
      known: new Map(known.map((one) => [one.id, one])),
      version: (id: string, version: number) => known.find((one) => one.id === id && one.version === version),
    };
    const common = { stores, programmes, write, now: () => now, newId: () => randomUUID(), hotline: "12351" };
    const cases = createCases(common);
    return createFill({
      ...common,
      cases,
      settings: () => ({ place: ["云南省"], numbers: { line: LINE } }),
      newCode: () => `K7M3-9${String(++codes).padStart(3, "2")}`,
    });
  }

  /** A person with a chat: what was said last, and where the form stands. */
  async function person(locale: Locale = "zh-Hans") {
    const sender = randomUUID();
    const member = await held.stores.members.arrive({
      channel: "t",
      sender,
      chat: sender,
      locale,
      lastSeen: now.toISOString(),
    });
    const speaker: Speaker = { member, locale };
    let state: FillState | undefined;
    const carry = async (turn: Turn | undefined) => {
      if (turn === undefined) throw new Error("there was nothing to say");
      if (turn.save !== undefined) await held.stores.transaction(turn.save);
      state = turn.state === undefined ? undefined : (JSON.parse(JSON.stringify(turn.state)) as FillState);
      return {
        text: turn.replies.map((reply) => reply.text).join("\n"),
        taps: turn.replies.flatMap(({ suggestions }) => suggestions),
        turn,
      };
    };
    return {
      speaker,
      member,
      state: () => state,
      async start(id: string, words = "") {
        return carry(await service().start(speaker, [id], words));
      },
      async say(...lines: readonly string[]) {
        let last: Awaited<ReturnType<typeof carry>> | undefined;
        for (const line of lines) {
          const files =
            line === "@" ? [{ id: randomUUID(), name: "a.jpg", type: "image/jpeg", size: 3 }] : [];
          last = await carry(
            await service().say(speaker, state ?? {}, { text: line === "@" ? "" : line, files }),
          );
        }
        if (last === undefined) throw new Error("nothing was said");
        return last;
      },
      async resume(from: FillState | undefined = state, number?: string) {
        return carry(await service().resume(speaker, from, number));
      },
      mine: () => held.stores.applications.ofMember(member),
    };
  }
  const ELIGIBLE = ["3", "2万", "生病"];
  const REST = [
    "今年8月31",
    "王小红",
    "11010519491231002X",
    "13800138000",
    "没有",
    "妻子生病",
    "跳过",
    "@",
    "好了",
    "@",
    "好了",
    "没有",
  ];

  it("keeps nothing before consent and every answer after it", async () => {
    const one = await person();
    await one.start("coat");
    await one.say(...ELIGIBLE);
    expect(await one.mine()).toEqual([]);
    await one.say("同意", "今年8月31", "王小红");
    const [draft] = await one.mine();
    expect(draft).toMatchObject({ state: "draft", programme: "coat", home: "dq", category: "deep" });
    expect((await held.stores.applications.form(draft?.id ?? ""))?.answers).toMatchObject({
      people: 3,
      name: "王小红",
    });
    expect((await held.stores.members.consents(one.member)).map(({ programme }) => programme)).toEqual([
      "coat",
    ]);
    expect(one.state()).toEqual({ application: draft?.id });
  });

  it("shows the sum with the rule's place, date and source, then the papers, then asks for consent", async () => {
    const one = await person();
    await one.start("coat");
    const { turn, taps } = await one.say(...ELIGIBLE);
    const [verdict, papers, consent] = turn.replies.map((reply) => reply.text);
    expect(verdict).toContain("20,000 ÷ 12 ÷ 3 = 555.56 元/月");
    expect(verdict).toContain("555.56 ≤ 710");
    expect(verdict).toContain("低保标准 710 元/月（云南省，2026-07-01 起，测试文件）");
    expect(papers).toContain("2. 医药费单据");
    expect(consent).toContain("一年后删除");
    expect(taps).toEqual(expect.arrayContaining(["同意", "不同意"]));
  });

  it("sends, gives the number, and says what happens next", async () => {
    const one = await person();
    await one.start("coat");
    const summary = await one.say(...ELIGIBLE, "同意", ...REST);
    expect(summary.text).toContain("身份证号：1101********002X");
    expect(summary.text).toContain("手机号：138****8000");
    expect(summary.text).not.toContain("妻子生病");
    expect(summary.text).toMatch(
      /申请期限：最晚 2026年10月\d+日 已经过了|申请期限：2026年10月\d+日 已经过了/,
    );
    const { text: said } = await one.say("提交");
    expect(said).toMatch(/编号 2026-\d{6}/);
    expect(said).toContain("10个工作日内联系您");
    expect(one.state()).toBeUndefined();
    expect((await one.mine())[0]).toMatchObject({ state: "submitted" });
    const again = await one.start("coat");
    expect(again.text).toMatch(/已经有一件“冬衣补助”在办：编号 2026-\d{6}/);
  });

  it("goes on with an open draft, days later and from another chat", async () => {
    const one = await person();
    await one.start("coat");
    await one.say(...ELIGIBLE, "同意", "今年8月31", "明天再说");
    expect(one.state()).toMatchObject({ paused: true });
    const { text: resumed } = await one.resume(undefined);
    expect(resumed).toContain("已经填好 4 项，共 13 项");
    expect(resumed).toContain("您叫什么名字");
    expect((await one.start("coat")).text).toContain("我们接着填");
  });

  it("takes up what was put aside before consent in the same chat", async () => {
    const one = await person();
    await one.start("coat");
    await one.say("3", "先停一下");
    expect((await one.resume()).text).toContain("全家一年收入多少");
  });

  it("deletes what was kept when the member cancels", async () => {
    const one = await person();
    await one.start("coat");
    const { text: said } = await one.say(...ELIGIBLE, "同意", "今年8月31", "不办了", "是");
    expect(said).toContain("都删掉了");
    const [draft] = await one.mine();
    expect(draft?.state).toBe("withdrawn");
    expect(await held.stores.applications.form(draft?.id ?? "")).toBeUndefined();
  });

  it("sends for somebody else only when that person agreed in their own chat", async () => {
    const daughter = await person();
    const mother = await person();
    expect((await daughter.start("coat", "我帮我妈申请冬衣补助")).text).toContain("替别人填");
    const consent = await daughter.say(...ELIGIBLE);
    expect(consent.text).toContain("验证码");
    const begun = await daughter.say("同意");
    const code = /K7M3-9\d+/.exec(begun.text)?.[0] ?? "";
    expect(await held.stores.members.consents(daughter.member)).toEqual([]);
    await daughter.say(...REST);
    expect((await daughter.say("提交")).text).toContain("还差本人同意");
    expect(daughter.state()).toHaveProperty("application");

    const purpose = await held.stores.transaction((inner) => inner.members.takeCode(code, now.toISOString()));
    expect(purpose).toMatchObject({ kind: "fill" });
    if (purpose?.kind === "fill")
      await held.stores.applications.setMember(purpose.application, mother.member);
    expect((await daughter.say("提交")).text).toMatch(/已经提交/);
    expect((await mother.mine())[0]).toMatchObject({ state: "submitted", filledBy: daughter.member });
  });

  it("carries a draft over to the version that is left, and says so", async () => {
    const one = await person();
    await one.start("coat");
    await one.say(...ELIGIBLE, "同意", "今年8月31", "王小红");
    known = [
      {
        ...COAT,
        version: 2,
        fields: [...COAT.fields.filter(({ id }) => id !== "people"), field("people", "count", { min: 5 })],
      },
      PLAIN,
    ];
    const { text: said } = await one.resume(undefined);
    expect(said).toContain("表格更新过了");
    expect((await one.mine())[0]).toMatchObject({ version: 2 });
    known = ALL;
  });

  it("answers a question in the middle and asks again", async () => {
    const one = await person();
    await one.start("coat");
    const { turn } = await one.say("3", "德钦县去年培训了多少人？");
    expect(turn.question).toBe("德钦县去年培训了多少人？");
    expect(turn.replies[0]?.text).toContain("全家一年收入多少");
  });

  it("puts one form aside for another", async () => {
    const one = await person();
    await one.start("coat");
    await one.say(...ELIGIBLE, "同意", "今年8月31");
    const { text: said } = await one.say("我想申请山里休养");
    expect(said).toContain("“冬衣补助”先放在这里");
    expect(said).toContain("没有开放报名的批次");
    expect((await one.mine())[0]).toMatchObject({ state: "draft" });
  });

  it("says when nothing is to be filed and when nothing is open, and offers open batches", async () => {
    const one = await person();
    expect((await one.start("auto")).text).toContain("会自动打到卡里");
    await held.stores.applications.addBatch({
      id: randomUUID(),
      programme: "trip",
      unit: "dq",
      title: "雪山第一批",
      startsOn: "2026-12-20",
      endsOn: "2026-12-24",
      applyBy: "2026-12-10",
      places: 5,
      cancelled: false,
    });
    await one.start("trip");
    const { text: said, taps } = await one.say("同意");
    expect(said).toContain("1. 雪山第一批，12月20日至12月24日，报名到 12月10日，还有 5 个名额");
    expect(taps).toContain("雪山第一批");
    expect((await one.say("1")).text).toContain("批次：雪山第一批");
    now = new Date("2027-02-01T02:00:00Z");
    expect((await (await person()).start("trip")).text).toContain("最近一批已经在 2026年12月10日 截止");
    now = new Date("2026-11-22T02:00:00Z");
  });

  it("lets the member choose among programmes by number, name or another wish", async () => {
    const one = await person();
    const turn = await service().start(one.speaker, ["coat", "trip"]);
    expect(turn.replies[0]?.suggestions).toEqual(["冬衣补助", "山里休养"]);
    const chosen = await service().say(one.speaker, turn.state ?? {}, { text: "第一个", files: [] });
    expect(chosen.replies[0]?.text).toContain("冬衣补助");
    const other = await service().say(one.speaker, turn.state ?? {}, { text: "今天天气怎么样？", files: [] });
    expect(other).toMatchObject({ state: undefined, question: "今天天气怎么样？" });
  });

  it("asks an officer's questions and nothing else", async () => {
    const one = await person();
    await one.start("coat");
    await one.say(...ELIGIBLE, "同意", ...REST, "提交");
    const [sent] = await one.mine();
    if (sent === undefined) throw new Error("nothing was sent");
    const asked = {
      ...sent,
      state: "needs-more",
      revision: sent.revision + 1,
      request: { fields: ["mobile"], papers: ["bill"], note: "电话打不通", from: "submitted" },
    } as const;
    await held.stores.applications.save(asked, {
      application: sent.id,
      revision: asked.revision,
      event: "ask-more",
      from: "submitted",
      to: "needs-more",
      actor: { kind: "staff", id: "s" },
      note: "",
      at: now.toISOString(),
    });
    await one.start("trip");
    // Its number goes before what is open here; one that waits for nothing leaves that open.
    expect((await one.resume(one.state(), "2026-999999")).text).not.toContain("电话打不通");
    const short = String(Number(sent.number?.slice(-6)));
    expect((await one.resume(one.state(), short)).text).toContain("电话打不通");
    await one.start("trip");
    expect((await one.resume(one.state(), sent.number)).text).toContain("电话打不通");
    const { text: said } = await one.resume(undefined);
    expect(said).toContain("电话打不通");
    expect(said).toContain("手机号是多少");
    expect((await one.say("13900139000")).text).toContain("医药费单据");
    await one.say("@", "好了");
    expect((await one.say("提交")).text).toContain("补上了");
    expect((await one.mine())[0]?.state).toBe("submitted");
  });

  it("speaks the member's script and language", async () => {
    const traditional = await person("zh-Hant");
    expect((await traditional.start("coat")).text).toContain("家裡幾口人");
    const english = await person("en");
    const { text: said } = await english.start("coat");
    expect(said).toContain("How many people are you?");
    expect(said).not.toMatch(/\p{Script=Han}/u);
  });

  it("finds what a wish means and leaves questions to the answers", () => {
    const fill = service();
    expect(fill.propose("我想申请冬衣补助")).toEqual(["coat"]);
    expect(fill.propose("我想申請冬衣補助")).toEqual(["coat"]);
    expect(fill.propose("apply for a winter coat")).toEqual(["coat"]);
    expect(fill.propose("冬衣补助怎么申请？")).toEqual([]);
    expect(fill.programmesOf("冬衣补助怎么申请？", ["nothing-of-the-kind"])).toEqual(["coat"]);
    expect(fill.offers(["coat"], "zh-Hans")).toEqual(["申请冬衣补助"]);
    expect(fill.propose("申请冬衣补助")).toEqual(["coat"]);
  });
});
