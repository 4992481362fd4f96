import { copyFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadVocabulary } from "../../src/answering/vocabulary.ts";
import { loadPlaceSettings, PLACES_FOLDER } from "../../src/applications/place-settings.ts";
import {
  isAutomatic,
  loadProgrammes,
  parseProgramme,
  PROGRAMMES_FOLDER,
  settingNames,
} from "../../src/applications/programmes.ts";
import type { Answers } from "../../src/domain/form.ts";
import { findingOf } from "../../src/domain/form/eligibility.ts";
import type { Field, Programme, Text } from "../../src/domain/programme.ts";
import { testFolder } from "../support/folders.ts";

const NIGHT_SCHOOL = join(import.meta.dirname, "..", "fixtures", "programmes", "night-school.yaml");
const { current, version } = loadProgrammes([PROGRAMMES_FOLDER]);
const programmes = [...current.values()];

/** A member's whole programme in few lines, for tests that change one of them. */
const SMALL = `version: 1
category: reports
name: { zh: 小事, en: small matter }
summary: { zh: 一件小事。, en: A small matter. }
consent: { zh: 同意吗？, en: Do you agree? }
fields:
  - { id: what, type: text, label: { zh: 事情, en: matter }, question: { zh: 什么事？, en: What is it? }, example: 漏水 }
outcome: closed
refusals:
  - { id: none, label: { zh: 没有这回事, en: there is none } }
afterwards: { zh: 会告诉您。, en: You will hear. }
retention-months: 12
one-per: none
source: 测试
`;

function textsOf(value: unknown, path = ""): { path: string; text: Text }[] {
  if (typeof value !== "object" || value === null) return [];
  if ("zh-Hans" in value && "en" in value) {
    return [{ path, text: { "zh-Hans": String(value["zh-Hans"]), en: String(value.en) } }];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    textsOf(inner, path === "" ? key : `${path}.${key}`),
  );
}

const fieldsOf = ({ fields }: Programme): readonly Field[] =>
  fields.flatMap((field) => [field, ...(field.fields ?? [])]);
const everyText = programmes.flatMap((programme) =>
  textsOf(programme).map(({ path, text }) => ({ path: `${programme.id}.${path}`, text })),
);

