import type { GroupSettings } from "../domain/group.ts";
import type { Locale } from "../domain/message.ts";

/** A topic that a group can be kept to. */
export interface GroupTopic {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
}

/** What an administrator's words change; undefined when they are no setting. */
export type SettingsChange = { readonly settings: GroupSettings } | undefined;

const LANGUAGE = /^(?:language|lang|语言|語言)\s*/i;
const QUIET = /^(?:quiet|安静|安靜|静音|靜音)\s*/i;
const TOPICS = /^(?:topics?|话题|話題|主题|主題)\s*/i;
const ON = /^(?:on|yes|开|開|打开|打開|是)?$/i;
const OFF = /^(?:off|no|关|關|关闭|關閉|否)$/i;
const ALL = /^(?:all|any|不限|全部|都可以)$/i;
const LANGUAGES: readonly (readonly [Locale | "each", RegExp])[] = [
  ["zh-Hans", /^(?:zh|zh-hans|简体?|简中|簡體?|中文)$/i],
  ["zh-Hant", /^(?:zh-hant|繁体?|繁體?|繁中)$/i],
  ["en", /^(?:en|english|英文|英语|英語)$/i],
  ["each", /^(?:auto|any|自动|自動|不限)$/i],
];

/**
 * Reads "language en", "安静 开", "topics 法律援助 疗休养". `topicsIn` gives the ids of the topics that words name; a list
 * of topics of which none is known is no setting.
 */
export function readSettings(
  words: string,
  before: GroupSettings,
  topicsIn: (words: string) => readonly string[],
): SettingsChange {
  const value = (head: RegExp): string => words.replace(head, "").trim();
  if (LANGUAGE.test(words)) {
    const [language] = LANGUAGES.find(([, names]) => names.test(value(LANGUAGE))) ?? [];
    if (language === undefined) return undefined;
    const { language: _, ...others } = before;
    return { settings: language === "each" ? others : { ...others, language } };
  }
  if (QUIET.test(words)) {
    if (ON.test(value(QUIET))) return { settings: { ...before, quiet: true } };
    return OFF.test(value(QUIET)) ? { settings: { ...before, quiet: false } } : undefined;
  }
  if (!TOPICS.test(words)) return undefined;
  if (ALL.test(value(TOPICS))) return { settings: { ...before, topics: [] } };
  const topics = topicsIn(value(TOPICS));
  return topics.length === 0 ? undefined : { settings: { ...before, topics } };
}
