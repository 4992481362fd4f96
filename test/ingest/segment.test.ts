import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clauses, sentences } from "../../ingest/segment.ts";

const cut = (text: string): string[] => sentences(text).map(({ start, end }) => text.slice(start, end));
const cutFine = (text: string): string[] => clauses(text).map(({ start, end }) => text.slice(start, end));

describe("sentences", () => {
  it("end with their marks and closing quotes", () => {
    expect(cut("“很方便。”他说。真的吗?是的!好;行")).toEqual([
      "“很方便。”",
      "他说。",
      "真的吗?",
      "是的!",
      "好;",
      "行",
    ]);
    expect(cut("第一句。\n第二行没有句号\n第三句！")).toEqual(["第一句。", "第二行没有句号", "第三句！"]);
  });

  it("are not broken by decimals, list numbers, slogans, brackets or titles", () => {
    expect(cut("培训350.8万人次。")).toEqual(["培训350.8万人次。"]);
    expect(cut("1. 慰问职工86人。2. 培训300人。")).toEqual(["1. 慰问职工86人。", "2. 培训300人。"]);
    expect(cut("开展“你好!职工”活动。")).toEqual(["开展“你好!职工”活动。"]);
    expect(cut("学习《奋斗吧!工人》一书。")).toEqual(["学习《奋斗吧!工人》一书。"]);
    expect(cut("共投入2000万元(其中一半自筹;一半拨付)建成。")).toEqual([
      "共投入2000万元(其中一半自筹;一半拨付)建成。",
    ]);
    expect(cut("见 http://a.cn/b?c=1;d=2 一页。")).toEqual(["见 http://a.cn/b?c=1;d=2 一页。"]);
  });

  it("end at an ellipsis unless it stands for more of the same", () => {
    expect(cut("服务落地有声……云南工会贡献力量。")).toEqual(["服务落地有声……", "云南工会贡献力量。"]);
    expect(cut("送温暖、送清凉……等活动。")).toEqual(["送温暖、送清凉……等活动。"]);
  });

  it("work in English", () => {
    expect(cut("Mr. Li spent 1.2 million yuan. The U.S. office closed. Why? No. 5 is open.")).toEqual([
      "Mr. Li spent 1.2 million yuan.",
      "The U.S. office closed.",
      "Why?",
      "No. 5 is open.",
    ]);
    expect(cut('He said "it works." She agreed.')).toEqual(['He said "it works."', "She agreed."]);
  });

  it("hold all text but white space, in order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(..."工会。,;!?“”()《》…. 1a\n"), { maxLength: 60 }), (pieces) => {
        const text = pieces.join("");
        expect(cut(text).join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        let last = 0;
        for (const { start, end } of clauses(text)) {
          expect(start).toBeGreaterThanOrEqual(last);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});

describe("clauses", () => {
  it("are what commas and semicolons separate, without them", () => {
    expect(cutFine("投入191万元,在7个搬迁点开展培训19期;发放证书895份。")).toEqual([
      "投入191万元",
      "在7个搬迁点开展培训19期",
      "发放证书895份。",
    ]);
  });

  it("keep quotations, brackets, lists and thousands whole", () => {
    expect(cutFine("举办“今天也早,明天也早”活动,发放10,000元(含药品,口罩)。")).toEqual([
      "举办“今天也早,明天也早”活动",
      "发放10,000元(含药品,口罩)。",
    ]);
    expect(cutFine("开展助学、帮扶:惠及3.9万人次")).toEqual(["开展助学、帮扶:惠及3.9万人次"]);
  });
});
