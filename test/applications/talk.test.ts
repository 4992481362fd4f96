// Conversations with a form, from words to what is asked next: listen and advance together, without stores.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listen } from "../../src/applications/form/listen.ts";
import type { Form, Outcome, Progress, Value } from "../../src/domain/form.ts";
import { advance, beginForm, beginSupply } from "../../src/domain/form/advance.ts";
import { carryOver } from "../../src/domain/form/carry.ts";
import { fieldAt, holds, listPath, numberOf, pathsOf, progressCount } from "../../src/domain/form/path.ts";
import type { Programme } from "../../src/domain/programme.ts";
import { COAT, coatForm } from "./fixtures/coat.ts";
import { field, text } from "./fields.ts";

const NOW = new Date("2026-11-22T02:00:00Z");
const form = coatForm();
const file = (id: string) => ({ id, name: `${id}.jpg`, type: "image/jpeg", size: 1 });

interface Talk {
  progress: Progress;
  outcomes: readonly Outcome[];
}
function talk(...said: readonly string[]): Talk {
  return more(beginForm(form), ...said);
}
/** A line that starts with @ sends a photo with the rest as caption. */
function more(from: Talk, ...said: readonly string[]): Talk {
  let current: Talk = from;
  for (const [index, line] of said.entries()) {
    const photo = line.startsWith("@");
    const input = {
      text: photo ? line.slice(1) : line,
      files: photo ? [file(`${index}-${line}`)] : [],
      now: NOW,
    };
    current = advance(form, current.progress, listen(form, current.progress, input));
  }
  return current;
}
const kinds = ({ outcomes }: Talk): string[] => outcomes.map(({ kind }) => kind);
const answers = (one: Talk): Readonly<Record<string, Value>> => one.progress.answers;

const ELIGIBLE = ["3", "2万", "生病"];
const PERSON = [...ELIGIBLE, "同意", "今年8月31", "王小红", "11010519491231002X", "13800138000"];
const FILLED = [...PERSON, "没有", "妻子生病，没有收入", "跳过"];
const READY = [...FILLED, "@", "好了", "以后再交", "没有"];

describe("a talk from beginning to end", () => {
  it("asks eligibility, then consent, then the rest, then papers, and sends", () => {
    expect(talk().progress.asked).toBe("people");
    expect(kinds(talk(...ELIGIBLE))).toEqual(["verdict", "list-papers", "ask-consent"]);
    expect(talk(...ELIGIBLE).progress).toMatchObject({
      stage: "consent",
      verdict: "likely",
      category: "deep",
    });
    expect(talk(...ELIGIBLE, "同意").progress).toMatchObject({ stage: "fields", asked: "discharged" });
    expect(talk(...FILLED).progress).toMatchObject({ stage: "files", asked: "card" });
    expect(kinds(talk(...READY))).toEqual(["summary"]);
    expect(kinds(talk(...READY, "提交"))).toEqual(["confirm-incomplete"]);
    expect(talk(...READY, "提交", "先提交，材料以后补")).toMatchObject({
      progress: { stage: "sent" },
      outcomes: [{ kind: "submit" }],
    });
  });

  it("goes back to the papers when the member would rather bring them now", () => {
    expect(talk(...READY, "提交", "现在补").progress).toMatchObject({ stage: "files", asked: "bill" });
    expect(kinds(talk(...READY, "提交", "现在补", "@", "好了", "提交"))).toEqual(["submit"]);
  });

  it("keeps nothing of a member who does not agree", () => {
    expect(kinds(talk(...ELIGIBLE, "不同意"))).toEqual(["declined"]);
    expect(kinds(talk(...ELIGIBLE, "你们会给谁看？"))).toEqual(["question", "ask-consent"]);
  });

  it("never refuses: unlikely may go on", () => {
    const unlikely = talk("3", "90000", "失业");
    expect(unlikely.progress.verdict).toBe("unlikely");
    expect(more(unlikely, "同意").progress.asked).toBe("name");
  });

  it("numbers the questions as they apply", () => {
    const now = talk(...PERSON);
    expect(numberOf(form, now.progress, "family")).toEqual({ number: 8, of: 13 });
    expect(progressCount(form, now.progress)).toEqual({ done: 7, of: 13 });
  });
});

