// What is known of the five real reports: facts about them, checked without copying their text into this repository.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { readReport } from "../../ingest/read.ts";
import type { ParsedReport } from "../../src/domain/report.ts";
import { countyReports } from "../support/county-reports.ts";
import { describeWith } from "../support/needs.ts";

describeWith("shared", "the five real reports", (folder) => {
  const reports: ParsedReport[] = [];
  const raw: string[] = [];
  beforeAll(async () => {
    for (const name of readdirSync(join(folder, "reports")).sort()) {
      const bytes = readFileSync(join(folder, "reports", name));
      const result = await readReport({ name, bytes });
      if (result.kind !== "report") throw new Error(`${name}: ${result.reason}`);
      reports.push(result.report);
      raw.push(bytes.toString("utf8"));
    }
  });
  const report = (number: number): ParsedReport => {
    const found = reports[number];
    if (found === undefined) throw new Error(`no report ${number}`);
    return found;
  };

  it("finds publishers, dates and whether they are stated", () => {
    expect(reports.map(({ publisher, date, dateStated }) => [publisher, date, dateStated])).toEqual([
      ["中工網", "2024-09-09", true],
      ["工人日報", "2022-08-19", true],
      ["工人日報", "2023-09-18", true],
      [undefined, "2022", false],
      ["各界新聞網", "2024-04-07", true],
    ]);
  });

  it("finds titles, and derives one where none is stated", () => {
    expect(reports.map(({ titleStated }) => titleStated)).toEqual([true, true, true, false, true]);
    expect(report(0).title).toMatch(/^情系雪域高原/);
    expect(report(1).title).toMatch(/^3\.7億元/);
    expect(report(2).title).toMatch(/^發揮特色用足資源/);
    expect(report(3).title.length).toBeLessThanOrEqual(40);
    expect(report(4).title).toMatch(/^商南/);
  });

  it("finds the place each is about, with the places around it", () => {
    expect(reports.map(({ places }) => places.map((place) => place.path.join("/")))).toEqual([
      ["西藏自治区"],
      ["新疆维吾尔自治区"],
      ["云南省"],
      ["云南省/迪庆藏族自治州/德钦县"],
      ["陕西省/商洛市/商南县"],
    ]);
  });

  it("leaves nothing of navigation, spam, lists, credits and copyright", () => {
    const bodies = reports.map(({ body }) => body).join("\n");
    for (const word of [
      ">>",
      "|",
      "責編",
      "版權",
      "分享到",
      "相關熱詞",
      "2022-12-30",
      "一区",
      "[摘要]",
      "編輯:",
      "来源:",
      "來源:",
    ]) {
      expect(bodies).not.toContain(word);
    }
    expect(bodies).not.toMatch(/029-\d/);
    expect(new Set(reports.flatMap(({ dropped }) => dropped.map(({ reason }) => reason)))).toEqual(
      new Set([
        "navigation",
        "header",
        "link list",
        "spam",
        "repeated",
        "credit",
        "copyright",
        "sharing",
        "place list",
      ]),
    );
  });

  it("says on which line of the file a dropped line stood", () => {
    reports.forEach(({ dropped }, index) => {
      const lines = (raw[index] ?? "").split(/\r?\n/);
      const bare = (text: string): string => text.replace(/\([a-zà-ǜ]+\)|[^\p{L}\p{N}]/gu, "").slice(0, 12);
      for (const one of dropped) expect(bare(lines[one.line - 1] ?? "")).toBe(bare(one.text));
    });
  });

  it("leaves no pinyin and realigns every shifted run", () => {
    for (const { body, title } of reports) {
      expect(title + body).not.toMatch(/[(（][a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*[)）]/);
      expect(body).not.toMatch(/[\u2500-\u257Fǜ@\uE000-\uF8FF]|\?\p{Script=Han}|\?[!;]/u);
    }
    expect(report(0).body).toContain("五一勞動獎章獲得者");
    expect(report(0).body).toContain("雙向學習");
    expect(report(0).body).toContain("當地黨委");
    expect(report(0).body).toContain("職業病(高原病)防治義診");
    expect(report(2).body).toContain("工作。”日前,");
    expect(report(2).body).toContain("防線。籌集資金");
    expect(report(2).body).toContain("成績為雲南");
    expect(report(3).body).toContain("五一勞動獎章”的先進工作者");
    expect(report(3).body).toContain("五一勞動獎章”獲得者");
    expect(report(3).body).toMatch(/幸福\uFFFD實干/);
    expect(reports.map(({ damaged }) => damaged)).toEqual([0, 0, 0, 1, 0]);
  });

  it("keeps the brackets that are the report's own", () => {
    expect(report(1).body).toMatch(/\(\p{Script=Han}+ \p{Script=Han}+\)$/u);
    expect(report(4).body).toMatch(/\(通訊員 [^)]+\)/);
  });

  it("keeps every number of the text as it stands", () => {
    const numbers = (text: string): string[] => text.match(/\d+(?:\.\d+)?/g) ?? [];
    reports.forEach(({ body, dropped, title }, index) => {
      const left = numbers([body, title, ...dropped.map((one) => one.text)].join("\n")).length;
      expect(left).toBeGreaterThanOrEqual(numbers(raw[index] ?? "").length - 2);
    });
    expect(report(3).body).toContain("23.5286萬元");
    expect(report(2).body).toContain("350.8萬人次");
  });

  it("sets headings apart, also in the report of one line, and takes captions for text", () => {
    const headings = reports.map(({ blocks, body }) =>
      blocks.filter(({ kind }) => kind === "heading").map(({ start, end }) => body.slice(start, end)),
    );
    expect(headings[0]).toContain("——實施彩虹計劃。");
    expect(headings[0]?.some((one) => one.includes("揭牌"))).toBe(false);
    expect(headings[2]).toEqual(
      expect.arrayContaining(["鍛造新時代產業工人隊伍", "在服務職工中提升“工會溫度”", "深化工會改革和建設"]),
    );
    expect(headings[3]).toEqual([
      "開展系列活動喜迎黨的二十大勝利召開",
      "技能培訓促就業 節點慰問暖人心",
      "宣傳勞模樹新風",
      "工會幫扶促發展",
    ]);
  });

  it("cuts passages of whole sentences that carry heading, places and date", () => {
    for (const { passages, body, date } of reports) {
      passages.forEach((passage, ordinal) => {
        expect(passage.ordinal).toBe(ordinal);
        expect(passage.text).toBe(body.slice(passage.start, passage.end));
        expect(passage.date).toBe(date);
        expect(passage.end - passage.start).toBeLessThanOrEqual(450);
      });
    }
    const training = report(3).passages.find(({ text }) => text.includes("191萬元"));
    expect(training?.heading).toBe("技能培訓促就業 節點慰問暖人心");
    expect(training?.places.slice(0, 3)).toEqual(["德钦县", "迪庆藏族自治州", "云南省"]);
  });

  it("are what the bench's reports of that shape are like: as long, as full of numbers, as damaged", async () => {
    const made = countyReports(200, 5, [], "real");
    const parsed: ParsedReport[] = [];
    for (const { name, text } of made) {
      const result = await readReport({ name, bytes: new TextEncoder().encode(text) });
      if (result.kind === "report") parsed.push(result.report);
    }
    expect(parsed).toHaveLength(made.length);
    const mean = (numbers: readonly number[]): number =>
      numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    const measures = (some: readonly ParsedReport[], texts: readonly string[]): Record<string, number> => ({
      characters: mean(texts.map(({ length }) => length)),
      kept: mean(some.map(({ body }) => body.length)),
      figures: mean(some.map(({ figures }) => figures.length)),
      passages: mean(some.map(({ passages }) => passages.length)),
      dropped: mean(some.map(({ dropped }) => dropped.length)),
      repairs: mean(some.map((one) => one.repairs.length)),
    });
    const wanted = measures(reports, raw);
    const got = measures(
      parsed,
      made.map(({ text }) => text),
    );
    for (const [name, value] of Object.entries(wanted)) {
      expect(got[name], name).toBeGreaterThan(value * 0.75);
      expect(got[name], name).toBeLessThan(value * 1.25);
    }
  });
});
