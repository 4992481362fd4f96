// The programmes that come with the program can be filled in: every example is a right answer, and answers lead to the end.
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mask, readValue } from "../../src/applications/form/field.ts";
import { homeField } from "../../src/applications/form/form-source.ts";
import { listen } from "../../src/applications/form/listen.ts";
import { loadPlaceSettings, PLACES_FOLDER } from "../../src/applications/place-settings.ts";
import { loadProgrammes, PROGRAMMES_FOLDER } from "../../src/applications/programmes.ts";
import { tell } from "../../src/applications/form/wording.ts";
import type { Unit } from "../../src/domain/application.ts";
import { parseExpression } from "../../src/domain/expression.ts";
import type { Form } from "../../src/domain/form.ts";
import { advance, beginForm } from "../../src/domain/form/advance.ts";
import { fieldAt } from "../../src/domain/form/path.ts";
import type { Locale } from "../../src/domain/message.ts";
import type { Field, Programme } from "../../src/domain/programme.ts";
import { catalogue } from "./fixtures/coat.ts";

const NOW = new Date("2026-11-22T02:00:00Z");
const UNITS: readonly Unit[] = [
  { id: "yn", name: "云南省总工会", level: "province", place: ["云南省"] },
  {
    id: "dq",
    name: "德钦县总工会",
    level: "county",
    parent: "yn",
    place: ["德钦县", "迪庆藏族自治州", "云南省"],
  },
];
const settings = loadPlaceSettings([PLACES_FOLDER]).settingsFor;
// An office's own programme is one more file in its data folder; it is applied through like every other.
const OWN = join(import.meta.dirname, "..", "fixtures", "programmes");
const programmes = [...loadProgrammes([PROGRAMMES_FOLDER, OWN]).current.values()];

function formOf(programme: Programme): Form {
  const batch = {
    id: "b1",
    programme: programme.id,
    unit: "yn",
    title: "第一批",
    startsOn: "2027-01-05",
    endsOn: "2027-01-09",
    applyBy: "2026-12-20",
    places: 9,
    cancelled: false,
  };
  return {
    programme,
    units: UNITS,
    batches: [{ batch, free: 9 }],
    home: homeField(catalogue.text),
    settings: (unit) => settings(UNITS.find(({ id }) => id === unit)?.place ?? [], NOW),
  };
}
const fieldsOf = ({ fields }: Programme): Field[] =>
  fields.flatMap((field) => [field, ...(field.fields ?? [])]);

describe.each(programmes.map((programme) => [programme.id, programme] as const))("%s", (_, programme) => {
  const form = formOf(programme);

  it("has examples that are right answers", () => {
    const wrong = fieldsOf(programme)
      .filter(({ type }) => type !== "list" && type !== "batch")
      .map(
        (field) => [field.id, field.example, readValue(field, field.example, { now: NOW, ...form })] as const,
      )
      .filter(([, , { kind }]) => kind === "wrong");
    expect(wrong).toEqual([]);
  });

  it("has expressions the language knows", () => {
    const { sums = {}, verdicts = [] } = programme.eligibility ?? {};
    const texts = [
      ...Object.values(sums).map(({ expression }) => expression),
      ...verdicts.flatMap(({ when }) => when.filter((one) => typeof one === "string")),
    ];
    expect(texts.map((text) => parseExpression(text)).filter(({ kind }) => kind === "wrong")).toEqual([]);
  });

  it.each<Locale>(["zh-Hans", "zh-Hant", "en"])(
    "leads from its examples to sending, and every message can be said in %s",
    (locale) => {
      if (programme.automatic) return;
      const telling = {
        form,
        locale,
        write: catalogue.text,
        hotline: "12351",
        now: NOW,
        kept: true,
        agreed: true,
      };
      let current = beginForm(form);
      for (let turns = 0; turns < 120 && current.progress.stage !== "sent"; turns++) {
        for (const { text } of tell(telling, current.progress, current.outcomes)) {
          expect(text).not.toMatch(/undefined|\[object|\{|NaN/);
        }
        const { asked, stage } = current.progress;
        const field = asked === undefined ? undefined : fieldAt(form, asked);
        const said =
          stage === "consent"
            ? "同意"
            : stage === "summary"
              ? "提交"
              : field === undefined
                ? "以后再交"
                : answerTo(asked ?? "", field);
        const confirmed = current.progress.confirming === undefined ? said : "先提交，材料以后补";
        current = advance(
          form,
          current.progress,
          listen(form, current.progress, { text: confirmed, files: [], now: NOW }),
        );
      }
      expect(current.progress.stage).toBe("sent");
      for (const [path, value] of Object.entries(current.progress.answers)) {
        const field = fieldAt(form, path);
        if (field?.sensitive === true) expect(mask(field, value)).not.toBe(String(value));
      }
    },
  );
});

function answerTo(path: string, field: Field): string {
  if (path.endsWith(".+")) return "没有了";
  if (path === "home") return "德钦县";
  return field.type === "batch" ? "1" : field.example;
}
