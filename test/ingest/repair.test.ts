import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { findDropped, type Line } from "../../ingest/drop.ts";
import { findDate, inferYear } from "../../ingest/dates.ts";
import { createRealigner } from "../../ingest/mojibake.ts";
import { maskPersonal } from "../../ingest/personal.ts";
import { createMender } from "../../ingest/repair.ts";
import { fold } from "../../ingest/script.ts";

const mend = (text: string): string => createMender(text)(text).text;
const realign = (text: string, ...others: string[]): string => createRealigner([text, ...others])(text).text;
const reasons = (...texts: string[]): (string | undefined)[] => {
  const lines: Line[] = texts.map((text, index) => ({
    line: index + 1,
    text,
    folded: fold(text),
    heading: false,
  }));
  const gone = findDropped(lines);
  return lines.map((_, index) => gone.get(index));
};

describe("mending a line", () => {
  it("takes pinyin out behind characters and keeps real brackets", () => {
    expect(mend("產(chǎn)業(yè)工人(女)，服務（wù）職工(ERP)(通訊員 李明)")).toBe(
      "產業工人(女)，服務職工(ERP)(通訊員 李明)",
    );
    expect(mend("綠(lǜ)色、兒(er)童和(de)")).toBe("綠色、兒童和");
    expect(mend("职工(an)培训(OK)")).toBe("职工(an)培训(OK)");
  });
  it("swaps look-alike marks, spaces and controls, and leaves numbers alone", () => {
    expect(mend("培训350.8万人次﹔发放 1,000元\u200B\u00A0。")).toBe("培训350.8万人次;发放 1,000元 。");
    expect(mend("⼯会３５０．８万元")).toBe("工会350.8万元");
  });
});

/** What a page shows that lost the first half of the character at `at`, as long as the rest decodes. */
function damaged(text: string, at: number): string {
  const bytes = [...iconv.encode(text, "gbk")];
  const offset = iconv.encode(text.slice(0, at), "gbk").length;
  bytes.splice(offset, 1);
  const shifted = iconv.decode(Buffer.from(bytes.slice(offset)), "gbk");
  return `${text.slice(0, at)}?${shifted}`;
}

describe("realigning shifted bytes", () => {
  it("mends a run where one word fits, and invents nothing where several do", () => {
    expect(realign(`${damaged("全國勞動獎章獲得者", 5)},共100人`)).toBe("全國勞動獎章獲得者,共100人");
    // 救助 and 內助 would both fit the byte that is left.
    expect(realign(`${damaged("困難職工救助義診活動", 4)},共100人`)).not.toMatch(/[救內]助/);
  });

  it("uses what the report's own pinyin tells", () => {
    expect(realign("职工奖?wù)芦@得者", "服務(wù)")).toContain("章獲得者");
  });

  it("puts a mark for what several characters would fit, and invents none", () => {
    const lost = realign("奮斗幸?!?shí)干成就夢想", "實(shí)現");
    expect(lost).toContain("\uFFFD");
    expect(lost.replace("\uFFFD", "")).toBe("奮斗幸福實干成就夢想");
  });

  it.each([
    "什么是疗休养?职工怎么参加?A组先去,B组后去",
    "为职工做X光检查和B超检查共300人",
    "钱从哪来?人往哪去?事怎么办?这是工会干部的三问",
    "卡拉OK厅K歌大赛,T恤衫、U盘和N95口罩",
    "?工会来了",
    "How many workers? 300 workers.",
  ])("leaves %s as it is", (text) => {
    expect(realign(text)).toBe(text);
  });
});

