// A reply as interactive cards (JSON 2.0). Whatever members or reports say stands in plain_text elements, which the
// platform shows as they are: no markdown, no mention, no link can come of it. Pure.
import { topicStart } from "../../domain/group.ts";
import type { Citation, Locale, Reply } from "../../domain/message.ts";
import { type LinkedPaper, papersIn } from "../papers.ts";
import { holdsQuote } from "../quotes.ts";
import { splitText } from "../split.ts";
import { tapsOf } from "../taps.ts";
import type { ButtonValue } from "./event.ts";

export interface CardStyle {
  readonly text: (locale: Locale, key: string, values?: Readonly<Record<string, string | number>>) => string;
  readonly publicUrl?: string;
  /** Opens the private chat. */
  readonly botLink: string;
  /** The id of the group it is shown in; left out in a private chat. */
  readonly group?: string;
  /** The words of the button that was tapped: it is marked, and the buttons are gone. */
  readonly chosen?: string;
}

type Element = Readonly<Record<string, unknown>>;

/** Bytes of a request's body that a card may take; the platform allows 30 KB (open.feishu.cn, im/v1/message/create). */
export const MOST_CARD_BYTES = 30 * 1024;
/** For what goes around the card in the request. */
const MARGIN = 1_024;
/** Code units in one card: seven bytes each at worst leave room for the sources. */
const LONGEST_PART = 3_000;
/** Characters an answer in a group may have. */
const LONGEST_IN_GROUP = 300;
const LONGEST_QUOTE = 200;
const LONGEST_QUOTE_IN_GROUP = 80;
/** Characters of a button's label (open.feishu.cn, button). */
const LONGEST_LABEL = 100;
/** A card may hold 200 elements; a button takes three of them. */
const MOST_BUTTONS = 40;
const LONGEST_SUMMARY = 60;

/** The cards that show a reply, as the `content` of so many messages, in order; at least one. */
export function encode(given: Reply, style: CardStyle): string[] {
  const { text: said, papers } = papersIn(given.text);
  const reply = { ...given, text: said };
  const { text: shown, cut } = shortened(reply, style);
  const parts = splitText(shown, LONGEST_PART).map((part) => [plain(part === "" ? "…" : part)]);
  const after = [...marked(reply, style), ...paperLinks(papers, reply, style), ...sources(reply, style, cut)];
  const buttons = buttonsOf(reply, style, cut);
  const last = parts.at(-1) ?? [];
  const tail = [...after, ...inRows(buttons.slice(0, MOST_BUTTONS))];
  const rest = chunk(buttons.slice(MOST_BUTTONS), MOST_BUTTONS).map(inRows);
  const whole = [...last, ...tail];
  const fitting = fits(card(reply, whole)) ? [whole] : [last, ...inCards(reply, tail)];
  return [...parts.slice(0, -1), ...fitting, ...rest].map((elements) =>
    JSON.stringify(card(reply, elements)),
  );
}

/** An answer that is still being written. */
export function encodeDraft(text: string, locale: Locale, style: CardStyle): string {
  const shown = clean(text).slice(0, style.group === undefined ? LONGEST_PART : LONGEST_IN_GROUP);
  const reply: Reply = { kind: "answer", text, citations: [], suggestions: [], locale };
  return JSON.stringify(card(reply, [plain(`${shown.toWellFormed()} …`)]));
}

function card(reply: Pick<Reply, "text">, elements: readonly Element[]): Element {
  const summary = Array.from(clean(reply.text).replace(/\s+/g, " ")).slice(0, LONGEST_SUMMARY).join("");
  return {
    schema: "2.0",
    // Shared and not to be forwarded: it is changed in place for all, and its buttons say where they stand.
    config: { update_multi: true, enable_forward: false, summary: { content: summary } },
    body: { elements: elements.length === 0 ? [plain("…")] : elements },
  };
}

/** Groups are for many: a long answer is cut at a sentence there. What asks or tells of settings stays whole. */
function shortened(reply: Reply, { group }: CardStyle): { text: string; cut: boolean } {
  const text = clean(reply.text);
  const whole = group === undefined || reply.kind === "notice" || Array.from(text).length <= LONGEST_IN_GROUP;
  if (whole) return { text, cut: false };
  const [first = ""] = splitText(text, LONGEST_IN_GROUP);
  return { text: `${first} …`, cut: true };
}

function marked({ locale, suggestions }: Reply, { chosen, text }: CardStyle): Element[] {
  if (chosen === undefined) return [];
  const label =
    tapsOf({ suggestions, locale }, text).find(({ say }) => say === chosen)?.label ?? clean(chosen);
  return [note(text(locale, "feishu.chosen", { label }))];
}

