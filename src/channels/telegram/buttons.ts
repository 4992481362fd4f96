// Buttons below a message and what a tap on one says. A button's data holds 64 bytes at most: words that are longer are
// read from the button itself, which comes back with the tap. Pure.
import type { Locale, PrivateLink, Rating, Reply } from "../../domain/message.ts";
import { type Tap, tapsOf } from "../taps.ts";
import type { CallbackQuery } from "./update.ts";

const MOST_BYTES = 64;
const MOST_IN_A_ROW = 4;
/** Columns across a message on a telephone. */
const COLUMNS = 34;
const AROUND_LABEL = 3;
const WIDE = /[\u1100-\u115f\u2e80-\uffef]|[\u{1f300}-\u{3fffd}]/u;

// The first character of a button's data tells what it is. These stand in chats for ever: never give one another meaning.
const WORDS = "=";
const WORDS_ONCE = "!";
const PLACE = "#";
const PLACE_ONCE = "%";
const UP = "+";
const DOWN = "-";

/** Commands that only show something: a tap on one decides nothing, and what stood beside it can still be tapped. */
const LOOKS = /^\/(?:case|paper|queue|status|mydata|help|batch list|staff list|unit list)\b/;

export type Button =
  | { readonly text: string; readonly callback_data: string }
  | { readonly text: string; readonly url: string };
export type Keyboard = readonly (readonly Button[])[];

export interface ButtonOptions {
  readonly text: (locale: Locale, key: string) => string;
  /** Ours, without "@". */
  readonly username: string;
  /** A way into the private chat beside the reply's own. */
  readonly privately?: PrivateLink;
  /** Pages of ours to open. */
  readonly pages?: readonly Button[];
}

/** Rows of buttons: what can be tapped, then ways into the private chat, then the thumbs. */
export function keyboardOf(reply: Reply, { text, username, privately, pages = [] }: ButtonOptions): Keyboard {
  const taps = tapsOf(reply, text).filter(({ say }) => say.trim() !== "");
  const links = [reply.privately, privately].flatMap((link) =>
    link === undefined ? [] : [[{ text: link.label, url: privateUrl(username, link.start) }]],
  );
  const thumbs =
    reply.answer === undefined
      ? []
      : [
          [
            { text: "👍", callback_data: UP + reply.answer },
            { text: "👎", callback_data: DOWN + reply.answer },
          ],
        ];
  const asks = reply.kind === "form" || reply.kind === "case";
  const buttons = taps.map((tap, index) => buttonOf(tap, index, asks && !LOOKS.test(tap.say)));
  return [...pages.map((page) => [page]), ...inRows(buttons), ...links, ...thumbs];
}

/** Characters of a start word (core.telegram.org/bots/features#deep-linking). */
const LONGEST_START = 64;

/** A start word that is too long leads to the chat alone. */
export const privateUrl = (username: string, start: string): string =>
  `https://t.me/${username}${start === "" || start.length > LONGEST_START ? "" : `?start=${start}`}`;

function buttonOf({ label, say }: Tap, index: number, once: boolean): Button {
  const data = (once ? WORDS_ONCE : WORDS) + say;
  if (Buffer.byteLength(data) <= MOST_BYTES) {
    return { text: label.trim() === "" ? say : label, callback_data: data };
  }
  // Read again from its label, which is therefore the words themselves.
  return { text: say, callback_data: (once ? PLACE_ONCE : PLACE) + index };
}

/** Buttons of a row are equally wide on every screen: as many as its longest label leaves room for. */
function inRows(buttons: readonly Button[]): Button[][] {
  const rows: Button[][] = [];
  for (const button of buttons) {
    const row = rows.at(-1);
    const wider = [...(row ?? []), button];
    const width = Math.max(...wider.map((one) => columnsOf(one.text))) + AROUND_LABEL;
    if (row !== undefined && wider.length <= MOST_IN_A_ROW && width * wider.length <= COLUMNS)
      row.push(button);
    else rows.push([button]);
  }
  return rows;
}

const columnsOf = (label: string): number =>
  Array.from(label).reduce((sum, one) => sum + (WIDE.test(one) ? 2 : 1), 0);

/** What a tap says; `once` when the message it was tapped on has been answered by it. */
export type Tapped =
  | { readonly kind: "words"; readonly say: string; readonly label: string; readonly once: boolean }
  | { readonly kind: "rating"; readonly answer: string; readonly rating: Rating }
  /** A button that is no longer known. */
  | { readonly kind: "unknown" };

export function readTap({ data = "", message }: Pick<CallbackQuery, "data" | "message">): Tapped {
  const [mark, rest] = [data.slice(0, 1), data.slice(1)];
  const label = message?.reply_markup?.inline_keyboard.flat().find((one) => one.callback_data === data)?.text;
  switch (mark) {
    case WORDS:
    case WORDS_ONCE:
      if (rest === "") return { kind: "unknown" };
      return { kind: "words", say: rest, label: label ?? rest, once: mark === WORDS_ONCE };
    case PLACE:
    case PLACE_ONCE:
      if (label === undefined) return { kind: "unknown" };
      return { kind: "words", say: label, label, once: mark === PLACE_ONCE };
    case UP:
    case DOWN:
      return rest === ""
        ? { kind: "unknown" }
        : { kind: "rating", answer: rest, rating: mark === UP ? "up" : "down" };
    default:
      return { kind: "unknown" };
  }
}