describe("the programmes that come with the program", () => {
  it("are there for every kind of need", () => {
    expect([...current.keys()].sort()).toEqual(
      [
        [
          "hardship-aid",
          "education-aid",
          "medical-mutual-aid",
          "dust-lung",
          "small-loan",
          "micro-wish",
          "oxygen",
        ],
        ["recuperation", "training", "childcare", "screening", "health-check", "social-events"],
        ["legal-aid", "counselling"],
        ["membership", "member-card"],
        ["hazard", "suggestion"],
      ]
        .flat()
        .sort(),
    );
    expect(new Set(programmes.map(({ category }) => category)).size).toBe(5);
  });

  it("bear the ids by which answers know them", () => {
    const vocabulary = loadVocabulary(new URL("../../src/answering/vocabulary.yaml", import.meta.url));
    const known = new Set(vocabulary.programmes.map(({ id }) => id));
    expect([...current.keys()].filter((id) => !known.has(id))).toEqual([]);
  });

  it("are found by their version", () => {
    for (const programme of programmes) expect(version(programme.id, programme.version)).toBe(programme);
    expect(version("hardship-aid", 99)).toBeUndefined();
  });

  it("never share a name that members call them by", () => {
    const names = programmes.flatMap(({ id, name, also }) =>
      [name["zh-Hans"], ...also].map((word) => ({ id, word })),
    );
    const twice = names.filter(({ id, word }) => names.some((one) => one.id !== id && one.word === word));
    expect(twice).toEqual([]);
  });

  it("hold no sum of money that a place decides", () => {
    const money = /\d[\d,.]*\s*(?:万|千|百)?元|[一二三四五六七八九十百千万]+元|¥|yuan \d|\d+ yuan/;
    expect(everyText.filter(({ text }) => money.test(text["zh-Hans"]) || money.test(text.en))).toEqual([]);
  });

  it("ask as one asks a person: each question ends as a question or a request", () => {
    const wrong = programmes.flatMap((programme) =>
      fieldsOf(programme).filter(
        ({ question }) => !/[？。]$/.test(question["zh-Hans"]) || !/[?.]$/.test(question.en),
      ),
    );
    expect(wrong.map(({ question }) => question["zh-Hans"])).toEqual([]);
    const flat = programmes.flatMap((programme) =>
      fieldsOf(programme).filter(
        ({ question }) => !/[？]|请|可以|没有就说|不清楚|跳过/.test(question["zh-Hans"]),
      ),
    );
    expect(flat.map(({ question }) => question["zh-Hans"])).toEqual([]);
  });

  it("say a question they let pass can be skipped", () => {
    const silent = programmes.flatMap((programme) =>
      fieldsOf(programme).filter(
        ({ optional, type, question }) => optional && type !== "list" && !/跳过/.test(question["zh-Hans"]),
      ),
    );
    // Nobody can tell "one employer more" from the question alone, so a course asks for it plainly.
    expect(silent.map(({ id }) => id)).toEqual(["employer"]);
  });

  it("speak plainly and raise no voice", () => {
    const loud = everyText.filter(({ text }) => /[!！]/.test(text["zh-Hans"] + text.en));
    expect(loud).toEqual([]);
    const jargon =
      /贯彻|落实到位|予以|须知|逾期不予|申报主体|相关规定执行|特此|务必|敬请|系统将|字段|必填|提交失败|附件/;
    expect(everyText.filter(({ text }) => jargon.test(text["zh-Hans"]))).toEqual([]);
    const halfWidth = /[\p{Script=Han}][,;?]/u;
    expect(everyText.filter(({ text }) => halfWidth.test(text["zh-Hans"]))).toEqual([]);
  });

  it("name things in a few characters", () => {
    const long = programmes.flatMap((programme) =>
      fieldsOf(programme).filter(({ label }) => label["zh-Hans"].length > 6),
    );
    expect(long.map(({ label }) => label["zh-Hans"])).toEqual([]);
  });

  it("say in the consent what for, who sees it, how long it is kept, and how to agree", () => {
    const kept: Record<number, string> = { 6: "六个月", 12: "一年", 36: "三年", 60: "五年" };
    const keptInEnglish: Record<number, string> = {
      6: "six months",
      12: "one year",
      36: "three years",
      60: "five years",
    };
    for (const { id, consent, retentionMonths } of programmes) {
      expect(consent["zh-Hans"], id).toMatch(/只用来|只问|用来/);
      expect(consent["zh-Hans"], id).toMatch(/看到|看得到/);
      expect(consent["zh-Hans"], id).toContain(`保存${kept[retentionMonths]}`);
      expect(consent["zh-Hans"], id).toContain("“同意”");
      expect(consent["zh-Hans"], id).toContain("删除");
      expect(consent.en, id).toContain(keptInEnglish[retentionMonths]);
      expect(consent.en, id).toContain('"agree"');
    }
  });

  it("keep health, identity and accounts masked", () => {
    const open = programmes.flatMap((programme) =>
      fieldsOf(programme)
        .filter(({ id, type, sensitive }) => {
          const health = /health$|^stage$|illness|story|details/.test(id) && !/^fit|^healthy/.test(id);
          return !sensitive && (type === "identity-number" || type === "bank-card" || health);
        })
        .map(({ id }) => `${programme.id}.${id}`),
    );
    // The stage of schooling is no illness.
    expect(open).toEqual(["education-aid.stage"]);
  });

  it("ask those who seek comfort or give notice for almost nothing", () => {
    const must = (id: string): string[] =>
      (current.get(id)?.fields ?? []).filter(({ optional }) => !optional).map((field) => field.id);
    expect(must("counselling")).toEqual(["way", "reach"]);
    expect(must("suggestion")).toEqual(["suggestion", "about"]);
    expect(must("hazard")).toEqual(["what", "where", "urgency"]);
    expect(current.get("counselling")?.opening?.["zh-Hans"]).toContain("12356");
  });

  it("say where they come from, and when that was put together", () => {
    expect(programmes.filter(({ source }) => !/20\d\d年/.test(source)).map(({ id }) => id)).toEqual([]);
  });

  it("use no local number that nothing could set", () => {
    const names = settingNames(programmes);
    expect(() => loadPlaceSettings([PLACES_FOLDER], names)).not.toThrow();
    expect([...names].sort()).toEqual(
      [
        "business-loan-most",
        "medical-mutual-aid-direct",
        "minimum-living",
        "oxygen-altitude",
        "recuperation-gap-years",
      ].sort(),
    );
  });
});

