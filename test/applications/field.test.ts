import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inScriptOf } from "../../ingest/script.ts";
import { mask, readValue } from "../../src/applications/form/field.ts";
import { personOf } from "../../src/applications/form/read-personal.ts";
import type { Unit } from "../../src/domain/application.ts";
import type { Field, FieldType } from "../../src/domain/programme.ts";
import { choice, field, text } from "./fields.ts";

// A Sunday.
const NOW = new Date("2026-11-22T02:00:00Z");
const UNITS: readonly Unit[] = [
  { id: "yn", name: "云南省总工会", level: "province", place: ["云南省"] },
  { id: "km", name: "昆明市总工会", level: "prefecture", parent: "yn", place: ["昆明市", "云南省"] },
  {
    id: "dq",
    name: "德钦县总工会",
    level: "county",
    parent: "yn",
    place: ["德钦县", "迪庆藏族自治州", "云南省"],
  },
  { id: "wh", name: "五华区总工会", level: "county", parent: "km", place: ["五华区", "昆明市", "云南省"] },
  {
    id: "f1",
    name: "红星机械厂工会",
    level: "grassroots",
    parent: "wh",
    place: ["五华区", "昆明市", "云南省"],
  },
  {
    id: "f2",
    name: "红星纺织厂工会",
    level: "grassroots",
    parent: "wh",
    place: ["五华区", "昆明市", "云南省"],
  },
];
const batch = (id: string, title: string, startsOn: string) => ({
  batch: {
    id,
    programme: "p",
    unit: "yn",
    title,
    startsOn,
    endsOn: startsOn,
    applyBy: startsOn,
    places: 50,
    cancelled: false,
  },
  free: 3,
});
const CONTEXT = {
  now: NOW,
  units: UNITS,
  batches: [batch("b1", "大理第一批", "2026-12-05"), batch("b2", "腾冲第二批", "2027-01-10")],
};
const read = (one: Field, said: string) => {
  const reading = readValue(one, said, CONTEXT);
  return reading.kind === "value" ? reading.value : reading.problem;
};
const check = (one: Field, rows: readonly (readonly [string, unknown])[]) => {
  it.each(rows.map(([said, value]) => [said, value] as const))("%s → %s", (said, value) => {
    expect(read(one, said)).toEqual(value);
  });
};

describe("an amount", () => {
  check(field("a", "amount", { max: 1_000_000 }), [
    ["35000", 35000],
    ["35,000", 35000],
    ["３５０００", 35000],
    ["￥35,000元", 35000],
    ["¥35 000", 35000],
    ["35000块钱", 35000],
    ["三万五", 35000],
    ["3万五", 35000],
    ["叁万伍仟元整", 35000],
    ["3.5万", 35000],
    ["3万5", 35000],
    ["3万5千", 35000],
    ["3w5", 35000],
    ["35k", 35000],
    ["35 thousand yuan", 35000],
    ["about 35k a year", 35000],
    ["三萬五千塊", 35000],
    ["大概三万五左右吧", 35000],
    ["一共是3.5万元。", 35000],
    ["八百", 800],
    ["一千二", 1200],
    ["12.5", 12.5],
    ["1万2千3百", 12300],
    ["没有", 0],
    ["沒有", 0],
    ["没有收入", 0],
    ["none", 0],
    ["no income", 0],
    ["0", 0],
    ["三万多", "vague"],
    ["三万多吧，三万五", 35000],
    ["一年下来五万多一点就算五万二", 52000],
    ["爸爸两万多，妈妈三万", "vague"],
    ["先说两万", 20000],
    ["3到4万", "vague"],
    ["不到两万", "vague"],
    ["很多", "not-amount"],
    ["什么时候能发？", "not-amount"],
    ["3万以下能申请吗", "not-amount"],
    ["我家有3口人", "not-amount"],
    ["一亿", "too-high"],
    ["", "empty"],
  ]);
});

describe("an amount of a year", () => {
  const yearly = field("income", "amount", { label: text("家庭年收入", "Yearly income") });
  check(yearly, [
    ["每月三千", 36000],
    ["一个月3000元", 36000],
    ["3k a month", 36000],
    ["一年四万八", 48000],
    ["48000/年", 48000],
    ["4万8", 48000],
  ]);
  it("says how a monthly amount was turned into a yearly one", () => {
    expect(readValue(yearly, "每月三千", CONTEXT)).toMatchObject({ note: { kind: "times-12", said: 3000 } });
  });
  it("turns a yearly amount into a monthly one where a month is asked for", () => {
    const monthly = field("rent", "amount", { label: text("每月房租", "Monthly rent") });
    expect(readValue(monthly, "一年一万二", CONTEXT)).toMatchObject({ value: 1000, note: { said: 12000 } });
  });
});

