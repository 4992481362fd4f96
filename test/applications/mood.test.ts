import { describe, expect, it } from "vitest";
import { moodIn } from "../../src/applications/form/listen-mood.ts";

describe("what somebody means whose words are no answer", () => {
  it.each([
    ["等我老公回来再说", "pause"],
    ["我去接孩子了等下再弄", "pause"],
    ["没空，先不搞了", "pause"],
    ["要去送单了", "pause"],
    ["i have to go", "pause"],
    ["太麻烦了不填了", "cancel"],
    ["唉算了吧没用的", "cancel"],
    ["填了也没用", "cancel"],
    ["forget it", "cancel"],
    ["这个太多了我不会", "at-a-loss"],
    ["太复杂了", "at-a-loss"],
    ["我不识字", "at-a-loss"],
    ["搞不懂", "at-a-loss"],
    ["it's too complicated for me", "at-a-loss"],
  ])("takes %s for %s", (said, mood) => {
    expect(moodIn(said)).toBe(mood);
  });

  it.each(["很多", "好多好多", "三口人", "嗯", "没有", "在外面打工", "孩子上大学", "不知道", "abc"])(
    "makes nothing of %s",
    (said) => {
      expect(moodIn(said)).toBeUndefined();
    },
  );
});
