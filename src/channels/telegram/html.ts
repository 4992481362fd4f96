// Text as Telegram's HTML that shows it as it is: nothing in it is formatting, and nothing in it becomes a link, a mention
// or a command to tap, for Telegram makes these of plain text by itself but not of code. Pure.

// What Telegram would make tappable (core.telegram.org/bots/api#messageentity); rather more than less of it.
/** With a scheme, whatever follows. */
const ADDRESSES = /(?<![a-z\d+.-])[a-z][a-z\d+.-]*:\/\/[^\s，。、；：！？（）《》【】“”]*/giu;
/** Mentions, and the mail addresses around them. */
const MENTIONS = /(?<![\w.+-])[\w.+-]*@[\w.-]+/giu;
const HOSTS =
  /(?<![\p{L}\d_-])(?:[\p{L}\d_-]+\.)+(?:[a-z]{2,}|中国|中國|公司|网络|網絡|网址|网店|香港|台湾|台灣|澳门|рф)(?![a-z\d])(?:[:/?#][^\s，。、；：！？（）《》【】“”]*)?/giu;
const MACHINES = /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:\/\S*)?/gu;
const COMMANDS = /(?<![\p{L}\p{N}_/<>])\/[a-z\d_]+(?:@\w+)?/giu;

/** Characters that Telegram takes out, or that would turn the reading direction of what stands around them. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g;

export interface Shown {
  /** Where members reach our pages: links to there stay links. */
  readonly publicUrl?: string | undefined;
  /** The text is our own, and its commands can be tapped. */
  readonly commands?: boolean;
}

/** The text with nothing in it that is not seen. */
export const visible = (text: string): string =>
  text.toWellFormed().replaceAll("\r\n", "\n").replaceAll("\t", "  ").replace(UNSEEN, "");

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export const link = (url: string, label: string): string =>
  `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;

/** HTML that shows this text, which `visible` has gone over. */
export function htmlOf(text: string, { publicUrl, commands = false }: Shown): string {
  // Most texts hold none of it.
  if (!/[@/.]/.test(text)) return escapeHtml(text);
  const html: string[] = [];
  let at = 0;
  for (const { from, to } of stretchesOf(text, commands)) {
    const found = text.slice(from, to);
    html.push(escapeHtml(text.slice(at, from)));
    if (publicUrl !== undefined && found.startsWith(`${publicUrl}/`)) html.push(link(found, found));
    else html.push(`<code>${escapeHtml(found)}</code>`);
    at = to;
  }
  html.push(escapeHtml(text.slice(at)));
  return html.join("");
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** From left to right; those that overlap are one, for what is left of one could be a link again. */
function stretchesOf(text: string, commands: boolean): Stretch[] {
  const patterns = [ADDRESSES, MENTIONS, HOSTS, MACHINES, ...(commands ? [] : [COMMANDS])];
  const found = patterns
    .flatMap((pattern) =>
      Array.from(text.matchAll(pattern), ({ index, 0: { length } }) => ({ from: index, to: index + length })),
    )
    .sort((one, other) => one.from - other.from || other.to - one.to);
  const stretches: Stretch[] = [];
  for (const next of found) {
    const last = stretches.at(-1);
    if (last === undefined || next.from >= last.to) stretches.push(next);
    else if (next.to > last.to) stretches.splice(-1, 1, { from: last.from, to: next.to });
  }
  return stretches;
}
