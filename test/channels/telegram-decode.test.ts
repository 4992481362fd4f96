// Updates as Telegram sends them, decoded; and what is made of replies, read back as a person sees and taps it.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encode } from "../../src/channels/telegram.ts";
import { tapsOf } from "../../src/channels/taps.ts";
import type { Reply } from "../../src/domain/message.ts";
import { replyOf, text } from "../support/telegram/channel.ts";
import { cleaned, readHtml, withMade } from "../support/telegram/html.ts";

const self = { id: 7_000_000_001, username: "gongyou_bot" };
const at = "2026-11-20T08:00:00.000Z";
const folder = resolve(import.meta.dirname, "..", "fixtures", "telegram");
const options = { text, username: self.username };

describe("an update", () => {
  for (const name of readdirSync(folder)) {
    it(`is understood: ${name.replace(".json", "").replaceAll("-", " ")}`, () => {
      const { update, expected } = JSON.parse(readFileSync(join(folder, name), "utf8"));
      const decoded = decode(update, self, at);
      expect(decoded).toEqual({
        ...expected,
        incoming: expected.incoming.map((one: object) => ({ ...one, receivedAt: at })),
      });
    });
  }

  it("that is none is told from one that brings nothing", () => {
    expect(decode({ update_id: "x" }, self, at)).toBeUndefined();
    expect(decode("x", self, at)).toBeUndefined();
    expect(decode({ update_id: 1, message: { text: "x" } }, self, at)).toBeUndefined();
  });
});

/** What a person sees of a reply, and what Telegram keeps of its buttons. */
function seen(reply: Reply, more: Partial<Parameters<typeof encode>[1]> = {}) {
  const messages = encode(reply, { ...options, ...more });
  const read = messages.map(({ html }) => {
    const parsed = readHtml(html);
    if (parsed === undefined) throw new Error("Telegram could not parse it");
    return withMade(cleaned(parsed));
  });
  const buttons = (messages.at(-1)?.keyboard ?? []).flat();
  return { messages, read, text: read.map((one) => one.text).join("\n"), buttons };
}

const tapping = (buttons: readonly object[], data: string | undefined) =>
  decode(
    {
      update_id: 1,
      callback_query: {
        id: "9",
        from: { id: 5, is_bot: false },
        data,
        message: {
          message_id: 7,
          date: 1,
          chat: { id: 5, type: "private" },
          text: "x",
          reply_markup: { inline_keyboard: buttons.map((one) => [one]) },
        },
      },
    },
    self,
    at,
  )?.incoming[0]?.content;

