// Events as the platform sends them, read; and that whatever is written on a card comes back as it was.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CardStyle, clean, encode, MOST_CARD_BYTES } from "../../src/channels/feishu/card.ts";
import { resourceOf } from "../../src/channels/feishu/content.ts";
import { asksForOwnId, type Decoded, decode } from "../../src/channels/feishu/event.ts";
import { botLink } from "../../src/channels/feishu/links.ts";
import { tapsOf } from "../../src/channels/taps.ts";
import { isTooLong, LONGEST_MESSAGE, type Reply } from "../../src/domain/message.ts";
import { messageEvent, tapEvent } from "../support/feishu/events.ts";
import { readCard } from "../support/feishu/render.ts";
import { reply, text } from "../support/feishu/run.ts";
import { BOT } from "../support/feishu-platform.ts";

const folder = resolve(import.meta.dirname, "../fixtures/feishu");
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(folder, `${name}.json`), "utf8"));
const AT = "2026-01-02T03:04:05.000Z";
const ANN = "ou_7d8a6e6df7621556ce0d21922b676701";
const GROUP = "oc_5ce6d572455d361153b7cb51da133945";
const TALK = `${GROUP}#${ANN}`;
const MESSAGE = "om_5ce6d572455d361153b7cb5xxfsdfsdfdsf";
const OURS = "om_94c2c1b0bc79481ba44da0e5f4d2a3d1";

const short = (decoded: Decoded | undefined): unknown => {
  if (decoded === undefined) return undefined;
  const { incoming } = decoded;
  const { content } = incoming;
  const where = incoming.group === undefined ? "private" : "group";
  const what = content.kind === "text" ? content.text : content;
  return [decoded.kind, where, what];
};

const EXPECTED: Readonly<Record<string, unknown>> = {
  "text-private": ["message", "private", "我想申请困难帮扶"],
  "text-group-mention": ["message", "group", "疗休养怎么报名？"],
  "text-group-mention-two": ["message", "group", "请教 ，@白玉兰 的情况能报吗\n谢谢"],
  "text-group-mention-bare": ["message", "group", "/help"],
  "text-group-plain": undefined,
  "text-group-other-mention": undefined,
  "text-group-everybody": undefined,
  "text-group-command": ["message", "group", "/help"],
  "text-group-foreign-command": undefined,
  "text-group-reply": ["reply", "group", "那要什么材料？"],
  "text-topic-mention": ["message", "group", "补贴多少"],
  "text-from-bot": undefined,
  "post-images": [
    "message",
    "private",
    {
      kind: "remote-files",
      files: [
        { id: `${MESSAGE} image img_v3_0001`, name: "image.jpg" },
        { id: `${MESSAGE} image img_v3_0002`, name: "image-2.jpg" },
      ],
      text: "收入证明\n第一页和说明",
    },
  ],
  "post-text-group": ["message", "group", "两个问题：\n体检什么时候\n@白玉兰"],
  "post-locale": ["message", "private", "你好"],
  image: [
    "message",
    "private",
    {
      kind: "remote-files",
      files: [{ id: `${MESSAGE} image img_v3_02a1_9e6d`, name: "image.jpg" }],
      text: "",
    },
  ],
  "image-group": undefined,
  file: [
    "message",
    "private",
    {
      kind: "remote-files",
      files: [{ id: `${MESSAGE} file file_v3_00fn_a1`, name: "户口本.pdf" }],
      text: "",
    },
  ],
  audio: ["message", "private", { kind: "unreadable", what: "voice" }],
  video: ["message", "private", { kind: "unreadable", what: "video" }],
  sticker: ["message", "private", { kind: "unreadable", what: "sticker" }],
  location: ["message", "private", { kind: "unreadable", what: "location" }],
  "share-user": ["message", "private", { kind: "unreadable", what: "contact" }],
  "share-chat": ["message", "private", { kind: "unreadable", what: "other" }],
  "merge-forward": ["message", "private", { kind: "unreadable", what: "other" }],
  interactive: ["message", "private", { kind: "unreadable", what: "other" }],
  "tap-words": ["tap", "private", "通过 2026-000012"],
  "tap-words-group": ["tap", "group", "那培训呢？"],
  "tap-rating": ["tap", "private", { kind: "rating", answer: "a1", rating: "up" }],
  "tap-private": ["tap", "private", "/start p_b2NfMSNvbV8x"],
  "tap-foreign": undefined,
  "bot-added": ["message", "group", { kind: "event", event: { kind: "joined" } }],
  "bot-deleted": ["message", "group", { kind: "event", event: { kind: "left" } }],
  disbanded: ["message", "group", { kind: "event", event: { kind: "left" } }],
  "chat-updated": undefined,
  "private-chat-entered": undefined,
  "message-read": undefined,
};

