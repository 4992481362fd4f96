import type { Locale } from "./message.ts";

/** Text that shows as it is, between tags and in quoted attributes alike. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const LANGUAGES: readonly (readonly [Locale, short: string, full: string])[] = [
  ["zh-Hans", "简", "简体中文"],
  ["zh-Hant", "繁", "繁體中文"],
  ["en", "EN", "English (EN)"],
];

/** Links to the same page in every language; label and addresses are plain text. */
export function languageSwitch(
  current: Locale,
  label: string,
  addressIn: (locale: Locale) => string,
): string {
  const links = LANGUAGES.map(([locale, short, full]) => {
    const mark = locale === current ? ' aria-current="true"' : "";
    return `<a href="${escapeHtml(addressIn(locale))}" lang="${locale}" hreflang="${locale}" aria-label="${full}"${mark}><span>${short}</span></a>`;
  });
  return `<nav class="languages" aria-label="${escapeHtml(label)}">${links.join("")}</nav>`;
}

/** The same path and query in another language. */
export function inLanguage(url: string, locale: Locale): string {
  const made = new URL(url, "http://page.invalid");
  made.searchParams.set("lang", locale);
  return made.pathname + made.search;
}