describe("lines that are no part of a report", () => {
  it("are told by what they are", () => {
    const cases: [string, string][] = [
      ["navigation", "某某新闻网>>工会频道>>正文"],
      ["navigation", "当前位置:首页 > 新闻中心 > 正文"],
      ["navigation", "首页 新闻 财经 体育 娱乐 视频"],
      ["navigation", "Home | News | About | Contact"],
      ["navigation", "上一篇:某县召开会议"],
      ["spam", "国产精品一区二区在线观看免费视频"],
      ["spam", "澳门威尼斯人娱乐城开户送彩金"],
      ["spam", "best online casino slots betting"],
      ["place list", "青河县| 商南县| 微博| 大理市| 上杭县| 成都市|"],
      ["place list", "青河县 商南县 大理市 上杭县 成都市 勐海县 通海县 扶绥县 伊宁县"],
      ["sharing", "分享到: 微信 微博 QQ空间"],
      ["sharing", "Share this: Facebook Twitter"],
      ["credit", "(责任编辑:李明)"],
      ["credit", "本报记者 李明 摄"],
      ["copyright", "Copyright © 2020 example.cn All Rights Reserved 京ICP备12345678号"],
      ["copyright", "未经授权不得转载,违者本网将依法追究责任。"],
      ["link list", "关键词: 工会 职工"],
    ];
    for (const [reason, text] of cases)
      expect([text, reasons("正文第一段,县总工会慰问职工。", text)[1]]).toEqual([text, reason]);
  });

  it("are lists of other headlines, but not the report's own list", () => {
    expect(
      reasons(
        "- 知名演员获奖 2022-12-30",
        "- 手机怎么调照片2022-12-30",
        "相关阅读",
        "某地举行马拉松",
        "明星新剧开播",
      ),
    ).toEqual(Array(5).fill("link list"));
    expect(
      reasons(
        "- 建设职工之家257个;",
        "- 慰问困难职工3000人。",
        "1. 金秋助学",
        "2. 医疗互助",
        "——实施彩虹计划。",
      ),
    ).toEqual(Array(5).fill(undefined));
  });

  it("are a summary the text repeats, and not what merely looks alike", () => {
    const text = "今年以来,县总工会慰问困难职工86人,发放慰问金4万元。";
    expect(reasons(`[摘要] ${text}...`, text)).toEqual(["repeated", undefined]);
    expect(
      reasons(
        "县总工会打击网络赌博宣传活动走进企业,向职工发放资料300份。",
        "工会网站开通微信客户端,职工可在线办理入会。",
        "编辑部职工李明获五一劳动奖章,他来自县融媒体中心。",
        "省、州、县三级工会共投入资金12万元|职工得实惠。",
      ),
    ).toEqual(Array(4).fill(undefined));
  });
});

describe("dates", () => {
  it("are read in every form a header has", () => {
    const read = (text: string): string | undefined => findDate(fold(text))?.date;
    expect(read("2024年09月09日10:54 来源")).toBe("2024-09-09");
    expect(read("2022-08-19 09:54:44")).toBe("2022-08-19");
    expect(read("发布于2023/9/8")).toBe("2023-09-08");
    expect(read("二〇二三年九月十八日")).toBe("2023-09-18");
    expect(read("Aug 19, 2022")).toBe("2022-08-19");
    expect(read("19 August 2022")).toBe("2022-08-19");
    expect(read("2023年底")).toBe("2023");
    expect(read("2023年2月30日")).toBeUndefined();
    expect(read("共2000万元")).toBeUndefined();
  });
  it("are inferred from a jubilee being celebrated only", () => {
    expect(inferYear("庆祝中国共产党成立101周年")).toBe("2022");
    expect(inferYear("喜迎新中国成立75周年")).toBe("2024");
    expect(inferYear("回顾新中国成立70周年以来")).toBeUndefined();
    expect(inferYear("庆祝建党100周年,喜迎新中国成立75周年")).toBeUndefined();
  });
});

describe("personal numbers", () => {
  it("are hidden, offices' numbers and amounts are not", () => {
    expect(maskPersonal("电话13812345678,身份证110101199003071234")).toBe(
      "电话138********,身份证110***************",
    );
    expect(maskPersonal("热线12351,办公室0871-63551234,共13800000000元")).toContain("0871-63551234");
    expect(maskPersonal("追回欠薪15845.88万元")).toBe("追回欠薪15845.88万元");
  });
});
