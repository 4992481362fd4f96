// What can be tapped below a reply, as every channel with buttons shows it. A tap says the same words as typing them, so a
// button is a label and the words; a command reads as its name in the member's language. Pure.
import type { Locale, Reply } from "../domain/message.ts";

export interface Tap {
  readonly label: string;
  /** The words that a tap stands for. */
  readonly say: string;
}

/** Commands that are offered to be tapped; each has a name in every language under `page.command`. */
export const TAP_COMMANDS = [
  "apply",
  "resume",
  "status",
  "withdraw",
  "appeal",
  "consent",
  "mydata",
  "queue",
  "help",
  "delete",
  "case",
  "paper",
  "approve",
  "forward",
  "ask",
  "refuse",
  "paid",
  "correct",
  "assign",
  "object",
  "close",
  "batch-list",
  "batch-cancel",
  "staff-list",
  "staff-remove",
  "unit-list",
] as const;
const NAMES: ReadonlySet<string> = new Set(TAP_COMMANDS);
/** What is said to us after a slash, also where other bots listen; not "/start", which Telegram says to any of them. */
export const OWN_COMMANDS: ReadonlySet<string> = new Set(
  [TAP_COMMANDS, ["settings", "link", "unlink", "erase", "up", "down"]].flat(),
);
const CASE_NUMBER = /\d{4}-\d{6}/;

/** The reply's suggestions in their order, each once. `text` gives the catalogue's words. */
export function tapsOf(
  { suggestions, locale }: Pick<Reply, "suggestions" | "locale">,
  text: (locale: Locale, key: string) => string,
): Tap[] {
  const unique = [...new Set(suggestions)];
  // Where all buttons are about one case, none need name it.
  const cases = new Set(unique.flatMap((one) => CASE_NUMBER.exec(one)?.[0] ?? []));
  const label = (say: string): string => {
    const [, command, rest = ""] = /^\/([a-z]+)(?: ([^]*))?$/.exec(say) ?? [];
    if (command === undefined) return say;
    const [first = "", ...others] = rest.split(" ");
    const double = `${command}-${first}`;
    const [name, words] = NAMES.has(double) ? [double, others] : [command, rest.split(" ")];
    if (!NAMES.has(name)) return say;
    // Which message it is can be seen from where the button stands.
    if (name === "delete") return text(locale, "page.command.delete");
    const shown = words.filter((word) => word !== "" && !(cases.size === 1 && CASE_NUMBER.test(word)));
    return [text(locale, `page.command.${name}`), ...shown].join(" ");
  };
  return unique.map((say) => ({ label: label(say), say }));
}