describe("a count", () => {
  check(field("people", "count", { max: 20 }), [
    ["3", 3],
    ["三口人", 3],
    ["一家三口", 3],
    ["我家有4口人", 4],
    ["两个", 2],
    ["俩", 2],
    ["就我一个人", 1],
    ["just me", 1],
    ["three", 3],
    ["3 people", 3],
    ["没有", 0],
    ["十二", 12],
    ["12公斤", 12],
    ["五趟", 5],
    ["两三个", "not-count"],
    ["2.5", "not-count"],
    ["50", "too-high"],
    ["怎么算家庭人口", "not-count"],
    ["一堆人", "not-count"],
    ["一大家子", "not-count"],
    ["和去年一样", "not-count"],
  ]);
});

describe("a day", () => {
  check(field("discharged", "date", { time: "past" }), [
    ["2026-08-31", "2026-08-31"],
    ["2026.8.31", "2026-08-31"],
    ["2026/8/31", "2026-08-31"],
    ["20260831", "2026-08-31"],
    ["2026年8月31日", "2026-08-31"],
    ["8/31/2026", "2026-08-31"],
    ["31/8/2026", "2026-08-31"],
    ["二〇二六年八月三十一日", "2026-08-31"],
    ["八月三十一号", "2026-08-31"],
    ["8月31", "2026-08-31"],
    ["8.31", "2026-08-31"],
    ["12月3号", "2025-12-03"],
    ["今年三月十五", "2026-03-15"],
    ["去年8月15日", "2025-08-15"],
    ["前年十月一号", "2024-10-01"],
    ["25年5月6日", "2025-05-06"],
    ["98年5月6日", "1998-05-06"],
    ["昨天", "2026-11-21"],
    ["前天出院的", "2026-11-20"],
    ["三天前", "2026-11-19"],
    ["上周五", "2026-11-13"],
    ["上个月8号", "2026-10-08"],
    ["15号", "2026-11-15"],
    ["25号", "2026-10-25"],
    ["Aug 31, 2026", "2026-08-31"],
    ["31 August 2026", "2026-08-31"],
    ["august 31st", "2026-08-31"],
    ["last August 5", "2026-08-05"],
    ["yesterday", "2026-11-21"],
    ["two weeks ago", "2026-11-08"],
    ["去年8月", "which-day"],
    ["上个月", "which-day"],
    ["last August", "which-day"],
    ["去年", "which-month"],
    ["2026-02-30", "not-date"],
    ["13月5日", "not-date"],
    ["2027年1月1日", "in-future"],
    ["明天", "in-future"],
    ["记不清了", "not-date"],
    ["8", "not-date"],
    ["多久能批", "not-date"],
  ]);
  it("completes what an earlier answer left unsaid", () => {
    const date = field("day", "date", { time: "past" });
    expect(readValue(date, "15号", { ...CONTEXT, partial: "2025-08" })).toMatchObject({
      value: "2025-08-15",
    });
    expect(readValue(date, "8月15号", { ...CONTEXT, partial: "2025" })).toMatchObject({
      value: "2025-08-15",
    });
  });
  it("looks ahead where the field does", () => {
    expect(read(field("day", "date", { time: "future" }), "3月5日")).toBe("2027-03-05");
    expect(read(field("day", "date", { time: "future" }), "昨天")).toBe("in-past");
  });
});

describe("a month", () => {
  check(field("since", "month", { time: "past" }), [
    ["去年8月", "2025-08"],
    ["2025年8月", "2025-08"],
    ["2025-08", "2025-08"],
    ["上个月", "2026-10"],
    ["8月份", "2026-08"],
    ["last August", "2026-08"],
    ["August last year", "2025-08"],
    ["Aug 2024", "2024-08"],
    ["半年前", "2026-05"],
    ["三个月前", "2026-08"],
    ["last month", "2026-10"],
    ["去年", "which-month"],
    ["明年1月", "in-future"],
  ]);
});

