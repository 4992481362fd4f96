// Reads messages as Telegram does: its HTML, strictly, and the links, mentions and commands it makes of plain text.

export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
}

export interface Read {
  readonly text: string;
  readonly entities: readonly Entity[];
}

const TAGS: Readonly<Record<string, string>> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  s: "strikethrough",
  code: "code",
  pre: "pre",
  a: "text_link",
  blockquote: "blockquote",
};
const NAMED: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** Undefined for what Telegram refuses with "can't parse entities". */
export function readHtml(html: string): Read | undefined {
  let text = "";
  const entities: Entity[] = [];
  const open: { tag: string; at: number; type: string; url?: string }[] = [];
  const token = /<(\/?)([a-z-]+)([^<>]*)>|&([a-z]+|#\d+);|[^<&]+|([<&])/giu;
  for (const [all, closes, tag = "", rest = "", entity, stray] of html.matchAll(token)) {
    if (stray !== undefined) {
      if (stray === "<") return undefined;
      text += stray;
    } else if (entity !== undefined) {
      const named = entity.startsWith("#") ? String.fromCodePoint(Number(entity.slice(1))) : NAMED[entity];
      text += named ?? all;
    } else if (tag === "") text += all;
    else if (closes === "/") {
      const last = open.pop();
      if (last === undefined || last.tag !== tag) return undefined;
      const length = text.length - last.at;
      const url = last.url === undefined ? {} : { url: last.url };
      if (length > 0) entities.push({ type: last.type, offset: last.at, length, ...url });
    } else {
      const type = TAGS[tag];
      if (type === undefined) return undefined;
      if (open.some((one) => ["code", "pre"].includes(one.type))) return undefined;
      if (type === "blockquote" && open.some((one) => one.type === "blockquote")) return undefined;
      if (type === "text_link" || type === "code") {
        if (open.some((one) => one.type === "text_link")) return undefined;
      }
      const href = /^\s+href="([^"]*)"\s*$/.exec(rest)?.[1];
      if (tag === "a" ? href === undefined : !/^(?:\s+expandable)?\s*$/.test(rest)) return undefined;
      const url = href?.replace(/&([a-z]+);/g, (found, name: string) => NAMED[name] ?? found);
      open.push({ tag, at: text.length, type, ...(url === undefined ? {} : { url }) });
    }
  }
  if (open.length > 0) return undefined;
  return { text, entities };
}

const MADE: readonly (readonly [string, RegExp])[] = [
  ["mention", /(?<![A-Za-z\d_])@[A-Za-z\d_]{2,32}/g],
  ["email", /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g],
  ["url", /(?:https?|ftp|tg|ton):\/\/[^\s]+/gi],
  [
    "url",
    /(?<![@\w])(?:[a-z\d-]+\.)+(?:com|cn|org|net|io|me|gov|edu|info|xyz|top|ru|中国|公司)(?![a-z\d])(?:\/\S*)?/giu,
  ],
  ["bot_command", /(?<![\p{L}\p{N}_/<>])\/[A-Za-z\d_]{1,64}(?:@\w{3,32})?(?![A-Za-z\d_])/gu],
];

/** With what Telegram makes tappable of plain text, but not where it is code or a link already. */
export function withMade({ text, entities }: Read): Read {
  const taken = entities.filter(({ type }) => ["code", "pre", "text_link"].includes(type));
  const made = MADE.flatMap(([type, pattern]) =>
    Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({
      type,
      offset: index,
      length: found.length,
    })),
  ).filter(
    ({ offset, length }) =>
      !taken.some((one) => one.offset < offset + length && offset < one.offset + one.length),
  );
  return { text, entities: [...entities, ...made].sort((one, other) => one.offset - other.offset) };
}

/** As Telegram cleans a text: control characters and marks that turn the reading go, ends are trimmed. */
export function cleaned({ text, entities }: Read): Read {
  const inside = text.replace(/[\u0000-\u0008\u000b-\u001f\u200e\u200f\u202a-\u202e]/g, "");
  // Offsets would have to be moved; what we send holds none of these.
  if (inside !== text) return cleaned({ text: inside, entities: [] });
  const start = text.length - text.trimStart().length;
  const trimmed = text.trim();
  return {
    text: trimmed,
    entities: entities.flatMap((one) => {
      const offset = Math.max(0, one.offset - start);
      const end = Math.min(trimmed.length, one.offset + one.length - start);
      return end > offset ? [{ ...one, offset, length: end - offset }] : [];
    }),
  };
}