describe("an earlier answer put right", () => {
  const at = talk(...PERSON);
  it.each<[string, Record<string, Value>]>([
    ["收入填错了，是三万二", { income: 32_000 }],
    ["收入填錯了,是三萬二", { income: 32_000 }],
    ["家庭年收入应该是3万2", { income: 32_000 }],
    ["把收入改成32000", { income: 32_000 }],
    ["不好意思，我刚才收入说错了，应该是32k", { income: 32_000 }],
    ["my income should be 32k", { income: 32_000 }],
    ["sorry, income is wrong, it should be 32k", { income: 32_000 }],
    ["change my income to 32k", { income: 32_000 }],
    ["把手机号改成13900139000", { mobile: "13900139000" }],
    ["手机不对，是13900139000", { mobile: "13900139000" }],
    ["上一个错了，是13900139000", { mobile: "13900139000" }],
    ["刚才填错了，应该是13900139000", { mobile: "13900139000" }],
    ["the last one was wrong, it's 13900139000", { mobile: "13900139000" }],
    ["第1项不对，是4", { people: 4 }],
    ["不是两万，是三万", { income: 30_000 }],
    ["名字写错了，叫王小虹", { name: "王小虹" }],
    ["手机号：13900139000", { mobile: "13900139000" }],
    ["手机号是13900139000（微信同号）", { mobile: "13900139000" }],
    ["收入不是两万是三万", { income: 30_000 }],
    ["收入填错了是三万二", { income: 32_000 }],
    ["姓名：王小虹\n手机：13900139000", { name: "王小虹", mobile: "13900139000" }],
  ])("%s", (said, changed) => {
    const after = more(at, said);
    expect(answers(after)).toMatchObject(changed);
    expect(kinds(after)).toContain("corrected");
    expect(after.progress.asked).toBe("family.+");
  });

  it.each([
    ["收入填错了", "income"],
    ["我想改一下手机号", "mobile"],
    ["第3项不对", "reason"],
    ["上一个错了", "mobile"],
    ["上一步", "mobile"],
    ["change my phone", "mobile"],
    ["go back", "mobile"],
    ["家庭年收人不对", "income"],
  ])("%s asks %s again, then goes on where it was", (said, path) => {
    const after = more(at, said);
    expect(after.progress.asked).toBe(path);
    expect(answers(after)).toEqual(answers(at));
    expect(more(after, "不改了").progress.asked).toBe("family.+");
  });

  it("asks which one when the words fit several", () => {
    const listed = more(at, "两个", "李芳", "老婆", "0", "王明", "儿子", "0", "县一中");
    expect(kinds(more(listed, "17.1的姓名不对"))).not.toContain("corrected");
    const which = more(listed, "第8.1项不对");
    expect(which.outcomes).toEqual([
      { kind: "which-field", candidates: ["family.0.name", "family.0.relation", "family.0.income"] },
    ]);
    expect(more(which, "收入").progress.asked).toBe("family.0.income");
    expect(more(which, "第2个").progress.asked).toBe("family.0.relation");
    expect(answers(more(listed, "李芳的收入改成三千"))["family.0.income"]).toBe(3000);
    expect(answers(more(listed, "儿子的收入应该是一千"))["family.1.income"]).toBe(1000);
    expect(answers(more(listed, "第二位的姓名改成王晓明"))["family.1.name"]).toBe("王晓明");
  });

  it("drops and asks anew what hangs on it", () => {
    const after = more(at, "困难原因改成失业");
    expect(after.outcomes[0]).toMatchObject({ kind: "corrected", dropped: ["discharged"] });
    expect(answers(after)["discharged"]).toBeUndefined();
    expect(more(after, "原因改成生病").progress.asked).toBe("discharged");
  });

  it("works the verdict out again", () => {
    const after = more(at, "收入改成90000");
    expect(after.progress.verdict).toBe("unclear");
    expect(kinds(after)).toContain("verdict");
  });

  it("leaves a story alone that says something was wrong or changed", () => {
    const story = more(at, "没有");
    for (const said of [
      "厂里把工资改成计件，收入少了一半",
      "工资不对，少发了两个月",
      "我的收入被扣错了",
      "老板把收入说错了我也没办法",
    ]) {
      const after = more(story, said);
      expect(answers(after)["story"], said).toBe(said);
      expect(answers(after)["income"], said).toBe(20_000);
    }
    expect(answers(more(story, "收入填错了，是三万二"))["income"]).toBe(32_000);
  });

  it("takes each line of the summary by its number or its name", () => {
    const ready = talk(...READY);
    expect(more(ready, "2").progress.asked).toBe("income");
    expect(answers(more(ready, "2 三万五"))["income"]).toBe(35_000);
    expect(answers(more(ready, "手机号 13900139000"))["mobile"]).toBe("13900139000");
    expect(answers(more(ready, "尺码改成XL"))["size"]).toBe("XL");
    expect(more(ready, "医药费单据").progress.asked).toBe("bill");
    expect(kinds(more(ready, "手机号 13900139000"))).toEqual(["corrected", "ready"]);
    for (const said of ["没问题，提交吧", "都对，发吧", "好的", "yes", "submit please", "确认提交"]) {
      expect(kinds(more(ready, said)), said).toEqual(["confirm-incomplete"]);
    }
  });
});