describe("an identity number", () => {
  check(field("id", "identity-number"), [
    ["11010519491231002X", "11010519491231002X"],
    ["11010519491231002x", "11010519491231002X"],
    ["110105 19491231 002X", "11010519491231002X"],
    ["１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"],
    ["我的身份证号是11010519491231002X", "11010519491231002X"],
    ["110105194912310021", "identity-checksum"],
    ["11010519491331002X", "identity-date"],
    ["110105203012310024", "identity-date"],
    ["110105491231002", "identity-old"],
    ["1101051949", "identity-length"],
    ["没带在身上", "identity-length"],
  ]);
  it("tells birth date and sex", () => {
    expect(personOf("11010519491231002X")).toEqual({ birth: "1949-12-31", sex: "female" });
  });
  it("meets every change of one digit", () => {
    const at = fc.integer({ min: 0, max: 16 });
    fc.assert(
      fc.property(at, fc.integer({ min: 1, max: 9 }), (index, by) => {
        const digits = Array.from("11010519491231002X");
        digits[index] = String((Number(digits[index]) + by) % 10);
        expect(read(field("id", "identity-number"), digits.join(""))).toMatch(/^identity-/);
      }),
    );
  });
});

describe("a telephone, a card, a name", () => {
  check(field("mobile", "mobile"), [
    ["13800138000", "13800138000"],
    ["138 0013 8000", "13800138000"],
    ["138-0013-8000", "13800138000"],
    ["+86 13800138000", "13800138000"],
    ["8613800138000", "13800138000"],
    ["手机：13800138000", "13800138000"],
    ["0887-8412345", "not-mobile"],
    ["1380013800", "not-mobile"],
    ["12345678901", "not-mobile"],
  ]);
  check(field("card", "bank-card"), [
    ["6217 0000 0000 0067 89", "621700000000006789"],
    ["卡号621700000000006789", "621700000000006789"],
    ["621700000000006788", "card-checksum"],
    ["62220200", "not-card"],
    ["建设银行", "not-card"],
  ]);
  check(field("name", "name"), [
    ["王小红", "王小红"],
    ["我叫王小红", "王小红"],
    ["王 小红。", "王小红"],
    ["阿卜杜拉•买买提", "阿卜杜拉·买买提"],
    ["扎西多吉", "扎西多吉"],
    ["Mary-Jane O'Neil", "Mary-Jane O'Neil"],
    ["my name is Li Hua", "Li Hua"],
    ["王", "not-name"],
    ["123", "not-name"],
    ["什么时候能发", "not-name"],
    ["没有", "not-name"],
    ["王女士", "not-name"],
    ["唉 张不开这个嘴", "not-name"],
    ["免贵姓欧阳 欧阳建军", "欧阳建军"],
    ["身份证上是刘桂芳 平时都喊我芳姐", "刘桂芳"],
    ["阿卜杜热合曼·买买提", "阿卜杜热合曼·买买提"],
    ["阿不都热合曼", "阿不都热合曼"],
    ["what is this for", "not-name"],
  ]);
});

describe("a choice", () => {
  const housing = field("housing", "choice", {
    choices: [
      choice("own", "自有住房", "Own home", "自己的房子", "自建房"),
      choice("rent", "租房", "Rented", "出租屋", "租的"),
      choice("public", "公租房", "Public rental", "廉租房"),
      choice("none", "没有住房", "No home"),
    ],
  });
  check(housing, [
    ["1", "own"],
    ["２", "rent"],
    ["①", "own"],
    ["第二个", "rent"],
    ["选3", "public"],
    ["三", "public"],
    ["the first", "own"],
    ["the second one", "rent"],
    ["最后一个", "none"],
    ["租房", "rent"],
    ["公租房", "public"],
    ["我是租房的", "rent"],
    ["我们在外面租房住", "rent"],
    ["自有往房", "own"],
    ["廉租屋", "which-choice"],
    ["公租房子", "public"],
    ["rented", "rent"],
    ["own home", "own"],
    ["自有住房", "own"],
    ["沒有住房", "none"],
    ["9", "not-choice"],
    ["住桥洞", "not-choice"],
    ["公租房算不算租房？", "not-choice"],
  ]);
  const matter = field("matter", "choice", {
    choices: [
      choice("unpaid", "欠薪，还在那里干", "unpaid, still there", "没走"),
      choice("left", "欠薪，已经离开", "unpaid, left", "欠薪"),
      choice("injury", "工伤", "injury"),
    ],
  });
  check(matter, [
    ["欠薪，还在上班", "unpaid"],
    ["欠薪", "left"],
    ["欠薪，已经走了", "left"],
    ["是工伤的事", "injury"],
  ]);
  const troubles = field("causes", "choices", {
    choices: [
      choice("ill", "生病", "Illness", "疾病"),
      choice("school", "上学", "School"),
      choice("job", "失业", "Lost job"),
    ],
  });
  check(troubles, [
    ["1和3", ["ill", "job"]],
    ["1 3", ["ill", "job"]],
    ["13", ["ill", "job"]],
    ["①③", ["ill", "job"]],
    ["生病、上学", ["ill", "school"]],
    ["疾病，失业", ["ill", "job"]],
    ["illness and school", ["ill", "school"]],
    ["都有", ["ill", "school", "job"]],
    ["生病", ["ill"]],
    ["因为生病加上孩子上学", ["ill", "school"]],
    ["7", "not-choice"],
    ["没钱", "not-choice"],
  ]);
});

