import { fold } from "../../ingest/script.ts";
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
// What the bot itself shows of a setting is taken, too.
const ON = /^(?:on|yes|开|開|打开|打開|是)?(?:[,，].*)?$/i;
const OFF = /^(?:off|no|关|關|关闭|關閉|否)$/i;
const ALL = /^(?:all|any|不限|全部|都可以)$/i;
const LANGUAGES: readonly (readonly [Locale | "each", RegExp])[] = [
  ["zh-Hans", /^(?:zh|zh-hans|[简簡](?:体|體)?(?:中文)?|[简簡]中|中文|simplified(?: chinese)?)$/i],
  ["zh-Hant", /^(?:zh-hant|繁(?:体|體)?(?:中文)?|繁中|traditional(?: chinese)?)$/i],
  ["en", /^(?:en|english|英文|英语|英語)$/i],
  ["each", /^(?:auto|any|自动|自動|不限|跟着提问的人|跟著提問的人|as each member asks)$/i],
];

/** Everything by which topics are told. */
export interface TopicWords {
  readonly known: readonly GroupTopic[];
  /** Ids of the topics that words speak of, the surest first. */
  readonly in: (words: string) => readonly string[];
}

/**
 * Reads "language en", "安静 开", "topics 法律援助 疗休养". A topic's name means that topic alone; other words mean the one
 * that they surely speak of. A list of topics of which none is known is no setting.
 */
export function readSettings(words: string, before: GroupSettings, topics: TopicWords): SettingsChange {
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
  const named = topicsNamed(value(TOPICS), topics);
  return named.length === 0 ? undefined : { settings: { ...before, topics: named } };
}

function topicsNamed(words: string, { known, in: topicsIn }: TopicWords): readonly string[] {
  const names = known
    .flatMap(({ id, name }) => [name.zh, name.en].map((one) => ({ id, name: fold(one).toLowerCase() })))
    .toSorted((left, right) => right.name.length - left.name.length);
  const found: string[] = [];
  let left = fold(words).toLowerCase();
  for (const { id, name } of names) {
    if (!left.includes(name)) continue;
    found.push(id);
    left = left.replaceAll(name, ",");
  }
  const others = left.split(/[,、;/]|(?<=\p{Script=Han})\s|\s(?=\p{Script=Han})/u).map((one) => one.trim());
  return [...new Set([...found, ...others.flatMap((one) => (one === "" ? [] : topicsIn(one).slice(0, 1)))])];
}