describe("a question in the middle", () => {
  const asked = (said: string, at: Talk): string[] => kinds(more(at, said));
  const story = talk(...PERSON, "没有");
  it.each([
    "什么时候能发？",
    "什么时候能发钱",
    "多久能批下来",
    "要交什么材料？",
    "这个信息会公开吗",
    "请问可以代办吗",
    "什么是低保",
    "how long does it take?",
    "do I have to bring papers",
    "怎么申请法律援助？",
  ])("%s goes to the answers and leaves the form as it is", (said) => {
    for (const at of [
      talk(),
      talk("3"),
      talk(...ELIGIBLE, "同意"),
      talk(...ELIGIBLE, "同意", "今年8月31"),
      story,
    ]) {
      expect(asked(said, at)).toEqual(["question", "ask"]);
      expect(answers(more(at, said))).toEqual(answers(at));
      expect(more(at, said).progress.asked).toBe(at.progress.asked);
    }
  });

  it.each([
    "老板三个月没发工资，孩子的学费怎么办？",
    "妻子得了什么病医生也说不清，一直住院",
    "我不知道以后怎么过，家里没有收入",
    "生病",
    "什么都没有了，房子也烧了",
    "多少年的积蓄都花在看病上",
  ])("%s is a story", (said) => {
    expect(answers(more(story, said))["story"]).toBe(said);
  });

  it("asks when nothing tells, and keeps the words", () => {
    const unclear = more(story, "这日子该怎么过呢？");
    expect(kinds(unclear)).toEqual(["which-meaning"]);
    expect(answers(more(unclear, "这是我的回答"))["story"]).toBe("这日子该怎么过呢？");
    expect(kinds(more(unclear, "我在问问题"))).toEqual(["question", "ask"]);
  });
});

