import { describe, expect, it } from "vitest";
import { knownQuestion } from "../../src/applications/form/known-question.ts";
import { loadProgrammes, PROGRAMMES_FOLDER } from "../../src/applications/programmes.ts";
import { AID, TALK } from "../support/cases.ts";

const text = (zh: string) => ({ "zh-Hans": zh, en: zh });
const answer = (said: string, first?: string): string | undefined =>
  knownQuestion(
    [
      { ...AID, questions: [{ asks: ["要几张照片", "照片"], answer: text("两张") }] },
      { ...TALK, questions: [{ asks: ["照片", "真名"], answer: text("都不用") }] },
    ],
    said,
    first,
  )?.question.answer["zh-Hans"];

describe("a question that members keep asking", () => {
  it("is told by words of it, the longest first, however they are typed", () => {
    expect(answer("请问，要几张 照片？")).toBe("两张");
    expect(answer("要写真名吗")).toBe("都不用");
    expect(answer("要什么材料")).toBeUndefined();
  });

  it("is first of all one of the programme that is talked about", () => {
    expect(answer("要几张照片？", TALK.id)).toBe("都不用");
  });

  it.each(["2023年收了多少照片", "去年交照片的有多少人", "一".repeat(40) + "照片"])(
    "is none that a report answers, and no story: %s",
    (said) => {
      expect(answer(said)).toBeUndefined();
    },
  );

  it("is answered by the programmes that come with the program", () => {
    const { current } = loadProgrammes([PROGRAMMES_FOLDER]);
    const of = (said: string): string | undefined => knownQuestion(current.values(), said)?.programme.id;
    expect(of("我不想当会员了咋退")).toBe("membership");
    expect(of("会费一个月扣多少")).toBe("membership");
    expect(of("住院能报几成")).toBe("medical-mutual-aid");
  });
});