describe("who may apply", () => {
  const { settingsFor } = loadPlaceSettings([PLACES_FOLDER]);
  const finding = (
    id: string,
    answers: Answers,
    places: readonly string[] = ["漾濞彝族自治县", "云南省"],
  ) => {
    const programme = current.get(id);
    const home = programme?.fields[0];
    if (programme === undefined || home === undefined) throw new Error(`no programme ${id}`);
    const settings = settingsFor(places, new Date("2026-11-22T04:00:00Z"));
    return findingOf({ programme, home, units: [], batches: [], settings: () => settings }, answers);
  };
  const family = {
    people: 3,
    income: 48000,
    spending: 21000,
    "second-home": false,
    car: false,
    "private-school": false,
    shareholder: false,
  };

  it("is worked out for a family in hardship by the local line", () => {
    const verdict = (changes: Answers) => {
      const { verdict: said, category } = finding("hardship-aid", { ...family, ...changes }) ?? {};
      return [said, category];
    };
    expect(verdict({ "main-cause": "school" })).toEqual(["likely", "relative"]);
    expect(verdict({ "main-cause": "school", income: 40000 })).toEqual(["likely", "deep"]);
    expect(verdict({ "main-cause": "jobless", income: 90000 })).toEqual(["unlikely", undefined]);
    const ill = { "main-cause": "illness", income: 90000 };
    expect(verdict({ ...ill, "sudden-cost": 80000 })).toEqual(["likely", "accident"]);
    expect(verdict({ ...ill, "sudden-cost": 20000 })).toEqual(["unclear", "accident"]);
    expect(verdict({ "main-cause": "school", car: true })).toEqual(["unlikely", undefined]);
  });

  it("is left open where the local line is not known", () => {
    const there = finding("hardship-aid", { ...family, "main-cause": "school" }, ["成都市", "四川省"]);
    expect(there).toMatchObject({ verdict: "unclear", missing: ["minimum-living"] });
  });

  it("asks no means of a migrant worker who claims wages or injury", () => {
    const claim = { migrant: true, "low-income": false };
    expect(finding("legal-aid", { ...claim, matter: "wages-left" })?.category).toBe("migrant");
    expect(finding("legal-aid", { ...claim, matter: "dismissal" })?.category).toBe("advice");
    expect(finding("legal-aid", { ...claim, matter: "private" })?.verdict).toBe("unlikely");
  });

  it("puts nobody off without a word of why", () => {
    const silent = programmes.flatMap(({ id, eligibility }) =>
      (eligibility?.verdicts ?? []).filter(({ reason }) => reason["zh-Hans"].length < 8).map(() => id),
    );
    expect(silent).toEqual([]);
  });
});

describe("a programme where nothing is to be filed", () => {
  it("is so only where the place says so", () => {
    const programme = current.get("medical-mutual-aid");
    if (programme === undefined) throw new Error("no mutual aid");
    const direct = { value: 1, place: "云南省", since: "2026-01-01", source: "测试" };
    const numbers = { "medical-mutual-aid-direct": direct };
    expect(isAutomatic(programme, { place: [], numbers })).toBe(true);
    expect(isAutomatic(programme, { place: [], numbers: {} })).toBe(false);
    expect(
      isAutomatic(programme, {
        place: [],
        numbers: { "medical-mutual-aid-direct": { ...direct, value: 0 } },
      }),
    ).toBe(false);
  });
});