describe("words about the form itself", () => {
  const at = talk("3");
  it.each([
    ["先停一下", "paused"],
    ["暂停", "paused"],
    ["明天再说", "paused"],
    ["later", "paused"],
    ["我先去忙", "paused"],
    ["到哪了", "progress"],
    ["还有多少项", "progress"],
    ["how many questions are left?", "progress"],
    ["为什么要问这个", "explain"],
    ["为什么要問這個？", "explain"],
    ["这是什么意思", "explain"],
    ["why do you ask", "explain"],
    ["不知道", "explain"],
    ["I'm not sure", "explain"],
    ["重来", "confirm-start-over"],
    ["start over", "confirm-start-over"],
    ["取消", "confirm-cancel"],
    ["不办了", "confirm-cancel"],
    ["算了", "confirm-cancel"],
    ["提交", "not-yet"],
    ["我是帮我妈申请的", "for-other"],
  ])("%s → %s", (said, kind) => {
    expect(kinds(more(at, said))[0]).toBe(kind);
  });

  it("cancels and starts over only when that is meant", () => {
    expect(kinds(more(at, "取消", "是的"))).toEqual(["cancelled"]);
    expect(kinds(more(at, "取消", "取消申请"))).toEqual(["cancelled"]);
    expect(more(at, "取消", "接着填").progress).toMatchObject({ asked: "income", answers: { people: 3 } });
    expect(more(at, "取消", "三万五").progress.answers).toEqual({ people: 3, income: 35_000 });
    expect(more(at, "重来", "是").progress).toMatchObject({ asked: "people", answers: {} });
    expect(more(at, "重来", "不").progress.answers).toEqual({ people: 3 });
  });

  it("skips only what may be skipped", () => {
    const optional = talk(...PERSON, "没有", "妻子生病");
    for (const said of ["跳过", "没有", "skip", "不填", "none"])
      expect(more(optional, said).progress.skipped).toContain("size");
    expect(kinds(more(at, "跳过"))).toEqual(["wrong", "ask"]);
  });

  it("counts misses and forgets them with the next question", () => {
    const missed = more(at, "很多", "好多好多", "嗯？？好");
    expect(missed.progress.misses).toBeGreaterThanOrEqual(2);
    expect(more(missed, "3万").progress.misses).toBe(0);
  });

  it("completes a date said in two messages", () => {
    const date = talk(...ELIGIBLE, "同意", "去年8月");
    expect(kinds(date)).toEqual(["wrong", "ask"]);
    expect(answers(more(date, "15号"))["discharged"]).toBe("2025-08-15");
  });
});

describe("several answers at once", () => {
  it("are taken in one breath", () => {
    expect(answers(talk("三口人，一年收入2万，主要是生病"))).toEqual({
      people: 3,
      income: 20_000,
      reason: "ill",
    });
    expect(answers(talk("3个人，工资一共两万"))).toEqual({ people: 3, income: 20_000 });
    expect(answers(talk("三口人，大家都好"))).toEqual({ people: 3 });
    expect(answers(talk("两口子加三个孩子"))).toEqual({ people: 5 });
    expect(answers(talk("我们一家五口，两个老人一个娃，还有我和我老公"))).toEqual({ people: 5 });
    expect(answers(talk("老婆孩子加我爸四口人"))).toEqual({ people: 4 });
    expect(answers(talk("算上老人一共6口"))).toEqual({ people: 6 });
    expect(answers(talk("3", "一年下来五万多一点吧就算五万二"))).toEqual({ people: 3, income: 52_000 });
  });
  it("are taken from a sheet", () => {
    const at = talk(...ELIGIBLE, "同意", "今年8月31");
    expect(answers(more(at, "姓名：王小红\n身份证号：11010519491231002X\n手机：13800138000"))).toMatchObject({
      name: "王小红",
      mobile: "13800138000",
    });
  });
});

describe("at consent", () => {
  const at = talk(...ELIGIBLE);
  it.each([
    ["先不弄了，明天再说", "paused"],
    ["那算了，不申请了", "confirm-cancel"],
    ["收入填错了，是五万八", "corrected"],
    ["继续", "ask-consent"],
    ["我叫王芳", "ask-consent"],
  ])("%s → %s", (said, kind) => {
    expect(kinds(more(at, said))[0]).toBe(kind);
    expect(more(at, said).progress.stage).toBe("consent");
  });
});

