import type { ReportView } from "../../src/library/report-page.ts";

const heading = "服务一线职工";
const paragraphs = [
  "青禾县总工会坚持把实事办到职工心坎上，2023年以来聚焦帮扶、培训、疗休养三件事，受到职工好评。",
  heading,
  "全年组织4批一线职工疗休养，312人参加，其中环卫、快递职工占六成。县总工会还把体检车开到工地，为新就业形态劳动者免费体检1200人次。",
  "“第一次知道工会也管我们骑手。”一位外卖员说，他在\uFFFD\uFFFD站点歇脚时，听说了这项服务。",
];
const body = paragraphs.join("\n");
let at = 0;
const blocks = paragraphs.map((text) => {
  const start = at;
  at += text.length + 1;
  return {
    start,
    end: start + text.length,
    kind: text === heading ? ("heading" as const) : ("paragraph" as const),
  };
});

/** Reports made up for tests of pages. */
export const SAMPLE_REPORTS: Readonly<Record<string, ReportView>> = {
  qinghe: {
    name: "qinghe-2023.txt",
    title: "青禾县总工会：把服务送到一线职工身边",
    titleStated: true,
    publisher: "青禾日报",
    date: "2023-11-06",
    dateStated: false,
    places: [{ name: "青禾县", level: "county", path: ["示例省", "示例市", "青禾县"] }],
    body,
    blocks,
    damaged: 2,
    repairs: [
      { kind: "pinyin", before: "產(chǎn)", after: "產" },
      { kind: "pinyin", before: "會(huì)", after: "會" },
      { kind: "punctuation", before: "﹔", after: "；" },
    ],
    dropped: [
      { line: 1, text: "成人AV免费在线观看 博彩平台", reason: "spam" },
      { line: 9, text: "<b>相关新闻</b> 某市召开会议 | 某县举行活动", reason: "link list" },
      { line: 12, text: "版权所有 未经许可不得转载", reason: "copyright" },
    ],
  },
};
export const SAMPLE_QUOTE = paragraphs[2]?.slice(0, 32) ?? "";
export const SAMPLE_QUOTE_START = body.indexOf("全年组织");
