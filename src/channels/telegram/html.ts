// Text as Telegram's HTML that shows it as it is: nothing in it is formatting, and nothing in it becomes a link, a mention
// or a command to tap, for Telegram makes these of plain text by itself but not of code. Pure.

/** What Telegram would make tappable (core.telegram.org/bots/api#messageentity); rather more than less of it. */
const LINKS = new RegExp(
  [
    // With a scheme, whatever follows.
    /(?<![a-z\d+.-])[a-z][a-z\d+.-]*:\/\/[^\s，。、；：！？（）《》【】“”]*/,
    // Mentions, and the mail addresses around them.
    /(?<![\w.+-])[\w.+-]*@[\w.-]+/,
    // Names of hosts and addresses of machines, with a path.
    /(?<![\p{L}\d_-])(?:[\p{L}\d_-]+\.)+(?:[a-z]{2,}|中国|中國|公司|网络|網絡|网址|网店|香港|台湾|台灣|澳门|рф)(?![a-z\d])(?:[:/?#][^\s，。、；：！？（）《》【】“”]*)?/u,
    /(?<!\d)\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?:\/\S*)?/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "giu",
);
const COMMANDS = /(?<![\p{L}\p{N}_/.<>&;-])\/[a-z\d_]+(?:@\w+)?/giu;
/** A path of a page of ours that staff are given. */
const PAPERS = /\/papers\/[\da-f-]{36}\?[\w=&%.+-]+/giu;

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
  const patterns = [PAPERS, LINKS, ...(commands ? [] : [COMMANDS])];
  const html: string[] = [];
  let at = 0;
  for (const { index, found, pattern } of matchesOf(text, patterns)) {
    if (index < at) continue;
    html.push(escapeHtml(text.slice(at, index)));
    const ours = publicUrl !== undefined && (pattern === PAPERS || found.startsWith(`${publicUrl}/`));
    if (ours) html.push(link(pattern === PAPERS ? publicUrl + found : found, found));
    else html.push(`<code>${escapeHtml(found)}</code>`);
    at = index + found.length;
  }
  html.push(escapeHtml(text.slice(at)));
  return html.join("");
}

function matchesOf(
  text: string,
  patterns: readonly RegExp[],
): { index: number; found: string; pattern: RegExp }[] {
  // Most texts hold none of it.
  if (!/[@/.]/.test(text)) return [];
  return patterns
    .flatMap((pattern) =>
      Array.from(text.matchAll(pattern), ({ index, 0: found }) => ({ index, found, pattern })),
    )
    .sort((one, other) => one.index - other.index || other.found.length - one.found.length);
}
