// What the last answer came from: "这是哪天的报道", "谁发的", "有出处吗" ask of the report that was quoted, not of what it tells.
// Pure; last-answer.ts asks it.
import type { Cited } from "../domain/conversation.ts";
import type { Answer, Locale } from "../domain/message.ts";
import { inScriptOf } from "../../ingest/script.ts";
import type { FoundPassage } from "../stores/library-store.ts";
import { citation, type Write } from "./compose.ts";

const REPORT = "(?:报道|文章|消息|新闻|稿子?|数据|数字)";
const THIS = "(?:那|请问|你|您)*(?:这|那|上面|刚才|刚刚|以上|前面)?(?:[说讲引]的?)?[个条篇些段]?的?";
const WHEN = "(?:什么时候|啥时候|何时|哪一?[年天月日]|几月几?[号日]?|几号)";
const WHO = "(?:谁|哪[家个位](?:报社?|报纸|媒体|单位|网站|记者)?|什么(?:报纸?|媒体|单位|网站|人))";
// "什么时候发的" may be asked of the money, too: only a report is meant where it is named.
const PUT_OUT = "(?:[登写刊](?:出来)?的|(?:发布|发表|报道|刊登|登出)(?:的|了)?)";
const SENT = "(?:发出?|出)(?:来)?[的了]";
const ASKED = new RegExp(
  `^${THIS}(?:都|又)?(?:` +
    [
      `${REPORT}(?:都|又)?(?:是|有|从|打)*(?:${WHEN}|${WHO})(?:${PUT_OUT}|${SENT}|的)${REPORT}?`,
      `${REPORT}?(?:是|有)*(?:${WHEN}|${WHO})(?:${PUT_OUT}${REPORT}?|(?:发|出)?的${REPORT})`,
      `${REPORT}?的?(?:有|是)*(?:来源|出处|依据)(?:是|在)?(?:哪(?:里|儿)?|什么|啥)?`,
      `${REPORT}?(?:是|从|打|在)*(?:哪(?:里|儿)?|什么地方)(?:看到?|引|摘|听)[来说]?的`,
      `${REPORT}(?:是|从|打)*(?:哪(?:里|儿)?|什么地方)来的`,
      `${REPORT}?的?(?:作者|记者|写的人)(?:是|叫)?(?:谁|什么|哪位)`,
    ].join("|") +
    `)[呢啊呀吗嘛么]*[?？。!]?$`,
  "u",
);
const ASKED_IN_ENGLISH =
  /^(?:and |so )?(?:who (?:wrote|published|reported|said) (?:it|this|that)|when was (?:it|this|that)(?: \w+)? (?:written|published|reported)|(?:what|which)(?: is|'s)? (?:the |your )?(?:source|report)|where (?:is|does|did) (?:it|this|that|you)(?: \w+)?(?: come)? from)[ ?.!]*$/u;

/** Whether a folded text asks where the last answer has it from. */
export const asksOfSource = (folded: string): boolean =>
  ASKED.test(folded.trim()) || ASKED_IN_ENGLISH.test(folded.trim());

/** Names the reports that were quoted, with who published each and when, as far as they say. */
export function composeSources(
  cited: readonly Cited[],
  passages: readonly FoundPassage[],
  locale: Locale,
  write: Write,
): Answer | undefined {
  const found = cited.flatMap(({ passage: id, start, end }) => {
    const passage = passages.find((one) => one.id === id);
    return passage === undefined ? [] : [{ passage, start, end }];
  });
  const reports = found.filter(
    ({ passage }, index) => found.findIndex((one) => one.passage.report === passage.report) === index,
  );
  if (reports.length === 0) return undefined;
  const lines = reports.map(({ passage: { source } }, index) =>
    write(locale, "answer.source", {
      title: inScriptOf(locale, source.title),
      publisher:
        source.publisher === undefined
          ? write(locale, "answer.source-no-publisher")
          : inScriptOf(locale, source.publisher),
      date: source.date === undefined ? write(locale, "answer.source-no-date") : dayText(source.date, locale),
      number: index + 1,
    }),
  );
  return {
    kind: "answer",
    text: [write(locale, "answer.sources"), ...lines].join("\n"),
    citations: reports.map(({ passage, start, end }) =>
      citation(
        locale,
        passage.source,
        passage.text.slice(start, end),
        passage.start + start,
        passage.start + end,
      ),
    ),
    locale,
    suggestions: [],
  };
}

/** "2023-09-18", "2022" as people write them. */
function dayText(date: string, locale: Locale): string {
  if (locale === "en") return date;
  const [year = "", month, day] = date.split("-");
  return `${year}年${month === undefined ? "" : `${Number(month)}月`}${day === undefined ? "" : `${Number(day)}日`}`;
}
