// A reply as messages of Telegram: text split at sentences, its sources below, buttons on the last. Pure.
import { topicStart } from "../../domain/group.ts";
import type { Citation, PrivateLink, Reply } from "../../domain/message.ts";
import { papersIn } from "../papers.ts";
import { holdsQuote } from "../quotes.ts";
import { splitText } from "../split.ts";
import { type ButtonOptions, type Keyboard, keyboardOf } from "./buttons.ts";
import { entitiesIn, escapeHtml, htmlOf, link, MOST_ENTITIES, type Shown, visible } from "./html.ts";

/** UTF-16 code units of one message without its formatting; Telegram counts characters, which are no more. */
export const MOST_CHARACTERS = 4_096;
const LONGEST_QUOTE = 1_000;
/** Characters of a quotation that is folded up until it is tapped. */
const FOLDED_QUOTE = 160;
const GROUP_CHARACTERS = 300;
/** A little more is shown whole rather than cut. */
const GROUP_PATIENCE = 60;
const GROUP_SOURCES = 3;
/** Pieces of formatting in a source's title, and in its sentence: together with their own, no more than a message may have. */
const SOURCE_ENTITIES = 40;
/** A message must hold something. */
const EMPTY = "…";

export interface EncodeOptions extends ButtonOptions {
  readonly publicUrl?: string | undefined;
  /** The group it goes to. */
  readonly group?: string | undefined;
}

export interface Outgoing {
  readonly html: string;
  readonly keyboard?: Keyboard;
}

/** Something of a message: its HTML, and how many characters of it are seen. */
interface Piece {
  readonly html: string;
  readonly length: number;
}

export function encode(given: Reply, options: EncodeOptions): readonly [Outgoing, ...Outgoing[]] {
  const { group, publicUrl, text } = options;
  const { text: bare, papers } = papersIn(given.text);
  const hidden = papers.length > 0 && publicUrl === undefined;
  const lines = hidden ? `${bare}\n${text(given.locale, "chat.papers-on-page")}` : bare;
  const reply = { ...given, text: lines };
  const shown: Shown = { publicUrl, commands: reply.kind === "notice" || reply.kind === "smalltalk" };
  const said = visible(reply.text).trim() === "" ? EMPTY : visible(reply.text);
  const short = group === undefined ? said : shortened(reply, said);
  const parts = splitText(short, MOST_CHARACTERS).map(
    (part): Piece => ({ html: htmlOf(part, shown), length: part.length }),
  );
  const linked = publicUrl !== undefined && reply.citations.some((one) => one.link !== "");
  const privately = short !== said && !linked ? wholePrivately(reply, options) : undefined;
  const sources = sourcesOf(reply, options, shown);
  const messages = pack([...parts, ...sources]);
  const keyboard = keyboardOf(reply, {
    text,
    username: options.username,
    ...(privately === undefined ? {} : { privately }),
    ...(publicUrl === undefined
      ? {}
      : { pages: papers.map(({ label, path }) => ({ text: label, url: publicUrl + path })) }),
  });
  const last = messages.length - 1;
  const [first = { html: EMPTY }, ...others] = messages.map((html, index) =>
    index === last && keyboard.length > 0 ? { html, keyboard } : { html },
  );
  return [first, ...others];
}

/** Groups are for many: a long answer is cut at a sentence there. What asks or tells of settings stays whole. */
function shortened({ kind }: Reply, said: string): string {
  const whole = kind === "notice" || kind === "form" || kind === "case";
  if (whole || said.length <= GROUP_CHARACTERS + GROUP_PATIENCE) return said;
  return `${splitText(said, GROUP_CHARACTERS)[0] ?? ""} ……`;
}

/** Where the whole of a shortened answer is had, unless the reply leads there anyway. */
function wholePrivately(reply: Reply, { text, group }: EncodeOptions): PrivateLink | undefined {
  if (reply.privately !== undefined || group === undefined) return undefined;
  const start = reply.to === undefined ? undefined : topicStart({ group, messageId: reply.to });
  return { label: text(reply.locale, "telegram.whole"), start: start ?? "" };
}

function sourcesOf(
  { citations, locale, text: said }: Reply,
  { text, group, publicUrl }: EncodeOptions,
  shown: Shown,
): Piece[] {
  if (citations.length === 0) return [];
  const heading = visible(text(locale, "chat.sources"));
  const head = { html: `\n<b>${escapeHtml(heading)}</b>`, length: heading.length + 1 };
  const listed = group === undefined ? citations : citations.slice(0, GROUP_SOURCES);
  return [
    head,
    ...listed.map((one, index) =>
      sourceOf(one, index + 1, group !== undefined || holdsQuote(said, one.quote), publicUrl, shown),
    ),
  ];
}

function sourceOf(
  citation: Citation,
  number: number,
  withoutQuote: boolean,
  publicUrl: string | undefined,
  all: Shown,
): Piece {
  const shown = { ...all, most: SOURCE_ENTITIES };
  const title = visible(citation.title).trim();
  const about = [citation.publisher, citation.date].flatMap((part) =>
    part === undefined ? [] : [` · ${visible(part)}`],
  );
  const after = about.join("");
  const named = `[${number}] ${title}${after}`;
  if (publicUrl !== undefined && citation.link !== "" && title !== "") {
    const html = `[${number}] ${link(publicUrl + citation.link, title)}${htmlOf(after, shown)}`;
    return { html, length: named.length };
  }
  const html = htmlOf(named, shown);
  const sentence = visible(citation.quote).trim();
  const quote =
    sentence.length > LONGEST_QUOTE ? `${splitText(sentence, LONGEST_QUOTE)[0] ?? ""} ……` : sentence;
  if (quote === "" || withoutQuote) return { html, length: named.length };
  const folded = quote.length > FOLDED_QUOTE ? " expandable" : "";
  return {
    html: `${html}\n<blockquote${folded}>${htmlOf(quote, shown)}</blockquote>`,
    length: named.length + 1 + quote.length,
  };
}

/** Pieces in as few messages as they fit in with their formatting, each on a line of its own. */
function pack(pieces: readonly Piece[]): string[] {
  const messages: { html: string; length: number; entities: number }[] = [];
  for (const { html, length } of pieces) {
    const last = messages.at(-1);
    const entities = entitiesIn(html);
    if (
      last !== undefined &&
      last.length + 1 + length <= MOST_CHARACTERS &&
      last.entities + entities <= MOST_ENTITIES
    ) {
      last.html += `\n${html}`;
      last.length += 1 + length;
      last.entities += entities;
    } else messages.push({ html: html.trimStart(), length, entities });
  }
  return messages.map(({ html }) => html);
}