const bare = (said: string): string =>
  said.replace(/[\s\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, "");
const TRICKS = [
  "<b>粗</b>",
  "&lt;",
  "&amp;#60;",
  "[x](http://a.cn)",
  "*_`~",
  "@zhang_san",
  "http://evil.example/a?b=<c>",
  "www.abc.com.cn/路",
  "a.b@mail.cn",
  "/approve@gongyou_bot",
  "-.&",
  "/x",
  "a.cn",
  "tg://user?id=1",
  "\u202Eabc\u202C",
  "مرحبا",
  "👨‍👩‍👧",
  "。",
  "\n\n",
  " ",
  '<a href="tg://user?id=1">',
  "\u0000\u001b",
];
const anyText = fc
  .array(fc.oneof(fc.string({ unit: "binary", maxLength: 30 }), fc.constantFrom(...TRICKS)), {
    maxLength: 30,
  })
  .map((parts) => parts.join(""));

describe("a reply", () => {
  it("shows its text and nothing else, and makes no link, mention or command of it", () => {
    fc.assert(
      fc.property(anyText, (said) => {
        const { read, text: shown } = seen(replyOf(said));
        const expected = bare(said.toWellFormed());
        expect(bare(shown)).toBe(expected === "" ? "…" : expected);
        const made = read.flatMap(({ entities }) => entities).filter(({ type }) => type !== "code");
        expect(made).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("is tapped: every button says exactly its words", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          fc.oneof(
            anyText.map((one) => one.toWellFormed()),
            fc.constantFrom("/status", "/case 2026-000123", "那培训呢？", "#2", "=x", "+up"),
          ),
          { maxLength: 8 },
        ),
        fc.constantFrom("answer", "form", "case" as const),
        (suggestions, kind) => {
          const reply = replyOf("x", { suggestions, kind: kind as Reply["kind"], answer: "a-1" });
          const { buttons } = seen(reply);
          const words = tapsOf(reply, text).filter(({ say }) => say.trim() !== "");
          const tapped = buttons.map((button) =>
            "callback_data" in button ? tapping(buttons, button.callback_data) : undefined,
          );
          expect(tapped).toEqual([
            ...words.map(({ say }) => ({ kind: "text", text: say })),
            { kind: "rating", answer: "a-1", rating: "up" },
            { kind: "rating", answer: "a-1", rating: "down" },
          ]);
          for (const button of buttons) {
            if ("callback_data" in button)
              expect(Buffer.byteLength(button.callback_data)).toBeLessThanOrEqual(64);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("over 4,096 characters is split at sentences, its buttons on the last", () => {
    const sentence = "全县组织四批一线职工疗休养，三百一十二人参加 <&> 。";
    const said = sentence.repeat(400);
    const { read, messages } = seen(replyOf(said, { suggestions: ["好"] }));
    expect(read.length).toBeGreaterThan(1);
    for (const { text: part } of read) {
      expect(part.length).toBeLessThanOrEqual(4_096);
      expect(part.endsWith("。")).toBe(true);
      expect(part.startsWith("全县")).toBe(true);
    }
    expect(bare(read.map((one) => one.text).join(""))).toBe(bare(said));
    expect(messages.map(({ keyboard }) => keyboard !== undefined)).toEqual(
      messages.map((_, index) => index === messages.length - 1),
    );
  });

  const citation = {
    report: "a.txt",
    title: "把<服务>送到一线",
    publisher: "青禾日报",
    date: "2023-11-06",
    quote: "组织4批一线职工疗休养，312人参加。",
    link: "/reports/a?from=1&to=9",
  };

  it("has its sources below it: links where there are pages, else the sentence", () => {
    const linked = seen(replyOf("有。[1]", { citations: [citation] }), {
      publicUrl: "https://gongyou.example",
    });
    expect(linked.text).toBe("有。[1]\n\n来源\n[1] 把<服务>送到一线 · 青禾日报 · 2023-11-06");
    expect(linked.read[0]?.entities).toContainEqual(
      expect.objectContaining({ type: "text_link", url: "https://gongyou.example/reports/a?from=1&to=9" }),
    );
    const quoted = seen(replyOf("有。[1]", { citations: [citation] }));
    expect(quoted.text).toContain("2023-11-06\n组织4批一线职工疗休养，312人参加。");
    expect(quoted.read[0]?.entities.map(({ type }) => type)).toEqual(["bold", "blockquote"]);
    const long = seen(replyOf("有。", { citations: [{ ...citation, quote: "很长的一句话，".repeat(60) }] }));
    expect(long.messages[0].html).toContain("<blockquote expandable>");
  });

  it("keeps to the size with any number of sources", () => {
    const citations = Array.from({ length: 40 }, () => ({
      ...citation,
      quote: "很长的一句话，说了又说。".repeat(90),
    }));
    const { read } = seen(replyOf("有。".repeat(2_000), { citations }));
    for (const { text: part } of read) expect(part.length).toBeLessThanOrEqual(4_096);
    expect(
      read
        .map((one) => one.text)
        .join("")
        .match(/把<服务>/g),
    ).toHaveLength(40);
  });

  it("has no more formatting than Telegram takes, and even so makes no link of anything", () => {
    const hosts = (most: number): string =>
      Array.from({ length: most }, (_, index) => `a${index}.cn`).join("，");
    const publicUrl = "https://gongyou.example";
    const pages = Array.from({ length: 150 }, (_, index) => `${publicUrl}/reports/${index}`).join(" ");
    const citations = Array.from({ length: 30 }, () => ({
      ...citation,
      link: "",
      title: hosts(60),
      quote: hosts(90),
    }));
    for (const said of [hosts(100), hosts(300), pages]) {
      const { read, text: shown } = seen(replyOf(said, { citations }), { publicUrl });
      expect(bare(shown)).toContain(bare(said));
      for (const { entities } of read) expect(entities.length).toBeLessThanOrEqual(100);
      const kinds = new Set(read.flatMap(({ entities }) => entities.map(({ type }) => type)));
      expect([...kinds].filter((kind) => kind === "url" || kind === "mention")).toEqual([]);
    }
    expect(seen(replyOf(hosts(100))).read[0]?.entities).toHaveLength(100);
    const links = seen(replyOf(pages), { publicUrl }).read[0]?.entities ?? [];
    expect(links.filter(({ type }) => type === "text_link")).toHaveLength(99);
  });

  it("is kept short in a group, with a way to the whole of it", () => {
    const said = "全县组织四批一线职工疗休养。".repeat(60);
    const group = "-1001234567890";
    const short = seen(replyOf(said, { to: "5002" }), { group });
    expect(short.text.length).toBeLessThan(330);
    expect(short.text).toMatch(/。 ……$/);
    expect(short.buttons).toEqual([
      {
        text: text("zh-Hans", "telegram.whole"),
        url: expect.stringMatching(/^https:\/\/t\.me\/gongyou_bot\?start=p_[\w-]+$/),
      },
    ]);
    const linked = seen(replyOf(said, { to: "5002", citations: [citation] }), {
      group,
      publicUrl: "https://gongyou.example",
    });
    expect(linked.buttons).toEqual([]);
    expect(linked.read[0]?.entities.some(({ type }) => type === "text_link")).toBe(true);
    const settings = seen(replyOf(said, { kind: "notice" }), { group });
    expect(bare(settings.text)).toBe(bare(said));
  });

  it("leads into the private chat with one tap", () => {
    const { buttons } = seen(replyOf("请私聊。", { privately: { label: "私聊", start: "p_abc" } }));
    expect(buttons).toEqual([{ text: "私聊", url: "https://t.me/gongyou_bot?start=p_abc" }]);
    expect(seen(replyOf("x", { privately: { label: "私聊", start: "" } })).buttons).toEqual([
      { text: "私聊", url: "https://t.me/gongyou_bot" },
    ]);
  });

  it("leads to the chat alone where a start word is longer than Telegram takes", () => {
    const urlOf = (start: string): unknown =>
      seen(replyOf("x", { privately: { label: "私聊", start } })).buttons;
    expect(urlOf("p".repeat(64))).toEqual([
      { text: "私聊", url: `https://t.me/gongyou_bot?start=${"p".repeat(64)}` },
    ]);
    expect(urlOf("p".repeat(65))).toEqual([{ text: "私聊", url: "https://t.me/gongyou_bot" }]);
  });

  it("names three sources in a group, and all of them in private", () => {
    const citations = [1, 2, 3, 4].map((number) => ({ ...citation, title: `第${number}篇` }));
    const titles = (more: object): string[] =>
      seen(replyOf("有。", { citations }), more).text.match(/第\d篇/g) ?? [];
    expect(titles({ group: "-1001234567890" })).toEqual(["第1篇", "第2篇", "第3篇"]);
    expect(titles({})).toHaveLength(4);
  });

  it("lets our own commands be tapped, and no others", () => {
    const notice = seen(replyOf("发 /help 看看。", { kind: "notice" }));
    expect(notice.read[0]?.entities.map(({ type }) => type)).toEqual(["bot_command"]);
    const answer = seen(replyOf("发 /help 看看。"));
    expect(answer.read[0]?.entities.map(({ type }) => type)).toEqual(["code"]);
  });

  it("opens papers where the pages can be reached, and says where they are otherwise", () => {
    const path = `/papers/${"a".repeat(8)}-aaaa-4aaa-8aaa-${"a".repeat(12)}?staff=s&until=1&key=k-_`;
    const paper = replyOf(`诊断书.jpg（4 KB）${path}`, { kind: "case" });
    const open = seen(paper, { publicUrl: "https://gongyou.example" });
    expect(open.text).not.toContain("/papers/");
    expect(open.buttons).toEqual([{ text: "诊断书.jpg（4 KB）", url: `https://gongyou.example${path}` }]);
    const hidden = seen(paper);
    expect(hidden.text).not.toContain("key=");
    expect(hidden.text).toContain(text("zh-Hans", "chat.papers-on-page"));
  });

  it("repeats no sentence as a source that stands in the answer", () => {
    const said = replyOf(`${citation.quote} [1]`, { citations: [citation] });
    expect(seen(said).text.split(citation.quote)).toHaveLength(2);
    expect(seen(replyOf("别的话 [1]", { citations: [citation] })).text).toContain(citation.quote);
  });
});
