// A conversation with known answers, for tests of channels and pages: what is said depends on words in the question.
import { type Citation, type Incoming, type Locale, type Reply, wordsOf } from "../../src/domain/message.ts";
import type { Handled } from "../../src/conversation/handling.ts";
import { inScriptOf } from "../../ingest/script.ts";

export const EXAMPLES: Readonly<Record<Locale, readonly string[]>> = {
  "zh-Hans": [
    "家里有人生大病，工会能帮什么？",
    "今年疗休养去了多少人？",
    "孩子考上大学有助学金吗？",
    "老板拖欠工资找谁？",
  ],
  "zh-Hant": [
    "家裡有人生大病，工會能幫什麼？",
    "今年療休養去了多少人？",
    "孩子考上大學有助學金嗎？",
    "老闆拖欠工資找誰？",
  ],
  en: [
    "How can the union help when someone is seriously ill?",
    "How many people went on recuperation stays?",
    "Is there aid when a child goes to university?",
    "Who helps when wages are not paid?",
  ],
};

const CITATIONS = [
  {
    report: "qinghe-2023.txt",
    title: "青禾县总工会：把服务送到一线职工身边",
    publisher: "青禾日报",
    date: "2023-11-06",
    quote: "全年组织4批一线职工疗休养，312人参加，其中环卫、快递职工占六成。",
    link: "/reports/qinghe?from=62&to=94",
  },
  {
    report: "qinghe-2024.txt",
    title: "从“有人管”到“管得好”——青禾县困难职工帮扶见闻",
    date: "2024-03",
    quote: "对患大病的困难职工，在医保报销之后再给予最高2万元的医疗救助\uFFFD\uFFFD每户一年一次。",
    link: "/reports/help?from=10&to=49",
  },
] as const;

const reply = (locale: Locale, text: string, more: Partial<Reply> = {}): Reply => ({
  kind: "answer",
  text: inScriptOf(locale, text),
  citations: [],
  suggestions: [],
  locale,
  ...more,
});

function repliesTo(question: string, locale: Locale, answer: string): readonly Reply[] {
  if (question.includes("MARKUP")) {
    return [
      reply(locale, `<img src=x onerror="document.title='broken'"><b>${question}</b>`, {
        citations: [
          {
            report: "x",
            title: "<script>document.title='broken'</script>",
            quote: "<i>q</i>",
            link: "javascript:alert(1)",
          },
        ],
      }),
    ];
  }
  if (question.includes("德钦")) {
    // Told from the samples in src/library/samples; this is the talk that the README shows.
    const cited = (title: string, publisher: string, date: string, quote: string): Citation => ({
      report: "deqin.md",
      title,
      publisher,
      date,
      quote,
      link: "/reports/qinghe?from=56&to=89",
    });
    return [
      reply(
        locale,
        "2022年，德钦县总工会安排200人分6期在县内就地休养，另有90人分2期到省内其他地方疗休养。[1]\n在西藏，5年内工会干部去疗休养的至少有5000人次。[2]",
        {
          citations: [
            cited(
              "德钦县工会2022年疗休养、互助与助学情况",
              "德钦县总工会",
              "2022",
              "德钦县总工会当年安排200人分6期在县内就地休养，另有90人分2期到省内其他地方疗休养。",
            ),
            cited(
              "西藏职工疗休养与工会干部培养",
              "中工网",
              "2024-09-09",
              "按计划，5年内西藏工会干部去疗休养的至少有5000人次。",
            ),
          ],
          suggestions: ["那法律援助呢？", "医疗互助补了多少钱？"],
          answer,
        },
      ),
    ];
  }
  if (question.includes("天气")) {
    return [
      reply(locale, "这不是工会的事，报道里没有。工会的事可以接着问，也可以拨打工会热线 12351。", {
        kind: "offtopic",
        suggestions: ["疗休养去了多少人？"],
      }),
    ];
  }
  if (/^第\d+问$/.test(question)) return [reply(locale, `收到${question}`)];
  return [
    reply(
      locale,
      locale === "en"
        ? "According to the reports:\n“全年组织4批一线职工疗休养，312人参加。” [1]"
        : "2023年，青禾县全年组织4批一线职工疗休养，312人参加。[1]\n对患大病的困难职工，医保报销之后再给予最高2万元的医疗救助。[2]",
      {
        citations: CITATIONS.map((one) => ({
          ...one,
          title: inScriptOf(locale, one.title),
          quote: inScriptOf(locale, one.quote),
        })),
        suggestions:
          locale === "en"
            ? ["And in 2024?", "Who can apply?"]
            : ["那法律援助呢？", "怎么申请医疗救助？"].map((one) => inScriptOf(locale, one)),
        answer,
      },
    ),
  ];
}

export interface ScriptedOptions {
  /** Milliseconds before questions with 慢 are answered. */
  readonly slow?: number;
  readonly newId: () => string;
  readonly now: () => Date;
}

/** Counts in its state how many questions a chat has asked; "出错" throws. */
export function createScriptedTalk({ slow = 0, newId, now }: ScriptedOptions) {
  const handled: Incoming[] = [];
  async function handle(state: unknown, incoming: Incoming): Promise<Handled> {
    handled.push(incoming);
    const asked = ((state as { asked?: number } | undefined)?.asked ?? 0) + 1;
    const { content } = incoming;
    if (content.kind === "rating")
      return { state, replies: [], rating: { answer: content.answer, rating: content.rating } };
    const said = wordsOf(content);
    if (said.includes("出错")) throw new Error("scripted");
    if (said.includes("慢")) await new Promise((done) => setTimeout(done, slow));
    const locale = incoming.locale ?? "zh-Hans";
    const id = newId();
    const replies = repliesTo(said, locale, id);
    const answer = {
      id,
      question: said,
      kind: "answer" as const,
      locale,
      passages: ["p1"],
      cited: ["qinghe-2023.txt"],
      ms: 3,
      at: now().toISOString(),
    };
    return { state: { version: 1, asked }, replies, ...(replies[0]?.answer === undefined ? {} : { answer }) };
  }
  return { handle, handled };
}
