// What members of the hardship form said that was taken for something else: through the form of the program, with its words.
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCases } from "../../src/applications/cases/cases.ts";
import { createFill } from "../../src/applications/form/fill.ts";
import { loadProgrammes, PROGRAMMES_FOLDER } from "../../src/applications/programmes.ts";
import type { FillState } from "../../src/domain/form.ts";
import { openTestStores, type TestStores } from "../support/stores.ts";
import { catalogue, LINE } from "./fixtures/coat.ts";

const NOW = new Date("2026-11-22T02:00:00Z");
const loaded = loadProgrammes([PROGRAMMES_FOLDER]);
const HARDSHIP = "hardship-aid";

let held: TestStores;
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

/** Somebody who says these one after another; what was said to the last of them. */
async function talk(...lines: readonly string[]) {
  const common = {
    stores: held.stores,
    programmes: loaded,
    write: catalogue.text,
    now: () => NOW,
    newId: () => randomUUID(),
    hotline: "12351",
  };
  const fill = createFill({
    ...common,
    cases: createCases(common),
    settings: () => ({ place: ["云南省"], numbers: { "minimum-living": LINE } }),
    newCode: () => "K7M3-92QX",
  });
  const sender = randomUUID();
  const speaker = {
    member: await held.stores.members.arrive({
      channel: "t",
      sender,
      chat: sender,
      lastSeen: NOW.toISOString(),
    }),
    locale: "zh-Hans",
  } as const;
  let turn = await fill.start(speaker, [HARDSHIP]);
  let state: FillState | undefined;
  for (const text of lines) {
    if (turn.save !== undefined) await held.stores.transaction(turn.save);
    state = turn.state;
    turn = await fill.say(speaker, state ?? {}, { text, files: [] });
  }
  if (turn.save !== undefined) await held.stores.transaction(turn.save);
  const id = turn.state?.application;
  const stored = id === undefined ? undefined : await held.stores.applications.form(id);
  return {
    text: turn.replies.map((reply) => reply.text).join("\n"),
    taps: turn.replies.flatMap(({ suggestions }) => suggestions),
    answers: stored?.answers ?? turn.state?.progress?.answers ?? {},
    asked: stored?.position.asked ?? turn.state?.progress?.asked,
  };
}

const INCOME = ["4"];
const SPENDING = ["4", "3万"];
const CAUSE = ["4", "3万", "2万"];
const CONSENT = [...CAUSE, "生大病", "2万", "没有", "没有", "没有", "没有"];
const EMPLOYER = [...CONSENT, "同意", "王小红", "11010519491231002X", "13800138000"];
const FAMILY = [...EMPLOYER, "德钦县核桃厂", "在岗", "健康"];
const PERSON = ["王大力", "跳过", "健康", "0", "跳过"];
const STORY = [...FAMILY, "一个", "配偶", ...PERSON, "租的房", "60"];

describe("words that tell of no trouble", () => {
  it.each([
    [["4", "没工作"], "请说一个数"],
    [[...FAMILY, "家里人漏填了"], "这位是您的什么人"],
  ] as const)("are not heard as one: %s", async (lines, wanted) => {
    const { text } = await talk(...lines);
    expect(text).not.toContain("难处我听到了");
    expect(text).toContain(wanted);
  });

  it("are the choice they name while something is put right", async () => {
    const { text, answers } = await talk(...STORY, "收入填错了", "子女上学");
    expect(text).not.toContain("难处");
    expect(answers["main-cause"]).toBe("school");
    const ill = await talk(
      ...CAUSE,
      "子女上学",
      "没有",
      "没有",
      "没有",
      "没有",
      "同意",
      "收入填错了",
      "生大病",
    );
    expect(ill.text).not.toContain("难处");
    expect(ill.answers["main-cause"]).toBe("illness");
  });
});

describe("whoever cannot go on", () => {
  it("is given 12356, whether or not the words answer", async () => {
    const waits = await talk(...INCOME, "有时候真的撑不下去了");
    expect(waits.text).toContain("12356");
    expect(waits.text).toContain("这一项不急");
    expect(waits.text).toContain("拿到手多少钱");
    const told = await talk(...STORY, "妻子生病，有时候真的撑不下去了");
    expect(told.text).toContain("12356");
    expect(told.text).not.toContain("这一项不急");
    expect(told.answers["details"]).toContain("撑不下去");
    expect((await talk(...STORY, "厂里撑不下去了，把我们辞退了")).text).not.toContain("12356");
  });
});