describe("a new programme", () => {
  it("is one new file and no code", () => {
    const own = testFolder();
    copyFileSync(NIGHT_SCHOOL, join(own, "night-school.yaml"));
    const loaded = loadProgrammes([PROGRAMMES_FOLDER, own]);
    expect(loaded.current.size).toBe(programmes.length + 1);
    const made = loaded.current.get("night-school");
    expect(made?.fields.map(({ id }) => id)).toContain("fee");
    expect(made?.name).toEqual({ "zh-Hans": "工友夜校补贴", en: "Night school grant" });
    expect(made?.fields.find(({ type }) => type === "bank-card")?.sensitive).toBe(true);
    expect(made?.clocks[0]).toMatchObject({ from: "ended-on", onEnd: "tell" });
  });

  it("brings its own local numbers to the places' files", () => {
    const own = testFolder();
    copyFileSync(NIGHT_SCHOOL, join(own, "night-school.yaml"));
    const names = settingNames(loadProgrammes([own]).current.values());
    expect([...names]).toEqual(["night-school-most"]);
  });
});

describe("versions", () => {
  const small = (number: number): string => SMALL.replace("version: 1", `version: ${number}`);

  it("let an officers' file take the place of an earlier folder's when its version is higher", () => {
    const ours = testFolder();
    const theirs = testFolder();
    writeFileSync(join(ours, "small.yaml"), small(2));
    writeFileSync(join(theirs, "small.yaml"), small(20261122));
    const loaded = loadProgrammes([ours, theirs]);
    expect(loaded.current.get("small")?.version).toBe(20261122);
    expect(loaded.version("small", 2)?.version).toBe(2);
    expect(() => loadProgrammes([theirs, ours])).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ line: "1", rule: "version" }) }),
    );
  });

  it("of before stay beside the new one for the applications made under them", () => {
    const own = testFolder();
    writeFileSync(join(own, "small.yaml"), small(3));
    writeFileSync(join(own, "small.v2.yaml"), small(2));
    const loaded = loadProgrammes([own]);
    expect(loaded.current.get("small")?.version).toBe(3);
    expect(loaded.version("small", 2)?.id).toBe("small");
    expect(loaded.version("small", 1)).toBeUndefined();
  });

  it("are kept by themselves when an officer changes a file in its place", () => {
    const own = testFolder();
    const kept = join(testFolder(), "kept");
    writeFileSync(join(own, "small.yaml"), small(1));
    loadProgrammes([own], kept).keep(kept);
    loadProgrammes([own], kept).keep(kept);
    writeFileSync(join(own, "small.yaml"), small(2).replace("什么事", "哪件事"));
    const loaded = loadProgrammes([own], kept);
    expect(loaded.version("small", 1)?.fields[0]?.question["zh-Hans"]).toBe("什么事？");
    expect(loaded.version("small", 2)?.fields[0]?.question["zh-Hans"]).toBe("哪件事？");
    expect(readdirSync(kept)).toEqual(["small.v1.yaml"]);
  });

  it("stay known when the officers take the file away, the newest for all", () => {
    const own = testFolder();
    const kept = join(testFolder(), "kept");
    for (const number of [9, 10]) {
      writeFileSync(join(own, "small.yaml"), small(number));
      loadProgrammes([own], kept).keep(kept);
    }
    expect(loadProgrammes([own], kept).known.get("small")?.version).toBe(10);
    rmSync(join(own, "small.yaml"));
    const loaded = loadProgrammes([own], kept);
    expect(loaded.current.size).toBe(0);
    expect([...loaded.known.values()].map((one) => [one.id, one.version])).toEqual([["small", 10]]);
  });

  it("must be the one in the file's name", () => {
    expect(() => parseProgramme("small.v2.yaml", SMALL)).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ rule: "version", line: "1" }) }),
    );
  });

  it("need no folder of the officers' own", () => {
    const own = testFolder();
    writeFileSync(join(own, "small.yaml"), small(1));
    expect([...loadProgrammes([own, "/nowhere/programmes"], "/nowhere/kept").current.keys()]).toEqual([
      "small",
    ]);
  });
});