function paperLinks(papers: readonly LinkedPaper[], { locale }: Reply, style: CardStyle): Element[] {
  const { publicUrl, text } = style;
  if (papers.length === 0) return [];
  if (publicUrl === undefined) return [note(text(locale, "chat.papers-on-page"))];
  return inRows(
    papers.map(({ label, path }) =>
      button(label, [{ type: "open_url", default_url: publicUrl + path }], "text"),
    ),
  );
}

function sources({ citations, locale, text: said }: Reply, style: CardStyle, cut: boolean): Element[] {
  const { publicUrl, group, text } = style;
  if (citations.length === 0) return cut ? [note(text(locale, "feishu.shortened"))] : [];
  const longest = group === undefined ? LONGEST_QUOTE : LONGEST_QUOTE_IN_GROUP;
  const lines = citations.map((one, index) => {
    const about = [one.title, one.publisher, one.date].filter((part) => part !== undefined).join(" · ");
    const repeats = publicUrl !== undefined || holdsQuote(said, one.quote);
    const quote = repeats ? "" : `\n${shorten(one.quote, longest)}`;
    return note(clean(`[${index + 1}] ${about}${quote}`));
  });
  const links =
    publicUrl === undefined ? [] : citations.map((one, index) => linkTo(one, index, style, locale));
  const rest = cut ? [note(text(locale, "feishu.shortened"))] : [];
  return [{ tag: "hr" }, note(text(locale, "chat.sources")), ...lines, ...inRows(links), ...rest];
}

function linkTo(
  { link }: Citation,
  index: number,
  { publicUrl = "", text }: CardStyle,
  locale: Locale,
): Element {
  const label = text(locale, "feishu.source", { number: index + 1 });
  return button(label, [{ type: "open_url", default_url: publicUrl + link }], "text");
}

function buttonsOf(reply: Reply, style: CardStyle, cut: boolean): Element[] {
  const { text, group, botLink, publicUrl, chosen } = style;
  if (chosen !== undefined) return [];
  const { locale, answer, privately, to } = reply;
  const place = group === undefined ? {} : { group: true as const };
  const callback = (label: string, value: ButtonValue): Element =>
    button(label, [{ type: "callback", value }]);
  const leading = (label: string, start: string): Element => {
    const value: ButtonValue = { start };
    // Opens the chat and tells us what it is about with the same tap.
    return button(label, [
      { type: "open_url", default_url: botLink },
      { type: "callback", value },
    ]);
  };
  const taps = tapsOf(reply, text).map(({ label, say }) => callback(label, { say, ...place }));
  const thumbs =
    answer === undefined
      ? []
      : (["up", "down"] as const).map((rating) =>
          callback(text(locale, `feishu.${rating}`), { rating, answer, ...place }),
        );
  const topic = group === undefined || to === undefined ? undefined : topicStart({ group, messageId: to });
  const more =
    cut && privately === undefined && (publicUrl === undefined || reply.citations.length === 0)
      ? [leading(text(locale, "feishu.more-privately"), topic ?? "")]
      : [];
  const own = privately === undefined ? [] : [leading(privately.label, privately.start)];
  return [...own, ...more, ...taps, ...thumbs];
}

/** What does not fit beside the text goes into cards of its own. */
function inCards(reply: Reply, elements: readonly Element[]): Element[][] {
  const cards: Element[][] = [];
  for (const element of elements) {
    const open = cards.at(-1);
    if (open !== undefined && fits(card(reply, [...open, element]))) open.push(element);
    else cards.push([element]);
  }
  return cards;
}

const fits = (one: Element): boolean =>
  Buffer.byteLength(JSON.stringify({ content: JSON.stringify(one) })) <= MOST_CARD_BYTES - MARGIN;

const plain = (content: string): Element => ({ tag: "div", text: { tag: "plain_text", content } });

const note = (content: string): Element => ({
  tag: "div",
  text: { tag: "plain_text", content, text_size: "notation", text_color: "grey" },
});

const button = (label: string, behaviors: readonly Element[], type = "default"): Element => ({
  tag: "button",
  type,
  size: "medium",
  text: { tag: "plain_text", content: shorten(label, LONGEST_LABEL) },
  behaviors,
});

/** Buttons beside each other, as many in a row as there is room for. */
function inRows(buttons: readonly Element[]): Element[] {
  if (buttons.length === 0) return [];
  const columns = buttons.map((one) => ({ tag: "column", width: "auto", elements: [one] }));
  return [{ tag: "column_set", flex_mode: "flow", horizontal_spacing: "8px", columns }];
}

function shorten(text: string, most: number): string {
  const characters = Array.from(clean(text));
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
}

// Control characters, and those that turn the reading direction of what stands behind them.
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The text with nothing in it that could act on what is shown around it. */
export const clean = (text: string): string =>
  text.toWellFormed().replaceAll("\r\n", "\n").replace(UNSAFE, "");

function chunk<Item>(items: readonly Item[], size: number): Item[][] {
  const chunks: Item[][] = [];
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size));
  return chunks;
}