describe("an amount", () => {
  it("is not 0 because something else is nothing", async () => {
    const { text, answers } = await talk(...SPENDING, "没有收入");
    expect(text).toContain("请说一个数");
    expect(answers).not.toHaveProperty("spending");
    expect((await talk(...SPENDING, "没有")).answers).toMatchObject({ spending: 0 });
    expect((await talk(...INCOME, "没有收入")).answers).toMatchObject({ income: 0 });
  });

  it.each([[FAMILY], [STORY]])("that is too large says so when it is put right", async (before) => {
    const { text, answers, asked } = await talk(...before, "收入改成999999999999元");
    expect(text).toContain("家庭年收入：这个数好像太大了");
    expect(answers).toMatchObject({ income: 30_000 });
    expect(answers).not.toHaveProperty("details");
    expect(asked).toBe("income");
  });

  it("is found behind words in a correction", async () => {
    const { answers } = await talk(...FAMILY, "支出填错了，看病花了2万6");
    expect(answers).toMatchObject({ spending: 26_000 });
  });
});

describe("a bare date", () => {
  it("is neither an employer nor a story", async () => {
    const employer = await talk(...EMPLOYER, "2099年3月1号");
    expect(employer.text).toContain("请用文字说一说");
    expect(employer.asked).toBe("employer");
    expect((await talk(...STORY, "2025-03-01")).asked).toBe("details");
    expect((await talk(...STORY, "2025年3月妻子查出尿毒症")).asked).toBe("bank-card");
  });
});

describe("the family", () => {
  it("is asked for with an example", async () => {
    expect((await talk(...FAMILY)).text).toContain("比如“爱人和一个女儿”");
    expect((await talk(...FAMILY, "爱人和一个女儿")).asked).toBe("family.0.relation");
  });

  it("takes whoever was left out, wherever it is said", async () => {
    const { answers, asked } = await talk(...STORY, "还有一个女儿没填");
    expect(answers).toMatchObject({ "family.1.relation": "child" });
    expect(asked).toBe("family.1.name");
    expect((await talk(...STORY, "还有一位家人没填")).asked).toBe("family.1.relation");
    expect((await talk(...STORY, "还有两个孩子没填")).answers).toMatchObject({
      "family.1.relation": "child",
      "family.2.relation": "child",
    });
  });

  it("that counts others than was said before is told once, and blocks nothing", async () => {
    const differs = "您说家里有 4 口人，连您在内这里是 2 位";
    const announced = await talk(...FAMILY, "一个");
    expect(announced.text).toContain(differs);
    expect(announced.asked).toBe("family.0.relation");
    const closed = await talk(...FAMILY, "还有", "配偶", ...PERSON, "没有了");
    expect(closed.text).toContain(differs);
    expect(closed.asked).toBe("housing");
    expect((await talk(...STORY)).text).not.toContain(differs);
    expect((await talk(...FAMILY, "三个")).text).not.toContain("口人，连您在内");
  });
});

describe("what can be tapped", () => {
  it("answers the question as it is put", async () => {
    const owns = await talk(...CAUSE, "生大病", "2万", "没有");
    expect(owns.text).toContain("有没有小汽车");
    expect(owns.taps).toEqual(["有", "没有"]);
    expect((await talk(...CAUSE, "生大病", "2万", "没有", "有")).answers).toMatchObject({ car: true });
    expect((await talk(...CAUSE, "生大病", "2万", "没有", "看情况")).text).toContain("请回答“有”或“没有”");
    const checks = await talk(...STORY, "妻子生病，没有收入", "6222021234567890128");
    expect(checks.text).toContain("您同意吗");
    expect(checks.taps).toEqual(["同意", "不同意"]);
  });

  it("names the choices of what cannot be skipped", async () => {
    const { text } = await talk(...CAUSE, "跳过");
    expect(text).toContain("这一项要填才能办，请选一个：1. 生大病");
    expect(text).not.toContain("比如");
  });

  it("says of what is hidden only that it was answered", async () => {
    const { text } = await talk(...FAMILY, "身体状况填错了");
    expect(text).toContain("原来填过（这里不显示）。");
    expect(text).not.toContain("原来填的是");
  });
});
