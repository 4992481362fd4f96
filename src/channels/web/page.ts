import { escapeHtml, languageSwitch } from "../../domain/html.ts";
import type { Locale } from "../../domain/message.ts";
import { TAP_COMMANDS } from "../taps.ts";

export interface PageOptions {
  readonly locale: Locale;
  /** In the page's locale. */
  readonly text: (key: string, values?: Readonly<Record<string, string>>) => string;
  readonly assets: string;
  readonly examples: readonly string[];
  readonly hotline: string;
  /** The browser was here before, so that a talk is about to come. */
  readonly known: boolean;
  /** The most characters of a question. */
  readonly limit: number;
  /** The most bytes of a file. */
  readonly largest: number;
  /** How a form's progress is written in each language, with {number} and {of} left open. */
  readonly steps: readonly string[];
  /** In each language: what says that all of a paper is there, and what takes its last file back. */
  readonly papers: Readonly<Record<string, { readonly done: string; readonly drop: string }>>;
}

/** What the client shows by itself; values it fills in stay as "{name}". */
const CLIENT_TEXTS = [
  "name",
  "you",
  "searching",
  "searching-long",
  "working",
  "uploading",
  "files-lost",
  "file",
  "chosen",
  "take-back",
  "turned",
  "again",
  "unsent",
  "refused",
  "retry",
  "discard",
  "offline",
  "reconnecting",
  "sources",
  "source",
  "open-report",
  "undated",
  "rate",
  "rate-up",
  "rate-down",
  "next",
  "over",
  "damaged",
] as const;
const LEFT_OPEN = { count: "{count}", number: "{number}", of: "{of}", over: "{over}", file: "{file}" };

/** Fills the page's template: `{{page.key}}` with escaped texts, the rest with markup made here. */
export function renderPage(template: string, options: PageOptions): string {
  const { locale, text, assets, examples, hotline, known, limit, largest, steps, papers } = options;
  const client = {
    ...Object.fromEntries(CLIENT_TEXTS.map((key) => [key, text(`page.${key}`, LEFT_OPEN)])),
    commands: Object.fromEntries(TAP_COMMANDS.map((name) => [name, text(`page.command.${name}`)])),
    "too-large": text("chat.file-too-large", { file: "{file}" }),
    steps,
    papers,
    limit,
    largest,
  };
  const made: Readonly<Record<string, string>> = {
    lang: locale,
    welcome: known ? "hidden" : "",
    assets,
    // "<" would end the script element early.
    texts: JSON.stringify(client).replaceAll("<", "\\u003c"),
    languages: languageSwitch(locale, text("page.language"), (one) => `/?lang=${one}`),
    note: escapeHtml(text("page.note", { hotline })).replace(
      escapeHtml(hotline),
      `<a href="tel:${hotline.replace(/[^\d+]/g, "")}">$&</a>`,
    ),
    examples: exampleList(examples, text("page.examples")),
  };
  return template.replace(/\{\{([a-z.-]+)\}\}/g, (_, key: string) =>
    key.startsWith("page.") ? escapeHtml(text(key, { hotline })) : (made[key] ?? ""),
  );
}

function exampleList(examples: readonly string[], heading: string): string {
  if (examples.length === 0) return "";
  const items = examples.map(
    (example) => `<li><button type="button" data-example>${escapeHtml(example)}</button></li>`,
  );
  return `<h3>${escapeHtml(heading)}</h3><ul class="examples">${items.join("")}</ul>`;
}
