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

/** Pieces of formatting that a message may have; those beyond are dropped (core.telegram.org/bots/api#formatting-options). */
export const MOST_ENTITIES = 100;

export interface Shown {
  /** Where members reach our pages: links to there stay links. */
  readonly publicUrl?: string | undefined;
  /** The text is our own, and its commands can be tapped. */
  readonly commands?: boolean;
  /** Pieces of formatting at most; as many as a message may have when left out. */
  readonly most?: number;
}

/** The text with nothing in it that is not seen. */
export const visible = (text: string): string =>
  text.toWellFormed().replaceAll("\r\n", "\n").replaceAll("\t", "  ").replace(UNSEEN, "");

export const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export const link = (url: string, label: string): string =>
  `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;

/** How many pieces of formatting some HTML of ours has. */
export const entitiesIn = (html: string): number => html.split("</").length - 1;

/** HTML that shows this text, which `visible` has gone over. */
export function htmlOf(text: string, { publicUrl, commands = false, most = MOST_ENTITIES }: Shown): string {
  // Most texts hold none of it.
  if (!/[@/.]/.test(text)) return escapeHtml(text);
  const html: string[] = [];
  let at = 0;
  for (const { from, to, several } of atMost(most, stretchesOf(text, commands))) {
    const found = text.slice(from, to);
    html.push(escapeHtml(text.slice(at, from)));
    const ours = publicUrl !== undefined && found.startsWith(`${publicUrl}/`);
    if (ours && several !== true) html.push(link(found, found));
    else html.push(`<code>${escapeHtml(found)}</code>`);
    at = to;
  }
  html.push(escapeHtml(text.slice(at)));
  return html.join("");
}

/** The last takes in all that are too many, with what stands between them: left plain, each would be a link. */
function atMost(most: number, stretches: readonly Stretch[]): readonly Stretch[] {
  const [first, last] = [stretches[most - 1], stretches.at(-1)];
  if (first === undefined || last === undefined || stretches.length === most) return stretches;
  return [...stretches.slice(0, most - 1), { from: first.from, to: last.to, several: true }];
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** It holds more than one that would be made tappable. */
  readonly several?: true;
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
