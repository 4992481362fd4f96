import type { Locale } from "../../domain/message.ts";

export const LOCALES: readonly Locale[] = ["zh-Hans", "zh-Hant", "en"];

export const isLocale = (value: unknown): value is Locale => LOCALES.some((one) => one === value);

/**
 * The language to show: `?lang=` of the address, else the one chosen before (cookie "lang"), else the first language
 * the browser names that there is, else simplified Chinese.
 */
export function preferredLocale(request: Request): Locale {
  const asked = new URL(request.url).searchParams.get("lang");
  if (isLocale(asked)) return asked;
  const stored = /(?:^|;\s*)lang=([^;]+)/.exec(request.headers.get("cookie") ?? "")?.[1];
  if (isLocale(stored)) return stored;
  return accepted(request.headers.get("accept-language") ?? "") ?? "zh-Hans";
}

function accepted(header: string): Locale | undefined {
  const wishes = header
    .split(",", 20)
    .map((part, order) => {
      const [tag = "", quality] = part.trim().split(/\s*;\s*q=/i);
      return { tag: tag.toLowerCase(), quality: quality === undefined ? 1 : Number(quality), order };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.order - b.order);
  for (const { tag } of wishes) {
    if (/^zh-(hant|tw|hk|mo)\b/.test(tag)) return "zh-Hant";
    if (/^zh\b/.test(tag)) return "zh-Hans";
    if (/^en\b/.test(tag)) return "en";
  }
  return undefined;
}
