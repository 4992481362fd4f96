import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadPlaceSettings, PLACES_FOLDER } from "../../src/applications/place-settings.ts";
import { testFolder } from "../support/folders.ts";

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = testFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const number = (value: number, since: string): string =>
  `    - { value: ${value}, since: "${since}", source: 测试文件 }\n`;
const place = (name: string, ...values: string[]): string =>
  `place: ${name}\nnumbers:\n  minimum-living:\n${values.join("")}`;

const FILES = {
  "nation.yaml": place("全国", number(100, "2020-01-01")),
  "yunnan.yaml": place("云南省", number(200, "2024-07-01"), number(210, "2025-07-01")),
  "dali.yaml": place("云南省/大理白族自治州", number(300, "2025-01-01")),
};
const YANGBI = ["漾濞彝族自治县", "大理白族自治州", "云南省"];
const noon = (day: string): Date => new Date(`${day}T12:00:00+08:00`);

describe("a local number", () => {
  const { settingsFor } = loadPlaceSettings([folderWith(FILES)]);
  const value = (places: readonly string[], day: string): number | undefined =>
    settingsFor(places, noon(day)).numbers["minimum-living"]?.value;

  it("is the nearest place's, and else that of the place around it", () => {
    expect(value(YANGBI, "2026-01-01")).toBe(300);
    expect(value(["昆明市", "云南省"], "2026-01-01")).toBe(210);
    expect(value(["成都市", "四川省"], "2026-01-01")).toBe(100);
    expect(value([], "2026-01-01")).toBe(100);
  });

  it("is the newest in force on the day, in China's time", () => {
    expect(value(YANGBI, "2024-12-31")).toBe(200);
    expect(value(["云南省"], "2025-06-30")).toBe(200);
    expect(value(["云南省"], "2025-07-01")).toBe(210);
    const { numbers } = settingsFor(["云南省"], new Date("2025-06-30T16:00:00Z"));
    expect(numbers["minimum-living"]?.value).toBe(210);
    expect(value(["云南省"], "2019-12-31")).toBeUndefined();
  });

  it("carries its place, day and source", () => {
    expect(settingsFor(YANGBI, noon("2026-01-01"))).toEqual({
      place: YANGBI,
      numbers: {
        "minimum-living": {
          value: 300,
          place: "云南省大理白族自治州",
          since: "2025-01-01",
          source: "测试文件",
          confirmed: true,
        },
      },
    });
  });

  it("is found by a place's short name, and not by another place's", () => {
    expect(value(["漾濞县", "大理州", "云南"], "2026-01-01")).toBe(300);
    expect(value(["大理州"], "2026-01-01")).toBe(100);
    expect(value(["云南省", "大理白族自治州"], "2026-01-01")).toBe(210);
  });

  it("of the officers' own folder goes before the one that came with the program", () => {
    const theirs = folderWith({
      "a.yaml": place("云南", number(220, "2025-07-01")),
      "b.yaml": place("四川省", number(400, "2026-01-01")),
    });
    const own = loadPlaceSettings([folderWith(FILES), theirs, "/nowhere/places"]);
    expect(own.settingsFor(["云南省"], noon("2026-01-01")).numbers["minimum-living"]?.value).toBe(220);
    expect(own.settingsFor(["云南省"], noon("2025-01-01")).numbers["minimum-living"]?.value).toBe(200);
    expect(own.settingsFor(["四川省"], noon("2026-02-01")).numbers["minimum-living"]?.value).toBe(400);
  });
});

describe("a mistake in a place's file", () => {
  const right = FILES["yunnan.yaml"];
  const ofLine = (line: number, rule: string): Error =>
    expect.objectContaining({
      code: "programme.invalid",
      detail: expect.objectContaining({
        file: expect.stringMatching(/\/a\.yaml$/),
        line: String(line),
        rule,
      }),
    });
  it.each([
    ["place-name", 1, right.replace("云南省", "Yunnan")],
    ["no-such-day", 5, right.replace("2025-07-01", "2025-02-30")],
    ["no-such-day", 4, right.replace("2024-07-01", "2024年7月")],
    ["two-of-a-kind", 5, right.replace("2025-07-01", "2024-07-01")],
    ["missing", 5, right.replace("210, since", "210, from").replace(/, source: 测试文件 }\n$/, " }\n")],
    ["wrong-type", 4, right.replace("200", "两百")],
    ["unknown-name", 3, right.replace("minimum-living", "minimum-livng")],
    ["yaml", 4, right.replace("minimum-living:", "minimum-living: [")],
  ])("is named by %s and line %i", (rule, line, text) => {
    const folder = folderWith({ "a.yaml": text });
    expect(() => loadPlaceSettings([folder], new Set(["minimum-living"]))).toThrow(ofLine(line, rule));
  });
});

describe("the numbers that come with the program", () => {
  it("say where they were read, and which were not checked against the document", () => {
    const { settingsFor } = loadPlaceSettings([PLACES_FOLDER]);
    const line = settingsFor(YANGBI, noon("2026-11-22")).numbers["minimum-living"];
    expect(line).toMatchObject({ value: 744, place: "云南省", since: "2025-07-01", confirmed: false });
    expect(line?.source).toContain("云民发〔2025〕40号");
    expect(settingsFor(YANGBI, noon("2025-06-30")).numbers["minimum-living"]?.value).toBe(735);
  });
});