describe("events of Feishu", () => {
  it("has an expectation for every fixture", () => {
    const fixtures = readdirSync(folder).map((name) => name.replace(/\.json$/, ""));
    expect(fixtures.sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))("reads %s", (name, expected) => {
    expect(short(decode(read(name), BOT, AT))).toEqual(expected);
  });

  it("tells who said it, where, and which message it was", () => {
    expect(decode(read("text-private"), BOT, AT)?.incoming).toEqual({
      address: { channel: "feishu", chat: ANN },
      messageId: MESSAGE,
      sender: ANN,
      content: { kind: "text", text: "我想申请困难帮扶" },
      receivedAt: AT,
    });
    expect(decode(read("text-group-mention"), BOT, AT)?.incoming).toEqual({
      address: { channel: "feishu", chat: TALK },
      messageId: MESSAGE,
      group: GROUP,
      sender: ANN,
      content: { kind: "text", text: "疗休养怎么报名？" },
      receivedAt: AT,
    });
    expect(decode(read("text-group-reply"), BOT, AT)).toMatchObject({
      kind: "reply",
      parent: OURS,
      incoming: { content: { repliesTo: { message: OURS } } },
    });
    expect(decode(read("tap-words"), BOT, AT)?.incoming).toMatchObject({
      address: { chat: ANN },
      messageId: "tap-f7984f25108f8137722bb63cee927e66",
      tapped: OURS,
    });
    expect(decode(read("tap-words-group"), BOT, AT)?.incoming).toMatchObject({
      address: { chat: TALK },
      group: GROUP,
      tapped: OURS,
    });
    const led = decode(read("tap-private"), BOT, AT)?.incoming;
    expect(led).toMatchObject({ address: { chat: ANN }, sender: ANN });
    expect(led).not.toHaveProperty("tapped");
    expect(led).not.toHaveProperty("group");
    expect(decode(read("bot-added"), BOT, AT)?.incoming).toMatchObject({
      address: { chat: GROUP },
      group: GROUP,
      messageId: "event-5e3702a84e847582be8db7fb73283c02",
    });
  });

  describe("words", () => {
    const said = (words: string): unknown => {
      const event = messageEvent({
        from: ANN,
        id: MESSAGE,
        type: "text",
        content: { text: words },
        group: undefined,
        mentionsBot: false,
        parent: undefined,
      });
      const content = decode(event, BOT, AT)?.incoming.content;
      return content?.kind === "text" ? content.text : content;
    };
    it("that only look like a mention are left alone, and so are blanks that nobody is named between", () => {
      expect(said("两  个空格，@_user_7 不是谁")).toBe("两  个空格，@_user_7 不是谁");
      expect(said("问  @_all \t @_all  大家")).toBe("问  大家");
      const begun = performance.now();
      expect(String(said(`问${" ".repeat(140_000)}好`)).startsWith("问 ")).toBe(true);
      expect(performance.now() - begun).toBeLessThan(2_000);
    });

    it("that a message may have come whole, and of more so many that it shows", () => {
      for (const character of ["长", "👍"]) {
        expect(said(character.repeat(LONGEST_MESSAGE))).toBe(character.repeat(LONGEST_MESSAGE));
        const words = String(said(character.repeat(50_000)));
        expect(words.length).toBeLessThan(3 * LONGEST_MESSAGE);
        expect(isTooLong(words)).toBe(true);
      }
      expect(isTooLong(String(said(`长${" ".repeat(5_000)}短`)))).toBe(true);
    });
  });

  it("asks for our own id only where it decides something", () => {
    const asking = Object.keys(EXPECTED).filter((name) => asksForOwnId(read(name)));
    expect(asking.every((name) => /group|topic|from-bot/.test(name))).toBe(true);
    expect(asking).toContain("text-group-mention");
  });

  it("makes nothing of what it does not know, and never throws", () => {
    fc.assert(fc.property(fc.anything(), (anything) => decode(anything, BOT, AT) === undefined));
    for (const event of [undefined, {}, { sender: {} }, { action: { value: { say: 1 } } }]) {
      const header = { event_id: "1", event_type: "im.message.receive_v1" };
      expect(decode({ header, event }, BOT, AT)).toBeUndefined();
      expect(
        decode({ header: { ...header, event_type: "card.action.trigger" }, event }, BOT, AT),
      ).toBeUndefined();
    }
    expect(resourceOf("om_1 image img_1")).toEqual({ messageId: "om_1", kind: "image", key: "img_1" });
    expect(resourceOf("om_1")).toBeUndefined();
  });

  it("opens the private chat on its own side of the platform", () => {
    const appId = "cli_a1b2c3d4e5f60718";
    const path = `client/bot/open?appId=${appId}`;
    expect(botLink({ domain: "https://open.feishu.cn", appId })).toBe(`https://applink.feishu.cn/${path}`);
    expect(botLink({ domain: "https://open.larksuite.com", appId })).toBe(
      `https://applink.larksuite.com/${path}`,
    );
  });
});

const style: CardStyle = { text, botLink: "https://applink.feishu.cn/client/bot/open?appId=cli_a1" };
const seen = (contents: readonly string[]) =>
  contents.map((content) => {
    const card = readCard(content);
    if (card === undefined) throw new Error(`no card: ${content.slice(0, 300)}`);
    return card;
  });
const bare = (line: string): string => clean(line).replace(/\s+/g, "");
const hard = fc.string({ unit: "grapheme", maxLength: 200 });
const tricky = fc.oneof(
  hard,
  fc.string({ unit: "binary", maxLength: 80 }),
  fc.constantFrom(
    '<at id="all"></at> **粗** [链接](https://evil.example) <font color="red">x</font>',
    '{{name}} ${x} \\u0000 "}],"tag":"markdown"',
    "مرحبا بالعالم \u202Eabc\u202C שלום",
    "👩‍👩‍👧‍👦👍🏽 🇨🇳 é\u0301",
    "第一句。第二句！第三句？".repeat(2_000),
    "\u0001".repeat(9_000),
    '"\\'.repeat(8_000),
    "x".repeat(40_000),
  ),
);
const citation = fc.record({
  report: fc.constant("a.txt"),
  title: hard,
  publisher: hard,
  date: fc.constant("2023-11-06"),
  quote: tricky,
  link: fc.constant("/reports/a?from=1&to=9"),
});
const replies: fc.Arbitrary<Reply> = fc.record({
  kind: fc.constantFrom("answer" as const, "form" as const, "case" as const),
  text: tricky,
  citations: fc.array(citation, { maxLength: 5 }),
  suggestions: fc.array(
    hard.filter((one) => one.trim() !== ""),
    { maxLength: 60 },
  ),
  locale: fc.constantFrom("zh-Hans" as const, "zh-Hant" as const, "en" as const),
  answer: fc.constant("a1"),
});

describe("cards of Feishu", () => {
  it("shows exactly the words, whatever they are, within the platform's sizes", () => {
    fc.assert(
      fc.property(replies, (one) => {
        const contents = encode(one, style);
        const cards = seen(contents);
        expect(bare(cards.map((card) => card.text).join("")).replace(/^…$/, "")).toBe(
          bare(one.text).replace(/^…$/, ""),
        );
        for (const content of contents) {
          const body = JSON.stringify({
            receive_id: ANN,
            msg_type: "interactive",
            content,
            uuid: "x".repeat(50),
          });
          expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MOST_CARD_BYTES);
          // What a member was told goes on to nobody by one tap.
          expect(JSON.parse(content)).toMatchObject({ config: { enable_forward: false } });
          expect(content).not.toMatch(/"tag":"(?:markdown|lark_md|at|a)"/);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("has a tap on any button come back as the words it stands for", () => {
    fc.assert(
      fc.property(replies, fc.boolean(), (one, inGroup) => {
        const cards = seen(encode(one, inGroup ? { ...style, group: GROUP } : style));
        const taps = cards
          .flatMap(({ buttons }) => buttons)
          .flatMap(({ value }) => (value === undefined ? [] : [value]));
        const decoded = taps.map((value) => decode(tapEvent(ANN, OURS, GROUP, value), BOT, AT)?.incoming);
        const words = tapsOf(one, text).map(({ say }) => say);
        const said = decoded.flatMap((incoming) =>
          incoming?.content.kind === "text" && !incoming.content.text.startsWith("/start")
            ? [incoming.content.text]
            : [],
        );
        expect(said).toEqual(words.filter((line) => !line.startsWith("/start")));
        expect(decoded.filter((incoming) => incoming?.content.kind === "rating")).toHaveLength(2);
        for (const incoming of decoded) {
          const leads = incoming?.content.kind === "text" && incoming.content.text.startsWith("/start");
          if (!leads) expect(incoming?.address.chat).toBe(inGroup ? TALK : ANN);
        }
      }),
      { numRuns: 100 },
    );
  });

  const cited = reply("2023年，组织4批疗休养。[1]", {
    citations: [
      {
        report: "a.txt",
        title: "把服务送到一线",
        publisher: "青禾日报",
        date: "2023-11-06",
        quote: "组织4批一线职工疗休养。",
        link: "/reports/a?from=1&to=9",
      },
    ],
  });

  it("names the sources quietly: a link where there are pages, else the sentence itself", () => {
    const [plain] = seen(encode(cited, style));
    expect(plain?.notes).toEqual([
      "来源",
      "[1] 把服务送到一线 · 青禾日报 · 2023-11-06\n组织4批一线职工疗休养。",
    ]);
    expect(plain?.buttons).toEqual([]);
    const [linked] = seen(encode(cited, { ...style, publicUrl: "https://bot.example" }));
    expect(linked?.notes).toEqual(["来源", "[1] 把服务送到一线 · 青禾日报 · 2023-11-06"]);
    expect(linked?.buttons).toEqual([
      { label: "看原文 [1]", value: undefined, opens: "https://bot.example/reports/a?from=1&to=9" },
    ]);
  });

  it("cuts long text at the ends of sentences", () => {
    const long = "这是一句不长不短的话，说的是疗休养。".repeat(600);
    const cards = seen(encode(reply(long, { suggestions: ["接着说"] }), style));
    expect(cards.length).toBeGreaterThan(2);
    expect(cards.every((card) => card.text.endsWith("。"))).toBe(true);
    expect(cards.map(({ buttons }) => buttons.length)).toEqual([...Array(cards.length - 1).fill(0), 1]);
  });

  it("marks what was chosen and takes the buttons away", () => {
    const asked = reply("是否同意？", { kind: "form", suggestions: ["同意", "不同意"] });
    const [card] = seen(encode(asked, { ...style, chosen: "同意" }));
    expect(card).toEqual({ text: "是否同意？", notes: ["已选：同意"], buttons: [] });
  });

  it("leads out of a group with one tap that carries the topic", () => {
    const personal = reply("这件事请到私聊里说。", { privately: { label: "去私聊", start: "p_abc" } });
    const [card] = seen(encode(personal, { ...style, group: GROUP }));
    expect(card?.buttons).toEqual([{ label: "去私聊", value: { start: "p_abc" }, opens: style.botLink }]);
  });
});