describe("a list", () => {
  const at = talk(...PERSON);
  it("takes people one after another until there are no more", () => {
    const one = more(at, "有", "李芳", "老婆", "没有");
    expect(one.progress.asked).toBe("family.+");
    expect(more(one, "还有一位", "王明").progress.asked).toBe("family.1.relation");
    expect(more(one, "没有了").progress.asked).toBe("story");
  });
  it("takes the number first", () => {
    const two = more(at, "两个人", "李芳", "配偶", "0", "王明", "儿子", "0", "县一中");
    expect(two.progress.asked).toBe("story");
    expect(kinds(more(at, "五个人"))).toEqual(["wrong", "ask"]);
  });
  it("counts those who are named together", () => {
    expect(more(at, "老婆和两个孩子").progress).toMatchObject({
      asked: "family.0.name",
      counts: { family: 3 },
    });
    expect(more(at, "妈妈、老公").progress.counts).toEqual({ family: 2 });
    expect(kinds(more(at, "一大家子人呢"))).not.toContain("which-meaning");
  });
  it("takes a person in one message", () => {
    const one = more(at, "王小明，儿子，一千，县一中");
    expect(answers(one)).toMatchObject({
      "family.0.name": "王小明",
      "family.0.relation": "child",
      "family.0.income": 1000,
      "family.0.school": "县一中",
    });
    const two = more(at, "有", "李芳 老婆 三千");
    expect(answers(two)).toMatchObject({
      "family.0.name": "李芳",
      "family.0.relation": "spouse",
      "family.0.income": 3000,
    });
  });
  it("begins with a name straight away", () => {
    expect(more(at, "李芳").progress).toMatchObject({ asked: "family.0.relation" });
  });
  it("lets a person be taken out or put in", () => {
    const two = more(at, "两个人", "李芳", "配偶", "0", "王明", "儿子", "5", "县一中");
    const left = more(two, "删掉第一位");
    expect(left.outcomes[0]).toEqual({ kind: "removed-item", list: "family", index: 0 });
    expect(answers(left)).toMatchObject({
      "family.0.name": "王明",
      "family.0.income": 5,
      "family.0.school": "县一中",
    });
    expect(answers(left)["family.1.name"]).toBeUndefined();
    const ready = more(two, "妻子生病", "跳过", "@", "好了", "没有", "没有");
    expect(more(ready, "再加一个家人").progress.asked).toBe("family.2.name");
    expect(more(ready, "把李芳去掉").progress.counts).toEqual({ family: 1 });
  });
});

describe("papers", () => {
  const at = talk(...FILLED);
  it("take several photos in a row until the member is done", () => {
    const two = more(at, "@", "@1");
    expect(two.progress.files["card"]).toHaveLength(2);
    expect(two.progress.asked).toBe("card");
    expect(more(two, "好了").progress.asked).toBe("bill");
  });
  it("go where their caption says", () => {
    const one = more(at, "@这是单据");
    expect(one.progress.files["bill"]).toHaveLength(1);
    expect(one.progress.asked).toBe("card");
  });
  it("sent before their turn are kept until it is known what they are", () => {
    const early = more(talk(...ELIGIBLE, "同意"), "@");
    expect(kinds(early)).toEqual(["which-paper"]);
    const named = more(early, "单据");
    expect(named.progress.files["bill"]).toHaveLength(1);
    expect(named.progress.asked).toBe("discharged");
  });
  it("are not taken before consent", () => {
    expect(kinds(more(talk(), "@"))).toEqual(["wrong", "ask"]);
    expect(more(talk(), "@").progress.files).toEqual({});
  });
  it("sent at the summary do not send the form with them", () => {
    const ready = talk(...READY);
    expect(kinds(more(ready, "@单据", "好了"))).toEqual(["ready"]);
    expect(more(ready, "@单据", "好了").progress.stage).toBe("summary");
    expect(more(ready, "现在补").progress.asked).toBe("bill");
    expect(more(at, "现在没有，晚点发").progress).toMatchObject({ asked: "bill" });
  });
  it("can be sent again", () => {
    const redone = more(at, "@", "发错了", "@2", "好了");
    expect(redone.progress.files["card"]).toHaveLength(1);
  });
  it("are put off with a word", () => {
    for (const said of [
      "还没有",
      "以后再交",
      "没带",
      "later",
      "not yet",
      "我没有身份证照片",
      "身份证件不在身边",
    ]) {
      expect(more(at, said).progress, said).toMatchObject({
        asked: "bill",
        skipped: expect.arrayContaining(["card"]),
      });
    }
  });
});

describe("what an officer asked for", () => {
  const sent = talk(...READY, "提交", "先提交，材料以后补").progress;
  it("is all that is asked", () => {
    let now: Talk = beginSupply(form, sent, ["mobile", "bill"]);
    expect(now.progress.asked).toBe("mobile");
    now = more(now, "13900139000");
    expect(now.progress.asked).toBe("bill");
    expect(kinds(more(now, "以后再交", "提交"))).toEqual(["not-yet", "ask"]);
    now = more(now, "@", "好了");
    expect(kinds(now)).toEqual(["summary"]);
    expect(kinds(more(now, "提交"))).toEqual(["submit"]);
    expect(answers(now)).toMatchObject({ mobile: "13900139000", name: "王小红" });
  });
});