describe("yes and no", () => {
  check(field("car", "yes-no"), [
    ...["是", "是的", "有", "有的", "对", "嗯", "yep", "YES", "有，一辆", "没错", "當然", "ok", "有过"].map(
      (said) => [said, true] as const,
    ),
    ...[
      "不是",
      "没有",
      "沒有",
      "不",
      "no",
      "nope",
      "没有车",
      "从来没有",
      "还没有",
      "不用了",
      "没，一直没有",
    ].map((said) => [said, false] as const),
    ["有没有都行吗", "not-yes-no"],
    ["电动车算吗？", "not-yes-no"],
  ]);
});

describe("a unit and a batch", () => {
  check(field("home", "unit"), [
    ["德钦县总工会", "dq"],
    ["德钦", "dq"],
    ["德欽縣", "dq"],
    ["我在德钦县上班", "dq"],
    ["云南德钦", "dq"],
    ["昆明市", "km"],
    ["云南省总工会", "yn"],
    ["红星机械厂", "f1"],
    ["红星", "which-unit"],
    ["上海", "not-unit"],
    ["我家在德钦县我也不知道归哪个工会管", "dq"],
    ["德钦县有疗休养吗？", "not-unit"],
    ["Deqin County", "dq"],
    ["I live in Kunming", "km"],
    ["Deqin County Federation of Trade Unions", "dq"],
    ["London", "not-unit"],
  ]);
  check(field("when", "batch"), [
    ["1", "b1"],
    ["第二批", "b2"],
    ["腾冲第二批", "b2"],
    ["大理", "b1"],
    ["1月那个", "b2"],
    ["12月5日", "b1"],
    ["3", "not-choice"],
  ]);
});

describe("text", () => {
  it("is kept as it was written", () => {
    expect(read(field("why", "long-text"), " 老板 3 个月没发工资，ＯＫ ")).toBe("老板 3 个月没发工资，ＯＫ");
    expect(read(field("why", "text"), "？？")).toBe("not-text");
    expect(read(field("why", "address"), "这")).toBe("too-short");
    expect(read(field("why", "text", { max: 5 }), "一二三四五六")).toBe("too-long");
  });
});

describe("any answer", () => {
  const TYPES: readonly FieldType[] = [
    "text",
    "long-text",
    "name",
    "amount",
    "count",
    "date",
    "month",
    "identity-number",
    "mobile",
    "bank-card",
    "yes-no",
    "address",
    "batch",
    "unit",
    "list",
    "choice",
    "choices",
  ];
  const options = { choices: [choice("a", "甲种", "A kind"), choice("b", "乙种", "B kind")] };
  it("is read without throwing", () => {
    const words = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc
        .array(
          fc.constantFrom(
            "三",
            "万",
            "5",
            ".",
            "年",
            "8",
            "月",
            "-",
            "去",
            "第",
            "没",
            "k",
            " ",
            "周",
            "前",
            "号",
          ),
          { maxLength: 12 },
        )
        .map((all) => all.join("")),
    );
    fc.assert(
      fc.property(fc.constantFrom(...TYPES), words, (type, said) => {
        expect(["value", "wrong"]).toContain(readValue(field("x", type, options), said, CONTEXT).kind);
      }),
      { numRuns: 1500 },
    );
  });
  it("means the same in traditional characters", () => {
    for (const said of ["三万五千块", "没有", "一个月三千", "租房", "去年八月", "还没有"]) {
      for (const type of ["amount", "count", "month", "yes-no"] as const) {
        expect(read(field("x", type), inScriptOf("zh-Hant", said))).toEqual(read(field("x", type), said));
      }
    }
  });
});

describe("what is shown of an answer", () => {
  it.each([
    ["identity-number", true, "530321198001011234", "5303********1234"],
    ["bank-card", true, "6222020000000006789", "****6789"],
    ["mobile", false, "13800138000", "138****8000"],
    ["name", true, "王小红", "王**"],
    ["name", false, "王小红", "王小红"],
    ["amount", true, 35000, "***"],
    ["amount", false, 35000, "35000"],
  ] as const)("of %s (sensitive: %s) %s is %s", (type, sensitive, value, shown) => {
    expect(mask({ type, sensitive }, value)).toBe(shown);
  });
});