describe("a draft of another version", () => {
  it("keeps what is still valid and asks the rest", () => {
    const [people, income] = COAT.fields;
    const next: Programme = {
      ...COAT,
      version: 2,
      fields: [
        ...(people ? [people] : []),
        ...(income ? [{ ...income, max: 10_000 }] : []),
        ...COAT.fields.slice(2).filter(({ id }) => id !== "size"),
        field("shoe", "text", { label: text("鞋码", "shoe size") }),
      ],
    };
    const old = talk(...READY).progress;
    const { progress } = carryOver(coatForm(next), old);
    expect(progress).toMatchObject({ version: 2, asked: "income", stage: "fields" });
    expect(progress.answers).toMatchObject({ people: 3, name: "王小红", story: "妻子生病，没有收入" });
    expect(progress.answers["income"]).toBeUndefined();
    expect(progress.files["card"]).toHaveLength(1);
  });
});

describe("whatever is said", () => {
  const words = fc.oneof(
    fc.constantFrom(
      "3",
      "2万",
      "生病",
      "失业",
      "同意",
      "不同意",
      "今年8月31",
      "去年8月",
      "15号",
      "王小红",
      "11010519491231002X",
      "13800138000",

      "没有",
      "没有了",
      "有",
      "还有一位",
      "两个人",
      "配偶",
      "儿子",
      "妻子生病，没有收入",
      "跳过",
      "@",
      "@单据",
      "好了",
      "以后再交",

      "提交",
      "先提交，材料以后补",
      "现在补",
      "取消",
      "是",
      "否",
      "不",
      "重来",
      "上一步",
      "不改了",
      "收入填错了",
      "原因改成失业",
      "原因改成生病",

      "第3项不对",
      "什么时候能发？",
      "先停一下",
      "继续",
      "到哪了",
      "为什么要问这个",
      "不知道",
      "删掉第一位",
      "再加一个家人",
      "",
      "？",
      "我帮我妈申请",

      "收入改成90000",
      "王小明，儿子，一千",
      "这是我的回答",
      "我在问问题",
      "发错了",
      "看一遍",
      "2",
      "姓名",
    ),
    fc.string({ unit: "grapheme", maxLength: 20 }),
  );
  const MAY_LOSE = /改|错|不对|重来|删|去掉|上一步|跳过|没有|^是$|^\d|第|skip|none|姓名/;

  it("never throws, never asks what does not apply, never loses an answer", () => {
    fc.assert(
      fc.property(
        fc.constantFrom<readonly string[]>([], ELIGIBLE, PERSON, FILLED, READY),
        fc.array(words, { maxLength: 14 }),
        (start, said) => {
          let now = talk(...start);
          for (const line of said) {
            const before = now.progress;
            now = more(now, line);
            check(form, now.progress);
            const ended = kinds(now).some(
              (kind) =>
                kind === "corrected" ||
                kind === "started-over" ||
                kind === "removed-item" ||
                kind === "cancelled" ||
                kind === "declined",
            );
            if (ended || MAY_LOSE.test(line)) continue;
            for (const [path, value] of Object.entries(before.answers))
              expect(now.progress.answers[path], `${line} ${path}`).toEqual(value);
            for (const [paper, files] of Object.entries(before.files)) {
              if (!/发错|不对/.test(line))
                expect(now.progress.files[paper]?.length).toBeGreaterThanOrEqual(files.length);
            }
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  function check(within: Form, progress: Progress): void {
    expect(JSON.parse(JSON.stringify(progress))).toEqual(progress);
    for (const path of Object.keys(progress.answers)) {
      const inner = listPath(path);
      const item = inner === undefined ? "" : `${inner.list}.${inner.index}.`;
      expect(holds(fieldAt(within, path)?.when, progress.answers, item), path).toBe(true);
    }
    const { asked } = progress;
    if (asked === undefined || within.programme.papers.some(({ id }) => id === asked)) return;
    expect(pathsOf(within, progress).map(({ path }) => path)).toContain(asked);
  }
});
